//! May this be tried now? Wrong tries of each account, from each place, and on the whole library; of who works here apart from those
//! of patrons, so that a flood on the one does not keep the others out. They are remembered while the process runs.

use super::known_there::KnownThere;
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
    at: Timestamp,
    counted: Counted,
}

/// What a try has changed.
struct Counted {
    /// The account's pauses before and after.
    pauses: Option<(Option<Pauses>, Pauses)>,
    /// The allowances that are shared with others were spent.
    shared: bool,
}

/// All wrong tries.
#[derive(Default)]
pub(crate) struct Tries(Mutex<Known>);

#[derive(Default)]
struct Known {
    accounts: BTreeMap<Account, Pauses>,
    patrons: Places,
    staff: Places,
    known_there: KnownThere,
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
        let counted = counted.map_err(|later| refused(later, now))?;
        Ok(Try {
            account,
            from,
            at: now,
            counted,
        })
    }

    /// It was right: the account's wrong tries are forgotten, and elsewhere it counts for nothing.
    pub(crate) fn right(&self, tried: Try) {
        let mut known = self.0.lock();
        known.accounts.remove(&tried.account);
        known.give_back(&tried);
        known.known_there.note(tried.account, tried.from, tried.at);
    }

    /// It was no guess, but not enough: only the account remembers it.
    pub(crate) fn half_right(&self, tried: Try) {
        self.0.lock().give_back(&tried);
    }

    /// Nothing was compared: it counts for nothing.
    pub(crate) fn not_made(&self, tried: Try) {
        let mut known = self.0.lock();
        known.give_back(&tried);
        let Some((before, counted)) = tried.counted.pauses else {
            return;
        };
        let left = match (known.accounts.get(&tried.account).copied(), before) {
            (Some(now), Some(before)) if now == counted => before,
            (Some(now), None) if now == counted => {
                known.accounts.remove(&tried.account);
                return;
            }
            // Somebody else has tried it meanwhile.
            (Some(now), _) => now.one_less(),
            (None, _) => return,
        };
        known.accounts.insert(tried.account, left);
    }
}

impl Known {
    fn count(
        &mut self,
        account: &Account,
        from: &TriedFrom,
        now: Timestamp,
    ) -> Result<Counted, TryLater> {
        let shared = !self.known_there.holds(account, from, now);
        let full = self.accounts.len() >= REMEMBERED_MAX || self.places_of(account).are_full();
        if full && shared && !self.accounts.contains_key(account) {
            return Err(TryLater(now.plus_ms(60_000)));
        }
        // A code has 128 bits: nobody guesses one, and one wrong code must not keep others from theirs.
        let pauses = match account {
            Account::OneTimeCode => None,
            Account::Staff(_) | Account::Card(_) => {
                let before = self.accounts.get(account).copied();
                Some((before, before.unwrap_or_default().try_now(now)?))
            }
        };
        if shared {
            self.places_of(account).spend(from, now)?;
        }
        if let Some((_, pauses)) = pauses {
            self.accounts.insert(account.clone(), pauses);
        }
        Ok(Counted { pauses, shared })
    }

    fn places_of(&mut self, account: &Account) -> &mut Places {
        match account {
            Account::Staff(_) => &mut self.staff,
            Account::Card(_) | Account::OneTimeCode => &mut self.patrons,
        }
    }

    fn give_back(&mut self, tried: &Try) {
        if tried.counted.shared {
            self.places_of(&tried.account).give_back(&tried.from);
        }
    }

    /// Forgets what no longer slows anybody down, where there is much of it.
    fn forget(&mut self, now: Timestamp) {
        self.patrons.forget(now);
        self.staff.forget(now);
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
    use navette_domain::catalogue::LibraryId;
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

    fn staff(name: &str) -> Account {
        Account::Staff(StaffName::parse(name).unwrap())
    }

    /// Tries cards until everything from outside is spent.
    fn flood(tries: &Tries, now: Timestamp) {
        for number in 0..1_000_u32 {
            let last = u8::try_from(number % 200).unwrap();
            let _ = tries.begin(card(100_000 + number), outside(last), now);
        }
        assert!(tries.begin(card(99_999), outside(201), now).is_err());
    }

    #[test]
    fn tries_of_patrons_cards_keep_nobody_out_who_works_here() {
        let tries = Tries::default();
        flood(&tries, NOW);
        assert!(tries.begin(staff("zoe"), outside(1), NOW).is_ok());
    }

    #[test]
    fn who_has_signed_in_from_an_address_passes_there_whatever_others_try() {
        let tries = Tries::default();
        for account in [card(1), staff("zoe")] {
            let right = tries.begin(account, outside(250), NOW).unwrap();
            tries.right(right);
        }
        let later = NOW.plus_ms(29 * 24 * 3_600_000);
        flood(&tries, later);
        assert!(tries.begin(card(1), outside(251), later).is_err());
        assert!(tries.begin(card(2), outside(250), later).is_err());
        // Their own wrong tries go on counting there, for the account and for nobody else.
        let mut tried = 0;
        while tries.begin(card(1), outside(250), later).is_ok() {
            tried += 1;
        }
        assert_eq!(tried, 5);
        assert!(tries.begin(staff("zoe"), outside(250), later).is_ok());
        let too_late = NOW.plus_ms(31 * 24 * 3_600_000);
        flood(&tries, too_late);
        assert!(tries.begin(card(1), outside(250), too_late).is_err());
    }

    #[test]
    fn a_try_that_was_not_made_counts_for_nothing() {
        let tries = Tries::default();
        for _ in 0..100 {
            let tried = tries.begin(card(1), outside(1), NOW).unwrap();
            tries.not_made(tried);
        }
        let [wrong, one, two] = [(); 3].map(|()| tries.begin(card(1), outside(1), NOW).unwrap());
        tries.not_made(one);
        tries.not_made(two);
        drop(wrong);
        let mut tried = 0;
        while tries.begin(card(1), outside(1), NOW).is_ok() {
            tried += 1;
        }
        assert_eq!(tried, 4);
    }

    #[test]
    fn a_kiosk_of_another_library_counts_apart_and_like_any_place_outside() {
        let tries = Tries::default();
        let name = KioskName::parse("entree").unwrap();
        let lumbres = LibraryId::parse("lumbres").unwrap();
        let theirs = TriedFrom::KioskElsewhere(lumbres, name.clone());
        let mut tried = 0;
        for number in 0..1_000 {
            tried += u32::from(tries.begin(card(number), theirs.clone(), NOW).is_ok());
        }
        assert_eq!(tried, REMOTE_ADDRESS.burst);
        let ours = TriedFrom::Kiosk(name);
        assert!(tries.begin(card(2_000), ours, NOW).is_ok());
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
