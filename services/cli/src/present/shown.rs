//! How is an answer written in the form that was asked for? One value serves both: its JSON for programs, its lines for people.

use super::OutputForm;
use crate::failure::Failure;
use crate::terminal::Terminal;
use serde::Serialize;

/// An answer that programs and people can read.
pub(crate) trait Shown: Serialize {
    /// Writes it for people.
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure>;
}

/// Writes an answer in the form asked for.
pub(crate) fn show(
    form: OutputForm,
    answer: &impl Shown,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    match form {
        OutputForm::Json => terminal.json(answer),
        OutputForm::Table => answer.write(terminal),
    }
}

/// A text of the wire that may be empty, thus nothing.
pub(crate) fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// An empty cell where there is nothing.
pub(crate) fn cell(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

/// Says on standard error how the list goes on, after all of it was handed out.
pub(crate) fn next_page(token: &str, terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.flush()?;
    if !token.is_empty() {
        terminal.note(&format!(
            "next page: the same command with --page-token {}",
            super::quoted(token)
        ));
    }
    Ok(())
}
