//! Items that are claimed returned, damaged or lost, and what is owed for them: that part of `DeskService`.

use super::desk_door::call_name;
use super::desk_service::{OwnDesk, staff};
use crate::desk_process::Desk;
use crate::flows::circulation::Loss;
use crate::ledger::{NodeState, Said};
use crate::refusal::DeskRefusal;
use navette_domain::circulation::LoanState;
use navette_domain::fees::Money;
use navette_domain::identity::{ItemId, RequestId};
use navette_domain::lending::{LendingRefusal, RequestState};
use navette_proto::Refusal;
use navette_proto::convert::fees::money;
use navette_proto::convert::lending::states::request_state;
use navette_proto::convert::{identity, ids, patrons};
use navette_proto::wire::desk as wire;
use navette_proto::wire::lending::ScanKind;
use navette_store::ledger::Commit;

type Act = Result<Option<wire::Act>, Refusal>;

/// The patron says that an item was brought back.
pub(super) async fn claim_returned(desk: &OwnDesk, asked: wire::ClaimReturnedRequest) -> Act {
    let call = call_name("ClaimReturned", &asked.request_id, &asked)?;
    let item = identity::item("item", asked.item)?;
    desk.said(ScanKind::ClaimedReturned, item, move |desk, item| {
        let core = desk.core.as_command(call);
        core.lose(item, Loss::ClaimedReturned, staff(asked.staff), desk.now())
    })
    .await
}

/// An item came to harm; where it is lent, the loan ends, and what is charged is judged at once.
pub(super) async fn mark_damaged(desk: &OwnDesk, asked: wire::MarkDamagedRequest) -> Act {
    let call = call_name("MarkDamaged", &asked.request_id, &asked)?;
    let item = identity::item("item", asked.item)?;
    let charge = money::optional_from_wire("charge", asked.charge)?;
    let why = patrons::reason::optional("reason", &asked.reason)?;
    let by = staff(asked.staff);
    let said = Said { by, why };
    desk.said(ScanKind::Damaged, item, move |desk, item| {
        let now = desk.now();
        let core = desk.core.as_command(call).saying(said.clone());
        if !is_lent(desk, &item)? && charge.is_none() {
            return core.damage(item, by, now);
        }
        // Repeated, the first part answers what it did; the second is done if it was not.
        let scan = core.lose(item.clone(), Loss::Damaged, by, now)?;
        let loan = desk.core.item_shown(item, Some(scan), now)?.loan;
        if let (Some(charge), Some(loan)) = (charge, loan) {
            let second = desk.core.as_command(call.part(1)).saying(said);
            second.settle_loan(loan, charge, by, now)?;
        }
        Ok(scan)
    })
    .await
}

/// An item is given up; where it is lent, the patron owes what is said, and why is kept with it.
pub(super) async fn mark_lost(desk: &OwnDesk, asked: wire::MarkLostRequest) -> Act {
    let call = call_name("MarkLost", &asked.request_id, &asked)?;
    let item = identity::item("item", asked.item)?;
    let charge = money::optional_from_wire("charge", asked.charge)?;
    let why = patrons::reason::optional("reason", &asked.reason)?;
    let by = staff(asked.staff);
    let said = Said { by, why };
    desk.said(ScanKind::Lost, item, move |desk, item| {
        let now = desk.now();
        let core = desk.core.as_command(call).saying(said);
        match (is_lent(desk, &item)?, charge) {
            (true, Some(charge)) => core.declare_lost(item, charge, by, now),
            (true, None) => core.declare_lost(item, Money::ZERO, by, now),
            (false, _) => core.give_up(item, by, now),
        }
    })
    .await
}

/// What was owed for a loan is dealt with.
pub(super) async fn settle(desk: &OwnDesk, asked: wire::SettleRequest) -> Result<i32, Refusal> {
    let call = call_name("Settle", &asked.request_id, &asked)?;
    let request = ids::request("request", &asked.request)?;
    let why = patrons::reason::from_wire("reason", &asked.reason)?;
    let by = staff(asked.staff);
    desk.door
        .command(move |desk| {
            let ledger = desk.core.ledger();
            let loan = ledger.read(move |state| loan_for(state, request))?;
            let loan = loan.ok_or(LendingRefusal::UnknownRequest(request))?;
            let why = Some(why);
            let core = desk.core.as_command(call).saying(Said { by, why });
            core.settle_loan(loan, Money::ZERO, by, desk.now())
        })
        .await?;
    Ok(request_state::to_wire(RequestState::Settled))
}

fn is_lent(desk: &Desk, item: &ItemId) -> Result<bool, DeskRefusal> {
    let item = item.clone();
    let read = desk
        .core
        .ledger()
        .read(move |state| state.indexes().open_loan.count(&item) > 0);
    Ok(read?)
}

/// Finds the loan that a request came to; one to be settled before one that is over.
fn loan_for(state: &NodeState, request: RequestId) -> Option<u64> {
    let of_it = state.tables().loans.iter();
    let of_it = of_it.filter(|(_, row)| row.request == Some(request));
    let open = |state: LoanState| match state {
        LoanState::Lost { .. } | LoanState::Damaged { .. } => true,
        LoanState::OnLoan | LoanState::ClaimedReturned { .. } | LoanState::Returned { .. } => false,
    };
    of_it
        .max_by_key(|(number, row)| (open(row.loan.state), **number))
        .map(|(number, _)| *number)
}
