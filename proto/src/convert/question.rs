//! The rewritten question as a federator sends it to nodes: the parts of `MatchRequest` that say what is asked.

use super::limits::at_most;
use super::{filters, order};
use crate::Refusal;
use crate::wire::catalogue as wire;
use navette_domain::catalogue::{Field, Question, WeightedTerm, Word};

/// Words of one question, at most.
pub const MOST_WORDS: usize = 32;
/// Terms of one word, at most: fields times near words.
pub const MOST_TERMS: usize = 512;
/// Bytes of one term, at most; longer tokens are never indexed.
pub const LONGEST_TERM: usize = 256;

/// Writes the question into a request; the caller fills in how much of an answer it wants.
pub fn to_wire(question: &Question) -> wire::MatchRequest {
    wire::MatchRequest {
        words: question.words.iter().map(word_to_wire).collect(),
        average_lengths: question.average_lengths.to_vec(),
        filters: filters::to_wire(&question.filters),
        order: order::to_wire(question.order) as i32,
        ..wire::MatchRequest::default()
    }
}

/// Takes the question out of a request, refusing statistics that no federation can have.
///
/// The words as typed stay with the federator: nodes do not need them.
pub fn from_wire(request: &mut wire::MatchRequest) -> Result<Question, Refusal> {
    let words = std::mem::take(&mut request.words);
    at_most("words", words.len(), MOST_WORDS, "words")?;
    let average_lengths = average_lengths(&request.average_lengths, !words.is_empty())?;
    let words: Result<Vec<Word>, Refusal> = words
        .into_iter()
        .enumerate()
        .map(|(place, word)| {
            word_from_wire(word).map_err(|refusal| refusal.within(&format!("words[{place}]")))
        })
        .collect();
    Ok(Question {
        words: words?,
        average_lengths,
        filters: filters::from_wire(std::mem::take(&mut request.filters))?,
        order: order::from_wire(request.order)?,
    })
}

fn word_to_wire(word: &Word) -> wire::QuestionWord {
    let term = |term: &WeightedTerm| wire::TermWeight {
        field: term.field.index() as u32,
        text: term.text.clone(),
        weight: term.weight,
    };
    wire::QuestionWord {
        terms: word.terms.iter().map(term).collect(),
    }
}

fn word_from_wire(word: wire::QuestionWord) -> Result<Word, Refusal> {
    at_most("terms", word.terms.len(), MOST_TERMS, "terms")?;
    let mut terms = Vec::with_capacity(word.terms.len());
    for (place, term) in word.terms.into_iter().enumerate() {
        let read = term_from_wire(term);
        terms.push(read.map_err(|refusal| refusal.within(&format!("terms[{place}]")))?);
    }
    Ok(Word {
        typed: String::new(),
        terms,
    })
}

fn term_from_wire(term: wire::TermWeight) -> Result<WeightedTerm, Refusal> {
    let field = usize::try_from(term.field)
        .ok()
        .and_then(|place| Field::ALL.get(place).copied());
    let Some(field) = field else {
        let reason = format!("there is no field {}", term.field);
        return Err(Refusal::field("field", reason));
    };
    at_most("term", term.text.len(), LONGEST_TERM, "bytes")?;
    if !(term.weight > 0.0 && term.weight <= 1_000.0) {
        let reason = format!("{} is not above 0 and at most 1000", term.weight);
        return Err(Refusal::field("weight", reason));
    }
    Ok(WeightedTerm {
        field,
        text: term.text,
        weight: term.weight,
    })
}

/// Lengths matter only where words are scored; a list of everything may come from a federation without any.
fn average_lengths(sent: &[f32], needed: bool) -> Result<[f32; Field::COUNT], Refusal> {
    if sent.is_empty() && !needed {
        return Ok([1.0; Field::COUNT]);
    }
    let Ok(lengths) = <[f32; Field::COUNT]>::try_from(sent) else {
        let reason = format!("{} values for {} fields", sent.len(), Field::COUNT);
        return Err(Refusal::field("average_lengths", reason));
    };
    for (place, length) in lengths.iter().enumerate() {
        let sound = length.is_finite() && (*length > 0.0 || (!needed && *length == 0.0));
        if !sound {
            let reason = format!("{length} is not a finite length above 0");
            return Err(Refusal::field(format!("average_lengths[{place}]"), reason));
        }
    }
    Ok(lengths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::catalogue::{Facet, Filters, SortOrder};

    fn a_question() -> Question {
        Question {
            words: vec![Word {
                typed: String::new(),
                terms: vec![WeightedTerm {
                    field: Field::Author,
                    text: "camus".into(),
                    weight: 7.25,
                }],
            }],
            average_lengths: [3.5; Field::COUNT],
            filters: Filters::from([(Facet::Medium, vec!["book".into()])]),
            order: SortOrder::Newest,
        }
    }

    #[test]
    fn a_question_survives_the_wire() {
        let question = a_question();
        assert_eq!(from_wire(&mut to_wire(&question)), Ok(question));
    }

    #[test]
    fn impossible_statistics_are_refused_by_field() {
        for weight in [0.0, -1.0, f32::NAN, f32::INFINITY, 1_001.0] {
            let mut question = a_question();
            question.words[0].terms[0].weight = weight;
            let refused = from_wire(&mut to_wire(&question)).map_err(|r| r.to_string());
            assert!(refused.is_err_and(|told| told.starts_with("words[0].terms[0].weight: ")));
        }
        for length in [0.0, f32::NAN, -2.0] {
            let mut question = a_question();
            question.average_lengths[4] = length;
            let refused = from_wire(&mut to_wire(&question)).map_err(|r| r.to_string());
            assert!(refused.is_err_and(|told| told.starts_with("average_lengths[4]: ")));
        }
    }

    #[test]
    fn a_list_of_everything_needs_no_statistics() {
        let mut request = wire::MatchRequest::default();
        assert!(from_wire(&mut request).is_ok_and(|question| question.words.is_empty()));
    }

    #[test]
    fn an_unknown_field_number_is_refused() {
        let mut request = to_wire(&a_question());
        request.words[0].terms[0].field = 99;
        let refused = from_wire(&mut request).map_err(|r| r.to_string());
        assert_eq!(
            refused,
            Err("words[0].terms[0].field: there is no field 99".into())
        );
    }
}
