//! How are the rows laid out? A letter for the kind, the name of the thing, and its fields.

use super::change::LedgerChange;
use super::line::NodeLine;
use super::member_row::{CertificateRow, MemberRow, SealingKeyRow};
use super::state::FederatorState;
use super::stored_exception::StoredException;
use super::undo::{UndoNote, VisitNote};
use super::view_key::ViewKey;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::membership::{InvitationId, Serial};
use navette_store::ledger::{LedgerState, Stored, stored_bytes, taken_whole};
use navette_store::{stored_enum, stored_struct};

stored_struct!(NodeLine {
    incarnation,
    left,
    applied,
    resyncing,
    lapses,
    heard
});
stored_struct!(UndoNote {
    by,
    report,
    journey,
    journey_version,
    request,
    request_version
});
stored_struct!(VisitNote {
    by,
    report,
    before,
    version
});
stored_struct!(CertificateRow { issued, der });
stored_struct!(MemberRow {
    subject,
    since,
    version,
    revoked
});
stored_struct!(SealingKeyRow {
    vouched,
    since,
    changes
});
stored_enum!(ViewKey { 0 => Request(id), 1 => Journey(id) });

const COUNT: u8 = b'n';
const REQUEST: u8 = b'r';
const JOURNEY: u8 = b'j';
const LINE: u8 = b'l';
const VIEW: u8 = b'v';
const CHOICE: u8 = b'c';
const UNDO: u8 = b'u';
const VISIT_UNDO: u8 = b'w';
const EXCEPTION: u8 = b'x';
const RUN_CHANGE: u8 = b'm';
const INVITATION: u8 = b'i';
const CERTIFICATE: u8 = b'k';
const MEMBER: u8 = b'b';
const SEALING_KEY: u8 = b's';

fn key(kind: u8, name: &impl Stored) -> Vec<u8> {
    let mut key = vec![kind];
    name.put(&mut key);
    key
}

impl LedgerState for FederatorState {
    type Change = LedgerChange;

    fn encode(change: &LedgerChange) -> (Vec<u8>, Option<Vec<u8>>) {
        match change {
            LedgerChange::Count(count) => (vec![COUNT], Some(stored_bytes(count))),
            LedgerChange::Request(request) => (
                key(REQUEST, &request.placement.id),
                Some(stored_bytes(request)),
            ),
            LedgerChange::RequestForgotten(id) => (key(REQUEST, id), None),
            LedgerChange::Journey(journey) => {
                (key(JOURNEY, &journey.id), Some(stored_bytes(journey)))
            }
            LedgerChange::JourneyForgotten(id) => (key(JOURNEY, id), None),
            LedgerChange::Line(library, line) => (key(LINE, library), Some(stored_bytes(line))),
            LedgerChange::View(library, view) => {
                let name = (library.clone(), ViewKey::of(view));
                (key(VIEW, &name), Some(stored_bytes(view)))
            }
            LedgerChange::ViewTaken(library, view) => (key(VIEW, &(library.clone(), *view)), None),
            LedgerChange::Choice(id, notes) => (key(CHOICE, id), Some(stored_bytes(notes))),
            LedgerChange::ChoiceForgotten(id) => (key(CHOICE, id), None),
            LedgerChange::Undo(id, note) => (key(UNDO, id), Some(stored_bytes(note))),
            LedgerChange::UndoGone(id) => (key(UNDO, id), None),
            LedgerChange::VisitUndo(id, note) => (key(VISIT_UNDO, id), Some(stored_bytes(note))),
            LedgerChange::VisitUndoGone(id) => (key(VISIT_UNDO, id), None),
            LedgerChange::Exception(number, exception) => {
                let value = stored_bytes(&StoredException(exception.clone()));
                (key(EXCEPTION, number), Some(value))
            }
            LedgerChange::ExceptionGone(number) => (key(EXCEPTION, number), None),
            LedgerChange::RunChange(number, change) => {
                (key(RUN_CHANGE, number), Some(stored_bytes(&**change)))
            }
            LedgerChange::RunChangeForgotten(number) => (key(RUN_CHANGE, number), None),
            LedgerChange::Invitation(invitation) => (
                key(INVITATION, &invitation.id),
                Some(stored_bytes(&**invitation)),
            ),
            LedgerChange::InvitationForgotten(id) => (key(INVITATION, id), None),
            LedgerChange::Certificate(row) => (
                key(CERTIFICATE, &row.issued.serial),
                Some(stored_bytes(&**row)),
            ),
            LedgerChange::CertificateForgotten(serial) => (key(CERTIFICATE, serial), None),
            LedgerChange::Member(row) => (key(MEMBER, &row.subject), Some(stored_bytes(&**row))),
            LedgerChange::SealingKey(library, row) => {
                (key(SEALING_KEY, library), Some(stored_bytes(&**row)))
            }
            LedgerChange::SealingKeyGone(library) => (key(SEALING_KEY, library), None),
        }
    }

