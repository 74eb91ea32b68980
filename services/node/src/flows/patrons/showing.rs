//! What does the desk, or a patron, see of a patron? And what does a guardian see of a child?

use super::facts::{by_card, patron_facts};
use crate::draft::Draft;
use crate::flows::circulation::collected_elsewhere;
use crate::ledger::{LoanRow, NodeState, PersonRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::patrons::{PatronFacts, age_years};
use navette_domain::time::{Day, Now};
use navette_store::ledger::{Commit, stored_bytes};

/// A patron as the desk sees them. It is personal.
#[derive(Clone, Debug)]
pub struct PatronShown {
    /// What the rules see.
    pub facts: PatronFacts,
    /// The person.
    pub person: PersonRow,
    /// Whom they answer for.
    pub children: Vec<PatronNumber>,
}

/// A child as the guardian sees it: dates and dues always, titles as the library's setting for the age says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WardShown {
    /// Which patron.
    pub number: PatronNumber,
    /// What is owed, in cents.
    pub dues_cents: i64,
    /// What the child has, with the title where it is shown.
    pub loans: Vec<(Option<Day>, Option<String>)>,
}

impl PatronShown {
    /// Says in a number, never 0, how the patron is shown: another one wherever something was changed by hand.
    pub fn version(&self) -> u64 {
        let facts = &self.facts;
        let shown = (
            self.person.clone(),
            (facts.category.clone(), facts.card_expires),
            (facts.suspension.clone(), facts.blocked),
            (facts.guardian, facts.keeps_history),
        );
        // Half of it is enough for a change nobody has seen, and fits into what any program calls a number.
        (xxhash_rust::xxh3::xxh3_64(&stored_bytes(&shown)) >> 32).max(1)
    }
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Finds a patron by their card.
    pub fn patron_with_card(&self, card: CardNumber, now: Now) -> Result<PatronShown, DeskRefusal> {
        self.look(now, move |draft| show(draft, by_card(draft, &card)?))
    }

    /// Shows a patron.
    pub fn patron(&self, number: PatronNumber, now: Now) -> Result<PatronShown, DeskRefusal> {
        self.look(now, move |draft| show(draft, number))
    }

    /// Finds patrons by the beginning of a name, at most 50, in order of their numbers.
    pub fn find_patrons(&self, beginning: &str, now: Now) -> Result<Vec<PatronShown>, DeskRefusal> {
        let wanted = beginning.trim().to_lowercase();
        self.look(now, move |draft| {
            let people = draft.state.tables().people.iter();
            let found = people.filter(|(_, person)| {
                let begins = |name: &str| name.to_lowercase().starts_with(&wanted);
                let (family, given) = (person.family_name.expose(), person.given_name.expose());
                !wanted.is_empty() && (begins(family) || begins(given))
            });
            found
                .take(50)
                .map(|(number, _)| show(draft, *number))
                .collect()
        })
    }

    /// Shows a guardian what the children they answer for have and owe.
    pub fn wards(&self, guardian: PatronNumber, now: Now) -> Result<Vec<WardShown>, DeskRefusal> {
        self.look(now, move |draft| {
            patron_facts(draft, guardian)?;
            let children = draft.state.indexes().children.of(&guardian);
            children
                .into_iter()
                .map(|child| ward(draft, child))
                .collect()
        })
    }
}

pub(super) fn show(draft: &Draft<'_>, number: PatronNumber) -> Result<PatronShown, DeskRefusal> {
    let person = draft
        .get::<PersonRow>(&number)
        .ok_or(DeskRefusal::UnknownPatron(number))?;
    Ok(PatronShown {
        facts: patron_facts(draft, number)?,
        person,
        children: draft.state.indexes().children.of(&number),
    })
}

fn ward(draft: &Draft<'_>, number: PatronNumber) -> Result<WardShown, DeskRefusal> {
    let facts = patron_facts(draft, number)?;
    let person = draft.see::<PersonRow>(&number);
    let birth = person.and_then(|person| *person.birth.expose());
    let shown_below = i32::from(draft.settings.titles_shown_below);
    let titles = birth.is_some_and(|birth| age_years(birth, draft.today()) < shown_below);
    let mut loans: Vec<(Option<Day>, Option<String>)> = draft
        .state
        .indexes()
        .loans_of
        .of(&number)
        .iter()
        .filter_map(|loan| draft.get::<LoanRow>(loan))
        .filter(LoanRow::is_open)
        .map(|row| (Some(row.loan.due), titles.then_some(row.title)))
        .collect();
    for (own, row) in collected_elsewhere(draft, number) {
        let title = titles.then(|| own.placement.title.clone());
        loans.push((row.view.due, title));
    }
    Ok(WardShown {
        number,
        dues_cents: facts.dues_cents,
        loans,
    })
}
