//! Are few certificates issued, and is none forgotten that counts?

#![allow(clippy::unwrap_used)]
use super::commands::{Given, Joining, invite, join};
use super::error::MembershipError;
use super::renewing::{Renewing, renew};
use crate::ledger::{CertificateRow, FederatorState};
use navette_domain::membership::{
    CERTIFICATES_A_DAY_MAX, CERTIFICATES_COUNTING_MAX, Digest, InvitationId, IssuedCertificate,
    MembershipRefusal, Serial, ShownCode, Subject, valid_until,
};
use navette_domain::time::Timestamp;
use navette_store::disk::SimulatedDisk;
use navette_store::ledger::{Commit, Ledger, Options};
use navette_trust::{Authority, FoundedAuthority, MemberKey, SigningRequest};
use std::path::Path;
use std::sync::Arc;

const NOW: Timestamp = Timestamp(1_795_910_400_000);
const DAY_MS: i64 = 86_400_000;
const SECRET: Digest = Digest([3; 32]);

fn days(days: i64) -> Timestamp {
    NOW.plus_ms(days * DAY_MS)
}

/// An authority, and a ledger in which Aire has come in with certificate 1.
struct Scene {
    authority: Authority,
    ledger: Ledger<FederatorState>,
    next: u128,
}

impl Scene {
    fn of_aire() -> Self {
        let founded = FoundedAuthority::make(Serial(1_000), NOW).unwrap();
        let authority = Authority::from_pem(&founded.certificate_pem, &founded.key_pem).unwrap();
        let disk = Arc::new(SimulatedDisk::new());
        let opened = Ledger::open_simulated(disk as _, Path::new("/ledger"), Options::new(1));
        let mut scene = Self {
            authority,
            ledger: opened.unwrap().0,
            next: 0,
        };
        let (key, certificate) = scene.signed(&MemberKey::generate().unwrap(), NOW);
        let subject = certificate.issued.subject.clone();
        let made = (InvitationId(1), subject.clone(), SECRET);
        let code = invite(&scene.ledger, made, NOW).unwrap().id;
        let shown = ShownCode {
            subject,
            secret: SECRET,
            key,
        };
        let joining = Joining {
            code,
            shown,
            certificate,
            version: String::new(),
        };
        join(&scene.ledger, joining, NOW).unwrap();
        scene
    }

    /// Signs a certificate for Aire under the next number.
    fn signed(&mut self, key: &MemberKey, from: Timestamp) -> (Digest, CertificateRow) {
        self.signed_for("library:aire", key, from)
    }

    fn signed_for(
        &mut self,
        subject: &str,
        key: &MemberKey,
        from: Timestamp,
    ) -> (Digest, CertificateRow) {
        let request = SigningRequest::read(&key.signing_request().unwrap()).unwrap();
        self.next += 1;
        let issued = IssuedCertificate {
            serial: Serial(self.next),
            subject: Subject::parse(subject).unwrap(),
            from,
            until: valid_until(from),
            revoked: None,
        };
        let key = request.key;
        let der = self.authority.issue(request, &issued).unwrap().to_vec();
        (key, CertificateRow { issued, der })
    }

    fn renew(
        &mut self,
        shown: u128,
        key: &MemberKey,
        now: Timestamp,
    ) -> Result<Given, MembershipError> {
        let (key, certificate) = self.signed(key, now);
        let renewing = Renewing {
            shown: Serial(shown),
            through: None,
            key,
            certificate,
            version: String::new(),
        };
        renew(&self.ledger, renewing, now)
    }

    /// Renews a certificate for somebody, by way of the node that shows another one.
    fn renew_for(
        &mut self,
        subject: &str,
        (shown, through): (u128, Option<u128>),
        now: Timestamp,
    ) -> Result<Given, MembershipError> {
        let (key, certificate) = self.signed_for(subject, &MemberKey::generate().unwrap(), now);
        let renewing = Renewing {
            shown: Serial(shown),
            through: through.map(Serial),
            key,
            certificate,
            version: String::new(),
        };
        renew(&self.ledger, renewing, now)
    }

    fn counting(&self, now: Timestamp) -> Vec<u128> {
        let read = self.ledger.read(move |state| {
            let rows = state.certificates.values();
            let counting = rows.filter(|row| row.issued.counts(now).is_ok());
            counting.map(|row| row.issued.serial.0).collect()
        });
        read.unwrap()
    }
}

