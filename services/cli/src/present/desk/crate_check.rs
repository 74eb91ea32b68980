//! Does a crate hold what its manifest says?

use crate::failure::Failure;
use crate::present::{Shown, item_names};
use crate::terminal::Terminal;
use navette_proto::wire::desk as wire;
use serde::Serialize;

/// A crate against its manifest, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct CrateCheck {
    round: String,
    day: String,
    matched: u32,
    missing: Vec<String>,
    unexpected: Vec<String>,
}

impl From<wire::CheckCrateResponse> for CrateCheck {
    fn from(answer: wire::CheckCrateResponse) -> Self {
        Self {
            round: answer.round,
            day: answer.day,
            matched: answer.matched,
            missing: item_names(answer.missing),
            unexpected: item_names(answer.unexpected),
        }
    }
}

impl Shown for CrateCheck {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let run = format!("round {} on {}", self.round, self.day);
        terminal.line(&format!("{run}: {} as on the manifest", self.matched))?;
        for item in &self.missing {
            terminal.line(&format!("  {} {item}", terminal.bad("not in the crate:")))?;
        }
        for item in &self.unexpected {
            terminal.line(&format!(
                "  not on the manifest: {item}, scan it: navette desk scan {item}"
            ))?;
        }
        Ok(())
    }
}
