//! Why does the desk's core say no? Each names the thing; where a rule of the domain says no, its words stand.

use crate::ledger::Place;
use navette_domain::access::StaffName;
use navette_domain::circulation::{CheckOutRefusal, LossRefusal, RecallRefusal, RenewRefusal};
use navette_domain::fees::AccountRefusal;
use navette_domain::identity::{Barcode, ItemId, PatronNumber, StaffId};
use navette_domain::lending::LendingRefusal;
use navette_domain::notices::NoticeRefusal;
use navette_domain::patrons::{BorrowRefusal, CategoryId, RegistrationRefusal};
use navette_store::committer::CommitError;

/// Says why something was not done; nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskRefusal {
    /// The ledger could not be written.
    #[error(transparent)]
    Store(#[from] CommitError),
    /// A request or a journey stands otherwise.
    #[error(transparent)]
    Lending(#[from] LendingRefusal),
    /// A patron was erased, and their key is still there.
    #[error("the key of an erased patron could not be destroyed: {0}")]
    KeysKept(String),
    /// Nobody knows the barcode.
    #[error("no item has barcode {0}")]
    UnknownBarcode(Barcode),
    /// Nobody here has this card. The number is personal and not repeated.
    #[error("no patron here has this card")]
    UnknownCard,
    /// There is no such patron.
    #[error("there is no patron {}", .0.0)]
    UnknownPatron(PatronNumber),
    /// The card belongs to somebody else already.
    #[error("patron {} has this card already", .0.0)]
    CardTaken(PatronNumber),
    /// Nothing on the hold shelf has this pick-up code.
    #[error("nothing on the hold shelf has the pick-up code \"{0}\"")]
    UnknownCode(String),
    /// Nothing on the hold shelf is for this card.
    #[error("nothing on the hold shelf is for this card")]
    NothingHeld,
    /// There is no such kind of patrons.
    #[error("there is no category {0}")]
    UnknownCategory(CategoryId),
    /// The item is elsewhere than it would have to be.
    #[error("item {item} is {}: it cannot {act}", place_in_words(*.place))]
    NotThere {
        /// Which item.
        item: ItemId,
        /// Where it is; nothing where it stands on its shelf, or is not here.
        place: Option<Place>,
        /// What was tried, in words.
        act: &'static str,
    },
    /// The item is not lent from here.
    #[error("item {0} is not on loan here")]
    NotLent(ItemId),
    /// It may not go home with this borrower.
    #[error("{}", all(.0))]
    CheckOut(Vec<CheckOutRefusal>),
    /// The loan does not go on.
    #[error(transparent)]
    Renew(#[from] RenewRefusal),
    /// It is not called back.
    #[error(transparent)]
    Recall(#[from] RecallRefusal),
    /// The patron may not ask for more.
    #[error("{}", all(.0))]
    Request(Vec<BorrowRefusal>),
    /// The form is not sound.
    #[error("{}", all(.0))]
    Registration(Vec<RegistrationRefusal>),
    /// The same name and day of birth are registered.
    #[error("patron {} has the same name and birth date", .0.0)]
    Alike(PatronNumber),
    /// The entry is not made.
    #[error(transparent)]
    Account(#[from] AccountRefusal),
    /// The loan stands otherwise.
    #[error(transparent)]
    Loss(#[from] LossRefusal),
    /// The patron still has something open.
    #[error("patron {} has {what} open", .patron.0)]
    StillOpen {
        /// Which patron.
        patron: PatronNumber,
        /// What is open, in words.
        what: &'static str,
    },
    /// There is no such scan, or it is too long ago.
    #[error("there is no scan {0} that could be taken back")]
    UnknownScan(u64),
    /// It has been taken back.
    #[error("scan {0} has been taken back already")]
    UndoneAlready(u64),
    /// Something else was done here since.
    #[error("item {0} cannot be put back as it was: something was done with it here since")]
    DoneSince(ItemId),
    /// There is no such notice, or it is over.
    #[error("there is no notice {0} to be told")]
    UnknownNotice(u64),
    /// The notice stands otherwise.
    #[error(transparent)]
    Notice(#[from] NoticeRefusal),
    /// There is no such conflict.
    #[error("there is no conflict {0}")]
    UnknownConflict(u64),
    /// Books are lent in another system.
    #[error("loans are made in the library's own system")]
    CounterElsewhere,
    /// The name of a command was used for another one.
    #[error("the name {0:032x} was used for another command")]
    NameTaken(u128),
    /// Somebody else has changed it since it was shown.
    #[error("patron {} is at version {here}, {asked} was shown", .patron.0)]
    ChangedSince {
        /// Which patron.
        patron: PatronNumber,
        /// The version shown.
        asked: u64,
        /// The version now.
        here: u64,
    },
    /// Another account has the name.
    #[error("another account is called \"{0}\"")]
    StaffNameTaken(StaffName),
    /// There is no such account, or it was taken away.
    #[error("there is no account {}", .0.0)]
    UnknownStaff(StaffId),
    /// So many accounts were made that something must be wrong.
    #[error("{0} accounts were made, no more may be")]
    TooManyAccounts(usize),
    /// So many wait for a card that the next one comes to the desk.
    #[error("{0} applications wait already, no more may")]
    TooManyApplications(usize),
    /// A patron has put aside as much as they may.
    #[error("there are {limit} {what} already, no more may be")]
    ListFull {
        /// Of what, in words.
        what: &'static str,
        /// How many there may be.
        limit: usize,
    },
    /// Too many are signed in.
    #[error("too many sessions are open")]
    TooManySessions,
    /// A telephone's code was used before.
    #[error("the code was used already")]
    CodeUsed,
    /// What was proven has another secret by now, or none.
    #[error("the secret was changed while it was tried")]
    SecretChanged,
    /// Too much waits for the federator.
    #[error("{0} reports wait for the federator, no more may")]
    OutboxFull(usize),
}

/// Joins all reasons into one line.
fn all<E: std::fmt::Display>(refused: &[E]) -> String {
    let said: Vec<String> = refused.iter().map(ToString::to_string).collect();
    said.join("; ")
}

/// Says in words where an item is.
pub(crate) fn place_in_words(place: Option<Place>) -> &'static str {
    match place {
        None => "on its shelf, or not here",
        Some(Place::Committed(_)) => "to be pulled",
        Some(Place::InCrate(_)) => "in the crate",
        Some(Place::Travelling(_)) => "on its way",
        Some(Place::OnHoldShelf(_)) => "on the hold shelf",
        Some(Place::Lent(_)) => "on loan",
        Some(Place::ToReturn(_)) => "to be sent home",
        Some(Place::ToShelve(_)) => "to be shelved",
        Some(Place::ToLookFor) => "to be looked for",
        Some(Place::Damaged) => "damaged",
        Some(Place::Lost) => "lost",
        Some(Place::InHouse) => "in use in the library",
    }
}
