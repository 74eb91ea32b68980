//! How does everything a federator keeps leave it, running or not, and come back? Its ledger: the copies of its members'
//! catalogues are made anew from them.

use crate::clock::Clock;
use crate::config::FederatorConfig;
use crate::error::FederatorError;
use crate::ledger::FederatorState;
use crate::lending_process::Lending;
use crate::process::lock_folder;
use crate::randomness;
use navette_operation::{BackUp, BackupFailure};
use navette_store::backup::{
    BackupHead, ProcessKind, RestoreError, Restored, Target, Totals, finish_interrupted,
    write_backup,
};
use navette_store::ledger::{Ledger, Options};
use std::io::{Read, Write};
use std::sync::{Arc, Weak};

/// The ledger of a running federator. It does not hold it: a federator that stops closes it.
pub(crate) struct RunningLedger(pub(crate) Weak<Lending>);

impl RunningLedger {
    pub(crate) fn of(lending: &Arc<Lending>) -> Self {
        Self(Arc::downgrade(lending))
    }
}

impl BackUp for RunningLedger {
    fn back_up(&self, to: &mut dyn Write) -> Result<Totals, BackupFailure> {
        let lending = self.0.upgrade().ok_or("the federator is stopping")?;
        let head = head(lending.incarnation, lending.now().at.0);
        let rows = lending.core.ledger().export_rows()?;
        drop(lending);
        Ok(write_backup(to, head, &rows, None)?)
    }
}

fn head(incarnation: u64, now_ms: i64) -> BackupHead {
    BackupHead::new(ProcessKind::Federator, "", incarnation, now_ms)
}

/// Writes a backup of a federator that does not run. Blocks; refused where a process holds its folder, or nothing is in it.
pub fn back_up(config: &FederatorConfig, to: impl Write) -> Result<Totals, FederatorError> {
    finish_interrupted(&config.data_dir)?;
    let folder = config.data_dir.join("ledger");
    if !folder.exists() {
        return Err(FederatorError::NothingKept(config.data_dir.clone()));
    }
    let _lock = lock_folder(&config.data_dir)?;
    let options = Options::new(randomness::incarnation());
    let opened = Ledger::<FederatorState>::open(&folder, options);
    let (ledger, _) = opened.map_err(FederatorError::Ledger)?;
    let head = head(ledger.incarnation(), Clock::default().now().0);
    let rows = ledger.export_rows().map_err(FederatorError::Ledger)?;
    let written = write_backup(to, head, &rows, None);
    Ok(written.map_err(RestoreError::Backup)?)
}

/// Restores a federator that does not run; with `replace`, a ledger that is there is set aside. Blocks. On an error nothing is
/// changed.
pub fn restore(
    config: &FederatorConfig,
    from: impl Read,
    replace: bool,
) -> Result<Restored<()>, FederatorError> {
    finish_interrupted(&config.data_dir)?;
    let target = Target {
        data_dir: &config.data_dir,
        kind: ProcessKind::Federator,
        library: "",
        incarnation: randomness::incarnation(),
        catalogue: None,
        replace,
    };
    let restored = navette_store::backup::restore::<FederatorState, ()>(from, &target, |_| Ok(()));
    Ok(restored?)
}
