//! How is a backup written? Head, rows, records, end, to whatever takes bytes.

use super::about::{BackupHead, CatalogueHead, ProcessKind, Totals};
use super::blocks::{BLOCK_BYTES, BlockHead, BlockKind, End, LONGEST_BLOCK, beginning};
use super::catalogue::for_each_record;
use super::content::ContentSum;
use super::error::BackupError;
use crate::catalogue::CatalogueStore;
use crate::codec::put_bytes;
use crate::ledger::Rows;
use std::io::{self, Write};
use std::sync::Arc;

/// Packs MARC records to about a third, at some 200 MB a second.
const LEVEL: i32 = 3;

/// Writes all rows of a ledger, and all records of a catalogue as they are when the last one is written.
///
/// `head` says whose they are; its counts are filled in here.
pub fn write_backup(
    to: impl Write,
    head: BackupHead,
    rows: &Rows,
    catalogue: Option<&dyn CatalogueStore>,
) -> Result<Totals, BackupError> {
    let head = BackupHead {
        rows: rows.len() as u64,
        catalogue: catalogue.map(|store| CatalogueHead {
            incarnation: store.incarnation(),
            live: store.live_count(),
        }),
        ..head
    };
    let mut writer = BackupWriter::begin(to, &head)?;
    for (key, value) in rows {
        writer.row(key, value)?;
    }
    if let Some(store) = catalogue {
        writer.records(store)?;
    }
    writer.finish()
}

impl BackupHead {
    /// Begins a head; what is counted is filled in when it is written.
    pub fn new(kind: ProcessKind, library: &str, incarnation: u64, made_at_ms: i64) -> Self {
        Self {
            kind,
            library: library.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_at_ms,
            incarnation,
            rows: 0,
            catalogue: None,
        }
    }
}

/// Writes a backup piece by piece.
struct BackupWriter<W: Write> {
    to: W,
    sha256: ring::digest::Context,
    packer: zstd::bulk::Compressor<'static>,
    block: u64,
    kind: BlockKind,
    plain: Vec<u8>,
    content: ContentSum,
}

impl<W: Write> BackupWriter<W> {
    fn begin(to: W, head: &BackupHead) -> Result<Self, BackupError> {
        let mut writer = Self {
            to,
            sha256: ring::digest::Context::new(&ring::digest::SHA256),
            packer: zstd::bulk::Compressor::new(LEVEL)?,
            block: 0,
            kind: BlockKind::Head,
            plain: head.encode(),
            content: ContentSum::default(),
        };
        writer.put(&beginning())?;
        writer.close_block()?;
        Ok(writer)
    }

    fn row(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        self.within(BlockKind::Rows)?;
        self.content.row(key, value);
        put_bytes(&mut self.plain, key);
        put_bytes(&mut self.plain, value);
        self.close_full_block()
    }

    fn records(&mut self, store: &dyn CatalogueStore) -> Result<(), BackupError> {
        let mut profile: Option<Arc<str>> = None;
        for_each_record(store, |record| {
            if profile.as_ref() != Some(&record.profile) {
                self.within(BlockKind::Profile)?;
                put_bytes(&mut self.plain, record.profile.as_bytes());
                self.close_block()?;
                profile = Some(Arc::clone(&record.profile));
            }
            self.within(BlockKind::Records)?;
            self.content.record(&record);
            record.encode(&mut self.plain);
            Ok(self.close_full_block()?)
        })
    }

    fn finish(mut self) -> Result<Totals, BackupError> {
        self.close_block()?;
        let totals = self.content.totals();
        let mut sha256 = [0; 32];
        let said = self.sha256.clone().finish();
        for (to, from) in sha256.iter_mut().zip(said.as_ref()) {
            *to = *from;
        }
        self.kind = BlockKind::End;
        self.plain = End { totals, sha256 }.encode();
        self.close_block()?;
        self.to.flush()?;
        Ok(totals)
    }

    /// Goes on in a block of this kind.
    fn within(&mut self, kind: BlockKind) -> io::Result<()> {
        if self.kind != kind {
            self.close_block()?;
            self.kind = kind;
        }
        Ok(())
    }

    fn close_full_block(&mut self) -> io::Result<()> {
        match self.plain.len() >= BLOCK_BYTES {
            true => self.close_block(),
            false => Ok(()),
        }
    }

    fn close_block(&mut self) -> io::Result<()> {
        if self.plain.is_empty() {
            return Ok(());
        }
        let too_long = || io::Error::other("a record is longer than a backup can hold");
        let plain = u32::try_from(self.plain.len()).map_err(|_| too_long())?;
        let packed = self.packer.compress(&self.plain)?;
        if plain > LONGEST_BLOCK || packed.len() > LONGEST_BLOCK as usize {
            return Err(too_long());
        }
        let head = BlockHead::of(self.block, self.kind, plain, &packed);
        self.put(&head.encode())?;
        self.put(&packed)?;
        self.block += 1;
        self.plain.clear();
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sha256.update(bytes);
        self.to.write_all(bytes)
    }
}
