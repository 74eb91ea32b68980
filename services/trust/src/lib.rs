//! Who is at the other end of a line? Certificates of the territory's authority, and what they say. No rule of lending here.

mod peer;
mod sealing;
mod stretched;

pub use peer::PeerCertificate;
pub use sealing::{
    AnswerKey, KEY_BYTES, Parties, PublicSealingKey, SEALED_WORDS_MAX, SealingError, SealingKey,
};
