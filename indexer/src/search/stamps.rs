//! How is one slot per work kept between questions without clearing it? By the number of the question it was filled for.

use super::directory::WorkNumber;
use std::cell::RefCell;

/// One slot per work, empty at the start of each use.
#[derive(Default)]
pub(super) struct WorkSlots {
    filled_for: Vec<u32>,
    values: Vec<u32>,
    question: u32,
}

thread_local! {
    static SLOTS: RefCell<WorkSlots> = RefCell::default();
}

/// Lends this thread's slots, empty. Must not be nested.
pub(super) fn with_work_slots<R>(works: usize, use_slots: impl FnOnce(&mut WorkSlots) -> R) -> R {
    SLOTS.with_borrow_mut(|slots| {
        if slots.values.len() < works {
            slots.values.resize(works, 0);
            slots.filled_for.resize(works, 0);
        }
        if slots.question == u32::MAX {
            slots.filled_for.fill(0);
            slots.question = 0;
        }
        slots.question += 1;
        use_slots(slots)
    })
}

impl WorkSlots {
    /// Reads a slot that was filled in this use.
    pub(super) fn get(&self, work: WorkNumber) -> Option<u32> {
        let place = work as usize;
        (self.filled_for[place] == self.question).then(|| self.values[place])
    }

    /// Fills a slot.
    pub(super) fn set(&mut self, work: WorkNumber, value: u32) {
        let place = work as usize;
        self.filled_for[place] = self.question;
        self.values[place] = value;
    }
}
