//! How does a person read one work? Description, editions, every copy.

use super::{holding_lines, silence, work_json, year};
use crate::failure::Failure;
use crate::terminal::Terminal;
use navette_proto::wire::catalogue::{
    Edition, GetHoldingsResponse, GetRecordResponse, Record, Work,
};

/// Writes the work to standard output and remarks to standard error.
pub(crate) fn show(
    described: &GetRecordResponse,
    held: &GetHoldingsResponse,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    if let Some(work) = &described.work {
        heading(work, terminal)?;
    }
    if let Some(record) = &described.record {
        description(record, terminal)?;
    }
    if let Some(work) = &described.work {
        editions(&work.editions, terminal)?;
    }
    copies(held, terminal)?;
    terminal.flush()?;
    silence::name_silent(&held.libraries, terminal);
    Ok(())
}

fn heading(work: &Work, terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.line(&terminal.strong(&work.title))?;
    let mut facts = vec![work.medium.clone()];
    facts.extend(year(work.year).map(|year| year.to_string()));
    facts.push(format!("work {}", work.work));
    terminal.line(&terminal.faint(&format!("  {}", facts.join(" · "))))
}

fn description(record: &Record, terminal: &mut Terminal) -> Result<(), Failure> {
    let part = record.part.as_ref().map_or("", |part| part.label.as_str());
    let publication: Vec<String> = [record.publisher.clone(), record.edition.clone()]
        .into_iter()
        .chain(year(record.year).map(|year| year.to_string()))
        .filter(|word| !word.is_empty())
        .collect();
    let audience = if record.audience == "unknown" {
        ""
    } else {
        &record.audience
    };
    let facts = [
        ("authors", record.authors.join("; ")),
        ("part", part.to_owned()),
        ("original", record.uniform_title.clone()),
        ("published", publication.join(", ")),
        ("extent", record.extent.clone()),
        ("series", record.series.join("; ")),
        ("subjects", record.subjects.join("; ")),
        ("language", record.language.clone()),
        ("audience", audience.to_owned()),
        ("summary", record.summary.clone()),
        ("notes", record.notes.join(" — ")),
    ];
    for (name, value) in facts {
        if !value.is_empty() {
            terminal.line(&format!("  {name:<10} {value}"))?;
        }
    }
    Ok(())
}

fn editions(editions: &[Edition], terminal: &mut Terminal) -> Result<(), Failure> {
    if editions.is_empty() {
        return Ok(());
    }
    terminal.line("")?;
    terminal.line("editions:")?;
    for edition in editions {
        let year = year(edition.year).map_or("year unknown".to_owned(), |year| year.to_string());
        let key = format!("edition {}", edition.edition);
        let facts = [year.as_str(), &edition.publisher, &edition.isbn, &key];
        let known: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        terminal.line(&format!("  {}", known.join(" · ")))?;
    }
    Ok(())
}

fn copies(held: &GetHoldingsResponse, terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.line("")?;
    if held.holdings.is_empty() {
        return terminal.line("no copies");
    }
    terminal.line("copies:")?;
    let name_width = holding_lines::name_width(held.holdings.iter());
    for holding in &held.holdings {
        let line = holding_lines::line(holding, name_width, terminal);
        terminal.line(&format!("  {line}"))?;
        for item in &holding.items {
            terminal.line(&format!("    {}", work_json::item(item.clone()).words()))?;
        }
    }
    Ok(())
}
