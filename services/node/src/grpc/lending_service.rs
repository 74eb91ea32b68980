//! `LendingService`: what the federator tells this library.

use super::desk_door::DeskDoor;
use crate::desk_process::Desk;
use crate::flows::lending::{ReportNumber, ViewAck};
use crate::randomness;
use crate::refusal::DeskRefusal;
use navette_domain::lending::View;
use navette_proto::convert::lending::delivery::{Views, views_from_wire};
use navette_proto::convert::{incarnation, refusal};
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::lending_service_server::LendingService;
use std::sync::Arc;
use tonic::{Request, Response, Status};

/// Takes views.
pub(super) struct OwnLending {
    pub(super) door: Arc<DeskDoor>,
}

#[tonic::async_trait]
impl LendingService for OwnLending {
    async fn deliver_views(
        &self,
        request: Request<wire::DeliverViewsRequest>,
    ) -> Result<Response<wire::DeliverViewsResponse>, Status> {
        let mut call = views_from_wire(request.into_inner())?;
        let mut refused = Vec::new();
        let mut views = Vec::new();
        for (place, view) in (0..).zip(std::mem::take(&mut call.views)) {
            match view {
                Ok(view) => views.push(view),
                Err(why) => refused.push(wire::RefusedView {
                    place,
                    refusal: Some(refusal::to_wire(&why)),
                }),
            }
        }
        let (numbering, taken) = self
            .door
            .command(move |desk| take(desk, &call, views))
            .await?;
        Ok(Response::new(wire::DeliverViewsResponse {
            incarnation: incarnation::to_wire(Some(numbering)),
            taken: taken.into_iter().map(taken_to_wire).collect(),
            refused,
        }))
    }
}

/// Takes a call of views in; gives the numbering of the own reports, and what was taken.
fn take(desk: &Desk, call: &Views, views: Vec<View>) -> Result<(u64, Vec<ViewAck>), DeskRefusal> {
    let now = desk.now();
    let core = &desk.core;
    core.connected(call.incarnation, randomness::incarnation(), now)?;
    let heard = ReportNumber {
        numbering: call.heard_incarnation.unwrap_or(0),
        number: call.heard,
    };
    if !core.is_for_this_life(heard)? {
        return Ok((core.numbering()?, Vec::new()));
    }
    if call.first {
        core.views_begin(now)?;
    }
    let taken = core.receive_views(call.incarnation, heard, views, now)?;
    if call.complete {
        core.views_complete(now)?;
    }
    Ok((core.numbering()?, taken))
}

fn taken_to_wire(taken: ViewAck) -> wire::TakenView {
    let (kind, id, version) = match taken {
        ViewAck::Request(id, version) => (wire::ViewKind::Request, id.to_string(), version),
        ViewAck::Journey(id, version) => (wire::ViewKind::Journey, id.to_string(), version),
    };
    wire::TakenView {
        kind: kind as i32,
        id,
        version,
    }
}
