//! How does a backup leave a running process? Written on a thread of its own into a short queue that the call empties.

use bytes::{Bytes, BytesMut};
use navette_proto::Refusal;
use navette_proto::wire::operation as wire;
use navette_proto::wire::operation::operation_service_server::OperationService;
use navette_store::backup::{BackupError, Totals};
use navette_store::keyring::PortableKeys;
use std::io::{self, Write};
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

/// Bytes of one message.
const CHUNK_BYTES: usize = 256 << 10;
/// Messages that may wait for the line.
const CHUNKS_WAITING: usize = 4;

/// Why a backup was not made.
pub type BackupFailure = Box<dyn std::error::Error + Send + Sync>;

/// A process that can write a backup of what it keeps. Blocks.
pub trait BackUp: Send + Sync + 'static {
    /// Writes it all.
    fn back_up(&self, to: &mut dyn Write) -> Result<BackedUp, BackupFailure>;
}

/// What was written.
pub struct BackedUp {
    /// How much it was.
    pub totals: Totals,
    /// The keys under which the rows are covered, for a file of their own; nothing where there are none.
    pub keys: Option<PortableKeys>,
}

/// The service over one process.
pub struct Backups {
    process: Arc<dyn BackUp>,
    /// Starts what blocks beside the runtime's own threads.
    aside: fn(Box<dyn FnOnce() + Send>),
    /// One backup at a time: each reads everything.
    turn: Arc<Semaphore>,
}

impl Backups {
    /// Makes the service; `aside` starts what blocks.
    pub fn of(process: Arc<dyn BackUp>, aside: fn(Box<dyn FnOnce() + Send>)) -> Self {
        Self {
            process,
            aside,
            turn: Arc::new(Semaphore::new(1)),
        }
    }
}

#[tonic::async_trait]
impl OperationService for Backups {
    type BackupStream = ReceiverStream<Result<wire::BackupResponse, Status>>;

    async fn backup(
        &self,
        _: Request<wire::BackupRequest>,
    ) -> Result<Response<Self::BackupStream>, Status> {
        let turn = Arc::clone(&self.turn).try_acquire_owned();
        let turn = turn.map_err(|_| Refusal::Busy)?;
        let (door, chunks) = mpsc::channel(CHUNKS_WAITING);
        let process = Arc::clone(&self.process);
        (self.aside)(Box::new(move || {
            send_backup(&*process, &door);
            drop(process);
            drop(turn);
        }));
        Ok(Response::new(ReceiverStream::new(chunks)))
    }
}

fn send_backup(process: &dyn BackUp, door: &mpsc::Sender<Result<wire::BackupResponse, Status>>) {
    let mut line = Line {
        door,
        waiting: BytesMut::new(),
    };
    let sent = process.back_up(&mut line).and_then(|written| {
        line.flush()?;
        if let Some(keys) = &written.keys {
            send_keys(keys, door)?;
        }
        Ok(written.totals)
    });
    match sent {
        Ok(Totals { rows, records, .. }) => tracing::info!(rows, records, "a backup was sent"),
        Err(failure) if is_gone(&*failure) => {
            tracing::warn!("a backup was given up by whoever asked for it");
        }
        Err(failure) => {
            tracing::error!(%failure, "a backup could not be made");
            // Whoever has gone meanwhile needs no answer.
            let _ = door.blocking_send(Err(Refusal::Internal.into()));
        }
    }
}

fn send_keys(
    keys: &PortableKeys,
    door: &mpsc::Sender<Result<wire::BackupResponse, Status>>,
) -> io::Result<()> {
    for piece in keys.encode().expose().chunks(CHUNK_BYTES) {
        let piece = wire::BackupResponse {
            chunk: Vec::new(),
            keys: piece.to_vec(),
        };
        door.blocking_send(Ok(piece)).map_err(gone)?;
    }
    Ok(())
}

fn gone<T>(_: T) -> io::Error {
    io::ErrorKind::BrokenPipe.into()
}

fn is_gone(failure: &(dyn std::error::Error + 'static)) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    match failure.downcast_ref::<BackupError>() {
        Some(BackupError::Io(error)) => broken(error),
        _ => failure.downcast_ref::<io::Error>().is_some_and(broken),
    }
}

/// Cuts what is written into messages.
struct Line<'a> {
    door: &'a mpsc::Sender<Result<wire::BackupResponse, Status>>,
    waiting: BytesMut,
}

impl Line<'_> {
    fn send(&mut self, chunk: Bytes) -> io::Result<()> {
        let chunk = wire::BackupResponse {
            chunk: chunk.to_vec(),
            keys: Vec::new(),
        };
        self.door.blocking_send(Ok(chunk)).map_err(gone)
    }
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        while self.waiting.len() >= CHUNK_BYTES {
            let chunk = self.waiting.split_to(CHUNK_BYTES).freeze();
            self.send(chunk)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let rest = self.waiting.split().freeze();
        self.send(rest)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeSet;
    use std::sync::mpsc::{Receiver, channel};
    use tonic::Code;

    /// Writes nothing until it is told to.
    struct Waiting(parking_lot::Mutex<Receiver<()>>);

    impl BackUp for Waiting {
        fn back_up(&self, to: &mut dyn Write) -> Result<BackedUp, BackupFailure> {
            self.0.lock().recv()?;
            to.write_all(&[7; CHUNK_BYTES + 1])?;
            Ok(BackedUp {
                totals: Totals::default(),
                keys: Some(PortableKeys {
                    library: "aire".to_owned(),
                    copy: Vec::new().into(),
                    erased: BTreeSet::new(),
                    sealing: None,
                }),
            })
        }
    }

    #[tokio::test]
    async fn a_second_backup_is_refused_until_the_first_was_sent() {
        let (begin, told) = channel();
        let process = Arc::new(Waiting(parking_lot::Mutex::new(told)));
        let backups = Backups::of(process, |work| {
            std::thread::spawn(work);
        });
        let ask = || Request::new(wire::BackupRequest {});
        let first = backups.backup(ask()).await.unwrap();
        let refused = backups.backup(ask()).await.unwrap_err();
        assert_eq!(refused.code(), Code::ResourceExhausted);
        begin.send(()).unwrap();
        let mut chunks = first.into_inner().into_inner();
        let mut lengths = Vec::new();
        while let Some(chunk) = chunks.recv().await {
            let sent = chunk.unwrap();
            lengths.push((sent.chunk.len(), sent.keys.is_empty()));
        }
        let keys_last = [(CHUNK_BYTES, true), (1, true), (0, false)];
        assert_eq!(lengths, keys_last);
    }

    #[tokio::test]
    async fn what_broke_is_told_without_its_detail() {
        let (begin, told) = channel();
        let process = Arc::new(Waiting(parking_lot::Mutex::new(told)));
        drop(begin);
        let backups = Backups::of(process, |work| {
            std::thread::spawn(work);
        });
        let answer = backups.backup(Request::new(wire::BackupRequest {})).await;
        let mut chunks = answer.unwrap().into_inner().into_inner();
        let told = chunks.recv().await.unwrap().unwrap_err();
        assert_eq!(told.code(), Code::Internal);
        assert!(!told.message().contains("channel"), "{told}");
    }
}
