//! Does the kiosk know one person at a time, and nobody when they have gone?

#![allow(clippy::unwrap_used)]
use super::*;

fn session(token: &str) -> Session {
    Session::read(&format!("aire.{token}")).unwrap()
}

fn token(session: Option<Session>) -> Option<String> {
    session.map(|session| session.token.expose().clone())
}

fn a_book() -> Lent {
    Lent {
        title: "Germinal".into(),
        due: "2026-12-22".into(),
        home_silent: false,
    }
}

const fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_browser_sees_its_own_turn_and_no_other() {
    let seat = Seat::default();
    assert!(seat.sign_in("ours", session("1"), at(0)).is_none());
    seat.add_lent("ours", a_book());
    assert_eq!(token(seat.patron("ours")).as_deref(), Some("1"));
    assert_eq!(seat.lent("ours"), [a_book()]);
    assert!(seat.patron("theirs").is_none());
    assert!(seat.lent("theirs").is_empty());
    assert!(seat.end("theirs").is_none(), "nobody ends another's turn");
    assert!(seat.patron("ours").is_some());
}

#[test]
fn whoever_signs_in_takes_the_place_of_the_one_before_and_finds_nothing_of_them() {
    let seat = Seat::default();
    seat.sign_in("ours", session("1"), at(0));
    seat.add_lent("ours", a_book());
    let before = seat.sign_in("theirs", session("2"), at(1));
    assert_eq!(token(before).as_deref(), Some("1"));
    assert!(seat.lent("theirs").is_empty());
    assert!(seat.patron("ours").is_none());
    let same_browser = seat.sign_in("theirs", session("3"), at(2));
    assert_eq!(token(same_browser).as_deref(), Some("2"));
}

#[test]
fn a_return_after_a_loan_keeps_the_patron_and_needs_none() {
    let seat = Seat::default();
    let back = Back {
        title: "Germinal".into(),
        place: 1,
        to_name: String::new(),
        late_cents: 0,
    };
    assert!(seat.add_back("ours", back.clone(), at(0)).is_none());
    assert_eq!(seat.back("ours").len(), 1);
    seat.sign_in("ours", session("1"), at(1));
    assert!(seat.add_back("ours", back, at(2)).is_none());
    assert!(seat.patron("ours").is_some());
}

#[test]
fn an_idle_turn_is_wiped_and_a_touched_one_goes_on() {
    let seat = Seat::default();
    seat.sign_in("ours", session("1"), at(0));
    assert!(seat.end_idle(at(64)).is_none());
    seat.touch("ours", at(64));
    assert!(seat.end_idle(at(128)).is_none());
    seat.touch("theirs", at(128));
    assert_eq!(token(seat.end_idle(at(129))).as_deref(), Some("1"));
    assert!(seat.patron("ours").is_none());
    assert!(seat.end_any().is_none());
}

#[test]
fn what_the_last_act_came_to_is_said_once() {
    let seat = Seat::default();
    seat.sign_in("ours", session("1"), at(0));
    seat.say("ours", Said::Cancelled);
    assert_eq!(seat.take_said("ours"), Some(Said::Cancelled));
    assert_eq!(seat.take_said("ours"), None);
}