#[test]
fn a_certificate_is_renewed_at_two_thirds_of_its_life_and_not_before() {
    let mut scene = Scene::of_aire();
    let key = MemberKey::generate().unwrap();
    let early = scene.renew(1, &key, days(59)).unwrap_err();
    let MembershipError::Refused(early) = early else {
        panic!("{early}");
    };
    assert!(matches!(early, MembershipRefusal::RenewalTooEarly { .. }));
    assert!(early.to_string().ends_with("not before"), "{early}");
    assert_eq!(scene.counting(days(59)), [1]);
    assert!(scene.renew(1, &key, days(60)).is_ok());
}

#[test]
fn what_has_expired_or_is_somebody_elses_or_is_asked_for_by_one_who_is_out_is_not_renewed() {
    let mut scene = Scene::of_aire();
    let reason = |refused: Result<Given, MembershipError>| refused.unwrap_err().to_string();
    let key = MemberKey::generate().unwrap();
    let told = reason(scene.renew(1, &key, days(90)));
    assert!(told.contains("expired on"), "{told}");
    let told = reason(scene.renew_for("kiosk:aire/entree", (1, None), days(60)));
    assert!(
        told.contains("was not issued to kiosk:aire/entree"),
        "{told}"
    );
    let told = reason(scene.renew_for("library:aire", (1, Some(77)), days(60)));
    assert!(told.contains("is not among those"), "{told}");
    assert_eq!(scene.counting(days(60)), [1]);
    assert!(
        scene
            .renew_for("library:aire", (1, Some(1)), days(60))
            .is_ok()
    );
}

#[test]
fn the_same_key_asking_again_gets_the_same_certificate() {
    let mut scene = Scene::of_aire();
    let key = MemberKey::generate().unwrap();
    let first = scene.renew(1, &key, days(60)).unwrap().row;
    for shown in [1, first.issued.serial.0] {
        let again = scene.renew(shown, &key, days(61)).unwrap();
        assert_eq!(again, Given::before(&first));
    }
    assert_eq!(scene.counting(days(61)).len(), 2);
}

#[test]
fn however_often_one_is_renewed_few_count_and_the_one_that_is_shown_does() {
    let mut scene = Scene::of_aire();
    for day in 60..80 {
        let key = MemberKey::generate().unwrap();
        scene.renew(1, &key, days(day)).unwrap();
    }
    let counting = scene.counting(days(79));
    assert_eq!(counting.len(), CERTIFICATES_COUNTING_MAX);
    assert!(counting.contains(&1) && counting.contains(&scene.next));
}

#[test]
fn who_draws_one_key_after_another_gets_five_certificates_a_day_and_the_last_of_them_again() {
    let mut scene = Scene::of_aire();
    let keys = [(); CERTIFICATES_A_DAY_MAX].map(|()| MemberKey::generate().unwrap());
    let mut last = None;
    for key in &keys {
        last = Some(scene.renew(1, key, days(60)).unwrap().row);
    }
    let another = MemberKey::generate().unwrap();
    let refused = scene.renew(1, &another, days(60)).unwrap_err();
    assert!(
        matches!(
            refused,
            MembershipError::Refused(MembershipRefusal::RenewedTooOften(_))
        ),
        "{refused}"
    );
    // Nothing was issued, and nothing ended by it.
    let counting = scene.counting(days(60));
    assert_eq!(counting.len(), CERTIFICATES_COUNTING_MAX);
    let last = last.unwrap();
    let again = scene.renew(1, &keys[keys.len() - 1], days(60)).unwrap();
    assert_eq!(again, Given::before(&last));
    assert!(scene.renew(1, &another, days(61)).is_ok());
}

#[test]
fn what_ended_long_ago_is_forgotten_in_the_ledger_and_named_to_be_forgotten_elsewhere() {
    let mut scene = Scene::of_aire();
    let (mut shown, mut forgotten) = (1, Vec::new());
    for round in 1..9 {
        let key = MemberKey::generate().unwrap();
        let given = scene.renew(shown, &key, days(60 * round)).unwrap();
        shown = given.row.issued.serial.0;
        forgotten.extend(given.forgotten);
    }
    assert_eq!(forgotten, [Serial(1)]);
    let known = scene
        .ledger
        .read(|state| state.certificates.contains_key(&Serial(1)));
    assert!(!known.unwrap());
}
