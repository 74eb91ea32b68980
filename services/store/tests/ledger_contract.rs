//! Does every ledger keep what was committed, whatever it is built on?
#![allow(clippy::unwrap_used)]

mod loans;

use loans::{LendRefusal, Loans, give, lend, options, picture, take_back};
use navette_store::committer::CommitError;
use navette_store::disk::SimulatedDisk;
use navette_store::ledger::{
    Commit, Decision, InlineLedger, Ledger, LedgerError, OpenReport, Options, SnapshotReport,
    VALUE_BYTES_MAX,
};
use std::path::Path;
use std::sync::Arc;

/// A place where a ledger can be opened again and again.
trait Home: Default {
    type Store: Store;
    fn open_with(&self, options: Options) -> Result<(Self::Store, OpenReport), LedgerError>;
    fn open(&self) -> Self::Store {
        self.open_with(options()).unwrap().0
    }
}

/// What both kinds of ledger can do beside committing.
trait Store: Commit<Loans> {
    fn snapshot(&self) -> Result<SnapshotReport, LedgerError>;
    fn incarnation(&self) -> u64;
    fn reincarnate(&self, incarnation: u64) -> Result<(), CommitError>;
    fn rows(&self) -> usize;
}

macro_rules! store {
    ($name:ty) => {
        impl Store for $name {
            fn snapshot(&self) -> Result<SnapshotReport, LedgerError> {
                self.snapshot()
            }
            fn incarnation(&self) -> u64 {
                self.incarnation()
            }
            fn reincarnate(&self, incarnation: u64) -> Result<(), CommitError> {
                self.reincarnate(incarnation)
            }
            fn rows(&self) -> usize {
                self.export_rows().unwrap().len()
            }
        }
    };
}
store!(Ledger<Loans>);
store!(InlineLedger<Loans>);

struct InSled(tempfile::TempDir);

impl Default for InSled {
    fn default() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
}

impl Home for InSled {
    type Store = Ledger<Loans>;
    fn open_with(&self, options: Options) -> Result<(Self::Store, OpenReport), LedgerError> {
        Ledger::open(self.0.path(), options)
    }
}

#[derive(Default)]
struct InMemory(SimulatedDisk);

impl Home for InMemory {
    type Store = Ledger<Loans>;
    fn open_with(&self, options: Options) -> Result<(Self::Store, OpenReport), LedgerError> {
        Ledger::open_simulated(Arc::new(self.0.clone()), Path::new("store"), options)
    }
}

#[derive(Default)]
struct Inline(SimulatedDisk);

impl Home for Inline {
    type Store = InlineLedger<Loans>;
    fn open_with(&self, options: Options) -> Result<(Self::Store, OpenReport), LedgerError> {
        InlineLedger::open_simulated(Arc::new(self.0.clone()), Path::new("store"), options)
    }
}

fn what_is_committed_is_there_again<H: Home>() {
    let home = H::default();
    let store = home.open();
    give(&store, &[1, 2, 3], "Jeanne").unwrap();
    take_back(&store, &[2, 9]).unwrap();
    give(&store, &[3], "Ali").unwrap();
    let before = picture(&store);
    assert_eq!(before.0.len(), 2);
    drop(store);
    assert_eq!(picture(&home.open()), before);
}

fn a_refused_command_changes_nothing<H: Home>() {
    let store = H::default().open();
    lend(&store, 1, "Jeanne").unwrap();
    let refused = lend(&store, 1, "Ali").unwrap_err();
    assert!(matches!(refused, LendRefusal::OnLoan(1)), "{refused}");
    assert_eq!(picture(&store).0[&1], "Jeanne");
}

fn what_is_over_a_limit_is_refused_and_work_goes_on<H: Home>() {
    let home = H::default();
    let store = home.open();
    let long = "x".repeat(VALUE_BYTES_MAX);
    let refused = give(&store, &[1, 2], &long).unwrap_err().to_string();
    assert!(refused.contains("1048576 bytes"), "{refused}");
    assert_eq!(picture(&store), Loans::default(), "nothing by halves");
    give(&store, &[1], "Jeanne").unwrap();
    drop(store);
    assert_eq!(picture(&home.open()).0.len(), 1);
}

