//! What is kept of an own patron? What the rules need, and, in a row of its own, the person.

use navette_domain::fees::Entry;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::notices::Channel;
use navette_domain::patrons::{CategoryId, Email, Language, Phone, Suspension};
use navette_domain::time::Day;
use navette_store::stored_struct;
use std::fmt;

/// A patron as the rules see them; nothing here says who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatronRow {
    /// Of which category.
    pub category: CategoryId,
    /// The last day on which the card holds.
    pub card_expires: Day,
    /// Whether borrowing is suspended, and until when.
    pub suspension: Option<Suspension>,
    /// Whether the card is blocked until a librarian lifts it.
    pub blocked: bool,
    /// Who answers for them, where they are a child.
    pub guardian: Option<PatronNumber>,
    /// Whether they asked that their loans be remembered.
    pub keeps_history: bool,
    /// When they last borrowed, returned, asked, paid or renewed the card.
    pub last_activity: Day,
}

/// A patron as a person. It is personal: it is not displayed, and it leaves this library only sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The number on the card.
    pub card: CardNumber,
    /// Given name; empty for a group without a contact.
    pub given_name: String,
    /// Family name, or the name of the group.
    pub family_name: String,
    /// Day of birth.
    pub birth: Option<Day>,
    /// E-mail address.
    pub email: Option<Email>,
    /// Telephone number.
    pub phone: Option<Phone>,
    /// Postal address, as it is written on a letter.
    pub address: String,
    /// Language of notices.
    pub language: Language,
    /// How they wish to be told, if they said.
    pub preferred: Option<Channel>,
    /// The hash of the PIN, made elsewhere; nothing where none is set.
    pub pin_hash: Option<String>,
}

impl fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonRow(…)")
    }
}

/// One line of a patron's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeRow {
    /// Whose account.
    pub patron: PatronNumber,
    /// The line.
    pub entry: Entry,
    /// For which loan, where it is for one.
    pub loan: Option<u64>,
}

stored_struct!(PatronRow {
    category,
    card_expires,
    suspension,
    blocked,
    guardian,
    keeps_history,
    last_activity
});
stored_struct!(PersonRow {
    card,
    given_name,
    family_name,
    birth,
    email,
    phone,
    address,
    language,
    preferred,
    pin_hash
});
stored_struct!(ChargeRow {
    patron,
    entry,
    loan
});
