//! How does the federator learn of a library's catalogue? It follows the change stream into a copy of its own.
//!
//! A copy is an index like the node's, without raw records. It survives a restart of the federator and is followed on
//! from where it stands; only where the node began a new life does it start from nothing.

use crate::clock;
use crate::copy_date;
use crate::error::FederatorError;
use crate::knowledge::Knowledge;
use crate::line::{Line, LineEvent, probe_wait_ms};
use crate::member::{CopyState, Member};
use crate::tasks;
use navette_domain::time::Timestamp;
use navette_indexer::search::{
    ANALYSIS_VERSION, Directory, IndexError, LibraryIndex, MemberNumber, Position, WriterBudget,
};
use navette_proto::convert;
use navette_proto::packing::Unpacker;
use navette_proto::wire::catalogue as wire;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc};

/// What writing a copy may use; copies are written one or two at a time.
const BUDGET: WriterBudget = WriterBudget {
    threads: 1,
    bytes_per_thread: 20_000_000,
};
/// Copies written at once.
const WRITERS_MAX: usize = 2;
/// Changes after which a copy is made searchable although more are coming.
const STAGED_MAX: usize = 20_000;
/// A stream that says nothing for this long is given up; heartbeats come every 5 s.
const SILENCE_MAX: Duration = Duration::from_secs(20);
/// How long a probe may take: what is slower than any search would wait for is still an answer.
const PROBE_LIMIT: Duration = Duration::from_secs(10);
/// How often the date of a copy is written down.
const DATE_EVERY_MS: i64 = 30_000;

/// A member's copy and where its date is written.
pub(crate) struct Copy {
    index: LibraryIndex,
    date_file: PathBuf,
    dated: Timestamp,
    /// Goes when the index is closed, wherever it was being written.
    _open: OpenCopy,
}

/// Held by every open copy; the process waits for the last to go.
pub(crate) type OpenCopy = mpsc::Sender<()>;

/// Limits how many copies are written at once.
pub(crate) fn writers() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(WRITERS_MAX))
}

/// Opens the copy kept from before, or begins one.
pub(crate) fn open_copy(
    folder: &Path,
    member: &Member,
    directory: &mut Directory,
    open: OpenCopy,
) -> Result<Copy, FederatorError> {
    let opened = LibraryIndex::open(&folder.join("index"), member.number, BUDGET, directory);
    let (index, rebuilt) = opened.map_err(|source| FederatorError::Copy {
        library: member.library.to_string(),
        source,
    })?;
    if let Some(reason) = rebuilt {
        tracing::warn!(library = %member.library, reason, "the copy starts again from nothing");
    }
    let date_file = folder.join("as_of");
    let Position {
        incarnation,
        generation,
    } = index.position();
    let dated = std::fs::read_to_string(&date_file)
        .ok()
        .and_then(|text| copy_date::read(&text, incarnation));
    member.set_copy(CopyState {
        as_of: dated,
        incarnation,
        generation,
    });
    Ok(Copy {
        index,
        date_file,
        dated: dated.unwrap_or_default(),
        _open: open,
    })
}

/// Makes what a copy holds from before searchable.
pub(crate) fn publish_kept(
    copy: &mut Copy,
    member: &Member,
    knowledge: &Knowledge,
) -> Result<(), FederatorError> {
    if copy.index.position() == Position::default() {
        return Ok(());
    }
    let published = knowledge.publish(member.number, &mut copy.index);
    published.map_err(|source| FederatorError::Copy {
        library: member.library.to_string(),
        source,
    })
}

/// Follows one member for as long as the process runs.
pub(crate) async fn follow(
    mut copy: Copy,
    member: Arc<Member>,
    knowledge: Arc<Knowledge>,
    writers: Arc<Semaphore>,
) {
    let mut failures = 0;
    loop {
        let follower = Follower {
            member: &member,
            knowledge: &knowledge,
            writers: &writers,
        };
        let (kept, ended) = follower.follow_stream(copy).await;
        let Some(kept) = kept else {
            tracing::error!(library = %member.library, "writing the copy broke; it is not followed until the next start");
            return;
        };
        copy = kept;
        match ended {
            Ended::Status(status) => {
                tracing::debug!(library = %member.library, %status, "change stream ended");
                failures += 1;
            }
            Ended::Caught => failures = 0,
            Ended::Broken(reason) => {
                tracing::error!(library = %member.library, reason, "the copy cannot be kept up");
                failures = 5;
            }
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(probe_wait_ms(failures))) => {}
            () = member.line_is_up.notified() => {}
        }
    }
}

