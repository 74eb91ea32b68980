//! Who may sign in at this library, and who has? Secrets are kept as hashes; only that of a telephone's codes must be readable.

use navette_domain::access::{SessionKind, SessionTimes, SignedInAt, StaffName};
use navette_domain::identity::{PatronNumber, StaffId};
use navette_domain::privacy::Secret;
use navette_domain::time::Timestamp;
use navette_store::{stored_enum, stored_struct};
use std::fmt;

/// The account of somebody who works here, under a number that is given to nobody else.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffAccountRow {
    /// The name to sign in by.
    pub name: StaffName,
    /// Whether they also administer the library.
    pub administrator: bool,
    /// The hash of the password; nothing once the account was taken away.
    pub password_hash: Option<Secret<String>>,
    /// The secret of the telephone's codes, 20 bytes; empty where none are wanted.
    pub totp_secret: Vec<u8>,
    /// The step whose code was used last.
    pub totp_step: u64,
}

impl StaffAccountRow {
    /// Says whether anybody can still sign in by it.
    pub fn is_open(&self) -> bool {
        self.password_hash.is_some()
    }
}

/// One session. Its key is what its token is known by, from which the token cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Whose.
    pub whose: SessionOwner,
    /// When somebody signed in.
    pub begun: Timestamp,
    /// When it was used last, as far as that was noted.
    pub used: Timestamp,
}

/// Whose a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SessionOwner {
    /// Of who works here.
    Staff(StaffId),
    /// Of a patron at a kiosk or at the desk.
    PatronHere(PatronNumber),
    /// Of a patron elsewhere.
    PatronElsewhere(PatronNumber),
    /// Of a patron elsewhere who came in by a one-time code, and may set a password without the old one: that is how a forgotten
    /// one is replaced. Once that was done it is like any other.
    PatronByCode(PatronNumber),
}

impl SessionOwner {
    /// Names a patron's session by where it begins.
    pub fn patron(number: PatronNumber, at: SignedInAt) -> Self {
        match at {
            SignedInAt::Library => Self::PatronHere(number),
            SignedInAt::Elsewhere => Self::PatronElsewhere(number),
        }
    }

    /// Says by which rule it ends.
    pub fn kind(self) -> SessionKind {
        match self {
            Self::Staff(_) => SessionKind::Staff,
            Self::PatronHere(_) => SessionKind::PatronAtLibrary,
            Self::PatronElsewhere(_) | Self::PatronByCode(_) => SessionKind::PatronElsewhere,
        }
    }

    /// Says whether two sessions are of one person.
    pub fn is_who(self, other: Self) -> bool {
        match (self, other) {
            (Self::Staff(one), Self::Staff(two)) => one == two,
            (
                Self::PatronHere(one) | Self::PatronElsewhere(one) | Self::PatronByCode(one),
                Self::PatronHere(two) | Self::PatronElsewhere(two) | Self::PatronByCode(two),
            ) => one == two,
            (
                Self::Staff(_),
                Self::PatronHere(_) | Self::PatronElsewhere(_) | Self::PatronByCode(_),
            )
            | (
                Self::PatronHere(_) | Self::PatronElsewhere(_) | Self::PatronByCode(_),
                Self::Staff(_),
            ) => false,
        }
    }
}

impl SessionRow {
    /// Says whether it still holds.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.times().holds(self.whose.kind(), now)
    }

    /// Gives when it began and was used.
    pub fn times(&self) -> SessionTimes {
        SessionTimes {
            begun: self.begun,
            used: self.used,
        }
    }
}

/// What a patron signs in by elsewhere.
#[derive(Clone, PartialEq, Eq)]
pub struct PatronPasswordRow {
    /// The hash of the password.
    pub hash: Secret<String>,
}

/// A code that signs a patron in once. Its key is what the code is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInLinkRow {
    /// Whom.
    pub patron: PatronNumber,
    /// From when on it does not.
    pub ends: Timestamp,
}

macro_rules! shown_by_name_only {
    ($($row:ident),+) => {
        $(
            impl fmt::Debug for $row {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!(stringify!($row), "(…)"))
                }
            }
        )+
    };
}

shown_by_name_only!(StaffAccountRow, PatronPasswordRow);

stored_struct!(StaffAccountRow {
    name,
    administrator,
    password_hash,
    totp_secret,
    totp_step
});
stored_struct!(SessionRow { whose, begun, used });
stored_enum!(SessionOwner {
    0 => Staff(id),
    1 => PatronHere(number),
    2 => PatronElsewhere(number),
    3 => PatronByCode(number),
});
stored_struct!(PatronPasswordRow { hash });
stored_struct!(SignInLinkRow { patron, ends });
