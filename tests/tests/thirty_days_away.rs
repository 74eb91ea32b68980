//! What becomes of a month at the counter without a line? Everything is told once it is back, nothing twice, and both sides agree.

use anyhow::{Context, Result};
use navette_proto::wire::catalogue::SearchRequest;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::circulation::{CheckInRequest, CheckOutRequest};
use navette_proto::wire::lending::{RequestState, Target};
use navette_proto::wire::patrons::PlaceRequestRequest;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_tests::lending_calls::{card, register, requests_at_home, requests_at_the_federator};
use navette_tests::lined_territory::{LinedTerritory, SETTLED_WITHIN};
use navette_tests::poor_line::LineQuality;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const DAYS: usize = 30;
/// Items that go out each day, and come back on the next.
const LOANS_A_DAY: usize = 14;
/// Requests of each day.
const REQUESTS_A_DAY: usize = 5;
const PATRONS: usize = 30;

struct Scene {
    territory: LinedTerritory,
}

fn number(patron: usize) -> String {
    format!("A{patron:04}")
}

impl Scene {
    async fn register_everybody(&mut self) -> Result<()> {
        let here = self.territory.at(0).await?;
        for patron in 0..PATRONS {
            register(here.clone(), &number(patron), self.territory.call()).await?;
        }
        Ok(())
    }

    /// Lends out what can be lent of these barcodes; gives what was.
    async fn lend(&mut self, barcodes: &[String], from: usize) -> Result<Vec<String>> {
        let mut counter = CirculationServiceClient::new(self.territory.at(0).await?);
        let mut lent = Vec::new();
        for (place, barcode) in barcodes.iter().enumerate() {
            let request = CheckOutRequest {
                request_id: self.territory.command(),
                card: card(&number((from + place) % PATRONS)),
                code: barcode.clone(),
                staff: 1,
                ..CheckOutRequest::default()
            };
            if counter.check_out(request).await.is_ok() {
                lent.push(barcode.clone());
            }
        }
        Ok(lent)
    }

    async fn take_back(&mut self, barcodes: &[String]) -> Result<()> {
        let mut counter = CirculationServiceClient::new(self.territory.at(0).await?);
        for barcode in barcodes {
            let request = CheckInRequest {
                request_id: self.territory.command(),
                code: barcode.clone(),
                staff: 1,
                ..CheckInRequest::default()
            };
            counter.check_in(request).await?;
        }
        Ok(())
    }

    /// Asks for works of the other library; gives the requests that were taken, by patron.
    async fn ask_for(
        &mut self,
        works: &[(String, String)],
        from: usize,
    ) -> Result<Vec<(usize, String)>> {
        let mut patrons = PatronServiceClient::new(self.territory.at(0).await?);
        let mut taken = Vec::new();
        for (place, (work, title)) in works.iter().enumerate() {
            let patron = (from + place) % PATRONS;
            let request = PlaceRequestRequest {
                request_id: self.territory.command(),
                card: card(&number(patron)),
                target: Some(Target {
                    work: work.clone(),
                    ..Target::default()
                }),
                title: title.clone(),
                pickup: "lib00".to_owned(),
                staff: 1,
                put_aside: true,
                ..PlaceRequestRequest::default()
            };
            let placed = patrons.place_request(request).await?.into_inner();
            let placed = placed.request.context("no request")?;
            assert!(
                placed.unconfirmed,
                "the desk says that nobody has heard of it"
            );
            taken.push((patron, placed.request));
        }
        Ok(taken)
    }

    async fn works(&self) -> Result<Vec<(String, String)>> {
        let mut client = CatalogueServiceClient::new(self.territory.at(1).await?);
        let search = SearchRequest {
            page_size: 100,
            ..SearchRequest::default()
        };
        let mut request = search.clone();
        let mut works = Vec::new();
        loop {
            let page = client.search(request.clone()).await?.into_inner();
            works.extend(page.works.into_iter().map(|work| (work.work, work.title)));
            if page.next_page_token.is_empty() {
                return Ok(works);
            }
            request.page_token = page.next_page_token;
        }
    }

    /// Every request that the federator knows, and its state.
    async fn at_the_federator(&self) -> Result<BTreeMap<String, RequestState>> {
        let federator = self.territory.at_the_federator().await?;
        let known = requests_at_the_federator(federator).await?.into_iter();
        Ok(known.map(|(id, request)| (id, request.state())).collect())
    }

    async fn at_home(&self, patron: usize) -> Result<BTreeMap<String, RequestState>> {
        let known = requests_at_home(self.territory.at(0).await?, &number(patron)).await?;
        let states = known.into_iter();
        Ok(states.map(|(id, request)| (id, request.state())).collect())
    }

    /// Nothing waits to be told on either side, and nothing is being asked just now.
    async fn has_settled(&self) -> Result<bool> {
        if !self.territory.all_is_told() {
            return Ok(false);
        }
        let known = self.at_the_federator().await?;
        let settling =
            |state: &RequestState| matches!(state, RequestState::Placed | RequestState::Asking);
        Ok(!known.values().any(settling))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_without_a_line_is_told_when_it_is_back_and_both_sides_agree() {
    let territory = LinedTerritory::start().await.unwrap();
    let mut scene = Scene { territory };
    scene.register_everybody().await.unwrap();
    let works = scene.works().await.unwrap();
    let barcodes: Vec<String> = scene
        .territory
        .territory
        .entries(0)
        .flat_map(|entry| entry.items)
        .filter(|item| item.status == "available")
        .map(|item| item.barcode)
        .collect();
    scene.territory.set_line(0, LineQuality::CUT);
    let (mut asked, mut events, mut out) = (Vec::new(), PATRONS, Vec::new());
    for day in 0..DAYS {
        scene.territory.set_days_ahead(day);
        scene.take_back(&out).await.unwrap();
        events += out.len();
        let first = (day * LOANS_A_DAY) % (barcodes.len() - LOANS_A_DAY);
        let today = &barcodes[first..first + LOANS_A_DAY];
        out = scene.lend(today, day * LOANS_A_DAY).await.unwrap();
        events += out.len();
        let first = (day * REQUESTS_A_DAY) % (works.len() - REQUESTS_A_DAY);
        let wanted = works[first..first + REQUESTS_A_DAY].to_vec();
        let taken = scene.ask_for(&wanted, day * REQUESTS_A_DAY).await.unwrap();
        events += taken.len();
        asked.extend(taken);
    }
    assert!(events >= 900, "{events} events");
    assert!(scene.territory.nodes[0].reports_waiting() >= asked.len());
    let began = Instant::now();
    scene.territory.set_line(0, LineQuality::GOOD);
    while !scene.has_settled().await.unwrap() {
        assert!(began.elapsed() < SETTLED_WITHIN, "it does not settle");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let there = scene.at_the_federator().await.unwrap();
    assert_eq!(there.len(), asked.len(), "each request once");
    let supplied = there
        .values()
        .filter(|state| **state == RequestState::BeingSupplied);
    assert!(supplied.count() > 10, "libraries lend: {there:?}");
    for patron in 0..PATRONS {
        let here = scene.at_home(patron).await.unwrap();
        for (_, request) in asked.iter().filter(|(whose, _)| *whose == patron) {
            assert_eq!(here.get(request), there.get(request), "{request}");
        }
    }
    scene.territory.stop().await.unwrap();
}
