//! `CirculationService`: lending out, taking back, renewing.

use super::act_wire::{offer, said};
use super::desk_door::{DeskDoor, call_name};
use super::desk_service::{act, staff};
use super::pages::Page;
use super::proven::{by_staff, for_family, for_patron_by_staff};
use super::scanned_code::Code;
use super::{check_out, kiosk_returns, loan_wire};
use crate::desk_process::Desk;
use crate::flows::circulation::{LoanFilter, Loss};
use crate::flows::desk::{ScanOutcome, Scanned};
use crate::flows::patrons::SeenByGuardian;
use crate::ledger::{Command, NodeState, Place};
use crate::refusal::DeskRefusal;
use crate::waiting;
use navette_domain::access::{AccessRefusal, Caller};
use navette_domain::identity::{Barcode, ItemId, PatronNumber};
use navette_domain::time::{Day, Now};
use navette_proto::Refusal;
use navette_proto::convert::fees::money;
use navette_proto::convert::{day, identity, patrons};
use navette_proto::wire::circulation as wire;
use navette_proto::wire::circulation::circulation_service_server::CirculationService;
use navette_proto::wire::lending::ScanKind;
use navette_store::ledger::Commit;
use navette_trust::caller_of;
use std::sync::Arc;
use tonic::{Request, Response, Status};

/// A book drop is emptied sooner than that, in days.
const BOOK_DROP_DAYS: i32 = 31;

