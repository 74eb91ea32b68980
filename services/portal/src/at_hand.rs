//! What lies at hand at a desk? The last acts, to be undone and printed, and the cards that were shown, under names that say nothing.
//!
//! Kept in memory only, for the session that it is of, and for an hour at most: an address never carries the number of a card.

use crate::clock::steady;
use crate::form_token::command_of;
use crate::randomness;
use crate::session::Session;
use navette_proto::wire::desk::Act;
use navette_proto::wire::identity::{Card, ItemId};
use parking_lot::Mutex;
use std::time::Duration;

/// Desks remembered; the one that has rested longest makes room.
const DESKS_MAX: usize = 300;
/// Acts remembered for each, so that slips can be printed again.
const ACTS_MAX: usize = 30;
/// Cards remembered for each: several pages of a search. Those that were opened go last.
const CARDS_MAX: usize = 300;
/// As long as a desk's session rests.
const KEPT_FOR: Duration = Duration::from_secs(3_600);

/// An act, and whether it was taken back.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    pub(crate) act: Act,
    pub(crate) undone: bool,
}

struct Shown {
    handle: String,
    card: Card,
    /// Somebody has looked at it, and not only at a list with it.
    opened: bool,
}

struct Kept {
    whose: String,
    used: Duration,
    acts: Vec<Done>,
    cards: Vec<Shown>,
}

/// All desks of this process.
#[derive(Default)]
pub(crate) struct AtHand(Mutex<Vec<Kept>>);

impl AtHand {
    /// Notes an act; one that changed nothing is kept for its slip alone.
    pub(crate) fn note(&self, session: &Session, act: &Act) {
        self.with(session, |kept| {
            kept.acts
                .retain(|done| act.act == 0 || done.act.act != act.act);
            kept.acts.insert(
                0,
                Done {
                    act: act.clone(),
                    undone: false,
                },
            );
            kept.acts.truncate(ACTS_MAX);
        });
    }

    /// Notes that an act was taken back.
    pub(crate) fn take_back(&self, session: &Session, act: u64) {
        self.with(session, |kept| {
            for done in &mut kept.acts {
                done.undone |= done.act.act == act;
            }
        });
    }

    /// Gives the last acts that changed something, newest first.
    pub(crate) fn last(&self, session: &Session, count: usize) -> Vec<Done> {
        self.with(session, |kept| {
            let changed = kept.acts.iter().filter(|done| done.act.act > 0);
            changed.take(count).cloned().collect()
        })
    }

    /// Finds an act by its number.
    pub(crate) fn act(&self, session: &Session, number: u64) -> Option<Act> {
        self.with(session, |kept| {
            let found = kept.acts.iter().find(|done| done.act.act == number);
            found.map(|done| done.act.clone())
        })
    }

    /// Finds the last paper made for an item.
    pub(crate) fn paper(&self, session: &Session, item: &ItemId) -> Option<Act> {
        self.with(session, |kept| {
            let mut papers = kept.acts.iter().filter(|done| done.act.slip.is_some());
            let found = papers.find(|done| done.act.item.as_ref() == Some(item));
            found.map(|done| done.act.clone())
        })
    }

    /// Keeps a card, and gives the name it goes by in addresses; nothing where the machine gives no chance.
    pub(crate) fn keep(&self, session: &Session, card: Card) -> Option<String> {
        let drawn = randomness::unguessable()?;
        Some(self.with(session, |kept| {
            if let Some(known) = kept.cards.iter().position(|shown| shown.card == card) {
                let known = kept.cards.remove(known);
                let handle = known.handle.clone();
                kept.cards.insert(0, known);
                return handle;
            }
            let handle = drawn.clone();
            let shown = Shown {
                handle,
                card,
                opened: false,
            };
            kept.cards.insert(0, shown);
            make_room(&mut kept.cards);
            drawn
        }))
    }

    /// Gives the card that goes by a name; it is in use from now on.
    pub(crate) fn card(&self, session: &Session, handle: &str) -> Option<Card> {
        self.with(session, |kept| {
            let place = kept.cards.iter().position(|one| one.handle == handle)?;
            let mut shown = kept.cards.remove(place);
            shown.opened = true;
            let card = shown.card.clone();
            kept.cards.insert(0, shown);
            Some(card)
        })
    }

