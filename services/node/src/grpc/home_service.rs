//! `HomeService`: what other libraries ask of this one when its patrons stand at their desks.

use super::desk_door::DeskDoor;
use super::sealed_home;
use crate::desk_process::Desk;
use crate::flows::requests::Wish;
use navette_domain::catalogue::LibraryId;
use navette_domain::lending::Placement;
use navette_proto::Refusal;
use navette_proto::convert::identity;
use navette_proto::convert::lending::placement;
use navette_proto::convert::limits::needed;
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::home_service_server::HomeService;
use navette_trust::caller_of;
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
        let caller = caller_of(&request);
        let asked = request.into_inner();
        let pickup = identity::library("library", &asked.library)?;
        caller.speaks_for(&pickup).map_err(Refusal::from)?;
        let may = self.answer(pickup, asked).await?;
        Ok(Response::new(wire::AskHomeResponse { may }))
    }

    async fn answer_sealed(
        &self,
        request: Request<wire::AnswerSealedRequest>,
    ) -> Result<Response<wire::AnswerSealedResponse>, Status> {
        let sent = request.into_inner();
        let opened = sealed_home::open(&self.door.desk, &self.door.here, &sent)?;
        let (asks, question) = (opened.asks.clone(), opened.question.clone());
        let said = match identity::library("library", &question.library) {
            Ok(named) if named == asks => self.answer(asks, question).await,
            Ok(named) => {
                let told = format!("it is {named}, not {asks}, which asks");
                Err(Refusal::field("library", told))
            }
            Err(refusal) => Err(refusal),
        };
        Ok(Response::new(opened.seal(said)?))
    }
}

impl OwnHome {
    /// Answers a library, however its question came; one that was told *no* too often is told nothing.
    async fn answer(
        &self,
        pickup: LibraryId,
        asked: wire::AskHomeRequest,
    ) -> Result<bool, Refusal> {
        let told_no = &self.door.desk.homes.told_no;
        told_no.count(&pickup, self.door.desk.now().at)?;
        let said = self.word_on(pickup.clone(), asked).await;
        if said != Ok(false) {
            told_no.give_back(&pickup);
        }
        said
    }

    async fn word_on(
        &self,
        pickup: LibraryId,
        asked: wire::AskHomeRequest,
    ) -> Result<bool, Refusal> {
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
                return Err(Refusal::field("wish", "it is none that is known here"));
            }
        };
        let command = move |desk: &Desk| desk.core.vouch(card, wish, desk.now());
        self.door.command(command).await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::clock::Clock;
    use crate::config::NodeConfig;
    use navette_domain::access::Caller;
    use navette_proto::explain;
    use navette_proto::wire::identity::Card;

    fn library(id: &str) -> LibraryId {
        LibraryId::parse(id).unwrap()
    }

    fn a_home(folder: &tempfile::TempDir) -> OwnHome {
        let config = NodeConfig::new(library("aire"), folder.path().join("data"));
        let catalogue = Arc::new(Catalogue::open(&config).unwrap());
        // There is nothing to read.
        catalogue.barcodes.are_complete();
        let desk = Desk::open(&config, Clock::default(), &catalogue, None).unwrap();
        OwnHome {
            door: Arc::new(DeskDoor::to(Arc::new(desk), library("aire"))),
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_library_that_is_told_no_sixty_times_is_told_nothing_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let home = a_home(&folder);
        let ask = async |library_id: &str, number: u32| {
            let mut request = Request::new(wire::AskHomeRequest {
                library: library_id.into(),
                card: Some(Card {
                    library: "aire".into(),
                    number: number.to_string(),
                }),
                wish: wire::VisitorWish::Borrow as i32,
                ..wire::AskHomeRequest::default()
            });
            let caller = Caller::Node(library(library_id));
            request.extensions_mut().insert(caller);
            home.ask_home(request).await
        };
        for number in 0..60 {
            let told = ask("lumbres", 62_000 + number).await.unwrap();
            assert!(!told.into_inner().may);
        }
        let refused = ask("lumbres", 62_100).await.unwrap_err();
        assert_eq!(explain(&refused).unwrap().reason, "TOO_MANY_TRIES");
        assert_eq!(refused.code(), tonic::Code::ResourceExhausted);
        assert!(ask("therouanne", 62_100).await.is_ok(), "another library");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_library_asks_of_visitors_in_its_own_name_only() {
        let folder = tempfile::tempdir().unwrap();
        let home = a_home(&folder);
        let asking = |named: &str, caller: Option<Caller>| {
            let mut request = Request::new(wire::AskHomeRequest {
                library: named.into(),
                card: Some(Card {
                    library: "aire".into(),
                    number: "62765".into(),
                }),
                ..wire::AskHomeRequest::default()
            });
            if let Some(caller) = caller {
                request.extensions_mut().insert(caller);
            }
            request
        };
        let lumbres = Some(Caller::Node(library("lumbres")));
        for (named, caller, reason) in [
            ("therouanne", lumbres.clone(), "OTHER_LIBRARY"),
            ("lumbres", None, "SIGN_IN_NEEDED"),
            // Its own name is taken; that nothing is wished is what is wrong then.
            ("lumbres", lumbres, "FIELD_REFUSED"),
        ] {
            let refused = home.ask_home(asking(named, caller)).await.unwrap_err();
            assert_eq!(explain(&refused).unwrap().reason, reason, "{named}");
        }
    }
}
