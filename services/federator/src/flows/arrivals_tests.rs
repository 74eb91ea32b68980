//! Does a search name the day and the reason?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::lending::MemberFacts;
use navette_domain::courier::{CRATE_GRAMS, OpeningHours, Round, RoundId, Span, Stop, Timetable};
use navette_domain::lending::{Patience, ProtectionSettings};
use navette_domain::time::{Timestamp, Weekday};

const WORK: &str = "0000000000000007";
/// A Tuesday, at ten.
const NOW: Now = Now {
    at: Timestamp(20_781 * 86_400_000 + 9 * 3_600_000),
    local: LocalMoment {
        day: Day(20_781),
        minute: 600,
    },
};

fn library(id: &str) -> LibraryId {
    LibraryId::parse(id).unwrap()
}

/// Open every day from 9 to 18. On Wednesdays the van goes from Aire by Lumbres to Thérouanne; Arques has none.
fn a_territory() -> Territory {
    let ids = ["aire", "arques", "lumbres", "therouanne"];
    let span = Span {
        opens: 540,
        closes: 1_080,
    };
    let hours = OpeningHours::new(std::array::from_fn(|_| vec![span]), Vec::new(), true).unwrap();
    let stop = |(id, arrives): (&str, u16)| Stop {
        library: library(id),
        arrives,
        leaves: arrives + 5,
    };
    let round = Round {
        id: RoundId::parse("lys").unwrap(),
        name: "Lys".into(),
        weekday: Weekday::Wednesday,
        stops: [("aire", 600), ("lumbres", 660), ("therouanne", 720)]
            .map(stop)
            .into(),
        cut_off_minutes: 30,
        crate_grams: CRATE_GRAMS,
        first_day: None,
        last_day: None,
    };
    let member = |id: &str| {
        let facts = MemberFacts {
            name: id.to_owned(),
            place: None,
            standing: MemberStanding::Member,
        };
        (library(id), facts)
    };
    Territory {
        members: ids.map(member).into(),
        hours: ids.map(|id| (library(id), hours.clone())).into(),
        timetable: Timetable::new(vec![round], Vec::new()).unwrap(),
        agreements: Vec::new(),
        patience: Patience::default(),
        protection: ProtectionSettings::default(),
    }
}

fn a_holding(id: &str, copies: u32, available: u32) -> wire::Holding {
    wire::Holding {
        library: id.into(),
        copies,
        available,
        ..wire::Holding::default()
    }
}

fn due(mut held: wire::Holding, day: &str) -> wire::Holding {
    held.due = day.into();
    held
}

fn reckoned(
    territory: &Territory,
    pickup: &str,
    holdings: Vec<wire::Holding>,
    asked: AskedFor,
) -> wire::Work {
    let work = wire::Work {
        work: WORK.into(),
        medium: "book".into(),
        holdings,
        ..wire::Work::default()
    };
    let asked_for = BTreeMap::from([(WorkKey(7), asked)]);
    let pickup = library(pickup);
    let reckoner = Reckoner::new(territory, &pickup, NOW);
    reckoner.works(vec![work], &asked_for).remove(0)
}

#[test]
fn an_agreement_is_asked_with_what_the_librarys_own_record_says() {
    let mut territory = a_territory();
    territory.agreements = vec![navette_domain::lending::Agreement {
        lender: library("aire"),
        borrower: None,
        media: None,
        audiences: Some([Audience::Children].into()),
        open_max: None,
        ratio_percent: 100,
    }];
    let pickup = library("lumbres");
    let found = |audience| {
        let work = wire::Work {
            work: WORK.into(),
            medium: "book".into(),
            holdings: vec![a_holding("aire", 1, 1)],
            ..wire::Work::default()
        };
        let mut reckoner = Reckoner::new(&territory, &pickup, NOW);
        let kind = Kind {
            audience,
            ..Kind::default()
        };
        reckoner.kinds = [((WorkKey(7), library("aire")), kind)].into();
        let found = reckoner.works(vec![work], &BTreeMap::new()).remove(0);
        told(found.arrival.as_ref()).1
    };
    assert_eq!(found(Audience::Children), Reason::ByVan);
    assert_eq!(found(Audience::Adults), Reason::NotLent);
}

fn told(arrival: Option<&wire::Arrival>) -> (String, Reason, String) {
    let arrival = arrival.unwrap();
    let reason = Reason::try_from(arrival.reason).unwrap();
    (arrival.day.clone(), reason, arrival.lender.clone())
}

