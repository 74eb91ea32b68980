//! Has this import brought another record of the same number before? The first one stays, and what differs from it is
//! rejected: where each took the place of the one before, the same file twice would change both, every time.
//!
//! Rows of a table are not looked at: those of one number are copies of one record.

use super::counts::Counts;
use super::incoming::Reject;
use super::joining::id_number;
use super::read_batch::Title;
use super::storing::{Group, refused_by_store};
use navette_domain::catalogue::RecordId;
use navette_proto::Refusal;
use navette_store::catalogue::{CatalogueStore, Format, Outcome, RunId};
use rustc_hash::FxHashMap;

/// What one import has brought so far.
#[derive(Default)]
pub(super) struct Brought {
    /// Number and digest of the records of a group; of all groups in a dry run, which leaves no trace in the store.
    digests: FxHashMap<u64, u128>,
}

impl Brought {
    /// Takes out of a group what repeats an earlier record; tells what the store would make of what remains.
    pub(super) fn take_out(
        &mut self,
        group: &mut Group,
        run: Option<RunId>,
        store: &impl CatalogueStore,
        counts: &mut Counts,
    ) -> Result<Vec<Outcome>, Refusal> {
        self.take_out_within(group, run.is_none(), counts);
        let asked: Vec<(RecordId, u128)> = group
            .titles
            .iter()
            .map(|title| (title.record.id.clone(), title.digest))
            .collect();
        let foreseen = store.compare(&asked).map_err(refused_by_store)?;
        match run {
            Some(run) => take_out_met(group, foreseen, run, store),
            None => Ok(foreseen),
        }
    }

    /// Looks at the group alone, and in a dry run at all before it.
    fn take_out_within(&mut self, group: &mut Group, is_dry: bool, counts: &mut Counts) {
        if !is_dry {
            self.digests.clear();
        }
        let titles = std::mem::take(&mut group.titles);
        for title in titles {
            if title.content.format == Format::Csv {
                group.titles.push(title);
                continue;
            }
            let number = id_number(&title.record.id);
            match self.digests.get(&number) {
                None => {
                    self.digests.insert(number, title.digest);
                    group.titles.push(title);
                }
                Some(digest) if *digest == title.digest => counts.unchanged += 1,
                Some(_) => group.rejects.push(repeated(&title)),
            }
        }
    }
}

/// Takes out what would change a record that the run has met: it came in an earlier group.
fn take_out_met(
    group: &mut Group,
    foreseen: Vec<Outcome>,
    run: RunId,
    store: &impl CatalogueStore,
) -> Result<Vec<Outcome>, Refusal> {
    let would_change = |title: &Title, outcome: &Outcome| {
        title.content.format != Format::Csv && matches!(outcome, Outcome::Changed { .. })
    };
    let asked: Vec<RecordId> = group
        .titles
        .iter()
        .zip(&foreseen)
        .filter(|(title, outcome)| would_change(title, outcome))
        .map(|(title, _)| title.record.id.clone())
        .collect();
    if asked.is_empty() {
        return Ok(foreseen);
    }
    let mut met = store
        .met(run, &asked)
        .map_err(refused_by_store)?
        .into_iter();
    let mut remaining = Vec::with_capacity(foreseen.len());
    let titles = std::mem::take(&mut group.titles);
    for (title, outcome) in titles.into_iter().zip(foreseen) {
        if would_change(&title, &outcome) && met.next() == Some(true) {
            group.rejects.push(repeated(&title));
        } else {
            group.titles.push(title);
            remaining.push(outcome);
        }
    }
    Ok(remaining)
}

fn repeated(title: &Title) -> Reject {
    Reject {
        number: title.number,
        offset: title.offset,
        reason: format!(
            "record \"{}\" came before in this import with other content; the first one is kept",
            title.record.id
        ),
    }
}
