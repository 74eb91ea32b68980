//! How do the demo's volunteers and readers speak to a library? By the same calls as everybody else.

use crate::connection::{Address, Line};
use crate::failure::Failure;
use crate::given::Calling;
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::circulation::{CheckInRequest, CheckInResponse};
use navette_proto::wire::desk as wire;
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::desk::hand_over_request::To;
use navette_proto::wire::fees::{ChargeKind, Money};
use navette_proto::wire::identity::{Card, ItemId};
use navette_proto::wire::patrons as patrons_wire;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use tonic::{Response, Status};

/// Longest list of work that is read.
const LIST_MAX: u32 = 200;

/// The desk, the counter and the patrons of one library.
pub(super) struct LibraryDesk {
    /// The library's id.
    pub(super) library: String,
    /// What people call it.
    pub(super) name: String,
    /// Where its node answers.
    pub(super) address: Address,
    desk: DeskServiceClient<Line>,
    counter: CirculationServiceClient<Line>,
    patrons: PatronServiceClient<Line>,
}

impl LibraryDesk {
    /// Connects to a library's node.
    pub(super) async fn at(
        address: Address,
        library: String,
        name: String,
    ) -> Result<Self, Failure> {
        Ok(Self {
            desk: address.desk().await?,
            counter: address.counter().await?,
            patrons: address.patrons().await?,
            library,
            name,
            address,
        })
    }

    /// Names a card of this library.
    pub(super) fn card(&self, number: &str) -> Card {
        Card {
            library: self.library.clone(),
            number: number.to_owned(),
        }
    }

    fn said<T>(&self, answer: Result<Response<T>, Status>) -> Result<T, Failure> {
        answer
            .map(Response::into_inner)
            .map_err(|status| Failure::from_status(&status, &self.name))
    }

    /// Registers somebody.
    pub(super) async fn register(
        &mut self,
        card: &str,
        category: &str,
        person: patrons_wire::Person,
    ) -> Result<(), Failure> {
        let request = patrons_wire::RegisterRequest {
            request_id: Calling::drawn().id,
            card_number: card.to_owned(),
            category: category.to_owned(),
            person: Some(person),
            accept_namesake: true,
            staff: 0,
        };
        let done = self.patrons.register(request).await;
        self.said(done).map(|_| ())
    }

    /// Gives a card its PIN.
    pub(super) async fn set_pin(&mut self, card: &str, pin: &str) -> Result<(), Failure> {
        let request = patrons_wire::SetPinRequest {
            request_id: Calling::drawn().id,
            card: Some(self.card(card)),
            pin: pin.to_owned(),
            staff: 0,
        };
        let done = self.patrons.set_pin(request).await;
        self.said(done).map(|_| ())
    }

    /// Lets a patron borrow nothing for a while.
    pub(super) async fn suspend_patron(
        &mut self,
        card: &str,
        suspension: patrons_wire::Suspension,
    ) -> Result<(), Failure> {
        self.update(patrons_wire::UpdateRequest {
            card: Some(self.card(card)),
            suspension: Some(suspension),
            ..patrons_wire::UpdateRequest::default()
        })
        .await
    }

    /// Says on which day a card has expired.
    pub(super) async fn let_card_expire(
        &mut self,
        card: &str,
        last: String,
    ) -> Result<(), Failure> {
        self.update(patrons_wire::UpdateRequest {
            card: Some(self.card(card)),
            card_expires: last,
            ..patrons_wire::UpdateRequest::default()
        })
        .await
    }

    async fn update(&mut self, change: patrons_wire::UpdateRequest) -> Result<(), Failure> {
        let request = patrons_wire::UpdateRequest {
            request_id: Calling::drawn().id,
            ..change
        };
        let done = self.patrons.update(request).await;
        self.said(done).map(|_| ())
    }

    /// Notes that a patron owes something.
    pub(super) async fn charge(
        &mut self,
        card: &str,
        kind: ChargeKind,
        amount: Money,
        why: &str,
    ) -> Result<(), Failure> {
        let request = patrons_wire::AddChargeRequest {
            request_id: Calling::drawn().id,
            card: Some(self.card(card)),
            kind: kind as i32,
            amount: Some(amount),
            item: None,
            why: why.to_owned(),
            staff: 1,
        };
        let done = self.patrons.add_charge(request).await;
        self.said(done).map(|_| ())
    }

    /// Places a request, and gives its name.
    pub(super) async fn place(
        &mut self,
        request: patrons_wire::PlaceRequestRequest,
    ) -> Result<String, Failure> {
        let placed = self.patrons.place_request(request).await;
        Ok(self.said(placed)?.request.unwrap_or_default().request)
    }

    /// Takes a request back.
    pub(super) async fn cancel(&mut self, card: &str, request: &str) -> Result<(), Failure> {
        let request = patrons_wire::CancelRequestRequest {
            request_id: Calling::drawn().id,
            card: Some(self.card(card)),
            request: request.to_owned(),
            staff: 0,
        };
        let done = self.patrons.cancel_request(request).await;
        self.said(done).map(|_| ())
    }

