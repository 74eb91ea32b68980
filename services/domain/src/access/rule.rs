//! May this caller make this call here? A rule is a line of the one table; what has no line is refused.

use super::{Caller, Place, Role};
use crate::catalogue::LibraryId;

/// Whose library a call may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The caller's own: a node serves it to nobody of another library, and at the federator a message names no other.
    Own,
    /// Any.
    Any,
}

/// Who may make a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// In these roles.
    pub roles: &'static [Role],
    /// About this library.
    pub reach: Reach,
}

/// Why a call is not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefusal {
    /// Nobody has signed in, and somebody must have.
    #[error("this needs somebody who has signed in")]
    SignInNeeded,
    /// The session has expired, was ended, or never was.
    #[error("the session is over: sign in again")]
    SessionOver,
    /// The role does not allow it.
    #[error("the role {0} may not do this")]
    RoleMayNot(Role),
    /// The caller belongs to another library.
    #[error("library \"{caller}\" may not speak for library \"{named}\"")]
    OtherLibrary {
        /// Whose caller.
        caller: LibraryId,
        /// Which library is meant.
        named: LibraryId,
    },
    /// Only a library's own people and machines may, and the caller is of none.
    #[error("only library \"{0}\" itself may do this")]
    OfNoLibrary(LibraryId),
    /// A patron asks for what is another patron's.
    #[error("a patron may see and change their own account only")]
    NotYourOwn,
    /// Only where the book is in the patron's hands.
    #[error("a patron may do this at a kiosk or at the desk of the library only")]
    NotFromHere,
    /// A portal says for which browser it calls, and names no address.
    #[error("metadata \"navette-for-address\" is not one IP address")]
    NotAnAddress,
    /// The call stands in no table.
    #[error("nobody may call \"{0}\": it is not known here")]
    UnknownCall(String),
}

/// Says whether a caller may make a call at this place.
pub fn may(caller: &Caller, rule: &Rule, here: &Place) -> Result<(), AccessRefusal> {
    let Some(role) = caller.role() else {
        return Ok(());
    };
    if !rule.roles.contains(&role) {
        return Err(match role {
            Role::Anonymous => AccessRefusal::SignInNeeded,
            Role::Patron
            | Role::Kiosk
            | Role::Desk
            | Role::Administrator
            | Role::Coordinator
            | Role::Node
            | Role::Federator => AccessRefusal::RoleMayNot(role),
        });
    }
    match (rule.reach, here, caller.library()) {
        // At the federator the message says which library is meant: whoever reads it compares.
        (Reach::Any, ..) | (Reach::Own, Place::Territory, _) => Ok(()),
        (Reach::Own, Place::Library(here), Some(own)) if here == own => Ok(()),
        (Reach::Own, Place::Library(here), Some(own)) => Err(AccessRefusal::OtherLibrary {
            caller: own.clone(),
            named: here.clone(),
        }),
        (Reach::Own, Place::Library(here), None) => Err(AccessRefusal::OfNoLibrary(here.clone())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::identity::StaffId;

    const STAFF: Rule = Rule {
        roles: &[Role::Desk, Role::Administrator, Role::Coordinator],
        reach: Reach::Own,
    };
    const OPEN: Rule = Rule {
        roles: &Role::ALL,
        reach: Reach::Any,
    };

    fn library(id: &str) -> LibraryId {
        LibraryId::parse(id).unwrap()
    }

    fn desk_of(id: &str) -> Caller {
        Caller::Staff {
            library: library(id),
            id: StaffId(1),
            administrator: false,
        }
    }

    #[test]
    fn a_call_is_refused_unless_role_and_library_are_right() {
        let aire = Place::Library(library("aire"));
        let other = AccessRefusal::OtherLibrary {
            caller: library("lumbres"),
            named: library("aire"),
        };
        let none = AccessRefusal::OfNoLibrary(library("aire"));
        let node = AccessRefusal::RoleMayNot(Role::Node);
        for (caller, rule, here, told) in [
            (desk_of("aire"), STAFF, &aire, Ok(())),
            (desk_of("lumbres"), STAFF, &aire, Err(other)),
            (Caller::Coordinator, STAFF, &aire, Err(none)),
            (Caller::Coordinator, STAFF, &Place::Territory, Ok(())),
            (
                Caller::Anonymous,
                STAFF,
                &aire,
                Err(AccessRefusal::SignInNeeded),
            ),
            (Caller::Node(library("aire")), STAFF, &aire, Err(node)),
            (Caller::ThisMachine, STAFF, &aire, Ok(())),
            (Caller::Anonymous, OPEN, &aire, Ok(())),
            (desk_of("lumbres"), OPEN, &aire, Ok(())),
        ] {
            assert_eq!(may(&caller, &rule, here), told, "{caller:?}");
        }
    }
}
