//! What does the QR code of a manifest hold? The items that come off, so that a stop can check its crate without a line, and a
//! checksum, since a label that was wet is read with errors.
//!
//! Lines of text: `navette 1`, round, day and stop, one `library barcode` for each item, and at the end the checksum of all
//! that stands before it, in 8 hexadecimal digits. A code that would be too dense to scan says so instead of its items.

use navette_domain::courier::{Manifest, RoundId};
use navette_domain::identity::{Barcode, ItemId};
use navette_domain::time::Day;

/// Bytes of a QR code, at most: version 40 with the lowest correction holds 2,953 (ISO/IEC 18004).
pub const CODE_BYTES_MAX: usize = 2_900;

const HEAD: &str = "navette 1";
/// Stands where the items would be too many.
const SEE_PAPER: &str = "*";

/// What a code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateList {
    /// Which round.
    pub round: RoundId,
    /// The day of the run.
    pub day: Day,
    /// Which stop of the round, the first being 0.
    pub stop: usize,
    /// The items that come off; nothing where they are too many for a code.
    pub items: Option<Vec<ItemId>>,
}

/// Writes the code of a manifest.
pub fn to_wire(manifest: &Manifest) -> Vec<u8> {
    let head = format!(
        "{HEAD}\n{} {} {}\n",
        manifest.round, manifest.day, manifest.stop
    );
    let items: String = manifest
        .comes_off
        .iter()
        .map(|parcel| format!("{} {}\n", parcel.item.library, parcel.item.barcode))
        .collect();
    let whole = sealed(format!("{head}{items}"));
    if whole.len() <= CODE_BYTES_MAX {
        return whole;
    }
    sealed(format!("{head}{SEE_PAPER}\n"))
}

/// Reads a code; nothing where it was read with errors or is none of ours.
pub fn from_wire(code: &[u8]) -> Option<CrateList> {
    if code.len() > CODE_BYTES_MAX {
        return None;
    }
    let text = std::str::from_utf8(code).ok()?;
    let (body, sum) = text.split_at_checked(text.len().checked_sub(8)?)?;
    if sum != checksum(body.as_bytes()) {
        return None;
    }
    let mut lines = body.lines();
    if lines.next()? != HEAD {
        return None;
    }
    let mut named = lines.next()?.split(' ');
    let round = RoundId::parse(named.next()?).ok()?;
    let day = crate::convert::day::from_wire("day", named.next()?).ok()??;
    let stop = named.next()?.parse().ok()?;
    let items: Vec<&str> = lines.collect();
    let items = if items == [SEE_PAPER] {
        None
    } else {
        Some(items.into_iter().map(item).collect::<Option<Vec<_>>>()?)
    };
    Some(CrateList {
        round,
        day,
        stop,
        items,
    })
}

fn item(line: &str) -> Option<ItemId> {
    // A barcode may hold spaces, a library may not.
    let (library, barcode) = line.split_once(' ')?;
    Some(ItemId {
        library: crate::convert::identity::library("library", library).ok()?,
        barcode: Barcode::parse(barcode).ok()?,
    })
}

fn sealed(body: String) -> Vec<u8> {
    let sum = checksum(body.as_bytes());
    let mut code = body.into_bytes();
    code.extend_from_slice(sum.as_bytes());
    code
}

/// CRC-32 as in ISO-HDLC, bit by bit: a code is short.
fn checksum(bytes: &[u8]) -> String {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = sum & 1 == 1;
            sum >>= 1;
            if carry {
                sum ^= 0xedb8_8320;
            }
        }
    }
    format!("{:08x}", !sum)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::manifest::tests::a_manifest;
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_the_catalogue_of_checksums() {
        assert_eq!(checksum(b"123456789"), "cbf43926");
    }

    #[test]
    fn a_code_says_what_comes_off() {
        let manifest = a_manifest();
        let read = from_wire(&to_wire(&manifest)).unwrap();
        let items: Vec<ItemId> = manifest
            .comes_off
            .iter()
            .map(|parcel| parcel.item.clone())
            .collect();
        assert_eq!(read.items, Some(items));
        assert_eq!((read.round, read.stop), (manifest.round, manifest.stop));
    }

    #[test]
    fn a_code_read_with_an_error_is_none() {
        let code = to_wire(&a_manifest());
        for place in 0..code.len() {
            let mut wrong = code.clone();
            wrong[place] ^= 1;
            assert_eq!(from_wire(&wrong), None, "{place}");
        }
        assert_eq!(from_wire(b""), None);
        assert_eq!(from_wire("é".repeat(9).as_bytes()), None);
    }

    #[test]
    fn a_code_too_dense_to_scan_sends_to_the_paper() {
        let mut manifest = a_manifest();
        manifest.comes_off = vec![manifest.comes_off[0].clone(); 400];
        let code = to_wire(&manifest);
        assert!(code.len() < 100);
        assert_eq!(from_wire(&code).unwrap().items, None);
    }
}
