//! May a code be sent to the mailbox behind this card now? Nobody is flooded with mail, whoever asks, and nobody learns by it which
//! cards there are.
//!
//! Asking is counted apart from wrong tries: a flood of the one does not close the door to the other.

use super::places::{Places, REMEMBERED_MAX, TriedFrom, refused};
use navette_domain::access::{CODES_TO_A_MAILBOX, TryLater};
use navette_domain::identity::CardNumber;
use navette_domain::time::Timestamp;
use navette_proto::Refusal;
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// What was asked for, from everywhere. It is remembered while the process runs.
#[derive(Default)]
pub(super) struct Asks(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// Of each card that was named, whether there is one or not: when everything has grown back.
    cards: BTreeMap<CardNumber, Timestamp>,
    places: Places,
}

impl Asks {
    /// Counts an ask. Says whether the card may be sent a code; refuses where too much was asked from this place, which tells
    /// nothing of the card.
    pub(super) fn count(
        &self,
        card: &CardNumber,
        from: TriedFrom,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        let mut known = self.0.lock();
        let counted = known.count(card, &from.whole(), now);
        counted.map_err(|later| refused(later, now))
    }
}

impl Known {
    fn count(
        &mut self,
        card: &CardNumber,
        from: &TriedFrom,
        now: Timestamp,
    ) -> Result<bool, TryLater> {
        self.places.forget(now);
        if self.cards.len() >= REMEMBERED_MAX {
            self.cards.retain(|_, full_again| *full_again > now);
        }
        if self.places.are_full() || self.cards.len() >= REMEMBERED_MAX {
            return Err(TryLater(now.plus_ms(60_000)));
        }
        self.places.spend(from, now)?;
        let spent = self.cards.get(card).copied().unwrap_or_default();
        let Ok(spent) = CODES_TO_A_MAILBOX.spend(spent, now) else {
            return Ok(false);
        };
        self.cards.insert(card.clone(), spent);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::access::{REMOTE_ADDRESS, WHOLE_LIBRARY};
    use std::net::IpAddr;

    const NOW: Timestamp = Timestamp(1_700_000_000_000);

    fn card(number: u32) -> CardNumber {
        CardNumber::parse(&format!("{number:06}")).unwrap()
    }

    fn outside(number: u32) -> TriedFrom {
        let [_, two, three, four] = number.to_be_bytes();
        TriedFrom::Elsewhere(Some(IpAddr::from([10, two, three, four])))
    }

    #[test]
    fn a_mailbox_gets_three_codes_an_hour_wherever_they_are_asked_for() {
        let asks = Asks::default();
        let ask = |from, now| asks.count(&card(1), outside(from), now).unwrap();
        assert_eq!(
            [1, 2, 3, 4].map(|from| ask(from, NOW)),
            [true, true, true, false]
        );
        let within = NOW.plus_ms(3_599_999);
        assert!(!ask(5, within), "an hour has not passed");
        assert!(ask(6, NOW.plus_ms(3_600_000)));
        assert!(
            asks.count(&card(2), outside(1), NOW).unwrap(),
            "another card"
        );
    }

    #[test]
    fn an_address_and_all_of_them_together_ask_for_so_many_cards_only() {
        for (address_of, most) in [
            ((|_| 0) as fn(u32) -> u32, REMOTE_ADDRESS.burst),
            (|number| number, WHOLE_LIBRARY.burst),
        ] {
            let asks = Asks::default();
            let asked = |number: &u32| {
                let counted = asks.count(&card(*number), outside(address_of(*number)), NOW);
                counted.is_ok()
            };
            let asked = (0..1_000).filter(asked).count();
            assert_eq!(asked, most as usize);
        }
    }
}
