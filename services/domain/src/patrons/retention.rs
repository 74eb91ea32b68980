//! When must we forget? The link between patron and loan, and the patron. It must not know how forgetting is done.

use crate::time::Day;

/// Shortest time that can be set, in days.
pub const RETENTION_DAYS_MIN: u16 = 1;
/// Longest time that can be set, in days: what is personal is not kept "for ever" by a slip of the finger.
pub const RETENTION_DAYS_MAX: u16 = 1_830;

/// How long a library remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionSettings {
    /// From the return of a loan until nobody can say who had it, in days; four months by default.
    pub link_days: u16,
    /// From a patron's last activity until their data goes, in days; one year by default.
    pub patron_days: u16,
}

impl Default for RetentionSettings {
    /// Gives four months and one year.
    fn default() -> Self {
        Self {
            link_days: 122,
            patron_days: 365,
        }
    }
}

/// Why a time of remembering is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} is {days} days, allowed is {RETENTION_DAYS_MIN} to {RETENTION_DAYS_MAX}")]
pub struct RetentionRefusal {
    /// Which setting, in words.
    pub what: &'static str,
    /// What it was set to.
    pub days: u16,
}

impl RetentionSettings {
    /// Checks both times against their limits.
    pub fn check(&self) -> Result<(), RetentionRefusal> {
        for (what, days) in [
            ("memory of returned loans", self.link_days),
            ("memory of patrons", self.patron_days),
        ] {
            if !(RETENTION_DAYS_MIN..=RETENTION_DAYS_MAX).contains(&days) {
                return Err(RetentionRefusal { what, days });
            }
        }
        Ok(())
    }
}

/// What still needs the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeldBecause {
    /// The patron asked that their loans be remembered.
    HistoryWanted,
    /// Something is owed, by the patron or by the library.
    Dues,
    /// Damage is not settled.
    Damage,
    /// The patron says it is returned, and it is not found.
    Claim,
    /// Something is lent.
    Loans,
    /// Something is asked for.
    Requests,
    /// A child is registered under them.
    Guardian,
}

/// When something personal goes, or what holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retention {
    /// It goes on this day, or at once where the day has passed.
    GoesOn(Day),
    /// It stays while any of these holds; never empty.
    Held(Vec<HeldBecause>),
}

impl Retention {
    /// Says whether it must be gone today.
    pub fn is_over(&self, today: Day) -> bool {
        match self {
            Self::GoesOn(day) => *day <= today,
            Self::Held(_) => false,
        }
    }
}

/// A loan that has ended, as far as forgetting it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedLoan {
    /// When it ended.
    pub returned_on: Day,
    /// Whether the patron asked that their loans be remembered.
    pub keeps_history: bool,
    /// Whether anything is still owed for it.
    pub dues_open: bool,
    /// Whether damage is still to be settled.
    pub damage_open: bool,
    /// Whether a claim about it is open.
    pub claim_open: bool,
}

/// Decides when the link between a patron and a returned loan goes.
pub fn link_retention(loan: &EndedLoan, settings: &RetentionSettings) -> Retention {
    decided(
        loan.returned_on.plus(i32::from(settings.link_days)),
        &[
            (loan.keeps_history, HeldBecause::HistoryWanted),
            (loan.dues_open, HeldBecause::Dues),
            (loan.damage_open, HeldBecause::Damage),
            (loan.claim_open, HeldBecause::Claim),
        ],
    )
}

/// A patron, as far as forgetting them goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietPatron {
    /// When they last borrowed, returned, asked, paid, signed in or renewed the card.
    pub last_activity: Day,
    /// Loans not returned.
    pub loans_open: u16,
    /// Requests not ended.
    pub requests_open: u16,
    /// What is owed, in cents; below zero where the library owes.
    pub dues_cents: i64,
    /// Patrons registered under them as guardian.
    pub children: u16,
}

/// Decides when the data of a patron goes.
///
/// A guardian's stays as long as a child's card names them: somebody must answer for the child's loans.
pub fn patron_retention(patron: &QuietPatron, settings: &RetentionSettings) -> Retention {
    decided(
        patron.last_activity.plus(i32::from(settings.patron_days)),
        &[
            (patron.dues_cents != 0, HeldBecause::Dues),
            (patron.loans_open > 0, HeldBecause::Loans),
            (patron.requests_open > 0, HeldBecause::Requests),
            (patron.children > 0, HeldBecause::Guardian),
        ],
    )
}

fn decided(day: Day, reasons: &[(bool, HeldBecause)]) -> Retention {
    let held: Vec<HeldBecause> = reasons
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, reason)| *reason)
        .collect();
    if held.is_empty() {
        Retention::GoesOn(day)
    } else {
        Retention::Held(held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETURNED: Day = Day(20_788);

    fn a_returned_loan() -> EndedLoan {
        EndedLoan {
            returned_on: RETURNED,
            keeps_history: false,
            dues_open: false,
            damage_open: false,
            claim_open: false,
        }
    }

    fn a_quiet_patron() -> QuietPatron {
        QuietPatron {
            last_activity: RETURNED,
            loans_open: 0,
            requests_open: 0,
            dues_cents: 0,
            children: 0,
        }
    }

    #[test]
    fn a_returned_loan_is_nobodys_after_four_months() {
        let retention = link_retention(&a_returned_loan(), &RetentionSettings::default());
        assert_eq!(retention, Retention::GoesOn(RETURNED.plus(122)));
        assert!(!retention.is_over(RETURNED.plus(121)));
        assert!(retention.is_over(RETURNED.plus(122)));
    }

    #[test]
    fn a_link_stays_only_while_something_needs_it() {
        let loan = a_returned_loan();
        for (loan, held) in [
            (
                EndedLoan {
                    keeps_history: true,
                    ..loan
                },
                HeldBecause::HistoryWanted,
            ),
            (
                EndedLoan {
                    dues_open: true,
                    ..loan
                },
                HeldBecause::Dues,
            ),
            (
                EndedLoan {
                    damage_open: true,
                    ..loan
                },
                HeldBecause::Damage,
            ),
            (
                EndedLoan {
                    claim_open: true,
                    ..loan
                },
                HeldBecause::Claim,
            ),
        ] {
            let retention = link_retention(&loan, &RetentionSettings::default());
            assert_eq!(retention, Retention::Held(vec![held]));
            assert!(!retention.is_over(RETURNED.plus(9_999)));
        }
    }

    #[test]
    fn a_patron_goes_a_year_after_the_last_sign_of_life_but_never_owing() {
        let patron = a_quiet_patron();
        let settings = RetentionSettings::default();
        let goes = patron_retention(&patron, &settings);
        assert_eq!(goes, Retention::GoesOn(RETURNED.plus(365)));
        let owing_and_reading = QuietPatron {
            dues_cents: -50,
            loans_open: 1,
            requests_open: 1,
            children: 1,
            ..patron
        };
        assert_eq!(
            patron_retention(&owing_and_reading, &settings),
            Retention::Held(vec![
                HeldBecause::Dues,
                HeldBecause::Loans,
                HeldBecause::Requests,
                HeldBecause::Guardian
            ])
        );
    }

    #[test]
    fn a_memory_without_end_cannot_be_set() {
        let settings = RetentionSettings {
            link_days: 122,
            patron_days: 40_000,
        };
        let said = settings.check().map_err(|refusal| refusal.to_string());
        let expected = "memory of patrons is 40000 days, allowed is 1 to 1830";
        assert_eq!(said, Err(expected.to_owned()));
    }
}
