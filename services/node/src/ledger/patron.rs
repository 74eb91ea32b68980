//! What is kept of an own patron? What the rules need, and, in a row of its own, the person.

use super::Said;
use navette_domain::fees::Entry;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::notices::Channel;
use navette_domain::patrons::{CategoryId, Email, Language, Phone, Suspension};
use navette_domain::privacy::{Personal, Secret};
use navette_domain::time::Day;
use navette_store::ledger::{Source, Stored};
use navette_store::stored_struct;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// The number on the card.
    pub card: CardNumber,
    /// Given name; empty for a group without a contact.
    pub given_name: Personal<String>,
    /// Family name, or the name of the group.
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
    /// How they wish to be told, if they said.
    pub preferred: Option<Channel>,
    /// The hash of the PIN, made elsewhere; nothing where none is set.
    pub pin_hash: Option<Secret<String>>,
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
    /// Who charged it, and why, where a person did.
    pub said: Option<Said>,
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

impl Stored for ChargeRow {
    fn put(&self, out: &mut Vec<u8>) {
        self.patron.put(out);
        self.entry.put(out);
        self.loan.put(out);
        Said::put_last(self.said.as_ref(), out);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        Some(Self {
            patron: Stored::take(source)?,
            entry: Stored::take(source)?,
            loan: Stored::take(source)?,
            said: Said::take_last(source)?,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::fees::{Charge, ChargeKind, Money};
    use navette_domain::identity::StaffId;
    use navette_domain::patrons::Reason;
    use navette_store::ledger::{stored_bytes, taken_whole};

    #[test]
    fn a_line_says_who_and_why_and_one_without_is_written_as_it_always_was() {
        let entry = Entry::Charge(Charge {
            kind: ChargeKind::Lost,
            amount: Money::from_setting(900),
            about: None,
            on: Day(20_788),
        });
        let bare = ChargeRow {
            patron: PatronNumber(1),
            entry: entry.clone(),
            loan: Some(4),
            said: None,
        };
        let before = stored_bytes(&(PatronNumber(1), entry, Some(4_u64)));
        assert_eq!(stored_bytes(&bare), before);
        let said = ChargeRow {
            said: Some(Said {
                by: StaffId(7),
                why: Some(Reason::parse("tombé dans la Lys").unwrap()),
            }),
            ..bare.clone()
        };
        for row in [bare, said] {
            assert_eq!(taken_whole(&stored_bytes(&row)), Some(row));
        }
    }
}
