//! What has a patron at home? Loans handed over here, and what was collected elsewhere, as its request tells.

use crate::draft::Draft;
use crate::ledger::{LoanRow, NodeState, OwnRequest, RequestRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::circulation::LoanState;
use navette_domain::identity::{ItemId, PatronNumber, RequestId};
use navette_domain::time::{Day, Now};
use navette_store::ledger::Commit;

/// A loan of an own patron.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanShown {
    /// The loan's number; nothing where it was handed over elsewhere.
    pub loan: Option<u64>,
    /// Which item, where it is known here.
    pub item: Option<ItemId>,
    /// Its title.
    pub title: String,
    /// Where it was handed over.
    pub at: LibraryId,
    /// The last day in time, where it is known here.
    pub due: Option<Day>,
    /// How it stands, where it was handed over here.
    pub state: Option<LoanState>,
    /// The request it was collected for.
    pub request: Option<RequestId>,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Lists what a patron has; what came back only where `history` is asked for and the patron keeps one.
    pub fn loans(
        &self,
        patron: PatronNumber,
        history: bool,
        now: Now,
    ) -> Result<Vec<LoanShown>, DeskRefusal> {
        self.look(now, move |draft| {
            let keeps = crate::flows::patrons::patron_facts(draft, patron)?.keeps_history;
            let mut shown: Vec<LoanShown> = draft
                .state
                .indexes()
                .loans_of
                .of(&patron)
                .into_iter()
                .filter_map(|number| Some((number, draft.get::<LoanRow>(&number)?)))
                .filter(|(_, row)| row.is_open() || (history && keeps))
                .map(|(number, row)| here(draft, number, row))
                .collect();
            shown.extend(
                collected_elsewhere(draft, patron).map(|(own, row)| LoanShown {
                    loan: None,
                    item: None,
                    title: own.placement.title.clone(),
                    at: row.view.pickup.clone(),
                    due: row.view.due,
                    state: None,
                    request: Some(own.placement.id),
                }),
            );
            Ok(shown)
        })
    }
}

fn here(draft: &Draft<'_>, number: u64, row: LoanRow) -> LoanShown {
    LoanShown {
        loan: Some(number),
        item: Some(row.loan.item.clone()),
        title: row.title,
        at: draft.here().clone(),
        due: Some(row.loan.due),
        state: Some(row.loan.state),
        request: row.request,
    }
}

/// Gives the requests of a patron that are in their hands and were handed over at another library.
pub(crate) fn collected_elsewhere<'d, 'a>(
    draft: &'d Draft<'a>,
    patron: PatronNumber,
) -> impl Iterator<Item = (&'d OwnRequest, &'d RequestRow)> + use<'d, 'a> {
    let requests = draft.state.indexes().requests_of.each(&patron);
    requests.filter_map(|id| {
        let row = draft.see::<RequestRow>(id)?;
        let elsewhere = row.view.pickup != *draft.here();
        let own = draft.see::<OwnRequest>(id)?;
        (elsewhere && row.view.state.is_in_hands()).then_some((own, row))
    })
}
