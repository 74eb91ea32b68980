//! `HomeService`: what other libraries ask of this one when its patrons stand at their desks.

use super::desk_door::DeskDoor;
use crate::flows::requests::Wish;
use navette_domain::lending::Placement;
use navette_proto::Refusal;
use navette_proto::convert::identity;
use navette_proto::convert::lending::placement;
use navette_proto::convert::limits::needed;
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::home_service_server::HomeService;
use std::sync::Arc;
use tonic::{Request, Response, Status};

/// Answers for own patrons.
pub(super) struct OwnHome {
    pub(super) door: Arc<DeskDoor>,
}

#[tonic::async_trait]
impl HomeService for OwnHome {
    async fn ask_home(
        &self,
        request: Request<wire::AskHomeRequest>,
    ) -> Result<Response<wire::AskHomeResponse>, Status> {
        let asked = request.into_inner();
        let pickup = identity::library("library", &asked.library)?;
        let card = self.door.own_card(asked.card)?;
        let about = asked.placement.map(placement::from_wire).transpose();
        let about = about.map_err(|refusal| refusal.within("placement"))?;
        let about = || -> Result<Placement, Refusal> {
            let placement = needed("placement", about.clone())?;
            if placement.home != self.door.here {
                let reason = format!("it is {}, not this library", placement.home);
                return Err(Refusal::field("placement.home", reason));
            }
            if placement.pickup != pickup {
                let reason = format!("it is {}, not the library that asks", placement.pickup);
                return Err(Refusal::field("placement.pickup", reason));
            }
            Ok(placement)
        };
        let wish = match wire::VisitorWish::try_from(asked.wish) {
            Ok(wire::VisitorWish::Borrow) => Wish::Borrow,
            Ok(wire::VisitorWish::Request) => Wish::Request(about()?),
            Ok(wire::VisitorWish::Borrowed) => Wish::Borrowed(about()?),
            Ok(wire::VisitorWish::Unspecified) | Err(_) => {
                return Err(Refusal::field("wish", "it is none that is known here").into());
            }
        };
        let may = self
            .door
            .command(move |desk| desk.core.vouch(card, wish, desk.now()));
        Ok(Response::new(wire::AskHomeResponse { may: may.await? }))
    }
}
