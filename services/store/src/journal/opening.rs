//! Where does the journal end? Finds the last whole record, and tells a torn tail from damage.

use super::frame::{HEAD_BYTES, HEADER_BYTES, Head, segment_header};
use super::reader::JournalReader;
use super::{JournalError, Position, Segments};
use std::sync::Arc;

/// Where the last segment ends, and how many bytes follow that were never acknowledged.
pub(crate) struct Tail {
    pub(crate) end: Position,
    pub(crate) torn_bytes: u64,
}

/// Reads the last segment from its start to the last whole record.
pub(crate) fn find_tail(segments: &Arc<Segments>, segment: u32) -> Result<Tail, JournalError> {
    let path = segments.path(segment);
    let io = |source| JournalError::io(&path, source);
    let length = segments.file(segment)?.len().map_err(io)?;
    let mut header = [0; HEADER_BYTES as usize];
    let read = segments
        .file(segment)?
        .read_at(0, &mut header)
        .map_err(io)?;
    if header.get(..read) != Some(&segment_header(segment)) {
        refuse_damage(segments, segment, 0, length)?;
        return Ok(Tail {
            end: Position { segment, offset: 0 },
            torn_bytes: length,
        });
    }
    let start = Position {
        segment,
        offset: HEADER_BYTES,
    };
    let mut reader = JournalReader::new(Arc::clone(segments), start, start);
    let mut end = start;
    while let Some((head, _)) = reader.whole_record()? {
        end.offset = end.offset.saturating_add(HEAD_BYTES + head.length);
    }
    let torn_bytes = length.saturating_sub(u64::from(end.offset));
    if torn_bytes > 0 {
        refuse_damage(segments, segment, end.offset, length)?;
    }
    Ok(Tail { end, torn_bytes })
}

/// Looks behind a hole for a record that was written when the hole had already been synced.
fn refuse_damage(
    segments: &Segments,
    segment: u32,
    hole: u32,
    length: u64,
) -> Result<(), JournalError> {
    let rest = usize::try_from(length.saturating_sub(u64::from(hole))).unwrap_or(usize::MAX);
    let at = Position {
        segment,
        offset: hole,
    };
    let bytes = segments.read_exact(at, rest)?;
    for step in 1..bytes.len() {
        let offset = hole.saturating_add(u32::try_from(step).unwrap_or(u32::MAX));
        let tail = bytes.get(step..).unwrap_or_default();
        let Some(head) = Head::read(tail) else {
            continue;
        };
        if head.group_start <= hole || head.group_start > offset {
            continue;
        }
        let payload = tail
            .get(HEAD_BYTES as usize..)
            .and_then(|rest| rest.get(..head.length as usize));
        if payload.is_some_and(|payload| head.fits((segment, offset), payload)) {
            let what = format!("no whole record here, but one follows at byte {offset}");
            return Err(segments.damaged(segment, hole, &what));
        }
    }
    Ok(())
}
