//! Who has applied for a card from home, and has not come by yet? Kept for a month under a key of its own.

use navette_domain::identity::PatronNumber;
use navette_domain::patrons::{Email, Language, Phone};
use navette_domain::privacy::Personal;
use navette_domain::time::{Day, Timestamp};
use navette_store::stored_struct;

/// One application. It is personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRow {
    /// Under whose key it is: a number that is no patron's. When the application goes, the key does.
    pub key: PatronNumber,
    /// Given name.
    pub given_name: Personal<String>,
    /// Family name.
    pub family_name: Personal<String>,
    /// Day of birth.
    pub birth: Personal<Option<Day>>,
    /// E-mail address.
    pub email: Option<Email>,
    /// Telephone number.
    pub phone: Option<Phone>,
    /// Postal address, as it is written on a letter.
    pub address: Personal<String>,
    /// Language of notices.
    pub language: Language,
    /// When it was sent.
    pub at: Timestamp,
}

stored_struct!(ApplicationRow {
    key,
    given_name,
    family_name,
    birth,
    email,
    phone,
    address,
    language,
    at
});
