//! Is what was decided about members kept, and does it hold after a restart?

#![allow(clippy::unwrap_used)]
use super::commands::{Given, Joining, invite, join, revoke};
use super::error::MembershipError;
use super::members::{MemberShown, MemberStanding, listed};
use super::register::Register;
use super::renewing::{Renewing, renew};
use super::sealing_keys::{Published, publish};
use crate::clock::Clock;
use crate::ledger::{CertificateRow, FederatorState};
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::{
    CertificateRefusal, Digest, InvitationId, InvitationRefusal, IssuedCertificate,
    MembershipRefusal, Serial, ShownCode, Subject, VouchedKey, valid_until,
};
use navette_domain::time::Timestamp;
use navette_store::disk::SimulatedDisk;
use navette_store::ledger::{Commit, Ledger, Options};
use navette_trust::{CertificateFacts, PeerCertificate, Standing};
use std::path::Path;
use std::sync::Arc;

const SECRET: Digest = Digest([3; 32]);
const KEY: Digest = Digest([1; 32]);
const NOW: Timestamp = Timestamp(1_795_910_400_000);

fn subject(text: &str) -> Subject {
    Subject::parse(text).unwrap()
}

/// The ledger that a disk holds, as a process finds it when it starts.
fn ledger(disk: &Arc<SimulatedDisk>) -> Ledger<FederatorState> {
    let options = Options::new(1);
    let opened = Ledger::open_simulated(Arc::clone(disk) as _, Path::new("/ledger"), options);
    opened.unwrap().0
}

fn invited(ledger: &Ledger<FederatorState>, id: u64, who: &str) -> InvitationId {
    let made = (InvitationId(id), subject(who), SECRET);
    invite(ledger, made, NOW).unwrap().id
}

fn certificate(serial: u128, who: &str) -> CertificateRow {
    CertificateRow {
        issued: IssuedCertificate {
            serial: Serial(serial),
            subject: subject(who),
            from: NOW,
            until: valid_until(NOW),
            revoked: None,
        },
        der: vec![7; 300],
    }
}

/// Shows a code of Aire, with the certificate that was signed in case it lets in.
fn shows(code: InvitationId, serial: u128, key: Digest) -> Joining {
    Joining {
        code,
        shown: ShownCode {
            subject: subject("library:aire"),
            secret: SECRET,
            key,
        },
        certificate: certificate(serial, "library:aire"),
        version: "0.1.0".to_owned(),
    }
}

/// Lets somebody in by a new code of this number, with a certificate of the same number.
fn lets_in(ledger: &Ledger<FederatorState>, number: u64, who: &str) {
    let joining = Joining {
        code: invited(ledger, number, who),
        shown: ShownCode {
            subject: subject(who),
            secret: SECRET,
            key: KEY,
        },
        certificate: certificate(number.into(), who),
        version: "0.1.0".to_owned(),
    };
    join(ledger, joining, NOW).unwrap();
}

/// Shows a certificate of Aire, and asks for another for the same key.
fn renewing(shown: u128, serial: u128) -> Renewing {
    Renewing {
        shown: Serial(shown),
        through: None,
        key: KEY,
        certificate: certificate(serial, "library:aire"),
        version: "0.2.0".to_owned(),
    }
}

fn refusal<T>(outcome: Result<T, MembershipError>) -> MembershipRefusal {
    match outcome.map(|_| ()).unwrap_err() {
        MembershipError::Refused(refusal) => refusal,
        other => panic!("{other}"),
    }
}

fn counts(ledger: &Ledger<FederatorState>, serial: u128) -> Result<(), CertificateRefusal> {
    let clock = Clock::default();
    let ahead = NOW.0.saturating_sub(clock.now().0);
    clock.set_ahead_ms(ahead);
    let register = ledger
        .read(move |state| {
            let register = Register::by(clock);
            register.learn(state);
            register
        })
        .unwrap();
    register.counts(&CertificateFacts {
        peer: PeerCertificate {
            subject: subject("library:aire"),
            serial: Serial(serial).to_string(),
        },
        from: NOW,
        until: valid_until(NOW),
        key: KEY,
    })
}

#[test]
fn a_code_lets_in_once_also_after_a_restart_and_the_same_key_gets_the_same_again() {
    let disk = Arc::new(SimulatedDisk::new());
    let first = ledger(&disk);
    let code = invited(&first, 7, "library:aire");
    let came = join(&first, shows(code, 1, KEY), NOW).unwrap();
    drop(first);
    let again = ledger(&disk);
    let before = join(&again, shows(code, 2, KEY), NOW).unwrap();
    assert_eq!(before, Given::before(&came.row));
    let other = refusal(join(&again, shows(code, 3, Digest([2; 32])), NOW));
    assert!(matches!(
        other,
        MembershipRefusal::Invitation(InvitationRefusal::Used { .. })
    ));
    assert_eq!(counts(&again, 1), Ok(()));
    // What was signed for a try that let nobody in counts for nothing.
    for serial in [2, 3] {
        assert_eq!(
            counts(&again, serial),
            Err(CertificateRefusal::Unknown(Serial(serial)))
        );
    }
    let unknown = refusal(join(&again, shows(InvitationId(8), 4, KEY), NOW));
    assert_eq!(unknown, InvitationRefusal::Unknown(InvitationId(8)).into());
}

