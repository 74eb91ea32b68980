//! Who asks for what in the demo, when, and how far does it go before the demo begins? A table, by days from the beginning.

use super::catalogue::{Row, rows};
use crate::failure::Failure;

/// How far something has come on its way to a reader and back, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// A library has promised it; nobody has pulled it.
    Asked,
    /// It lies in its crate.
    Pulled,
    /// The van took it.
    Shipped,
    /// It stands on the hold shelf.
    Held,
    /// The reader was told.
    Told,
    /// The reader has it.
    Lent,
    /// The reader brought it back.
    Returned,
    /// It is on its own shelf again.
    Home,
}

/// What else becomes of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// It is brought back.
    Back,
    /// It is cancelled.
    Cancel,
    /// It is not wanted for a month.
    Suspend,
    /// The reader says that it was brought back.
    Claim,
    /// The reader has lost it.
    Lost,
    /// What was lost is paid.
    Settle,
    /// It is not on its shelf.
    NotFound,
}

/// A wish of a patron.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wish {
    /// When it is made: minutes from the beginning of the demo, below zero before it.
    pub(super) minute: i64,
    /// The patron's library.
    pub(super) library: String,
    /// The patron's card.
    pub(super) card: String,
    /// The title, exactly as the catalogues have it.
    pub(super) title: String,
    /// Where it is collected; empty at home.
    pub(super) pickup: String,
    /// Days from the beginning after which it is of no use.
    pub(super) need_by: Option<i32>,
    /// How far volunteers take it before the demo begins.
    pub(super) until: Stage,
    /// After how many days the reader brings it back, if ever.
    pub(super) reads_days: Option<i64>,
    /// What else becomes of it, by the minute.
    pub(super) deeds: Vec<(i64, Deed)>,
}

/// Reads the table.
pub(super) fn wishes() -> Result<Vec<Wish>, Failure> {
    rows("wishes.tsv", include_str!("wishes.tsv"), |row| {
        let mut need_by = None;
        let mut deeds = Vec::new();
        for said in row.list("then")? {
            let wrong = || row.wrong(&format!("\"{said}\" is no deed:day"));
            let (word, day) = said.split_once(':').ok_or_else(wrong)?;
            let day: f64 = day.trim().parse().map_err(|_| wrong())?;
            if word == "need-by" {
                need_by = Some(day as i32);
            } else {
                deeds.push((minutes(day), deed(word).ok_or_else(wrong)?));
            }
        }
        Ok(Wish {
            minute: minutes(row.number("day", 60.0)?),
            library: row.needed("library")?,
            card: row.needed("card")?,
            title: row.needed("title")?,
            pickup: row.text("pickup")?,
            need_by,
            until: until(row)?,
            reads_days: row.parsed("reads", |text| text.parse().ok())?,
            deeds,
        })
    })
}

fn minutes(days: f64) -> i64 {
    (days * 1_440.0).round() as i64
}

fn until(row: &Row<'_>) -> Result<Stage, Failure> {
    let read = row.parsed("until", |word| {
        Some(match word {
            "asked" => Stage::Asked,
            "pulled" => Stage::Pulled,
            "shipped" => Stage::Shipped,
            "held" => Stage::Held,
            "told" => Stage::Told,
            "lent" => Stage::Lent,
            "returned" => Stage::Returned,
            "home" => Stage::Home,
            _ => return None,
        })
    })?;
    read.ok_or_else(|| row.wrong(&"until is empty"))
}

fn deed(word: &str) -> Option<Deed> {
    Some(match word {
        "back" => Deed::Back,
        "cancel" => Deed::Cancel,
        "suspend" => Deed::Suspend,
        "claim" => Deed::Claim,
        "lost" => Deed::Lost,
        "settle" => Deed::Settle,
        "not-found" => Deed::NotFound,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn there_is_a_past_and_a_week_to_come() {
        let all = wishes().ok().unwrap();
        assert!(all.iter().filter(|wish| wish.minute < 0).count() >= 12);
        assert!(all.iter().any(|wish| wish.minute > 0));
        for wish in all {
            let ordered = wish.deeds.iter().all(|(minute, _)| *minute > wish.minute);
            assert!(ordered, "{wish:?}");
        }
    }
}
