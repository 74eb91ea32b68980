//! Can what an earlier version has sent still be read? Golden messages of the change stream and of reports, as bytes on the
//! line. Run with NAVETTE_BLESS=1 to write a new file beside a new name; never over one of a released version.

#![allow(clippy::unwrap_used)]

use navette_proto::wire::catalogue::{Change, ChangesResponse, Record};
use navette_proto::wire::identity::ItemId;
use navette_proto::wire::lending::report::What;
use navette_proto::wire::lending::{
    NumberedReport, Report, ReportRequest, Scan, ScanKind, SupplyFailure,
};
use prost::Message;
use std::fmt::Debug;
use std::path::Path;

fn golden(name: &str, now: &[u8]) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let path = folder.join(name);
    if std::env::var_os("NAVETTE_BLESS").is_some() {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(&path, now).unwrap();
    }
    std::fs::read(path).unwrap()
}

/// What is sent today is read from yesterday's bytes, and is the same bytes.
fn assert_as_sent<M: Message + Default + PartialEq + Debug>(name: &str, message: &M) {
    let now = message.encode_to_vec();
    let kept = golden(name, &now);
    assert_eq!(&M::decode(kept.as_slice()).unwrap(), message, "{name}");
    assert_eq!(now, kept, "{name} is sent in other bytes");
}

#[test]
fn changes_of_version_1_are_read_as_they_were_sent() {
    let record = Record {
        id: "000017".into(),
        title: "Le Vent dans la Lys".into(),
        authors: vec!["Vasseur, Odette".into()],
        year: 1987,
        language: "fre".into(),
        medium: "book".into(),
        audience: "adults".into(),
        work: 0x0123_4567_89ab_cdef,
        edition_key: 0xfedc_ba98_7654_3210,
        ..Record::default()
    };
    let sent = ChangesResponse {
        incarnation: "00000000000000ff".into(),
        analysis_version: 1,
        reset: true,
        changes: vec![
            Change {
                seq: 7,
                record_id: "000017".into(),
                record: Some(record),
            },
            Change {
                seq: 9,
                record_id: "000018".into(),
                record: None,
            },
        ],
        generation: 9,
        caught_up: true,
        packed: Vec::new(),
    };
    assert_as_sent("changes-v1.bin", &sent);
}

#[test]
fn reports_of_version_1_are_read_as_they_were_sent() {
    let item = |barcode: &str| {
        Some(ItemId {
            library: "aire".into(),
            barcode: barcode.into(),
        })
    };
    let scanned = Scan {
        item: item("A0001"),
        at: "lumbres".into(),
        kind: ScanKind::Refused as i32,
        why: SupplyFailure::Damaged as i32,
        journey: "0000000000000000000000000000002a".into(),
        title: "Le Vent dans la Lys".into(),
        ..Scan::default()
    };
    let numbered = |number, what| NumberedReport {
        number,
        report: Some(Report { what: Some(what) }),
    };
    let sent = ReportRequest {
        library: "lumbres".into(),
        incarnation: "00000000000000ff".into(),
        reports: vec![
            numbered(4, What::Scanned(scanned)),
            numbered(5, What::Available(item("A0002").unwrap())),
        ],
        deliver_all: true,
    };
    assert_as_sent("reports-v1.bin", &sent);
}