    /// Puts a request aside until a day.
    pub(super) async fn suspend(
        &mut self,
        card: &str,
        request: &str,
        until: String,
    ) -> Result<(), Failure> {
        let request = patrons_wire::SuspendRequestRequest {
            request_id: Calling::drawn().id,
            card: Some(self.card(card)),
            request: request.to_owned(),
            until,
            staff: 0,
        };
        let done = self.patrons.suspend_request(request).await;
        self.said(done).map(|_| ())
    }

    /// Reads a list of work; gives also how much there is on each list.
    pub(super) async fn work(
        &mut self,
        kind: wire::WorkKind,
    ) -> Result<wire::ListWorkResponse, Failure> {
        let request = wire::ListWorkRequest {
            kind: kind as i32,
            page_size: LIST_MAX,
            page_token: String::new(),
        };
        let listed = self.desk.list_work(request).await;
        self.said(listed)
    }

    /// Scans an item.
    pub(super) async fn scan(&mut self, item: &ItemId) -> Result<wire::Act, Failure> {
        let request = wire::ScanRequest {
            request_id: Calling::drawn().id,
            code: format!("{}/{}", item.library, item.barcode),
            item: Some(item.clone()),
            staff: 0,
        };
        let scanned = self.desk.scan(request).await;
        Ok(self.said(scanned)?.act.unwrap_or_default())
    }

    /// Gives the crates to the van, but for what stays.
    pub(super) async fn ship(
        &mut self,
        round: &str,
        day: String,
        left_behind: Vec<ItemId>,
    ) -> Result<Vec<wire::Act>, Failure> {
        let request = wire::ShipRequest {
            request_id: Calling::drawn().id,
            round: round.to_owned(),
            day,
            left_behind,
            staff: 0,
        };
        let shipped = self.desk.ship(request).await;
        Ok(self.said(shipped)?.acts)
    }

    /// Says that a reader was told by telephone.
    pub(super) async fn told(&mut self, notice: u64) -> Result<(), Failure> {
        let request = wire::ToldRequest {
            request_id: Calling::drawn().id,
            request: String::new(),
            staff: 0,
            channel: wire::TellingChannel::Telephone as i32,
            note: String::new(),
            notice,
        };
        let done = self.desk.told(request).await;
        self.said(done).map(|_| ())
    }

    /// Hands an item over against its code.
    pub(super) async fn hand_over(
        &mut self,
        item: &ItemId,
        code: &str,
    ) -> Result<wire::Act, Failure> {
        let request = wire::HandOverRequest {
            request_id: Calling::drawn().id,
            item: Some(item.clone()),
            staff: 0,
            to: Some(To::PickupCode(code.to_owned())),
        };
        let handed = self.desk.hand_over(request).await;
        Ok(self.said(handed)?.act.unwrap_or_default())
    }

    /// Takes an item back.
    pub(super) async fn take_back(&mut self, item: &ItemId) -> Result<CheckInResponse, Failure> {
        let request = CheckInRequest {
            request_id: Calling::drawn().id,
            code: format!("{}/{}", item.library, item.barcode),
            item: Some(item.clone()),
            ..CheckInRequest::default()
        };
        let taken = self.counter.check_in(request).await;
        self.said(taken)
    }

    /// Says that an item to be pulled is not on its shelf.
    pub(super) async fn not_found(&mut self, item: &ItemId) -> Result<(), Failure> {
        let request = wire::NotFoundRequest {
            request_id: Calling::drawn().id,
            item: Some(item.clone()),
            staff: 0,
        };
        let done = self.desk.not_found(request).await;
        self.said(done).map(|_| ())
    }

    /// Says that a reader believes to have brought an item back.
    pub(super) async fn claim_returned(&mut self, item: &ItemId) -> Result<(), Failure> {
        let request = wire::ClaimReturnedRequest {
            request_id: Calling::drawn().id,
            item: Some(item.clone()),
            staff: 0,
        };
        let done = self.desk.claim_returned(request).await;
        self.said(done).map(|_| ())
    }

    /// Says that a reader has lost an item, and owes what it costs.
    pub(super) async fn lost(&mut self, item: &ItemId, charge: Money) -> Result<(), Failure> {
        let request = wire::MarkLostRequest {
            request_id: Calling::drawn().id,
            item: Some(item.clone()),
            staff: 1,
            charge: Some(charge),
            reason: "perdu pendant un voyage".to_owned(),
        };
        let done = self.desk.mark_lost(request).await;
        self.said(done).map(|_| ())
    }

    /// Says that what was owed for a request is dealt with.
    pub(super) async fn settle(&mut self, request: &str) -> Result<(), Failure> {
        let request = wire::SettleRequest {
            request_id: Calling::drawn().id,
            request: request.to_owned(),
            staff: 1,
            reason: "un exemplaire neuf a été apporté".to_owned(),
        };
        let done = self.desk.settle(request).await;
        self.said(done).map(|_| ())
    }
}
