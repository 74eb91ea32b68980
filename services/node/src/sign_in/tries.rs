//! May this be tried now? Wrong tries of each account, from each place, and on the whole library. They are remembered while the
//! process runs.

use super::places::{Places, REMEMBERED_MAX, TriedFrom, refused};
use navette_domain::access::{Pauses, StaffName, TryLater};
use navette_domain::identity::CardNumber;
use navette_domain::time::Timestamp;
use navette_proto::Refusal;
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// What somebody tries to sign in to; accounts that do not exist count like others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Account {
    Staff(StaffName),
    Card(CardNumber),
    /// Codes belong to nobody until they are redeemed.
    OneTimeCode,
}

/// A try that counts as wrong until it is said to be right.
pub(crate) struct Try {
    account: Account,
    from: TriedFrom,
}

/// All wrong tries.
#[derive(Default)]
pub(crate) struct Tries(Mutex<Known>);

#[derive(Default)]
struct Known {
    accounts: BTreeMap<Account, Pauses>,
    places: Places,
}

impl Tries {
    /// Counts a try, or says how long to wait; then nothing is counted.
    pub(crate) fn begin(
        &self,
        account: Account,
        from: TriedFrom,
        now: Timestamp,
    ) -> Result<Try, Refusal> {
        let from = from.whole();
        let mut known = self.0.lock();
        known.forget(now);
        let counted = known.count(&account, &from, now);
        counted.map_err(|later| refused(later, now))?;
        Ok(Try { account, from })
    }

    /// It was right: the account's wrong tries are forgotten, and elsewhere it counts for nothing.
    pub(crate) fn right(&self, tried: Try) {
        let mut known = self.0.lock();
        known.accounts.remove(&tried.account);
        known.places.give_back(&tried.from);
    }

    /// It was no guess, but not enough: only the account remembers it.
    pub(crate) fn half_right(&self, tried: Try) {
        self.0.lock().places.give_back(&tried.from);
    }
}

impl Known {
    fn count(
        &mut self,
        account: &Account,
        from: &TriedFrom,
        now: Timestamp,
    ) -> Result<(), TryLater> {
        let full = self.accounts.len() >= REMEMBERED_MAX || self.places.are_full();
        if full && !self.accounts.contains_key(account) {
            return Err(TryLater(now.plus_ms(60_000)));
        }
        // A code has 128 bits: nobody guesses one, and one wrong code must not keep others from theirs.
        let pauses = match account {
            Account::OneTimeCode => None,
            Account::Staff(_) | Account::Card(_) => {
                let pauses = self.accounts.get(account).copied().unwrap_or_default();
                Some(pauses.try_now(now)?)
            }
        };
        self.places.spend(from, now)?;
        if let Some(pauses) = pauses {
            self.accounts.insert(account.clone(), pauses);
        }
        Ok(())
    }

    /// Forgets what no longer slows anybody down, where there is much of it.
    fn forget(&mut self, now: Timestamp) {
        self.places.forget(now);
        if self.accounts.len() >= REMEMBERED_MAX {
            self.accounts.retain(|_, pauses| !pauses.is_forgotten(now));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::access::{REMOTE_ADDRESS, WHOLE_LIBRARY};
    use navette_domain::membership::KioskName;
    use std::net::IpAddr;

    const NOW: Timestamp = Timestamp(1_700_000_000_000);

    fn card(number: u32) -> Account {
        Account::Card(CardNumber::parse(&number.to_string()).unwrap())
    }

    fn outside(last: u8) -> TriedFrom {
        TriedFrom::Elsewhere(Some(IpAddr::from([192, 0, 2, last])))
    }

    #[test]
    fn an_account_is_slowed_down_wherever_it_is_tried_from() {
        let tries = Tries::default();
        for last in 0..5 {
            assert!(tries.begin(card(1), outside(last), NOW).is_ok());
        }
        let refused = tries.begin(card(1), outside(9), NOW).err();
        assert_eq!(refused, Some(Refusal::TooManyTries { wait_seconds: 61 }));
        let right = tries
            .begin(card(1), outside(9), NOW.plus_ms(60_000))
            .unwrap();
        tries.right(right);
        assert!(
            tries
                .begin(card(1), outside(9), NOW.plus_ms(60_000))
                .is_ok()
        );
    }

    #[test]
    fn an_address_is_slowed_down_whatever_it_tries_and_a_right_one_costs_nothing() {
        let tries = Tries::default();
        for number in 0..100 {
            let right = tries.begin(card(number), outside(1), NOW).unwrap();
            tries.right(right);
        }
        let mut wrong = 0;
        while tries.begin(card(1_000 + wrong), outside(1), NOW).is_ok() {
            wrong += 1;
        }
        assert_eq!(wrong, REMOTE_ADDRESS.burst);
        assert!(tries.begin(card(5_000), outside(2), NOW).is_ok());
    }

    #[test]
    fn whoever_stands_at_a_kiosk_is_not_locked_out_by_tries_from_outside() {
        let tries = Tries::default();
        let mut from_outside = 0;
        for number in 0..10_000_u32 {
            let last = u8::try_from(number % 200).unwrap();
            from_outside += u32::from(tries.begin(card(number), outside(last), NOW).is_ok());
        }
        assert_eq!(from_outside, WHOLE_LIBRARY.burst);
        let kiosk = TriedFrom::Kiosk(KioskName::parse("entree").unwrap());
        assert!(tries.begin(card(20_000), kiosk, NOW).is_ok());
    }

    #[test]
    fn a_household_with_many_addresses_is_one() {
        let tries = Tries::default();
        let mut tried = 0;
        for last in 0..100_u16 {
            let address = IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, last]);
            let from = TriedFrom::Elsewhere(Some(address));
            tried += u32::from(tries.begin(card(u32::from(last)), from, NOW).is_ok());
        }
        assert_eq!(tried, REMOTE_ADDRESS.burst);
    }
}
