//! What does a message show in a log that carries something personal or a secret? Its name and nothing more.
//!
//! build.rs leaves these out when it derives `Debug`, so that a new personal message does not compile before it stands here.

use crate::wire::{access, desk, identity, membership, patrons};
use std::fmt;

macro_rules! shown_by_name_only {
    ($($message:ty => $name:literal),+ $(,)?) => {
        $(
            impl fmt::Debug for $message {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!($name, "(…)"))
                }
            }
        )+
    };
}

shown_by_name_only! {
    access::AddStaffRequest => "AddStaffRequest",
    access::MakeSignInLinkResponse => "MakeSignInLinkResponse",
    access::Session => "Session",
    access::SetPatronPasswordRequest => "SetPatronPasswordRequest",
    access::SetStaffPasswordRequest => "SetStaffPasswordRequest",
    access::SetStaffTotpResponse => "SetStaffTotpResponse",
    access::SignInPatronRequest => "SignInPatronRequest",
    access::sign_in_patron_request::Proof => "Proof",
    access::SignInStaffRequest => "SignInStaffRequest",
    desk::PersonToTell => "PersonToTell",
    identity::Card => "Card",
    membership::InviteResponse => "InviteResponse",
    membership::JoinRequest => "JoinRequest",
    patrons::CheckPinRequest => "CheckPinRequest",
    patrons::Dependant => "Dependant",
    patrons::ListRequest => "ListRequest",
    patrons::MakePrivateLinkResponse => "MakePrivateLinkResponse",
    patrons::Notice => "Notice",
    patrons::Person => "Person",
    patrons::PrivateLinkEntry => "PrivateLinkEntry",
    patrons::ReadPrivateLinkRequest => "ReadPrivateLinkRequest",
    patrons::RegisterRequest => "RegisterRequest",
    patrons::SavedList => "SavedList",
    patrons::SavedWork => "SavedWork",
    patrons::SetPinRequest => "SetPinRequest",
    patrons::UpdateMineRequest => "UpdateMineRequest",
    patrons::UpdateRequest => "UpdateRequest",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_shows_no_card_number_even_deep_inside() {
        let asked = patrons::EraseRequest {
            card: Some(identity::Card {
                library: "aire".into(),
                number: "62765-0042".into(),
            }),
            ..patrons::EraseRequest::default()
        };
        let shown = format!("{asked:?}");
        assert!(
            !shown.contains("62765") && shown.contains("Card(…)"),
            "{shown}"
        );
    }
}