/// Adds the sums up whenever a copy changed, at most five times a second.
pub(crate) async fn keep_sums(knowledge: Arc<Knowledge>) {
    loop {
        knowledge.sums_old.notified().await;
        let adding = Arc::clone(&knowledge);
        tasks::aside(move || adding.add_up()).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Asks a library whose line is in doubt, from time to time, until it answers.
pub(crate) async fn probe(member: Arc<Member>) {
    loop {
        member.line_in_doubt.notified().await;
        let mut probes = 0;
        loop {
            tokio::time::sleep(Duration::from_millis(probe_wait_ms(probes))).await;
            probes = probes.saturating_add(1);
            let mut client = member.member_client();
            let asked = client.status(wire::StatusRequest::default());
            let began = clock::moment();
            match tokio::time::timeout(PROBE_LIMIT, asked).await {
                Ok(Ok(_)) => member.learn_alive(clock::moment() - began),
                Ok(Err(status)) => {
                    let unanswered = LineEvent::DeadlineMissed;
                    member.learn(LineEvent::of_error(status.code(), unanswered));
                }
                Err(_) => member.learn(LineEvent::DeadlineMissed),
            }
            if member.line() == Line::Answering {
                break;
            }
        }
    }
}

/// Why following stopped for now.
enum Ended {
    /// The call was refused or the line broke before anything came.
    Status(Box<tonic::Status>),
    /// The stream ended after it had been of use.
    Caught,
    /// The copy itself is broken.
    Broken(String),
}

struct Follower<'a> {
    member: &'a Arc<Member>,
    knowledge: &'a Arc<Knowledge>,
    writers: &'a Arc<Semaphore>,
}

impl Follower<'_> {
    /// Follows one call's stream to its end; gives the copy back unless writing it broke.
    async fn follow_stream(&self, mut copy: Copy) -> (Option<Copy>, Ended) {
        let Position {
            incarnation,
            generation,
        } = copy.index.position();
        let request = wire::ChangesRequest {
            incarnation: if generation == 0 {
                String::new()
            } else {
                format!("{incarnation:016x}")
            },
            since: generation,
            packed: true,
        };
        let mut client = self.member.member_client();
        let called = tokio::time::timeout(SILENCE_MAX, client.changes(request)).await;
        let silent = |_| Err(tonic::Status::deadline_exceeded("no change stream"));
        let mut stream = match called.unwrap_or_else(silent) {
            Ok(response) => response.into_inner(),
            Err(status) => {
                let event = LineEvent::of_error(status.code(), LineEvent::DeadlineMissed);
                self.member.learn(event);
                return (Some(copy), Ended::Status(Box::new(status)));
            }
        };
        let Ok(mut unpacker) = Unpacker::new() else {
            let reason = "packed changes cannot be read here".to_owned();
            return (Some(copy), Ended::Broken(reason));
        };
        let mut of_use = false;
        loop {
            let mut message = match tokio::time::timeout(SILENCE_MAX, stream.message()).await {
                Ok(Ok(Some(message))) => message,
                Ok(Ok(None)) => break,
                Ok(Err(status)) if of_use => {
                    tracing::debug!(library = %self.member.library, %status, "change stream broke");
                    break;
                }
                Ok(Err(status)) => return (Some(copy), Ended::Status(Box::new(status))),
                Err(_) => break,
            };
            match unpacker.unpack(&std::mem::take(&mut message.packed)) {
                Ok(unpacked) => message.changes.extend(unpacked),
                Err(error) => return (Some(copy), Ended::Broken(error.to_string())),
            }
            of_use = true;
            match self.apply(copy, message).await {
                Ok(kept) => copy = kept,
                Err((kept, reason)) => return (kept.map(|kept| *kept), Ended::Broken(reason)),
            }
        }
        let nothing_came = || Ended::Status(Box::new(tonic::Status::unavailable("stream ended")));
        (
            Some(copy),
            if of_use {
                Ended::Caught
            } else {
                nothing_came()
            },
        )
    }

    /// Takes one message of the stream into the copy; where it is the last for now, the copy becomes searchable.
    async fn apply(
        &self,
        copy: Copy,
        message: wire::ChangesResponse,
    ) -> Result<Copy, (Option<Box<Copy>>, String)> {
        if message.analysis_version != ANALYSIS_VERSION {
            let reason = format!(
                "it has analysis version {}, we have {ANALYSIS_VERSION}",
                message.analysis_version
            );
            return Err((Some(Box::new(copy)), reason));
        }
        let Ok(incarnation) = u64::from_str_radix(&message.incarnation, 16) else {
            return Err((
                Some(Box::new(copy)),
                format!("incarnation \"{}\"", message.incarnation),
            ));
        };
        let position = Position {
            incarnation,
            generation: message.generation,
        };
        let caught_up = message.caught_up;
        let nothing_new =
            message.changes.is_empty() && !message.reset && position == copy.index.position();
        if nothing_new {
            return Ok(self.note(copy, caught_up));
        }
        let permit = self.writers.acquire().await;
        let (knowledge, number) = (Arc::clone(self.knowledge), self.member.number);
        let done = tasks::aside(move || {
            let mut copy = copy;
            let taken = take(
                &mut copy.index,
                message,
                &knowledge,
                number,
                position,
                caught_up,
            );
            (copy, taken)
        });
        let done = done.await;
        drop(permit);
        match done {
            Some((copy, Ok(()))) => Ok(self.note(copy, caught_up)),
            Some((copy, Err(reason))) => Err((Some(Box::new(copy)), reason)),
            None => Err((None, "writing the copy broke".into())),
        }
    }

    /// Notes and dates what the copy now is: what was committed, for changes only staged can be found by nobody.
    fn note(&self, mut copy: Copy, caught_up: bool) -> Copy {
        let before = self.member.copy();
        let now = self.member.clock.now();
        let Position {
            incarnation,
            generation,
        } = copy.index.position();
        // The date of a former life of the node says nothing of this one.
        let kept = before.as_of.filter(|_| before.incarnation == incarnation);
        let as_of = if caught_up { Some(now) } else { kept };
        self.member.set_copy(CopyState {
            as_of,
            incarnation,
            generation,
        });
        if caught_up && now.0.saturating_sub(copy.dated.0) > DATE_EVERY_MS {
            copy.dated = now;
            if let Err(error) = copy_date::write(&copy.date_file, now, incarnation) {
                tracing::warn!(library = %self.member.library, %error, "the copy's date cannot be written");
            }
        }
        copy
    }
}

