//! How does a notice leave the house, whichever the channel? It must not know any one service, nor whether to try again.

use navette_domain::catalogue::LibraryId;
use navette_domain::notices::{NoticeText, Proof};
use navette_domain::patrons::{Email, Language, Phone};
use navette_domain::time::Timestamp;
use std::fmt;
use std::pin::Pin;

/// A sending under way. Dropping it gives it up: the notice may have gone out all the same.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Proof, SendFailure>> + Send + 'a>>;

/// Whatever takes notices and hands them on: a mail relay, a message service, a test's fake.
pub trait Gateway: Send + Sync {
    /// Hands one notice over; the proof is what the service answered.
    ///
    /// It is safe to repeat with an equal notice: whoever receives both can tell that they are one.
    fn send<'a>(&'a self, notice: &'a OutgoingNotice) -> Sending<'a>;
}

/// Names one notice among those of all libraries, also after a store was restored and counts from an old number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoticeId {
    /// Whose notice.
    pub library: LibraryId,
    /// Which life of that library's store.
    pub incarnation: u64,
    /// Its number there.
    pub number: u64,
}

impl fmt::Display for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (library, incarnation) = (&self.library, self.incarnation);
        write!(f, "{library}.{incarnation:016x}.{}", self.number)
    }
}

/// Where a notice goes. It is personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// To a mailbox.
    Email(Email),
    /// To a mobile telephone.
    Mobile(Phone),
}

/// A notice ready to leave. Every attempt carries an equal one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingNotice {
    /// Which notice it is.
    pub id: NoticeId,
    /// To whom.
    pub to: Recipient,
    /// What it says; a short message has a body alone.
    pub text: NoticeText,
    /// The language of the text.
    pub language: Language,
    /// When there was something to tell: not the moment of this attempt.
    pub made_at: Timestamp,
}

/// Why a notice did not leave. Neither text holds anything of the patron: they may be logged and shown to staff.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendFailure {
    /// It may succeed later: the service is away, busy, wrongly set up, or gave no answer in time.
    #[error("{why}")]
    ForNow {
        /// What happened.
        why: String,
    },
    /// It will not succeed later: the service refuses this recipient or this message.
    #[error("{why}")]
    ForGood {
        /// What happened.
        why: String,
    },
}

impl SendFailure {
    /// Says whether trying again is of no use.
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::ForNow { .. } => false,
            Self::ForGood { .. } => true,
        }
    }
}
