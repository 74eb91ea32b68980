//! How does an import talk with a node? Start, ready, batches against acknowledgements, finish, summary.

use super::batches::{Reading, read_files};
use super::progress::Progress;
use super::rejects::{Rejected, RejectsFile};
use super::window::{MOST_BATCHES, Window};
use crate::connection::Address;
use crate::failure::Failure;
use crate::files::{BytesRead, Source};
use navette_proto::wire::catalogue::import_request::Step as Request;
use navette_proto::wire::catalogue::import_response::Step as Answer;
use navette_proto::wire::catalogue::{
    ImportBatch, ImportFinish, ImportProgress, ImportReady, ImportRequest, ImportResponse,
    ImportStart, ImportSummary,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Status, Streaming};

/// Batches read ahead of what is sent.
const READ_AHEAD: usize = 2;
/// A whole window, start and finish fit, so that sending never waits while answers go unread.
const MOST_REQUESTS: usize = MOST_BATCHES + 2;

/// Counts of both sides at the end of an import.
#[derive(Debug)]
pub(crate) struct Counts {
    /// The node's.
    pub(crate) node: ImportSummary,
    /// Bytes that are no record, and thus never reached the node.
    pub(crate) rejected_here: u64,
}

/// One import under way.
pub(crate) struct Sending<'import, 'terminal> {
    node: &'import Address,
    rejects: &'import mut RejectsFile,
    progress: &'import mut Progress<'terminal>,
    window: Window,
    rejected_here: u64,
}

impl<'import, 'terminal> Sending<'import, 'terminal> {
    /// Prepares an import into a node.
    pub(crate) fn to(
        node: &'import Address,
        rejects: &'import mut RejectsFile,
        progress: &'import mut Progress<'terminal>,
    ) -> Self {
        Self {
            node,
            rejects,
            progress,
            window: Window::default(),
            rejected_here: 0,
        }
    }

    /// Sends all files and waits for the summary.
    pub(crate) async fn run(
        mut self,
        start: ImportStart,
        sources: Vec<Source>,
        counter: BytesRead,
    ) -> Result<Counts, Failure> {
        let mut client = self.node.connect().await?;
        let (requests, outgoing) = mpsc::channel(MOST_REQUESTS);
        let request = |step| ImportRequest { step: Some(step) };
        // The channel is empty and its other end is held: this cannot fail.
        let _ = requests.send(request(Request::Start(start))).await;
        let mut answers = client
            .import(ReceiverStream::new(outgoing))
            .await
            .map_err(|status| self.refused(&status))?
            .into_inner();
        let resume_after = self.ready(&mut answers).await?;
        let mut readings = read_in_background(sources, resume_after, counter);
        let mut all_read = false;
        loop {
            tokio::select! {
                reading = readings.recv(), if !all_read && self.window.has_room() => {
                    all_read = reading.is_none();
                    if let Some(step) = self.next_request(reading)? {
                        // A node that stopped listening says why in its answer.
                        let _ = requests.send(request(step)).await;
                    }
                }
                answer = answers.message() => {
                    if let Some(node) = self.take_answer(answer)? {
                        let rejected_here = self.rejected_here;
                        return Ok(Counts { node, rejected_here });
                    }
                }
            }
        }
    }

    /// Waits until the node says from which record it wants the import.
    async fn ready(&mut self, answers: &mut Streaming<ImportResponse>) -> Result<u64, Failure> {
        let answer = answers
            .message()
            .await
            .map_err(|status| self.refused(&status))?;
        let Some(Answer::Ready(ImportReady { resume_after, .. })) = answer.and_then(|a| a.step)
        else {
            return Err(self.out_of_order("before it was ready"));
        };
        if resume_after > 0 {
            self.rejects.continue_earlier();
            self.progress.note(&format!(
                "an interrupted import of the same files is continued after record {resume_after}"
            ));
        }
        Ok(resume_after)
    }

    fn next_request(&mut self, reading: Option<Reading>) -> Result<Option<Request>, Failure> {
        match reading {
            None => Ok(Some(Request::Finish(ImportFinish {}))),
            Some(Reading::Batch(batch)) => {
                let records = batch.records.clone();
                self.window.keep(batch);
                Ok(Some(Request::Batch(ImportBatch { records })))
            }
            Some(Reading::Rejected(rejected)) => {
                self.rejected_here += 1;
                self.write_reject(&rejected)?;
                Ok(None)
            }
            Some(Reading::Failed(message)) => Err(Failure::other(message)),
        }
    }

    /// Takes an answer of the node; the summary ends the import.
    fn take_answer(
        &mut self,
        answer: Result<Option<ImportResponse>, Status>,
    ) -> Result<Option<ImportSummary>, Failure> {
        let answer = answer.map_err(|status| self.refused(&status))?;
        match answer.and_then(|answer| answer.step) {
            Some(Answer::Progress(progress)) => {
                self.take_progress(progress)?;
                Ok(None)
            }
            Some(Answer::Summary(summary)) => Ok(Some(summary)),
            Some(Answer::Ready(_)) => Err(self.out_of_order("twice that it is ready")),
            None => Err(self.out_of_order("before the summary")),
        }
    }

    fn take_progress(&mut self, progress: ImportProgress) -> Result<(), Failure> {
        for reject in progress.rejects {
            let rejected = self.window.describe(reject);
            self.write_reject(&rejected)?;
        }
        self.window.acknowledge(progress.durable);
        self.progress.durable(progress.durable);
        Ok(())
    }

    fn write_reject(&mut self, rejected: &Rejected) -> Result<(), Failure> {
        self.progress.rejected();
        self.rejects.write(rejected)
    }

    fn refused(&self, status: &Status) -> Failure {
        let lost = matches!(
            status.code(),
            tonic::Code::Unavailable | tonic::Code::Unknown | tonic::Code::Cancelled
        );
        if lost {
            return self.interrupted(status.message());
        }
        Failure::from_status(status, self.node)
    }

    fn interrupted(&self, why: &str) -> Failure {
        Failure::unreachable(format!(
            "the import was interrupted by {}: {why}",
            self.node
        ))
        .hint("run the same command again: it continues where this one ended")
    }

    fn out_of_order(&self, when: &str) -> Failure {
        self.interrupted(&format!("it answered out of order ({when})"))
    }
}

/// Reads on a thread of its own, because files and decompression block.
fn read_in_background(
    sources: Vec<Source>,
    resume_after: u64,
    counter: BytesRead,
) -> mpsc::Receiver<Reading> {
    let (deliver, readings) = mpsc::channel(READ_AHEAD);
    tokio::task::spawn_blocking(move || {
        read_files(sources, resume_after, &counter, |reading| {
            deliver.blocking_send(reading).is_ok()
        });
    });
    readings
}
