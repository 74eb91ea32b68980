//! What does the relay's answer mean for the notice? It must not repeat what a relay says: that may name the patron.

use crate::SendFailure;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::{Response, Severity};
use navette_domain::notices::Proof;
use std::error::Error as _;
use std::io;

/// How far the conversation with the relay has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Connect,
    Encrypt,
    Login,
    Sender,
    Recipient,
    Data,
    Message,
}

impl Step {
    fn shown(self) -> &'static str {
        match self {
            Self::Connect => "the connection",
            Self::Encrypt => "encryption",
            Self::Login => "user or password",
            Self::Sender => "the sender",
            Self::Recipient => "the recipient",
            Self::Data | Self::Message => "the message",
        }
    }

    /// Says whether a refusal at this step is about this notice. Any other is about us, and the operator can mend it: a
    /// wrong password must not put every notice on the desk's list as one without a valid address.
    fn is_about_the_notice(self) -> bool {
        match self {
            Self::Connect | Self::Encrypt | Self::Login | Self::Sender => false,
            Self::Recipient | Self::Data | Self::Message => true,
        }
    }

    /// Says whether nothing of a notice has been on the line yet, so that no error can hold any of it.
    fn is_before_the_notice(self) -> bool {
        match self {
            Self::Connect | Self::Encrypt => true,
            Self::Login | Self::Sender | Self::Recipient | Self::Data | Self::Message => false,
        }
    }

    fn expected(self) -> Severity {
        match self {
            Self::Data => Severity::PositiveIntermediate,
            Self::Connect
            | Self::Encrypt
            | Self::Login
            | Self::Sender
            | Self::Recipient
            | Self::Message => Severity::PositiveCompletion,
        }
    }
}

/// Takes an answer for a yes, or says what it means. An answer that belongs to another question is none: the
/// conversation is out of step, and a later yes would be for something else.
pub(super) fn agreed(
    relay: &str,
    step: Step,
    said: Result<Response, Error>,
) -> Result<Response, SendFailure> {
    let response = said.map_err(|error| failure(relay, step, &error))?;
    if response.code().severity == step.expected() {
        return Ok(response);
    }
    let (code, what) = (response.code(), step.shown());
    let why = format!("relay {relay} answered out of turn to {what} with {code}");
    Err(SendFailure::ForNow { why })
}

/// Keeps what the relay answered to the message: its code, and the number in its queue.
pub(super) fn proof(response: &Response) -> Proof {
    let words = response.message().flat_map(str::split_whitespace);
    let kept: Vec<&str> = words.filter(|word| !word.contains('@')).collect();
    Proof::of(&format!("{} {}", response.code(), kept.join(" ")))
}

/// Says what a refusal or a broken line means.
pub(super) fn failure(relay: &str, step: Step, error: &Error) -> SendFailure {
    let what = step.shown();
    let Some(code) = error.status() else {
        let why = broken(relay, step, error);
        return SendFailure::ForNow { why };
    };
    let detail = error.source().map(ToString::to_string).and_then(enhanced);
    let detail = detail.map_or(String::new(), |detail| format!(" {detail}"));
    let why = format!("relay {relay} refused {what} with {code}{detail}");
    if error.is_permanent() && step.is_about_the_notice() {
        return SendFailure::ForGood { why };
    }
    SendFailure::ForNow { why }
}

/// Finds the enhanced status code (RFC 3463) that an answer may begin with: digits and two full stops, nothing else.
fn enhanced(answer: String) -> Option<String> {
    let word = answer.split_whitespace().next()?;
    let parts: Vec<&str> = word.split('.').collect();
    let number = |part: &&str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (parts.len() == 3 && parts.iter().all(number)).then(|| word.to_owned())
}

fn broken(relay: &str, step: Step, error: &Error) -> String {
    let what = step.shown();
    if error.is_client() {
        return match step {
            Step::Encrypt => format!("relay {relay} offers no encryption by STARTTLS"),
            Step::Login => format!("relay {relay} offers no login by PLAIN or LOGIN"),
            Step::Connect | Step::Sender | Step::Recipient | Step::Data | Step::Message => {
                format!("relay {relay} does not offer what {what} needs")
            }
        };
    }
    match input_output(error) {
        Some(cause) if step.is_before_the_notice() => {
            format!("relay {relay} cannot be reached: {cause}")
        }
        Some(cause) => format!(
            "the line to relay {relay} broke at {what}: {}",
            cause.kind()
        ),
        None if error.is_response() => {
            format!("relay {relay} broke off or answered nothing readable to {what}")
        }
        None => format!("relay {relay} cannot be reached"),
    }
}

/// Finds the input or output error that lies under an error.
fn input_output(error: &Error) -> Option<&io::Error> {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(found) = cause.downcast_ref() {
            return Some(found);
        }
        source = cause.source();
    }
    None
}
