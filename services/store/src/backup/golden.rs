//! Can backups of every earlier version still be read? Run with NAVETTE_BLESS=1 to write a new file beside a new version
//! number; never over one of a released version.
#![allow(clippy::unwrap_used)]

use super::{BackupHead, BackupReader, CatalogueHead, Entry, ProcessKind, write_backup};
use crate::catalogue::{
    CatalogueStore, Content, Format, ImportGroup, IncomingRecord, MemoryCatalogue,
};
use crate::ledger::Rows;
use navette_domain::catalogue::RecordId;
use std::path::Path;
use std::sync::Arc;

const PROFILE: &str = "title = \"245a\"\n";

fn record(id: &str, format: Format, header: Option<&str>) -> IncomingRecord {
    IncomingRecord {
        id: RecordId(id.to_owned()),
        digest: 1,
        content: Content {
            raw: format!("{id};Le Vent dans la Lys;Odette Vasseur\n").into_bytes(),
            format,
            header: header.map(|header| Arc::from(header.as_bytes())),
        },
    }
}

fn a_catalogue() -> MemoryCatalogue {
    let store = MemoryCatalogue::new(7);
    let run = store.begin_import("invented", PROFILE).unwrap().run;
    let group = ImportGroup {
        run,
        through: 2,
        counts: Vec::new(),
        records: vec![
            record("000001", Format::Iso2709, None),
            record("000002", Format::Csv, Some("id;titre;auteur\n")),
        ],
    };
    store.import(group).unwrap();
    store.withdraw(&[RecordId("000001".to_owned())]).unwrap();
    store
}

fn rows() -> Rows {
    let row = |key: &[u8], value: &str| (key.to_vec(), value.as_bytes().to_vec());
    Rows::from([row(&[0, 1], "prêté à une lectrice inventée"), row(&[2], "")])
}

fn written_today() -> Vec<u8> {
    let mut bytes = Vec::new();
    let head = BackupHead::new(ProcessKind::Node, "aire", 42, 1_764_428_400_000);
    write_backup(&mut bytes, head, &rows(), Some(&a_catalogue())).unwrap();
    bytes
}

fn golden(name: &str, now: &[u8]) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(name);
    if std::env::var_os("NAVETTE_BLESS").is_some() {
        std::fs::write(&path, now).unwrap();
    }
    std::fs::read(path).unwrap()
}

#[test]
fn a_backup_of_version_1_is_read_whole() {
    // Packed bytes may differ from one zstd to the next: it is the content that must be the same.
    let kept = golden("backup-v1.bin", &written_today());
    let mut reader = BackupReader::open(kept.as_slice()).unwrap();
    let head = reader.head().clone();
    assert_eq!(
        (head.kind, head.library.as_str()),
        (ProcessKind::Node, "aire")
    );
    assert_eq!((head.incarnation, head.made_at_ms), (42, 1_764_428_400_000));
    let catalogue = CatalogueHead {
        incarnation: 7,
        live: 1,
    };
    assert_eq!((head.rows, head.catalogue), (2, Some(catalogue)));
    let (mut found, mut records) = (Rows::new(), Vec::new());
    while let Some(entry) = reader.next_entry().unwrap() {
        match entry {
            Entry::Row { key, value } => {
                found.insert(key, value);
            }
            Entry::Record(record) => records.push(record),
        }
    }
    assert_eq!(found, rows());
    records.sort_by(|one, other| one.id.cmp(&other.id));
    let [withdrawn, offered] = &records[..] else {
        panic!("{records:?}");
    };
    assert_eq!((withdrawn.id.as_str(), withdrawn.live), ("000001", false));
    assert_eq!((offered.id.as_str(), offered.live), ("000002", true));
    assert_eq!(&*offered.profile, PROFILE);
    let as_given = record("000002", Format::Csv, Some("id;titre;auteur\n"));
    assert_eq!(offered.content, as_given.content);
    let content = 0x80d4_15c8_0838_9abd_d9e4_67e5_5dda_75e3_u128;
    assert_eq!(
        reader.totals().content,
        content,
        "{:#x}",
        reader.totals().content
    );
}
