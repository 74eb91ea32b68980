//! How are rows set in columns? As wide as their widest cell, two spaces between, cut at the edge of the terminal.

use crate::failure::Failure;
use crate::terminal::Terminal;
use console::{Alignment, measure_text_width, pad_str};

/// A heading, and on which side its cells stand.
#[derive(Clone, Copy)]
pub(crate) enum Column {
    /// For words and names, which are shown whole.
    Left(&'static str),
    /// For titles, which are cut.
    Title(&'static str),
    /// For numbers.
    Right(&'static str),
}

/// Longer titles are cut, so that what follows them stays in sight.
const WIDEST_TITLE: usize = 50;

/// Writes headings and rows; a row that is shorter than the headings ends early.
pub(crate) fn write(
    columns: &[Column],
    rows: &[Vec<String>],
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let heads: Vec<String> = columns.iter().map(|column| column.head()).collect();
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let cells = std::iter::once(&heads).chain(rows);
            let widest = cells.filter_map(|row| row.get(place));
            let widest = widest.map(|cell| measure_text_width(cell)).max();
            column.width(widest.unwrap_or(0))
        })
        .collect();
    for row in std::iter::once(&heads).chain(rows) {
        let cells: Vec<String> = row
            .iter()
            .zip(columns.iter().zip(&widths))
            .map(|(cell, (column, width))| {
                pad_str(cell, *width, column.side(), Some("…")).into_owned()
            })
            .collect();
        terminal.fitted_line(cells.join("  ").trim_end())?;
    }
    Ok(())
}

impl Column {
    fn head(self) -> String {
        match self {
            Self::Left(head) | Self::Title(head) | Self::Right(head) => head.to_owned(),
        }
    }

    fn side(self) -> Alignment {
        match self {
            Self::Left(_) | Self::Title(_) => Alignment::Left,
            Self::Right(_) => Alignment::Right,
        }
    }

    fn width(self, widest: usize) -> usize {
        match self {
            Self::Title(_) => widest.min(WIDEST_TITLE),
            Self::Left(_) | Self::Right(_) => widest,
        }
    }
}
