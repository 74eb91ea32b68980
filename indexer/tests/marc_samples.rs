//! Are the samples read as their list says: how many records, in which character set, with which tags?

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod samples;

use navette_indexer::marc::{Decoded, Field, Flavour, Kind, charset::Charset};

/// Records read, records rejected. Counts are those of the samples' list; the comment says why where they are not plain.
const EXPECTED: [(&str, usize, usize); 66] = [
    // Control characters in label, indicators and codes: readable, with warnings.
    ("bad_bad-characters-in-various-fields.mrc", 1, 0),
    ("bad_bad_leaders_10_11.mrc", 1, 0),
    // The directory's terminator is damaged; address of data and entries are right.
    ("bad_baddir.mrc", 1, 0),
    ("bad_badind.mrc", 1, 0),
    // Six records, one empty between two terminators, and one stray byte at the end, which may be a record cut off.
    ("bad_badldr.mrc", 6, 1),
    ("bad_cameleof.mrc", 10, 0),
    ("bad_chabon-missing-datafield-tag.xml", 1, 0),
    ("bad_chabon-missing-subfield-code.xml", 1, 0),
    ("bad_eacc_encoding.mrc", 1, 0),
    ("bad_filler.mrc", 3, 0),
    ("bad_incomplete_esc_seq.mrc", 1, 0),
    // One field without indicators, under an odd tag; the blanks at the end are filler.
    ("bad_indicator.mrc", 1, 0),
    // As many terminators as entries: the fields are certain although each address is wrong.
    ("bad_lengths_etalon.mrc", 1, 0),
    ("bad_line_separated_20.mrc", 20, 0),
    ("bad_marc8_escape.mrc", 1, 0),
    ("bad_marcxml_fragments_serials_7.xml", 7, 0),
    // Only the last two terminators are missing.
    ("bad_no_terminator_coup_cavalier.mrc", 1, 0),
    ("bad_sample1_8.mrc", 8, 0),
    ("bad_subfield_code.mrc", 1, 0),
    ("bad_unordered-directory-entries.mrc", 1, 0),
    ("bad_utf8_errors.mrc", 1, 0),
    ("bad_wrong_marcxml.xml", 3, 0),
    ("derived_unimarc_iso5426_16.mrc", 16, 0),
    ("marc21_RDA_record_CD_Claudia.mrc", 1, 0),
    ("marc21_RDA_record_DVD_Jorge_Mautner.mrc", 1, 0),
    ("marc21_RDA_record_SCORE_Arias_for_bass.mrc", 1, 0),
    ("marc21_ascii_20.mrc", 20, 0),
    ("marc21_ascii_camel_10.mrc", 10, 0),
    ("marc21_marc8_brkrtest.mrc", 8, 0),
    ("marc21_marc8_cjk1.mrc", 1, 0),
    ("marc21_marc8_cjk2.mrc", 1, 0),
    ("marc21_marc8_cyrillic.mrc", 1, 0),
    ("marc21_marc8_french_100.mrc", 100, 0),
    ("marc21_marc8_hebrew1.mrc", 1, 0),
    ("marc21_marc8_hebrew2.mrc", 1, 0),
    ("marc21_marc8_idzebra_24.mrc", 24, 0),
    ("marc21_marc8_jazz_1000.mrc", 1000, 0),
    ("marc21_marc8_pair.mrc", 1, 0),
    ("marc21_marc8_yaz11.mrc", 1, 0),
    ("marc21_marc8_yaz7.mrc", 1, 0),
    ("marc21_marc8_yaz9.mrc", 1, 0),
    ("marc21_utf8_700_4_10.mrc", 10, 0),
    ("marc21_utf8_acq_10.mrc", 10, 0),
    ("marc21_utf8_brkrtest.mrc", 8, 0),
    ("marc21_utf8_loc_french_4000.mrc", 4000, 0),
    ("marc21_utf8_pair.mrc", 1, 0),
    ("marc21_utf8_undeclared_52.mrc", 52, 0),
    ("marc21_utf8_yaz_col1.mrc", 19, 0),
    ("marcxml_authority_10.xml", 10, 0),
    ("marcxml_camel_prefix_10.xml", 10, 0),
    ("marcxml_chabon_2.xml", 2, 0),
    ("marcxml_koha_lfl_5.xml", 1, 0),
    ("marcxml_oclc_1.xml", 1, 0),
    ("odd_alpha_tag.mrc", 1, 0),
    ("odd_utf8_no_flag.mrc", 1, 0),
    // KOI8-R under the code of another set: no set gives text, so each record is named instead of being garbled.
    ("rusmarc_koi8r_1-20.mrc", 0, 20),
    ("unimarc_bnr_short.mrc", 10, 0),
    ("unimarc_electre_lollipop.mrc", 1, 0),
    ("unimarc_iccu_asimov.mrc", 1, 0),
    ("unimarc_koha_archires_1-16.mrc", 16, 0),
    ("unimarc_koha_sudoc_133402.mrc", 1, 0),
    ("unimarcxml_koha_133402.xml", 1, 0),
    ("unimarcxml_koha_sru20_133402.xml", 1, 0),
    ("unimarcxml_partial_checkRules1.xml", 1, 0),
    ("unimarcxml_sudoc_02731667X.xml", 1, 0),
    ("unimarcxml_sudoc_143519379.xml", 1, 0),
];

