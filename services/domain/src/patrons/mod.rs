//! Patrons: who may borrow and ask for what.

mod card;
mod category;
mod contact;
mod duplicate;
mod eligibility;
#[cfg(test)]
pub(crate) mod fixtures;
mod language;
mod patron;
mod pin;
mod reason;
mod register;
mod retention;

pub use card::{age_years, card_expires};
pub use category::{
    BorrowingPolicy, CARD_MONTHS_MAX, Category, CategoryId, CategoryIdRefusal, LOAN_DAYS_MAX,
    LoanDays, OPEN_MAX, PolicyRefusal, RENEWALS_MAX, SETTING_CENTS_MAX,
};
pub use contact::{ContactRefusal, EMAIL_BYTES_MAX, Email, Phone};
pub use duplicate::DuplicateKey;
pub use eligibility::{BorrowRefusal, may_borrow, may_request};
pub use language::Language;
pub use patron::{PatronFacts, Suspension};
pub use pin::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, PinRefusal, check_pin};
pub use reason::{REASON_CHARS_MAX, Reason, ReasonRefusal};
pub use register::{
    ADULT_AGE, AGE_MAX, GuardianFacts, NAME_CHARS_MAX, NameField, Registration, RegistrationForm,
    RegistrationRefusal, check_registration,
};
pub use retention::{
    EndedLoan, HeldBecause, QuietPatron, RETENTION_DAYS_MAX, RETENTION_DAYS_MIN, Retention,
    RetentionRefusal, RetentionSettings, link_retention, patron_retention,
};
