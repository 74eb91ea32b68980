//! A node and a federator at one address that answer as they are told, and keep what they were asked.

use navette_proto::Refusal;
use navette_proto::wire::catalogue::catalogue_service_server::CatalogueServiceServer;
use navette_proto::wire::circulation::circulation_service_server::{
    CirculationService, CirculationServiceServer,
};
use navette_proto::wire::courier::courier_service_server::{CourierService, CourierServiceServer};
use navette_proto::wire::desk::desk_service_server::{DeskService, DeskServiceServer};
use navette_proto::wire::lending::loan_request_service_server::{
    LoanRequestService, LoanRequestServiceServer,
};
use navette_proto::wire::patrons::patron_service_server::{PatronService, PatronServiceServer};
use navette_proto::wire::{circulation, courier, desk, lending, patrons};
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status};

use crate::fake_service::FakeService;

/// What is answered to each kind of question.
#[derive(Clone, Default)]
pub(crate) struct FakeLending {
    catalogue: FakeService,
    answers: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    watched: Vec<lending::WatchResponse>,
    refusal: Option<Refusal>,
    asked: Asked,
}

/// What came, question after question.
#[derive(Clone, Default)]
pub(crate) struct Asked(Arc<Mutex<Vec<Box<dyn Any + Send>>>>);

impl Asked {
    /// The last question of a kind.
    pub(crate) fn last<Q: Clone + 'static>(&self) -> Q {
        let asked = self.0.lock().unwrap();
        let of_this_kind = asked.iter().rev().find_map(|one| one.downcast_ref::<Q>());
        of_this_kind.unwrap().clone()
    }
}

impl FakeLending {
    /// Answers so, whenever an answer of this kind is asked for.
    pub(crate) fn answering<A: Send + Sync + 'static>(mut self, answer: A) -> Self {
        self.answers.insert(TypeId::of::<A>(), Arc::new(answer));
        self
    }

    /// Streams these to whoever watches.
    pub(crate) fn streaming(mut self, watched: Vec<lending::WatchResponse>) -> Self {
        self.watched = watched;
        self
    }

    /// Describes works so.
    pub(crate) fn with_catalogue(mut self, catalogue: FakeService) -> Self {
        self.catalogue = catalogue;
        self
    }

    /// Says no to everything.
    pub(crate) fn refusing(refusal: impl Into<Refusal>) -> Self {
        Self {
            refusal: Some(refusal.into()),
            ..Self::default()
        }
    }

    /// What it will have been asked.
    pub(crate) fn asked(&self) -> Asked {
        self.asked.clone()
    }

    /// Serves on a free port until the test process ends.
    pub(crate) fn serve(self) -> SocketAddr {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                tonic::transport::Server::builder()
                    .add_service(CatalogueServiceServer::new(self.catalogue.clone()))
                    .add_service(CirculationServiceServer::new(self.clone()))
                    .add_service(CourierServiceServer::new(self.clone()))
                    .add_service(DeskServiceServer::new(self.clone()))
                    .add_service(LoanRequestServiceServer::new(self.clone()))
                    .add_service(PatronServiceServer::new(self))
                    .serve_with_incoming(TcpListenerStream::new(listener))
                    .await
                    .unwrap();
            });
        });
        address
    }

    fn answer<Q: Send + 'static, A: Clone + 'static>(
        &self,
        request: Request<Q>,
    ) -> Result<Response<A>, Status> {
        self.asked
            .0
            .lock()
            .unwrap()
            .push(Box::new(request.into_inner()));
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone().into());
        }
        let prepared = self.answers.get(&TypeId::of::<A>());
        let prepared = prepared.and_then(|answer| answer.downcast_ref::<A>());
        match prepared {
            Some(answer) => Ok(Response::new(answer.clone())),
            None => Err(Status::unimplemented("not in this test")),
        }
    }
}

/// Answers every method of a service with what was prepared.
macro_rules! prepared {
    ($service:ident, $package:ident { $($method:ident: $asked:ident => $told:ident),+ $(,)? } $($more:item)*) => {
        #[tonic::async_trait]
        impl $service for FakeLending {
            $(async fn $method(
                &self,
                request: Request<$package::$asked>,
            ) -> Result<Response<$package::$told>, Status> {
                self.answer(request)
            })+
            $($more)*
        }
    };
}

prepared! {
    CirculationService, circulation {
        check_out: CheckOutRequest => CheckOutResponse,
        check_in: CheckInRequest => CheckInResponse,
        renew: RenewRequest => RenewResponse,
        list_loans: ListLoansRequest => ListLoansResponse,
        record_in_house_use: RecordInHouseUseRequest => RecordInHouseUseResponse,
    }
}

