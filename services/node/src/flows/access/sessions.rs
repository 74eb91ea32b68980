//! Who has signed in? Sessions are rows, so that they outlive a restart and can be ended one by one.

use crate::draft::Draft;
use crate::ledger::{
    NodeState, PersonRow, SessionOwner, SessionRow, SignInLinkRow, StaffAccountRow,
};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::access::{Caller, SESSIONS_MAX, SESSIONS_OF_ONE, SignedInAt};
use navette_domain::identity::PatronNumber;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// Sessions and codes that are over and forgotten with one command.
const FORGOTTEN_AT_ONCE: usize = 50;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Says who calls with a session, and whether its use should be noted; nothing where there is none, or it is over.
    pub fn session(&self, key: u128, now: Now) -> Result<Option<(Caller, bool)>, DeskRefusal> {
        self.look(now, move |draft| {
            let row = draft.see::<SessionRow>(&key);
            let Some(row) = row.filter(|row| row.holds(now.at)) else {
                return Ok(None);
            };
            let noted = row.times().should_be_noted(row.whose.kind(), now.at);
            Ok(caller(draft, row.whose).map(|caller| (caller, noted)))
        })
    }

    /// Notes that a session is used.
    pub fn note_use(&self, key: u128, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            if let Some(row) = draft.get::<SessionRow>(&key) {
                let used = row.used.max(now.at);
                draft.put(key, SessionRow { used, ..row });
            }
            Ok(())
        })
    }

    /// Ends a session.
    pub fn end_session(&self, key: u128, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            if draft.see::<SessionRow>(&key).is_some() {
                draft.remove::<SessionRow>(key);
            }
            Ok(())
        })
    }

    /// Ends every session of one person; says how many there were.
    pub fn end_sessions(&self, whose: SessionOwner, now: Now) -> Result<usize, DeskRefusal> {
        self.change(now, move |draft| Ok(end_all_of(draft, whose, None)))
    }
}

/// Gives who calls with a session; nobody where account or patron are gone.
fn caller(draft: &Draft<'_>, whose: SessionOwner) -> Option<Caller> {
    let library = draft.here().clone();
    let patron = |number: PatronNumber, at| {
        let person = draft.see::<PersonRow>(&number)?;
        Some(Caller::Patron {
            library: draft.here().clone(),
            number,
            card: person.card.clone(),
            at,
        })
    };
    match whose {
        SessionOwner::Staff(id) => {
            let account = draft.see::<StaffAccountRow>(&id)?;
            account.is_open().then_some(Caller::Staff {
                library,
                id,
                administrator: account.administrator,
            })
        }
        SessionOwner::PatronHere(number) => patron(number, SignedInAt::Library),
        SessionOwner::PatronElsewhere(number) | SessionOwner::PatronByCode(number) => {
            patron(number, SignedInAt::Elsewhere)
        }
    }
}

/// Begins a session under this key. Of one person there are only so many: the oldest makes room.
pub(super) fn begin(
    draft: &mut Draft<'_>,
    key: u128,
    whose: SessionOwner,
) -> Result<(), DeskRefusal> {
    forget_over(draft, FORGOTTEN_AT_ONCE);
    let sessions = &draft.state.tables().sessions;
    let own = sessions.iter().filter(|(_, row)| row.whose.is_who(whose));
    let mut own: Vec<_> = own.map(|(key, row)| (row.begun, *key)).collect();
    own.sort_unstable();
    let beyond = (own.len() + 1).saturating_sub(SESSIONS_OF_ONE);
    for (_, oldest) in own.into_iter().take(beyond) {
        draft.remove::<SessionRow>(oldest);
    }
    if sessions.len() >= SESSIONS_MAX {
        return Err(DeskRefusal::TooManySessions);
    }
    let at = draft.now.at;
    draft.put(
        key,
        SessionRow {
            whose,
            begun: at,
            used: at,
        },
    );
    Ok(())
}

/// Ends all sessions of a person but one; says how many ended.
pub(super) fn end_all_of(draft: &mut Draft<'_>, whose: SessionOwner, but: Option<u128>) -> usize {
    let sessions = draft.state.tables().sessions.iter();
    let own = sessions.filter(|(key, row)| row.whose.is_who(whose) && Some(**key) != but);
    let own: Vec<u128> = own.map(|(key, _)| *key).collect();
    let ended = own.len();
    for key in own {
        draft.remove::<SessionRow>(key);
    }
    ended
}

/// Forgets the codes by which one patron could still sign in.
pub(super) fn forget_codes_of(draft: &mut Draft<'_>, patron: PatronNumber) {
    let links = draft.state.tables().sign_in_links.iter();
    let own = links.filter(|(_, row)| row.patron == patron);
    let own: Vec<u128> = own.map(|(key, _)| *key).collect();
    for key in own {
        draft.remove::<SignInLinkRow>(key);
    }
}

/// Ends sessions and codes of whomever, so many at most; says whether there may be more.
pub(super) fn end_everything(draft: &mut Draft<'_>, at_most: usize) -> bool {
    let tables = draft.state.tables();
    let sessions: Vec<u128> = tables.sessions.keys().take(at_most).copied().collect();
    let links: Vec<u128> = tables.sign_in_links.keys().take(at_most).copied().collect();
    let more = sessions.len() == at_most || links.len() == at_most;
    for key in sessions {
        draft.remove::<SessionRow>(key);
    }
    for key in links {
        draft.remove::<SignInLinkRow>(key);
    }
    more
}

/// Forgets sessions and codes that are over, so many at most.
pub(crate) fn forget_over(draft: &mut Draft<'_>, at_most: usize) {
    let now = draft.now.at;
    let tables = draft.state.tables();
    let sessions = tables.sessions.iter().filter(|(_, row)| !row.holds(now));
    for (key, _) in sessions.take(at_most) {
        draft.remove::<SessionRow>(*key);
    }
    let links = tables.sign_in_links.iter();
    for (key, _) in links.filter(|(_, row)| row.ends <= now).take(at_most) {
        draft.remove::<SignInLinkRow>(*key);
    }
}
