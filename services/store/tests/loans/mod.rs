//! A small state to keep in a ledger: who has which copy.
#![allow(dead_code, unreachable_pub)]

use navette_store::committer::CommitError;
use navette_store::ledger::{
    Commit, Decision, LedgerError, LedgerState, Options, Stored, stored_bytes, taken_whole,
};
use std::collections::BTreeMap;

/// Copies by number, each with the name of who has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loans(pub BTreeMap<u32, String>);

/// Lends a copy, or takes it back where nobody is named.
#[derive(Clone, Debug)]
pub struct Lend(pub u32, pub Option<String>);

impl LedgerState for Loans {
    type Change = Lend;

    fn encode(Lend(copy, patron): &Lend) -> (Vec<u8>, Option<Vec<u8>>) {
        (stored_bytes(copy), patron.as_ref().map(stored_bytes))
    }

    fn apply(&mut self, Lend(copy, patron): Lend) {
        match patron {
            Some(patron) => self.0.insert(copy, patron),
            None => self.0.remove(&copy),
        };
    }

    fn load(&mut self, key: &[u8], value: &[u8]) -> Result<(), String> {
        self.0.insert(read(key)?, read(value)?);
        Ok(())
    }

    fn unload(&mut self, key: &[u8]) -> Result<(), String> {
        self.0.remove(&read(key)?);
        Ok(())
    }
}

fn read<T: Stored>(bytes: &[u8]) -> Result<T, String> {
    taken_whole(bytes).ok_or_else(|| "it cannot be read".to_owned())
}

/// Says why a copy is not lent.
#[derive(Debug, thiserror::Error)]
pub enum LendRefusal {
    #[error("copy {0} is on loan")]
    OnLoan(u32),
    #[error(transparent)]
    Commit(#[from] CommitError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Sizes that make several segments and checkpoints in a short test.
pub fn options() -> Options {
    Options {
        segment_bytes: 600,
        reserve_bytes: 0,
        checkpoint_bytes: 500,
        ..Options::new(5)
    }
}

/// Gives copies to a patron, whoever has them.
pub fn give(ledger: &impl Commit<Loans>, copies: &[u32], patron: &str) -> Result<(), LendRefusal> {
    let changes = copies
        .iter()
        .map(|copy| Lend(*copy, Some(patron.to_owned())))
        .collect();
    ledger.commit(move |_| Ok(Decision { changes, reply: () }))
}

/// Takes copies back.
pub fn take_back(ledger: &impl Commit<Loans>, copies: &[u32]) -> Result<(), LendRefusal> {
    let changes = copies.iter().map(|copy| Lend(*copy, None)).collect();
    ledger.commit(move |_| Ok(Decision { changes, reply: () }))
}

/// Lends a copy that nobody has.
pub fn lend(ledger: &impl Commit<Loans>, copy: u32, patron: &str) -> Result<(), LendRefusal> {
    let patron = patron.to_owned();
    ledger.commit(move |loans| {
        if loans.0.contains_key(&copy) {
            return Err(LendRefusal::OnLoan(copy));
        }
        let changes = vec![Lend(copy, Some(patron))];
        Ok(Decision { changes, reply: () })
    })
}

/// Gives the whole state.
pub fn picture(ledger: &impl Commit<Loans>) -> Loans {
    #[allow(clippy::unwrap_used)]
    ledger.read(Loans::clone).unwrap()
}
