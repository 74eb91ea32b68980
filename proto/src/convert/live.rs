//! What can be lent of one part of one record, wire and domain.

use crate::wire::catalogue as wire;
use navette_domain::time::Day;

/// Live status of one record's copies of one part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartStatus {
    /// Which version of which record.
    pub seq: u64,
    /// Which part, counted from 0 in order of part.
    pub group: u32,
    /// Copies owned.
    pub copies: u32,
    /// Copies that can be borrowed now.
    pub available: u32,
    /// Copies that are never lent.
    pub reference: u32,
    /// Earliest day a lent copy is due back.
    pub due: Option<Day>,
}

/// Writes a status.
pub fn to_wire(status: PartStatus) -> wire::LiveStatus {
    wire::LiveStatus {
        seq: status.seq,
        group: status.group,
        copies: status.copies,
        available: status.available,
        due_day: status.due.map(|day| day.0),
        reference: status.reference,
    }
}

/// Reads a status; more copies available, or never lent, than owned are cut to those owned.
pub fn from_wire(status: wire::LiveStatus) -> PartStatus {
    PartStatus {
        seq: status.seq,
        group: status.group,
        copies: status.copies,
        available: status.available.min(status.copies),
        reference: status.reference.min(status.copies),
        due: status.due_day.map(Day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_survives_the_wire() {
        for due in [None, Some(Day(-1)), Some(Day(20_000))] {
            let status = PartStatus {
                seq: 7,
                group: 1,
                copies: 3,
                available: 2,
                reference: 1,
                due,
            };
            assert_eq!(from_wire(to_wire(status)), status);
        }
    }

    #[test]
    fn no_more_copies_can_be_borrowed_than_there_are() {
        let sent = wire::LiveStatus {
            copies: 1,
            available: 9,
            ..wire::LiveStatus::default()
        };
        assert_eq!(from_wire(sent).available, 1);
    }
}
