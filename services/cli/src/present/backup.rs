//! How is a backup described, and what came of putting one back?

use super::shown::Shown;
use super::{facts, moment, moment_for_people};
use crate::failure::Failure;
use crate::terminal::Terminal;
use navette_node::RestoredNode;
use navette_store::backup::{BackupHead, Restored, Totals};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What is in a backup.
#[derive(Serialize)]
pub(crate) struct BackupShown {
    file: String,
    kind: &'static str,
    library: Option<String>,
    made_at: Option<String>,
    program: String,
    rows: u64,
    records: u64,
    content: String,
    #[serde(skip)]
    made_at_ms: i64,
}

impl BackupShown {
    /// Describes a backup that was found whole.
    pub(crate) fn of(file: &Path, head: &BackupHead, totals: Totals) -> Self {
        Self {
            file: file.display().to_string(),
            kind: head.kind.word(),
            library: Some(head.library.clone()).filter(|library| !library.is_empty()),
            made_at: moment(head.made_at_ms),
            program: head.program.clone(),
            rows: totals.rows,
            records: totals.records,
            content: format!("{:032x}", totals.content),
            made_at_ms: head.made_at_ms,
        }
    }
}

impl Shown for BackupShown {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let whose = match &self.library {
            Some(library) => format!("{} of {library}", self.kind),
            None => self.kind.to_owned(),
        };
        terminal.line(&format!("{} is whole", self.file))?;
        let made = moment_for_people(self.made_at_ms).unwrap_or_default();
        let described = [
            ("of", whose),
            ("made", format!("{made} by navette {}", self.program)),
            ("ledger", format!("{} rows", self.rows)),
            ("catalogue", format!("{} records", self.records)),
            ("content", self.content.clone()),
        ];
        facts::write(&described, terminal)
    }
}

/// What was put back.
pub(crate) enum Putting {
    /// A node.
    Node(RestoredNode),
    /// A federator.
    Federator(Restored<()>),
}

/// What came of a restore.
#[derive(Serialize)]
pub(crate) struct RestoreShown {
    #[serde(flatten)]
    backup: BackupShown,
    erased_again: usize,
    set_aside: Option<PathBuf>,
    /// Why the ledger that was there could not say who was erased.
    #[serde(skip)]
    pub(crate) ledger_unreadable: Option<String>,
}

impl RestoreShown {
    /// Describes it.
    pub(crate) fn of(file: &Path, done: Putting) -> Self {
        match done {
            Putting::Node(node) => Self {
                backup: BackupShown::of(file, &node.head, node.totals),
                erased_again: node.erased_again,
                set_aside: node.set_aside,
                ledger_unreadable: node.ledger_unreadable,
            },
            Putting::Federator(centre) => Self {
                backup: BackupShown::of(file, &centre.head, centre.totals),
                erased_again: 0,
                set_aside: centre.set_aside,
                ledger_unreadable: None,
            },
        }
    }
}

impl Shown for RestoreShown {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        self.backup.write(terminal)?;
        let aside = |path: &PathBuf| format!("{} (remove it once all is well)", path.display());
        let erased = match self.erased_again {
            0 => String::new(),
            1 => "1 patron who was erased since was erased again".to_owned(),
            more => format!("{more} patrons who were erased since were erased again"),
        };
        let described = [
            ("restored", "found again in the new stores".to_owned()),
            ("erased", erased),
            (
                "set aside",
                self.set_aside.as_ref().map(aside).unwrap_or_default(),
            ),
        ];
        facts::write(&described, terminal)
    }
}
