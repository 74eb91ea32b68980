//! Who may call this node? A guard before all of its services, on every way in: by certificate, session, or the machine's own file.

use crate::desk_process::{Desk, beside};
use crate::grpc::Turns;
use navette_domain::access::{AccessRefusal, Caller, Place};
use navette_domain::catalogue::LibraryId;
use navette_proto::{Refusal, rule_of};
use navette_trust::{Guard, Keeping, Sessions, fingerprint};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tonic::Status;

/// Makes the guard of a node.
pub(crate) fn guard(desk: &Arc<Desk>, here: LibraryId) -> Guard {
    Guard::by(Keeping {
        here: Place::Library(here),
        rule_of,
        refused,
        sessions: Arc::new(SignedIn {
            desk: Arc::clone(desk),
            turns: Arc::default(),
        }),
        operator: Some(desk.operator),
        trusts_this_machine: desk.trusts_this_machine,
    })
}

fn refused(refusal: AccessRefusal) -> Status {
    Refusal::from(refusal).into()
}

/// Who has signed in here, as the ledger remembers.
struct SignedIn {
    desk: Arc<Desk>,
    turns: Arc<Turns>,
}

impl Sessions for SignedIn {
    fn caller(
        &self,
        token: String,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Caller>, Status>> + Send>> {
        let (desk, turns) = (Arc::clone(&self.desk), Arc::clone(&self.turns));
        Box::pin(async move {
            let _turn = turns.call()?;
            let key = fingerprint(&token);
            let found = beside(&desk, move |desk| {
                let now = desk.now();
                let Some((caller, noted)) = desk.core.session(key, now)? else {
                    return Ok(None);
                };
                if noted {
                    desk.core.note_use(key, now)?;
                }
                Ok(Some(caller))
            });
            let found: Result<_, Refusal> = found.await?.map_err(Refusal::from);
            Ok(found?)
        })
    }
}
