//! By which addresses do programs read a patron's days? Of the token itself only what it is known by is kept, as the row's key.

use navette_domain::identity::PatronNumber;
use navette_store::{stored_enum, stored_struct};

/// One such address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateLinkRow {
    /// Whose days.
    pub patron: PatronNumber,
    /// For which kind of program.
    pub kind: PrivateLinkKind,
}

/// For which kind of program an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateLinkKind {
    /// A calendar.
    Calendar,
    /// A feed reader.
    Feed,
}

stored_enum!(PrivateLinkKind {
    0 => Calendar, 1 => Feed,
});
stored_struct!(PrivateLinkRow { patron, kind });
