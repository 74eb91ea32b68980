//! What does a notice look like as an e-mail? Plain ASCII on the way, whatever it says. It must not know the relay.

use crate::{OutgoingNotice, Recipient, SendFailure};
use lettre::message::header::{
    ContentTransferEncoding, ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0,
};
use lettre::message::{Body, Mailbox, Message};
use lettre::{Address, address::Envelope};
use navette_domain::patrons::Email;
use navette_domain::time::Timestamp;
use std::time::{Duration, SystemTime};

/// Longest subject or sender's name, in characters: mail programs show less.
const LINE_CHARS_MAX: usize = 200;
/// The last moment with a year of four digits, in milliseconds: a date header has no room for more.
const LAST_MS: u64 = 253_402_300_799_000;

/// Who writes, in each message of a library.
pub(super) struct Sender {
    pub(super) from: Mailbox,
    pub(super) reply_to: Option<Mailbox>,
}

/// A message without the end of its last line, and for whom the relay is told it is.
pub(super) struct Letter {
    pub(super) to: Address,
    pub(super) bytes: Vec<u8>,
}

/// Takes an address over; nothing where the rules for e-mail are stricter than ours.
pub(super) fn address(email: &Email) -> Option<Address> {
    email.expose().parse().ok()
}

/// Makes one line of what may be several, for a header: a line break could begin a header of its own.
pub(super) fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}';
    let plain = text.chars().map(|c| if breaks(c) { ' ' } else { c });
    let plain: String = plain.take(LINE_CHARS_MAX).collect();
    plain.trim().to_owned()
}

/// Writes the message. Equal notices give equal bytes, so that a second attempt is the same message.
pub(super) fn letter(notice: &OutgoingNotice, sender: &Sender) -> Result<Letter, SendFailure> {
    let to = match &notice.to {
        Recipient::Email(email) => address(email).ok_or_else(|| impossible("address"))?,
        Recipient::Mobile(_) => return Err(impossible("telephone number")),
    };
    let domain = sender.from.email.domain();
    let body = notice.text.body.expose().clone();
    let body = Body::new_with_encoding(body, ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| impossible("text"))?;
    let envelope = Envelope::new(Some(sender.from.email.clone()), vec![to.clone()])
        .map_err(|_| impossible("address"))?;
    let mut message = Message::builder()
        .envelope(envelope)
        .date(moment(notice.made_at))
        .message_id(Some(format!("<{}@{domain}>", notice.id)))
        .from(sender.from.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(one_line(&notice.text.subject));
    if let Some(reply_to) = &sender.reply_to {
        message = message.reply_to(reply_to.clone());
    }
    let message = message
        // RFC 3834: whoever is on holiday does not answer a machine.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", notice.language.code()))
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .body(body)
        .map_err(|_| impossible("message"))?;
    let mut bytes = message.formatted();
    // The end of the last line comes with the full stop that ends the message (RFC 5321, 4.1.1.4).
    if bytes.ends_with(b"\r\n") {
        bytes.truncate(bytes.len() - 2);
    }
    Ok(Letter { to, bytes })
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn moment(at: Timestamp) -> SystemTime {
    let since = u64::try_from(at.0).unwrap_or(0).min(LAST_MS);
    SystemTime::UNIX_EPOCH + Duration::from_millis(since)
}

fn impossible(what: &str) -> SendFailure {
    let why = format!("the {what} of this notice cannot be sent by e-mail");
    SendFailure::ForGood { why }
}

#[cfg(test)]
mod tests;
