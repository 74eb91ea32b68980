//! Other people's languages: what leaves Navette in a form that somebody else has fixed.
//!
//! Each standard has a folder: what is said becomes bytes in convert.rs, and client.rs carries them. Nothing here decides what
//! is sent, when, or how often. It must not know a process, a store, a clock or the wire between our own.

pub mod email;
mod gateway;

pub use gateway::{Gateway, NoticeId, OutgoingNotice, Recipient, SendFailure, Sending};
