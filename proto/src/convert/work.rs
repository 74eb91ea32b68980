//! One work as listed, wire and domain.

use super::{edition, holding, record, year};
use crate::Refusal;
use crate::wire::catalogue as wire;
use navette_domain::catalogue::{WorkKey, WorkResult};

/// One point of score on the wire, in the domain's quantised scores.
const SCORE_UNIT: f32 = 65_536.0;

/// Writes a work; `library_name` gives the name of a library by its id. When it arrives is not known here.
pub fn to_wire<'names>(
    work: &WorkResult,
    library_name: impl Fn(&str) -> &'names str,
) -> wire::Work {
    wire::Work {
        work: work.work.to_string(),
        title: work.title.clone(),
        authors: work.authors.clone(),
        year: year::to_wire(work.year),
        medium: work.medium.code().to_owned(),
        language: work.language.clone(),
        score: work.score as f32 / SCORE_UNIT,
        editions: work.editions.iter().map(edition::to_wire).collect(),
        holdings: work
            .holdings
            .iter()
            .map(|held| holding::to_wire(held, library_name(held.library.as_str())))
            .collect(),
        arrival: None,
    }
}

/// Reads a work, refusing keys, codes and days that do not exist.
pub fn from_wire(work: wire::Work) -> Result<WorkResult, Refusal> {
    let mut editions = Vec::with_capacity(work.editions.len());
    for (place, sent) in work.editions.into_iter().enumerate() {
        let read = edition::from_wire(sent);
        editions.push(read.map_err(|refusal| refusal.within(&format!("editions[{place}]")))?);
    }
    let mut holdings = Vec::with_capacity(work.holdings.len());
    for (place, sent) in work.holdings.into_iter().enumerate() {
        let read = holding::from_wire(sent);
        holdings.push(read.map_err(|refusal| refusal.within(&format!("holdings[{place}]")))?);
    }
    Ok(WorkResult {
        work: key(&work.work)?,
        title: work.title,
        authors: work.authors,
        year: year::from_wire(work.year)?,
        medium: record::medium(&work.medium)?,
        language: work.language,
        // A cast from float saturates, so that no score can overflow.
        score: (work.score * SCORE_UNIT) as u32,
        editions,
        holdings,
    })
}

/// Reads a work key, as requests and answers carry it.
pub fn key(text: &str) -> Result<WorkKey, Refusal> {
    WorkKey::parse(text).ok_or_else(|| Refusal::NotAWorkKey(text.chars().take(40).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::catalogue::{Edition, EditionKey, Holding, LibraryId, Medium};
    use navette_domain::time::{Day, Timestamp};

    fn a_work() -> WorkResult {
        WorkResult {
            work: WorkKey(0x12ab),
            title: "Germinal".into(),
            authors: vec!["Zola, Émile".into()],
            year: None,
            medium: Medium::Film,
            language: "fre".into(),
            score: 3 * 65_536 + 16_384,
            editions: vec![Edition {
                key: EditionKey(7),
                isbn: String::new(),
                year: Some(1993),
                publisher: "Renn".into(),
            }],
            holdings: LibraryId::parse("aire")
                .into_iter()
                .map(|library| Holding {
                    library,
                    part: None,
                    copies: 2,
                    available: 0,
                    due: Some(Day(20_001)),
                    shelfmark: "F ZOL".into(),
                    as_of: Some(Timestamp(5)),
                })
                .collect(),
        }
    }

    #[test]
    fn a_work_survives_the_wire_and_gains_library_names() {
        let sent = to_wire(&a_work(), |_| "Aire-sur-la-Lys");
        assert_eq!(sent.work, "00000000000012ab");
        assert_eq!(sent.holdings[0].library_name, "Aire-sur-la-Lys");
        assert_eq!(from_wire(sent), Ok(a_work()));
    }

    #[test]
    fn a_refusal_names_the_place_in_the_list() {
        let mut sent = to_wire(&a_work(), |_| "");
        sent.holdings[0].due = "tomorrow".into();
        let refused = from_wire(sent).map_err(|refusal| refusal.to_string());
        let told = "holdings[0].due: \"tomorrow\" is not a day (YYYY-MM-DD)";
        assert_eq!(refused, Err(told.into()));
        assert_eq!(key("12AB zz"), Err(Refusal::NotAWorkKey("12AB zz".into())));
    }
}
