//! Who is at the other end of a line? Certificates of the territory's authority, tokens, and what they say. No rule of lending here.

mod guard;
mod operator_token;
mod peer;
mod secret;
mod totp;

pub use guard::{Guard, Keeping, NoSessions, Sessions, caller_of, peer_address, session_key};
pub use operator_token::{OPERATOR_TOKEN_FILE, OperatorToken};
pub use peer::{PeerAddress, PeerCertificate};
pub use secret::{fingerprint, written};
pub use totp::{TotpSecret, step_at};
