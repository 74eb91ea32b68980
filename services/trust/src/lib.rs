//! Who is at the other end of a line? Certificates of the territory's authority, tokens, and what they say. No rule of lending here.
//!
//! `authority` signs, `credential` is what a member holds, `accept` and `dial` are the two ends of a line, `turned` hands the
//! accepted ones to whoever calls a library; `guard` stands before services; `sealing` hides words from whoever carries them, and
//! `vouching` says whose a sealing key is. The rules (who may come in, what still counts, who may do what) are navette-domain's.

mod accept;
mod access_config;
mod authority;
mod certificate_facts;
mod credential;
mod crowd;
mod dial;
mod expected;
mod guard;
mod join_code;
mod keys;
mod limits;
mod line_meter;
mod line_refusal;
mod open_lines;
mod operator_token;
mod peer;
mod pem_text;
mod porch;
mod private_file;
mod put_out;
mod sealing;
mod sealing_seed;
mod secret;
mod standing;
mod stream;
mod stretched;
mod tls;
mod totp;
mod turned;
mod vouching;

pub use accept::{Arrival, ArrivalError, Doorkeeper};
pub use access_config::AccessConfig;
pub use authority::{Authority, AuthorityError, FoundedAuthority};
pub use certificate_facts::{CertificateFacts, CertificateFlaw};
pub use credential::{Credential, CredentialError};
pub use crowd::{Admitted, CONNECTIONS_MAX, Crowd, FIRST_WORD_WITHIN, QUIET_MAX};
pub use dial::{DialError, Dialler, Purpose, on_one_line};
pub use expected::Expected;
pub use guard::{
    FOR_ADDRESS, Guard, Keeping, NoSessions, Sessions, caller_of, peer_address, session_key,
};
pub use join_code::{JoinCode, JoinCodeRefusal};
pub use keys::{KeyError, MemberKey, SigningRequest, digest_of};
pub use limits::{
    ANSWER_WITHIN, CONNECTION_AGE_MAX, CONNECTION_GRACE, FAULTS_MAX, HEADER_BYTES_MAX, RESETS_MAX,
    STREAMS_MAX, kept_alive, limited_server, open_server,
};
pub use line_meter::LineMeter;
pub use line_refusal::LineRefusal;
pub use open_lines::OpenLines;
pub use operator_token::{OPERATOR_TOKEN_FILE, OperatorToken};
pub use peer::{PeerAddress, PeerCertificate};
pub use porch::{Place, Porch};
pub use private_file::{make_private_folder, write_private};
pub use put_out::{PutOut, PutOutError, add_put_out, keep_put_out, read_put_out};
pub use sealing::{
    AnswerKey, KEY_BYTES, Parties, PublicSealingKey, SEALED_BYTES_MAX, SEALED_WORDS_MAX,
    SealingError, SealingKey,
};
pub use sealing_seed::SealingSeed;
pub use secret::{fingerprint, written};
pub use standing::Standing;
pub use stream::{LineHandle, TrustedStream, UnnamedStream};
pub use tls::TimeOfDay;
pub use totp::{TotpSecret, step_at};
pub use turned::{LibraryAway, TurnedConnector, TurnedLines};
pub use vouching::{VouchingError, vouch, vouched};
