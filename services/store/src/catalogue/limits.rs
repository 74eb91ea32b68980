//! How much may one group of records hold? Written limits, checked before anything is queued.

use super::StoreError;
use super::types::ImportGroup;

/// The longest name of a record, in bytes.
pub(crate) const LONGEST_ID: usize = 1024;
/// How many records one group may have.
pub(crate) const GROUP_RECORDS: usize = 10_000;
/// How many bytes of records one group may have.
pub(crate) const GROUP_BYTES: usize = 32 << 20;

/// Refuses what is over a written limit, before it is queued.
pub(crate) fn refuse_oversize(group: &ImportGroup) -> Result<(), StoreError> {
    let too_large = |what, limit, found| StoreError::GroupTooLarge { what, limit, found };
    if group.records.len() > GROUP_RECORDS {
        return Err(too_large("records", GROUP_RECORDS, group.records.len()));
    }
    let mut bytes = group.counts.len();
    for record in &group.records {
        if record.id.0.is_empty() || record.id.0.len() > LONGEST_ID {
            return Err(StoreError::BadRecordId(record.id.0.len()));
        }
        let header = record
            .content
            .header
            .as_ref()
            .map_or(0, |header| header.len());
        bytes = bytes.saturating_add(record.content.raw.len().saturating_add(header));
    }
    if bytes > GROUP_BYTES {
        return Err(too_large("bytes", GROUP_BYTES, bytes));
    }
    Ok(())
}
