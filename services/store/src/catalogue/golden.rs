//! Can stores written by every earlier version still be read, and is today's layout the one we mean? Run with
//! NAVETTE_BLESS=1 to write new files beside a new version number; never over those of a released version.
#![allow(clippy::unwrap_used)]

use super::head::Head;
use super::import_run::OpenRun;
use super::keys::{Current, HEAD_KEY, block_key, record_key, run_key, seen_key};
use super::seen::SeenVersions;
use super::view::BlockPlace;
use super::{
    CatalogueStore, ChangeKind, Content, Format, ImportGroup, IncomingRecord, Options,
    SledCatalogue,
};
use crate::disk::{Disk, SimulatedDisk};
use crate::journal::Position;
use crate::state::{open_value, seal_value};
use navette_domain::catalogue::RecordId;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const JOURNAL: &str = "store/journal/00000001.journal";

fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(name)
}

fn golden(name: &str, now: &[u8]) -> Vec<u8> {
    if std::env::var_os("NAVETTE_BLESS").is_some() {
        std::fs::write(testdata(name), now).unwrap();
    }
    std::fs::read(testdata(name)).unwrap()
}

fn open(disk: &SimulatedDisk) -> SledCatalogue {
    let disk = Arc::new(disk.clone());
    let options = Options::new(0x0102_0304_0506_0708);
    SledCatalogue::open_simulated(disk, Path::new("store"), options)
        .unwrap()
        .0
}

fn a_line(id: &str, text: &str) -> IncomingRecord {
    IncomingRecord {
        id: RecordId(id.to_owned()),
        digest: u128::from(text.len() as u64),
        content: Content {
            raw: text.as_bytes().to_vec(),
            format: Format::Csv,
            header: Some(Arc::from(b"titre;auteur".as_slice())),
        },
    }
}

fn written_today() -> SimulatedDisk {
    let disk = SimulatedDisk::new();
    let store = open(&disk);
    let run = store
        .begin_import("livres.csv", "format = \"csv\"")
        .unwrap()
        .run;
    let group = |through, records| ImportGroup {
        run,
        through,
        counts: vec![1, 2, 3],
        records,
    };
    let lines = vec![a_line("1", "L'Étranger;Camus"), a_line("2", "Nana;Zola")];
    store.import(group(2, lines)).unwrap();
    let lines = vec![
        a_line("1", "L'Étranger;Albert Camus"),
        a_line("2", "Nana;Zola"),
    ];
    store.import(group(4, lines)).unwrap();
    store.withdraw(&[RecordId("2".to_owned())]).unwrap();
    store.finish_import(run, true).unwrap();
    disk
}

#[test]
fn a_journal_of_version_1_is_written_and_read() {
    let disk = written_today();
    let now = disk
        .damage(Path::new(JOURNAL), |bytes| bytes.clone())
        .unwrap();
    let kept = golden("journal-v1.bin", &now);
    assert_eq!(
        now, kept,
        "the layout of the journal, or the compressor, has changed"
    );

    let disk = SimulatedDisk::new();
    disk.create(Path::new(JOURNAL))
        .unwrap()
        .append(&kept)
        .unwrap();
    let store = open(&disk);
    assert_eq!(store.incarnation(), 0x0102_0304_0506_0708);
    assert_eq!((store.last_seq(), store.live_count()), (4, 1));
    let changes: Vec<_> = store.scan(0).map(|change| change.unwrap()).collect();
    let first = ChangeKind::Live {
        content: a_line("1", "L'Étranger;Albert Camus").content,
        profile: Arc::from("format = \"csv\""),
    };
    assert_eq!((changes[0].seq, &changes[0].kind), (3, &first));
    assert_eq!(
        (changes[1].seq, &changes[1].kind),
        (4, &ChangeKind::Withdrawn)
    );
    let withdrawn = store.get(&RecordId("2".to_owned())).unwrap().unwrap();
    assert_eq!(withdrawn.content.raw, b"Nana;Zola");
}

/// One value of each kind, as kept under its key.
fn values() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    let live = Current {
        live: true,
        seq: 300,
        digest: 0x1122_3344_5566_7788,
    };
    let place = BlockPlace {
        first_seq: 257,
        at: Position {
            segment: 2,
            offset: 70_000,
        },
    };
    let head = Head {
        incarnation: 1,
        folded: Position {
            segment: 3,
            offset: 4,
        },
        last_seq: 5,
        live: 6,
        records: 7,
        blocks: 8,
        fingerprint: live.fingerprint("FRBNF1"),
        last_run: 10,
    };
    let run = OpenRun {
        key: "livres.csv".to_owned(),
        profile: 12,
        through: 1300,
        counts: vec![14, 15],
        ..OpenRun::default()
    };
    let mut seen = SeenVersions::default();
    seen.insert(4099);
    let (chunk, part) = seen.take_changed().remove(0);
    vec![
        ("live record", record_key("FRBNF1"), live.encode()),
        (
            "withdrawn record",
            record_key("2"),
            Current {
                live: false,
                ..live
            }
            .encode(),
        ),
        ("block", block_key(257), place.encode()),
        ("head", HEAD_KEY.to_vec(), head.encode()),
        ("run", run_key(11), run.encode()),
        ("seen", seen_key(11, chunk), part),
    ]
}

#[test]
fn values_of_version_1_are_written_and_read() {
    let mut now = String::new();
    for (name, key, body) in values() {
        let sealed = seal_value(&key, &body);
        assert_eq!(open_value(&key, &sealed).unwrap(), body);
        let hex = |bytes: &[u8]| {
            bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        };
        writeln!(now, "{name}\n  {}\n  {}", hex(&key), hex(&sealed)).unwrap();
    }
    let kept = golden("state-v1.txt", now.as_bytes());
    assert_eq!(now, String::from_utf8(kept).unwrap());
}
