//! By what does a patron sign in elsewhere than at the library? A password, or a code that works once.

use super::sessions::{end_all_of, forget_codes_of};
use crate::draft::Draft;
use crate::flows::notices::{tell_code, tell_password_changed};
use crate::flows::patrons::by_card;
use crate::ledger::{NodeState, PatronPasswordRow, SessionOwner, SessionRow, SignInLinkRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::access::LINK_LIVES_MS;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::privacy::Secret;
use navette_domain::time::{Now, Timestamp};
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Gives the hash of the password that a patron must know to set another in this session; nothing where none is set, or the
    /// session began by a one-time code.
    pub fn password_to_know(
        &self,
        number: PatronNumber,
        session: Option<u128>,
        now: Now,
    ) -> Result<Option<Secret<String>>, DeskRefusal> {
        self.look(now, move |draft| {
            let session = open_session(draft, number, session)?;
            Ok(to_know(draft, number, &session))
        })
    }

    /// Sets a patron's password, or takes it away. `proven` is the hash of the one that they knew, for which see
    /// [`NodeCore::password_to_know`]. Their other sessions and their codes end, and they are told.
    pub fn set_patron_password(
        &self,
        number: PatronNumber,
        hash: Option<Secret<String>>,
        proven: Option<Secret<String>>,
        session: Option<u128>,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            let row = open_session(draft, number, session)?;
            if to_know(draft, number, &row) != proven {
                return Err(DeskRefusal::SecretChanged);
            }
            match hash {
                Some(hash) => draft.put(number, PatronPasswordRow { hash }),
                None => draft.remove::<PatronPasswordRow>(number),
            }
            end_all_of(draft, row.whose, session);
            if let (SessionOwner::PatronByCode(_), Some(key)) = (row.whose, session) {
                let whose = SessionOwner::PatronElsewhere(number);
                draft.put(key, SessionRow { whose, ..row });
            }
            forget_codes_of(draft, number);
            tell_password_changed(draft, number);
            Ok(())
        })
    }

    /// Gives the hash of a patron's password, where one is set.
    pub fn patron_password(
        &self,
        number: PatronNumber,
        now: Now,
    ) -> Result<Option<Secret<String>>, DeskRefusal> {
        self.look(now, move |draft| {
            let row = draft.see::<PatronPasswordRow>(&number);
            Ok(row.map(|row| row.hash.clone()))
        })
    }

    /// Has a code sent to the patron who has this card, where there is one with a mailbox.
    pub fn code_asked(&self, card: Option<CardNumber>, now: Now) -> Result<(), DeskRefusal> {
        self.act_untold(now, move |draft| {
            let patron = card.and_then(|card| by_card(draft, &card).ok());
            if let Some(patron) = patron {
                tell_code(draft, patron);
            }
            Ok(())
        })
    }

    /// Keeps a code that signs a patron in once, in place of one from before; says until when.
    pub fn link_made(
        &self,
        number: PatronNumber,
        link: u128,
        now: Now,
    ) -> Result<Timestamp, DeskRefusal> {
        self.change(now, move |draft| {
            forget_codes_of(draft, number);
            let ends = now.at.plus_ms(LINK_LIVES_MS);
            draft.put(
                link,
                SignInLinkRow {
                    patron: number,
                    ends,
                },
            );
            Ok(ends)
        })
    }
}

/// Gives the session of a patron in which something is set, unless it was ended meanwhile.
fn open_session(
    draft: &Draft<'_>,
    number: PatronNumber,
    session: Option<u128>,
) -> Result<SessionRow, DeskRefusal> {
    let row = session.and_then(|key| draft.get::<SessionRow>(&key));
    let row = row.filter(|row| row.whose.is_who(SessionOwner::PatronElsewhere(number)));
    row.ok_or(DeskRefusal::SecretChanged)
}

fn to_know(
    draft: &Draft<'_>,
    number: PatronNumber,
    session: &SessionRow,
) -> Option<Secret<String>> {
    match session.whose {
        SessionOwner::PatronByCode(_) => None,
        SessionOwner::Staff(_) | SessionOwner::PatronHere(_) | SessionOwner::PatronElsewhere(_) => {
            let row = draft.see::<PatronPasswordRow>(&number);
            row.map(|row| row.hash.clone())
        }
    }
}
