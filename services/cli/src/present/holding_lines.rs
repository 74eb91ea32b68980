//! How is it shown what a library holds of a work? One line: library, part, copies, due date, shelfmark, when it can be collected.

use super::{arrival, moment_for_people};
use crate::terminal::Terminal;
use console::{Alignment, measure_text_width, pad_str};
use navette_proto::wire::catalogue::Holding;

/// Longer names of libraries are cut, so that the line keeps room for the rest.
const WIDEST_NAME: usize = 44;

/// Finds how wide the column of library names must be.
pub(super) fn name_width<'held>(holdings: impl Iterator<Item = &'held Holding>) -> usize {
    holdings
        .map(|held| measure_text_width(name(held)))
        .max()
        .unwrap_or(0)
        .min(WIDEST_NAME)
}

/// Writes one holding.
pub(super) fn line(held: &Holding, name_width: usize, terminal: &Terminal) -> String {
    let library = pad_str(name(held), name_width, Alignment::Left, Some("…"));
    let mut words = vec![library.into_owned()];
    let status = status(held);
    words.push(if held.available > 0 {
        terminal.good(&status)
    } else {
        status
    });
    if let Some(part) = &held.part {
        words.push(part.label.clone());
    }
    if !held.shelfmark.is_empty() {
        words.push(held.shelfmark.clone());
    }
    if let Some(arrival) = &held.arrival {
        words.push(arrival::sentence(arrival));
    }
    if let Some(date) = moment_for_people(held.as_of_ms) {
        words.push(terminal.faint(&format!("as of {date}")));
    }
    words.join("  ").trim_end().to_owned()
}

fn name(held: &Holding) -> &str {
    if held.library_name.is_empty() {
        &held.library
    } else {
        &held.library_name
    }
}

fn status(held: &Holding) -> String {
    if held.copies == 0 {
        return "copies not listed".to_owned();
    }
    let count = format!("{} of {} available", held.available, held.copies);
    if held.available == 0 && !held.due.is_empty() {
        return format!("{count}, due {}", held.due);
    }
    count
}