fn of_one(pickup: &str, held: wire::Holding) -> (String, Reason) {
    let work = reckoned(&a_territory(), pickup, vec![held], AskedFor::default());
    let (day, reason, _) = told(work.holdings[0].arrival.as_ref());
    (day, reason)
}

#[test]
fn every_holding_has_its_day_or_the_reason_why_there_is_none() {
    let none = String::new;
    for (held, day, reason) in [
        // Pulled by Tuesday evening, in Wednesday's van.
        (
            a_holding("aire", 2, 1),
            "2026-11-25".to_owned(),
            Reason::ByVan,
        ),
        (
            a_holding("therouanne", 1, 1),
            "2026-11-24".to_owned(),
            Reason::OnShelfThere,
        ),
        (a_holding("arques", 1, 1), none(), Reason::NoVan),
        // Back on Thursday, so that it goes the Wednesday after.
        (
            due(a_holding("aire", 1, 0), "2026-11-26"),
            "2026-12-02".to_owned(),
            Reason::WhenReturned,
        ),
        // Overdue: it may come back any day, or never.
        (
            due(a_holding("aire", 1, 0), "2026-11-20"),
            none(),
            Reason::Unknown,
        ),
        (a_holding("aire", 1, 0), none(), Reason::Unknown),
        (a_holding("aire", 0, 0), none(), Reason::Unknown),
        (a_holding("paris", 1, 1), none(), Reason::NotLent),
    ] {
        let shown = format!("{held:?}");
        assert_eq!(of_one("therouanne", held), (day, reason), "{shown}");
    }
}

#[test]
fn a_day_by_van_names_the_round_and_its_run() {
    let holdings = vec![a_holding("aire", 1, 1)];
    let work = reckoned(&a_territory(), "lumbres", holdings, AskedFor::default());
    let arrival = work.arrival.unwrap();
    assert_eq!(
        (arrival.round.as_str(), arrival.round_day.as_str()),
        ("lys", "2026-11-25")
    );
}

#[test]
fn a_work_arrives_with_the_earliest_of_its_copies_and_otherwise_says_why_not() {
    let earliest = |holdings| {
        let work = reckoned(&a_territory(), "therouanne", holdings, AskedFor::default());
        told(work.arrival.as_ref())
    };
    let (aire, here) = (a_holding("aire", 1, 1), a_holding("therouanne", 1, 1));
    assert_eq!(
        earliest(vec![a_holding("arques", 1, 1), aire, here]),
        (
            "2026-11-24".into(),
            Reason::OnShelfThere,
            "therouanne".into()
        )
    );
    assert_eq!(
        earliest(vec![a_holding("aire", 1, 0), a_holding("arques", 1, 1)]),
        (String::new(), Reason::NoVan, "arques".into())
    );
}

#[test]
fn what_others_wait_for_and_what_is_under_way_is_not_free() {
    let mut asked = AskedFor {
        waiting: Vec::new(),
        travelling: vec![(library("aire"), None)],
    };
    let holdings = || vec![due(a_holding("aire", 2, 1), "2026-11-26")];
    let territory = a_territory();
    let work = reckoned(&territory, "lumbres", holdings(), asked.clone());
    assert_eq!(told(work.arrival.as_ref()).1, Reason::WhenReturned);
    asked.waiting = vec![None, None, Part::from_label("t. 2")];
    let work = reckoned(&territory, "lumbres", holdings(), asked);
    let arrival = work.arrival.unwrap();
    assert_eq!(
        (arrival.reason, arrival.waiting, arrival.day.as_str()),
        (Reason::Queue as i32, 2, "")
    );
}

#[test]
fn a_library_silent_for_more_than_a_day_promises_nothing() {
    let mut held = a_holding("aire", 1, 1);
    held.as_of_ms = NOW.at.0 - DATED_MAX_MS;
    assert_eq!(of_one("lumbres", held.clone()).1, Reason::ByVan);
    held.as_of_ms -= 1;
    assert_eq!(of_one("lumbres", held), (String::new(), Reason::Away));
}

#[test]
fn a_suspended_library_lends_nothing() {
    let mut territory = a_territory();
    if let Some(aire) = territory.members.get_mut(&library("aire")) {
        aire.standing = MemberStanding::Suspended;
    }
    let holdings = vec![a_holding("aire", 1, 1)];
    let work = reckoned(&territory, "lumbres", holdings, AskedFor::default());
    assert_eq!(told(work.arrival.as_ref()).1, Reason::NotLent);
}
