//! Does reading survive whatever it is given, and does it give back what was written?

#![allow(clippy::unwrap_used)]

use navette_indexer::marc::{
    Field, Format, FormatHint, FrameError, Frames, Hints, MarcRecord, Subfield, charset::Charset,
    decode, write,
};
use proptest::prelude::*;

/// Reads to the end and counts what came.
fn read_all(bytes: &[u8], hint: FormatHint) -> (usize, usize) {
    let (mut frames, mut rejects) = (0, 0);
    let mut last = 0;
    for frame in Frames::new(bytes, hint) {
        match frame {
            Ok(frame) => {
                assert_eq!(frame.number, last + 1);
                last = frame.number;
                frames += 1;
                let _ = frame.decode(Hints::default());
            }
            Err(FrameError::Reject(reject)) => {
                last = reject.number;
                rejects += 1;
            }
            Err(FrameError::Fatal(_)) => break,
        }
    }
    (frames, rejects)
}

const FORMATS: [Format; 3] = [Format::Iso2709, Format::MarcXml, Format::Csv];

fn bytes_like_ours() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        Just(b"00120nam a2200049   4500".to_vec()),
        Just(b"245000800000".to_vec()),
        Just(b"\x1E".to_vec()),
        Just(b"\x1F".to_vec()),
        Just(b"\x1D".to_vec()),
        Just(b"<record>".to_vec()),
        Just(b"</marc:record>".to_vec()),
        Just(b"<leader>".to_vec()),
        Just(b"<datafield tag=\"245\" ind1=' '>".to_vec()),
        Just(b"<subfield code='a'>".to_vec()),
        Just(b"</subfield></datafield>".to_vec()),
        Just(b"&amp;&#233;&bad;".to_vec()),
        Just(b"<!-- ".to_vec()),
        Just(b"<![CDATA[".to_vec()),
        Just(b"title;\"a\nb\";c\r\n".to_vec()),
        Just(b"\x1B$1\x1B(N\xE2".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..12),
    ];
    proptest::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    "[ -~é-ü€œאбΩ一\u{98}\u{9C}]{0,20}".prop_map(|text| text.replace('|', " "))
}

fn any_field() -> impl Strategy<Value = Field> {
    let data = (
        "[1-9][0-9]{2}",
        "[ 0-9]",
        "[ 0-9]",
        proptest::collection::vec(("[a-z0-9]", any_text()), 1..5),
    );
    let first = |text: String| text.chars().next().unwrap();
    prop_oneof![
        ("00[1-9]", any_text()).prop_map(|(tag, value)| Field::Control { tag, value }),
        data.prop_map(move |(tag, one, two, subfields)| Field::Data {
            tag,
            indicators: [first(one), first(two)],
            subfields: subfields
                .into_iter()
                .map(|(code, value)| Subfield {
                    code: first(code),
                    value
                })
                .collect(),
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for format in FORMATS {
            read_all(&bytes, FormatHint::Exactly(format));
            let _ = decode(format, Some(&bytes), &bytes, Hints::default());
            for charset in [Charset::Utf8, Charset::Iso5426, Charset::Marc8, Charset::Windows1252] {
                let _ = decode(format, Some(&bytes), &bytes, Hints { charset: Some(charset), flavour: None });
            }
        }
        read_all(&bytes, FormatHint::Detect);
    }

    #[test]
    fn damaged_files_are_read_without_panic(bytes in bytes_like_ours()) {
        for format in FORMATS {
            read_all(&bytes, FormatHint::Exactly(format));
        }
    }

    #[test]
    fn what_is_written_reads_the_same(fields in proptest::collection::vec(any_field(), 1..12)) {
        let record = MarcRecord { leader: "00000nam a2200000   4500".to_owned(), fields };
        let bytes = write(&record).unwrap();
        let hints = Hints { charset: Some(Charset::Utf8), flavour: None };
        let decoded = decode(Format::Iso2709, None, &bytes, hints).unwrap();
        prop_assert_eq!(decoded.record.fields, record.fields);
        prop_assert_eq!(decoded.warnings, Vec::<String>::new());
    }

    #[test]
    fn a_record_is_found_again_after_any_rubbish(rubbish in "[a-z \n]{0,40}") {
        let record = MarcRecord {
            leader: " ".repeat(24),
            fields: vec![Field::Control { tag: "001".to_owned(), value: "1".to_owned() }],
        };
        let one = write(&record).unwrap();
        let file = [&one[..], rubbish.as_bytes(), b"\x1D", &one, &one].concat();
        let (frames, _) = read_all(&file, FormatHint::Exactly(Format::Iso2709));
        prop_assert!(frames >= 3);
    }
}
