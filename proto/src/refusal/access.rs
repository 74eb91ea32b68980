//! The rows of the table that belong to roles and to signing in.

use super::table::Pairs;
use navette_domain::access::{AccessRefusal, PasswordRefusal, StaffName};
use navette_domain::identity::StaffId;
use tonic::Code;

/// What stands in the way when somebody signs in, or an account is changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInObstacle {
    /// Name and password, card and PIN, or a code do not belong together; which of them is not said.
    #[error("what was given does not belong together")]
    WrongSignIn,
    /// Name and password are right, and the account wants a code as well.
    #[error("the account wants a code as well")]
    CodeNeeded,
    /// A PIN alone is not enough where nobody sees the card.
    #[error(
        "a PIN is enough at a kiosk or at the desk only: elsewhere it takes a password or a one-time code"
    )]
    PinNotHere,
    /// A password that is not worth having.
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
    /// Another account has the name.
    #[error("another account is called \"{0}\"")]
    NameTaken(StaffName),
    /// No account has the number.
    #[error("there is no account {}", .0.0)]
    UnknownStaff(StaffId),
    /// Too many are signed in.
    #[error("too many sessions are open: sign in later")]
    TooManySessions,
}

/// Code and reason where somebody may not do something.
pub(super) fn row(refusal: &AccessRefusal) -> (Code, &'static str) {
    use AccessRefusal as R;
    match refusal {
        R::SignInNeeded => (Code::Unauthenticated, "SIGN_IN_NEEDED"),
        R::SessionOver => (Code::Unauthenticated, "SESSION_OVER"),
        R::RoleMayNot(_) => (Code::PermissionDenied, "ROLE_MAY_NOT"),
        R::OtherLibrary { .. } => (Code::PermissionDenied, "OTHER_LIBRARY"),
        R::OfNoLibrary(_) => (Code::PermissionDenied, "OF_NO_LIBRARY"),
        R::NotYourOwn => (Code::PermissionDenied, "NOT_YOUR_OWN"),
        R::NotFromHere => (Code::PermissionDenied, "NOT_FROM_HERE"),
        R::NotAnAddress => (Code::InvalidArgument, "NOT_AN_ADDRESS"),
        R::UnknownCall(_) => (Code::PermissionDenied, "UNKNOWN_CALL"),
    }
}

/// What a program may want to read where somebody may not do something.
pub(super) fn metadata(refusal: &AccessRefusal) -> Pairs {
    use AccessRefusal as R;
    match refusal {
        R::RoleMayNot(role) => vec![("role", role.to_string())],
        R::OtherLibrary { caller, named } => {
            vec![("caller", caller.to_string()), ("named", named.to_string())]
        }
        R::OfNoLibrary(library) => vec![("library", library.to_string())],
        R::SignInNeeded
        | R::SessionOver
        | R::NotYourOwn
        | R::NotFromHere
        | R::NotAnAddress
        | R::UnknownCall(_) => Vec::new(),
    }
}

/// Code and reason where signing in, or changing an account, meets an obstacle.
pub(super) fn sign_in_row(obstacle: &SignInObstacle) -> (Code, &'static str) {
    use SignInObstacle as O;
    match obstacle {
        O::WrongSignIn => (Code::Unauthenticated, "WRONG_SIGN_IN"),
        O::CodeNeeded => (Code::Unauthenticated, "CODE_NEEDED"),
        O::PinNotHere => (Code::PermissionDenied, "PIN_NOT_HERE"),
        O::Password(_) => (Code::InvalidArgument, "PASSWORD_REFUSED"),
        O::NameTaken(_) => (Code::AlreadyExists, "NAME_TAKEN"),
        O::UnknownStaff(_) => (Code::NotFound, "UNKNOWN_STAFF"),
        O::TooManySessions => (Code::ResourceExhausted, "TOO_MANY"),
    }
}

/// What a program may want to read of such an obstacle.
pub(super) fn sign_in_metadata(obstacle: &SignInObstacle) -> Pairs {
    use SignInObstacle as O;
    match obstacle {
        O::NameTaken(name) => vec![("name", name.to_string())],
        O::UnknownStaff(StaffId(number)) => vec![("staff", number.to_string())],
        O::WrongSignIn | O::CodeNeeded | O::PinNotHere | O::Password(_) | O::TooManySessions => {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Refusal, explain};
    use navette_domain::access::Role;
    use tonic::Status;

    #[test]
    fn nobody_signed_in_is_told_apart_from_a_role_that_may_not() {
        for (refusal, code, reason) in [
            (
                AccessRefusal::SignInNeeded,
                Code::Unauthenticated,
                "SIGN_IN_NEEDED",
            ),
            (
                AccessRefusal::RoleMayNot(Role::Kiosk),
                Code::PermissionDenied,
                "ROLE_MAY_NOT",
            ),
        ] {
            let status = Status::from(Refusal::from(refusal));
            assert_eq!(status.code(), code);
            assert_eq!(
                explain(&status).map(|told| told.reason),
                Some(reason.into())
            );
        }
    }
}
