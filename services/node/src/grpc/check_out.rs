//! Lending an item out: own patrons by their card, visitors by theirs. That part of `CirculationService`.

use super::desk_door::{DeskDoor, call_name};
use super::desk_service::staff;
use super::loan_wire;
use super::scanned_code::Code;
use crate::asking_homes::{self, Question};
use crate::desk_process::Desk;
use crate::flows::circulation::{HomeSays, Visitor};
use crate::flows::desk::{ScanOutcome, Scanned};
use crate::ledger::Command;
use crate::randomness;
use crate::refusal::DeskRefusal;
use crate::visiting::Visit;
use navette_domain::access::{AccessRefusal, Caller, Role, SignedInAt};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{CardNumber, PatronReference, RequestId};
use navette_domain::time::Now;
use navette_proto::Refusal;
use navette_proto::convert::circulation::staff_override;
use navette_proto::convert::identity;
use navette_proto::wire::circulation as wire;
use navette_proto::wire::lending::VisitorWish;

/// What a code came to.
enum Lent {
    /// This loan.
    Loan(u64),
    /// Two items could be meant.
    Unclear,
    /// It is no item.
    NoItem,
}

/// Refuses a patron who lends to themselves from afar, or overrules what stands against it.
pub(super) fn refuse_from_afar(
    caller: &Caller,
    asked: &wire::CheckOutRequest,
) -> Result<(), AccessRefusal> {
    let Caller::Patron { at, .. } = caller else {
        return Ok(());
    };
    if !asked.overrides.is_empty() {
        return Err(AccessRefusal::RoleMayNot(Role::Patron));
    }
    match at {
        SignedInAt::Library => Ok(()),
        SignedInAt::Elsewhere => Err(AccessRefusal::NotFromHere),
    }
}

/// Lends an item out.
pub(super) async fn check_out(
    door: &DeskDoor,
    asked: wire::CheckOutRequest,
) -> Result<wire::CheckOutResponse, Refusal> {
    let call = call_name("CheckOut", &asked.request_id, &asked)?;
    let (home, card) = identity::card("card", asked.card, &door.here)?;
    let code = Code::read("code", &asked.code)?;
    let overrides = staff_override::from_wire("overrides", asked.overrides)?;
    let (shown, by) = (asked.code, staff(asked.staff));
    let overruled = overrides.iter().map(staff_override::to_wire).collect();
    if home != door.here {
        if !overrides.is_empty() {
            let reason = "what a visitor may borrow is their own library's word";
            return Err(Refusal::field("overrides", reason));
        }
        return to_visitor(door, call, code, (home, card), asked.staff).await;
    }
    let scanned = Scanned {
        barcode: code.barcode,
        library: code.library,
        card: Some(card),
        overrides,
        by,
    };
    let lent = door.command(move |desk| {
        let now = desk.now();
        match desk.core.as_command(call).scan(scanned, now)? {
            ScanOutcome::Done(done) => {
                let shown = desk.core.item_shown(done.item, done.scan, now)?;
                shown_loan(desk, shown.loan.map_or(Lent::NoItem, Lent::Loan), now)
            }
            ScanOutcome::Choose(_) => Ok(Err(Lent::Unclear)),
            ScanOutcome::Card(_) => Ok(Err(Lent::NoItem)),
        }
    });
    match lent.await? {
        Ok(loan) => Ok(wire::CheckOutResponse {
            loan: Some(loan),
            home_silent: false,
            overruled,
        }),
        Err(Lent::Unclear) => {
            let reason = "it means two items: write library/barcode, as on a slip";
            Err(Refusal::field("code", reason))
        }
        Err(Lent::NoItem | Lent::Loan(_)) => {
            Err(Refusal::UnknownItem(shown.chars().take(64).collect()))
        }
    }
}

/// Lends to a patron of another library, on that library's word; where it is silent, up to the local limit.
async fn to_visitor(
    door: &DeskDoor,
    call: Command,
    code: Code,
    (home, card): (LibraryId, CardNumber),
    by: u64,
) -> Result<wire::CheckOutResponse, Refusal> {
    let question = Question {
        home: home.clone(),
        card: card.clone(),
        wish: VisitorWish::Borrow,
        placement: None,
    };
    let answer = {
        let _remote = door.remote_turn()?;
        asking_homes::ask(&door.desk, question).await
    };
    let reference = PatronReference(randomness::fresh());
    let (shown, held) = (card.clone(), card.clone());
    let visitor = Visitor {
        home,
        card,
        says: match answer {
            Some(true) => HomeSays::May(reference),
            Some(false) => HomeSays::MayNot,
            None => HomeSays::Nothing(reference),
        },
        request: RequestId(randomness::fresh()),
    };
    let lent = door.command(move |desk| {
        let now = desk.now();
        let (barcode, library) = (code.barcode, code.library);
        let core = desk.core.as_command(call);
        let lent = core.check_out_to_visitor(barcode, library, visitor, staff(by), now)?;
        if let Some(placement) = desk.core.visit(lent.loan, now)? {
            desk.homes.remember(Visit {
                placement,
                card: shown,
                borrowed: Some(lent.loan),
            });
        }
        shown_loan(desk, Lent::Loan(lent.loan), now)
    });
    Ok(wire::CheckOutResponse {
        loan: lent
            .await
            .map_err(|refusal| unless_card(refusal, &held))?
            .ok(),
        home_silent: answer.is_none(),
        overruled: Vec::new(),
    })
}

/// A visitor's card that was scanned in place of an item is not repeated: this is not its library.
fn unless_card(refusal: Refusal, card: &CardNumber) -> Refusal {
    match refusal {
        Refusal::UnknownItem(shown) if shown == card.expose() => {
            Refusal::field("code", "it is the card: scan the item")
        }
        other => other,
    }
}

fn shown_loan(desk: &Desk, lent: Lent, now: Now) -> Result<Result<wire::Loan, Lent>, DeskRefusal> {
    let line = match lent {
        Lent::Loan(loan) => desk.core.loan(loan, now)?,
        Lent::Unclear | Lent::NoItem => None,
    };
    Ok(line
        .map(|line| loan_wire::to_wire(&line, now.local.day))
        .ok_or(lent))
}
