//! What does somebody read who has come by a backup: with nothing but the file, and with the keys that are kept elsewhere?

use anyhow::Result;
use navette_node::core::PatronKeys;
use navette_proto::wire::operation::BackupRequest;
use navette_proto::wire::operation::operation_service_client::OperationServiceClient;
use navette_store::backup::{BackupReader, Entry};
use navette_store::disk::RealDisk;
use navette_store::keyring::{Keyring, PortableKeys};
use navette_store::ledger::Cover;
use std::sync::Arc;
use tonic::transport::Channel;

/// A backup as it leaves a node: two files.
pub(super) struct Portable {
    /// The backup itself.
    pub(super) file: Vec<u8>,
    keys: PortableKeys,
}

impl Portable {
    /// Asks a running node for one.
    pub(super) async fn of(node: &Channel) -> Result<Self> {
        let mut client = OperationServiceClient::new(node.clone());
        let mut sent = client.backup(BackupRequest {}).await?.into_inner();
        let (mut file, mut keys) = (Vec::new(), Vec::new());
        while let Some(piece) = sent.message().await? {
            file.extend(piece.chunk);
            keys.extend(piece.keys);
        }
        let keys = PortableKeys::decode(&keys)?;
        Ok(Self { file, keys })
    }

    /// Gives all that is in the file, unpacked: rows as they are there, and records.
    pub(super) fn unpacked(&self) -> Result<Vec<u8>> {
        self.every_row(|_, value| Ok(Some(value.to_vec())))
    }

    /// Gives the same with the cover off, by the keys.
    pub(super) fn opened(&self) -> Result<Vec<u8>> {
        let folder = tempfile::tempdir()?;
        Keyring::restore(&RealDisk, folder.path(), &self.keys.copy, &self.keys.erased)?;
        let nobody = Box::new(|_: &mut [u8]| Err(std::io::Error::other("nobody is registered")));
        let keys = PatronKeys::open(Arc::new(RealDisk), folder.path(), nobody)?;
        self.every_row(|key, value| {
            let clear = keys.take_off(key, value).map_err(anyhow::Error::msg)?;
            Ok(clear.map(|clear| clear.to_vec()))
        })
    }

    fn every_row(&self, read: impl Fn(&[u8], &[u8]) -> Result<Option<Vec<u8>>>) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        let mut reader = BackupReader::open(self.file.as_slice())?;
        while let Some(entry) = reader.next_entry()? {
            match entry {
                Entry::Row { key, value } => {
                    all.extend(read(&key, &value)?.unwrap_or_default());
                    all.extend(key);
                }
                Entry::Record(record) => all.extend_from_slice(&record.content.raw),
            }
        }
        Ok(all)
    }
}
