//! How does a call come to the desk? In its turn, beside the runtime's own threads, under the name its caller drew.

use super::turns::Turns;
use crate::desk_process::{Desk, beside};
use crate::ledger::Command;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::CardNumber;
use navette_proto::Refusal;
use navette_proto::convert::{identity, ids};
use navette_proto::wire::identity as wire;
use prost::Message;
use std::sync::Arc;
use tokio::sync::SemaphorePermit;
use xxhash_rust::xxh3::xxh3_64;

/// The way to one desk, for all services that speak to it.
pub(super) struct DeskDoor {
    pub(super) desk: Arc<Desk>,
    pub(super) here: LibraryId,
    turns: Turns,
}

impl DeskDoor {
    pub(super) fn to(desk: Arc<Desk>, here: LibraryId) -> Self {
        Self {
            desk,
            here,
            turns: Turns::default(),
        }
    }

    /// Waits for nothing, and refuses where too many are at the desk already.
    pub(super) fn turn(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        self.turns.call()
    }

    /// Takes a turn for waiting for another library or the federator.
    pub(super) fn remote_turn(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        self.turns.remote()
    }

    /// Reads.
    pub(super) async fn read<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> Result<R, DeskRefusal> + Send + 'static,
    ) -> Result<R, Refusal> {
        let _turn = self.turns.call()?;
        self.desk.shelves_known().await?;
        Ok(beside(&self.desk, work).await??)
    }

    /// Changes something, and wakes whoever must hear of it.
    pub(super) async fn command<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> Result<R, DeskRefusal> + Send + 'static,
    ) -> Result<R, Refusal> {
        let done = self.read(work).await?;
        self.desk.changed.notify_waiters();
        Ok(done)
    }

    /// Reads the card of an own patron; nobody else's is known here.
    pub(super) fn own_card(&self, card: Option<wire::Card>) -> Result<CardNumber, Refusal> {
        let (library, number) = identity::card("card", card, &self.here)?;
        if library == self.here {
            Ok(number)
        } else {
            Err(Refusal::UnknownCard)
        }
    }
}

/// Reads the name that a caller drew for a command; what the message asks goes with it.
pub(super) fn call_name(
    method: &str,
    request_id: &str,
    message: &impl Message,
) -> Result<Command, Refusal> {
    let name = ids::call("request_id", request_id)?;
    let mut bytes = method.as_bytes().to_vec();
    bytes.push(0);
    bytes.extend(message.encode_to_vec());
    Ok(Command {
        name,
        fingerprint: xxh3_64(&bytes),
    })
}