/// Puts changes into the index; commits and publishes when there is nothing more to come, or much has come. Where that
/// fails, nothing stays staged: the stream brings it again.
fn take(
    index: &mut LibraryIndex,
    message: wire::ChangesResponse,
    knowledge: &Knowledge,
    number: MemberNumber,
    position: Position,
    caught_up: bool,
) -> Result<(), String> {
    let taken = stage(index, message, knowledge, number).and_then(|()| {
        if caught_up || index.staged() >= STAGED_MAX {
            index.commit(position)?;
            knowledge.publish(number, index)?;
            index.rest()?;
        }
        Ok(())
    });
    taken.map_err(|error| {
        index.forget_staged();
        error.to_string()
    })
}

/// Puts changes into the index. A record that cannot be read is left out, as in a node's own index: one must not keep all
/// others from being found.
fn stage(
    index: &mut LibraryIndex,
    message: wire::ChangesResponse,
    knowledge: &Knowledge,
    number: MemberNumber,
) -> Result<(), IndexError> {
    if message.reset {
        index.clear()?;
    }
    for change in message.changes {
        let known = knowledge.read(|known| {
            known
                .directory
                .row_of_record(number, &change.record_id)
                .is_some()
        });
        let record = change.record.map(convert::record::from_wire);
        match record {
            Some(Ok(record)) => index.put(change.seq, known, &record)?,
            Some(Err(refusal)) => {
                tracing::warn!(seq = change.seq, %refusal, "a record of the change stream cannot be read");
                index.remove(&change.record_id)?;
            }
            None => index.remove(&change.record_id)?,
        }
    }
    Ok(())
}
