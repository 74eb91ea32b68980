//! How do notices leave the house? Each is handed to the way that was chosen for it; what cannot go goes to the desk's list.

use crate::desk_process::{Desk, beside};
use crate::flows::notices::NoticeToSend;
use navette_domain::catalogue::LibraryId;
use navette_domain::notices::{Channel, NoticeFacts, Proof, render};
use navette_domain::time::Timestamp;
use navette_standards::{Gateway, NoticeId, OutgoingNotice, Recipient, SendFailure};
use std::sync::Arc;

/// Eight in the morning, in milliseconds since midnight: a notice bears the day on which there was something to tell.
const MORNING_MS: i64 = 8 * 3_600_000;

/// The ways that are set up.
#[derive(Default)]
pub(crate) struct Post {
    pub(crate) email: Option<Box<dyn Gateway>>,
}

/// What became of one notice.
enum Fate {
    Sent(Proof),
    /// It failed, and trying again may help: what is behind it need not be tried now.
    Later,
    Never,
}

/// Sends what is due, one after the other; what no way is set up for goes to the desk's list.
pub(crate) async fn send_due(desk: &Arc<Desk>, post: &Post) -> Result<(), String> {
    let due = beside(desk, |desk| desk.core.due_notices(desk.now()));
    let due = due.await.map_err(|refusal| refusal.to_string())?;
    let due = due.map_err(|refusal| refusal.to_string())?;
    let (mut relay_is_away, any) = (false, !due.is_empty());
    for notice in due {
        let fate = match relay_is_away {
            true => Fate::Later,
            false => send(desk, post, &notice).await,
        };
        relay_is_away |= matches!(fate, Fate::Later);
        let (number, attempt) = (notice.notice, notice.attempt);
        let noted = beside(desk, move |desk| {
            let now = desk.now();
            match fate {
                Fate::Sent(proof) => desk.core.notice_sent(number, proof, now),
                Fate::Later => desk.core.notice_failed(number, attempt, false, now),
                Fate::Never => desk.core.notice_failed(number, attempt, true, now),
            }
        });
        if let Ok(Err(refusal)) = noted.await {
            // It was told or dropped while it was on its way.
            tracing::info!(notice = number, %refusal, "a notice stands otherwise by now");
        }
    }
    if any {
        // That a patron was told is told to the federator: a hold period begins.
        desk.changed.notify_waiters();
    }
    Ok(())
}

async fn send(desk: &Desk, post: &Post, notice: &NoticeToSend) -> Fate {
    let gateway = match notice.channel {
        Channel::Email => post.email.as_deref(),
        Channel::Sms | Channel::Letter | Channel::Desk => None,
    };
    let Some((gateway, letter)) = gateway.zip(letter(desk, notice)) else {
        return Fate::Never;
    };
    match gateway.send(&letter).await {
        Ok(proof) => Fate::Sent(proof),
        Err(failure) => {
            let lasting = failure.is_lasting();
            tracing::warn!(notice = notice.notice, lasting, %failure, "a notice did not leave");
            match failure {
                SendFailure::ForNow { .. } => Fate::Later,
                SendFailure::ForGood { .. } => Fate::Never,
            }
        }
    }
}

/// Writes a notice; nothing where the patron has no address, or it cannot be put into words.
fn letter(desk: &Desk, notice: &NoticeToSend) -> Option<OutgoingNotice> {
    let settings = desk.core.settings();
    let here = &settings.library;
    let at: &LibraryId = notice.pickup.as_ref().unwrap_or(here);
    let facts = NoticeFacts {
        first_name: notice.to.given_name.clone(),
        title: notice.title.clone(),
        library_name: settings.name_of(at).to_owned(),
        sender_name: settings.name.clone(),
        day: notice.day,
        pickup_code: notice.code.clone(),
        ..NoticeFacts::default()
    };
    let text = render(notice.kind, notice.language, &facts);
    if let Err(missing) = &text {
        tracing::error!(notice = notice.notice, %missing, "a notice cannot be written");
    }
    Some(OutgoingNotice {
        id: NoticeId {
            library: here.clone(),
            incarnation: desk.core.ledger().incarnation(),
            number: notice.notice,
        },
        to: Recipient::Email(notice.to.email.clone()?),
        text: text.ok()?,
        language: notice.language,
        made_at: Timestamp(i64::from(notice.made_on.0) * 86_400_000 + MORNING_MS),
    })
}
