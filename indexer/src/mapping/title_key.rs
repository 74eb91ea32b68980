//! When are two titles the same? Without leading article, accents, case and punctuation. It must not know authors.

use super::fold::fold_into;

/// Articles that come off in every language, since a French catalogue holds translations and originals side by side.
const ARTICLES: &[&str] = &["le", "la", "les", "un", "une", "des", "the"];

/// Titles that say what kind of text it is, not which: folded, without article.
const GENERIC: &[&str] = &[
    "oeuvres",
    "oeuvre",
    "oeuvrescompletes",
    "oeuvrecomplete",
    "oeuvreschoisies",
    "oeuvresdiverses",
    "oeuvresromanesques",
    "oeuvrespoetiques",
    "oeuvrestheatrales",
    "oeuvresphilosophiques",
    "oeuvresenprose",
    "romans",
    "romansetnouvelles",
    "romansetcontes",
    "romansetrecits",
    "nouvelles",
    "nouvellescompletes",
    "contes",
    "contesetnouvelles",
    "contesetrecits",
    "recits",
    "poesie",
    "poesies",
    "poesiescompletes",
    "poesiecomplete",
    "poemes",
    "poemeschoisis",
    "theatre",
    "theatrecomplet",
    "theatrechoisi",
    "tragedies",
    "comedies",
    "fables",
    "lettres",
    "correspondance",
    "correspondancegenerale",
    "journal",
    "journalintime",
    "carnets",
    "memoires",
    "souvenirs",
    "essais",
    "discours",
    "entretiens",
    "ecrits",
    "textes",
    "texteschoisis",
    "morceauxchoisis",
    "pageschoisies",
    "anthologie",
    "selection",
    "chansons",
    "melodies",
    "sonates",
    "symphonies",
    "concertos",
    "quatuors",
    "lieder",
    "bestof",
    "greatesthits",
    "thebestof",
    "integrale",
    "lintegrale",
    "compilation",
    "anthology",
    "live",
    "enconcert",
    "atlas",
    "dictionnaire",
    "encyclopedie",
    "guide",
    "album",
    "recueil",
    "catalogue",
    "melanges",
    "rapport",
    "rapportannuel",
    "rapportdactivite",
    "bulletin",
    "bulletinmunicipal",
    "annuaire",
    "almanach",
    "revue",
    "actes",
    "comptesrendus",
    "compterendu",
    "proceedings",
    "works",
    "completeworks",
    "collectedworks",
    "selectedworks",
    "selectedpoems",
    "collectedpoems",
    "poems",
    "plays",
    "shortstories",
    "stories",
    "tales",
    "letters",
    "essays",
    "memoirs",
    "diary",
    "novels",
    "report",
    "annualreport",
    "yearbook",
    "directory",
    "dictionary",
];

/// Beginnings of titles of serial and official publications that each body gives alike.
const GENERIC_BEGINNINGS: &[&str] = &[
    "rapportannuel",
    "rapportdactivite",
    "bulletinmunicipal",
    "comptesrendus",
    "annuaire",
];

/// No title of the list is longer: most titles need not be compared with it.
const LONGEST_GENERIC: usize = 22;

/// Longer keys are cut and carry a digest of the whole.
const MAX_LENGTH: usize = 160;

/// Folds a title for comparison. `marked`: the source itself has left out what does not sort, so that no article of ours comes off.
///
/// A catalogue with marks and one without must agree. So exactly one leading article comes off, in either: by the marks where
/// there are any, else by the list. ("La Fontaine" as a title loses "La" in every catalogue alike, which does no harm; "L'une
/// et l'autre" loses "L'" only.) "a" and "an" are articles only where the text is English: "À la recherche …" is often typed
/// "A la recherche …".
pub(super) fn title_key(title: &str, marked: bool, language: &str) -> String {
    let title = without_trailing_article(title.trim());
    let title = if marked {
        title
    } else {
        without_article(title, language)
    };
    let mut key = String::with_capacity(title.len());
    if title.contains('&') {
        let and = if language == "eng" { "and" } else { "et" };
        fold_into(&mut key, &title.replace('&', and));
    } else {
        fold_into(&mut key, title);
    }
    if key.len() > MAX_LENGTH {
        shorten(&mut key);
    }
    key
}