fn a_command_that_changes_nothing_is_answered<H: Home>() {
    let store = H::default().open();
    let reply: Result<u8, CommitError> = store.commit(|_| Ok(Decision::unchanged(7)));
    assert_eq!(reply, Ok(7));
}

fn a_snapshot_bounds_the_replay_and_loses_nothing<H: Home>() {
    let home = H::default();
    let store = home.open();
    for copy in 0..50 {
        give(&store, &[copy, copy + 1], &format!("patron {copy}")).unwrap();
    }
    let report = store.snapshot().unwrap();
    assert_eq!(report.rows, 51);
    give(&store, &[7], "Ali").unwrap();
    take_back(&store, &[8]).unwrap();
    let before = picture(&store);
    assert_eq!(store.rows(), 50);
    drop(store);
    let (store, report) = home.open_with(options()).unwrap();
    assert_eq!(picture(&store), before);
    assert!(report.replayed <= 2, "{report:?}");
    store.snapshot().unwrap();
    store.snapshot().unwrap();
    drop(store);
    assert_eq!(picture(&home.open()), before);
}

fn another_incarnation_is_remembered<H: Home>() {
    let home = H::default();
    let store = home.open();
    give(&store, &[1], "Jeanne").unwrap();
    assert_eq!(store.incarnation(), 5);
    store.reincarnate(6).unwrap();
    drop(store);
    let store = home.open();
    assert_eq!(store.incarnation(), 6);
    store.snapshot().unwrap();
    drop(store);
    let other = Options {
        incarnation: 99,
        ..options()
    };
    let (store, _) = home.open_with(other).unwrap();
    assert_eq!((store.incarnation(), picture(&store).0.len()), (6, 1));
}

macro_rules! contract {
    ($($claim:ident),+ $(,)?) => {
        mod in_sled { $(#[test] fn $claim() { super::$claim::<super::InSled>() })+ }
        mod in_memory { $(#[test] fn $claim() { super::$claim::<super::InMemory>() })+ }
        mod inline { $(#[test] fn $claim() { super::$claim::<super::Inline>() })+ }
    };
}

contract!(
    what_is_committed_is_there_again,
    a_refused_command_changes_nothing,
    what_is_over_a_limit_is_refused_and_work_goes_on,
    a_command_that_changes_nothing_is_answered,
    a_snapshot_bounds_the_replay_and_loses_nothing,
    another_incarnation_is_remembered,
);

#[test]
fn exported_rows_begin_another_store_but_none_that_is_there() {
    let (from, to) = (InSled::default(), InSled::default());
    let store = from.open();
    give(&store, &[1, 2, 3], "Jeanne").unwrap();
    let rows = store.export_rows().unwrap();
    let restored = Options {
        incarnation: 8,
        ..options()
    };
    let (copy, _) = Ledger::<Loans>::import_rows(to.0.path(), restored, rows.clone()).unwrap();
    assert_eq!((picture(&copy), copy.incarnation()), (picture(&store), 8));
    give(&copy, &[4], "Ali").unwrap();
    drop(copy);
    let refused = Ledger::<Loans>::import_rows(to.0.path(), restored, rows);
    assert!(matches!(refused, Err(LedgerError::NotEmpty(_))));
    let (copy, report) = to.open_with(options()).unwrap();
    assert_eq!(
        (picture(&copy).0.len(), copy.incarnation(), report.rebuilt),
        (4, 8, None)
    );
}

#[test]
fn a_decision_that_cannot_be_sent_is_taken_inline() {
    let store = Inline::default().open();
    let name = std::rc::Rc::new("Jeanne".to_owned());
    let known = store.read_here(|loans| loans.0.values().any(|patron| *patron == *name));
    assert_eq!(known, Ok(false));
}
