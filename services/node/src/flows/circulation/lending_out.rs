//! What is written when an item goes home with somebody? The rules decide; the register, the journey and the home library follow.

use super::counter_item::counter_item;
use crate::draft::{About, Draft};
use crate::flows::patrons::{patron_facts, policy_of, touch};
use crate::ledger::{JourneyRow, LoanRow, Place, StaffAct};
use crate::node_settings::Counter;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::{
    AtTheDesk, Borrower, CheckOutEffect, CheckOutFacts, ItemFacts, Loan, Override, VisitorFacts,
    decide_check_out,
};
use navette_domain::identity::{ItemId, JourneyId, PatronNumber, RequestId, StaffId};
use navette_domain::lending::{Only, Placement, Report, ScanKind, SupplyFailure, Target};
use navette_domain::time::Day;
use std::collections::BTreeMap;

/// Who takes an item home.
pub(crate) enum Who {
    /// An own patron.
    Patron(PatronNumber),
    /// A patron of another library.
    Visitor {
        /// What is known of them.
        facts: VisitorFacts,
        /// Their card as it is counted here; nothing where a pick-up code was shown.
        counted: Option<u64>,
        /// A fresh name for the request that the loan is to the territory, where none brought the item.
        request: RequestId,
    },
}

/// An item that went home with somebody.
pub(crate) struct Lent {
    pub(crate) loan: u64,
    pub(crate) due: Day,
    pub(crate) journey: Option<JourneyId>,
}

/// Lends an item, or says everything that is against it.
pub(crate) fn lend(
    draft: &mut Draft<'_>,
    item: &ItemId,
    who: Who,
    overrides: &[Override],
    by: StaffId,
) -> Result<Lent, DeskRefusal> {
    let seen = counter_item(draft, item);
    refuse_by_place(draft, item, seen.as_ref())?;
    let settings = draft.settings;
    let patron = match &who {
        Who::Patron(number) => Some(patron_facts(draft, *number)?),
        Who::Visitor { .. } => None,
    };
    let policy = policy_of(draft, patron.as_ref());
    let at_the_desk = match (&who, &patron) {
        (Who::Visitor { facts, .. }, _) => AtTheDesk::Visitor(facts),
        (Who::Patron(_), Some(facts)) => AtTheDesk::Patron { facts, policy },
        (Who::Patron(number), None) => return Err(DeskRefusal::UnknownPatron(*number)),
    };
    let is_open = |day: Day| settings.is_open(day);
    let decided = decide_check_out(&CheckOutFacts {
        here: draft.here(),
        scanned: &item.barcode,
        item: seen.as_ref(),
        who: at_the_desk,
        // What another library lends, it lends to all of the territory alike.
        lender_policy: if draft.is_own(item) {
            policy
        } else {
            &settings.visitors
        },
        silent_loans_max: settings.silent_loans_max,
        overrides,
        now: draft.now,
        is_open: &is_open,
    })
    .map_err(DeskRefusal::CheckOut)?;
    let due = decided.due;
    let loan = write_down(draft, item, &who, decided.effects, by);
    let journey = draft.get::<LoanRow>(&loan).and_then(|row| row.journey);
    Ok(Lent { loan, due, journey })
}

fn refuse_by_place(
    draft: &Draft<'_>,
    item: &ItemId,
    seen: Option<&ItemFacts>,
) -> Result<(), DeskRefusal> {
    let place = draft.place_of(item);
    if place == Some(Place::Damaged) {
        return Err(DeskRefusal::NotThere {
            item: item.clone(),
            place,
            act: "be lent",
        });
    }
    let held = seen.is_some_and(|seen| seen.hold.is_some());
    if draft.settings.counter == Counter::Elsewhere && !held {
        return Err(DeskRefusal::CounterElsewhere);
    }
    Ok(())
}

