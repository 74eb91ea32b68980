//! Who is at the other end of a line? Certificates of the territory's authority, and what they say. No rule of lending here.

mod crowd;
mod limits;
mod peer;
mod sealing;
mod stretched;

pub use crowd::{Admitted, CONNECTIONS_MAX, Crowd, FIRST_WORD_WITHIN, QUIET_MAX};
pub use limits::{
    ANSWER_WITHIN, CONNECTION_AGE_MAX, CONNECTION_GRACE, FAULTS_MAX, HEADER_BYTES_MAX,
    KEEPALIVE_EVERY, KEEPALIVE_WITHIN, RESETS_MAX, STREAMS_MAX, limited_server,
};
pub use peer::PeerCertificate;
pub use sealing::{
    AnswerKey, KEY_BYTES, Parties, PublicSealingKey, SEALED_WORDS_MAX, SealingError, SealingKey,
};
