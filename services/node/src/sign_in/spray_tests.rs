//! How far does somebody get who tries? With a hash that costs nothing, and a clock that a test moves.

#![allow(clippy::unwrap_used)]
use super::door::SignInDoor;
use super::hashing::SlowHash;
use super::new_secrets::SetBy;
use super::places::TriedFrom;
use super::tries::Account;
use navette_domain::identity::{CardNumber, PatronNumber, StaffId};
use navette_domain::privacy::Secret;
use navette_domain::time::Timestamp;
use navette_proto::{Refusal, SignInObstacle};
use parking_lot::Mutex;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};

const BEGIN: i64 = 1_700_000_000_000;

/// Counts what it is asked.
#[derive(Default)]
struct CountingHash(AtomicU32);

impl SlowHash for CountingHash {
    fn hash(&self, secret: &Secret<String>, _salt: &[u8; 16]) -> Result<Secret<String>, String> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(secret.clone())
    }

    fn is(&self, secret: &Secret<String>, hash: &Secret<String>) -> bool {
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
            let known = (number % 2 == 0).then(|| Secret::from("4821"));
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
            let known = Some(Secret::from("4821"));
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
    for (number, known) in [(1, Some(Secret::from("4821"))), (2, None)] {
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

/// A hash that is made when the test says so.
struct HeldHash(Mutex<mpsc::Receiver<()>>);

impl SlowHash for HeldHash {
    fn hash(&self, secret: &Secret<String>, _salt: &[u8; 16]) -> Result<Secret<String>, String> {
        self.0.lock().recv().map_err(|error| error.to_string())?;
        Ok(secret.clone())
    }

    fn is(&self, secret: &Secret<String>, hash: &Secret<String>) -> bool {
        secret == hash
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn new_secrets_that_wait_keep_nobody_from_signing_in() {
    let (made, hold) = mpsc::channel();
    let door = Arc::new(SignInDoor::by(Arc::new(HeldHash(Mutex::new(hold)))));
    let now = Timestamp(BEGIN);
    let set = |number: u64| {
        let door = Arc::clone(&door);
        let by = SetBy::Patron(PatronNumber(number));
        async move { door.hash("péniche".into(), by, now).await }
    };
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..20 {
        waiting.spawn(set(number));
    }
    // More than may wait: those are told at once, whatever the others do.
    for _ in 0..12 {
        let told = waiting.join_next().await.unwrap().unwrap();
        assert_eq!(told, Err(Refusal::Busy));
    }
    let known = Some(Secret::from("4821"));
    let right = door.prove(card(1), from(1), "4821".into(), known, now);
    assert!(right.await.is_ok());
    for _ in 0..8 {
        made.send(()).unwrap();
    }
    while let Some(told) = waiting.join_next().await {
        assert!(told.unwrap().is_ok());
    }
}

#[tokio::test]
async fn a_patron_sets_five_secrets_at_once_and_the_operator_any_number() {
    let (door, hash) = a_door();
    let now = Timestamp(BEGIN);
    let set = async |by, now| door.hash("péniche".into(), by, now).await;
    let jeanne = SetBy::Patron(PatronNumber(1));
    for _ in 0..5 {
        assert!(set(jeanne, now).await.is_ok());
    }
    let refused = set(jeanne, now).await;
    assert!(
        matches!(refused, Err(Refusal::TooManyTries { .. })),
        "{refused:?}"
    );
    assert!(set(SetBy::Patron(PatronNumber(2)), now).await.is_ok());
    assert!(set(jeanne, now.plus_ms(720_000)).await.is_ok());
    for _ in 0..200 {
        assert!(set(SetBy::Staff(StaffId(0)), now).await.is_ok());
    }
    assert_eq!(hash.0.load(Ordering::SeqCst), 207);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_costs_nobody_a_try() {
    let (made, hold) = mpsc::channel();
    let door = Arc::new(SignInDoor::by(Arc::new(HeldHash(Mutex::new(hold)))));
    let now = Timestamp(BEGIN);
    // Of no account, so that a hash is made of it, which the test holds up.
    let tried = |number: u32| {
        let door = Arc::clone(&door);
        async move {
            let tried = door.prove(card(number), from(number), "1".into(), None, now);
            tried.await.err()
        }
    };
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..40 {
        waiting.spawn(tried(number));
    }
    for _ in 0..8 {
        let told = waiting.join_next().await.unwrap().unwrap();
        assert_eq!(told, Some(Refusal::Busy));
    }
    for _ in 0..50 {
        assert_eq!(tried(100).await, Some(Refusal::Busy));
    }
    for _ in 0..33 {
        made.send(()).unwrap();
    }
    while let Some(told) = waiting.join_next().await {
        assert_eq!(told.unwrap(), Some(SignInObstacle::WrongSignIn.into()));
    }
    assert_eq!(tried(100).await, Some(SignInObstacle::WrongSignIn.into()));
}
