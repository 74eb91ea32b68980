//! Where does an answer differ from the right one? In words, for the message of a failed assertion.

use super::answer::{Answer, AnsweredWork, HeldPart};
use anyhow::{Result, anyhow};
use navette_domain::catalogue::{Facet, FacetCount};
use navette_proto::convert::work;
use navette_proto::wire::catalogue::{FacetCounts, SearchResponse};

/// One point of score on the wire.
const SCORE_UNIT: f32 = 65_536.0;

/// Lists what is wrong in an answer from the wire; nothing where it is right.
///
/// Totals and facets are compared only where the answer calls them exact.
pub fn differences(right: &Answer, given: &SearchResponse) -> Result<Vec<String>> {
    let mut found = Vec::new();
    if given.total_exact && given.total != right.total {
        found.push(format!("total {} instead of {}", given.total, right.total));
    }
    let keys: Vec<&str> = given.works.iter().map(|work| work.work.as_str()).collect();
    let right_keys: Vec<String> = right
        .works
        .iter()
        .map(|work| work.work.to_string())
        .collect();
    if keys != right_keys {
        found.push(format!("works {keys:?} instead of {right_keys:?}"));
    }
    for (expected, shown) in right.works.iter().zip(&given.works) {
        if shown.score != expected.score as f32 / SCORE_UNIT {
            found.push(format!(
                "work {}: score {} instead of {}/65536",
                shown.work, shown.score, expected.score
            ));
        }
        compare_holdings(expected, shown.clone(), &mut found)?;
    }
    for (facet, expected) in &right.facets {
        compare_facet(*facet, expected, &given.facets, &mut found);
    }
    Ok(found)
}

fn compare_holdings(
    expected: &AnsweredWork,
    shown: navette_proto::wire::catalogue::Work,
    found: &mut Vec<String>,
) -> Result<()> {
    let name = shown.work.clone();
    let read = work::from_wire(shown).map_err(|refusal| anyhow!("work {name}: {refusal}"))?;
    let holdings: Vec<HeldPart> = read
        .holdings
        .into_iter()
        .map(|held| HeldPart {
            library: held.library,
            part: held.part,
            copies: held.copies,
            available: held.available,
            due: held.due,
        })
        .collect();
    if holdings != expected.holdings {
        found.push(format!(
            "work {name}: holdings {holdings:?} instead of {:?}",
            expected.holdings
        ));
    }
    Ok(())
}

fn compare_facet(
    facet: Facet,
    expected: &[FacetCount],
    given: &[FacetCounts],
    found: &mut Vec<String>,
) {
    let Some(shown) = given.iter().find(|shown| shown.facet == facet.code()) else {
        if !expected.is_empty() {
            found.push(format!("facet {} is missing", facet.code()));
        }
        return;
    };
    let counts: Vec<FacetCount> = shown
        .counts
        .iter()
        .map(|count| FacetCount {
            value: count.value.clone(),
            count: count.count,
        })
        .collect();
    if shown.exact && counts != expected {
        found.push(format!(
            "facet {}: {counts:?} instead of {expected:?}",
            facet.code()
        ));
    }
}
