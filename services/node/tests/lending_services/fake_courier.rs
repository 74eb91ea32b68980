//! A federator's van that drives once a week, and brings one book to Aire.

use crate::fake_federator::FakeFederator;
use navette_proto::convert::courier::code;
use navette_proto::wire::courier as wire;
use navette_proto::wire::courier::courier_service_server::CourierService;
use navette_proto::wire::identity::ItemId;
use tonic::{Request, Response, Status};

fn stop(library: &str, minute: u32) -> wire::Stop {
    wire::Stop {
        library: library.into(),
        library_name: String::new(),
        arrives_minute: minute,
        leaves_minute: minute + 15,
    }
}

/// Lumbres, Aire, Lumbres, on the weekday that is asked for.
pub(crate) fn a_round(weekday: wire::Weekday) -> wire::Round {
    wire::Round {
        round: "lys".into(),
        name: "La Lys".into(),
        weekday: weekday as i32,
        stops: vec![
            stop("lumbres", 1_300),
            stop("aire", 1_340),
            stop("lumbres", 1_400),
        ],
        cut_off_minutes: 0,
        crate_grams: 15_000,
        ..wire::Round::default()
    }
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl CourierService for FakeFederator {
    async fn list_rounds(
        &self,
        _request: Request<wire::ListRoundsRequest>,
    ) -> Answer<wire::ListRoundsResponse> {
        let memory = self.memory.lock();
        if memory.van_away {
            return Err(Status::unavailable("nobody is here"));
        }
        Ok(Response::new(wire::ListRoundsResponse {
            rounds: memory.rounds.clone(),
            next_page_token: String::new(),
        }))
    }

    async fn get_manifest(
        &self,
        request: Request<wire::GetManifestRequest>,
    ) -> Answer<wire::GetManifestResponse> {
        let asked = request.into_inner();
        if self.memory.lock().van_away {
            return Err(Status::unavailable("nobody is here"));
        }
        assert_eq!(asked.stop, 1, "only the own stop is asked for");
        let parcel = wire::Parcel {
            journey: format!("{:032x}", 0xb7),
            item: Some(ItemId {
                library: "lumbres".into(),
                barcode: "L1".into(),
            }),
            title: "Nana".into(),
            off_at: "aire".into(),
            grams: 400,
            promised: String::new(),
        };
        let mut manifest = wire::Manifest {
            round: asked.round,
            day: asked.day.clone(),
            stop: 1,
            library: "aire".into(),
            arrives: format!("{}T22:20", asked.day),
            leaves: format!("{}T22:35", asked.day),
            comes_off: vec![parcel],
            ..wire::Manifest::default()
        };
        let read = navette_proto::convert::courier::manifest::from_wire(manifest.clone());
        manifest.code = code::to_wire(&read.unwrap());
        Ok(Response::new(wire::GetManifestResponse {
            manifest: Some(manifest),
        }))
    }

    async fn get_round(&self, _: Request<wire::GetRoundRequest>) -> Answer<wire::GetRoundResponse> {
        Err(Status::unimplemented("not here"))
    }

    async fn plan_arrival(
        &self,
        _: Request<wire::PlanArrivalRequest>,
    ) -> Answer<wire::PlanArrivalResponse> {
        Err(Status::unimplemented("not here"))
    }

    async fn preview_move(
        &self,
        _: Request<wire::PreviewMoveRequest>,
    ) -> Answer<wire::PreviewMoveResponse> {
        Err(Status::unimplemented("not here"))
    }

    async fn move_round(
        &self,
        _: Request<wire::MoveRoundRequest>,
    ) -> Answer<wire::MoveRoundResponse> {
        Err(Status::unimplemented("not here"))
    }

    async fn cancel_round(
        &self,
        _: Request<wire::CancelRoundRequest>,
    ) -> Answer<wire::CancelRoundResponse> {
        Err(Status::unimplemented("not here"))
    }
}
