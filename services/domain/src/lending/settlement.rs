//! Who has lent how much to whom, and who owes whom for what was lost? It must not know a patron or a title.

use crate::catalogue::LibraryId;
use std::collections::BTreeMap;

/// How a loan between libraries ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovementKind {
    /// The item is home again.
    Returned,
    /// The item is lost.
    Lost {
        /// What the borrower owes for it, in euro cents.
        cents: u64,
    },
    /// The item is home, but damaged.
    Damaged {
        /// What the borrower owes for it, in euro cents.
        cents: u64,
    },
}

/// One loan between two libraries that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Whose item it was.
    pub lender: LibraryId,
    /// For whose patron.
    pub borrower: LibraryId,
    /// How it ended.
    pub kind: MovementKind,
}

/// What two libraries have lent each other; the first comes first in the alphabet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairBalance {
    /// One library.
    pub first: LibraryId,
    /// The other.
    pub second: LibraryId,
    /// Items the first has lent to the second.
    pub lent: u32,
    /// Items the first has borrowed from the second.
    pub borrowed: u32,
    /// What remains to be paid once both sides are set against each other.
    pub debt: Option<Debt>,
}

/// What one library owes another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debt {
    /// Who pays.
    pub debtor: LibraryId,
    /// Who is paid.
    pub creditor: LibraryId,
    /// How much, in euro cents; never 0.
    pub cents: u64,
}

/// What one library has given and taken in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryTotal {
    /// Which library.
    pub library: LibraryId,
    /// Items lent to others.
    pub lent: u32,
    /// Items borrowed from others.
    pub borrowed: u32,
    /// What others pay it, in euro cents.
    pub to_receive_cents: u64,
    /// What it pays others, in euro cents.
    pub to_pay_cents: u64,
}

/// The balance of a territory, in alphabetical order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// For every two libraries that had to do with each other.
    pub pairs: Vec<PairBalance>,
    /// For every library that lent or borrowed.
    pub libraries: Vec<LibraryTotal>,
}

/// Says why no balance can be drawn up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettlementRefusal {
    /// A number no longer fits.
    #[error("the sums between {first} and {second} are too large to be true")]
    TooLarge {
        /// One library.
        first: LibraryId,
        /// The other.
        second: LibraryId,
    },
}

/// What one library has lent another, one way.
#[derive(Clone, Copy, Default)]
struct OneWay {
    items: u32,
    cents: u64,
}

impl OneWay {
    fn with(self, kind: MovementKind) -> Option<Self> {
        let cents = match kind {
            MovementKind::Returned => 0,
            MovementKind::Lost { cents } | MovementKind::Damaged { cents } => cents,
        };
        Some(Self {
            items: self.items.checked_add(1)?,
            cents: self.cents.checked_add(cents)?,
        })
    }
}

/// Draws up the balance; a library's loans to its own patrons do not count, and the order of the list does not matter.
pub fn settle(movements: &[Movement]) -> Result<Settlement, SettlementRefusal> {
    let mut between: BTreeMap<(&LibraryId, &LibraryId), (OneWay, OneWay)> = BTreeMap::new();
    for Movement {
        lender,
        borrower,
        kind,
    } in movements
    {
        if lender == borrower {
            continue;
        }
        let pair = (lender.min(borrower), lender.max(borrower));
        let (there, back) = between.entry(pair).or_default();
        let way = if lender < borrower { there } else { back };
        *way = way.with(*kind).ok_or_else(|| too_large(pair))?;
    }
    let mut libraries: BTreeMap<&LibraryId, LibraryTotal> = BTreeMap::new();
    let mut pairs = Vec::with_capacity(between.len());
    for ((first, second), (there, back)) in between {
        let balance = PairBalance {
            first: first.clone(),
            second: second.clone(),
            lent: there.items,
            borrowed: back.items,
            debt: debt(first, second, there.cents, back.cents),
        };
        for library in [first, second] {
            let total = libraries
                .entry(library)
                .or_insert_with(|| nothing_yet(library));
            add(total, &balance).ok_or_else(|| too_large((first, second)))?;
        }
        pairs.push(balance);
    }
    Ok(Settlement {
        pairs,
        libraries: libraries.into_values().collect(),
    })
}

fn too_large((first, second): (&LibraryId, &LibraryId)) -> SettlementRefusal {
    SettlementRefusal::TooLarge {
        first: first.clone(),
        second: second.clone(),
    }
}

/// Sets what the second owes the first against what the first owes the second.
fn debt(first: &LibraryId, second: &LibraryId, by_second: u64, by_first: u64) -> Option<Debt> {
    let (debtor, creditor) = if by_second > by_first {
        (second, first)
    } else {
        (first, second)
    };
    let cents = by_second.abs_diff(by_first);
    (cents > 0).then(|| Debt {
        debtor: debtor.clone(),
        creditor: creditor.clone(),
        cents,
    })
}

fn nothing_yet(library: &LibraryId) -> LibraryTotal {
    LibraryTotal {
        library: library.clone(),
        lent: 0,
        borrowed: 0,
        to_receive_cents: 0,
        to_pay_cents: 0,
    }
}

