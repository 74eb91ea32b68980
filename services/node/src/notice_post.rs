//! How do notices leave the house? Each is handed to the way that was chosen for it; what cannot go goes to the desk's list.

use crate::desk_process::{Desk, beside};
use crate::flows::notices::NoticeToSend;
use crate::mailed_codes::MailedCodes;
use crate::portal_address::PortalAddress;
use navette_domain::catalogue::LibraryId;
use navette_domain::notices::{
    ATTEMPTS_MAX, Channel, NoticeFacts, NoticeKind, Proof, SignInFacts, render,
};
use navette_domain::time::Timestamp;
use navette_proto::Refusal;
use navette_standards::{Gateway, NoticeId, OutgoingNotice, Recipient, SendFailure};
use std::sync::Arc;

/// Eight in the morning, in milliseconds since midnight: a notice bears the day on which there was something to tell.
const MORNING_MS: i64 = 8 * 3_600_000;

/// The ways that are set up.
#[derive(Default)]
pub(crate) struct Post {
    pub(crate) email: Option<Box<dyn Gateway>>,
    /// Where patrons sign in, where they do.
    pub(crate) portal: Option<PortalAddress>,
    pub(crate) codes: MailedCodes,
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
        if !matches!(fate, Fate::Later) || attempt >= ATTEMPTS_MAX {
            post.codes.forget(number);
        }
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

async fn send(desk: &Arc<Desk>, post: &Post, notice: &NoticeToSend) -> Fate {
    let gateway = match notice.channel {
        Channel::Email => post.email.as_deref(),
        Channel::Sms | Channel::Letter | Channel::Desk => None,
    };
    let Some(gateway) = gateway else {
        return Fate::Never;
    };
    let sign_in = match sign_in(desk, post, notice).await {
        Ok(sign_in) => sign_in,
        Err(refusal) => {
            tracing::warn!(notice = notice.notice, %refusal, "a code to sign in by was not made");
            return Fate::Later;
        }
    };
    let Some(letter) = letter(desk, notice, sign_in) else {
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

/// Gives what a patron signs in by, where that is what the notice carries.
async fn sign_in(
    desk: &Arc<Desk>,
    post: &Post,
    notice: &NoticeToSend,
) -> Result<Option<SignInFacts>, Refusal> {
    if notice.kind != NoticeKind::SignInCode {
        return Ok(None);
    }
    let code = post.codes.of(desk, notice).await?;
    let page = post.portal.as_ref().map(PortalAddress::sign_in_page);
    Ok(Some(SignInFacts { code, page }))
}

/// Writes a notice; nothing where the patron has no address, or it cannot be put into words.
fn letter(
    desk: &Desk,
    notice: &NoticeToSend,
    sign_in: Option<SignInFacts>,
) -> Option<OutgoingNotice> {
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
        sign_in,
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
