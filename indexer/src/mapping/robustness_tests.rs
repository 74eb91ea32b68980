//! Whatever a record holds, mapping answers.

#![allow(clippy::unwrap_used)]
use super::*;
use crate::marc::{Field, MarcRecord, Subfield};
use proptest::prelude::*;

fn a_tag() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "001", "005", "007", "008", "010", "011", "041", "073", "100", "101", "105", "106", "115",
        "130", "181", "200", "205", "210", "214", "215", "225", "240", "245", "260", "264", "300",
        "327", "330", "333", "336", "410", "454", "461", "490", "500", "600", "606", "650", "700",
        "702", "710", "852", "876", "915", "930", "952", "995", "996",
    ]);
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => ".{0,4}"]
}

fn a_value() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        "\u{98}Le \u{9c}",
        "\u{98}",
        "\u{9c}x",
        "L'",
        "(Le)",
        "...",
        ".",
        " / ",
        "\u{301}",
        "2001 $a",
        "200",
        "é",
        "9782070360024",
        "99999999999999",
        "20010101d2001    m  y0frey50      ba",
        "t. III",
        "#|#",
        "0000-00-00",
        "31/31/2026",
        "ﬃ",
        "İ",
        "&",
    ]);
    prop_oneof![2 => ".{0,40}", 2 => awkward.prop_map(str::to_owned), 1 => "[a-zé' ]{0,60}", 1 => "[0-9X-]{0,20}"]
}

fn a_field() -> impl Strategy<Value = Field> {
    let subfield = (
        prop_oneof![9 => prop::char::range('0', 'z'), 1 => any::<char>()],
        a_value(),
    )
        .prop_map(|(code, value)| Subfield { code, value });
    let data = (
        a_tag(),
        any::<[char; 2]>(),
        prop::collection::vec(subfield, 0..6),
    )
        .prop_map(|(tag, indicators, subfields)| Field::Data {
            tag,
            indicators,
            subfields,
        });
    let control = (a_tag(), a_value()).prop_map(|(tag, value)| Field::Control { tag, value });
    prop_oneof![6 => data, 1 => control]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_records_never_panic(leader in ".{0,26}", fields in prop::collection::vec(a_field(), 0..25), raw in any::<Vec<u8>>()) {
        let marc = MarcRecord { leader, fields };
        let guessed = Profile::guess(&marc);
        for (name, ..) in Profile::shipped() {
            let answer = map_marc(&Profile::by_name(name).unwrap(), &marc, &raw);
            if let Ok(mapped) = answer {
                prop_assert!(!mapped.record.title.is_empty());
                prop_assert!(mapped.record.work_descriptor.0.starts_with("1|work|"));
                prop_assert!(!mapped.record.id.0.is_empty());
            }
        }
        prop_assert!(Profile::by_name(guessed).is_ok());
    }

    #[test]
    fn arbitrary_rows_never_panic(header in any::<Vec<u8>>(), row in any::<Vec<u8>>()) {
        let profile = Profile::by_name("csv").unwrap();
        let _ = map_csv(&profile, &header, &row);
        let _ = map_csv(&profile, b"titre;auteur;isbn;tome;statut;retour;type", &row);
    }

    #[test]
    fn arbitrary_profiles_are_read_or_refused(text in ".{0,200}", place in ".{0,12}") {
        let _ = Profile::from_toml(&text);
        let _ = Profile::from_toml(&format!("extends = \"unimarc\"\n[record]\ntitle = {place:?}"));
    }
}
