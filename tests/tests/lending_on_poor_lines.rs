//! Does a book travel there and back when every line is as poor as lines are?

use anyhow::{Context, Result};
use navette_proto::wire::catalogue::SearchRequest;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::desk::{
    Act, HandOverRequest, ListWorkRequest, ScanRequest, ShipRequest, WorkItem, WorkKind,
    hand_over_request::To,
};
use navette_proto::wire::identity::ItemId;
use navette_proto::wire::lending::{RequestState, Target};
use navette_proto::wire::patrons::PlaceRequestRequest;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_tests::lending_calls::{card, register, requests_at_home, requests_at_the_federator};
use navette_tests::lined_territory::LinedTerritory;
use navette_tests::poor_line::LineQuality;
use std::collections::BTreeSet;

const CARD: &str = "A0001";

/// Finds a work that only the second library holds.
async fn a_work_of_the_other(territory: &LinedTerritory) -> Result<(String, String)> {
    let mut own = BTreeSet::new();
    for place in 0..2 {
        let mut client = CatalogueServiceClient::new(territory.at(place).await?);
        let search = SearchRequest {
            page_size: 100,
            ..SearchRequest::default()
        };
        let page = client.search(search).await?.into_inner();
        for work in page.works {
            let free = work.holdings.iter().any(|held| held.available > 0);
            if place == 0 {
                own.insert(work.work);
            } else if free && !own.contains(&work.work) {
                return Ok((work.work, work.title));
            }
        }
    }
    anyhow::bail!("both libraries hold the same")
}

async fn work(territory: &LinedTerritory, place: usize, kind: WorkKind) -> Result<Vec<WorkItem>> {
    let mut desk = DeskServiceClient::new(territory.at(place).await?);
    let asked = ListWorkRequest {
        kind: kind as i32,
        page_size: 100,
        ..ListWorkRequest::default()
    };
    Ok(desk.list_work(asked).await?.into_inner().work)
}

/// Waits until a desk has something on a list, and gives the slip's code of it.
async fn listed(territory: &LinedTerritory, place: usize, kind: WorkKind) -> Result<String> {
    let waiting =
        async |territory: &LinedTerritory| Ok(!work(territory, place, kind).await?.is_empty());
    territory.until(kind.as_str_name(), waiting).await?;
    let first = work(territory, place, kind).await?.into_iter().next();
    let item = first.and_then(|line| line.item).context("no item")?;
    Ok(format!("{}/{}", item.library, item.barcode))
}

async fn scan(territory: &mut LinedTerritory, place: usize, code: &str) -> Result<Act> {
    let request = ScanRequest {
        request_id: territory.command(),
        code: code.to_owned(),
        staff: 1,
        ..ScanRequest::default()
    };
    let mut desk = DeskServiceClient::new(territory.at(place).await?);
    let answer = desk.scan(request).await?.into_inner();
    answer.act.context("nothing was done")
}

/// Finds a line of what goes by van, once the desk knows which run takes it.
async fn to_be_taken(territory: &LinedTerritory, place: usize) -> Result<Option<WorkItem>> {
    let mut lines = work(territory, place, WorkKind::ToShip).await?;
    lines.extend(work(territory, place, WorkKind::ToReturn).await?);
    Ok(lines.into_iter().find(|line| !line.round.is_empty()))
}

/// Gives the crate to the next van that takes what is in it.
async fn ship(territory: &mut LinedTerritory, place: usize) -> Result<()> {
    let known =
        async |territory: &LinedTerritory| Ok(to_be_taken(territory, place).await?.is_some());
    territory.until("a run takes it", known).await?;
    let ride = to_be_taken(territory, place).await?;
    let ride = ride.context("nothing is to be taken")?;
    let request = ShipRequest {
        request_id: territory.command(),
        round: ride.round,
        day: ride.round_day,
        staff: 1,
        ..ShipRequest::default()
    };
    let mut desk = DeskServiceClient::new(territory.at(place).await?);
    let shipped = desk.ship(request).await?.into_inner().acts;
    anyhow::ensure!(shipped.len() == 1, "{} shipped", shipped.len());
    Ok(())
}

async fn place(territory: &mut LinedTerritory) -> Result<String> {
    let (work, title) = a_work_of_the_other(territory).await?;
    let request = PlaceRequestRequest {
        request_id: territory.command(),
        card: card(CARD),
        target: Some(Target {
            work,
            ..Target::default()
        }),
        title,
        pickup: "lib00".to_owned(),
        staff: 1,
        ..PlaceRequestRequest::default()
    };
    let mut patrons = PatronServiceClient::new(territory.at(0).await?);
    let placed = patrons.place_request(request).await?.into_inner();
    Ok(placed.request.context("no request")?.request)
}

/// Waits until both the home library and the federator say that a request stands so.
async fn stands(territory: &LinedTerritory, request: &str, state: RequestState) -> Result<()> {
    let agreed = async |territory: &LinedTerritory| {
        let here = requests_at_home(territory.at(0).await?, CARD).await?;
        let there = requests_at_the_federator(territory.at_the_federator().await?).await?;
        let here = here.get(request).map(|request| request.state());
        let there = there.get(request).map(|request| request.state());
        Ok(here == Some(state) && there == Some(state))
    };
    territory.until(state.as_str_name(), agreed).await
}

async fn hand_over(territory: &mut LinedTerritory, request: &str, book: &str) -> Result<()> {
    let (library, barcode) = book.split_once('/').context("no such book")?;
    let known = requests_at_home(territory.at(0).await?, CARD).await?;
    let code = known.get(request).context("not known at home")?;
    let order = HandOverRequest {
        request_id: territory.command(),
        item: Some(ItemId {
            library: library.to_owned(),
            barcode: barcode.to_owned(),
        }),
        staff: 1,
        to: Some(To::PickupCode(code.pickup_code.clone())),
    };
    let mut desk = DeskServiceClient::new(territory.at(0).await?);
    desk.hand_over(order).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_travels_there_and_back_on_lines_that_are_slow_late_and_break() {
    let mut territory = LinedTerritory::start().await.unwrap();
    let at_home = territory.at(0).await.unwrap();
    register(at_home, CARD, 1).await.unwrap();
    for library in 0..2 {
        territory.set_line(library, LineQuality::POOR);
    }
    let request = place(&mut territory).await.unwrap();
    let book = listed(&territory, 1, WorkKind::ToPull).await.unwrap();
    scan(&mut territory, 1, &book).await.unwrap();
    ship(&mut territory, 1).await.unwrap();
    assert_eq!(
        listed(&territory, 0, WorkKind::ToReceive).await.unwrap(),
        book
    );
    scan(&mut territory, 0, &book).await.unwrap();
    stands(&territory, &request, RequestState::OnHoldShelf)
        .await
        .unwrap();
    hand_over(&mut territory, &request, &book).await.unwrap();
    stands(&territory, &request, RequestState::OnLoan)
        .await
        .unwrap();
    scan(&mut territory, 0, &book).await.unwrap();
    stands(&territory, &request, RequestState::Completed)
        .await
        .unwrap();
    ship(&mut territory, 0).await.unwrap();
    assert_eq!(
        listed(&territory, 1, WorkKind::ToReceive).await.unwrap(),
        book
    );
    scan(&mut territory, 1, &book).await.unwrap();
    let all_is_told = async |territory: &LinedTerritory| Ok(territory.all_is_told());
    territory.until("all is told", all_is_told).await.unwrap();
    territory.stop().await.unwrap();
}
