//! What kind of patron is this, and what may they borrow? Settings of a library, with the defaults it starts with.

use crate::catalogue::Medium;
use std::collections::BTreeMap;
use std::fmt;

/// Longest loan or renewal that can be set, in days.
pub const LOAN_DAYS_MAX: u16 = 366;
/// Most loans or requests at once that can be set: a school takes a whole shelf.
pub const OPEN_MAX: u16 = 1_000;
/// Most renewals of one loan that can be set.
pub const RENEWALS_MAX: u8 = 12;
/// Longest card that can be set, in months.
pub const CARD_MONTHS_MAX: u8 = 120;
/// Highest fee, cap or limit of dues that can be set, in cents.
pub const SETTING_CENTS_MAX: u32 = 1_000_000;

/// Names a category of patrons in one library: 1 to 32 of `a-z`, `0-9` and `-` (`adult`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryId(String);

/// Says why a text is no category id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("category id \"{0}\" is not 1 to 32 of a-z, 0-9 and -")]
pub struct CategoryIdRefusal(pub String);

impl CategoryId {
    /// Accepts a category id, or says why not.
    pub fn parse(text: &str) -> Result<Self, CategoryIdRefusal> {
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || text.len() > 32 || !text.chars().all(known) {
            return Err(CategoryIdRefusal(text.chars().take(64).collect()));
        }
        Ok(Self(text.to_owned()))
    }

    /// Gives the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CategoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A kind of patron, as a library sorts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its name in settings and imports.
    pub id: CategoryId,
    /// Its name on French screens.
    pub name_fr: String,
    /// Its name on English screens.
    pub name_en: String,
    /// Whether a patron under 18 of this category is registered with a guardian.
    pub guardian_needed: bool,
    /// Whether it stands for a class, a club or a home rather than a person: no birth date, no given name.
    pub group: bool,
    /// What its patrons may borrow.
    pub policy: BorrowingPolicy,
}

/// How long a loan is, by medium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanDays {
    /// Where the medium is not named, in days.
    pub otherwise: u16,
    /// The media that are lent for another time, in days.
    pub by_medium: BTreeMap<Medium, u16>,
}

impl LoanDays {
    /// Gives the length of a loan in days.
    pub fn of(&self, medium: Medium) -> u16 {
        self.by_medium
            .get(&medium)
            .copied()
            .unwrap_or(self.otherwise)
    }
}

/// What patrons of one category may borrow, for how long, and what being late costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BorrowingPolicy {
    /// Length of a loan.
    pub loan_days: LoanDays,
    /// How often one loan may be renewed.
    pub renewals_max: u8,
    /// By how many days a renewal prolongs it.
    pub renewal_days: u16,
    /// Most loans at once.
    pub loans_max: u16,
    /// Most open requests at once.
    pub requests_max: u16,
    /// From how many overdue loans on nothing more is lent.
    pub overdue_block: u16,
    /// Fee for one open day late, in cents.
    pub fee_per_day_cents: u32,
    /// Highest late fee of one loan, in cents.
    pub fee_cap_cents: u32,
    /// From which dues on nothing more is lent, in cents.
    pub dues_block_cents: u32,
    /// How long a card holds, in months.
    pub card_months: u8,
}

impl Default for BorrowingPolicy {
    /// Gives what rural networks commonly set: 28 days, one renewal, twenty loans, ten requests, no fee.
    fn default() -> Self {
        let fortnight = [Medium::Film, Medium::Music, Medium::Periodical];
        Self {
            loan_days: LoanDays {
                otherwise: 28,
                by_medium: fortnight.into_iter().map(|medium| (medium, 14)).collect(),
            },
            renewals_max: 1,
            renewal_days: 14,
            loans_max: 20,
            requests_max: 10,
            overdue_block: 5,
            fee_per_day_cents: 0,
            fee_cap_cents: 500,
            dues_block_cents: 1_000,
            card_months: 12,
        }
    }
}

/// Why a setting of a policy is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} is {value}, allowed is {least} to {most}")]
pub struct PolicyRefusal {
    /// Which setting, in words.
    pub what: &'static str,
    /// What it was set to.
    pub value: u32,
    /// The lowest value allowed.
    pub least: u32,
    /// The highest value allowed.
    pub most: u32,
}

