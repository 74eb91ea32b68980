//! Which codes to sign in by are on their way to a mailbox? One is drawn when its letter is written, and is in memory until that has
//! left: the ledger holds only what the code is known by.

use crate::desk_process::{Desk, beside};
use crate::flows::notices::NoticeToSend;
use crate::sign_in::drawn;
use navette_proto::Refusal;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Codes held at once; the oldest makes room, and a later attempt draws another.
const ON_THEIR_WAY_MAX: usize = 500;

/// The codes, by the number of the notice that carries them.
#[derive(Default)]
pub(crate) struct MailedCodes(Mutex<BTreeMap<u64, String>>);

impl MailedCodes {
    /// Gives the code of a notice: each attempt carries the same, so that a letter that arrives twice is one letter.
    pub(crate) async fn of(
        &self,
        desk: &Arc<Desk>,
        notice: &NoticeToSend,
    ) -> Result<String, Refusal> {
        let (number, patron) = (notice.notice, notice.patron);
        let held = self.0.lock().get(&number).cloned();
        if let Some(code) = held {
            return Ok(code);
        }
        let (code, key) = drawn::<16>()?;
        beside(desk, move |desk| {
            desk.core.link_made(patron, key, desk.now())
        })
        .await??;
        let mut held = self.0.lock();
        held.insert(number, code.clone());
        if held.len() > ON_THEIR_WAY_MAX {
            held.pop_first();
        }
        Ok(code)
    }

    /// Forgets the code of a notice that has left, or never will.
    pub(crate) fn forget(&self, notice: u64) {
        self.0.lock().remove(&notice);
    }
}
