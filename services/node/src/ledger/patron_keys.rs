//! Under whose key does a row go to disk? What belongs to one patron under theirs, what may name somebody under the house's.
//!
//! Destroying a patron's key makes all of it unreadable at once: in journal, state, snapshots and every backup (decision 0015).

use super::{ChangedRow, NodeChange, ScanRow, SessionOwner};
use navette_domain::circulation::Borrower;
use navette_domain::identity::PatronNumber;
use navette_store::disk::Disk;
use navette_store::keyring::{Chance, Keyring, KeyringError};
use navette_store::ledger::{Cover, Rows, stored_bytes, taken_whole};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

/// Whose key covers words that may name somebody without being about one patron; patrons are counted from 1 on.
const HOUSE: u64 = 0;

/// The keys of a library's patrons, and the rule which rows each covers.
pub struct PatronKeys {
    keyring: Keyring,
}

impl PatronKeys {
    /// Reads the keys in a folder, or begins without any.
    pub fn open(disk: Arc<dyn Disk>, dir: &Path, chance: Chance) -> Result<Self, KeyringError> {
        let keyring = Keyring::open(disk, dir, chance)?;
        Ok(Self { keyring })
    }

    /// Gives the keys themselves, for backups.
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Says whether all of these covered rows can be read, but for those of the erased.
    pub(crate) fn opens(&self, rows: &Rows) -> Result<(), KeyringError> {
        for (key, stored) in rows {
            if !is_scan(key) {
                self.keyring.open_value(key, stored)?;
                continue;
            }
            // One that cannot be read is told by the ledger.
            let scan = taken_whole::<ScanRow>(stored);
            for row in scan.into_iter().flat_map(|scan| scan.rows) {
                for value in [row.before, row.after].into_iter().flatten() {
                    self.keyring.open_value(&row.key, &value)?;
                }
            }
        }
        Ok(())
    }

    /// Covers each row that a scan keeps so that it can be taken back: they may be of different patrons.
    fn put_on_each(&self, scan: ScanRow) -> Result<ScanRow, String> {
        each(scan, |key, value| {
            let owner = owner(&NodeChange::read(key, Some(&value))?);
            self.under(owner, key, value).map(Some)
        })?
        .ok_or_else(|| "a row of a scan is gone".to_owned())
    }

    fn take_off_each(&self, scan: ScanRow) -> Result<Option<ScanRow>, String> {
        each(scan, |key, value| {
            let opened = self.keyring.open_value(key, &value);
            let opened = opened.map_err(|error| error.to_string())?;
            Ok(opened.map(Cow::into_owned))
        })
    }

    fn under(&self, owner: Option<u64>, key: &[u8], value: Vec<u8>) -> Result<Vec<u8>, String> {
        let Some(owner) = owner else { return Ok(value) };
        let sealed = self.keyring.seal(owner, key, value);
        sealed.map_err(|error| error.to_string())
    }
}

impl Cover for PatronKeys {
    fn put_on(&self, key: &[u8], value: Vec<u8>) -> Result<Vec<u8>, String> {
        match NodeChange::read(key, Some(&value))? {
            NodeChange::ScanRow(_, Some(scan)) => Ok(stored_bytes(&self.put_on_each(*scan)?)),
            change => self.under(owner(&change), key, value),
        }
    }

    fn take_off<'v>(&self, key: &[u8], stored: &'v [u8]) -> Result<Option<Cow<'v, [u8]>>, String> {
        if is_scan(key) {
            let scan = taken_whole(stored).ok_or("a row of table scans cannot be read")?;
            let scan = self.take_off_each(scan)?;
            return Ok(scan.map(|scan| Cow::Owned(stored_bytes(&scan))));
        }
        let opened = self.keyring.open_value(key, stored);
        opened.map_err(|error| error.to_string())
    }
}

fn is_scan(key: &[u8]) -> bool {
    let scans = NodeChange::ScanRow(0, None).key();
    key.first() == scans.first()
}

/// Changes each value of a scan's rows; nothing where one of them is gone.
fn each(
    scan: ScanRow,
    mut change: impl FnMut(&[u8], Vec<u8>) -> Result<Option<Vec<u8>>, String>,
) -> Result<Option<ScanRow>, String> {
    let mut rows = Vec::with_capacity(scan.rows.len());
    for row in scan.rows {
        let mut changed = |value: Option<Vec<u8>>| match value {
            Some(value) => Ok(change(&row.key, value)?.map(Some)),
            None => Ok::<_, String>(Some(None)),
        };
        let (before, after) = (changed(row.before)?, changed(row.after)?);
        let Some((before, after)) = before.zip(after) else {
            return Ok(None);
        };
        let key = row.key;
        rows.push(ChangedRow { key, before, after });
    }
    Ok(Some(ScanRow { rows, ..scan }))
}

/// Says whose key a row needs; none where it says nothing of a person, or is another library's word.
fn owner(change: &NodeChange) -> Option<u64> {
    let patron = |number: Option<PatronNumber>| Some(number.map_or(HOUSE, |number| number.0));
    match change {
        NodeChange::PatronRow(number, _) | NodeChange::PersonRow(number, _) => Some(number.0),
        NodeChange::OwnRequest(_, row) => patron(row.as_ref()?.patron),
        NodeChange::LoanRow(_, row) => match row.as_ref()?.loan.borrower {
            Borrower::Patron(number) => Some(number.0),
            Borrower::Visitor { .. } => Some(HOUSE),
        },
        NodeChange::ChargeRow(_, row) => Some(row.as_ref()?.patron.0),
        NodeChange::NoticeRow(_, row) => Some(row.as_ref()?.patron.0),
        NodeChange::StaffRow(_, row) => patron(row.as_ref()?.patron),
        NodeChange::PatronPasswordRow(number, _) => Some(number.0),
        NodeChange::SignInLinkRow(_, row) => Some(row.as_ref()?.patron.0),
        NodeChange::PrivateLinkRow(_, row) => Some(row.as_ref()?.patron.0),
        NodeChange::SavedListRow((number, _), _) => Some(number.0),
        NodeChange::ApplicationRow(_, row) => Some(row.as_ref()?.key.0),
        NodeChange::SessionRow(_, row) => match row.as_ref()?.whose {
            SessionOwner::Staff(_) => Some(HOUSE),
            SessionOwner::PatronHere(number)
            | SessionOwner::PatronElsewhere(number)
            | SessionOwner::PatronByCode(number) => Some(number.0),
        },
        NodeChange::AnswerRow(..) | NodeChange::StaffAccountRow(..) => Some(HOUSE),
        // References are random and fresh: they say nothing without the own request that they were drawn for.
        NodeChange::MetaRow(..)
        | NodeChange::ItemRow(..)
        | NodeChange::JourneyRow(..)
        | NodeChange::RequestRow(..)
        | NodeChange::ReportRow(..)
        | NodeChange::ConflictRow(..)
        | NodeChange::VisitOverRow(..)
        | NodeChange::ErasedRow(..) => None,
        // Its rows are covered one by one.
        NodeChange::ScanRow(..) => None,
    }
}
