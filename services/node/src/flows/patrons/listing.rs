//! Who are the patrons of this library? In the order of their family names, as in a card index.

use super::showing::{PatronShown, show};
use crate::ledger::{NodeState, PersonRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// Digits of a card number that is drawn here, after its letter.
const CARD_DIGITS: usize = 6;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Lists patrons whose family name begins so, or whose card number it is; all for an empty text. Gives so many from a
    /// place in the list on, and how many there are.
    pub fn list_patrons(
        &self,
        beginning: &str,
        from: usize,
        limit: usize,
        now: Now,
    ) -> Result<(Vec<PatronShown>, usize), DeskRefusal> {
        let typed = beginning.trim().to_owned();
        let wanted = typed.to_lowercase();
        self.look(now, move |draft| {
            let people = draft.state.tables().people.iter();
            let mut found: Vec<(String, String, PatronNumber)> = people
                .filter(|(_, person)| is_meant(person, &wanted, &typed))
                .map(|(number, person)| {
                    let family = person.family_name.expose().to_lowercase();
                    let given = person.given_name.expose().to_lowercase();
                    (family, given, *number)
                })
                .collect();
            found.sort();
            let count = found.len();
            let page = found.into_iter().skip(from).take(limit);
            let shown: Result<Vec<PatronShown>, DeskRefusal> =
                page.map(|(_, _, number)| show(draft, number)).collect();
            Ok((shown?, count))
        })
    }

    /// Gives a card number that nobody has: a letter and six digits, so that it is not mistaken for an item's barcode.
    pub fn next_card(&self, now: Now) -> Result<CardNumber, DeskRefusal> {
        self.look(now, |draft| {
            let mut number = draft.meta().last_patron;
            loop {
                number += 1;
                let drawn = format!("L{number:0CARD_DIGITS$}");
                let card = CardNumber::parse(&drawn).map_err(|_| DeskRefusal::UnknownCard)?;
                if draft.state.indexes().cards.first(&card).is_none() {
                    return Ok(card);
                }
            }
        })
    }
}

fn is_meant(person: &PersonRow, wanted: &str, typed: &str) -> bool {
    let family = person.family_name.expose().to_lowercase();
    family.starts_with(wanted) || person.card.expose() == typed
}