/// The service over one counter.
pub(super) struct OwnCirculation {
    pub(super) door: Arc<DeskDoor>,
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl CirculationService for OwnCirculation {
    async fn check_out(
        &self,
        request: Request<wire::CheckOutRequest>,
    ) -> Answer<wire::CheckOutResponse> {
        let caller = caller_of(&request);
        let asked = for_patron_by_staff(request, &self.door.here)?;
        check_out::refuse_from_afar(&caller, &asked).map_err(Refusal::from)?;
        let answer = check_out::check_out(&self.door, asked).await?;
        Ok(Response::new(answer))
    }

    async fn check_in(
        &self,
        request: Request<wire::CheckInRequest>,
    ) -> Answer<wire::CheckInResponse> {
        let caller = caller_of(&request);
        let asked = by_staff(request);
        let at_kiosk = kiosk_returns::is_at_kiosk(&caller, &asked).map_err(Refusal::from)?;
        let call = call_name("CheckIn", &asked.request_id, &asked)?;
        let chosen = identity::optional_item("item", asked.item)?;
        let code = Code::or_chosen("code", &asked.code, chosen)?;
        let returned_on = day::from_wire("returned_on", &asked.returned_on)?;
        let now = returned_at(self.door.desk.now(), returned_on)?;
        let (damaged, by) = (asked.damaged, staff(asked.staff));
        let answer = self.door.command(move |desk| {
            if damaged && let Some(item) = lent_item(desk, &code)? {
                return take_damaged(desk, call, item, asked.staff, now);
            }
            let barcode = code.barcode.clone();
            let scanned = Scanned {
                barcode: code.barcode,
                library: code.library,
                card: None,
                overrides: Vec::new(),
                by,
            };
            let core = desk.core.as_command(call);
            let outcome = match at_kiosk {
                true => core.take_back_at_kiosk(scanned, now)?,
                false => core.scan(scanned, now)?,
            };
            checked_in(desk, barcode, outcome, now)
        });
        let answer = answer.await?;
        Ok(Response::new(match at_kiosk {
            true => kiosk_returns::without_the_patron(answer),
            false => answer,
        }))
    }

    async fn renew(&self, request: Request<wire::RenewRequest>) -> Answer<wire::RenewResponse> {
        let caller = caller_of(&request);
        let asked = by_staff(request);
        let call = call_name("Renew", &asked.request_id, &asked)?;
        let item = identity::item("item", asked.item)?;
        let by = patrons::staff::from_wire(asked.staff);
        let seen = self.refuse_loan_of_another(&caller, &item).await?;
        let others = {
            let _remote = self.door.remote_turn()?;
            waiting::count(&self.door.desk, &item).await
        };
        let loan = self.door.command(move |desk| {
            let now = desk.now();
            let core = desk.core.as_command(call);
            core.renew(item.clone(), others, by, now)?;
            let filter = LoanFilter {
                item: Some(item),
                ..LoanFilter::default()
            };
            let (lines, _) = desk.core.list_loans(filter, 0, 1, now)?;
            let line = lines.first();
            Ok(line.map(|line| loan_wire::to_wire(line, now.local.day)))
        });
        let loan = loan.await?.map(|loan| as_seen(loan, seen));
        Ok(Response::new(wire::RenewResponse { loan }))
    }

    async fn list_loans(
        &self,
        request: Request<wire::ListLoansRequest>,
    ) -> Answer<wire::ListLoansResponse> {
        let (asked, seen) = for_family(request, &self.door).await?;
        if seen.is_some() && asked.ended_too {
            return Err(Refusal::from(AccessRefusal::NotYourOwn).into());
        }
        let list = wire::ListLoansRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let list = prost::Message::encode_to_vec(&list);
        let page = Page::read(&list, asked.page_size, &asked.page_token)?;
        let card = match asked.card {
            Some(card) => Some(self.door.own_card(Some(card))?),
            None => None,
        };
        let item = identity::optional_item("item", asked.item)?;
        let answer = self.door.read(move |desk| {
            let now = desk.now();
            let patron = match card {
                Some(card) => Some(desk.core.patron_with_card(card, now)?.facts.number),
                None => None,
            };
            let filter = LoanFilter {
                patron,
                item,
                overdue_only: asked.overdue_only,
                ended_too: asked.ended_too,
            };
            let (lines, count) = desk.core.list_loans(filter, page.from, page.size, now)?;
            let written = lines
                .iter()
                .map(|line| loan_wire::to_wire(line, now.local.day))
                .map(|loan| as_seen(loan, seen));
            Ok(wire::ListLoansResponse {
                loans: written.collect(),
                next_page_token: page.next(count),
            })
        });
        Ok(Response::new(answer.await?))
    }

    async fn record_in_house_use(
        &self,
        request: Request<wire::RecordInHouseUseRequest>,
    ) -> Answer<wire::RecordInHouseUseResponse> {
        let asked = by_staff(request);
        let call = call_name("RecordInHouseUse", &asked.request_id, &asked)?;
        let item = Code::read("code", &asked.code)?.own_unless_named(&self.door.here);
        if item.library != self.door.here {
            return Err(Refusal::UnknownItem(item.to_string()).into());
        }
        let used = self.door.command(move |desk| {
            let core = desk.core.as_command(call);
            core.read_in_house(item.barcode, staff(asked.staff), desk.now())
        });
        let uses = used.await?;
        Ok(Response::new(wire::RecordInHouseUseResponse { uses }))
    }
}

impl OwnCirculation {
    /// A patron prolongs their own loans, and those of children they answer for; of others nothing is told, not even that they are.
    async fn refuse_loan_of_another(
        &self,
        caller: &Caller,
        item: &ItemId,
    ) -> Result<Option<SeenByGuardian>, Refusal> {
        let patron = match caller {
            Caller::Patron { number, .. } => *number,
            Caller::Anonymous
            | Caller::Kiosk { .. }
            | Caller::Staff { .. }
            | Caller::Operator(_)
            | Caller::Coordinator
            | Caller::Node(_)
            | Caller::Federator
            | Caller::ThisMachine => return Ok(None),
        };
        let item = item.clone();
        self.door
            .read(move |desk| {
                let now = desk.now();
                if has_lent(desk, patron, &item)? {
                    return Ok(None);
                }
                for child in desk.core.dependants(patron, now)? {
                    if has_lent(desk, child.facts.number, &item)? {
                        return desk.core.seen_by_guardian(patron, child.person.card, now);
                    }
                }
                Err(DeskRefusal::NotLent(item))
            })
            .await
    }
}

/// Says whether a patron has borrowed an item here.
fn has_lent(desk: &Desk, patron: PatronNumber, item: &ItemId) -> Result<bool, DeskRefusal> {
    let filter = LoanFilter {
        patron: Some(patron),
        item: Some(item.clone()),
        ..LoanFilter::default()
    };
    let (_, count) = desk.core.list_loans(filter, 0, 1, desk.now())?;
    Ok(count > 0)
}

/// Leaves out what a guardian does not see.
fn as_seen(loan: wire::Loan, seen: Option<SeenByGuardian>) -> wire::Loan {
    match seen {
        Some(SeenByGuardian { titles: false }) => wire::Loan {
            title: String::new(),
            ..loan
        },
        Some(SeenByGuardian { titles: true }) | None => loan,
    }
}

/// Dates a return back to the day on which it lay in the book drop.
fn returned_at(now: Now, returned_on: Option<Day>) -> Result<Now, Refusal> {
    let Some(day) = returned_on else {
        return Ok(now);
    };
    let ago = day.days_until(now.local.day);
    if !(0..=BOOK_DROP_DAYS).contains(&ago) {
        let reason = format!("{day} is not within the last {BOOK_DROP_DAYS} days");
        return Err(Refusal::field("returned_on", reason));
    }
    let mut then = now;
    then.local.day = day;
    Ok(then)
}

/// Says what became of an item that was taken in, wherever it belongs.
fn checked_in(
    desk: &Desk,
    barcode: Barcode,
    outcome: ScanOutcome,
    now: Now,
) -> Result<wire::CheckInResponse, DeskRefusal> {
    let done = match outcome {
        ScanOutcome::Done(done) => done,
        ScanOutcome::Choose(offered) => {
            return Ok(wire::CheckInResponse {
                offers: offered.iter().map(offer).collect(),
                ..wire::CheckInResponse::default()
            });
        }
        ScanOutcome::Card(_) => return Err(DeskRefusal::UnknownBarcode(barcode)),
    };
    let shown = desk.core.item_shown(done.item.clone(), done.scan, now)?;
    Ok(wire::CheckInResponse {
        loan: ended(desk, shown.loan, now)?,
        late_fee: done.fee.map(money::to_wire),
        act: Some(act(desk, &done)?),
        offers: Vec::new(),
    })
}

fn take_damaged(
    desk: &Desk,
    call: Command,
    item: ItemId,
    by: u64,
    now: Now,
) -> Result<wire::CheckInResponse, DeskRefusal> {
    let core = desk.core.as_command(call);
    let scan = core.lose(item.clone(), Loss::Damaged, staff(by), now)?;
    let shown = desk.core.item_shown(item, Some(scan), now)?;
    Ok(wire::CheckInResponse {
        loan: ended(desk, shown.loan, now)?,
        act: Some(said(scan, ScanKind::Damaged, &shown)),
        ..wire::CheckInResponse::default()
    })
}

fn ended(desk: &Desk, loan: Option<u64>, now: Now) -> Result<Option<wire::Loan>, DeskRefusal> {
    let line = match loan {
        Some(loan) => desk.core.loan(loan, now)?,
        None => None,
    };
    Ok(line.map(|line| loan_wire::to_wire(&line, now.local.day)))
}

/// Finds the one item that a code means among those lent here.
fn lent_item(desk: &Desk, code: &Code) -> Result<Option<ItemId>, DeskRefusal> {
    let code = code.clone();
    let found = desk.core.ledger().read(move |state| {
        let lent = lent_with(state, &code.barcode);
        let mut meant = lent.into_iter().filter(|item| {
            code.library
                .as_ref()
                .is_none_or(|library| item.library == *library)
        });
        let first = meant.next();
        first.filter(|_| meant.next().is_none())
    });
    Ok(found?)
}

fn lent_with(state: &NodeState, barcode: &Barcode) -> Vec<ItemId> {
    let known = state.indexes().items_with(barcode).into_iter();
    known
        .filter(|item| {
            let row = state.get::<crate::ledger::ItemRow>(item);
            row.is_some_and(|row| matches!(row.place, Place::Lent(_)))
        })
        .collect()
}
