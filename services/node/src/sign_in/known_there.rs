//! Who has signed in from where lately? There they pass, however much others try in vain.

use super::places::{REMEMBERED_MAX, TriedFrom};
use super::tries::Account;
use navette_domain::access::KNOWN_THERE_MS;
use navette_domain::time::Timestamp;
use std::collections::BTreeMap;

/// When each account signed in last from each address. It is remembered while the process runs.
#[derive(Default)]
pub(super) struct KnownThere(BTreeMap<(Account, TriedFrom), Timestamp>);

impl KnownThere {
    /// Says whether an account is known at an address.
    pub(super) fn holds(&self, account: &Account, from: &TriedFrom, now: Timestamp) -> bool {
        let last = self.0.get(&(account.clone(), from.clone()));
        last.is_some_and(|last| now < last.plus_ms(KNOWN_THERE_MS))
    }

    /// Notes that an account has signed in from an address. At a kiosk or desk everything is allowed apart from others already.
    pub(super) fn note(&mut self, account: Account, from: TriedFrom, now: Timestamp) {
        let is_somebodys = match account {
            Account::Staff(_) | Account::Card(_) => true,
            Account::OneTimeCode => false,
        };
        let is_an_address = match from {
            TriedFrom::Elsewhere(Some(_)) => true,
            TriedFrom::Elsewhere(None)
            | TriedFrom::Kiosk(_)
            | TriedFrom::KioskElsewhere(..)
            | TriedFrom::Desk(_) => false,
        };
        if !is_somebodys || !is_an_address {
            return;
        }
        if self.0.len() >= REMEMBERED_MAX {
            self.make_room(now);
        }
        self.0.insert((account, from), now);
    }

    /// Forgets who is known no more; where that is nobody, the one who was not here for longest.
    fn make_room(&mut self, now: Timestamp) {
        self.0.retain(|_, last| now < last.plus_ms(KNOWN_THERE_MS));
        if self.0.len() >= REMEMBERED_MAX {
            let oldest = self.0.iter().min_by_key(|(_, last)| **last);
            if let Some(oldest) = oldest.map(|(who, _)| who.clone()) {
                self.0.remove(&oldest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::identity::CardNumber;
    use std::net::IpAddr;

    #[test]
    fn so_many_are_known_and_who_was_not_here_for_longest_makes_room() {
        let mut known = KnownThere::default();
        let home = TriedFrom::Elsewhere(Some(IpAddr::from([192, 0, 2, 1])));
        let card = |number: usize| Account::Card(CardNumber::parse(&number.to_string()).unwrap());
        let at = |number: usize| Timestamp(i64::try_from(number).unwrap());
        for number in 1..=REMEMBERED_MAX + 1 {
            known.note(card(number), home.clone(), at(number));
        }
        assert_eq!(known.0.len(), REMEMBERED_MAX);
        let now = at(REMEMBERED_MAX + 1);
        let held = [1, 2, REMEMBERED_MAX + 1].map(|number| known.holds(&card(number), &home, now));
        assert_eq!(held, [false, true, true]);
    }
}
