//! What was measured, what was aimed at, and how does it compare with a yardstick of the same run?

use crate::navette::target_directory;
use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

/// What a figure should reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// Smaller is better.
    AtMost(f64),
    /// Larger is better.
    AtLeast(f64),
    /// Told for comparison.
    None,
}

impl Target {
    fn is_met(self, measured: f64) -> Option<bool> {
        match self {
            Self::AtMost(limit) => Some(measured <= limit),
            Self::AtLeast(limit) => Some(measured >= limit),
            Self::None => None,
        }
    }

    fn shown(self) -> String {
        match self {
            Self::AtMost(limit) => format!("≤ {}", figure(limit)),
            Self::AtLeast(limit) => format!("≥ {}", figure(limit)),
            Self::None => "–".to_owned(),
        }
    }
}

/// One bench's table, as Markdown.
#[derive(Debug)]
pub struct Report {
    name: &'static str,
    table: String,
    notes: String,
}

impl Report {
    /// Starts the table of a bench.
    pub fn new(name: &'static str, title: &str) -> Self {
        let scale = scale();
        let note = if scale == 1.0 {
            String::new()
        } else {
            format!(" (at scale {scale}: targets are for 1)")
        };
        let table = format!(
            "### {title}{note}\n\n| what | measured | target | yardstick, same run | ratio | |\n\
             |---|---:|---:|---:|---:|---|\n"
        );
        Self {
            name,
            table,
            notes: String::new(),
        }
    }

    /// Adds a figure without a yardstick.
    pub fn figure(&mut self, what: &str, measured: f64, unit: &str, target: Target) {
        self.row(what, measured, unit, target, "–", "–");
    }

    /// Adds a figure beside the yardstick's own, measured in the same run and unit.
    pub fn compared(
        &mut self,
        what: &str,
        measured: f64,
        unit: &str,
        target: Target,
        yardstick: (&str, f64),
    ) {
        let (name, standard) = yardstick;
        let shown = format!("{name} {} {unit}", figure(standard));
        let ratio = if standard > 0.0 {
            format!("{:.2}", measured / standard)
        } else {
            "–".to_owned()
        };
        self.row(what, measured, unit, target, &shown, &ratio);
    }

    /// Adds a sentence below the table.
    pub fn note(&mut self, sentence: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.notes, "\n{sentence}\n");
    }

    /// Shows the table and writes it to `target/bench/NAME.md`.
    pub fn finish(self) -> Result<()> {
        let directory = target_directory()?.join("bench");
        fs::create_dir_all(&directory)?;
        let file = directory.join(format!("{}.md", self.name));
        let text = self.table + &self.notes;
        fs::write(&file, &text).with_context(|| format!("cannot write {}", file.display()))?;
        writeln!(std::io::stdout(), "\n{text}")?;
        Ok(())
    }

    fn row(
        &mut self,
        what: &str,
        measured: f64,
        unit: &str,
        target: Target,
        yardstick: &str,
        ratio: &str,
    ) {
        let verdict = match target.is_met(measured) {
            Some(true) => "PASS",
            Some(false) => "missed",
            None => "",
        };
        let (measured, target) = (figure(measured), target.shown());
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.table,
            "| {what} | {measured} {unit} | {target} | {yardstick} | {ratio} | {verdict} |"
        );
    }
}

/// Tells how large the run is to be: NAVETTE_BENCH_SCALE, 1 where it is not set, 0.05 for a quick look.
pub fn scale() -> f64 {
    std::env::var("NAVETTE_BENCH_SCALE")
        .ok()
        .and_then(|text| text.parse().ok())
        .filter(|scale: &f64| scale.is_finite() && *scale > 0.0)
        .unwrap_or(1.0)
}

/// Takes the scale's share of a number, at least 1.
pub fn scaled(number: usize) -> usize {
    ((number as f64 * scale()).round() as usize).max(1)
}

fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => with_commas(value.round() as i64),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn with_commas(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::from(if value < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_as_many_digits_as_can_be_compared() {
        let shown: Vec<_> = [0.437, 12.34, 200_000.4, 999.6]
            .into_iter()
            .map(figure)
            .collect();
        assert_eq!(shown, ["0.44", "12.3", "200,000", "1,000"]);
    }

    #[test]
    fn a_row_says_whether_the_target_was_reached() {
        let mut report = Report::new("t", "Trial");
        report.compared("p50", 0.8, "ms", Target::AtMost(0.7), ("bare", 0.4));
        report.figure("rate", 2_100.0, "q/s", Target::AtLeast(2_000.0));
        assert!(
            report
                .table
                .contains("| p50 | 0.80 ms | ≤ 0.70 | bare 0.40 ms | 2.00 | missed |")
        );
        assert!(
            report
                .table
                .contains("| rate | 2,100 q/s | ≥ 2,000 | – | – | PASS |")
        );
    }
}
