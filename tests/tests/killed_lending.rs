//! What is left of 200 requests when a node or the federator is killed in their midst, again and again? Each that was
//! acknowledged exists once, and both sides agree on it.
//!
//! Real processes, killed as by a power cut. NAVETTE_KILLS says how often.

use anyhow::{Context, Result, ensure};
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::desk::{ListWorkRequest, WorkKind};
use navette_proto::wire::lending::loan_request_service_client::LoanRequestServiceClient;
use navette_proto::wire::lending::{GetRequest, JourneyState, RequestState, Target};
use navette_proto::wire::patrons::PlaceRequestRequest;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_tests::lending_calls::{card, register, requests_at_home, requests_at_the_federator};
use navette_tests::lending_territory::{LIBRARIES, LendingTerritory, library_id};
use navette_tests::navette::Navette;
use navette_tests::patron::Patron;
use navette_tests::processes::connect;
use navette_tests::seeded::Seeded;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use tonic::Code;

/// Requests that are placed at once in each round.
const REQUESTS: usize = 200;
/// Requests of one patron.
const EACH: usize = 5;
const KILLS_USUALLY: usize = 6;
/// Kills in the midst of one round of requests.
const KILLS_A_ROUND: usize = 3;
const PLACE_WITHIN: Duration = Duration::from_secs(90);
const AGREE_WITHIN: Duration = Duration::from_secs(90);
/// Works to choose from, at least.
const WORKS_LEAST: usize = 31;
const FOUND_WITHIN: Duration = Duration::from_secs(30);
const TRY_AGAIN: Duration = Duration::from_millis(50);

/// A request that its home library has acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Acknowledged {
    request: String,
    home: usize,
    card: String,
}

/// A request as one side sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    state: RequestState,
    lender: String,
    promised: String,
}

fn kills() -> usize {
    let said = std::env::var("NAVETTE_KILLS").ok();
    said.and_then(|said| said.parse().ok())
        .unwrap_or(KILLS_USUALLY)
}

/// Asks again under one name until the home library says yes or no; nothing where it refuses.
async fn place(
    address: String,
    home: usize,
    asked: PlaceRequestRequest,
) -> Result<Option<Acknowledged>> {
    let began = Instant::now();
    let number = asked.card.clone().unwrap_or_default().number;
    loop {
        let answer = match connect(&address).await {
            Ok(channel) => {
                PatronServiceClient::new(channel)
                    .place_request(asked.clone())
                    .await
            }
            Err(_) => Err(tonic::Status::unavailable("not there")),
        };
        match answer {
            Ok(answer) => {
                let request = answer.into_inner().request.context("no request")?;
                return Ok(Some(Acknowledged {
                    request: request.request,
                    home,
                    card: number,
                }));
            }
            Err(status) => match status.code() {
                Code::FailedPrecondition | Code::InvalidArgument | Code::NotFound => {
                    return Ok(None);
                }
                _ => ensure!(began.elapsed() < PLACE_WITHIN, "not placed: {status}"),
            },
        }
        tokio::time::sleep(TRY_AGAIN).await;
    }
}

/// The requests of one round: every patron asks for works of their own choice.
async fn ask_for_everything(
    territory: &LendingTerritory,
    round: usize,
    works: &[(String, String)],
    seeded: &mut Seeded,
) -> Result<Vec<tokio::task::JoinHandle<Result<Option<Acknowledged>>>>> {
    let mut asking = Vec::new();
    for person in 0..REQUESTS / EACH {
        let home = 1 + person % LIBRARIES;
        let address = territory.address(home).to_owned();
        let number = format!("K{round:03}{person:03}");
        register(connect(&address).await?, &number, seeded.next()).await?;
        let first = seeded.below(works.len());
        for wish in 0..EACH {
            let (work, title) = works[(first + wish * 7) % works.len()].clone();
            let asked = PlaceRequestRequest {
                put_aside: true,
                request_id: format!("{:032x}", u128::from(seeded.next()) << 32 | wish as u128),
                card: card(&number),
                target: Some(Target {
                    work,
                    ..Target::default()
                }),
                title,
                pickup: library_id(seeded.below(LIBRARIES)),
                staff: 1,
                ..PlaceRequestRequest::default()
            };
            asking.push(tokio::spawn(place(address.clone(), home, asked)));
        }
    }
    Ok(asking)
}

/// Works that stand in the territory, with their titles. The words of what was just imported are a moment late on a busy
/// machine.
async fn works_of(territory: &LendingTerritory) -> Result<Vec<(String, String)>> {
    let patron = Patron::connect(territory.address(0)).await?;
    let began = Instant::now();
    let mut works = BTreeSet::new();
    loop {
        for text in ["", "le", "la", "de", "roman", "histoire"] {
            let found = patron.search(text).await?;
            works.extend(found.works.into_iter().map(|work| (work.work, work.title)));
        }
        if works.len() >= WORKS_LEAST {
            return Ok(works.into_iter().collect());
        }
        ensure!(began.elapsed() < FOUND_WITHIN, "{} works", works.len());
        tokio::time::sleep(TRY_AGAIN).await;
    }
}