impl BorrowingPolicy {
    /// Checks every setting against its limits, and names all that are beyond.
    pub fn check(&self) -> Result<(), Vec<PolicyRefusal>> {
        let refused: Vec<PolicyRefusal> = self
            .settings()
            .into_iter()
            .filter(|(_, value, least, most)| value < least || value > most)
            .map(|(what, value, least, most)| PolicyRefusal {
                what,
                value,
                least,
                most,
            })
            .collect();
        if refused.is_empty() {
            Ok(())
        } else {
            Err(refused)
        }
    }

    /// Lists every setting with its name, its value and its limits.
    fn settings(&self) -> Vec<(&'static str, u32, u32, u32)> {
        let days_max = u32::from(LOAN_DAYS_MAX);
        let open_max = u32::from(OPEN_MAX);
        let mut settings = vec![
            (
                "renewals",
                u32::from(self.renewals_max),
                0,
                u32::from(RENEWALS_MAX),
            ),
            ("renewal days", u32::from(self.renewal_days), 1, days_max),
            ("loans at once", u32::from(self.loans_max), 0, open_max),
            (
                "requests at once",
                u32::from(self.requests_max),
                0,
                open_max,
            ),
            ("overdue loans", u32::from(self.overdue_block), 1, open_max),
            (
                "fee per day in cents",
                self.fee_per_day_cents,
                0,
                SETTING_CENTS_MAX,
            ),
            ("fee cap in cents", self.fee_cap_cents, 0, SETTING_CENTS_MAX),
            (
                "limit of dues in cents",
                self.dues_block_cents,
                1,
                SETTING_CENTS_MAX,
            ),
            (
                "months of a card",
                u32::from(self.card_months),
                1,
                u32::from(CARD_MONTHS_MAX),
            ),
            (
                "loan days",
                u32::from(self.loan_days.otherwise),
                1,
                days_max,
            ),
        ];
        for days in self.loan_days.by_medium.values() {
            settings.push(("loan days of a medium", u32::from(*days), 1, days_max));
        }
        settings
    }
}

impl Category {
    /// Gives the categories a new library starts with: adult, teenager, child, and a class or other group.
    pub fn defaults() -> [Self; 4] {
        let person = |id: &str, name_fr: &str, name_en: &str, guardian_needed| Self {
            id: CategoryId(id.to_owned()),
            name_fr: name_fr.to_owned(),
            name_en: name_en.to_owned(),
            guardian_needed,
            group: false,
            policy: BorrowingPolicy::default(),
        };
        let mut collectivity = person("collectivity", "Collectivité", "Group", false);
        collectivity.group = true;
        collectivity.policy.loan_days.otherwise = 56;
        collectivity.policy.loans_max = 60;
        collectivity.policy.requests_max = 30;
        [
            person("adult", "Adulte", "Adult", false),
            person("teenager", "Adolescent", "Teenager", true),
            person("child", "Enfant", "Child", true),
            collectivity,
        ]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_default_categories_pass_their_own_checks() {
        for category in Category::defaults() {
            assert_eq!(category.policy.check(), Ok(()), "{}", category.id);
            assert_eq!(CategoryId::parse(category.id.as_str()), Ok(category.id));
        }
    }

    #[test]
    fn films_music_and_periodicals_are_lent_for_a_fortnight() {
        let days = BorrowingPolicy::default().loan_days;
        for (medium, expected) in [
            (Medium::Book, 28),
            (Medium::Game, 28),
            (Medium::Film, 14),
            (Medium::Music, 14),
            (Medium::Periodical, 14),
        ] {
            assert_eq!(days.of(medium), expected, "{medium:?}");
        }
    }

    #[test]
    fn every_setting_beyond_its_limit_is_named_at_once() {
        let policy = BorrowingPolicy {
            renewals_max: 99,
            dues_block_cents: 0,
            ..BorrowingPolicy::default()
        };
        let said: Vec<String> = policy
            .check()
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            said,
            [
                "renewals is 99, allowed is 0 to 12",
                "limit of dues in cents is 0, allowed is 1 to 1000000"
            ]
        );
    }

    #[test]
    fn a_category_id_with_capitals_is_refused_by_name() {
        let refusal = CategoryId::parse("Adulte").unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "category id \"Adulte\" is not 1 to 32 of a-z, 0-9 and -"
        );
    }
}
