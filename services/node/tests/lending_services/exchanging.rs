//! The desk asks the federator what was lent and borrowed; without a line it is told so, and nothing is made up.

use crate::fake_federator::FakeFederator;
use crate::fixtures::{Desk, reason};
use navette_proto::Refusal;
use navette_proto::wire::desk::{CountExchangeRequest, CountExchangeResponse};
use navette_proto::wire::lending::loan_request_service_server::LoanRequestService;
use navette_proto::wire::lending::{self as wire, ExchangeDays, LentEachOther, LibraryExchange};
use tonic::{Request, Response, Status};

type Answer<T> = Result<Response<T>, Status>;

/// A federator that counts; the other calls are a coordinator's, and no node makes them.
macro_rules! counting_only {
    ($($call:ident: $asked:ident => $answer:ident,)+) => {
        #[tonic::async_trait]
        impl LoanRequestService for FakeFederator {
            type WatchStream = tokio_stream::Empty<Result<wire::WatchResponse, Status>>;

            async fn count_exchange(
                &self,
                request: Request<wire::CountExchangeRequest>,
            ) -> Answer<wire::CountExchangeResponse> {
                self.counts(request.into_inner())
            }

            async fn watch(&self, _: Request<wire::WatchRequest>) -> Answer<Self::WatchStream> {
                Err(Status::unimplemented("a node does not ask that"))
            }

            $(
                async fn $call(
                    &self,
                    _: Request<wire::$asked>,
                ) -> Answer<wire::$answer> {
                    Err(Status::unimplemented("a node does not ask that"))
                }
            )+
        }
    };
}

counting_only! {
    place: PlaceRequest => PlaceResponse,
    get: GetRequest => GetResponse,
    list: ListRequest => ListResponse,
    cancel: CancelRequest => CancelResponse,
    suspend: SuspendRequest => SuspendResponse,
    resume: ResumeRequest => ResumeResponse,
    settle: SettleRequest => SettleResponse,
    declare_lost: DeclareLostRequest => DeclareLostResponse,
    list_stuck: ListStuckRequest => ListStuckResponse,
    get_choice: GetChoiceRequest => GetChoiceResponse,
}

impl FakeFederator {
    fn counts(&self, asked: wire::CountExchangeRequest) -> Answer<wire::CountExchangeResponse> {
        assert_eq!(asked.library, "aire", "a node asks for its own library");
        if self.memory.lock().counts_refused {
            return Err(Refusal::Busy.into());
        }
        let own = LibraryExchange {
            library: "aire".into(),
            lent: 4,
            median_days: Some(3),
            ..LibraryExchange::default()
        };
        let with = LentEachOther {
            library: "lumbres".into(),
            lent: 4,
            borrowed: 2,
        };
        Ok(Response::new(wire::CountExchangeResponse {
            libraries: vec![own],
            with: vec![with],
            days: Some(ExchangeDays {
                from: asked.from,
                until: asked.until,
                ..ExchangeDays::default()
            }),
        }))
    }
}

async fn counted(
    desk: &mut Desk,
    from: &str,
    until: &str,
) -> Result<CountExchangeResponse, Status> {
    let call = CountExchangeRequest {
        from: from.into(),
        until: until.into(),
    };
    Ok(desk.desk.count_exchange(call).await?.into_inner())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_shows_what_the_federator_counted_of_its_own_library() {
    let federator = FakeFederator::start().await;
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    let found = counted(&mut desk, "2026-11-01", "2026-11-30")
        .await
        .unwrap();
    let own = found.own.unwrap();
    assert_eq!((own.library.as_str(), own.lent), ("aire", 4));
    assert_eq!(own.median_days, Some(3));
    assert_eq!((found.with[0].lent, found.with[0].borrowed), (4, 2));
    assert_eq!(found.days.unwrap().from, "2026-11-01");

    federator.memory.lock().counts_refused = true;
    let refused = counted(&mut desk, "", "").await.unwrap_err();
    assert_eq!(reason(&refused), "BUSY");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_line_the_desk_is_told_so_and_days_that_make_no_sense_are_refused_all_the_same() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    for federator in [None, Some(address)] {
        let mut desk = Desk::with_federator(federator).await;
        let refused = counted(&mut desk, "", "").await.unwrap_err();
        assert_eq!(reason(&refused), "FEDERATOR_AWAY");
        for (from, until) in [("2026-12-02", "2026-12-01"), ("yesterday", "")] {
            let refused = counted(&mut desk, from, until).await.unwrap_err();
            assert_eq!(reason(&refused), "FIELD_REFUSED");
        }
    }
}
