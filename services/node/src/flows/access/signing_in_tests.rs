//! Does a sign-in that is under way end with the secret it was proven by?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::NodeConfig;
use crate::desk_process::Desk;
use navette_domain::access::StaffName;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::CardNumber;
use navette_domain::patrons::Language;
use navette_domain::privacy::Personal;
use std::sync::Arc;

const JEANNE: PatronNumber = PatronNumber(1);

fn a_desk(folder: &tempfile::TempDir) -> Desk {
    let here = LibraryId::parse("aire").unwrap();
    let config = NodeConfig::new(here, folder.path().join("data"));
    let catalogue = Arc::new(Catalogue::open(&config).unwrap());
    Desk::open(&config, Clock::default(), &catalogue, None).unwrap()
}

fn zoe(hash: &str) -> StaffAccountRow {
    StaffAccountRow {
        name: StaffName::parse("zoe").unwrap(),
        administrator: false,
        password_hash: Some(hash.into()),
        totp_secret: Vec::new(),
        totp_step: 0,
    }
}

fn jeanne(pin_hash: &str) -> PersonRow {
    PersonRow {
        card: CardNumber::parse("62765").unwrap(),
        given_name: Personal::new("Jeanne".to_owned()),
        family_name: Personal::new("Delattre".to_owned()),
        birth: Personal::new(None),
        email: None,
        phone: None,
        address: Personal::new(String::new()),
        language: Language::French,
        preferred: None,
        pin_hash: Some(pin_hash.into()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_under_way_ends_when_the_password_is_set_anew() {
    let folder = tempfile::tempdir().unwrap();
    let desk = a_desk(&folder);
    let now = desk.now();
    let id = desk.core.add_staff(zoe("old"), StaffId(0), now).unwrap();
    let mut key = 0;
    let mut sign_in = |proven| {
        key += 1;
        let done = desk.core.staff_signed_in(id, proven, None, key, now);
        (done, desk.core.session(key, now).unwrap().is_some())
    };
    assert_eq!(sign_in(zoe("old")), (Ok(()), true));
    let wants_codes = StaffAccountRow {
        totp_secret: vec![7; 20],
        ..zoe("old")
    };
    let changed = Err(DeskRefusal::SecretChanged);
    assert_eq!(sign_in(wants_codes), (changed.clone(), false));
    let set = desk
        .core
        .set_staff_password(id, ("new".into(), None), None, StaffId(0), now);
    set.unwrap();
    assert_eq!(sign_in(zoe("old")), (changed, false));
    assert_eq!(sign_in(zoe("new")), (Ok(()), true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patrons_sign_in_under_way_ends_when_password_or_pin_are_set_anew() {
    let folder = tempfile::tempdir().unwrap();
    let desk = a_desk(&folder);
    let now = desk.now();
    let have = |password: &str, pin: &str| {
        let (hash, person) = (password.into(), jeanne(pin));
        let kept = desk.core.change(now, move |draft| {
            draft.put(JEANNE, PatronPasswordRow { hash });
            draft.put(JEANNE, person);
            Ok(())
        });
        kept.unwrap();
    };
    let mut key = 0;
    let mut sign_in = |proven| {
        key += 1;
        let at = SignedInAt::Library;
        let done = desk.core.patron_signed_in(JEANNE, at, proven, key, now);
        (done, desk.core.session(key, now).unwrap().is_some())
    };
    let password = |hash: &str| ProvenHash::Password(hash.into());
    let pin = |hash: &str| ProvenHash::Pin(hash.into());
    have("old", "old pin");
    assert_eq!(sign_in(password("old")), (Ok(()), true));
    assert_eq!(sign_in(pin("old pin")), (Ok(()), true));
    have("new", "new pin");
    let ended = (Err(DeskRefusal::SecretChanged), false);
    assert_eq!(sign_in(password("old")), ended);
    assert_eq!(sign_in(pin("old pin")), ended);
    assert_eq!(sign_in(password("new")), (Ok(()), true));
    assert_eq!(sign_in(pin("new pin")), (Ok(()), true));
}
