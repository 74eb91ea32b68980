//! Which words stand for the values of the contracts' closed lists? The same ones in options, in tables and in JSON.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use navette_proto::wire::circulation::{LoanState, Overridable};
use navette_proto::wire::courier::{StayReason, Weekday};
use navette_proto::wire::desk::{ConflictKind, NextPlace, TellingChannel, WorkKind};
use navette_proto::wire::fees::{ChargeKind, EntryKind};
use navette_proto::wire::lending::{
    CopyReason, Criterion, JourneyState, RequestState, Role, ScanKind, SupplyFailure, Telling,
};
use navette_proto::wire::patrons::{Channel, NoticeState};

/// A value that this executable is too old to know.
const NEWER: &str = "unknown";

/// A closed list whose values have words.
pub(crate) trait Listed: Copy + Send + Sync + TryFrom<i32> + 'static {
    /// Every value but the unspecified one.
    const ALL: &'static [Self];

    /// The word of a value; nothing for the unspecified one.
    fn word(self) -> Option<&'static str>;
}

/// Gives the word of a number of the wire: nothing where it says nothing.
pub(crate) fn word<L: Listed>(number: i32) -> Option<&'static str> {
    L::try_from(number).map_or(Some(NEWER), Listed::word)
}

/// Gives the word for a table, where nothing is an empty cell.
pub(crate) fn spelled<L: Listed>(number: i32) -> String {
    word::<L>(number).unwrap_or_default().replace('-', " ")
}

/// Reads a word on the command line, and lists the possible ones in help, completions and errors.
pub(crate) fn listed<L: Listed>() -> impl TypedValueParser<Value = L> {
    let words = L::ALL.iter().filter_map(|value| value.word());
    PossibleValuesParser::new(words).try_map(|typed| {
        let chosen = |value: &&L| value.word() == Some(typed.as_str());
        L::ALL.iter().find(chosen).copied().ok_or("no such word")
    })
}

/// Gives each value its word; a value that is new in the contract does not compile before it has one.
macro_rules! words {
    ($($list:ty { $($value:ident $word:literal),+ $(,)? })+) => {
        $(
            impl Listed for $list {
                const ALL: &'static [Self] = &[$(Self::$value),+];

                fn word(self) -> Option<&'static str> {
                    match self {
                        Self::Unspecified => None,
                        $(Self::$value => Some($word),)+
                    }
                }
            }
        )+
    };
}

words! {
    RequestState {
        AwaitingHome "awaiting-home", Placed "placed", Waiting "waiting", Suspended "suspended", Asking "asking",
        BeingSupplied "being-supplied", OnHoldShelf "on-hold-shelf", OnLoan "on-loan",
        ClaimedReturned "claimed-returned", ToSettle "to-settle", Completed "completed", Cancelled "cancelled",
        Refused "refused", Unfilled "unfilled", Expired "expired", Settled "settled",
    }
    JourneyState {
        ToPull "to-pull", ToShip "to-ship", InTransit "in-transit", AtPickup "at-pickup", ToReturn "to-return",
        Home "home", Withdrawn "withdrawn", Lost "lost",
    }
    SupplyFailure {
        NoAnswer "no-answer", NoCopy "no-copy", NotFound "not-found", CopyRefused "copy-refused",
        LibraryRefused "library-refused", NotPulled "not-pulled", Damaged "damaged", Lost "lost",
        MissingFromShelf "missing-from-shelf", LibraryAbsent "library-absent",
    }
    Role { Home "home", Lender "lender", Pickup "pickup" }
    Criterion {
        Reachable "reachable", Arrival "arrival", OwnLibrary "own-library", Fairness "fairness",
        CopiesLeft "copies-left", Distance "distance", LibraryId "library-id",
    }
    CopyReason { OnlyOne "only-one", LongestHeld "longest-held", LowestBarcode "lowest-barcode" }
    Telling {
        Placed "placed", Waiting "waiting", OnItsWay "on-its-way", Ready "ready", DateChanged "date-changed",
        NotCollected "not-collected", Refused "refused", Unfilled "unfilled", Expired "expired",
        Cancelled "cancelled", Returned "returned", ToSettle "to-settle",
    }
    ScanKind {
        Pulled "pulled", NotFound "not-found", Refused "refused", Shipped "shipped", LeftBehind "left-behind",
        Received "received", HandedOver "handed-over", Returned "returned", NotCollected "not-collected",
        MissingFromShelf "missing-from-shelf", ClaimedReturned "claimed-returned", Damaged "damaged", Lost "lost",
    }
    WorkKind {
        ToPull "to-pull", ToShip "to-ship", ToReceive "to-receive", HoldShelf "hold-shelf", ToReturn "to-return",
        Late "late", ToLookFor "to-look-for", ToTell "to-tell", Conflicts "conflicts",
    }
    NextPlace {
        Shelf "shelf", HoldShelf "hold-shelf", Crate "crate", Patron "patron", Aside "aside", Nowhere "nowhere",
    }
    ConflictKind {
        PromisedAndKept "promised-and-kept", UnknownJourney "unknown-journey", ScanLost "scan-lost",
        ReturnedElsewhere "returned-elsewhere", RefusedByHome "refused-by-home", UnheardByHome "unheard-by-home",
        VisitRefused "visit-refused", VisitExpired "visit-expired",
    }
    TellingChannel {
        Telephone "telephone", InPerson "in-person", Letter "letter", EMail "e-mail", Sms "sms",
    }
    Overridable {
        CardExpired "card-expired", Suspension "suspension", Dues "dues", LoanLimit "loan-limit",
        Overdue "overdue", ReferenceOnly "reference-only", Hold "hold", Commitment "commitment",
    }
    LoanState {
        OnLoan "on-loan", ClaimedReturned "claimed-returned", Lost "lost", Damaged "damaged", Returned "returned",
    }
    EntryKind {
        Charge "charge", Payment "payment", Waiver "waiver", Refund "refund", PayOut "pay-out",
    }
    ChargeKind { Late "late", Lost "lost", Damaged "damaged", Card "card" }
    Channel { EMail "e-mail", Sms "sms", Letter "letter", Desk "desk" }
    NoticeState {
        Waiting "waiting", Sending "sending", Failed "failed", Desk "desk", Escalated "escalated", Sent "sent",
        Told "told", Dropped "dropped",
    }
    Weekday {
        Monday "monday", Tuesday "tuesday", Wednesday "wednesday", Thursday "thursday", Friday "friday",
        Saturday "saturday", Sunday "sunday",
    }
    StayReason { CrateFull "crate-full", TooHeavy "too-heavy", NotServed "not-served" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::lending;
    use navette_proto::convert::lending::states;

    #[test]
    fn states_have_the_words_of_the_domain() {
        for state in lending::RequestState::ALL {
            let sent = states::request_state::to_wire(*state);
            assert_eq!(word::<RequestState>(sent), Some(state.code()));
        }
        for state in lending::JourneyState::ALL {
            let sent = states::journey_state::to_wire(*state);
            assert_eq!(word::<JourneyState>(sent), Some(state.code()));
        }
        for failure in lending::SupplyFailure::ALL {
            let sent = states::supply_failure::to_wire(*failure);
            assert_eq!(word::<SupplyFailure>(sent), Some(failure.code()));
        }
    }

    #[test]
    fn what_is_not_said_has_no_word_and_what_is_newer_is_unknown() {
        assert_eq!(word::<Role>(0), None);
        assert_eq!(word::<Role>(99), Some("unknown"));
        assert_eq!(
            spelled::<RequestState>(RequestState::OnHoldShelf as i32),
            "on hold shelf"
        );
    }
}
