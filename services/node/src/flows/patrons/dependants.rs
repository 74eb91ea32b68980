//! Whom does a patron answer for, and what may they see and do for them?

use super::facts::by_card;
use super::showing::{PatronShown, show};
use crate::draft::Draft;
use crate::ledger::{NodeState, PatronRow, PersonRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::patrons::{ADULT_AGE, age_years};
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// What somebody sees of a child they answer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenByGuardian {
    /// The titles too: the child is younger than the library's setting.
    pub titles: bool,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Lists the children whom a patron answers for, by their numbers.
    pub fn dependants(
        &self,
        guardian: PatronNumber,
        now: Now,
    ) -> Result<Vec<PatronShown>, DeskRefusal> {
        self.look(now, move |draft| {
            let children = draft.state.indexes().children.of(&guardian).into_iter();
            let children = children.filter(|child| seen_by(draft, guardian, *child).is_some());
            children.map(|child| show(draft, child)).collect()
        })
    }

    /// Says what a patron may see of whoever has this card; nothing where they do not answer for them.
    pub fn seen_by_guardian(
        &self,
        guardian: PatronNumber,
        card: CardNumber,
        now: Now,
    ) -> Result<Option<SeenByGuardian>, DeskRefusal> {
        self.look(now, move |draft| {
            // Whether there is such a card is not told to whoever it does not concern.
            let child = by_card(draft, &card).ok();
            Ok(child.and_then(|child| seen_by(draft, guardian, child)))
        })
    }
}

/// Nobody answers for somebody who is of age, whatever the register still says.
fn seen_by(
    draft: &Draft<'_>,
    guardian: PatronNumber,
    child: PatronNumber,
) -> Option<SeenByGuardian> {
    let row = draft.see::<PatronRow>(&child)?;
    let person = draft.see::<PersonRow>(&child)?;
    let age = age_years((*person.birth.expose())?, draft.today());
    if row.guardian != Some(guardian) || age >= ADULT_AGE {
        return None;
    }
    let shown_below = i32::from(draft.settings.titles_shown_below);
    Some(SeenByGuardian {
        titles: age < shown_below,
    })
}
