//! How are the doctor's findings shown? A sign, what was looked at, what was seen; beneath, what to do.

use super::shown::Shown;
use crate::commands::doctor::{Finding, State};
use crate::failure::Failure;
use crate::terminal::Terminal;
use serde::Serialize;

/// All findings.
#[derive(Serialize)]
pub(crate) struct DoctorShown {
    /// In the order in which it was looked.
    pub(crate) findings: Vec<Finding>,
}

impl Shown for DoctorShown {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let width = self.findings.iter().map(|found| found.check.len());
        let width = width.max().unwrap_or(0);
        for found in &self.findings {
            let sign = match found.state {
                State::Good => terminal.good("✔"),
                State::Warning => terminal.strong("⚠"),
                State::Bad => terminal.bad("✖"),
                State::Skipped => terminal.faint("–"),
            };
            let check = found.check;
            terminal.line(&format!("{sign} {check:<width$}  {}", found.said))?;
            if let Some(remedy) = &found.remedy {
                terminal.line(&format!("  {:width$}  → {remedy}", ""))?;
            }
        }
        Ok(())
    }
}
