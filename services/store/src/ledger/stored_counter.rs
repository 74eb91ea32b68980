//! How are the words of the counter stored: loans, accounts, and what is personal of a patron?
//!
//! The order of fields and the numbers of variants must not change. What was checked when it came in is checked again.

use super::stored::Stored;
use crate::codec::{Source, put_bytes};
use crate::{stored_enum, stored_struct};
use navette_domain::circulation::{Borrower, Loan, LoanState, OverdueStep};
use navette_domain::fees::{Charge, ChargeKind, Entry, Money, PayOut, Payment, Refund, Waiver};
use navette_domain::identity::StaffId;
use navette_domain::notices::{Channel, DroppedBecause, Notice, NoticeKind, NoticeState, Proof};
use navette_domain::patrons::{CategoryId, Email, Language, Phone, Reason, Suspension};
use navette_domain::privacy::{Personal, Secret};

stored_struct!(StaffId { 0 });
stored_enum!(Borrower {
    0 => Patron(number),
    1 => Visitor { home, reference },
});
stored_enum!(LoanState {
    0 => OnLoan,
    1 => ClaimedReturned { since },
    2 => Lost { since },
    3 => Damaged { since },
    4 => Returned { on },
});
stored_struct!(Loan {
    item,
    borrower,
    lent_on,
    due,
    renewals,
    recalled,
    state
});
stored_enum!(OverdueStep {
    0 => DueSoon,
    1 => First,
    2 => Second,
    3 => Third,
    4 => PresumedLost,
});
stored_struct!(Suspension { until, reason });

stored_enum!(ChargeKind { 0 => Late, 1 => Lost, 2 => Damaged, 3 => Card });
stored_struct!(Charge {
    kind,
    amount,
    about,
    on
});
stored_struct!(Payment {
    amount,
    on,
    taken_by
});
stored_struct!(Waiver {
    amount,
    on,
    by,
    why
});
stored_struct!(Refund { amount, about, on });
stored_struct!(PayOut { amount, on, by });
stored_enum!(Entry {
    0 => Charge(charge),
    1 => Payment(payment),
    2 => Waiver(waiver),
    3 => Refund(refund),
    4 => PayOut(pay_out),
});

stored_enum!(DroppedBecause { 0 => Superseded, 1 => CourtesyFailed });
stored_enum!(NoticeState {
    0 => Waiting,
    1 => Sending { attempt, since },
    2 => Sent { proof, on },
    3 => Failed { attempts, retry_at },
    4 => Desk { since },
    5 => Escalated { since },
    6 => Told { by, on },
    7 => Dropped { because, on },
});
stored_struct!(Notice {
    kind,
    channel,
    made_on,
    state
});

impl Stored for Money {
    /// Cents of the only currency there is; another one will be another kind of entry.
    fn put(&self, out: &mut Vec<u8>) {
        self.cents().put(out);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        i64::take(source).map(Self::from_balance)
    }
}

impl<T: Stored> Stored for Personal<T> {
    /// As what it holds: whoever keeps rows of people on a disk covers them as a whole.
    fn put(&self, out: &mut Vec<u8>) {
        self.expose().put(out);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        T::take(source).map(Self::new)
    }
}

impl<T: Stored> Stored for Secret<T> {
    /// As what it holds: whoever keeps rows of people on a disk covers them as a whole.
    fn put(&self, out: &mut Vec<u8>) {
        self.expose().put(out);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        T::take(source).map(Self::new)
    }
}

macro_rules! stored_as_checked_text {
    ($($name:ident: $show:ident, $read:expr;)+) => {
        $(
            impl Stored for $name {
                fn put(&self, out: &mut Vec<u8>) {
                    put_bytes(out, self.$show().as_bytes());
                }

                fn take(source: &mut Source<'_>) -> Option<Self> {
                    let read: fn(&str) -> Option<Self> = $read;
                    read(source.text()?)
                }
            }
        )+
    };
}

stored_as_checked_text! {
    CategoryId: as_str, |text| Self::parse(text).ok();
    Reason: expose, |text| Self::parse(text).ok();
    Email: expose, |text| Self::parse(text).ok();
    Phone: expose, |text| Self::parse(text).ok();
    Language: code, Self::from_code;
    NoticeKind: code, Self::from_code;
    Channel: code, Self::from_code;
    Proof: as_str, |text| Some(Self::of(text));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ledger::{stored_bytes, taken_whole};
    use navette_domain::catalogue::LibraryId;
    use navette_domain::identity::{Barcode, ItemId, PatronNumber, PatronReference};
    use navette_domain::time::Day;
    use proptest::prelude::*;

    fn assert_comes_back<T: Stored + PartialEq>(value: &T) {
        assert!(taken_whole::<T>(&stored_bytes(value)).as_ref() == Some(value));
    }

    #[test]
    fn a_loan_is_read_as_it_was_written() {
        let library = LibraryId::parse("aire").unwrap();
        let barcode = Barcode::parse("000001").unwrap();
        let visitor = Borrower::Visitor {
            home: library.clone(),
            reference: PatronReference(9),
        };
        let item = ItemId { library, barcode };
        for borrower in [Borrower::Patron(PatronNumber(3)), visitor] {
            for state in [
                LoanState::OnLoan,
                LoanState::ClaimedReturned { since: Day(1) },
                LoanState::Lost { since: Day(2) },
                LoanState::Damaged { since: Day(3) },
                LoanState::Returned { on: Day(4) },
            ] {
                assert_comes_back(&Loan {
                    item: item.clone(),
                    borrower: borrower.clone(),
                    lent_on: Day(5),
                    due: Day(33),
                    renewals: 1,
                    recalled: Some(Day(6)),
                    state,
                });
            }
        }
    }

    #[test]
    fn what_is_personal_is_read_as_it_was_written() {
        assert_comes_back(&Email::parse("zoé.leroy@exemple.fr").ok());
        assert_comes_back(&Email::parse("zoe.leroy@Exemple.fr").unwrap());
        assert_comes_back(&Phone::parse("06 12 34 56 78").unwrap());
        assert_comes_back(&Reason::parse("vu avec la mairie").unwrap());
        assert_comes_back(&(Language::French, Language::English));
        assert_comes_back(&Entry::Payment(Payment {
            amount: Money::from_setting(250),
            on: Day(7),
            taken_by: Some(StaffId(1)),
        }));
    }

    #[test]
    fn a_notice_is_read_as_it_was_written() {
        let now = navette_domain::time::Timestamp(8);
        for state in [
            NoticeState::Waiting,
            NoticeState::Sending {
                attempt: 1,
                since: now,
            },
            NoticeState::Sent {
                proof: Proof::of("250 2.0.0 ok"),
                on: Day(1),
            },
            NoticeState::Failed {
                attempts: 2,
                retry_at: now,
            },
            NoticeState::Desk { since: Day(2) },
            NoticeState::Escalated { since: Day(3) },
            NoticeState::Told {
                by: StaffId(4),
                on: Day(5),
            },
            NoticeState::Dropped {
                because: DroppedBecause::Superseded,
                on: Day(6),
            },
        ] {
            assert_comes_back(&Notice {
                kind: NoticeKind::Ready,
                channel: Channel::Email,
                made_on: Day(0),
                state,
            });
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = taken_whole::<Vec<Loan>>(&bytes);
            let _ = taken_whole::<(Entry, Suspension)>(&bytes);
            let _ = taken_whole::<(Email, Phone)>(&bytes);
            let _ = taken_whole::<Vec<Notice>>(&bytes);
        }
    }
}