#[test]
fn a_newer_code_for_the_same_library_withdraws_the_older_and_no_other() {
    let ledger = ledger(&Arc::new(SimulatedDisk::new()));
    let older = invited(&ledger, 1, "library:aire");
    invited(&ledger, 2, "library:lumbres");
    let newer = invited(&ledger, 3, "library:aire");
    let refused = refusal(join(&ledger, shows(older, 1, KEY), NOW));
    assert!(matches!(
        refused,
        MembershipRefusal::Invitation(InvitationRefusal::Withdrawn { .. })
    ));
    assert!(join(&ledger, shows(newer, 2, KEY), NOW).is_ok());
    let open = ledger.read(|state| listed(state, None, 10, NOW)).unwrap();
    let waiting = open
        .iter()
        .find(|one| one.subject == subject("library:lumbres"));
    assert_eq!(waiting.unwrap().standing, MemberStanding::Invited);
}

#[test]
fn who_is_put_out_has_no_certificate_and_no_code_left_and_is_out_after_a_restart() {
    let disk = Arc::new(SimulatedDisk::new());
    let first = ledger(&disk);
    let code = invited(&first, 1, "library:aire");
    join(&first, shows(code, 1, KEY), NOW).unwrap();
    let due = NOW.plus_ms(60 * 86_400_000);
    renew(&first, renewing(1, 2), due).unwrap();
    let open = invited(&first, 2, "library:aire");
    let ended = revoke(&first, subject("library:aire"), NOW).unwrap();
    assert_eq!((ended.now, ended.codes), (2, 1));
    drop(first);
    let again = ledger(&disk);
    for serial in [1, 2] {
        assert!(matches!(
            counts(&again, serial),
            Err(CertificateRefusal::Revoked { .. })
        ));
        let refused = refusal(renew(&again, renewing(serial, 9), due));
        assert!(matches!(
            refused,
            MembershipRefusal::Certificate(CertificateRefusal::Revoked { .. })
        ));
    }
    // Neither the code that was open, nor the one by which it had come in.
    for code in [open, code] {
        assert!(join(&again, shows(code, 5, KEY), NOW).is_err());
    }
    let twice = revoke(&again, subject("library:aire"), NOW).unwrap();
    assert_eq!((twice.now, twice.codes), (0, 0));
    // They are named once more: whoever did not hear of it the first time does now.
    assert_eq!(twice.certificates.len(), 2);
    let stranger = refusal(revoke(&again, subject("library:lumbres"), NOW));
    assert!(matches!(stranger, MembershipRefusal::UnknownMember(_)));
}

#[test]
fn kiosks_leave_with_their_library_and_no_one_elses_do() {
    let ledger = ledger(&Arc::new(SimulatedDisk::new()));
    for (number, who) in [
        (1, "library:aire"),
        (2, "kiosk:aire/entree"),
        (3, "library:lumbres"),
        (4, "kiosk:lumbres/entree"),
    ] {
        lets_in(&ledger, number, who);
    }
    invited(&ledger, 5, "kiosk:aire/salon");
    let ended = revoke(&ledger, subject("library:aire"), NOW).unwrap();
    assert_eq!((ended.now, ended.codes), (2, 1));
    let mut out: Vec<_> = ended.certificates.iter().map(|one| one.serial.0).collect();
    out.sort_unstable();
    assert_eq!(out, [1, 2]);
    let members = ledger.read(|state| listed(state, None, 10, NOW)).unwrap();
    let gone = |one: &&MemberShown| matches!(one.standing, MemberStanding::Revoked { .. });
    let left = members.iter().filter(gone);
    let left: Vec<_> = left.map(|one| one.subject.to_string()).collect();
    assert_eq!(left, ["library:aire", "kiosk:aire/entree"]);
    let of_another = |state: &FederatorState| {
        let kept = state.certificates.get(&Serial(4));
        kept.unwrap().issued.counts(NOW)
    };
    assert_eq!(ledger.read(of_another).unwrap(), Ok(()));
}

