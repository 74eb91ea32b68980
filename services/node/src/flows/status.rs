//! What of these records can be borrowed now?

use crate::catalogue::{Catalogue, MEMBER};
use navette_indexer::search::{Directory, RowNumber};
use navette_proto::Refusal;
use navette_proto::convert::live::PartStatus;

/// Record numbers of one request, at most.
pub(crate) const SEQS_MAX: usize = 2_000;

/// Gives live status by record number, with the generation it is of; numbers that are unknown or superseded are left out.
pub(crate) fn status(
    catalogue: &Catalogue,
    seqs: &[u64],
) -> Result<(u64, Vec<PartStatus>), Refusal> {
    if seqs.len() > SEQS_MAX {
        return Err(Refusal::OverLimit {
            what: "seqs".into(),
            value: seqs.len() as u64,
            limit: SEQS_MAX as u64,
            unit: "numbers",
        });
    }
    let searchable = catalogue.searchable.read();
    let directory = &searchable.directory;
    let rows = seqs.iter().filter_map(|seq| directory.row_of(MEMBER, *seq));
    let live = rows
        .filter(|row| directory.is_alive(*row))
        .flat_map(|row| parts_of(directory, row))
        .collect();
    Ok((searchable.view.position().generation, live))
}

/// Gives the status of every part of a record.
pub(crate) fn parts_of(
    directory: &Directory,
    row: RowNumber,
) -> impl Iterator<Item = PartStatus> + '_ {
    let seq = directory.row(row).seq;
    (0_u32..)
        .zip(directory.lives_of(row))
        .map(move |(group, live)| PartStatus {
            seq,
            group,
            copies: live.copies,
            available: live.available,
            reference: live.reference,
            due: live.due,
        })
}
