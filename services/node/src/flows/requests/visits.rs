//! What does a visitor ask for here, or take, that the home library does not know yet? Placed under a reference; the card is not
//! kept in the ledger of a library that is not its own.

use crate::draft::Draft;
use crate::flows::circulation::visit_of;
use crate::ledger::{LoanRow, NodeState};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::RequestId;
use navette_domain::lending::{Placement, Report};
use navette_domain::time::Now;
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Places what a visitor asks for while the home library is silent: it waits until that has confirmed it.
    pub fn place_for_visitor(&self, placement: Placement, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            draft.report(Report::Placed(placement));
            Ok(())
        })
    }

    /// Gives what a visitor's loan is to the territory; nothing where it is none, or where a request brought the item.
    pub fn visit(&self, loan: u64, now: Now) -> Result<Option<Placement>, DeskRefusal> {
        self.look(now, move |draft| Ok(visit_of(draft, loan)))
    }

    /// Takes the home library's answer on what a visitor asked for (`borrowed` false) or took: a request that may not be ends, a
    /// loan counts as confirmed.
    pub fn visit_answered(
        &self,
        id: RequestId,
        borrowed: bool,
        may: bool,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            match (borrowed, may) {
                (true, true) => confirm_loans(draft, id),
                (false, false) => {
                    draft.report(Report::HomeRefused(id));
                }
                (true, false) | (false, true) => {}
            }
            Ok(())
        })
    }
}

fn confirm_loans(draft: &mut Draft<'_>, request: RequestId) {
    for number in draft.state.indexes().loans_for.of(&request) {
        if let Some(row) = draft.get::<LoanRow>(&number) {
            let unconfirmed = false;
            draft.put(number, LoanRow { unconfirmed, ..row });
        }
    }
}
