//! `DeskService`: what hands do at this library.

use super::act_wire::{done, offer, said, whereabouts};
use super::desk_door::{DeskDoor, call_name};
use super::pages::Page;
use super::proven::by_staff;
use super::scanned_code::Code;
use super::{desk_exchange, desk_harm, desk_told, desk_van, work_wire};
use crate::desk_process::Desk;
use crate::flows::desk::{Collector, ScanDone, ScanOutcome, Scanned};
use crate::refusal::DeskRefusal;
use navette_domain::courier::RoundId;
use navette_domain::identity::{ItemId, StaffId};
use navette_proto::Refusal;
use navette_proto::convert::limits::{CALL_ITEMS, at_most};
use navette_proto::convert::{day, identity, patrons};
use navette_proto::wire::desk as wire;
use navette_proto::wire::desk::desk_service_server::DeskService;
use navette_proto::wire::lending::ScanKind;
use std::collections::BTreeSet;
use std::sync::Arc;
use tonic::{Request, Response, Status};

/// The service over one desk.
pub(super) struct OwnDesk {
    pub(super) door: Arc<DeskDoor>,
}

/// Says that nobody in particular works at the desk by the number 0, as the contract does.
pub(super) fn staff(number: u64) -> StaffId {
    StaffId(number)
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl DeskService for OwnDesk {
    async fn scan(&self, request: Request<wire::ScanRequest>) -> Answer<wire::ScanResponse> {
        let asked = by_staff(request);
        let call = call_name("Scan", &asked.request_id, &asked)?;
        let chosen = identity::optional_item("item", asked.item)?;
        let code = Code::or_chosen("code", &asked.code, chosen)?;
        let scanned = Scanned {
            barcode: code.barcode,
            library: code.library,
            card: None,
            overrides: Vec::new(),
            by: staff(asked.staff),
        };
        let here = self.door.here.clone();
        let answer = self.door.command(move |desk| {
            let outcome = desk.core.as_command(call).scan(scanned, desk.now())?;
            let mut answer = wire::ScanResponse::default();
            match outcome {
                ScanOutcome::Done(scanned) => answer.act = Some(act(desk, &scanned)?),
                ScanOutcome::Choose(offered) => {
                    answer.offers = offered.iter().map(offer).collect();
                }
                ScanOutcome::Card(patron) => {
                    let shown = desk.core.patron(patron, desk.now())?;
                    answer.card = Some(identity::card_to_wire(&here, &shown.person.card));
                }
            }
            Ok(answer)
        });
        Ok(Response::new(answer.await?))
    }

    async fn undo(&self, request: Request<wire::UndoRequest>) -> Answer<wire::UndoResponse> {
        let asked = by_staff(request);
        let call = call_name("Undo", &asked.request_id, &asked)?;
        let item = identity::optional_item("item", asked.item)?;
        let place = self.door.command(move |desk| {
            let now = desk.now();
            if let Some(item) = item {
                let meant = desk.core.act_shown(asked.act, now)?;
                if meant.item != item {
                    return Err(DeskRefusal::UnknownScan(asked.act));
                }
            }
            let core = desk.core.as_command(call);
            let undone = core.undo(asked.act, staff(asked.staff), now)?;
            let shown = desk.core.item_shown(undone.item, None, now)?;
            Ok(whereabouts(&shown) as i32)
        });
        let place = place.await?;
        Ok(Response::new(wire::UndoResponse { place }))
    }

    async fn list_work(
        &self,
        request: Request<wire::ListWorkRequest>,
    ) -> Answer<wire::ListWorkResponse> {
        let asked = request.into_inner();
        let list = work_wire::list(asked.kind)?;
        let name = format!("work {}", asked.kind);
        let page = Page::read(name.as_bytes(), asked.page_size, &asked.page_token)?;
        let answer = self.door.read(move |desk| {
            let now = desk.now();
            let found = desk.core.work_page(list, page.from, page.size, now)?;
            let length = found.counts.get(&list).map_or(0, |count| count.lines);
            Ok(wire::ListWorkResponse {
                work: work_wire::lines(desk, &found, list),
                next_page_token: page.next(length),
                counts: work_wire::counts(&found),
            })
        });
        Ok(Response::new(answer.await?))
    }

    async fn not_found(
        &self,
        request: Request<wire::NotFoundRequest>,
    ) -> Answer<wire::NotFoundResponse> {
        let asked = by_staff(request);
        let call = call_name("NotFound", &asked.request_id, &asked)?;
        let item = identity::item("item", asked.item)?;
        let act = self.said(ScanKind::NotFound, item, move |desk, item| {
            let core = desk.core.as_command(call);
            core.not_found(item, staff(asked.staff), desk.now())
        });
        let act = act.await?;
        Ok(Response::new(wire::NotFoundResponse { act }))
    }

    async fn refuse(&self, request: Request<wire::RefuseRequest>) -> Answer<wire::RefuseResponse> {
        let asked = by_staff(request);
        let call = call_name("Refuse", &asked.request_id, &asked)?;
        let item = identity::item("item", asked.item)?;
        let reason = patrons::reason::from_wire("reason", &asked.reason)?;
        let whole = asked.whole_library;
        let act = self.said(ScanKind::Refused, item, move |desk, item| {
            let core = desk.core.as_command(call);
            core.refuse(item, whole, reason, staff(asked.staff), desk.now())
        });
        let act = act.await?;
        Ok(Response::new(wire::RefuseResponse { act }))
    }

    async fn ship(&self, request: Request<wire::ShipRequest>) -> Answer<wire::ShipResponse> {
        let asked = by_staff(request);
        let call = call_name("Ship", &asked.request_id, &asked)?;
        let round = RoundId::parse(&asked.round)
            .map_err(|refusal| Refusal::field("round", refusal.to_string()))?;
        let bound_for = desk_van::bound_for(&self.door, &round, day::needed("day", &asked.day)?)?;
        at_most("left_behind", asked.left_behind.len(), CALL_ITEMS, "items")?;
        let left: Result<BTreeSet<ItemId>, Refusal> = asked
            .left_behind
            .into_iter()
            .map(|item| identity::item("left_behind", Some(item)))
            .collect();
        let left = left?;
        let acts = self.door.command(move |desk| {
            let now = desk.now();
            let mut items = desk.core.in_crates(bound_for, now)?;
            items.retain(|item| !left.contains(item));
            let core = desk.core.as_command(call);
            let shipped = core.ship(Some(items), None, staff(asked.staff), now)?;
            let acts = shipped.into_iter().map(|(item, scan)| {
                let shown = desk.core.item_shown(item, Some(scan), now)?;
                Ok(said(scan, ScanKind::Shipped, &shown))
            });
            acts.collect::<Result<Vec<wire::Act>, DeskRefusal>>()
        });
        let acts = acts.await?;
        Ok(Response::new(wire::ShipResponse { acts }))
    }

    async fn left_behind(
        &self,
        request: Request<wire::LeftBehindRequest>,
    ) -> Answer<wire::LeftBehindResponse> {
        let asked = by_staff(request);
        let call = call_name("LeftBehind", &asked.request_id, &asked)?;
        let item = identity::item("item", asked.item)?;
        let act = self.said(ScanKind::LeftBehind, item, move |desk, item| {
            let core = desk.core.as_command(call);
            core.left_behind(item, staff(asked.staff), desk.now())
        });
        let act = act.await?;
        Ok(Response::new(wire::LeftBehindResponse { act }))
    }

    async fn hand_over(
        &self,
        request: Request<wire::HandOverRequest>,
    ) -> Answer<wire::HandOverResponse> {
        let asked = by_staff(request);
        let call = call_name("HandOver", &asked.request_id, &asked)?;
        let item = identity::item("item", asked.item)?;
        let collector = match asked.to {
            Some(wire::hand_over_request::To::PickupCode(code)) => Collector::Code(code),
            Some(wire::hand_over_request::To::Card(card)) => {
                Collector::Card(self.door.own_card(Some(card))?)
            }
            None => return Err(Refusal::field("to", "neither code nor card is given").into()),
        };
        let act = self.door.command(move |desk| {
            let core = desk.core.as_command(call);
            let by = staff(asked.staff);
            match core.hand_over(collector, Some(item), Vec::new(), by, desk.now())? {
                ScanOutcome::Done(handed) => Ok(Some(act(desk, &handed)?)),
                // One item was named: there is nothing to choose from.
                ScanOutcome::Choose(_) | ScanOutcome::Card(_) => Ok(None),
            }
        });
        let act = act.await?;
        Ok(Response::new(wire::HandOverResponse { act }))
    }

    async fn not_collected(
        &self,
        request: Request<wire::NotCollectedRequest>,
    ) -> Answer<wire::NotCollectedResponse> {
        let asked = by_staff(request);
        let call = call_name("NotCollected", &asked.request_id, &asked)?;
        let item = identity::item("item", asked.item)?;
        let act = self.door.command(move |desk| {
            let core = desk.core.as_command(call);
            let put_back = core.not_collected(item, staff(asked.staff), desk.now())?;
            let kind = ScanKind::NotCollected as i32;
            Ok(wire::Act {
                kind,
                ..act(desk, &put_back)?
            })
        });
        let act = Some(act.await?);
        Ok(Response::new(wire::NotCollectedResponse { act }))
    }

    async fn missing_from_shelf(
        &self,
        request: Request<wire::MissingFromShelfRequest>,
    ) -> Answer<wire::MissingFromShelfResponse> {
        let asked = by_staff(request);
        let call = call_name("MissingFromShelf", &asked.request_id, &asked)?;
        let item = identity::item("item", asked.item)?;
        let act = self.said(ScanKind::MissingFromShelf, item, move |desk, item| {
            let core = desk.core.as_command(call);
            core.missing_from_shelf(item, staff(asked.staff), desk.now())
        });
        let act = act.await?;
        Ok(Response::new(wire::MissingFromShelfResponse { act }))
    }

    async fn claim_returned(
        &self,
        request: Request<wire::ClaimReturnedRequest>,
    ) -> Answer<wire::ClaimReturnedResponse> {
        let asked = by_staff(request);
        let act = desk_harm::claim_returned(self, asked).await?;
        Ok(Response::new(wire::ClaimReturnedResponse { act }))
    }

    async fn mark_damaged(
        &self,
        request: Request<wire::MarkDamagedRequest>,
    ) -> Answer<wire::MarkDamagedResponse> {
        let act = desk_harm::mark_damaged(self, by_staff(request)).await?;
        Ok(Response::new(wire::MarkDamagedResponse { act }))
    }

    async fn mark_lost(
        &self,
        request: Request<wire::MarkLostRequest>,
    ) -> Answer<wire::MarkLostResponse> {
        let act = desk_harm::mark_lost(self, by_staff(request)).await?;
        Ok(Response::new(wire::MarkLostResponse { act }))
    }

    async fn settle(&self, request: Request<wire::SettleRequest>) -> Answer<wire::SettleResponse> {
        let state = desk_harm::settle(self, by_staff(request)).await?;
        Ok(Response::new(wire::SettleResponse { state }))
    }

    async fn told(&self, request: Request<wire::ToldRequest>) -> Answer<wire::ToldResponse> {
        let kept_until = desk_told::told(self, by_staff(request)).await?;
        Ok(Response::new(wire::ToldResponse { kept_until }))
    }

    async fn close_conflict(
        &self,
        request: Request<wire::CloseConflictRequest>,
    ) -> Answer<wire::CloseConflictResponse> {
        desk_told::close_conflict(self, by_staff(request)).await?;
        Ok(Response::new(wire::CloseConflictResponse {}))
    }

    async fn get_manifest(
        &self,
        request: Request<wire::GetManifestRequest>,
    ) -> Answer<wire::GetManifestResponse> {
        let asked = request.into_inner();
        let round = RoundId::parse(&asked.round)
            .map_err(|refusal| Refusal::field("round", refusal.to_string()))?;
        let day = day::needed("day", &asked.day)?;
        let answer = desk_van::manifest(&self.door, &round, day).await?;
        Ok(Response::new(answer))
    }

    async fn check_crate(
        &self,
        request: Request<wire::CheckCrateRequest>,
    ) -> Answer<wire::CheckCrateResponse> {
        let answer = desk_van::check_crate(&self.door, request.into_inner())?;
        Ok(Response::new(answer))
    }

    async fn count_exchange(
        &self,
        request: Request<wire::CountExchangeRequest>,
    ) -> Answer<wire::CountExchangeResponse> {
        let answer = desk_exchange::count(&self.door, request.into_inner()).await?;
        Ok(Response::new(answer))
    }
}

impl OwnDesk {
    /// Does what stands for a scan, and says how the item stands then.
    pub(super) async fn said(
        &self,
        kind: ScanKind,
        item: ItemId,
        work: impl FnOnce(&Desk, ItemId) -> Result<u64, DeskRefusal> + Send + 'static,
    ) -> Result<Option<wire::Act>, Refusal> {
        let act = self.door.command(move |desk| {
            let scan = work(desk, item.clone())?;
            let shown = desk.core.item_shown(item, Some(scan), desk.now())?;
            Ok(said(scan, kind, &shown))
        });
        act.await.map(Some)
    }
}

/// Writes what was done, with how the item stands now.
pub(super) fn act(desk: &Desk, scanned: &ScanDone) -> Result<wire::Act, DeskRefusal> {
    let item = scanned.item.clone();
    let shown = desk.core.item_shown(item, scanned.scan, desk.now())?;
    Ok(done(desk, scanned, &shown))
}
