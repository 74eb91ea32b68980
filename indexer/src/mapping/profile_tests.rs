//! What a profile may say, and how a wrong one is refused.

#![allow(clippy::unwrap_used)]
use super::*;

fn refusal(toml: &str) -> String {
    Profile::from_toml(toml).unwrap_err().to_string()
}

/// A wrong profile, and what its refusal must name.
const WRONG_LINES: [(&str, &[&str]); 18] = [
    (
        "flavour = \"unimarc\"\ncolour = \"red\"",
        &["colour", "red"],
    ),
    (
        "extends = \"unimarc\"\n[record]\ncolour = \"200$a\"",
        &["[record]", "colour", "200$a"],
    ),
    (
        "extends = \"unimarc\"\n[record]\ntitle = \"99\"",
        &["record.title", "99"],
    ),
    (
        "extends = \"unimarc\"\n[record]\ntitle = \"995$\"",
        &["record.title", "995$"],
    ),
    (
        "extends = \"unimarc\"\n[[items]]\nfield = \"99\"",
        &["items.field", "99"],
    ),
    (
        "extends = \"unimarc\"\n[[items]]\nfield = \"995\"\nbarcode = \"995$\"",
        &["items.barcode", "995$"],
    ),
    (
        "extends = \"unimarc\"\n[[items]]\nfield = \"915\"\nbarcode = \"930$a\"",
        &["items.barcode", "930$a", "join"],
    ),
    (
        "extends = \"unimarc\"\n[[items]]\nfield = \"995\"\nbar_code = \"$f\"",
        &["bar_code"],
    ),
    (
        "extends = \"unimarc\"\n[[items]]\nfield = \"995\"\n[[items.status]]\nfrom = \"$o\"\ncodes = { x = \"gone\" }",
        &["items.status.codes.x", "gone", "on-loan"],
    ),
    (
        "extends = \"unimarc\"\n[[items]]\nfield = \"995\"\ndue_format = \"YYMMDD\"",
        &["due_format", "YYMMDD"],
    ),
    (
        "extends = \"unimarc\"\n[medium.codes]\nx = \"livre\"",
        &["medium.codes.x", "livre", "audiobook"],
    ),
    ("extends = \"sigb\"", &["extends", "sigb", "koha-unimarc"]),
    ("flavour = \"intermarc\"", &["flavour", "intermarc"]),
    (
        "extends = \"unimarc\"\ncharset = \"ebcdic\"",
        &["charset", "ebcdic"],
    ),
    ("name = \"x\"", &["flavour"]),
    (
        "extends = \"csv\"\n[csv.columns]\ncolour = \"couleur\"",
        &["csv.columns", "colour", "couleur"],
    ),
    (
        "extends = \"csv\"\n[csv]\ndelimiter = \"#\"",
        &["csv.delimiter", "#"],
    ),
    ("this is no toml", &["this is no toml"]),
];

#[test]
fn wrong_lines_are_refused_by_name_and_value() {
    for (toml, words) in WRONG_LINES {
        let message = refusal(toml);
        for word in words {
            assert!(message.contains(word), "{message:?} does not say {word:?}");
        }
    }
}

#[test]
fn a_profile_stands_on_another_line_by_line() {
    let profile = Profile::from_toml("name = \"ours\"\nextends = \"koha-unimarc\"\ncharset = \"iso5426\"\n[medium.codes]\nzz = \"game\"").unwrap();
    assert_eq!(
        (profile.name(), profile.flavour(), profile.charset()),
        ("ours", Flavour::Unimarc, Some("iso5426"))
    );
    assert!(profile.medium_codes.contains_key("zz") && profile.medium_codes.contains_key("bd"));
    assert_eq!(profile.items.len(), 2);
}

#[test]
fn an_unknown_profile_is_refused_with_the_known_ones() {
    let refusal = Profile::by_name("aloes").unwrap_err().to_string();
    assert!(
        refusal.contains("aloes") && refusal.contains("pmb-unimarc"),
        "{refusal}"
    );
}