    fn apply(&mut self, change: LedgerChange) {
        self.take(change);
    }

    fn load(&mut self, key: &[u8], value: &[u8]) -> Result<(), String> {
        let read = read_row(key, value);
        self.take(read.ok_or_else(|| unreadable(key))?);
        Ok(())
    }

    fn unload(&mut self, key: &[u8]) -> Result<(), String> {
        let (&kind, name) = key.split_first().ok_or_else(|| unreadable(key))?;
        let change = match kind {
            REQUEST => taken_whole::<RequestId>(name).map(LedgerChange::RequestForgotten),
            JOURNEY => taken_whole::<JourneyId>(name).map(LedgerChange::JourneyForgotten),
            UNDO => taken_whole::<JourneyId>(name).map(LedgerChange::UndoGone),
            VISIT_UNDO => taken_whole::<RequestId>(name).map(LedgerChange::VisitUndoGone),
            CHOICE => taken_whole::<RequestId>(name).map(LedgerChange::ChoiceForgotten),
            VIEW => taken_whole::<(LibraryId, ViewKey)>(name)
                .map(|(library, view)| LedgerChange::ViewTaken(library, view)),
            EXCEPTION => taken_whole::<u32>(name).map(LedgerChange::ExceptionGone),
            RUN_CHANGE => taken_whole::<u32>(name).map(LedgerChange::RunChangeForgotten),
            INVITATION => taken_whole::<InvitationId>(name).map(LedgerChange::InvitationForgotten),
            CERTIFICATE => taken_whole::<Serial>(name).map(LedgerChange::CertificateForgotten),
            SEALING_KEY => taken_whole::<LibraryId>(name).map(LedgerChange::SealingKeyGone),
            _ => None,
        };
        self.take(change.ok_or_else(|| unreadable(key))?);
        Ok(())
    }
}

fn read_row(key: &[u8], value: &[u8]) -> Option<LedgerChange> {
    let (&kind, name) = key.split_first()?;
    Some(match kind {
        COUNT => LedgerChange::Count(taken_whole(value)?),
        REQUEST => LedgerChange::Request(taken_whole(value)?),
        JOURNEY => LedgerChange::Journey(taken_whole(value)?),
        LINE => LedgerChange::Line(taken_whole(name)?, taken_whole(value)?),
        VIEW => {
            let (library, _) = taken_whole::<(LibraryId, ViewKey)>(name)?;
            LedgerChange::View(library, taken_whole(value)?)
        }
        CHOICE => LedgerChange::Choice(taken_whole(name)?, taken_whole(value)?),
        UNDO => LedgerChange::Undo(taken_whole(name)?, taken_whole(value)?),
        VISIT_UNDO => LedgerChange::VisitUndo(taken_whole(name)?, taken_whole(value)?),
        EXCEPTION => {
            let StoredException(exception) = taken_whole(value)?;
            LedgerChange::Exception(taken_whole(name)?, exception)
        }
        RUN_CHANGE => {
            let change = Box::new(taken_whole(value)?);
            LedgerChange::RunChange(taken_whole(name)?, change)
        }
        INVITATION => LedgerChange::Invitation(taken_whole(value)?),
        CERTIFICATE => LedgerChange::Certificate(taken_whole(value)?),
        MEMBER => LedgerChange::Member(taken_whole(value)?),
        SEALING_KEY => {
            let row = Box::new(taken_whole(value)?);
            LedgerChange::SealingKey(taken_whole(name)?, row)
        }
        _ => return None,
    })
}

fn unreadable(key: &[u8]) -> String {
    format!("the row {} is none of the federator's", key.escape_ascii())
}