prepared! {
    CourierService, courier {
        list_rounds: ListRoundsRequest => ListRoundsResponse,
        get_round: GetRoundRequest => GetRoundResponse,
        plan_arrival: PlanArrivalRequest => PlanArrivalResponse,
        preview_move: PreviewMoveRequest => PreviewMoveResponse,
        move_round: MoveRoundRequest => MoveRoundResponse,
        cancel_round: CancelRoundRequest => CancelRoundResponse,
        get_manifest: GetManifestRequest => GetManifestResponse,
    }
}

prepared! {
    DeskService, desk {
        scan: ScanRequest => ScanResponse,
        undo: UndoRequest => UndoResponse,
        list_work: ListWorkRequest => ListWorkResponse,
        not_found: NotFoundRequest => NotFoundResponse,
        refuse: RefuseRequest => RefuseResponse,
        ship: ShipRequest => ShipResponse,
        left_behind: LeftBehindRequest => LeftBehindResponse,
        hand_over: HandOverRequest => HandOverResponse,
        not_collected: NotCollectedRequest => NotCollectedResponse,
        missing_from_shelf: MissingFromShelfRequest => MissingFromShelfResponse,
        claim_returned: ClaimReturnedRequest => ClaimReturnedResponse,
        mark_damaged: MarkDamagedRequest => MarkDamagedResponse,
        mark_lost: MarkLostRequest => MarkLostResponse,
        settle: SettleRequest => SettleResponse,
        told: ToldRequest => ToldResponse,
        close_conflict: CloseConflictRequest => CloseConflictResponse,
        get_manifest: GetManifestRequest => GetManifestResponse,
        check_crate: CheckCrateRequest => CheckCrateResponse,
        count_exchange: CountExchangeRequest => CountExchangeResponse,
    }
}

prepared! {
    PatronService, patrons {
        update_mine: UpdateMineRequest => UpdateMineResponse,
        list_dependants: ListDependantsRequest => ListDependantsResponse,
        make_private_link: MakePrivateLinkRequest => MakePrivateLinkResponse,
        revoke_private_links: RevokePrivateLinksRequest => RevokePrivateLinksResponse,
        read_private_link: ReadPrivateLinkRequest => ReadPrivateLinkResponse,
        add_to_list: AddToListRequest => AddToListResponse,
        remove_from_list: RemoveFromListRequest => RemoveFromListResponse,
        list_saved: ListSavedRequest => ListSavedResponse,
        apply: ApplyRequest => ApplyResponse,
        list_applications: ListApplicationsRequest => ListApplicationsResponse,
        remove_application: RemoveApplicationRequest => RemoveApplicationResponse,
        register: RegisterRequest => RegisterResponse,
        get: GetRequest => GetResponse,
        update: UpdateRequest => UpdateResponse,
        list: ListRequest => ListResponse,
        set_pin: SetPinRequest => SetPinResponse,
        check_pin: CheckPinRequest => CheckPinResponse,
        add_charge: AddChargeRequest => AddChargeResponse,
        pay: PayRequest => PayResponse,
        waive: WaiveRequest => WaiveResponse,
        list_charges: ListChargesRequest => ListChargesResponse,
        place_request: PlaceRequestRequest => PlaceRequestResponse,
        list_requests: ListRequestsRequest => ListRequestsResponse,
        cancel_request: CancelRequestRequest => CancelRequestResponse,
        suspend_request: SuspendRequestRequest => SuspendRequestResponse,
        resume_request: ResumeRequestRequest => ResumeRequestResponse,
        erase: EraseRequest => EraseResponse,
        list_notices: ListNoticesRequest => ListNoticesResponse,
    }
}

prepared! {
    LoanRequestService, lending {
        place: PlaceRequest => PlaceResponse,
        get: GetRequest => GetResponse,
        list: ListRequest => ListResponse,
        cancel: CancelRequest => CancelResponse,
        suspend: SuspendRequest => SuspendResponse,
        resume: ResumeRequest => ResumeResponse,
        list_stuck: ListStuckRequest => ListStuckResponse,
        settle: SettleRequest => SettleResponse,
        declare_lost: DeclareLostRequest => DeclareLostResponse,
        get_choice: GetChoiceRequest => GetChoiceResponse,
        count_exchange: CountExchangeRequest => CountExchangeResponse,
    }

    type WatchStream = tokio_stream::Iter<std::vec::IntoIter<Result<lending::WatchResponse, Status>>>;

    async fn watch(
        &self,
        request: Request<lending::WatchRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let _: Result<Response<()>, Status> = self.answer(request);
        let messages: Vec<_> = self.watched.iter().cloned().map(Ok).collect();
        Ok(Response::new(tokio_stream::iter(messages)))
    }
}