    /// A card has another number now: its name stays.
    pub(crate) fn renumber(&self, session: &Session, handle: &str, number: &str) {
        self.with(session, |kept| {
            let found = kept.cards.iter_mut().find(|shown| shown.handle == handle);
            if let Some(shown) = found {
                number.clone_into(&mut shown.card.number);
            }
        });
    }

    /// Forgets everything of a session.
    pub(crate) fn forget(&self, session: &Session) {
        let whose = whose(session);
        self.0.lock().retain(|kept| kept.whose != whose);
    }

    fn with<T>(&self, session: &Session, act: impl FnOnce(&mut Kept) -> T) -> T {
        let (whose, now) = (whose(session), steady());
        let mut desks = self.0.lock();
        desks.retain(|kept| now.saturating_sub(kept.used) < KEPT_FOR);
        let mut kept = match desks.iter().position(|kept| kept.whose == whose) {
            Some(place) => desks.remove(place),
            None => Kept {
                whose,
                used: now,
                acts: Vec::new(),
                cards: Vec::new(),
            },
        };
        kept.used = now;
        let answer = act(&mut kept);
        if desks.len() >= DESKS_MAX {
            desks.remove(0);
        }
        desks.push(kept);
        answer
    }
}

/// Forgets the card that was only listed longest ago; one that was opened, where all were.
fn make_room(cards: &mut Vec<Shown>) {
    if cards.len() <= CARDS_MAX {
        return;
    }
    // The newest is not the one to go.
    let listed = cards.iter().skip(1).rposition(|shown| !shown.opened);
    cards.remove(listed.map_or(cards.len() - 1, |place| place + 1));
}

/// A session is known by a digest: its token is not kept.
fn whose(session: &Session) -> String {
    command_of("at hand", &[session.to_cookie().as_str()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn session(token: &str) -> Session {
        Session::read(&format!("arques.{token}")).unwrap()
    }

    fn card(number: &str) -> Card {
        Card {
            library: "arques".to_owned(),
            number: number.to_owned(),
        }
    }

    fn act(number: u64) -> Act {
        Act {
            act: number,
            ..Act::default()
        }
    }

    #[test]
    fn a_card_has_one_name_that_is_not_its_number_and_is_of_its_session() {
        let (at_hand, desk) = (AtHand::default(), session("a"));
        let name = at_hand.keep(&desk, card("0042")).unwrap();
        assert_eq!(at_hand.keep(&desk, card("0042")), Some(name.clone()));
        assert!(!name.contains("0042"));
        assert_eq!(at_hand.card(&desk, &name), Some(card("0042")));
        assert_eq!(at_hand.card(&session("b"), &name), None);
        at_hand.forget(&desk);
        assert_eq!(at_hand.card(&desk, &name), None);
    }

    #[test]
    fn a_search_without_end_does_not_take_the_open_card_off_the_desk() {
        let (at_hand, desk) = (AtHand::default(), session("a"));
        let open = at_hand.keep(&desk, card("open")).unwrap();
        let listed = at_hand.keep(&desk, card("listed")).unwrap();
        assert_eq!(at_hand.card(&desk, &open), Some(card("open")));
        for number in 0..CARDS_MAX * 2 {
            at_hand.keep(&desk, card(&number.to_string())).unwrap();
        }
        assert_eq!(at_hand.card(&desk, &open), Some(card("open")));
        assert_eq!(at_hand.card(&desk, &listed), None);
        assert_eq!(at_hand.0.lock()[0].cards.len(), CARDS_MAX);
    }

    #[test]
    fn the_last_acts_are_few_newest_first_and_marked_when_undone() {
        let (at_hand, desk) = (AtHand::default(), session("a"));
        for number in 1..=100 {
            at_hand.note(&desk, &act(number));
        }
        at_hand.take_back(&desk, 99);
        let last = at_hand.last(&desk, 10);
        assert_eq!(last.len(), 10);
        assert_eq!(last[0].act.act, 100);
        assert!(last[1].undone && !last[0].undone);
        assert!(at_hand.act(&desk, 1).is_none());
    }

    #[test]
    fn desks_without_end_do_not_fill_the_memory() {
        let at_hand = AtHand::default();
        for number in 0..DESKS_MAX + 50 {
            at_hand.note(&session(&number.to_string()), &act(1));
        }
        assert_eq!(at_hand.0.lock().len(), DESKS_MAX);
    }
}