fn add(total: &mut LibraryTotal, pair: &PairBalance) -> Option<()> {
    let (lent, borrowed) = if total.library == pair.first {
        (pair.lent, pair.borrowed)
    } else {
        (pair.borrowed, pair.lent)
    };
    total.lent = total.lent.checked_add(lent)?;
    total.borrowed = total.borrowed.checked_add(borrowed)?;
    if let Some(debt) = &pair.debt {
        if debt.creditor == total.library {
            total.to_receive_cents = total.to_receive_cents.checked_add(debt.cents)?;
        } else {
            total.to_pay_cents = total.to_pay_cents.checked_add(debt.cents)?;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::lending::lender_fixtures::{Chance, library};

    fn a_loan(lender: &str, borrower: &str, kind: MovementKind) -> Movement {
        Movement {
            lender: library(lender),
            borrower: library(borrower),
            kind,
        }
    }

    fn shown(settlement: &Settlement) -> Vec<String> {
        let pairs = settlement.pairs.iter().map(|pair| {
            let debt = pair.debt.as_ref().map_or("nobody owes".to_owned(), |debt| {
                format!("{} owes {} {}", debt.debtor, debt.creditor, debt.cents)
            });
            format!(
                "{} {}:{} {}, {debt}",
                pair.first, pair.lent, pair.borrowed, pair.second
            )
        });
        let libraries = settlement.libraries.iter().map(|total| {
            let LibraryTotal {
                library,
                lent,
                borrowed,
                to_receive_cents,
                to_pay_cents,
            } = total;
            format!("{library} {lent}:{borrowed}, +{to_receive_cents} -{to_pay_cents}")
        });
        pairs.chain(libraries).collect()
    }

    fn a_year() -> Vec<Movement> {
        vec![
            a_loan("saint-omer", "aire", MovementKind::Returned),
            a_loan("saint-omer", "aire", MovementKind::Lost { cents: 1_850 }),
            a_loan("aire", "saint-omer", MovementKind::Damaged { cents: 600 }),
            a_loan("lumbres", "aire", MovementKind::Returned),
            a_loan(
                "lumbres",
                "fauquembergues",
                MovementKind::Lost { cents: 900 },
            ),
            a_loan(
                "fauquembergues",
                "lumbres",
                MovementKind::Lost { cents: 900 },
            ),
            a_loan("aire", "aire", MovementKind::Lost { cents: 5_000 }),
        ]
    }

    #[test]
    fn a_year_is_settled_pair_by_pair() {
        assert_eq!(
            shown(&settle(&a_year()).unwrap()),
            [
                "aire 0:1 lumbres, nobody owes",
                "aire 1:2 saint-omer, aire owes saint-omer 1250",
                "fauquembergues 1:1 lumbres, nobody owes",
                "aire 1:3, +0 -1250",
                "fauquembergues 1:1, +0 -0",
                "lumbres 2:1, +0 -0",
                "saint-omer 2:1, +1250 -0",
            ]
        );
        assert_eq!(settle(&[]).unwrap(), Settlement::default());
    }

    #[test]
    fn sums_that_do_not_fit_are_refused_by_name() {
        let all = MovementKind::Lost { cents: u64::MAX };
        let one = MovementKind::Lost { cents: 1 };
        let within_a_pair = [
            a_loan("aire", "lumbres", all),
            a_loan("aire", "lumbres", one),
        ];
        let over_pairs = [
            a_loan("aire", "lumbres", all),
            a_loan("aire", "wizernes", one),
        ];
        for (movements, second) in [(within_a_pair, "lumbres"), (over_pairs, "wizernes")] {
            let refusal = settle(&movements).unwrap_err().to_string();
            let said = format!("the sums between aire and {second} are too large to be true");
            assert_eq!(refusal, said);
        }
    }

    #[test]
    fn the_order_of_the_list_does_not_matter_and_all_that_is_paid_is_received() {
        let mut chance = Chance(0xba1a);
        let names = ["aire", "fauquembergues", "lumbres", "saint-omer"];
        for _ in 0..200 {
            let mut movements = a_year();
            for _ in 0..chance.below(30) {
                let cents = chance.below(5_000);
                let (lender, borrower) = (chance.one_of(&names), chance.one_of(&names));
                movements.push(a_loan(lender, borrower, MovementKind::Lost { cents }));
            }
            let settlement = settle(&movements).unwrap();
            chance.shuffle(&mut movements);
            assert_eq!(settle(&movements).unwrap(), settlement);
            let totals = &settlement.libraries;
            let received: u64 = totals.iter().map(|total| total.to_receive_cents).sum();
            let paid: u64 = totals.iter().map(|total| total.to_pay_cents).sum();
            assert_eq!(received, paid);
            let lent: u32 = totals.iter().map(|total| total.lent).sum();
            let borrowed: u32 = totals.iter().map(|total| total.borrowed).sum();
            assert_eq!(lent, borrowed);
        }
    }
}