#[test]
fn a_kiosk_whose_library_is_out_is_not_renewed_until_the_library_is_in_again() {
    let ledger = ledger(&Arc::new(SimulatedDisk::new()));
    lets_in(&ledger, 1, "library:aire");
    revoke(&ledger, subject("library:aire"), NOW).unwrap();
    // Invited after its library was put out.
    lets_in(&ledger, 2, "kiosk:aire/entree");
    let asks = |serial: u128| Renewing {
        certificate: certificate(serial, "kiosk:aire/entree"),
        ..renewing(2, serial)
    };
    let due = NOW.plus_ms(60 * 86_400_000);
    let refused = refusal(renew(&ledger, asks(8), due));
    assert!(matches!(
        refused,
        MembershipRefusal::Certificate(CertificateRefusal::Revoked { .. })
    ));
    lets_in(&ledger, 3, "library:aire");
    assert!(renew(&ledger, asks(9), due).is_ok());
}

#[test]
fn what_was_revoked_stays_revoked_whoever_comes_late_with_what_was_kept_before() {
    let register = Register::by(Clock::default());
    let issued = certificate(1, "library:aire").issued;
    register.note([issued.clone()]);
    register.note([issued.revoked_at(NOW)]);
    // Kept before the revocation, and noted after it.
    register.note([issued.clone()]);
    let peer = PeerCertificate {
        subject: issued.subject.clone(),
        serial: issued.serial.to_string(),
    };
    let shown = CertificateFacts {
        peer,
        from: issued.from,
        until: issued.until,
        key: KEY,
    };
    assert!(matches!(
        register.counts(&shown),
        Err(CertificateRefusal::Revoked { .. })
    ));
}

#[test]
fn members_are_listed_page_by_page_with_since_when_they_belong() {
    let ledger = ledger(&Arc::new(SimulatedDisk::new()));
    let code = invited(&ledger, 1, "library:aire");
    join(&ledger, shows(code, 1, KEY), NOW).unwrap();
    invited(&ledger, 2, "library:lumbres");
    invited(&ledger, 3, "administrator:zoe");
    let page = |after: Option<&str>| {
        let after = after.map(subject);
        let read = ledger.read(move |state| listed(state, after.as_ref(), 2, NOW));
        let names = read.unwrap().into_iter();
        names.map(|one| one.subject.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(page(None), ["library:aire", "library:lumbres"]);
    assert_eq!(page(Some("library:lumbres")), ["administrator:zoe"]);
    let aire = ledger.read(|state| listed(state, None, 1, NOW)).unwrap();
    assert_eq!(aire[0].standing, MemberStanding::Member(NOW));
    assert_eq!(aire[0].until, Some(valid_until(NOW)));
    assert_eq!(aire[0].version, "0.1.0");
    let later = valid_until(NOW);
    let expired = ledger
        .read(move |state| listed(state, None, 1, later))
        .unwrap();
    assert_eq!(expired[0].until, None);
}

/// What the ledger has of a library's key: the key, since when, how often it changed.
fn key_of(ledger: &Ledger<FederatorState>, library: &str) -> Option<(u8, Timestamp, u32)> {
    let library = LibraryId::parse(library).unwrap();
    let read = ledger.read(move |state| state.sealing_keys.get(&library).cloned());
    read.unwrap()
        .map(|row| (row.vouched.key[0], row.since, row.changes))
}

#[test]
fn a_sealing_key_is_kept_with_its_date_another_one_is_counted_and_it_goes_with_its_library() {
    let disk = Arc::new(SimulatedDisk::new());
    let first = ledger(&disk);
    let code = invited(&first, 1, "library:aire");
    join(&first, shows(code, 1, KEY), NOW).unwrap();
    let publish = |ledger: &Ledger<FederatorState>, key: u8, certificate: u8, day: i64| {
        let vouched = VouchedKey {
            key: vec![key; 32],
            certificate: vec![certificate],
            signature: vec![certificate],
        };
        let library = LibraryId::parse("aire").unwrap();
        publish(ledger, library, vouched, Timestamp(NOW.0 + day)).unwrap()
    };
    assert_eq!(publish(&first, 1, 1, 0), Published::First);
    assert_eq!(publish(&first, 1, 1, 1), Published::Same);
    // A renewed certificate vouches for the same key.
    assert_eq!(publish(&first, 1, 2, 2), Published::Same);
    assert_eq!(key_of(&first, "aire"), Some((1, NOW, 0)));
    assert_eq!(publish(&first, 2, 2, 3), Published::Another);
    drop(first);
    let again = ledger(&disk);
    let since = Timestamp(NOW.0 + 3);
    assert_eq!(key_of(&again, "aire"), Some((2, since, 1)));
    revoke(&again, subject("library:aire"), NOW).unwrap();
    drop(again);
    assert_eq!(key_of(&ledger(&disk), "aire"), None);
}
