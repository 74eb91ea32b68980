//! How is a backup described, and what came of putting one back?

use super::shown::Shown;
use super::{facts, moment, moment_for_people};
use crate::failure::Failure;
use crate::terminal::Terminal;
use navette_federator::PutOutAgain;
use navette_node::RestoredNode;
use navette_store::backup::{BackupHead, Restored, Totals};
use navette_store::keyring::PortableKeys;
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
    keys: Option<KeysShown>,
    #[serde(skip)]
    made_at_ms: i64,
}

/// What is in a file of keys.
#[derive(Serialize)]
pub(crate) struct KeysShown {
    file: String,
    keys: usize,
    erased: usize,
}

impl KeysShown {
    /// Describes keys that were found whole.
    pub(crate) fn of(file: &Path, keys: &PortableKeys) -> Self {
        Self {
            file: file.display().to_string(),
            keys: keys.count(),
            erased: keys.erased.len(),
        }
    }

    fn said(&self) -> String {
        let Self { file, keys, erased } = self;
        format!("{file}: {keys} keys, {erased} erased")
    }
}

impl BackupShown {
    /// Describes a backup that was found whole, with the keys beside it.
    pub(crate) fn of(
        file: &Path,
        head: &BackupHead,
        totals: Totals,
        keys: Option<KeysShown>,
    ) -> Self {
        Self {
            keys,
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
            (
                "keys",
                self.keys.as_ref().map(KeysShown::said).unwrap_or_default(),
            ),
        ];
        facts::write(&described, terminal)
    }
}

/// What was put back.
pub(crate) enum Putting {
    /// A node.
    Node(RestoredNode),
    /// A federator.
    Federator(Restored<PutOutAgain>),
}

/// Who stays out of a territory whose federator was restored.
#[derive(Serialize)]
pub(crate) struct PutOutShown {
    certificates: usize,
    codes: usize,
}

impl PutOutShown {
    fn said(&self) -> String {
        let Self {
            certificates,
            codes,
        } = self;
        format!(
            "{certificates} certificates revoked since were revoked again, {codes} open codes withdrawn"
        )
    }
}

/// What came of a restore.
#[derive(Serialize)]
pub(crate) struct RestoreShown {
    #[serde(flatten)]
    backup: BackupShown,
    erased_again: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    put_out_again: Option<PutOutShown>,
    set_aside: Option<PathBuf>,
    /// What whoever restores should know beside.
    #[serde(skip)]
    pub(crate) notes: Vec<String>,
}

impl RestoreShown {
    /// Describes it.
    pub(crate) fn of(file: &Path, done: Putting, keys: Option<KeysShown>) -> Self {
        match done {
            Putting::Node(node) => Self {
                notes: notes(&node),
                backup: BackupShown::of(file, &node.head, node.totals, keys),
                erased_again: node.erased_again,
                put_out_again: None,
                set_aside: node.set_aside,
            },
            Putting::Federator(centre) => Self {
                backup: BackupShown::of(file, &centre.head, centre.totals, None),
                erased_again: 0,
                put_out_again: Some(PutOutShown {
                    certificates: centre.afterwards.certificates,
                    codes: centre.afterwards.codes,
                }),
                notes: centre
                    .set_aside
                    .iter()
                    .map(|aside| left_in(aside, ""))
                    .chain(centre.afterwards.ledger_unreadable.map(unreadable_centre))
                    .collect(),
                set_aside: centre.set_aside,
            },
        }
    }
}

fn unreadable_centre(reason: String) -> String {
    format!(
        "note: the ledger that was there cannot say who was put out ({reason}); the list beside the authority was used"
    )
}

fn notes(node: &RestoredNode) -> Vec<String> {
    let unreadable = node.ledger_unreadable.iter().map(|reason| {
        format!("note: the ledger that was there cannot say who was erased ({reason}); the lists were used")
    });
    let left = node.keys_left.iter().map(|reason| {
        format!(
            "note: the keys that were set aside still open what was erased ({reason}): remove them"
        )
    });
    let sealing = node.sealing_key_left.iter().map(|reason| {
        format!("note: the sealing key was not put back ({reason}); the node makes another one")
    });
    let access = node.access_of_backup.then(|| {
        let made = moment_for_people(node.head.made_at_ms).unwrap_or_default();
        format!(
            "note: accounts and passwords are as of {made}: take away again who was taken away since, and set anew what was changed"
        )
    });
    let keys = ", with the keys to it";
    let aside = node.set_aside.iter().map(|aside| left_in(aside, keys));
    unreadable
        .chain(access)
        .chain(left)
        .chain(sealing)
        .chain(aside)
        .collect()
}

/// What is set aside stays as it was: nobody is erased in it, and nothing forgotten.
fn left_in(aside: &Path, keys: &str) -> String {
    format!(
        "note: {} has what was there before{keys}: what is erased or forgotten from now on can still be read in it; once all is \
         well, `navette restore --forget-before` takes it away for good",
        aside.display()
    )
}

/// What was taken away for good.
#[derive(Serialize)]
pub(crate) struct ForgottenShown {
    pub(crate) forgotten: Vec<PathBuf>,
}

impl Shown for ForgottenShown {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        if self.forgotten.is_empty() {
            return terminal.line("nothing is set aside");
        }
        for folder in &self.forgotten {
            terminal.line(&format!("{} is gone, keys and all", folder.display()))?;
        }
        Ok(())
    }
}

impl Shown for RestoreShown {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        self.backup.write(terminal)?;
        let aside = |path: &PathBuf| path.display().to_string();
        let erased = match self.erased_again {
            0 => String::new(),
            1 => "1 patron who was erased since was erased again".to_owned(),
            more => format!("{more} patrons who were erased since were erased again"),
        };
        let described = [
            ("restored", "found again in the new stores".to_owned()),
            ("erased", erased),
            (
                "put out",
                self.put_out_again
                    .as_ref()
                    .map(PutOutShown::said)
                    .unwrap_or_default(),
            ),
            (
                "set aside",
                self.set_aside.as_ref().map(aside).unwrap_or_default(),
            ),
        ];
        facts::write(&described, terminal)
    }
}
