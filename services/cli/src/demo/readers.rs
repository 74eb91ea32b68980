//! What do readers do in the demo? They ask, change their minds, and bring back, sometimes to no avail.

use super::play::{Asked, Play};
use super::wishes::{Deed, Wish};
use crate::failure::Failure;
use crate::words::word;
use navette_domain::time::LocalMoment;
use navette_proto::wire::catalogue::SearchRequest;
use navette_proto::wire::desk::NextPlace;
use navette_proto::wire::fees::Money;
use navette_proto::wire::lending::{GetRequest, LoanRequest, RequestState, Target};
use navette_proto::wire::patrons::PlaceRequestRequest;

impl Play<'_> {
    /// A reader asks for a title.
    pub(super) async fn asks(
        &mut self,
        place: usize,
        at: LocalMoment,
    ) -> Result<Vec<String>, Failure> {
        let Some(wish) = self.wishes.get(place).cloned() else {
            return Ok(Vec::new());
        };
        self.clock.move_to(at);
        let work = self.work_called(&wish.title).await?;
        let need_by = wish.need_by.map(|days| self.begins.day.plus(days));
        let Some(desk) = self.place_of(&wish.library) else {
            return Err(Failure::other(format!(
                "wishes.tsv: no library {}",
                wish.library
            )));
        };
        let Some(desk) = self.desks.get_mut(desk) else {
            return Ok(Vec::new());
        };
        let request = PlaceRequestRequest {
            put_aside: true,
            request_id: crate::given::Calling::drawn().id,
            card: Some(desk.card(&wish.card)),
            target: Some(Target {
                work,
                part: None,
                only: None,
            }),
            title: wish.title.clone(),
            pickup: wish.pickup.clone(),
            need_by: need_by.map(|day| day.to_string()).unwrap_or_default(),
            staff: 0,
        };
        let name = desk.name.clone();
        let request = desk.place(request).await?;
        let asked = Asked {
            wish: place,
            until: wish.until,
            item: None,
            lent: None,
            back: None,
        };
        self.asked.insert(request.clone(), asked);
        self.tally.placed += 1;
        self.settled().await;
        let answer = self.answer(&request).await?;
        let title = &wish.title;
        Ok(vec![format!(
            "a reader of {name} asks for \"{title}\"{answer}"
        )])
    }

    /// Finds the key of the work that has exactly this title.
    pub(super) async fn work_called(&self, title: &str) -> Result<String, Failure> {
        let asked = SearchRequest {
            text: title.to_owned(),
            page_size: 20,
            without_facets: true,
            ..SearchRequest::default()
        };
        let found = self.federator.connect().await?.search(asked).await;
        let found = found.map_err(|status| Failure::from_status(&status, &self.federator))?;
        let mut works = found.into_inner().works.into_iter();
        let named = works.find(|work| work.title == title);
        named
            .map(|work| work.work)
            .ok_or_else(|| Failure::other(format!("nothing is called \"{title}\" in the demo")))
    }

    /// Says what the federator makes of a request that was just placed.
    async fn answer(&self, request: &str) -> Result<String, Failure> {
        let known = self.request(request).await?;
        let lender = self.name_of(&known.lender);
        Ok(match RequestState::try_from(known.state) {
            Ok(RequestState::BeingSupplied) if known.promised.is_empty() => {
                format!(": {lender} lends it")
            }
            Ok(RequestState::BeingSupplied) => {
                format!(": {lender} lends it, promised for {}", known.promised)
            }
            Ok(RequestState::Waiting) => ": all copies are out, so it waits".to_owned(),
            _ => String::new(),
        })
    }

    /// Gives a request as the federator's ledger has it.
    pub(super) async fn request(&self, request: &str) -> Result<LoanRequest, Failure> {
        let asked = GetRequest {
            request: request.to_owned(),
        };
        let known = self.federator.requests().await?.get(asked).await;
        let known = known.map_err(|status| Failure::from_status(&status, &self.federator))?;
        Ok(known.into_inner().request.unwrap_or_default())
    }

    /// Does what is planned for a wish.
    pub(super) async fn does(
        &mut self,
        wish: usize,
        number: usize,
        at: LocalMoment,
    ) -> Result<Vec<String>, Failure> {
        let of_wish = |(_, asked): &(&String, &Asked)| asked.wish == wish;
        let found = self.asked.iter().find(of_wish);
        let found = found.map(|(request, asked)| (request.clone(), asked.clone()));
        let planned = self.wishes.get(wish).cloned();
        let (Some((request, asked)), Some(planned)) = (found, planned) else {
            return Ok(Vec::new());
        };
        let Some((_, deed)) = planned.deeds.get(number).copied() else {
            return Ok(Vec::new());
        };
        self.clock.move_to(at);
        match deed {
            Deed::Cancel | Deed::Suspend => self.change_mind(&planned, &request, deed).await,
            Deed::NotFound => self.look_in_vain(&planned, &request).await,
            Deed::Back | Deed::Claim | Deed::Lost | Deed::Settle => {
                self.with_the_loan(&planned, &request, &asked, deed).await
            }
        }
    }

    async fn change_mind(
        &mut self,
        wish: &Wish,
        request: &str,
        deed: Deed,
    ) -> Result<Vec<String>, Failure> {
        let until = self.begins.day.plus(30).to_string();
        let place = self.place_of(&wish.library);
        let Some(desk) = place.and_then(|place| self.desks.get_mut(place)) else {
            return Ok(Vec::new());
        };
        let said = if deed == Deed::Cancel {
            desk.cancel(&wish.card, request).await?;
            format!("no longer wants \"{}\"", wish.title)
        } else {
            desk.suspend(&wish.card, request, until.clone()).await?;
            format!("wants \"{}\" only after {until}", wish.title)
        };
        Ok(vec![format!("a reader of {} {said}", desk.name)])
    }

    /// The copy that was promised is not on its shelf.
    async fn look_in_vain(&mut self, wish: &Wish, request: &str) -> Result<Vec<String>, Failure> {
        use navette_proto::wire::desk::WorkKind;
        let lender = self.request(request).await?.lender;
        let place = self.place_of(&lender);
        let Some(desk) = place.and_then(|place| self.desks.get_mut(place)) else {
            return Ok(Vec::new());
        };
        let listed = desk.work(WorkKind::ToPull).await?.work;
        let line = listed.into_iter().find(|line| line.request == request);
        let Some(item) = line.and_then(|line| line.item) else {
            return Ok(Vec::new());
        };
        desk.not_found(&item).await?;
        let title = &wish.title;
        Ok(vec![format!("{} does not find \"{title}\"", desk.name)])
    }

    async fn with_the_loan(
        &mut self,
        wish: &Wish,
        request: &str,
        asked: &Asked,
        deed: Deed,
    ) -> Result<Vec<String>, Failure> {
        // What was never handed over cannot be brought back or lost.
        let (Some((place, _)), Some(item)) = (asked.lent, &asked.item) else {
            return Ok(Vec::new());
        };
        let Some(desk) = self.desks.get_mut(place) else {
            return Ok(Vec::new());
        };
        let title = &wish.title;
        let line = match deed {
            Deed::Claim => {
                desk.claim_returned(item).await?;
                format!(
                    "a reader says that \"{title}\" was brought back: {} looks for it",
                    desk.name
                )
            }
            Deed::Lost => {
                let charge = Money {
                    minor_units: 1_290,
                    currency: "EUR".to_owned(),
                };
                desk.lost(item, charge).await?;
                format!("a reader of {} has lost \"{title}\"", desk.name)
            }
            Deed::Settle => {
                desk.settle(request).await?;
                format!("\"{title}\" is paid at {}", desk.name)
            }
            Deed::Back | Deed::Cancel | Deed::Suspend | Deed::NotFound => {
                self.take_back(request, place, title).await?
            }
        };
        Ok(vec![line])
    }

    /// Says whether a reader is about to bring something back.
    pub(super) fn somebody_brings_back(&self, place: usize, at: LocalMoment) -> bool {
        self.asked.values().any(|asked| due_back(asked, place, at))
    }

    /// Readers bring back what they have read.
    pub(super) async fn bring_back(
        &mut self,
        place: usize,
        at: LocalMoment,
        told: &mut Vec<String>,
    ) -> Result<(), Failure> {
        let due: Vec<(String, usize)> = self
            .asked
            .iter()
            .filter(|(_, asked)| due_back(asked, place, at))
            .map(|(request, asked)| (request.clone(), asked.wish))
            .collect();
        for (request, wish) in due {
            let title = self.wishes.get(wish).map(|wish| wish.title.clone());
            let title = title.unwrap_or_default();
            told.push(self.take_back(&request, place, &title).await?);
        }
        Ok(())
    }

    async fn take_back(
        &mut self,
        request: &str,
        place: usize,
        title: &str,
    ) -> Result<String, Failure> {
        let asked = self.asked.get_mut(request);
        let item = asked.and_then(|asked| {
            asked.lent = None;
            asked.item.clone()
        });
        let (Some(item), Some(desk)) = (item, self.desks.get_mut(place)) else {
            return Ok(String::new());
        };
        let act = desk.take_back(&item).await?.act.unwrap_or_default();
        self.tally.brought_back += 1;
        let goes = match NextPlace::try_from(act.place) {
            Ok(NextPlace::Crate) => {
                let to = act.slip.unwrap_or_default().to;
                format!("into the crate for {}", self.name_of(&to))
            }
            Ok(NextPlace::Shelf) => "back onto its shelf".to_owned(),
            _ => word::<NextPlace>(act.place).unwrap_or_default().to_owned(),
        };
        let name = self.name_at(place);
        Ok(format!(
            "a reader brings \"{title}\" back to {name}: {goes}"
        ))
    }
}

fn due_back(asked: &Asked, place: usize, at: LocalMoment) -> bool {
    let here = asked.lent.is_some_and(|(lent_at, _)| lent_at == place);
    let read = asked.back.is_some_and(|back| back <= at);
    here && read && asked.until >= super::wishes::Stage::Returned
}
