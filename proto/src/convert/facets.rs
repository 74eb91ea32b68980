//! How many works are behind each value of each facet, domain to wire.

use crate::wire::catalogue as wire;
use navette_domain::catalogue::{Facet, FacetCount};

/// Writes counts as they are ordered; `exact` is false where they were scaled up from a sample.
pub fn to_wire(facets: Vec<(Facet, Vec<FacetCount>)>, exact: bool) -> Vec<wire::FacetCounts> {
    facets
        .into_iter()
        .map(|(facet, counts)| wire::FacetCounts {
            facet: facet.code().to_owned(),
            counts: counts.into_iter().map(count_to_wire).collect(),
            exact,
        })
        .collect()
}

fn count_to_wire(count: FacetCount) -> wire::FacetCount {
    wire::FacetCount {
        value: count.value,
        count: count.count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_keep_their_order_and_say_whether_they_are_exact() {
        let counts = ["film", "book"].map(|value| FacetCount {
            value: value.to_owned(),
            count: 4,
        });
        let sent = to_wire(vec![(Facet::Medium, counts.to_vec())], false);
        assert_eq!((sent[0].facet.as_str(), sent[0].exact), ("medium", false));
        let values: Vec<&str> = sent[0].counts.iter().map(|c| c.value.as_str()).collect();
        assert_eq!(values, ["film", "book"]);
    }
}
