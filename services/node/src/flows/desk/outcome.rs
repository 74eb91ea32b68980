//! What does the desk read after a scan? Structure only; the words are the screen's.

use super::looking_up::Candidate;
use navette_domain::catalogue::LibraryId;
use navette_domain::fees::Money;
use navette_domain::identity::{ItemId, JourneyId, PatronNumber};
use navette_domain::time::{Day, Timestamp};
use navette_store::{stored_enum, stored_struct};

/// What a scan came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanOutcome {
    /// Something was done, or is so already.
    Done(Box<ScanDone>),
    /// Two items could be meant: nothing has changed, and one is to be chosen.
    Choose(Vec<Candidate>),
    /// It was the card of an own patron.
    Card(PatronNumber),
}

/// What was done, and what to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanDone {
    /// The number under which it can be taken back; nothing where nothing changed.
    pub scan: Option<u64>,
    /// Which item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// What was done.
    pub did: Did,
    /// What to do now.
    pub do_now: DoNow,
    /// What to print and put into the item.
    pub slip: Option<Slip>,
    /// The late fee that was entered, if one was.
    pub fee: Option<Money>,
}

impl ScanDone {
    /// Says whether it can be taken back now.
    pub fn can_undo(&self) -> bool {
        self.scan.is_some()
    }
}

/// What a scan did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// Took an own item off its shelf for a journey.
    Pulled,
    /// Laid an item on the hold shelf.
    Shelved,
    /// Nothing: it is on the hold shelf already.
    OnHoldShelfAlready,
    /// Nothing: it is in its crate already.
    InCrateAlready,
    /// Took in an item that travels on from here.
    Received,
    /// Took in another library's item that nobody expected here.
    ReceivedUnexpected,
    /// Took an own item in that came home.
    CameHome,
    /// Handed an item over.
    HandedOver,
    /// Took an item back from a borrower.
    TookBack,
    /// Found an item that was looked for.
    Found,
    /// Put an item back that was in the house.
    PutBack,
    /// Nothing: it is an own item and belongs on its shelf.
    BelongsOnShelf,
    /// Nothing: it is damaged, until somebody says otherwise.
    DamagedStill,
}

/// What the librarian does with the item now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoNow {
    /// Back on its shelf.
    Shelve,
    /// Onto the hold shelf, under this pick-up code.
    HoldShelf {
        /// The code on the slip.
        code: String,
        /// Until when it is kept, once that is known.
        until: Option<Timestamp>,
    },
    /// Into the crate of a library where it is awaited.
    Crate(LibraryId),
    /// Into the crate of the library it belongs to.
    SendHome(LibraryId),
    /// To the patron, who brings it back by that day.
    Give(Day),
    /// Aside, to be looked at.
    SetAside,
}

/// The paper in an item. It says nothing of a patron but a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Which item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// On which journey.
    pub journey: Option<JourneyId>,
    /// Where it is put in.
    pub from: LibraryId,
    /// Where it goes.
    pub to: LibraryId,
    /// The name of that library, for people.
    pub to_name: String,
    /// The pick-up code, where a patron collects it there.
    pub code: Option<String>,
}

stored_enum!(ScanOutcome { 0 => Done(done), 1 => Choose(offered), 2 => Card(patron) });
stored_struct!(ScanDone {
    scan,
    item,
    title,
    did,
    do_now,
    slip,
    fee
});
stored_enum!(Did {
    0 => Pulled, 1 => Shelved, 2 => OnHoldShelfAlready, 3 => InCrateAlready, 4 => Received,
    5 => ReceivedUnexpected, 6 => CameHome, 7 => HandedOver, 8 => TookBack, 9 => Found,
    10 => PutBack, 11 => BelongsOnShelf, 12 => DamagedStill,
});
stored_enum!(DoNow {
    0 => Shelve,
    1 => HoldShelf { code, until },
    2 => Crate(library),
    3 => SendHome(library),
    4 => Give(due),
    5 => SetAside,
});
stored_struct!(Slip {
    item,
    title,
    journey,
    from,
    to,
    to_name,
    code
});
