//! How is one thing described? A line for each fact that is known: its name, then its value.

use crate::failure::Failure;
use crate::terminal::Terminal;

/// Writes the facts that are known.
pub(crate) fn write(facts: &[(&str, String)], terminal: &mut Terminal) -> Result<(), Failure> {
    let known = || facts.iter().filter(|(_, value)| !value.is_empty());
    let width = known().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, value) in known() {
        terminal.line(&format!("  {name:<width$}  {value}"))?;
    }
    Ok(())
}
