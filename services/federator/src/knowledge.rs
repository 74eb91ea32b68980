//! What does the federator know of all catalogues? The directory, a view of each copy, and the sums.

use navette_domain::catalogue::LibraryId;
use navette_indexer::search::{
    Brief, Directory, LibraryIndex, MemberNumber, Position, View, Vocabulary,
};
use parking_lot::RwLock;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// What a question needs, under one lock so that rows and views always fit together.
pub(crate) struct Known {
    /// Every record of every library in brief.
    pub(crate) directory: Directory,
    /// By member number; nothing where there is no copy yet.
    pub(crate) views: Vec<Option<Arc<View>>>,
}

impl Known {
    /// Gives up to where a library's rows go, if they are of this life of its node: numbers of another life name other
    /// records.
    pub(crate) fn position_in(&self, member: MemberNumber, incarnation: &str) -> Option<Position> {
        let view = self.views.get(usize::from(member))?.as_deref()?;
        let position = view.position();
        (format!("{:016x}", position.incarnation) == incarnation).then_some(position)
    }
}

/// All that is known.
pub(crate) struct Knowledge {
    known: RwLock<Known>,
    sums: RwLock<Arc<Vocabulary>>,
    /// How often something was made visible.
    published: AtomicU64,
    /// Up to which of these the sums go.
    added_up: watch::Sender<u64>,
    /// Wakes the task that adds the sums up.
    pub(crate) sums_old: Notify,
}

impl Knowledge {
    /// Begins with a directory that may hold copies kept from before.
    pub(crate) fn new(directory: Directory, members: usize) -> Self {
        Self {
            known: RwLock::new(Known {
                directory,
                views: vec![None; members],
            }),
            sums: RwLock::default(),
            published: AtomicU64::new(0),
            added_up: watch::Sender::new(0),
            sums_old: Notify::new(),
        }
    }

    /// Reads what is known; the lock must not be held while waiting.
    pub(crate) fn read<R>(&self, read: impl FnOnce(&Known) -> R) -> R {
        read(&self.known.read())
    }

    /// Lists records that an answer brought before the change stream did. What the stream has passed is left out: where
    /// it is not listed, it was withdrawn since.
    pub(crate) fn list_ahead(
        &self,
        member: MemberNumber,
        incarnation: &str,
        records: &[(u64, Brief)],
    ) {
        let mut known = self.known.write();
        let Some(position) = known.position_in(member, incarnation) else {
            return;
        };
        for (seq, brief) in records {
            if *seq > position.generation {
                known.directory.insert(member, *seq, brief, &brief.encode());
            }
        }
    }

    /// Makes what an index committed visible.
    pub(crate) fn publish(
        &self,
        member: MemberNumber,
        index: &mut LibraryIndex,
    ) -> Result<(), navette_indexer::search::IndexError> {
        let mut known = self.known.write();
        let view = index.publish(&mut known.directory)?;
        known.views[usize::from(member)] = Some(Arc::new(view));
        self.published.fetch_add(1, Ordering::AcqRel);
        drop(known);
        self.sums_old.notify_one();
        Ok(())
    }

    /// Gives the sums of all libraries.
    pub(crate) fn sums(&self) -> Arc<Vocabulary> {
        Arc::clone(&self.sums.read())
    }

    /// Says whether the sums know every word of what is visible: until then a new word may be taken for a typing error.
    pub(crate) fn sums_are_current(&self) -> bool {
        *self.added_up.borrow() == self.published.load(Ordering::Acquire)
    }

    /// Waits until the sums know every word of what is visible now, for so long at most.
    pub(crate) async fn sums_caught_up(&self, within: Duration) {
        let visible = self.published.load(Ordering::Acquire);
        let mut added_up = self.added_up.subscribe();
        let caught_up = added_up.wait_for(|added_up| *added_up >= visible);
        // Who is not told in time goes on with the words that are known.
        let _ = tokio::time::timeout(within, caught_up).await;
    }

    /// Adds the sums up again.
    pub(crate) fn add_up(&self) {
        // Read first: what is published meanwhile may or may not be in these views, and is added up again.
        let published = self.published.load(Ordering::Acquire);
        let views: Vec<Arc<View>> = self
            .known
            .read()
            .views
            .iter()
            .flatten()
            .map(Arc::clone)
            .collect();
        let sums = Vocabulary::sum(views.iter().map(|view| view.vocabulary().as_ref()));
        *self.sums.write() = Arc::new(sums);
        self.added_up.send_replace(published);
    }

