//! Which language is meant? As an ISO 639-2/B code. It must not know fields.

use super::fold::fold;

/// Other codes and names, as catalogues and tables write them.
const NAMES: &[(&str, &str)] = &[
    ("fra", "fre"),
    ("fr", "fre"),
    ("francais", "fre"),
    ("french", "fre"),
    ("en", "eng"),
    ("anglais", "eng"),
    ("english", "eng"),
    ("deu", "ger"),
    ("de", "ger"),
    ("allemand", "ger"),
    ("german", "ger"),
    ("es", "spa"),
    ("espagnol", "spa"),
    ("spanish", "spa"),
    ("it", "ita"),
    ("italien", "ita"),
    ("italian", "ita"),
    ("pt", "por"),
    ("portugais", "por"),
    ("nl", "dut"),
    ("nld", "dut"),
    ("neerlandais", "dut"),
    ("ar", "ara"),
    ("arabe", "ara"),
    ("ja", "jpn"),
    ("japonais", "jpn"),
    ("ru", "rus"),
    ("russe", "rus"),
    ("zh", "chi"),
    ("zho", "chi"),
    ("chinois", "chi"),
    ("oc", "oci"),
    ("occitan", "oci"),
    ("latin", "lat"),
    ("ell", "gre"),
    ("ces", "cze"),
    ("ron", "rum"),
    ("slk", "slo"),
    ("eus", "baq"),
    ("cym", "wel"),
    ("breton", "bre"),
];

/// Reads a code or a name; empty where it is neither.
pub(super) fn language_code(written: &str) -> String {
    let word = fold(written);
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == word) {
        return (*code).to_owned();
    }
    // "freeng" is how MARC 21 once wrote several languages in one subfield.
    let three = word.get(0..3).unwrap_or_default();
    let whole = word.len().is_multiple_of(3) && word.bytes().all(|byte| byte.is_ascii_lowercase());
    match three {
        "und" | "zxx" | "" => String::new(),
        "fra" => "fre".to_owned(),
        "deu" => "ger".to_owned(),
        _ if whole => three.to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_become_one_code() {
        for (written, code) in [
            ("fre", "fre"),
            ("FRA", "fre"),
            ("Français", "fre"),
            ("freeng", "fre"),
            ("en", "eng"),
            ("und", ""),
            ("|||", ""),
            ("", ""),
            ("klingonais", ""),
        ] {
            assert_eq!(language_code(written), code, "{written}");
        }
    }
}
