//! In which order does an import go? Start, ready, batches against acknowledgements, finish, summary.
//!
//! An importer that vanishes leaves an unfinished run: what was acknowledged stays, and the same import goes on from there.

use super::counts::Counts;
use super::incoming::{Answer, RawRecord, Start, Step, Summary};
use super::read_batch::{ReadRecord, read_batch};
use super::storing::{Ending, Storing, refused_by_store};
use super::writing::Writing;
use crate::catalogue::Catalogue;
use crate::reading::SourceReader;
use crate::tasks;
use navette_proto::Refusal;
use navette_store::catalogue::{CatalogueStore, Run};
use std::sync::Arc;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_stream::{Stream, StreamExt};

/// Longest import key, in characters.
const KEY_CHARS_MAX: usize = 64;
/// Longest mapping profile, in bytes.
const PROFILE_BYTES_MAX: usize = 256 << 10;
/// Records of one batch, at most.
const BATCH_RECORDS_MAX: usize = 1_000;
/// Bytes of one record, at most.
const RECORD_BYTES_MAX: usize = 1 << 20;
/// Batches being read or waiting to be stored.
const BATCHES_AHEAD: usize = 6;

/// Where answers go.
pub(crate) type Door = mpsc::Sender<Result<Answer, Refusal>>;
/// Batches on their way from the readers to the store, in order.
pub(super) type Queue = mpsc::Receiver<JoinHandle<Vec<ReadRecord>>>;

/// How the importer's side ended.
enum Heard {
    /// Everything was sent.
    Finish,
    /// It went away, or the node stops: the run stays open.
    Gone,
}

/// Takes one import from start to summary. `steps` are the importer's messages as they come.
pub(crate) async fn import(
    catalogue: Arc<Catalogue>,
    steps: impl Stream<Item = Result<Step, Refusal>> + Unpin,
    door: Door,
    stopping: watch::Receiver<bool>,
) {
    if let Err(refusal) = run(catalogue, steps, &door, stopping).await {
        // An importer that is gone does not hear it.
        let _ = door.send(Err(refusal)).await;
    }
}

async fn run(
    catalogue: Arc<Catalogue>,
    mut steps: impl Stream<Item = Result<Step, Refusal>> + Unpin,
    door: &Door,
    mut stopping: watch::Receiver<bool>,
) -> Result<(), Refusal> {
    let start = match steps.next().await {
        Some(Ok(Step::Start(start))) => start,
        Some(Err(refusal)) => return Err(refusal),
        Some(Ok(Step::Batch(_) | Step::Finish)) | None => {
            let expected = "start first";
            return Err(Refusal::ImportOutOfOrder { expected });
        }
    };
    let reader = Arc::new(accepted(&start)?);
    let turn = Arc::clone(&catalogue.import_turn);
    let _turn = turn
        .try_acquire_owned()
        .map_err(|_| Refusal::ImportRunning)?;
    let (run, counts) = begin(&catalogue, &start).await?;
    let resume_after = run.as_ref().map_or(0, |run| run.resume_after);
    let ready = Answer::Ready {
        resume_after,
        so_far: counts,
    };
    let _ = door.send(Ok(ready)).await;
    let (batches, queue) = mpsc::channel(BATCHES_AHEAD);
    let ending = Ending::of(&start);
    let storing = Storing::new(
        Arc::clone(&catalogue),
        Arc::clone(&reader),
        run.map(|run| run.run),
    );
    let writing = Writing::new(storing, counts, door.clone());
    let writing = tasks::spawn(writing.write_all(queue));
    let listening = Listening {
        reader,
        batches,
        last_number: resume_after,
    };
    let heard = tokio::select! {
        heard = listening.listen(&mut steps) => heard,
        _ = stopping.wait_for(|stopping| *stopping) => Err(Refusal::ShuttingDown),
    };
    let written = writing.await.map_err(|_| Refusal::Internal)?;
    // What broke while writing explains why listening ended.
    let writing = match written {
        Ok(writing) => writing,
        Err(refusal) => return Err(refusal),
    };
    match heard? {
        Heard::Gone => {
            tracing::info!("an import was interrupted; the same import will go on from there");
            writing.publish().await
        }
        Heard::Finish => {
            let summary: Summary = writing.finish(ending).await?;
            let _ = door.send(Ok(Answer::Summary(summary))).await;
            Ok(())
        }
    }
}

