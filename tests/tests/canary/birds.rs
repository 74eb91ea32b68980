//! What is looked for: data that stand nowhere but in the story, in every form in which somebody could read them.

use memchr::memmem;
use std::fs;
use std::path::Path;

pub(super) const CARD: &str = "CANARI62765";
pub(super) const CHILDS_CARD: &str = "SEREIN10482";
pub(super) const GIVEN: &str = "Zéphyrine";
pub(super) const FAMILY: &str = "Canaribec";
pub(super) const CHILD: &str = "Colibrine";
pub(super) const EMAIL: &str = "zephyrine@canaribec-oiseaux.fr";
pub(super) const PHONE: &str = "06 98 71 53 40";
pub(super) const ADDRESS: &str = "17 impasse du Serin, 62120 Plumeville";
pub(super) const PIN: &str = "90817263";
pub(super) const BIRTH: &str = "1971-02-03";
pub(super) const WHY: &str = "la nièce de Mme Plumebleue";

/// The pieces that give somebody away, each by itself.
const PIECES: [&str; 12] = [
    CARD,
    CHILDS_CARD,
    GIVEN,
    FAMILY,
    CHILD,
    "canaribec-oiseaux",
    "698715340",
    "98 71 53 40",
    "impasse du Serin",
    PIN,
    BIRTH,
    "Plumebleue",
];

/// A piece in the forms in which it is looked for: as it is, in small letters, as UTF-16, and in base64 at each of its three places.
fn forms(piece: &str) -> Vec<(&'static str, Vec<u8>)> {
    let wide = |turn: fn(u16) -> [u8; 2]| piece.encode_utf16().flat_map(turn).collect();
    let mut forms = vec![
        ("as it is", piece.as_bytes().to_vec()),
        ("in small letters", piece.to_lowercase().into_bytes()),
        ("as UTF-16, little", wide(u16::to_le_bytes)),
        ("as UTF-16, big", wide(u16::to_be_bytes)),
    ];
    for skipped in 0..3 {
        forms.push(("in base64", base64_inside(piece.as_bytes(), skipped)));
    }
    forms
}

/// Gives what stands of a text in the base64 of a longer one, wherever it begins in a group of three bytes.
fn base64_inside(text: &[u8], skipped: usize) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let whole = text.get(skipped..).unwrap_or_default();
    let groups = whole.chunks_exact(3).flat_map(|three| {
        let bits = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        [18, 12, 6, 0].map(|shift| ALPHABET[(bits >> shift & 63) as usize])
    });
    groups.collect()
}

/// Lists what is found of anybody, and in which form.
pub(super) fn found_in(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for piece in PIECES {
        for (form, wanted) in forms(piece) {
            if memmem::find(bytes, &wanted).is_some() {
                found.push(format!("{piece} {form}"));
            }
        }
    }
    found
}

/// Lists what is found of anybody in the files below a folder.
pub(super) fn found_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(found_below(&path));
            continue;
        }
        let name = path.display().to_string();
        let in_file = found_in(&fs::read(&path).unwrap());
        let in_name = found_in(name.as_bytes());
        found.extend(
            in_file
                .into_iter()
                .chain(in_name)
                .map(|piece| format!("{name}: {piece}")),
        );
    }
    found
}

#[test]
fn a_canary_is_found_in_every_form() {
    let wide: Vec<u8> = FAMILY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let coded = "eyJuYW1lIjoiQ2FuYXJpYmVjIn0=";
    for bytes in [FAMILY.as_bytes(), b"canaribec", &wide, coded.as_bytes()] {
        assert_eq!(found_in(bytes).len(), 1, "{bytes:?}");
    }
    assert_eq!(found_in(b"Canari62765 canarib"), Vec::<String>::new());
}
