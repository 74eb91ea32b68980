//! What did a scanner read? A barcode, or the library/barcode of a slip's QR code.

use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{Barcode, ItemId};
use navette_proto::Refusal;

/// Longest code, in bytes.
const CODE_BYTES_MAX: usize = 200;

/// A code, or the item that was chosen among those it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) barcode: Barcode,
    pub(super) library: Option<LibraryId>,
}

impl Code {
    /// Reads a code.
    pub(super) fn read(field: &str, text: &str) -> Result<Self, Refusal> {
        if text.len() > CODE_BYTES_MAX {
            return Err(Refusal::OverLimit {
                what: field.to_owned(),
                value: text.len() as u64,
                limit: CODE_BYTES_MAX as u64,
                unit: "bytes",
            });
        }
        // A barcode may hold a slash: only what begins like a library's name is one.
        let slip = text.trim().split_once('/').and_then(|(library, barcode)| {
            let library = LibraryId::parse(library).ok()?;
            Some((library, Barcode::parse(barcode).ok()?))
        });
        if let Some((library, barcode)) = slip {
            let library = Some(library);
            return Ok(Self { barcode, library });
        }
        let barcode = Barcode::parse(text).map_err(|_| {
            let shown: String = text.chars().take(40).collect();
            let reason = format!("\"{shown}\" is not 1 to 64 printable characters");
            Refusal::field(field, reason)
        })?;
        let library = None;
        Ok(Self { barcode, library })
    }

    /// Reads a code, or takes the item that was chosen instead.
    pub(super) fn or_chosen(
        field: &str,
        text: &str,
        chosen: Option<ItemId>,
    ) -> Result<Self, Refusal> {
        match chosen {
            Some(item) => Ok(Self {
                barcode: item.barcode,
                library: Some(item.library),
            }),
            None => Self::read(field, text),
        }
    }

    /// Gives the item meant, where a code without a library is the own one.
    pub(super) fn own_unless_named(self, here: &LibraryId) -> ItemId {
        ItemId {
            library: self.library.unwrap_or_else(|| here.clone()),
            barcode: self.barcode,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_slip_names_its_library_and_a_barcode_does_not() {
        let slip = Code::read("code", "lumbres/000001").unwrap();
        assert_eq!(
            slip.library.map(|id| id.to_string()),
            Some("lumbres".into())
        );
        assert_eq!(slip.barcode.as_str(), "000001");
        let plain = Code::read("code", " 000001 ").unwrap();
        assert_eq!((plain.library, plain.barcode.as_str()), (None, "000001"));
        let with_slash = Code::read("code", "DVD/12").unwrap();
        assert_eq!(
            (with_slash.library, with_slash.barcode.as_str()),
            (None, "DVD/12")
        );
    }

    #[test]
    fn what_is_no_code_is_refused_by_field() {
        let told = |text: &str| Code::read("code", text).unwrap_err().to_string();
        assert_eq!(told(""), "code: \"\" is not 1 to 64 printable characters");
        assert_eq!(
            told(&"1".repeat(201)),
            "code has 201 bytes, the limit is 200"
        );
    }
}
