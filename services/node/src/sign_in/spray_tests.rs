//! How far does somebody get who tries? With a hash that costs nothing, and a clock that a test moves.

#![allow(clippy::unwrap_used)]
use super::door::SignInDoor;
use super::hashing::SlowHash;
use super::places::TriedFrom;
use super::tries::Account;
use navette_domain::identity::CardNumber;
use navette_domain::time::Timestamp;
use navette_proto::{Refusal, SignInObstacle};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

const BEGIN: i64 = 1_700_000_000_000;

/// Counts what it is asked.
#[derive(Default)]
struct CountingHash(AtomicU32);

impl SlowHash for CountingHash {
    fn hash(&self, secret: &str, _salt: &[u8; 16]) -> Result<String, String> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(secret.to_owned())
    }

    fn is(&self, secret: &str, hash: &str) -> bool {
        self.0.fetch_add(1, Ordering::SeqCst);
        secret == hash
    }
}

fn a_door() -> (SignInDoor, Arc<CountingHash>) {
    let hash = Arc::new(CountingHash::default());
    (SignInDoor::by(Arc::clone(&hash) as _), hash)
}

fn card(number: u32) -> Account {
    Account::Card(CardNumber::parse(&format!("{number:06}")).unwrap())
}

fn from(number: u32) -> TriedFrom {
    let [_, two, three, four] = number.to_be_bytes();
    TriedFrom::Elsewhere(Some(IpAddr::from([10, two, three, four])))
}

#[tokio::test]
async fn one_secret_tried_on_ten_thousand_cards_is_stopped_within_200_tries() {
    // All from one address, and each from its own.
    for address_of in [|_: u32| 0, |number: u32| number] {
        let (door, hash) = a_door();
        for number in 0..10_000 {
            let now = Timestamp(BEGIN + i64::from(number) * 1_000);
            let known = (number % 2 == 0).then(|| "4821".to_owned());
            let place = from(address_of(number));
            let tried = door.prove(card(number), place, "1234".into(), known, now);
            assert!(tried.await.is_err());
        }
        let tried = hash.0.load(Ordering::SeqCst);
        assert!((20..=200).contains(&tried), "{tried}");
    }
}

#[tokio::test]
async fn one_account_is_tried_20_times_in_an_hour_and_50_in_a_day_at_most() {
    let (door, hash) = a_door();
    let mut after = Vec::new();
    for minute in 0..24 * 60 {
        for second in 0..4_u32 {
            let now = Timestamp(BEGIN + i64::from(minute) * 60_000 + i64::from(second) * 15_000);
            // From everywhere, so that it is the account that slows it down.
            let place = from(minute * 4 + second);
            let known = Some("4821".to_owned());
            let tried = door.prove(card(1), place, "1234".into(), known, now);
            assert!(tried.await.is_err());
        }
        after.push(hash.0.load(Ordering::SeqCst));
    }
    let (hour, day) = (after[59], after[1_439]);
    assert!(hour <= 20 && day <= 50, "{hour} in an hour, {day} in a day");
}

#[tokio::test]
async fn an_unknown_account_costs_the_same_work_and_is_told_the_same() {
    let (door, hash) = a_door();
    let now = Timestamp(BEGIN);
    let mut work = Vec::new();
    for (number, known) in [(1, Some("4821".to_owned())), (2, None)] {
        let before = hash.0.load(Ordering::SeqCst);
        let tried = door.prove(card(number), from(number), "1234".into(), known, now);
        let told = tried.await.err();
        assert_eq!(told, Some(Refusal::from(SignInObstacle::WrongSignIn)));
        work.push(hash.0.load(Ordering::SeqCst) - before);
    }
    assert_eq!(work, [1, 1]);
}

#[tokio::test]
async fn a_refused_try_costs_no_hash_at_all() {
    let (door, hash) = a_door();
    let now = Timestamp(BEGIN);
    for _ in 0..100 {
        let tried = door.prove(card(1), from(1), "1234".into(), None, now);
        assert!(tried.await.is_err());
    }
    assert_eq!(hash.0.load(Ordering::SeqCst), 5);
}
