//! E-mail: a notice as a message (RFC 5322), handed to the SMTP relay of the library's host (RFC 5321).

mod answer;
mod client;
mod convert;
mod settings;

pub use client::EmailGateway;
pub use settings::{
    Account, CONNECTIONS_MAX_DEFAULT, CONNECTIONS_MAX_LIMIT, DEADLINE_DEFAULT, DEADLINE_LIMIT,
    EmailSettings, EmailSettingsRefusal, Encryption,
};
