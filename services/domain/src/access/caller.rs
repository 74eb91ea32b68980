//! Who calls? What a certificate, a session or the machine says; never what a message says.

use super::{AccessRefusal, Role};
use crate::catalogue::LibraryId;
use crate::identity::{CardNumber, PatronNumber, StaffId};
use crate::membership::{KioskName, Subject};

/// Where a patron signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedInAt {
    /// At an enrolled kiosk or at the desk, with the things in their hands.
    Library,
    /// Anywhere else.
    Elsewhere,
}

/// Who calls, as it was proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Nobody has signed in.
    Anonymous,
    /// A patron of a library, by a session.
    Patron {
        /// The home library.
        library: LibraryId,
        /// Who.
        number: PatronNumber,
        /// The card they have now.
        card: CardNumber,
        /// Where the session began.
        at: SignedInAt,
    },
    /// A kiosk, by its certificate.
    Kiosk {
        /// Where it stands.
        library: LibraryId,
        /// Which.
        name: KioskName,
    },
    /// Who works at a library, by a session.
    Staff {
        /// Where.
        library: LibraryId,
        /// Who.
        id: StaffId,
        /// Whether they also administer the library.
        administrator: bool,
    },
    /// Whoever may read the operator's token on the library's own machine; who works at the desk is theirs to say.
    Operator(LibraryId),
    /// Who looks after the territory, by a certificate or the operator's token on the federator's machine.
    Coordinator,
    /// A library's node, by its certificate.
    Node(LibraryId),
    /// The federator, by its certificate.
    Federator,
    /// Anybody on a machine that its owner trusts as a whole, so that nothing is asked: for trying things out.
    ThisMachine,
}

impl Caller {
    /// Gives whom a certificate makes of its holder.
    pub fn certified(subject: &Subject) -> Self {
        match subject {
            Subject::Library(library) => Self::Node(library.clone()),
            Subject::Kiosk(library, name) => Self::Kiosk {
                library: library.clone(),
                name: name.clone(),
            },
            Subject::Administrator(_) => Self::Coordinator,
            Subject::Federator => Self::Federator,
        }
    }

    /// Gives the role; none for a machine that is trusted as a whole.
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Anonymous => Some(Role::Anonymous),
            Self::Patron { .. } => Some(Role::Patron),
            Self::Kiosk { .. } => Some(Role::Kiosk),
            Self::Staff { administrator, .. } => Some(if *administrator {
                Role::Administrator
            } else {
                Role::Desk
            }),
            Self::Operator(_) => Some(Role::Administrator),
            Self::Coordinator => Some(Role::Coordinator),
            Self::Node(_) => Some(Role::Node),
            Self::Federator => Some(Role::Federator),
            Self::ThisMachine => None,
        }
    }

    /// Gives the library that the caller speaks for; nothing where it speaks for none, or for all.
    pub fn library(&self) -> Option<&LibraryId> {
        match self {
            Self::Patron { library, .. }
            | Self::Kiosk { library, .. }
            | Self::Staff { library, .. }
            | Self::Operator(library)
            | Self::Node(library) => Some(library),
            Self::Anonymous | Self::Coordinator | Self::Federator | Self::ThisMachine => None,
        }
    }

    /// Refuses a caller that names another library than its own where it may name its own only.
    pub fn speaks_for(&self, named: &LibraryId) -> Result<(), AccessRefusal> {
        match (self, self.library()) {
            (Self::Anonymous, _) => Err(AccessRefusal::SignInNeeded),
            (_, Some(own)) if own != named => Err(AccessRefusal::OtherLibrary {
                caller: own.clone(),
                named: named.clone(),
            }),
            (_, Some(_) | None) => Ok(()),
        }
    }

    /// Says who works at the desk: who has signed in, whatever the message says; `said` only where the caller may say it.
    pub fn works_as(&self, said: StaffId) -> StaffId {
        match self {
            Self::Staff { id, .. } => *id,
            Self::Operator(_) | Self::ThisMachine => said,
            Self::Anonymous
            | Self::Patron { .. }
            | Self::Kiosk { .. }
            | Self::Coordinator
            | Self::Node(_)
            | Self::Federator => StaffId(0),
        }
    }

    /// Gives the card that a patron is held to; nothing for everybody else.
    pub fn own_card(&self) -> Option<&CardNumber> {
        match self {
            Self::Patron { card, .. } => Some(card),
            Self::Anonymous
            | Self::Kiosk { .. }
            | Self::Staff { .. }
            | Self::Operator(_)
            | Self::Coordinator
            | Self::Node(_)
            | Self::Federator
            | Self::ThisMachine => None,
        }
    }

    /// Says whether a PIN alone is enough at this library: the card is shown at its desk, or at a kiosk enrolled there.
    pub fn is_enrolled_place(&self, here: &LibraryId) -> bool {
        match self {
            Self::Kiosk { library, .. } | Self::Staff { library, .. } | Self::Operator(library) => {
                library == here
            }
            Self::ThisMachine => true,
            Self::Anonymous
            | Self::Patron { .. }
            | Self::Coordinator
            | Self::Node(_)
            | Self::Federator => false,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn library(id: &str) -> LibraryId {
        LibraryId::parse(id).unwrap()
    }

    #[test]
    fn a_certificate_says_who_calls() {
        for (subject, role) in [
            ("library:aire", Role::Node),
            ("kiosk:aire/entree", Role::Kiosk),
            ("administrator:zoe", Role::Coordinator),
            ("federator", Role::Federator),
        ] {
            let caller = Caller::certified(&Subject::parse(subject).unwrap());
            assert_eq!(caller.role(), Some(role));
        }
    }

    #[test]
    fn a_node_speaks_for_its_own_library_only() {
        let node = Caller::Node(library("aire"));
        assert_eq!(node.speaks_for(&library("aire")), Ok(()));
        let refused = AccessRefusal::OtherLibrary {
            caller: library("aire"),
            named: library("lumbres"),
        };
        assert_eq!(node.speaks_for(&library("lumbres")), Err(refused));
        let nobody = Caller::Anonymous.speaks_for(&library("aire"));
        assert_eq!(nobody, Err(AccessRefusal::SignInNeeded));
    }

    #[test]
    fn a_pin_is_enough_at_the_desks_and_kiosks_of_the_library_itself() {
        let kiosk = |of: &str| Caller::Kiosk {
            library: library(of),
            name: KioskName::parse("entree").unwrap(),
        };
        let desk = |of: &str| Caller::Staff {
            library: library(of),
            id: StaffId(7),
            administrator: false,
        };
        for (caller, enough) in [
            (kiosk("aire"), true),
            (kiosk("lumbres"), false),
            (desk("aire"), true),
            (desk("lumbres"), false),
            (Caller::Operator(library("aire")), true),
            (Caller::Operator(library("lumbres")), false),
            (Caller::ThisMachine, true),
            (Caller::Node(library("aire")), false),
            (Caller::Anonymous, false),
        ] {
            let told = caller.is_enrolled_place(&library("aire"));
            assert_eq!(told, enough, "{caller:?}");
        }
    }

    #[test]
    fn who_has_signed_in_is_who_did_it_whatever_the_message_says() {
        let zoe = Caller::Staff {
            library: library("aire"),
            id: StaffId(7),
            administrator: false,
        };
        assert_eq!(zoe.works_as(StaffId(9)), StaffId(7));
        assert_eq!(Caller::ThisMachine.works_as(StaffId(9)), StaffId(9));
        assert_eq!(Caller::Federator.works_as(StaffId(9)), StaffId(0));
    }
}
