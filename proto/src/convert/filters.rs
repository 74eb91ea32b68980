//! What a list is narrowed to, wire and domain. Whether a library exists is the caller's to know.

use super::limits::at_most;
use crate::Refusal;
use crate::wire::catalogue as wire;
use navette_domain::catalogue::{Facet, Filters};

/// Values of all filters of one question, at most.
pub const MOST_VALUES: usize = 200;

/// Writes filters, one message per facet.
pub fn to_wire(filters: &Filters) -> Vec<wire::FacetFilter> {
    filters
        .iter()
        .map(|(facet, values)| wire::FacetFilter {
            facet: facet.code().to_owned(),
            values: values.clone(),
        })
        .collect()
}

/// Reads filters, refusing facets that do not exist; a facet named twice adds its values.
pub fn from_wire(filters: Vec<wire::FacetFilter>) -> Result<Filters, Refusal> {
    let values: usize = filters.iter().map(|filter| filter.values.len()).sum();
    at_most("filters", values, MOST_VALUES, "values")?;
    let mut read = Filters::new();
    for filter in filters {
        let Some(facet) = Facet::from_code(&filter.facet) else {
            return Err(Refusal::UnknownFacet(
                filter.facet.chars().take(40).collect(),
            ));
        };
        if !filter.values.is_empty() {
            read.entry(facet).or_default().extend(filter.values);
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_filter(facet: &str, values: &[&str]) -> wire::FacetFilter {
        wire::FacetFilter {
            facet: facet.into(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    #[test]
    fn a_facet_named_twice_adds_its_values() {
        let read = from_wire(vec![
            a_filter("medium", &["book"]),
            a_filter("library", &[]),
            a_filter("medium", &["film"]),
        ]);
        let expected = Filters::from([(Facet::Medium, vec!["book".into(), "film".into()])]);
        assert_eq!(read, Ok(expected));
    }

    #[test]
    fn an_unknown_facet_is_refused_with_its_name() {
        let refused = from_wire(vec![a_filter("colour", &["red"])]);
        assert_eq!(refused, Err(Refusal::UnknownFacet("colour".into())));
    }

    #[test]
    fn filters_beyond_the_limit_are_refused() {
        let many = vec!["x"; MOST_VALUES + 1];
        assert!(from_wire(vec![a_filter("subject", &many)]).is_err());
    }
}
