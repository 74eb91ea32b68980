//! Does whoever was put out stay out, when the federator comes back from an older backup?

#![allow(clippy::unwrap_used)]
use super::authority_folder::AuthorityFolder;
use super::commands::{Joining, invite, join, revoke};
use super::put_out;
use super::put_out_again::PutOutAgain;
use crate::backup::{back_up, restore};
use crate::config::FederatorConfig;
use crate::ledger::{CertificateRow, FederatorState};
use navette_domain::membership::{
    CertificateRefusal, Digest, InvitationId, InvitationState, IssuedCertificate, Serial,
    ShownCode, Subject, valid_until,
};
use navette_domain::time::Timestamp;
use navette_store::ledger::{Commit, Ledger, Options};
use std::path::Path;
use std::time::UNIX_EPOCH;

const SECRET: Digest = Digest([3; 32]);
const AIRE: Serial = Serial(1);
const LUMBRES: Serial = Serial(2);

fn now() -> Timestamp {
    Timestamp(i64::try_from(UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap())
}

fn subject(library: &str) -> Subject {
    Subject::parse(&format!("library:{library}")).unwrap()
}

fn ledger_in(config: &FederatorConfig) -> Ledger<FederatorState> {
    let opened = Ledger::open(&config.data_dir.join("ledger"), Options::new(1));
    opened.unwrap().0
}

fn comes_in(ledger: &Ledger<FederatorState>, library: &str, serial: Serial) {
    let made = (
        InvitationId(u64::try_from(serial.0).unwrap()),
        subject(library),
        SECRET,
    );
    let joining = Joining {
        code: invite(ledger, made, now()).unwrap().id,
        shown: ShownCode {
            subject: subject(library),
            secret: SECRET,
            key: Digest([1; 32]),
        },
        certificate: CertificateRow {
            issued: IssuedCertificate {
                serial,
                subject: subject(library),
                from: now(),
                until: valid_until(now()),
                revoked: None,
            },
            der: vec![7; 300],
        },
        version: String::new(),
    };
    join(ledger, joining, now()).unwrap();
}

/// Two libraries have come in and a third one has a code; a backup is made; then Aire is put out.
fn put_out_since_the_backup(folder: &Path) -> (FederatorConfig, Vec<u8>) {
    let data_dir = folder.join("data");
    let text = format!("listen = \"127.0.0.1:0\"\ndata_dir = {data_dir:?}\n");
    let config = FederatorConfig::from_toml(&text).unwrap();
    navette_trust::make_private_folder(&AuthorityFolder::within(&data_dir)).unwrap();
    let ledger = ledger_in(&config);
    comes_in(&ledger, "aire", AIRE);
    comes_in(&ledger, "lumbres", LUMBRES);
    invite(&ledger, (InvitationId(9), subject("arques"), SECRET), now()).unwrap();
    ledger.close();
    let mut backup = Vec::new();
    back_up(&config, &mut backup).unwrap();
    let ledger = ledger_in(&config);
    revoke(&ledger, subject("aire"), now()).unwrap();
    ledger.close();
    (config, backup)
}

fn assert_aire_is_out_and_lumbres_is_in(config: &FederatorConfig) {
    let ledger = ledger_in(config);
    let standing = ledger.read(|state| {
        let counts = |serial: Serial| state.certificates[&serial].issued.counts(now());
        let code = state.invitations[&InvitationId(9)].state(now());
        let out = state.members[&subject("aire")].revoked.is_some();
        (counts(AIRE), counts(LUMBRES), code, out)
    });
    let (aire, lumbres, code, out) = standing.unwrap();
    assert!(
        matches!(aire, Err(CertificateRefusal::Revoked { .. })),
        "{aire:?}"
    );
    assert_eq!((lumbres, out), (Ok(()), true));
    assert_eq!(code, InvitationState::Withdrawn);
    ledger.close();
}

const BROUGHT_UP_TO_DATE: PutOutAgain = PutOutAgain {
    certificates: 1,
    codes: 1,
    ledger_unreadable: None,
};

#[test]
fn what_the_ledger_knows_that_is_set_aside_holds_and_is_kept_beside_the_authority() {
    let folder = tempfile::tempdir().unwrap();
    let (config, backup) = put_out_since_the_backup(folder.path());
    for _ in 0..2 {
        let restored = restore(&config, backup.as_slice(), true).unwrap();
        assert_eq!(restored.afterwards, BROUGHT_UP_TO_DATE);
        assert_aire_is_out_and_lumbres_is_in(&config);
    }
}

#[test]
fn the_list_beside_the_authority_holds_where_the_ledger_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (config, backup) = put_out_since_the_backup(folder.path());
    let authority = AuthorityFolder::within(&config.data_dir);
    put_out::keep(&authority, [(AIRE, now())].into(), now()).unwrap();
    std::fs::remove_dir_all(config.data_dir.join("ledger")).unwrap();
    let restored = restore(&config, backup.as_slice(), false).unwrap();
    assert_eq!(restored.afterwards, BROUGHT_UP_TO_DATE);
    assert_aire_is_out_and_lumbres_is_in(&config);
}
