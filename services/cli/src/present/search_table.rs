//! How does a person read an answer? One entry per work, who holds it below, what to try next at the end.

use super::{arrival, holding_lines, next_command, silence, year};
use crate::commands::search::Arguments;
use crate::failure::Failure;
use crate::terminal::Terminal;
use navette_proto::wire::catalogue::{Arrival, Correction, FacetCounts, SearchResponse, Work};

/// Values of one facet that are shown.
const VALUES_SHOWN: usize = 5;
/// More authors than this are shown as "and others".
const AUTHORS_SHOWN: usize = 3;

/// Writes the answer: works to standard output, remarks to standard error.
pub(crate) fn show(
    arguments: &Arguments,
    answer: &SearchResponse,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    corrections(answer, terminal);
    if answer.works.is_empty() {
        nothing_found(arguments, answer, terminal)?;
    } else {
        terminal.line(&headline(answer))?;
        let held = answer.works.iter().flat_map(|work| &work.holdings);
        let name_width = holding_lines::name_width(held);
        for work in &answer.works {
            terminal.line("")?;
            one_work(work, name_width, terminal)?;
        }
        facets(&answer.facets, terminal)?;
    }
    terminal.flush()?;
    silence::name_silent(&answer.libraries, terminal);
    no_days(arguments, answer, terminal);
    if !answer.next_page_token.is_empty() {
        let command = next_command::of(arguments, &answer.next_page_token);
        terminal.note(&format!("next page: {command}"));
    }
    Ok(())
}

/// Says on standard error that days were asked for and none was given: a single library's node knows of no van.
pub(crate) fn no_days(arguments: &Arguments, answer: &SearchResponse, terminal: &Terminal) {
    let asked = arguments.pickup.is_some() && !answer.works.is_empty();
    if asked && answer.works.iter().all(|work| work.arrival.is_none()) {
        terminal.note("no days of arrival: ask a federator that knows the van's rounds");
    }
}

/// Says on standard error which words were replaced, and by what.
pub(crate) fn corrections(answer: &SearchResponse, terminal: &Terminal) {
    for correction in &answer.corrections {
        terminal.note(&corrected(correction));
    }
}

fn corrected(correction: &Correction) -> String {
    let used: Vec<String> = correction
        .used
        .iter()
        .map(|word| format!("\"{word}\""))
        .collect();
    if used.is_empty() {
        return format!("nothing matches \"{}\"", correction.typed);
    }
    let used = used.join(", ");
    format!(
        "nothing matches \"{}\"; searched for {used}",
        correction.typed
    )
}

fn headline(answer: &SearchResponse) -> String {
    let about = if answer.total_exact { "" } else { "about " };
    let works = if answer.total == 1 { "work" } else { "works" };
    format!("{about}{} {works}", answer.total)
}

fn one_work(work: &Work, name_width: usize, terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.fitted_line(&terminal.strong(&work.title))?;
    if !work.authors.is_empty() {
        terminal.fitted_line(&format!("  {}", authors(&work.authors)))?;
    }
    let mut facts = vec![work.medium.clone()];
    facts.extend(year(work.year).map(|year| year.to_string()));
    if work.editions.len() > 1 {
        facts.push(format!("{} editions", work.editions.len()));
    }
    facts.push(format!("work {}", work.work));
    terminal.fitted_line(&terminal.faint(&format!("  {}", facts.join(" · "))))?;
    if let Some(arrival) = &work.arrival {
        terminal.fitted_line(&format!("  {}", collected(work, arrival)))?;
    }
    for held in &work.holdings {
        let line = holding_lines::line(held, name_width, terminal);
        terminal.fitted_line(&format!("    {line}"))?;
    }
    Ok(())
}

/// Says when the work can be collected first, and from whom.
fn collected(work: &Work, arrival: &Arrival) -> String {
    let sentence = arrival::sentence(arrival);
    let lender = work
        .holdings
        .iter()
        .find(|held| held.library == arrival.lender && !held.library_name.is_empty());
    match lender {
        Some(held) if !arrival.day.is_empty() => format!("{sentence} · {}", held.library_name),
        Some(_) | None => sentence,
    }
}

fn authors(authors: &[String]) -> String {
    let shown: Vec<&str> = authors
        .iter()
        .take(AUTHORS_SHOWN)
        .map(String::as_str)
        .collect();
    let rest = if authors.len() > AUTHORS_SHOWN {
        " and others"
    } else {
        ""
    };
    format!("{}{rest}", shown.join("; "))
}

fn facets(facets: &[FacetCounts], terminal: &mut Terminal) -> Result<(), Failure> {
    let choices: Vec<&FacetCounts> = facets
        .iter()
        .filter(|facet| facet.counts.len() > 1)
        .collect();
    if choices.is_empty() {
        return Ok(());
    }
    terminal.line("")?;
    terminal.line("to narrow the list:")?;
    for facet in choices {
        let about = if facet.exact { "" } else { "about " };
        let shown: Vec<String> = facet
            .counts
            .iter()
            .take(VALUES_SHOWN)
            .map(|counted| format!("{} ({about}{})", counted.value, counted.count))
            .collect();
        let more = if facet.counts.len() > VALUES_SHOWN {
            ", …"
        } else {
            ""
        };
        terminal.fitted_line(&format!(
            "  --{:<9} {}{more}",
            facet.facet,
            shown.join(", ")
        ))?;
    }
    Ok(())
}

fn nothing_found(
    arguments: &Arguments,
    answer: &SearchResponse,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let text = arguments.text();
    if answer.total > 0 {
        return terminal.line("no more works: this page lies behind the last one");
    }
    terminal.line(&format!("nothing found for \"{text}\""))?;
    let advice = if !arguments.filters().is_empty() {
        "try the same words without the options that narrow the list"
    } else if text.split_whitespace().count() > 1 {
        "every word must match: try fewer words"
    } else {
        "try another word, part of the title, or the author's name"
    };
    terminal.note(advice);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_names_what_was_typed_and_what_was_asked() {
        let mut correction = Correction {
            typed: "muzique".into(),
            used: vec!["musique".into()],
        };
        let told = "nothing matches \"muzique\"; searched for \"musique\"";
        assert_eq!(corrected(&correction), told);
        correction.used.clear();
        assert_eq!(corrected(&correction), "nothing matches \"muzique\"");
    }

    #[test]
    fn an_estimated_total_says_about() {
        let mut answer = SearchResponse {
            total: 2_400,
            ..SearchResponse::default()
        };
        assert_eq!(headline(&answer), "about 2400 works");
        answer.total_exact = true;
        answer.total = 1;
        assert_eq!(headline(&answer), "1 work");
    }
}
