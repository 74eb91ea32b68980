//! How does the desk's core say no, in the words of the one table?

use crate::refusal::{DeskRefusal, place_in_words};
use navette_domain::identity::PatronNumber;
use navette_proto::{DeskObstacle, Refusal, SignInObstacle};
use navette_store::committer::CommitError;

impl From<DeskRefusal> for Refusal {
    fn from(refused: DeskRefusal) -> Self {
        match refused {
            DeskRefusal::Store(error) => not_kept(&error),
            DeskRefusal::KeysKept(reason) => {
                tracing::error!(reason, "the key of an erased patron is still there");
                Self::Internal
            }
            DeskRefusal::Lending(refusal) => refusal.into(),
            DeskRefusal::UnknownBarcode(barcode) => Self::UnknownItem(barcode.to_string()),
            DeskRefusal::UnknownCard | DeskRefusal::UnknownPatron(PatronNumber(_)) => {
                Self::UnknownCard
            }
            DeskRefusal::CardTaken(_) => Self::CardTaken,
            DeskRefusal::UnknownCode(_) | DeskRefusal::NothingHeld => {
                DeskObstacle::NothingHeld.into()
            }
            DeskRefusal::UnknownCategory(category) => {
                Self::field("category", format!("there is no category {category}"))
            }
            DeskRefusal::NotThere { item, place, act } => {
                let place = place_in_words(place);
                DeskObstacle::ItemCannot { item, place, act }.into()
            }
            DeskRefusal::NotLent(item) => DeskObstacle::NotLent(item).into(),
            DeskRefusal::CheckOut(refusals) => refusals.into(),
            DeskRefusal::Renew(refusal) => refusal.into(),
            DeskRefusal::Recall(refusal) => Self::field("item", refusal.to_string()),
            DeskRefusal::Request(refusals) => refusals.into(),
            DeskRefusal::Registration(refusals) => refusals.into(),
            DeskRefusal::Alike(_) => Self::SeemsRegistered,
            DeskRefusal::Account(refusal) => refusal.into(),
            DeskRefusal::Loss(refusal) => refusal.into(),
            DeskRefusal::StillOpen { what, .. } => Self::StillHeld(vec![what.to_owned()]),
            DeskRefusal::UnknownScan(scan) => Self::UnknownAct(scan),
            DeskRefusal::UndoneAlready(scan) => DeskObstacle::UndoneAlready(scan).into(),
            DeskRefusal::DoneSince(item) => DeskObstacle::DoneSince(item).into(),
            DeskRefusal::UnknownNotice(notice) => {
                DeskObstacle::NothingToTell(format!("notice {notice}")).into()
            }
            DeskRefusal::Notice(refusal) => refusal.into(),
            DeskRefusal::UnknownConflict(conflict) => {
                DeskObstacle::UnknownConflict(conflict).into()
            }
            DeskRefusal::CounterElsewhere => DeskObstacle::CounterElsewhere.into(),
            DeskRefusal::NameTaken(id) => Self::RequestIdTaken(format!("{id:032x}")),
            DeskRefusal::ChangedSince { asked, here, .. } => {
                let what = "the patron";
                Self::ChangedSince { what, asked, here }
            }
            DeskRefusal::StaffNameTaken(name) => SignInObstacle::NameTaken(name).into(),
            DeskRefusal::UnknownStaff(id) => SignInObstacle::UnknownStaff(id).into(),
            DeskRefusal::TooManyAccounts(_) | DeskRefusal::TooManySessions => {
                SignInObstacle::TooManySessions.into()
            }
            DeskRefusal::TooManyApplications(_) => Self::Busy,
            DeskRefusal::ListFull { .. } => Self::field("list", refused.to_string()),
            DeskRefusal::CodeUsed | DeskRefusal::SecretChanged => {
                SignInObstacle::WrongSignIn.into()
            }
            DeskRefusal::OutboxFull(count) => DeskObstacle::OutboxFull(count as u64).into(),
        }
    }
}

fn not_kept(error: &CommitError) -> Refusal {
    tracing::error!(%error, "the ledger could not keep something");
    match error {
        CommitError::DiskFull { .. } => Refusal::DiskFull,
        CommitError::TooLong(_)
        | CommitError::Unwritable(_)
        | CommitError::Stopped(_)
        | CommitError::StateBroken(_) => Refusal::Internal,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_proto::explain;
    use tonic::{Code, Status};

    #[test]
    fn an_unknown_card_is_not_found_and_not_repeated() {
        for refused in [
            DeskRefusal::UnknownCard,
            DeskRefusal::UnknownPatron(PatronNumber(17)),
        ] {
            let status = Status::from(Refusal::from(refused));
            assert_eq!(status.code(), Code::NotFound);
            assert!(!status.message().contains("17"));
            assert_eq!(explain(&status).unwrap().reason, "UNKNOWN_CARD");
        }
    }
}
