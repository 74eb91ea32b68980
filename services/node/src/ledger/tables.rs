//! Which tables does a node's ledger have, and how is a change of one a row on disk?
//!
//! It must not know what the rows mean: each has a file of its own here.

use super::{
    AnswerRow, ApplicationRow, ChargeRow, ConflictRow, ErasedRow, ItemRow, JourneyRow, LoanRow,
    MetaRow, NoticeRow, OwnRequest, PatronPasswordRow, PatronRow, PersonRow, PrivateLinkRow,
    ReportRow, RequestRow, SavedListRow, ScanRow, SessionRow, SignInLinkRow, StaffAccountRow,
    StaffRow, VisitOverRow,
};
use navette_domain::identity::{ItemId, JourneyId, PatronNumber, RequestId, StaffId};
use navette_store::ledger::{Stored, stored_bytes, taken_whole};
use std::collections::BTreeMap;

/// A row of one of the tables.
pub trait Row: Clone + PartialEq {
    /// What it is found by.
    type Key: Ord + Clone;

    /// Gives its table.
    fn table(tables: &Tables) -> &BTreeMap<Self::Key, Self>;
    /// Makes the change that writes or removes it.
    fn change(key: Self::Key, row: Option<Self>) -> NodeChange;
    /// Gives what a change makes of the row with this key, where it changes it.
    fn changed<'a>(change: &'a NodeChange, key: &Self::Key) -> Option<Option<&'a Self>>;
}

macro_rules! tables {
    ($($number:literal $(#[$doc:meta])* $name:ident: $key:ty => $row:ident;)+) => {
        /// All rows of a node's ledger, by table.
        #[derive(Default)]
        pub struct Tables {
            $($(#[$doc])* pub $name: BTreeMap<$key, $row>,)+
        }

        /// Writes or removes one row.
        #[derive(Clone, Debug, PartialEq)]
        pub enum NodeChange {
            $($(#[$doc])* $row($key, Option<Box<$row>>),)+
        }

        impl NodeChange {
            /// Gives the key of the row on disk: the number of its table, then its own key.
            pub fn key(&self) -> Vec<u8> {
                match self {
                    $(Self::$row(key, _) => [vec![$number], stored_bytes(key)].concat(),)+
                }
            }

            /// Gives the row as it is on disk, or nothing where it is removed.
            pub fn value(&self) -> Option<Vec<u8>> {
                match self {
                    $(Self::$row(_, row) => row.as_ref().map(stored_bytes),)+
                }
            }

            /// Reads a change from a row on disk; says what is wrong with one that cannot be read.
            pub fn read(key: &[u8], value: Option<&[u8]>) -> Result<Self, String> {
                let (table, key) = key.split_first().ok_or("the key of a row is empty")?;
                match *table {
                    $($number => Ok(Self::$row(
                        taken_key(key, stringify!($name))?,
                        value.map(|value| taken_row(value, stringify!($name))).transpose()?,
                    )),)+
                    unknown => Err(format!("there is no table {unknown}")),
                }
            }
        }

        impl Tables {
            /// Gives the row that a change is about, as it is on disk now.
            pub fn value_now(&self, change: &NodeChange) -> Option<Vec<u8>> {
                match change {
                    $(NodeChange::$row(key, _) => self.$name.get(key).map(stored_bytes),)+
                }
            }

            /// Gives every row as the change that writes it.
            pub fn rows(&self) -> impl Iterator<Item = NodeChange> {
                std::iter::empty()
                    $(.chain(self.$name.iter().map(|(key, row)| {
                        <$row as Row>::change(key.clone(), Some(row.clone()))
                    })))+
            }

            /// Takes a change in.
            pub fn apply(&mut self, change: NodeChange) {
                match change {
                    $(NodeChange::$row(key, Some(row)) => {
                        self.$name.insert(key, *row);
                    }
                    NodeChange::$row(key, None) => {
                        self.$name.remove(&key);
                    })+
                }
            }
        }

        $(impl Row for $row {
            type Key = $key;

            fn table(tables: &Tables) -> &BTreeMap<Self::Key, Self> {
                &tables.$name
            }

            fn change(key: Self::Key, row: Option<Self>) -> NodeChange {
                NodeChange::$row(key, row.map(Box::new))
            }

            fn changed<'a>(change: &'a NodeChange, key: &Self::Key) -> Option<Option<&'a Self>> {
                match change {
                    NodeChange::$row(changed, row) if changed == key => Some(row.as_deref()),
                    _ => None,
                }
            }
        })+
    };
}

// The numbers are on disk: one that goes out of use stays unused.
tables! {
    0 /// What is counted and remembered once; its only key is 0.
    meta: u8 => MetaRow;
    1 /// Items that are not simply on their shelf.
    items: ItemId => ItemRow;
    2 /// Journeys that concern this library.
    journeys: JourneyId => JourneyRow;
    3 /// Requests that concern this library, as the federator sees them.
    requests: RequestId => RequestRow;
    4 /// What own patrons asked for, and who: known here only.
    own_requests: RequestId => OwnRequest;
    5 /// Loans handed over here.
    loans: u64 => LoanRow;
    6 /// Own patrons as the rules see them.
    patrons: PatronNumber => PatronRow;
    7 /// Own patrons as people: name, address, card.
    people: PatronNumber => PersonRow;
    8 /// Lines of patrons' accounts.
    charges: u64 => ChargeRow;
    9 /// What patrons are to be told.
    notices: u64 => NoticeRow;
    10 /// What the federator has not acknowledged yet.
    outbox: u64 => ReportRow;
    11 /// The last scans, with what is needed to take them back.
    scans: u64 => ScanRow;
    12 /// Who did what at the desk.
    staff: u64 => StaffRow;
    13 /// Where two truths met and a person must look.
    conflicts: u64 => ConflictRow;
    14 /// Commands that were carried out, so that repeating one changes nothing.
    answers: u64 => AnswerRow;
    15 /// Patrons who were erased, so that no backup brings them back.
    erased: PatronNumber => ErasedRow;
    16 /// What visitors asked for here in vain, under numbers of the conflicts: somebody must tell them.
    visits_over: u64 => VisitOverRow;
    20 /// Accounts of those who work here.
    staff_accounts: StaffId => StaffAccountRow;
    21 /// Who has signed in, by what the token is known by.
    sessions: u128 => SessionRow;
    22 /// What patrons sign in by elsewhere.
    patron_passwords: PatronNumber => PatronPasswordRow;
    23 /// Codes that sign a patron in once, by what the code is known by.
    sign_in_links: u128 => SignInLinkRow;
    24 /// Addresses by which programs read a patron's days, by what the token is known by.
    private_links: u128 => PrivateLinkRow;
    25 /// What patrons have put aside, by patron and number of the list.
    saved_lists: (PatronNumber, u64) => SavedListRow;
    26 /// Who has applied for a card from home, by the number they tell at the desk.
    applications: u32 => ApplicationRow;
}

fn taken_key<T: Stored>(bytes: &[u8], table: &str) -> Result<T, String> {
    taken_whole(bytes).ok_or_else(|| format!("a key of table {table} cannot be read"))
}

fn taken_row<T: Stored>(bytes: &[u8], table: &str) -> Result<Box<T>, String> {
    taken_whole(bytes)
        .map(Box::new)
        .ok_or_else(|| format!("a row of table {table} cannot be read"))
}