#[test]
fn every_sample_gives_as_many_records_as_its_list_says() {
    let mut wrong = Vec::new();
    for name in samples::names() {
        let records = samples::read(&name).unwrap();
        let read = records.iter().filter(|record| record.is_ok()).count();
        let expected = EXPECTED.iter().find(|(sample, ..)| *sample == name);
        if expected != Some(&(name.as_str(), read, records.len() - read)) {
            wrong.push(format!(
                "{name}: {read} read, {} rejected, expected {expected:?}",
                records.len() - read
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tags_and_kinds_are_recognised_by_content() {
    for name in samples::names() {
        let unimarc = name.contains("unimarc");
        let heading = name.contains("authority") || name.contains("02731667X");
        for (_, decoded) in samples::read(&name).unwrap().into_iter().flatten() {
            let flavour = if unimarc {
                Flavour::Unimarc
            } else {
                Flavour::Marc21
            };
            assert_eq!(decoded.flavour, flavour, "{name}");
            assert_eq!(decoded.kind == Kind::Authority, heading, "{name}");
        }
    }
}

#[test]
fn twins_in_two_character_sets_read_alike() {
    for (one, other) in [
        ("marc21_marc8_brkrtest.mrc", "marc21_utf8_brkrtest.mrc"),
        ("marc21_marc8_pair.mrc", "marc21_utf8_pair.mrc"),
    ] {
        let (Some(one), Some(other)) = (all(one), all(other)) else {
            return;
        };
        assert_eq!(one.len(), other.len());
        for (one, other) in one.iter().zip(&other) {
            for (one, other) in one.record.fields.iter().zip(&other.record.fields) {
                assert_eq!(one, other);
            }
        }
    }
}

#[test]
fn character_sets_are_what_the_bytes_are_not_what_is_declared() {
    for (name, charset, title) in [
        ("unimarc_electre_lollipop.mrc", Charset::Utf8, "Lollipop"),
        (
            "derived_unimarc_iso5426_16.mrc",
            Charset::Iso5426,
            "territoire intégral de la commune",
        ),
        ("unimarc_bnr_short.mrc", Charset::Utf8, "Tîpkîbasîm"),
        (
            "marc21_marc8_cjk1.mrc",
            Charset::Marc8,
            "金田一 京助 と アイヌ語",
        ),
        (
            "marc21_marc8_cyrillic.mrc",
            Charset::Marc8,
            "Одлуке и решења",
        ),
        (
            "marc21_utf8_undeclared_52.mrc",
            Charset::Utf8,
            "Стихотворения и поэмы",
        ),
        (
            "bad_no_terminator_coup_cavalier.mrc",
            Charset::Marc8,
            "française",
        ),
    ] {
        let Some(records) = all(name) else { return };
        assert!(
            records.iter().any(|decoded| decoded.charset == charset),
            "{name}"
        );
        assert!(
            records.iter().any(|decoded| text(decoded).contains(title)),
            "{name}: {}",
            text(&records[0])
        );
    }
}

fn all(name: &str) -> Option<Vec<Decoded>> {
    let records = samples::read(name)?;
    Some(
        records
            .into_iter()
            .map(|record| record.unwrap().1)
            .collect(),
    )
}

fn text(decoded: &Decoded) -> String {
    let mut text = String::new();
    for field in &decoded.record.fields {
        if let Field::Data { subfields, .. } = field {
            for subfield in subfields {
                text.push_str(&subfield.value);
                text.push('\n');
            }
        }
    }
    text
}
