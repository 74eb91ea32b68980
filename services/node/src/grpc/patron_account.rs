//! What patrons owe and pay: that part of `PatronService`.

use super::desk_door::{DeskDoor, call_name};
use super::desk_service::staff;
use super::pages::Page;
use crate::flows::patrons::AccountAct;
use crate::ledger::{ChargeRow, Command, LoanRow, NodeState, Said};
use navette_domain::fees::Charge;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::patrons::Reason;
use navette_proto::Refusal;
use navette_proto::convert::fees::{entry, money};
use navette_proto::convert::{identity, patrons};
use navette_proto::wire::fees::{Entry, Money};
use navette_proto::wire::patrons as wire;
use navette_store::ledger::Commit;

/// Charges a patron.
pub(super) async fn add_charge(
    door: &DeskDoor,
    asked: wire::AddChargeRequest,
) -> Result<Option<Money>, Refusal> {
    let call = call_name("AddCharge", &asked.request_id, &asked)?;
    let card = door.own_card(asked.card)?;
    let charge = Charge {
        kind: entry::charge_kind::from_wire("kind", asked.kind)?,
        amount: money::from_wire("amount", asked.amount)?,
        about: identity::optional_item("item", asked.item)?,
        on: door.desk.now().local.day,
    };
    let why = patrons::reason::optional("why", &asked.why)?;
    let card_and_why = (card, why);
    enter(
        door,
        call,
        card_and_why,
        AccountAct::Charge(charge),
        asked.staff,
    )
    .await
}

/// Takes a payment.
pub(super) async fn pay(
    door: &DeskDoor,
    asked: wire::PayRequest,
) -> Result<Option<Money>, Refusal> {
    let call = call_name("Pay", &asked.request_id, &asked)?;
    let card = door.own_card(asked.card)?;
    let amount = money::from_wire("amount", asked.amount)?;
    enter(
        door,
        call,
        (card, None),
        AccountAct::Pay(amount),
        asked.staff,
    )
    .await
}

/// Waives what is owed.
pub(super) async fn waive(
    door: &DeskDoor,
    asked: wire::WaiveRequest,
) -> Result<Option<Money>, Refusal> {
    let call = call_name("Waive", &asked.request_id, &asked)?;
    let card = door.own_card(asked.card)?;
    let amount = money::from_wire("amount", asked.amount)?;
    let why = patrons::reason::from_wire("why", &asked.why)?;
    let by = patrons::staff::needed("staff", asked.staff)?;
    enter(
        door,
        call,
        (card, None),
        AccountAct::Waive(amount, why),
        by.0,
    )
    .await
}

async fn enter(
    door: &DeskDoor,
    call: Command,
    (card, why): (CardNumber, Option<Reason>),
    act: AccountAct,
    by: u64,
) -> Result<Option<Money>, Refusal> {
    let owed = door.command(move |desk| {
        let now = desk.now();
        let patron = desk.core.patron_with_card(card, now)?.facts.number;
        let by = staff(by);
        let core = desk.core.as_command(call).saying(Said { by, why });
        core.enter(patron, act, by, now)
    });
    Ok(Some(money::to_wire(owed.await?)))
}

/// Lists an account, the newest line first.
pub(super) async fn list(
    door: &DeskDoor,
    asked: wire::ListChargesRequest,
) -> Result<wire::ListChargesResponse, Refusal> {
    let card = door.own_card(asked.card)?;
    let list = format!("account {}", card.expose());
    let page = Page::read(list.as_bytes(), asked.page_size, &asked.page_token)?;
    door.read(move |desk| {
        let now = desk.now();
        let patron = desk.core.patron_with_card(card, now)?.facts.number;
        let (_, balance) = desk.core.account(patron, now)?;
        let ledger = desk.core.ledger();
        let lines = ledger.read(move |state| lines(state, patron))?;
        let (entries, next_page_token) = page.of(lines);
        Ok(wire::ListChargesResponse {
            entries,
            balance: Some(money::to_wire(balance)),
            next_page_token,
        })
    })
    .await
}

fn lines(state: &NodeState, patron: PatronNumber) -> Vec<Entry> {
    let numbers = state.indexes().account.of(&patron);
    let rows = numbers
        .iter()
        .rev()
        .filter_map(|number| state.get::<ChargeRow>(number));
    rows.map(|row| {
        let loan = row.loan.and_then(|loan| state.get::<LoanRow>(&loan));
        let written = entry::to_wire(&row.entry);
        let said = row.said.as_ref();
        let why = said.and_then(|said| said.why.as_ref());
        Entry {
            title: loan.map(|loan| loan.title.clone()).unwrap_or_default(),
            staff: said.map_or(written.staff, |said| said.by.0),
            why: why.map_or(written.why.as_str(), Reason::expose).to_owned(),
            ..written
        }
    })
    .collect()
}
