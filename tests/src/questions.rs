//! Which questions does a story put to the federator and to the oracle alike?

use crate::brute_force::{Answer, BruteForce, differences};
use crate::corpus::Territory;
use anyhow::Result;
use navette_domain::catalogue::{Facet, Filters, SortOrder};
use navette_proto::convert;
use navette_proto::wire::catalogue::{SearchRequest, SearchResponse};

/// Texts that no work was taken from: everything, only little words, half an elision, a number, a word of nobody.
const ODD_TEXTS: &[&str] = &["", "de la", "l'", "9782044002738", "zzzzzzzzzz"];

/// A question in both languages: that of the wire and that of the oracle.
#[derive(Clone, Debug)]
pub struct PatronQuestion {
    /// What is typed.
    pub text: String,
    /// What the list is narrowed by.
    pub filters: Filters,
    /// How it is sorted.
    pub order: SortOrder,
}

impl PatronQuestion {
    /// Writes it for the wire.
    pub fn request(&self, page_size: u32) -> SearchRequest {
        SearchRequest {
            text: self.text.clone(),
            filters: convert::filters::to_wire(&self.filters),
            order: convert::order::to_wire(self.order).into(),
            page_size,
            ..SearchRequest::default()
        }
    }

    /// Asks the oracle. Where nothing is typed nothing is better than anything else, and the newest come first.
    pub fn right_answer(&self, right: &BruteForce, page_size: usize) -> Answer {
        let order = match self.order {
            SortOrder::Relevance if self.text.is_empty() => SortOrder::Newest,
            order => order,
        };
        right.answer(&self.text, &self.filters, order, page_size)
    }

    /// Lists what is wrong in an answer, also where it does not dare to call itself exact.
    pub fn faults(&self, right: &Answer, given: &SearchResponse) -> Result<Vec<String>> {
        let mut faults = differences(right, given)?;
        if !given.total_exact || given.facets.iter().any(|facet| !facet.exact) {
            faults.push("total or facets are not exact".into());
        }
        Ok(faults)
    }
}

/// Draws questions over a territory of at least two libraries: each text in one order after the other, every second narrowed,
/// every fifth mistyped, and odd ones.
pub fn draw_questions(territory: &Territory, count: usize) -> Vec<PatronQuestion> {
    let drawn = territory.queries(count).into_iter().enumerate();
    let typed = drawn.map(|(number, text)| match number % 5 {
        4 => mistyped(&text),
        _ => text,
    });
    let odd = ODD_TEXTS.iter().map(|text| (*text).to_owned());
    let narrowed = narrowings();
    let texts = typed.chain(odd).enumerate();
    texts
        .map(|(number, text)| PatronQuestion {
            text,
            filters: narrowed[number % narrowed.len()].clone(),
            order: SortOrder::ALL[number % SortOrder::ALL.len()],
        })
        .collect()
}

/// Swaps two letters in the middle of the first word.
pub fn mistyped(query: &str) -> String {
    let mut letters: Vec<char> = query.chars().collect();
    if letters.len() > 5 {
        letters.swap(3, 4);
    }
    letters.into_iter().collect()
}

fn narrowings() -> [Filters; 4] {
    let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    [
        Filters::new(),
        Filters::from([
            (Facet::Library, values(&["lib00", "lib01"])),
            (Facet::Available, values(&["yes"])),
        ]),
        Filters::new(),
        Filters::from([(Facet::Language, values(&["fre", "eng"]))]),
    ]
}
