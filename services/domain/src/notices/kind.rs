//! What is a patron told? One kind for each thing that happens to a request, a loan or a card.

use crate::circulation::OverdueStep;

/// Which of the three letters about a late loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OverdueLetter {
    /// After one day.
    First,
    /// After seven days.
    Second,
    /// After twenty-one days.
    Third,
}

/// What a notice says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// A request is placed.
    Placed,
    /// All copies are out: the request waits.
    Waiting,
    /// The item is under way.
    OnItsWay,
    /// The item stands on the hold shelf.
    Ready,
    /// It still stands there, and not for long.
    ReadyReminder,
    /// It was not collected in time.
    NotCollected,
    /// It arrives on another day than was promised.
    DateChanged,
    /// A loan is due in three days.
    DueSoon,
    /// A loan is late.
    Overdue(OverdueLetter),
    /// A loan is so late that it is presumed lost.
    PresumedLost,
    /// The lender wants its item back early.
    Recalled,
    /// A request is cancelled.
    Cancelled,
    /// A request is refused.
    Refused,
    /// No copy can be lent.
    Unfilled,
    /// A card is about to expire.
    CardExpires,
    /// A return is on record.
    Returned,
    /// The patron asked for a code to sign in by.
    SignInCode,
    /// The password of the patron's account was set, changed or taken away.
    PasswordChanged,
}

impl NoticeKind {
    /// Every kind, in the order of the list.
    pub const ALL: [Self; 20] = [
        Self::Placed,
        Self::Waiting,
        Self::OnItsWay,
        Self::Ready,
        Self::ReadyReminder,
        Self::NotCollected,
        Self::DateChanged,
        Self::DueSoon,
        Self::Overdue(OverdueLetter::First),
        Self::Overdue(OverdueLetter::Second),
        Self::Overdue(OverdueLetter::Third),
        Self::PresumedLost,
        Self::Recalled,
        Self::Cancelled,
        Self::Refused,
        Self::Unfilled,
        Self::CardExpires,
        Self::Returned,
        Self::SignInCode,
        Self::PasswordChanged,
    ];

    /// Gives the word used in files and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Waiting => "waiting",
            Self::OnItsWay => "on-its-way",
            Self::Ready => "ready",
            Self::ReadyReminder => "ready-reminder",
            Self::NotCollected => "not-collected",
            Self::DateChanged => "date-changed",
            Self::DueSoon => "due-soon",
            Self::Overdue(OverdueLetter::First) => "overdue-1",
            Self::Overdue(OverdueLetter::Second) => "overdue-7",
            Self::Overdue(OverdueLetter::Third) => "overdue-21",
            Self::PresumedLost => "presumed-lost",
            Self::Recalled => "recalled",
            Self::Cancelled => "cancelled",
            Self::Refused => "refused",
            Self::Unfilled => "unfilled",
            Self::CardExpires => "card-expires",
            Self::Returned => "returned",
            Self::SignInCode => "sign-in-code",
            Self::PasswordChanged => "password-changed",
        }
    }

    /// Finds the kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Gives the notice for a rung of the overdue ladder.
    pub fn of_step(step: OverdueStep) -> Self {
        match step {
            OverdueStep::DueSoon => Self::DueSoon,
            OverdueStep::First => Self::Overdue(OverdueLetter::First),
            OverdueStep::Second => Self::Overdue(OverdueLetter::Second),
            OverdueStep::Third => Self::Overdue(OverdueLetter::Third),
            OverdueStep::PresumedLost => Self::PresumedLost,
        }
    }

    /// Says whether somebody must tell the patron, by telephone where nothing else is known.
    ///
    /// The others are a courtesy: no volunteer telephones to say that a request is on record.
    pub fn must_be_told(self) -> bool {
        match self {
            Self::Ready
            | Self::ReadyReminder
            | Self::NotCollected
            | Self::DateChanged
            | Self::Overdue(_)
            | Self::PresumedLost
            | Self::Recalled
            | Self::Cancelled
            | Self::Refused
            | Self::Unfilled => true,
            Self::Placed
            | Self::Waiting
            | Self::OnItsWay
            | Self::DueSoon
            | Self::CardExpires
            | Self::Returned
            | Self::SignInCode
            | Self::PasswordChanged => false,
        }
    }

    /// Says whether it is worth a stamp although the patron did not ask for letters.
    pub fn is_worth_a_letter(self) -> bool {
        match self {
            Self::Overdue(OverdueLetter::Second | OverdueLetter::Third)
            | Self::PresumedLost
            | Self::Recalled => true,
            Self::Overdue(OverdueLetter::First)
            | Self::Placed
            | Self::Waiting
            | Self::OnItsWay
            | Self::Ready
            | Self::ReadyReminder
            | Self::NotCollected
            | Self::DateChanged
            | Self::DueSoon
            | Self::Cancelled
            | Self::Refused
            | Self::Unfilled
            | Self::CardExpires
            | Self::Returned
            | Self::SignInCode
            | Self::PasswordChanged => false,
        }
    }

    /// Says whether only the patron's own mailbox may get it: whoever reads a code signs in by it, and a telephone on a table shows
    /// its messages to anybody.
    pub fn is_for_a_mailbox_alone(self) -> bool {
        self == Self::SignInCode
    }

    /// Says whether it is about something that was requested or lent, so that its title must be said.
    pub fn is_about_a_title(self) -> bool {
        !matches!(
            self,
            Self::CardExpires | Self::SignInCode | Self::PasswordChanged
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_own_code() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(NoticeKind::from_code("overdue-2"), None);
    }

    #[test]
    fn every_rung_of_the_ladder_has_its_notice() {
        let codes: Vec<_> = OverdueStep::ALL
            .into_iter()
            .map(|step| NoticeKind::of_step(step).code())
            .collect();
        let expected = [
            "due-soon",
            "overdue-1",
            "overdue-7",
            "overdue-21",
            "presumed-lost",
        ];
        assert_eq!(codes, expected);
    }
}
