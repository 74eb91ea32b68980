//! Where does a work stand in a public library? Section and shelfmark as they are usual in France: "R CAM", "BD AST".

use super::catalogue::DemoWork;
use navette_domain::catalogue::{Audience, Medium};

/// Gives the shelfmark: kind of shelf, then three letters of the author or the series.
pub(super) fn mark(work: &DemoWork) -> String {
    let young = is_young(work);
    let kind = match work.medium {
        Medium::Comic => "BD",
        Medium::Film => "F",
        Medium::Music => "CD",
        Medium::Audiobook => "LA",
        Medium::LargePrint => "GC",
        Medium::Periodical => "P",
        Medium::Score => "PART",
        Medium::Map => "CARTE",
        Medium::Game => "JEU",
        Medium::Image => "AFF",
        Medium::Electronic => "NUM",
        Medium::Book | Medium::Other => "R",
    };
    let named = if work.medium == Medium::Comic && !work.series.is_empty() {
        &work.series
    } else {
        work.authors.first().unwrap_or(&work.title)
    };
    let prefix = if young { "J " } else { "" };
    format!("{prefix}{kind} {}", three_letters(named))
}

/// Gives the part of the house it stands in.
pub(super) fn section(work: &DemoWork) -> &'static str {
    match work.medium {
        Medium::Film | Medium::Music => "Musique et cinéma",
        _ if is_young(work) => "Jeunesse",
        _ => "Adultes",
    }
}

fn is_young(work: &DemoWork) -> bool {
    matches!(
        work.audience,
        Audience::EarlyChildhood | Audience::Children | Audience::Teenagers
    )
}

fn three_letters(name: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'á' => 'A',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => 'E',
        'î' | 'ï' | 'Î' | 'í' => 'I',
        'ô' | 'ö' | 'Ô' | 'Ö' | 'ó' | 'ø' | 'Ø' => 'O',
        'ù' | 'û' | 'ü' | 'Ü' | 'ú' => 'U',
        'ç' | 'Ç' => 'C',
        'ñ' => 'N',
        _ => c.to_ascii_uppercase(),
    };
    name.chars()
        .map(plain)
        .filter(char::is_ascii_alphanumeric)
        .take(3)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelfmark_names_shelf_and_author_or_series() {
        let mut work = DemoWork {
            title: "Germinal".into(),
            authors: vec!["Zola, Émile".into()],
            ..DemoWork::default()
        };
        assert_eq!(mark(&work), "R ZOL");
        work.medium = Medium::Comic;
        work.series = "Étoile".into();
        work.audience = Audience::Children;
        assert_eq!(mark(&work), "J BD ETO");
        assert_eq!(section(&work), "Jeunesse");
    }
}
