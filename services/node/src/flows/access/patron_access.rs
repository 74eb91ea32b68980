//! By what does a patron sign in elsewhere than at the library? A password, or a code that works once.

use super::sessions::end_all_of;
use crate::flows::notices::tell_code;
use crate::flows::patrons::by_card;
use crate::ledger::{NodeState, PatronPasswordRow, SessionOwner, SignInLinkRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::access::LINK_LIVES_MS;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::time::{Now, Timestamp};
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Sets a patron's password, or takes it away, and ends their sessions but the one it was set in.
    pub fn set_patron_password(
        &self,
        number: PatronNumber,
        hash: Option<String>,
        but: Option<u128>,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            match hash {
                Some(hash) => draft.put(number, PatronPasswordRow { hash }),
                None => draft.remove::<PatronPasswordRow>(number),
            }
            end_all_of(draft, SessionOwner::PatronElsewhere(number), but);
            Ok(())
        })
    }

    /// Gives the hash of a patron's password, where one is set.
    pub fn patron_password(
        &self,
        number: PatronNumber,
        now: Now,
    ) -> Result<Option<String>, DeskRefusal> {
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
            let links = draft.state.tables().sign_in_links.iter();
            let before = links.filter(|(_, row)| row.patron == number);
            let before: Vec<u128> = before.map(|(key, _)| *key).collect();
            for key in before {
                draft.remove::<SignInLinkRow>(key);
            }
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
