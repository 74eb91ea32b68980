//! Does work go on while the rows cannot be written to the state, and are they there again when it can?
#![allow(clippy::unwrap_used)]

use super::opening::{Opened, Place};
use super::{Decision, LedgerError, LedgerState, Options};
use crate::disk::SimulatedDisk;
use crate::inline_committer::InlineCommitter;
use crate::state::{MemoryState, Pair, State, StateError, StateHome, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A sum of numbers, each a row.
#[derive(Default)]
struct Numbers(std::collections::BTreeSet<u8>);

impl LedgerState for Numbers {
    type Change = u8;

    fn encode(number: &u8) -> (Vec<u8>, Option<Vec<u8>>) {
        (vec![*number], Some(Vec::new()))
    }

    fn apply(&mut self, number: u8) {
        self.0.insert(number);
    }

    fn load(&mut self, key: &[u8], _value: &[u8]) -> Result<(), String> {
        self.0.extend(key);
        Ok(())
    }

    fn unload(&mut self, key: &[u8]) -> Result<(), String> {
        self.0.retain(|number| !key.contains(number));
        Ok(())
    }
}

/// A state that can be made to fail.
#[derive(Clone, Default)]
struct Flaky {
    failing: Arc<AtomicBool>,
    below: Arc<MemoryState>,
}

impl Flaky {
    fn pass(&self) -> Result<(), StateError> {
        match self.failing.load(Ordering::Acquire) {
            true => Err(StateError::Engine("it fails on purpose".to_owned())),
            false => Ok(()),
        }
    }
}

impl State for Flaky {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        self.pass().and_then(|()| self.below.get(key))
    }

    fn apply(&self, writes: Vec<Write>) -> Result<(), StateError> {
        self.pass().and_then(|()| self.below.apply(writes))
    }

    fn page(&self, prefix: &[u8], after: &[u8], limit: usize) -> Result<Vec<Pair>, StateError> {
        self.pass()
            .and_then(|()| self.below.page(prefix, after, limit))
    }

    fn flush(&self) -> Result<(), StateError> {
        self.pass()
    }
}

/// Begins anew each time, and fails as its state does.
struct FlakyHome(Arc<AtomicBool>);

impl StateHome for FlakyHome {
    fn open(&self) -> Result<Arc<dyn State>, StateError> {
        let state = Flaky {
            failing: Arc::clone(&self.0),
            below: Arc::default(),
        };
        state.pass()?;
        Ok(Arc::new(state))
    }

    fn set_aside(&self) -> Result<(), StateError> {
        Ok(())
    }

    fn remove_empty(&self) -> Result<(), StateError> {
        Ok(())
    }

    fn erase(&self) -> Result<(), StateError> {
        Ok(())
    }
}

#[test]
fn work_goes_on_without_a_state_and_it_is_made_anew_when_it_can_be() {
    let failing = Arc::new(AtomicBool::new(false));
    let mut place = Place::simulated(Arc::new(SimulatedDisk::new()), Path::new("store"));
    place.home = Box::new(FlakyHome(Arc::clone(&failing)));
    let options = Options {
        checkpoint_bytes: 20,
        reserve_bytes: 0,
        ..Options::new(1)
    };
    let opened: Opened<Numbers> = place.open(options).unwrap();
    let store = InlineCommitter::new(opened.journal, opened.machine, opened.reserve);
    let add = |number| {
        store.commit(|machine| {
            machine.decide(|_| {
                Ok::<_, LedgerError>(Decision {
                    changes: vec![number],
                    reply: (),
                })
            })
        })
    };
    let rows = || {
        store.on_the_whole(|machine, _| {
            let mut rows = 0;
            machine.engine.for_each_row(|_, _| {
                rows += 1;
                Some(())
            })?;
            Ok::<_, LedgerError>((machine.folded.state.0.len(), rows))
        })
    };
    add(0).unwrap();
    failing.store(true, Ordering::Release);
    for number in 1..20 {
        add(number).unwrap();
    }
    assert!(rows().is_err(), "the state is lost");
    let refused = store.on_the_whole(|machine, journal| machine.snapshot(journal));
    assert!(matches!(refused, Err(LedgerError::State(_))), "{refused:?}");
    add(20).unwrap();
    failing.store(false, Ordering::Release);
    for number in 21..30 {
        add(number).unwrap();
    }
    assert_eq!(rows().unwrap(), (30, 30));
    let report = store.on_the_whole(|machine, journal| machine.snapshot(journal));
    assert_eq!(report.unwrap().rows, 30);
}
