//! Who decided something, and why? Kept beside what was decided, for whoever asks later.

use navette_domain::identity::StaffId;
use navette_domain::patrons::Reason;
use navette_store::ledger::{Source, Stored};
use navette_store::stored_struct;

/// What a person at the desk said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub by: StaffId,
    /// Why, in their words.
    pub why: Option<Reason>,
}

stored_struct!(Said { by, why });

impl Said {
    /// Writes it at the end of a row; nothing where nobody said anything, as rows were before there was a place for it.
    pub(super) fn put_last(said: Option<&Self>, out: &mut Vec<u8>) {
        if let Some(said) = said {
            said.put(out);
        }
    }

    /// Reads it from the end of a row.
    pub(super) fn take_last(source: &mut Source<'_>) -> Option<Option<Self>> {
        if source.is_at_end() {
            return Some(None);
        }
        Self::take(source).map(Some)
    }
}