    /// Names the libraries that hold a work, by their number.
    pub(crate) fn holders(&self, work: navette_domain::catalogue::WorkKey) -> Vec<MemberNumber> {
        let known = self.known.read();
        let Some(work) = known.directory.find_work(work) else {
            return Vec::new();
        };
        let mut holders: Vec<MemberNumber> = known
            .directory
            .rows_of_work(work)
            .map(|row| known.directory.row(row).member)
            .collect();
        holders.sort_unstable();
        holders.dedup();
        holders
    }

    /// Counts a library's records.
    pub(crate) fn records_of(&self, library: &LibraryId) -> u64 {
        let known = self.known.read();
        known
            .directory
            .find_member(library)
            .map_or(0, |member| known.directory.record_count(member))
    }
}

#[cfg(test)]
pub(crate) mod fixture {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::catalogue::{Record, RecordId, WorkKey};
    use navette_indexer::search::WriterBudget;

    pub(crate) const FIRST_LIFE: Position = Position {
        incarnation: 1,
        generation: 10,
    };
    const BUDGET: WriterBudget = WriterBudget {
        threads: 1,
        bytes_per_thread: 15_000_000,
    };

    pub(crate) fn record(id: &str) -> Record {
        Record {
            id: RecordId(id.into()),
            title: "Germinal".into(),
            work: WorkKey(7),
            ..Record::default()
        }
    }

    /// Knows of one library, whose copy goes up to the tenth change and holds one record.
    pub(crate) fn a_knowledge(folder: &std::path::Path) -> Knowledge {
        let mut directory = Directory::default();
        let member = directory.member(&LibraryId::parse("aire").unwrap());
        let (mut index, _) =
            LibraryIndex::open(&folder.join("aire"), member, BUDGET, &mut directory).unwrap();
        index.put(4, false, &record("1")).unwrap();
        index.commit(FIRST_LIFE).unwrap();
        let knowledge = Knowledge::new(directory, 1);
        knowledge.publish(member, &mut index).unwrap();
        knowledge
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::fixture::{FIRST_LIFE, a_knowledge, record};
    use super::*;

    /// Counts the records listed after an answer of this life of the node brought one more.
    fn listed_after(life: &str, seq: u64, times: usize) -> usize {
        let folder = tempfile::tempdir().unwrap();
        let knowledge = a_knowledge(folder.path());
        for _ in 0..times {
            knowledge.list_ahead(0, life, &[(seq, Brief::of(&record("2")))]);
        }
        knowledge.read(|known| known.directory.row_count())
    }

    #[test]
    fn a_record_that_an_answer_brings_before_the_stream_is_listed_once() {
        assert_eq!(listed_after("0000000000000001", 11, 2), 2);
    }

    #[test]
    fn an_answer_that_comes_after_the_stream_brings_no_withdrawn_record_back() {
        // Change 9 took it out before the copy came to change 8, so that 8 was never told.
        assert_eq!(listed_after("0000000000000001", 8, 1), 1);
    }

    #[test]
    fn a_word_made_visible_is_missing_from_the_sums_until_they_are_added_up() {
        let folder = tempfile::tempdir().unwrap();
        let knowledge = a_knowledge(folder.path());
        assert!(!knowledge.sums_are_current());
        knowledge.add_up();
        assert!(knowledge.sums_are_current());
    }

    #[tokio::test]
    async fn who_waits_for_a_word_goes_on_as_soon_as_it_is_in_the_sums_or_when_time_is_up() {
        let folder = tempfile::tempdir().unwrap();
        let knowledge = a_knowledge(folder.path());
        knowledge.sums_caught_up(Duration::from_millis(1)).await;
        assert!(!knowledge.sums_are_current());
        let waiting = knowledge.sums_caught_up(Duration::MAX);
        let adding = async { knowledge.add_up() };
        tokio::join!(waiting, adding);
        assert!(knowledge.sums_are_current());
    }

    #[test]
    fn numbers_of_another_life_of_a_node_name_nothing_here() {
        assert_eq!(listed_after("0000000000000002", 11, 1), 1);
        let folder = tempfile::tempdir().unwrap();
        let knowledge = a_knowledge(folder.path());
        let position = |life: &str| knowledge.read(|known| known.position_in(0, life));
        assert_eq!(position("0000000000000002"), None);
        assert_eq!(position("0000000000000001"), Some(FIRST_LIFE));
    }
}
