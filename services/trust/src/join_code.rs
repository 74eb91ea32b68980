//! What stands in a join code? Everything that a newcomer needs, in one word that can be pasted into a terminal or a message.
//!
//! `navette1-` and base64url of: the invitation's name (8 bytes), its secret (16), the digest of the authority's key (32), the
//! subject and the federator's address (each with its length before it), and the first 4 bytes of the SHA-256 of all that. The
//! digest of the key lets the newcomer know its federator; the secret lets the federator know its newcomer. The sum at the
//! end is against slips of the pen: it keeps nobody from making a code, but one that was made so lets nobody in.

use crate::keys::digest_of;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use navette_domain::membership::{Digest, InvitationId, Subject};
use std::fmt;

const MARK: &str = "navette1-";
const SUM_BYTES: usize = 4;
/// A subject and an address are far shorter; a code is never longer than a line of a letter or two.
const CODE_CHARS_MAX: usize = 600;

/// A join code.
#[derive(Clone, PartialEq, Eq)]
pub struct JoinCode {
    /// Which invitation it stands for.
    pub invitation: InvitationId,
    /// What nobody knows but who was given the code.
    pub secret: [u8; 16],
    /// The digest of the authority's public key.
    pub authority: Digest,
    /// Whom it lets in.
    pub subject: Subject,
    /// Where the federator waits for lines: `host:port`.
    pub address: String,
}

/// Why a text is no join code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinCodeRefusal {
    /// It does not look like one.
    #[error("this is no join code: one begins with {MARK}")]
    NoCode,
    /// It is not as it was made.
    #[error("the join code was altered, or a part of it is missing")]
    Altered,
    /// It is whole, and says what cannot be.
    #[error("the join code cannot be used: {0}")]
    Unusable(String),
}

impl JoinCode {
    /// Reads a code; spaces and line breaks that came in between are passed over.
    pub fn parse(text: &str) -> Result<Self, JoinCodeRefusal> {
        let text: String = text.split_whitespace().collect();
        let coded = text.strip_prefix(MARK).ok_or(JoinCodeRefusal::NoCode)?;
        if text.len() > CODE_CHARS_MAX {
            return Err(JoinCodeRefusal::Altered);
        }
        let bytes = URL_SAFE_NO_PAD.decode(coded);
        let bytes = bytes.map_err(|_| JoinCodeRefusal::Altered)?;
        let split = bytes.len().checked_sub(SUM_BYTES);
        let (payload, sum) = split
            .and_then(|at| bytes.split_at_checked(at))
            .ok_or(JoinCodeRefusal::Altered)?;
        if digest_of(payload).0.get(..SUM_BYTES) != Some(sum) {
            return Err(JoinCodeRefusal::Altered);
        }
        Self::from_payload(payload)
    }

    fn from_payload(payload: &[u8]) -> Result<Self, JoinCodeRefusal> {
        let cut_short = JoinCodeRefusal::Altered;
        let (invitation, rest) = payload.split_first_chunk().ok_or(cut_short.clone())?;
        let (secret, rest) = rest.split_first_chunk().ok_or(cut_short.clone())?;
        let (authority, rest) = rest.split_first_chunk().ok_or(cut_short.clone())?;
        let (subject, rest) = text(rest).ok_or(cut_short.clone())?;
        let (address, rest) = text(rest).ok_or(cut_short.clone())?;
        if !rest.is_empty() {
            return Err(cut_short);
        }
        let subject = Subject::parse(subject);
        Ok(Self {
            invitation: InvitationId(u64::from_be_bytes(*invitation)),
            secret: *secret,
            authority: Digest(*authority),
            subject: subject.map_err(|refusal| JoinCodeRefusal::Unusable(refusal.to_string()))?,
            address: address.to_owned(),
        })
    }

    /// Gives the digest of its secret, which is all that the federator keeps of it.
    pub fn secret_digest(&self) -> Digest {
        digest_of(&self.secret)
    }
}

/// Takes a text with its length before it.
fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_first()?;
    let (text, rest) = rest.split_at_checked(usize::from(*length))?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

/// Puts a text with its length before it; one of more than 255 bytes is cut, and then read as altered.
fn put(text: &str, out: &mut Vec<u8>) {
    let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
    out.push(length);
    out.extend(text.bytes().take(usize::from(length)));
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.invitation.0.to_be_bytes().to_vec();
        bytes.extend(self.secret);
        bytes.extend(self.authority.0);
        put(&self.subject.to_string(), &mut bytes);
        put(&self.address, &mut bytes);
        let sum = digest_of(&bytes);
        bytes.extend(sum.0.iter().take(SUM_BYTES));
        write!(f, "{MARK}{}", URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl fmt::Debug for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinCode({}, {}, …)", self.invitation, self.subject)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn a_code() -> JoinCode {
        JoinCode {
            invitation: InvitationId(7),
            secret: [5; 16],
            authority: Digest([9; 32]),
            subject: Subject::parse("library:aire").unwrap(),
            address: "federateur.example:7701".to_owned(),
        }
    }

    #[test]
    fn a_code_is_read_back_also_with_line_breaks_in_it() {
        let text = a_code().to_string();
        assert_eq!(JoinCode::parse(&text), Ok(a_code()));
        let (begin, end) = text.split_at(40);
        assert_eq!(
            JoinCode::parse(&format!(" {begin}\n  {end}\n")),
            Ok(a_code())
        );
    }

    #[test]
    fn whatever_letter_is_changed_or_lost_the_code_is_refused() {
        let text = a_code().to_string();
        for place in MARK.len()..text.len() {
            let mut altered = text.clone();
            let other = if &text[place..=place] == "A" {
                "B"
            } else {
                "A"
            };
            altered.replace_range(place..=place, other);
            assert_eq!(
                JoinCode::parse(&altered),
                Err(JoinCodeRefusal::Altered),
                "{place}"
            );
            assert_eq!(
                JoinCode::parse(&text[..place]),
                Err(JoinCodeRefusal::Altered),
                "{place}"
            );
        }
        for text in ["", "aire", "navette-1"] {
            assert_eq!(JoinCode::parse(text), Err(JoinCodeRefusal::NoCode));
        }
    }

    #[test]
    fn no_log_shows_the_secret_of_a_code() {
        let shown = format!("{:?}", a_code());
        assert!(!shown.contains('5'), "{shown}");
    }
}
