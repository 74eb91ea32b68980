//! How is one command laid out in the journal? A version, a kind, and the rows it changed as they are after it.

use super::limits::{ROWS_MAX, refuse_oversize};
use crate::codec::{Source, put_bytes, put_number};

/// Version of the records; a golden file in testdata notices a change.
const VERSION: u8 = 1;

const CREATED: u8 = 0;
const REINCARNATED: u8 = 1;
const CHANGED: u8 = 2;

const REMOVED: u8 = 0;
const PUT: u8 = 1;

/// A row after a change: its key, and its value or nothing where it was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) key: Vec<u8>,
    pub(crate) value: Option<Vec<u8>>,
}

/// One record of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Record {
    /// The first record of a journal that no snapshot precedes.
    Created { incarnation: u64 },
    /// The store's history went on elsewhere, and this is another one from here on.
    Reincarnated { incarnation: u64 },
    /// What one command changed.
    Changed(Vec<Row>),
}

impl Record {
    /// Appends the record; refuses what is over a limit.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) -> Result<(), String> {
        out.push(VERSION);
        match self {
            Self::Created { incarnation } => {
                out.push(CREATED);
                out.extend_from_slice(&incarnation.to_le_bytes());
            }
            Self::Reincarnated { incarnation } => {
                out.push(REINCARNATED);
                out.extend_from_slice(&incarnation.to_le_bytes());
            }
            Self::Changed(rows) => {
                out.push(CHANGED);
                put_rows(out, rows)?;
            }
        }
        Ok(())
    }

    /// Reads a record; nothing where the bytes cannot be one.
    pub(crate) fn decode(payload: &[u8]) -> Option<Self> {
        let mut source = Source::new(payload);
        if source.byte()? != VERSION {
            return None;
        }
        let record = match source.byte()? {
            CREATED => Self::Created {
                incarnation: u64::from_le_bytes(source.array()?),
            },
            REINCARNATED => Self::Reincarnated {
                incarnation: u64::from_le_bytes(source.array()?),
            },
            CHANGED => Self::Changed(take_rows(&mut source)?),
            _ => return None,
        };
        source.is_at_end().then_some(record)
    }
}

fn put_rows(out: &mut Vec<u8>, rows: &[Row]) -> Result<(), String> {
    if rows.len() > ROWS_MAX {
        return Err(format!(
            "a command may change {ROWS_MAX} rows, not {}",
            rows.len()
        ));
    }
    put_number(out, rows.len() as u64);
    for row in rows {
        refuse_oversize(&row.key, row.value.as_deref())?;
        out.push(if row.value.is_some() { PUT } else { REMOVED });
        put_bytes(out, &row.key);
        if let Some(value) = &row.value {
            put_bytes(out, value);
        }
    }
    Ok(())
}

fn take_rows(source: &mut Source<'_>) -> Option<Vec<Row>> {
    let count = usize::try_from(source.number()?).ok()?;
    if count > ROWS_MAX {
        return None;
    }
    let mut rows = Vec::new();
    for _ in 0..count {
        let kind = source.byte()?;
        let key = source.bytes()?.to_vec();
        let value = match kind {
            REMOVED => None,
            PUT => Some(source.bytes()?.to_vec()),
            _ => return None,
        };
        refuse_oversize(&key, value.as_deref()).ok()?;
        rows.push(Row { key, value });
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_over_a_limit_is_not_written() {
        let row = |key: usize, value: usize| Row {
            key: vec![1; key],
            value: Some(vec![2; value]),
        };
        for rows in [
            vec![row(0, 1)],
            vec![row(1025, 1)],
            vec![row(1, (1 << 20) + 1)],
            vec![row(1, 0); ROWS_MAX + 1],
        ] {
            assert!(Record::Changed(rows).encode(&mut Vec::new()).is_err());
        }
    }

    proptest! {
        #[test]
        fn a_record_is_read_as_it_was_written(
            rows in proptest::collection::vec((proptest::collection::vec(any::<u8>(), 1..20), any::<Option<Vec<u8>>>()), 0..20)
        ) {
            let rows = rows.into_iter().map(|(key, value)| Row { key, value }).collect();
            let record = Record::Changed(rows);
            let mut bytes = Vec::new();
            record.encode(&mut bytes).unwrap();
            prop_assert_eq!(Record::decode(&bytes), Some(record));
            prop_assert_eq!(Record::decode(&bytes[..bytes.len() - 1]), None);
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = Record::decode(&bytes);
        }
    }
}
