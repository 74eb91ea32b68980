//! Who is at the other end of a line? Certificates of the territory's authority, and what they say. No rule of lending here.
//!
//! `authority` signs, `credential` is what a member holds, `accept` and `dial` are the two ends of a line, `turned` hands the
//! accepted ones to whoever calls a library. The rules (who may come in, what still counts) are navette-domain's.

mod accept;
mod authority;
mod certificate_facts;
mod credential;
mod dial;
mod expected;
mod join_code;
mod keys;
mod line_refusal;
mod open_lines;
mod peer;
mod pem_text;
mod private_file;
mod standing;
mod stream;
mod tls;
mod turned;

pub use accept::{Arrival, ArrivalError, Doorkeeper};
pub use authority::{Authority, AuthorityError, FoundedAuthority};
pub use certificate_facts::{CertificateFacts, CertificateFlaw};
pub use credential::{Credential, CredentialError};
pub use dial::{DialError, Dialler, Purpose};
pub use expected::Expected;
pub use join_code::{JoinCode, JoinCodeRefusal};
pub use keys::{KeyError, MemberKey, SigningRequest, digest_of};
pub use line_refusal::LineRefusal;
pub use open_lines::OpenLines;
pub use peer::PeerCertificate;
pub use private_file::{make_private_folder, write_private};
pub use standing::Standing;
pub use stream::{LineHandle, TrustedStream, UnnamedStream};
pub use tls::TimeOfDay;
pub use turned::{LibraryAway, TurnedConnector, TurnedLines};
