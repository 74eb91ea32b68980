//! Which copy within one library is sent? It must not know of any other library.

use super::candidate::{Asked, Candidate};
use super::copy::{CopyFacts, CopyStatus};
use super::drop_reason::DropReason;
use super::protection::{Protection, ProtectionSettings, kept_from_everybody, new_until};
use std::fmt;

/// Why this copy and no other of the same library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyReason {
    /// No other may be sent.
    OnlyOne,
    /// It has been there longest: the newer copies stay with the library's own readers. An unknown day counts as long ago.
    LongestHeld,
    /// They are alike: the lowest barcode, so that the choice is the same each time.
    LowestBarcode,
}

impl fmt::Display for CopyReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OnlyOne => "the only copy that may be sent",
            Self::LongestHeld => "the copy held longest",
            Self::LowestBarcode => "the lowest barcode among like copies",
        })
    }
}

/// The copy to send, and what stays.
pub(super) struct ChosenCopy<'a> {
    pub(super) copy: &'a CopyFacts,
    pub(super) because: CopyReason,
    /// Free copies that stay on the library's shelf.
    pub(super) copies_left: u32,
}

/// Chooses a copy, or says why the library has none to send; the lasting reason is named before the passing one.
pub(super) fn choose_copy<'a>(
    asked: &Asked,
    candidate: &'a Candidate,
    settings: &ProtectionSettings,
) -> Result<ChosenCopy<'a>, DropReason> {
    let fitting = copies_that_fit(asked, &candidate.copies)?;
    let lendable = copies_anybody_may_have(&fitting)?;
    let willing = copies_not_refused(candidate, &lendable)?;
    let free = copies_on_the_shelf(&willing)?;
    let mut sendable = copies_that_may_travel(asked, &free, settings)?;
    let free_count = count(sendable.len());
    // The library's own patron is part of its own queue, and the queue has decided whose turn it is.
    let own_patron = asked.home == candidate.library;
    if !own_patron && free_count <= candidate.local_queue && candidate.local_queue > 0 {
        return Err(DropReason::Protected(Protection::LocalQueue {
            waiting: candidate.local_queue,
            free: free_count,
        }));
    }
    sendable.sort_by(|one, other| (one.acquired, &one.item).cmp(&(other.acquired, &other.item)));
    let mut in_order = sendable.iter();
    let copy = in_order.next().ok_or(DropReason::NoCopyFits)?;
    let because = match in_order.next() {
        None => CopyReason::OnlyOne,
        Some(next) if next.acquired == copy.acquired => CopyReason::LowestBarcode,
        Some(_) => CopyReason::LongestHeld,
    };
    Ok(ChosenCopy {
        copy,
        because,
        copies_left: count(free.len()).saturating_sub(1),
    })
}

/// Chooses the copy that a library's own node commits when it is asked: what fits, is on the shelf and may travel, the copy
/// held longest first. Whose turn it is, the queue has decided already.
pub fn choose_copy_to_commit<'a>(
    asked: &Asked,
    copies: &'a [CopyFacts],
    settings: &ProtectionSettings,
) -> Result<&'a CopyFacts, DropReason> {
    let fitting = copies_that_fit(asked, copies)?;
    let lendable = copies_anybody_may_have(&fitting)?;
    let free = copies_on_the_shelf(&lendable)?;
    let sendable = copies_that_may_travel(asked, &free, settings)?;
    let longest_held = |copy: &&&CopyFacts| (copy.acquired, copy.item.clone());
    let chosen = sendable.iter().min_by_key(longest_held);
    chosen.copied().ok_or(DropReason::NoCopyFits)
}

fn copies_that_fit<'a>(
    asked: &Asked,
    copies: &'a [CopyFacts],
) -> Result<Vec<&'a CopyFacts>, DropReason> {
    let fits = |copy: &&CopyFacts| copy.fits(asked.part.as_ref(), &asked.only);
    some_or(copies.iter().filter(fits).collect(), || {
        DropReason::NoCopyFits
    })
}

fn copies_anybody_may_have<'a>(
    fitting: &[&'a CopyFacts],
) -> Result<Vec<&'a CopyFacts>, DropReason> {
    let (mut lendable, mut latest_issue) = (Vec::new(), false);
    for copy in fitting {
        match kept_from_everybody(copy) {
            None => lendable.push(*copy),
            Some(protection) => latest_issue |= protection == Protection::LatestIssue,
        }
    }
    some_or(lendable, || {
        DropReason::Protected(if latest_issue {
            Protection::LatestIssue
        } else {
            Protection::Reference
        })
    })
}

fn copies_not_refused<'a>(
    candidate: &Candidate,
    lendable: &[&'a CopyFacts],
) -> Result<Vec<&'a CopyFacts>, DropReason> {
    let (mut willing, mut first_no) = (Vec::new(), None);
    for copy in lendable {
        let refusals = &mut candidate.already_refused.iter();
        match refusals.find(|past| past.item.as_ref().is_none_or(|item| *item == copy.item)) {
            None => willing.push(*copy),
            Some(past) => first_no = first_no.or(Some(past.because)),
        }
    }
    some_or(willing, || match first_no {
        Some(because) => DropReason::RefusedAlready(because),
        None => DropReason::NoCopyFits,
    })
}

fn copies_on_the_shelf<'a>(willing: &[&'a CopyFacts]) -> Result<Vec<&'a CopyFacts>, DropReason> {
    let (mut free, mut on_loan, mut next_due) = (Vec::new(), false, None);
    for copy in willing {
        match copy.status {
            CopyStatus::Available => free.push(*copy),
            CopyStatus::OnLoan { until } => {
                on_loan = true;
                next_due = next_due.into_iter().chain(until).min();
            }
            CopyStatus::Unavailable => {}
        }
    }
    some_or(free, || {
        if on_loan {
            DropReason::AllOnLoan { next_due }
        } else {
            DropReason::NoneUsable
        }
    })
}

fn copies_that_may_travel<'a>(
    asked: &Asked,
    free: &[&'a CopyFacts],
    settings: &ProtectionSettings,
) -> Result<Vec<&'a CopyFacts>, DropReason> {
    let (mut sendable, mut soonest) = (Vec::new(), None);
    for copy in free {
        match new_until(copy, &asked.home, &asked.pickup, asked.today, settings) {
            None => sendable.push(*copy),
            Some(until) => soonest = soonest.into_iter().chain([until]).min(),
        }
    }
    some_or(sendable, || match soonest {
        Some(until) => DropReason::Protected(Protection::New { until }),
        None => DropReason::NoCopyFits,
    })
}

fn some_or(
    copies: Vec<&CopyFacts>,
    reason: impl FnOnce() -> DropReason,
) -> Result<Vec<&CopyFacts>, DropReason> {
    if copies.is_empty() {
        return Err(reason());
    }
    Ok(copies)
}

fn count(copies: usize) -> u32 {
    u32::try_from(copies).unwrap_or(u32::MAX)
}