/// Tells whether a folded title cannot name a work even with its author.
pub(super) fn is_generic(key: &str) -> bool {
    let short = key.len() <= LONGEST_GENERIC && GENERIC.contains(&key);
    short
        || GENERIC_BEGINNINGS
            .iter()
            .any(|beginning| key.starts_with(beginning))
}

fn without_article<'a>(title: &'a str, language: &str) -> &'a str {
    let title = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(end) = title.find(|c: char| !c.is_alphanumeric()) else {
        return title;
    };
    let Some((word, rest)) = title.split_at_checked(end) else {
        return title;
    };
    let elided = rest.starts_with(['\'', '’']);
    let is = |article: &&str| article.eq_ignore_ascii_case(word);
    let article = if elided {
        word.eq_ignore_ascii_case("l") || (language == "ita" && ["un", "gl"].iter().any(is))
    } else {
        let space = rest.starts_with(char::is_whitespace);
        space && (ARTICLES.iter().any(is) || articles_of(language).iter().any(is))
    };
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    if article && !rest.is_empty() {
        rest
    } else {
        title
    }
}

fn articles_of(language: &str) -> &'static [&'static str] {
    match language {
        "eng" => &["a", "an"],
        "ger" => &["der", "die", "das", "ein", "eine"],
        "spa" => &["el", "los", "las", "unos", "unas"],
        "ita" => &["il", "lo", "i", "gli", "uno"],
        "por" => &["o", "os", "as", "um", "uma"],
        "dut" => &["de", "het", "een"],
        _ => &[],
    }
}

/// Old catalogues and tables write "Petit prince (Le)".
fn without_trailing_article(title: &str) -> &str {
    let Some(before) = title.strip_suffix(')') else {
        return title;
    };
    let Some((before, inside)) = before.rsplit_once('(') else {
        return title;
    };
    let bare = inside.trim().trim_end_matches(['\'', '’']);
    let article = bare.eq_ignore_ascii_case("l")
        || ARTICLES
            .iter()
            .any(|article| article.eq_ignore_ascii_case(bare));
    let before = before.trim_end();
    if article && !before.is_empty() {
        before
    } else {
        title
    }
}

fn shorten(key: &mut String) {
    let digest = xxhash_rust::xxh3::xxh3_64(key.as_bytes());
    let mut end = MAX_LENGTH;
    while !key.is_char_boundary(end) {
        end -= 1;
    }
    key.truncate(end);
    key.push_str(&format!("~{digest:016x}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::fold::fold;

    #[test]
    fn catalogues_with_and_without_marks_agree() {
        for (marked, unmarked) in [
            ("petit prince", "Le petit prince"),
            ("étranger", "L'étranger"),
            ("étranger", "L’Étranger"),
            ("une et l'autre", "L'une et l'autre"),
            ("vie", "Une vie"),
            ("souris et des hommes", "Des souris et des hommes"),
        ] {
            assert_eq!(
                title_key(marked, true, "fre"),
                title_key(unmarked, false, "fre")
            );
        }
        assert_eq!(title_key("Petit Prince (Le)", false, ""), "petitprince");
    }

    #[test]
    fn a_is_an_article_in_english_only() {
        assert_eq!(
            title_key("A la recherche du temps perdu", false, "fre"),
            "alarecherchedutempsperdu"
        );
        assert_eq!(
            title_key("À la recherche du temps perdu", false, "fre"),
            "alarecherchedutempsperdu"
        );
        assert_eq!(
            title_key("A Christmas carol", false, "eng"),
            "christmascarol"
        );
        assert_eq!(title_key("Der Prozess", false, "ger"), "prozess");
    }

    #[test]
    fn a_title_that_is_only_an_article_stays() {
        assert_eq!(title_key("Une", false, "fre"), "une");
        assert_eq!(title_key("The", false, "eng"), "the");
        assert_eq!(title_key("L'", false, "fre"), "l");
    }

    #[test]
    fn generic_titles_are_folded_and_short() {
        for title in GENERIC {
            assert_eq!(fold(title), *title);
            assert!(
                title.len() <= LONGEST_GENERIC && is_generic(title),
                "{title}"
            );
        }
        assert!(is_generic("annuairedesvilles") && !is_generic("etranger"));
    }

    #[test]
    fn a_very_long_title_keeps_its_difference() {
        let long = "mot ".repeat(100);
        let other = format!("{long}fin");
        let (one, two) = (title_key(&long, false, ""), title_key(&other, false, ""));
        assert!(one.len() < 200 && one != two);
    }
}
