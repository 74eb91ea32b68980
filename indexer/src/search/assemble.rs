//! What is shown of a work: one entry from the briefs of every library that holds it.

use super::brief::{Brief, Live};
use super::directory::{Directory, RowNumber};
use super::evaluate::Matched;
use navette_domain::catalogue::{Edition, Holding, LibraryId, WorkResult};
use navette_domain::time::Timestamp;

/// What can be lent of a row's part, and when that was true where it is not live.
pub struct Status {
    /// What can be lent.
    pub live: Live,
    /// The date of a copy; nothing where live.
    pub as_of: Option<Timestamp>,
}

/// Makes the entry of a work. `status` is asked for every part of every living record of it.
pub fn assemble(
    directory: &Directory,
    best: Matched,
    status: &impl Fn(RowNumber, usize) -> Status,
) -> WorkResult {
    let work = directory.work_of(best.row);
    let shown = directory.brief(best.row);
    let mut entry = WorkResult {
        work: directory.work_key(work),
        title: full_title(&shown),
        medium: shown.medium,
        score: best.score,
        authors: shown.authors,
        language: shown.language,
        ..WorkResult::default()
    };
    for row in directory.rows_of_work(work) {
        let brief = directory.brief(row);
        let library = directory.library(directory.row(row).member);
        add_edition(&mut entry.editions, &brief);
        if brief.groups.is_empty() {
            let status = Status {
                live: Live::default(),
                as_of: status(row, 0).as_of,
            };
            add_holding(&mut entry.holdings, library, None, "", &status);
        }
        for (place, group) in brief.groups.iter().enumerate() {
            let status = status(row, place);
            add_holding(
                &mut entry.holdings,
                library,
                group.part.as_ref(),
                &group.shelfmark,
                &status,
            );
        }
    }
    entry
        .editions
        .sort_by(|a, b| b.year.cmp(&a.year).then_with(|| a.key.cmp(&b.key)));
    entry
        .holdings
        .sort_by(|a, b| a.library.cmp(&b.library).then_with(|| a.part.cmp(&b.part)));
    entry.year = entry
        .editions
        .iter()
        .filter_map(|edition| edition.year)
        .max();
    entry
}

/// Writes a title as one line: title proper, subtitle, part.
fn full_title(brief: &Brief) -> String {
    let mut title = brief.title.clone();
    if let Some(part) = &brief.part {
        title.push_str(", ");
        title.push_str(&part.label);
    }
    if !brief.subtitle.is_empty() {
        title.push_str(" : ");
        title.push_str(&brief.subtitle);
    }
    title
}

fn add_edition(editions: &mut Vec<Edition>, brief: &Brief) {
    let known = editions
        .iter_mut()
        .find(|edition| edition.key == brief.edition);
    let isbn = if brief.isbn == 0 {
        String::new()
    } else {
        format!("{:013}", brief.isbn)
    };
    match known {
        Some(edition) => {
            if edition.isbn.is_empty() {
                edition.isbn = isbn;
            }
            edition.year = edition.year.max(brief.year);
            // The longer form says more; equals go by their text, so that the answer does not depend on the order of libraries.
            let said = (brief.publisher.len(), &brief.publisher);
            if said > (edition.publisher.len(), &edition.publisher) {
                edition.publisher.clone_from(&brief.publisher);
            }
        }
        None => editions.push(Edition {
            key: brief.edition,
            isbn,
            year: brief.year,
            publisher: brief.publisher.clone(),
        }),
    }
}

fn add_holding(
    holdings: &mut Vec<Holding>,
    library: &LibraryId,
    part: Option<&navette_domain::catalogue::Part>,
    shelfmark: &str,
    status: &Status,
) {
    let known = holdings
        .iter_mut()
        .find(|held| held.library == *library && held.part.as_ref() == part);
    match known {
        Some(held) => {
            held.copies += status.live.copies;
            held.available += status.live.available;
            held.due = [held.due, status.live.due].into_iter().flatten().min();
            held.as_of = [held.as_of, status.as_of].into_iter().flatten().min();
        }
        None => holdings.push(Holding {
            library: library.clone(),
            part: part.cloned(),
            copies: status.live.copies,
            available: status.live.available,
            due: status.live.due,
            shelfmark: shelfmark.to_owned(),
            as_of: status.as_of,
        }),
    }
}
