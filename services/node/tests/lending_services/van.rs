//! The desk knows the van by what the federator said last, also while nobody answers.

use crate::fake_courier::a_round;
use crate::fake_federator::FakeFederator;
use crate::fixtures::{Desk, ZOE, a_call, item, reason, until};
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{Manifest, RoundId};
use navette_domain::time::{Day, LocalMoment};
use navette_proto::convert::courier::code;
use navette_proto::wire::courier::{Round, Weekday};
use navette_proto::wire::desk::{
    CheckCrateRequest, GetManifestRequest, GetManifestResponse, ShipRequest, ShipResponse, WorkKind,
};
use tonic::Status;

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// One round for each day of the week, so that the tests hold whatever today is.
fn every_day() -> Vec<Round> {
    let named = |(number, weekday): (usize, Weekday)| Round {
        round: format!("lys-{number}"),
        ..a_round(weekday)
    };
    WEEKDAYS.into_iter().enumerate().map(named).collect()
}

async fn manifest(desk: &mut Desk, run: &(String, String)) -> Result<GetManifestResponse, Status> {
    let call = GetManifestRequest {
        round: run.0.clone(),
        day: run.1.clone(),
    };
    Ok(desk.desk.get_manifest(call).await?.into_inner())
}

async fn ship(desk: &mut Desk, round: &str, day: &str) -> Result<ShipResponse, Status> {
    let call = ShipRequest {
        request_id: a_call(),
        round: round.into(),
        day: day.into(),
        left_behind: Vec::new(),
        staff: ZOE,
    };
    Ok(desk.desk.ship(call).await?.into_inner())
}

/// The run that takes a book of Lumbres home, as its slip and the list of what returns say.
async fn run_named(desk: &mut Desk) -> (String, String) {
    let scanned = desk.scan("lumbres/L9").await.unwrap();
    let slip = scanned.act.unwrap().slip.unwrap();
    let list = desk.work(WorkKind::ToReturn).await.work;
    let line = list
        .into_iter()
        .find(|line| line.other == "lumbres")
        .unwrap();
    assert_eq!(
        (&slip.round, &slip.round_day),
        (&line.round, &line.round_day)
    );
    (slip.round, slip.round_day)
}

fn an_empty_manifest(round: RoundId, day: Day) -> Manifest {
    let moment = LocalMoment { day, minute: 0 };
    Manifest {
        round,
        day,
        stop: 0,
        library: LibraryId::parse("lumbres").unwrap(),
        arrives: moment,
        leaves: moment,
        comes_off: Vec::new(),
        goes_on: Vec::new(),
        stays: Vec::new(),
        rides_on: Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_shows_manifests_and_slips_name_the_run_also_without_the_federator() {
    let federator = FakeFederator::start().await;
    federator.memory.lock().rounds = every_day();
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    until("told of the van", || {
        let mut asking = desk.desk.clone();
        async move {
            let call = GetManifestRequest {
                round: "lys-0".into(),
                day: "2020-01-01".into(),
            };
            // A Wednesday: no such run, but the rounds were asked for.
            let none = asking.get_manifest(call).await.unwrap_err();
            assert_eq!(reason(&none), "NO_MANIFEST");
            Some(())
        }
    })
    .await;
    let run = run_named(&mut desk).await;
    assert!(run.0.starts_with("lys-"), "{run:?}");
    let fresh = manifest(&mut desk, &run).await.unwrap();
    assert_eq!(fresh.manifests[0].comes_off[0].title, "Nana");

    // Its round drives once a week.
    let no_run = ship(&mut desk, &run.0, "2020-01-01").await.unwrap_err();
    assert!(no_run.message().contains("does not stop here"), "{no_run}");
    let shipped = ship(&mut desk, &run.0, &run.1).await.unwrap();
    assert_eq!(
        shipped.acts.len(),
        1,
        "the book of Lumbres goes with its run"
    );

    federator.memory.lock().van_away = true;
    let mut desk = desk.restarted().await;
    let kept = manifest(&mut desk, &run).await.unwrap();
    assert_eq!(kept, fresh, "the last known is shown, with its date");
    let scanned = desk.scan("lumbres/L8").await.unwrap();
    assert!(scanned.act.unwrap().slip.unwrap().round.starts_with("lys-"));

    let check = CheckCrateRequest {
        code: kept.manifests[0].code.clone(),
        found: vec![item("lumbres", "L2").unwrap()],
    };
    let checked = desk.desk.check_crate(check.clone()).await.unwrap();
    let checked = checked.into_inner();
    assert_eq!((&checked.round, &checked.day), (&run.0, &run.1));
    assert_eq!(checked.matched, 0);
    assert_eq!(checked.missing, [item("lumbres", "L1").unwrap()]);
    assert_eq!(checked.unexpected, check.found);
    let mut of_lumbres = check.clone();
    let list = code::from_wire(&check.code).unwrap();
    let elsewhere = Manifest {
        stop: 2,
        ..an_empty_manifest(list.round, list.day)
    };
    of_lumbres.code = code::to_wire(&elsewhere);
    let refused = desk.desk.check_crate(of_lumbres).await.unwrap_err();
    assert!(refused.message().contains("crate for lumbres"));
    let mut torn = check;
    torn.code.pop();
    let refused = desk.desk.check_crate(torn).await.unwrap_err();
    assert!(refused.message().contains("not the code of a manifest"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_alone_has_no_manifest_and_slips_without_a_run() {
    let mut desk = Desk::alone().await;
    assert_eq!(run_named(&mut desk).await, (String::new(), String::new()));
    let run = ("lys".to_owned(), "2026-11-25".to_owned());
    let refused = manifest(&mut desk, &run).await.unwrap_err();
    assert_eq!(reason(&refused), "NO_MANIFEST");
}