/// Every request that the federator has, with what it says of it.
async fn at_the_federator(address: &str) -> Result<BTreeMap<String, Seen>> {
    let requests = requests_at_the_federator(connect(address).await?).await?;
    let seen = requests.into_iter().map(|(id, request)| {
        let seen = Seen {
            state: request.state(),
            lender: request.lender,
            promised: request.promised,
        };
        (id, seen)
    });
    Ok(seen.collect())
}

/// What a home library says of one patron's requests.
async fn at_home(address: &str, number: &str) -> Result<BTreeMap<String, Seen>> {
    let requests = requests_at_home(connect(address).await?, number).await?;
    let seen = requests.into_iter().map(|(id, request)| {
        let seen = Seen {
            state: request.state(),
            lender: request.lender,
            promised: request.promised,
        };
        (id, seen)
    });
    Ok(seen.collect())
}

/// What a lender has to pull, by journey.
async fn to_pull(address: &str) -> Result<BTreeSet<String>> {
    let mut client = DeskServiceClient::new(connect(address).await?);
    let mut journeys = BTreeSet::new();
    let mut page_token = String::new();
    loop {
        let asked = ListWorkRequest {
            kind: WorkKind::ToPull as i32,
            page_size: 100,
            page_token,
        };
        let page = client.list_work(asked).await?.into_inner();
        journeys.extend(page.work.into_iter().map(|item| item.journey));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(journeys);
        }
    }
}

/// Says what the sides do not agree on; nothing where they agree.
async fn disagreement(
    territory: &LendingTerritory,
    acknowledged: &BTreeSet<Acknowledged>,
) -> Result<Option<String>> {
    let federator = at_the_federator(territory.address(0)).await?;
    let mut by_card: BTreeMap<(usize, &str), Vec<&Acknowledged>> = BTreeMap::new();
    for one in acknowledged {
        by_card.entry((one.home, &one.card)).or_default().push(one);
    }
    for ((home, number), requests) in by_card {
        let seen = at_home(territory.address(home), number).await?;
        for one in requests {
            let (there, here) = (federator.get(&one.request), seen.get(&one.request));
            if there.is_none() || there != here {
                return Ok(Some(format!("{one:?}: {there:?}, at home {here:?}")));
            }
        }
    }
    let settling = |seen: &&Seen| matches!(seen.state, RequestState::Placed | RequestState::Asking);
    if let Some(open) = federator.values().find(settling) {
        return Ok(Some(format!("still settling: {open:?}")));
    }
    let mut client = LoanRequestServiceClient::new(connect(territory.address(0)).await?);
    let mut expected = vec![BTreeSet::new(); LIBRARIES];
    for (id, seen) in &federator {
        if seen.state != RequestState::BeingSupplied {
            continue;
        }
        let request = id.clone();
        let found = client.get(GetRequest { request }).await?.into_inner();
        let journey = found.journey.context("nothing is under way")?;
        let lender = (0..LIBRARIES).find(|place| library_id(*place) == journey.at);
        if journey.state() == JourneyState::ToPull
            && let Some(lender) = lender
        {
            expected[lender].insert(journey.journey);
        }
    }
    for (lender, journeys) in expected.iter().enumerate() {
        let listed = to_pull(territory.address(lender + 1)).await?;
        if listed != *journeys {
            let (here, there) = (listed.len(), journeys.len());
            return Ok(Some(format!(
                "lib{lender:02} pulls {here} items, the federator thinks {there}"
            )));
        }
    }
    Ok(None)
}

async fn expect_agreement(
    territory: &LendingTerritory,
    acknowledged: &BTreeSet<Acknowledged>,
) -> Result<()> {
    let began = Instant::now();
    loop {
        match disagreement(territory, acknowledged).await? {
            None => return Ok(()),
            Some(what) => ensure!(began.elapsed() < AGREE_WITHIN, "no agreement: {what}"),
        }
        tokio::time::sleep(TRY_AGAIN * 4).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_survive_kills_of_nodes_and_federator_in_their_midst() {
    let folder = tempfile::tempdir().unwrap();
    let navette = Navette::built_like_this().unwrap();
    let mut territory = LendingTerritory::start(navette, folder.path())
        .await
        .unwrap();
    let works = works_of(&territory).await.unwrap();
    let mut seeded = Seeded::new(43);
    let mut acknowledged = BTreeSet::new();
    let mut refused = 0;
    for round in 0..kills().div_ceil(KILLS_A_ROUND) {
        let asking = ask_for_everything(&territory, round, &works, &mut seeded)
            .await
            .unwrap();
        for _ in 0..KILLS_A_ROUND {
            tokio::time::sleep(Duration::from_millis(seeded.below(150) as u64)).await;
            let victim = seeded.below(LIBRARIES + 1);
            territory.kill(victim).unwrap();
            tokio::time::sleep(Duration::from_millis(seeded.below(200) as u64)).await;
            territory.restart(victim).await.unwrap();
        }
        for asked in asking {
            match asked.await.unwrap().unwrap() {
                Some(one) => assert!(acknowledged.insert(one.clone()), "{one:?} twice"),
                None => refused += 1,
            }
        }
        expect_agreement(&territory, &acknowledged).await.unwrap();
    }
    println!(
        "{} requests acknowledged and {refused} refused over {} kills; both sides agree",
        acknowledged.len(),
        kills()
    );
    assert!(acknowledged.len() > REQUESTS / 2);
}
