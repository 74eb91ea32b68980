//! Who is at the other end of a line? Certificates of the territory's authority, tokens, and what they say. No rule of lending here.

mod crowd;
mod guard;
mod limits;
mod operator_token;
mod peer;
mod sealing;
mod secret;
mod stretched;
mod totp;

pub use crowd::{Admitted, CONNECTIONS_MAX, Crowd, FIRST_WORD_WITHIN, QUIET_MAX};
pub use guard::{Guard, Keeping, NoSessions, Sessions, caller_of, peer_address, session_key};
pub use limits::{
    ANSWER_WITHIN, CONNECTION_AGE_MAX, CONNECTION_GRACE, FAULTS_MAX, HEADER_BYTES_MAX,
    KEEPALIVE_EVERY, KEEPALIVE_WITHIN, RESETS_MAX, STREAMS_MAX, limited_server,
};
pub use operator_token::{OPERATOR_TOKEN_FILE, OperatorToken};
pub use peer::{PeerAddress, PeerCertificate};
pub use sealing::{
    AnswerKey, KEY_BYTES, Parties, PublicSealingKey, SEALED_WORDS_MAX, SealingError, SealingKey,
};
pub use secret::{fingerprint, written};
pub use totp::{TotpSecret, step_at};
