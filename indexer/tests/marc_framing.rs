//! Are records found where they are, and what is none named with its place and reason?

#![allow(clippy::unwrap_used)]

use std::io::{self, Read};

use navette_indexer::marc::{
    DecodeRefusal, Decoded, Field, Format, FormatHint, FrameError, Frames, Hints, MAX_RECORD_BYTES,
    MarcRecord, write,
};

fn a_record(id: &str) -> Vec<u8> {
    let fields = vec![Field::Control {
        tag: "001".to_owned(),
        value: id.to_owned(),
    }];
    write(&MarcRecord {
        leader: "00000nam a2200000   4500".to_owned(),
        fields,
    })
    .unwrap()
}

/// Ids of records and reasons of rejects, in order.
fn told(file: &[u8]) -> Vec<String> {
    let mut told = Vec::new();
    for frame in Frames::new(file, FormatHint::Detect) {
        told.push(match frame {
            Ok(frame) => match frame.decode(Hints::default()) {
                Ok(decoded) => first_value(&decoded),
                Err(refusal) => refusal.to_string(),
            },
            Err(FrameError::Reject(reject)) => reject.to_string(),
            Err(FrameError::Fatal(error)) => format!("fatal: {error}"),
        });
    }
    told
}

fn first_value(decoded: &Decoded) -> String {
    match decoded.record.fields.first() {
        Some(Field::Control { value, .. }) => value.clone(),
        Some(Field::Data { subfields, .. }) => subfields
            .first()
            .map(|s| s.value.clone())
            .unwrap_or_default(),
        None => String::new(),
    }
}

#[test]
fn a_wrong_length_is_mended_at_the_next_terminator() {
    let mut wrong = a_record("b");
    wrong[..5].copy_from_slice(b"00099");
    let file = [a_record("a"), wrong, a_record("c")].concat();
    assert_eq!(told(&file), ["a", "b", "c"]);
}

#[test]
fn a_length_that_reaches_to_another_terminator_swallows_no_record() {
    let mut wrong = a_record("b");
    let both = wrong.len() + a_record("c").len();
    wrong[..5].copy_from_slice(format!("{both:05}").as_bytes());
    assert_eq!(told(&[wrong, a_record("c")].concat()), ["b", "c"]);
}

#[test]
fn a_record_cut_off_is_named_with_what_is_missing() {
    let whole = a_record("a");
    let file = [&whole[..], &whole[..whole.len() - 4]].concat();
    let length = whole.len();
    let reason = format!(
        "record 2 at byte {length}: truncated: label says {length} bytes, {} remain",
        length - 4
    );
    assert_eq!(told(&file), ["a".to_owned(), reason]);
    assert_eq!(told(&whole[..length - 1]), ["a"]);
}

#[test]
fn a_record_without_end_is_given_up_and_the_next_is_read() {
    let long = vec![b'x'; 3 * MAX_RECORD_BYTES];
    let file = [&a_record("a")[..], &long, b"\x1D", &a_record("b")].concat();
    let told = told(&file);
    assert_eq!((told[0].as_str(), told[2].as_str()), ("a", "b"));
    assert!(
        told[1].contains("no record terminator within 1048576 bytes"),
        "{}",
        told[1]
    );
}

#[test]
fn xml_records_are_found_whatever_wraps_them() {
    let record =
        |id: &str| format!("<m:record><m:controlfield tag='001'>{id}</m:controlfield></m:record>");
    let wrapped = |inner: &str| {
        format!("<s:records><s:record><s:recordData>{inner}</s:recordData></s:record></s:records>")
    };
    assert_eq!(
        told(format!("\u{FEFF}<?xml version='1.0'?>\n{}", wrapped(&record("a"))).as_bytes()),
        ["a"]
    );
    assert_eq!(told((record("a") + &record("b")).as_bytes()), ["a", "b"]);
    assert_eq!(
        told(format!("<c><!-- <record> -->{}</c>", record("a &lt; &#233;")).as_bytes()),
        ["a < é"]
    );
}

#[test]
fn what_is_wrong_in_xml_costs_its_record_only() {
    let good = "<record><controlfield tag='001'>a</controlfield></record>";
    for (bad, reason) in [
        (
            "<record><controlfield tag='001'>b",
            "record 1 at byte 3: the record element is not closed",
        ),
        (
            "<record><dc/></record>",
            "record 1 at byte 3: the record element has no MARC fields",
        ),
        (
            "<record><controlfield tag='001'>&e;</controlfield></record>",
            "XML: the entity &e; is not defined",
        ),
        (
            "<record><datafield ind1='1'></datafield></record>",
            "no fields",
        ),
    ] {
        assert_eq!(
            told(format!("<c>{bad}{good}</c>").as_bytes()),
            [reason, "a"]
        );
    }
    let with_type = format!("<!DOCTYPE c [<!ENTITY e 'x'>]><c>{good}</c>");
    let refused = "fatal: the XML has a document type declaration (at byte 0), which is refused";
    assert_eq!(told(with_type.as_bytes()), [refused]);
}

#[test]
fn a_table_is_read_line_by_line_with_its_header() {
    let file = b"titre;auteur\r\n\"Le \"\"Horla\"\";\n1\";Maupassant\r\n\r\n;;\nGermin\xE9;Zola\n";
    let mut rows = Vec::new();
    for frame in Frames::new(&file[..], FormatHint::Detect) {
        let frame = frame.unwrap();
        assert_eq!(
            (frame.format, frame.header.as_deref()),
            (Format::Csv, Some(&b"titre;auteur"[..]))
        );
        let decoded = frame.decode(Hints::default()).unwrap();
        let cells = decoded.record.fields.iter().map(|field| match field {
            Field::Control { tag, value } => format!("{tag}={value}"),
            Field::Data { .. } => String::new(),
        });
        rows.push(cells.collect::<Vec<_>>().join(" | "));
    }
    assert_eq!(
        rows,
        [
            "titre=Le \"Horla\"; 1 | auteur=Maupassant",
            "titre=Germiné | auteur=Zola"
        ]
    );
}

#[test]
fn a_quote_never_closed_costs_its_line_only() {
    let told = told(b"titre;auteur\n\"Le Horla;Maupassant\nGerminal;Zola\n");
    assert_eq!(
        told,
        [
            "record 1 at byte 13: the line has a quote that is never closed",
            "Germinal"
        ]
    );
}

#[test]
fn a_table_line_without_header_is_refused() {
    let refused = navette_indexer::marc::decode(Format::Csv, None, b"a;b", Hints::default());
    assert_eq!(refused.unwrap_err(), DecodeRefusal::NoHeader);
}

#[test]
fn a_failing_disk_ends_the_reading() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the stick was pulled out"))
        }
    }
    let one = a_record("a");
    let mut frames = Frames::new(one.chain(Failing), FormatHint::Detect);
    assert_eq!(
        frames.next().unwrap().unwrap_err().to_string(),
        "cannot read the file: the stick was pulled out"
    );
    assert!(frames.next().is_none());
}