fn write_down(
    draft: &mut Draft<'_>,
    item: &ItemId,
    who: &Who,
    effects: Vec<CheckOutEffect>,
    by: StaffId,
) -> u64 {
    let title = draft.title_of(item);
    let on = draft.place_of(item).and_then(Place::journey);
    let on = on.or_else(|| draft.state.indexes().journeys_of.of(item).last().copied());
    draft.meta_mut().last_loan += 1;
    let number = draft.meta().last_loan;
    for effect in effects {
        match effect {
            CheckOutEffect::LoanOpened(loan) => open_loan(draft, number, loan, who, &title),
            CheckOutEffect::RequestCollected(request) => collected(draft, number, request, on),
            CheckOutEffect::HoldReleased(_) => {
                draft.say_scan(item, on, ScanKind::MissingFromShelf, &title);
            }
            CheckOutEffect::CommitmentReleased(_) => {
                let no = ScanKind::Refused(SupplyFailure::CopyRefused);
                draft.say_scan(item, on, no, &title);
            }
            CheckOutEffect::Overruled(decision) => {
                let about = About {
                    reason: Some(&decision.reason),
                    // The words may name them: they go when the patron does.
                    patron: match who {
                        Who::Patron(patron) => Some(*patron),
                        Who::Visitor { .. } => None,
                    },
                    ..About::item(item)
                };
                draft.note(decision.by, StaffAct::LentAnyway, about);
            }
            CheckOutEffect::TellHome(_) => tell_home(draft, number, who, &title),
            // The lender hears it through the journey.
            CheckOutEffect::TellLender(_) => {}
        }
    }
    if let Who::Patron(patron) = who {
        touch(draft, *patron);
    }
    draft.place(item, Place::Lent(number), &title);
    draft.note(by, StaffAct::Lent, About::item(item));
    number
}

fn open_loan(draft: &mut Draft<'_>, number: u64, loan: Loan, who: &Who, title: &str) {
    let copy = draft.shelf_item(&loan.item);
    let (visitor, unconfirmed) = match who {
        Who::Patron(_) => (None, false),
        Who::Visitor { facts, counted, .. } => {
            let silent = facts.answer == navette_domain::circulation::HomeAnswer::Silent;
            (*counted, silent)
        }
    };
    let row = LoanRow {
        loan,
        title: title.to_owned(),
        medium: copy.map(|copy| copy.medium).unwrap_or_default(),
        request: None,
        journey: None,
        visitor,
        unconfirmed,
        told: BTreeMap::new(),
        said: None,
    };
    draft.put(number, row);
}

/// The request that brought the item has it: told to all three through the journey.
fn collected(draft: &mut Draft<'_>, number: u64, request: RequestId, on: Option<JourneyId>) {
    let Some(mut row) = draft.get::<LoanRow>(&number) else {
        return;
    };
    let serving = on.filter(|id| {
        draft
            .get::<JourneyRow>(id)
            .and_then(|known| known.view.serves)
            .is_some_and(|served| served.request == request)
    });
    row.request = Some(request);
    row.journey = serving;
    let (item, title, due) = (row.loan.item.clone(), row.title.clone(), row.loan.due);
    draft.put(number, row);
    let of = (serving, Some(request));
    draft.say_scan_for(&item, of, ScanKind::HandedOver(due), &title);
}

/// A visitor who took an item from the shelf is a request already at its pick-up.
fn tell_home(draft: &mut Draft<'_>, number: u64, who: &Who, title: &str) {
    let (Who::Visitor { request, .. }, Some(mut row)) = (who, draft.get::<LoanRow>(&number)) else {
        return;
    };
    if row.request.is_some() {
        return;
    }
    let (item, due) = (row.loan.item.clone(), row.loan.due);
    row.request = Some(*request);
    let Some(placement) = as_request(draft, &row) else {
        return;
    };
    draft.put(number, row);
    draft.report(Report::Placed(placement));
    let of = (None, Some(*request));
    draft.say_scan_for(&item, of, ScanKind::HandedOver(due), title);
}

/// Gives what a visitor's loan is to the territory; nothing where it is none, or where a request brought the item.
pub(crate) fn visit_of(draft: &Draft<'_>, number: u64) -> Option<Placement> {
    let row = draft.get::<LoanRow>(&number)?;
    row.visitor?;
    row.journey.is_none().then(|| as_request(draft, &row))?
}

fn as_request(draft: &Draft<'_>, row: &LoanRow) -> Option<Placement> {
    let Borrower::Visitor { home, reference } = row.loan.borrower.clone() else {
        return None;
    };
    let item = row.loan.item.clone();
    let copy = draft.shelf_item(&item)?;
    Some(Placement {
        id: row.request?,
        home,
        reference,
        pickup: draft.here().clone(),
        target: Target {
            work: copy.work,
            part: copy.part,
            only: Only::Copy {
                item,
                edition: copy.edition,
            },
        },
        title: row.title.clone(),
        need_by: None,
        placed_at: draft.now.at,
    })
}
