//! How do records leave a catalogue store, and come into a new one?

use super::error::BackupError;
use crate::catalogue::{
    CatalogueStore, Change, ChangeKind, Content, Format, ImportGroup, IncomingRecord, Run,
    StoreError,
};
use crate::codec::{Source, put_bytes};
use navette_domain::catalogue::RecordId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many records are put back at once, at most.
const GROUP_RECORDS: usize = 2_000;
/// How many bytes of records are put back at once; the store takes 32 MiB, one record of up to that included.
const GROUP_BYTES: usize = 8 << 20;

/// One record as a backup has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUpRecord {
    /// Names the record in its library.
    pub id: String,
    /// Whether it is offered; a withdrawn one has the content of its last live version.
    pub live: bool,
    /// What the source gave.
    pub content: Content,
    /// The mapping profile (TOML) it was imported with.
    pub profile: Arc<str>,
}

impl BackedUpRecord {
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.live));
        put_bytes(out, self.id.as_bytes());
        out.push(self.content.format.number());
        out.push(u8::from(self.content.header.is_some()));
        if let Some(header) = &self.content.header {
            put_bytes(out, header);
        }
        put_bytes(out, &self.content.raw);
    }

    pub(super) fn decode(source: &mut Source<'_>, profile: &Arc<str>) -> Option<Self> {
        let live = yes_or_no(source.byte()?)?;
        let id = source.text()?.to_owned();
        let format = Format::from_number(source.byte()?)?;
        let header = match yes_or_no(source.byte()?)? {
            true => Some(Arc::from(source.bytes()?)),
            false => None,
        };
        let raw = source.bytes()?.to_vec();
        Some(Self {
            id,
            live,
            content: Content {
                raw,
                format,
                header,
            },
            profile: Arc::clone(profile),
        })
    }
}

fn yes_or_no(byte: u8) -> Option<bool> {
    match byte {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

/// Visits every record of a store. One that changes meanwhile comes again: the last visit counts.
pub(super) fn for_each_record(
    store: &dyn CatalogueStore,
    mut visit: impl FnMut(BackedUpRecord) -> Result<(), BackupError>,
) -> Result<(), BackupError> {
    for change in store.scan(0) {
        visit(record(store, change?)?)?;
    }
    Ok(())
}

fn record(store: &dyn CatalogueStore, change: Change) -> Result<BackedUpRecord, StoreError> {
    let (live, content, profile) = match change.kind {
        ChangeKind::Live { content, profile } => (true, content, profile),
        ChangeKind::Withdrawn => {
            let missing = || {
                let what = format!("withdrawn record {} has no content", change.id);
                crate::state::StateError::Inconsistent(what)
            };
            let kept = store.get(&change.id)?.ok_or_else(missing)?;
            (false, kept.content, kept.profile)
        }
    };
    Ok(BackedUpRecord {
        id: change.id.0,
        live,
        content,
        profile,
    })
}

/// Puts records back into a new store, in the order in which the backup has them.
pub(super) struct RecordsBack<'a> {
    store: &'a dyn CatalogueStore,
    /// Says in a number what a record is, as an import does, so that the same file imported again changes nothing.
    digest: &'a dyn Fn(&Content, &Arc<str>) -> u128,
    waiting: Vec<IncomingRecord>,
    waiting_bytes: usize,
    profile: Option<Arc<str>>,
    profiles: BTreeSet<Arc<str>>,
    withdrawn: BTreeSet<String>,
}

impl<'a> RecordsBack<'a> {
    /// Begins with a store that has no records.
    pub(super) fn into(
        store: &'a dyn CatalogueStore,
        digest: &'a dyn Fn(&Content, &Arc<str>) -> u128,
    ) -> Self {
        Self {
            store,
            digest,
            waiting: Vec::new(),
            waiting_bytes: 0,
            profile: None,
            profiles: BTreeSet::new(),
            withdrawn: BTreeSet::new(),
        }
    }

    /// Takes one record.
    pub(super) fn put(&mut self, record: BackedUpRecord) -> Result<(), StoreError> {
        let other_profile = self.profile.as_ref() != Some(&record.profile);
        let full = self.waiting.len() >= GROUP_RECORDS || self.waiting_bytes >= GROUP_BYTES;
        if other_profile || full {
            self.flush()?;
            self.profile = Some(Arc::clone(&record.profile));
        }
        match record.live {
            true => self.withdrawn.remove(&record.id),
            false => self.withdrawn.insert(record.id.clone()),
        };
        self.waiting_bytes += record.content.raw.len();
        self.waiting.push(IncomingRecord {
            digest: (self.digest)(&record.content, &record.profile),
            id: RecordId(record.id),
            content: record.content,
        });
        Ok(())
    }

    /// Puts back what waits, and withdraws what was withdrawn.
    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        self.flush()?;
        let profiles = std::mem::take(&mut self.profiles);
        for profile in profiles {
            let run = self.run(&profile)?;
            self.store.finish_import(run.run, false)?;
        }
        let withdrawn: Vec<RecordId> = self.withdrawn.into_iter().map(RecordId).collect();
        self.store.withdraw(&withdrawn)?;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let Some(profile) = self.profile.clone() else {
            return Ok(());
        };
        if self.waiting.is_empty() {
            return Ok(());
        }
        let run = self.run(&profile)?;
        self.profiles.insert(profile);
        self.waiting_bytes = 0;
        self.store.import(ImportGroup {
            run: run.run,
            through: 0,
            counts: Vec::new(),
            records: std::mem::take(&mut self.waiting),
        })?;
        Ok(())
    }

    /// Goes on with the run of a profile; where too many are open an older one has been given up, and this begins it anew.
    fn run(&self, profile: &str) -> Result<Run, StoreError> {
        let key = format!(
            "restore {:032x}",
            xxhash_rust::xxh3::xxh3_128(profile.as_bytes())
        );
        self.store.begin_import(&key, profile)
    }
}