/// Checks what an import says of itself, and compiles its profile.
fn accepted(start: &Start) -> Result<SourceReader, Refusal> {
    let length = start.import_key.chars().count();
    if length == 0 || length > KEY_CHARS_MAX {
        let reason = format!("has {length} characters; 1 to {KEY_CHARS_MAX} are taken");
        return Err(Refusal::field("import_key", reason));
    }
    if start.profile_toml.len() > PROFILE_BYTES_MAX {
        return Err(Refusal::OverLimit {
            what: "profile".into(),
            value: start.profile_toml.len() as u64,
            limit: PROFILE_BYTES_MAX as u64,
            unit: "bytes",
        });
    }
    SourceReader::of(&start.profile_toml).map_err(|refusal| Refusal::Profile(refusal.to_string()))
}

/// Begins or resumes the run in the store; a dry run has none.
async fn begin(
    catalogue: &Arc<Catalogue>,
    start: &Start,
) -> Result<(Option<Run>, Counts), Refusal> {
    let fresh = Counts {
        first_seq: catalogue.store.last_seq().saturating_add(1),
        ..Counts::default()
    };
    if start.dry_run {
        return Ok((None, fresh));
    }
    let store = Arc::clone(&catalogue.store);
    let (key, profile) = (start.import_key.clone(), start.profile_toml.clone());
    let begun = tasks::blocking(move || store.begin_import(&key, &profile)).await;
    let run = begun
        .map_err(|_| Refusal::Internal)?
        .map_err(refused_by_store)?;
    let counts = Counts::decode(&run.saved_counts).unwrap_or(fresh);
    Ok((Some(run), counts))
}

/// Hears batches and has them read, as far ahead of the store as the queue allows.
struct Listening {
    reader: Arc<SourceReader>,
    batches: mpsc::Sender<JoinHandle<Vec<ReadRecord>>>,
    last_number: u64,
}

impl Listening {
    async fn listen(
        mut self,
        steps: &mut (impl Stream<Item = Result<Step, Refusal>> + Unpin),
    ) -> Result<Heard, Refusal> {
        loop {
            match steps.next().await {
                None => return Ok(Heard::Gone),
                Some(Err(refusal)) => return Err(refusal),
                Some(Ok(Step::Finish)) => return Ok(Heard::Finish),
                Some(Ok(Step::Start(_))) => {
                    let expected = "a batch or finish";
                    return Err(Refusal::ImportOutOfOrder { expected });
                }
                Some(Ok(Step::Batch(batch))) => {
                    let batch = self.checked(batch)?;
                    let reader = Arc::clone(&self.reader);
                    let reading = tasks::blocking(move || read_batch(&reader, batch));
                    if self.batches.send(reading).await.is_err() {
                        // Writing has ended with an error, which is told instead.
                        return Ok(Heard::Gone);
                    }
                }
            }
        }
    }

    /// Refuses batches over a limit or out of order; records that are durable already are passed over.
    fn checked(&mut self, mut batch: Vec<RawRecord>) -> Result<Vec<RawRecord>, Refusal> {
        if batch.len() > BATCH_RECORDS_MAX {
            return Err(Refusal::OverLimit {
                what: "batch".into(),
                value: batch.len() as u64,
                limit: BATCH_RECORDS_MAX as u64,
                unit: "records",
            });
        }
        let mut before = 0;
        for record in &batch {
            if record.raw.len() > RECORD_BYTES_MAX {
                return Err(Refusal::OverLimit {
                    what: format!("record {}", record.number),
                    value: record.raw.len() as u64,
                    limit: RECORD_BYTES_MAX as u64,
                    unit: "bytes",
                });
            }
            if record.number <= before {
                let reason = format!("{} comes after {before}", record.number);
                return Err(Refusal::field("number", reason));
            }
            before = record.number;
        }
        batch.retain(|record| record.number > self.last_number);
        self.last_number = self.last_number.max(before);
        Ok(batch)
    }
}
