//! How does everything a federator keeps leave it, running or not, and come back? Its ledger: the copies of its members'
//! catalogues are made anew from them.

use crate::clock::Clock;
use crate::config::FederatorConfig;
use crate::error::FederatorError;
use crate::folder_lock::lock_folder;
use crate::ledger::FederatorState;
use crate::lending_process::Lending;
use crate::membership::{AuthorityFolder, PutOutAgain, keep_put_out, put_out_again, put_out_in};
use crate::randomness;
use navette_operation::{BackUp, BackedUp, BackupFailure};
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
    fn back_up(&self, to: &mut dyn Write) -> Result<BackedUp, BackupFailure> {
        let lending = self.0.upgrade().ok_or("the federator is stopping")?;
        let head = head(lending.incarnation, lending.now().at.0);
        let rows = lending.core.ledger().export_rows()?;
        drop(lending);
        let totals = write_backup(to, head, &rows, None)?;
        Ok(BackedUp { totals, keys: None })
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

/// Restores a federator that does not run; with `replace`, a ledger that is there is set aside. Whoever was put out since the backup
/// was made stays out, as far as the folder knows. Blocks. On an error nothing is changed.
pub fn restore(
    config: &FederatorConfig,
    from: impl Read,
    replace: bool,
) -> Result<Restored<PutOutAgain>, FederatorError> {
    finish_interrupted(&config.data_dir)?;
    let (known, ledger_unreadable) = put_out_in(&config.data_dir)?;
    let now = Clock::default().now();
    let target = Target {
        data_dir: &config.data_dir,
        kind: ProcessKind::Federator,
        library: "",
        incarnation: randomness::incarnation(),
        catalogue: None,
        replace,
        cover: None,
    };
    let restored = navette_store::backup::restore(from, &target, |ledger| {
        Ok(PutOutAgain {
            ledger_unreadable,
            ..put_out_again(ledger, &known, now)?
        })
    })?;
    // The ledger that knew of them lies aside now.
    let authority = AuthorityFolder::within(&config.data_dir);
    if authority.exists() {
        keep_put_out(&authority, known, now)?;
    }
    Ok(restored)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::process::start;
    use navette_proto::wire::operation::BackupRequest;
    use navette_proto::wire::operation::operation_service_client::OperationServiceClient;
    use navette_store::backup::check;
    use std::path::Path;

    fn config(folder: &Path) -> FederatorConfig {
        let data_dir = folder.join("data");
        let text = format!(
            "listen = \"127.0.0.1:0\"\ndata_dir = {data_dir:?}\n[observe]\nlisten = \"127.0.0.1:0\"\n\
             [access]\ntrust_this_machine = true\n"
        );
        FederatorConfig::from_toml(&text).unwrap()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_federator_is_backed_up_while_it_runs_and_comes_back_as_another_incarnation() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path());
        let running = start(config.clone()).await.unwrap();
        assert!(running.shown_at().is_some());
        let address = format!("http://{}", running.address());
        let mut client = OperationServiceClient::connect(address).await.unwrap();
        let mut sent = client.backup(BackupRequest {}).await.unwrap().into_inner();
        let mut bytes = Vec::new();
        while let Some(chunk) = sent.message().await.unwrap() {
            bytes.extend(chunk.chunk);
        }
        let held = back_up(&config, std::io::sink()).unwrap_err().to_string();
        assert!(held.contains("is used by another federator"), "{held}");
        drop((client, sent));
        running.stop().await;
        let (head, totals) = check(bytes.as_slice()).unwrap();
        assert_eq!(head.kind, ProcessKind::Federator);
        let offline = back_up(&config, std::io::sink()).unwrap();
        assert_eq!(offline, totals);
        let refused = restore(&config, bytes.as_slice(), false).unwrap_err();
        assert!(refused.to_string().ends_with("has a store already"));
        let restored = restore(&config, bytes.as_slice(), true).unwrap();
        assert_eq!((restored.totals, restored.head), (totals, head.clone()));
        let again = start(config).await.unwrap();
        assert_ne!(again.lending_incarnation(), head.incarnation);
        again.stop().await;
    }
}
