//! Which relay takes our e-mail, and as whom do we write? It must not know files or flags: the process reads those.

use navette_domain::patrons::Email;
use navette_domain::privacy::Secret;
use std::time::Duration;

/// How long one attempt takes at most, unless set otherwise.
pub const DEADLINE_DEFAULT: Duration = Duration::from_secs(20);
/// Longest deadline that may be set: well before a notice counts as failed by itself (`ATTEMPT_MS`).
pub const DEADLINE_LIMIT: Duration = Duration::from_secs(300);
/// How many connections a relay sees from us at once, unless set otherwise.
pub const CONNECTIONS_MAX_DEFAULT: usize = 2;
/// Most connections that may be set: relays of small hosts refuse more.
pub const CONNECTIONS_MAX_LIMIT: usize = 10;

/// How the way to the relay is protected. What cannot be protected as set is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encryption {
    /// Not at all: for a relay on the same machine.
    None,
    /// TLS begun by STARTTLS (RFC 3207), usually on port 587; refused where the relay does not offer it.
    StartTls,
    /// TLS from the first byte (RFC 8314), usually on port 465.
    Tls,
}

impl Encryption {
    /// Gives the port that is usual for it.
    pub fn usual_port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::StartTls => 587,
            Self::Tls => 465,
        }
    }
}

/// Who we are for the relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name to log in with.
    pub user: String,
    /// Its password.
    pub password: Secret<String>,
}

/// The relay, and as whom we write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailSettings {
    /// The relay's name or address.
    pub relay_host: String,
    /// Its port.
    pub relay_port: u16,
    /// How the way there is protected.
    pub encryption: Encryption,
    /// Who we are for it; nothing where it takes mail from our address without asking.
    pub account: Option<Account>,
    /// Certificates that are trusted besides the public authorities', as PEM: a town hall's relay often signs its own.
    pub authority_pem: Option<String>,
    /// The sender; what cannot be delivered comes back to it.
    pub from: Email,
    /// How the sender is shown: "Médiathèque d'Arques"; may be empty.
    pub from_name: String,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Email>,
    /// How long one attempt takes at most, with waiting for a connection.
    pub deadline: Duration,
    /// How many connections the relay sees from us at once.
    pub connections_max: usize,
}

impl EmailSettings {
    /// Makes the usual settings: the usual port, no account, no name, and the defaults above.
    pub fn new(relay_host: impl Into<String>, encryption: Encryption, from: Email) -> Self {
        Self {
            relay_host: relay_host.into(),
            relay_port: encryption.usual_port(),
            encryption,
            account: None,
            authority_pem: None,
            from,
            from_name: String::new(),
            reply_to: None,
            deadline: DEADLINE_DEFAULT,
            connections_max: CONNECTIONS_MAX_DEFAULT,
        }
    }

    /// Says why these settings cannot serve.
    pub(super) fn check(&self) -> Result<(), EmailSettingsRefusal> {
        if !is_host(&self.relay_host) {
            let shown = self.relay_host.chars().take(64).collect();
            return Err(EmailSettingsRefusal::RelayHost(shown));
        }
        if self.encryption == Encryption::None && self.account.is_some() {
            return Err(EmailSettingsRefusal::PasswordInClear);
        }
        if self.deadline.is_zero() || self.deadline > DEADLINE_LIMIT {
            return Err(EmailSettingsRefusal::Deadline(self.deadline));
        }
        if !(1..=CONNECTIONS_MAX_LIMIT).contains(&self.connections_max) {
            return Err(EmailSettingsRefusal::Connections(self.connections_max));
        }
        Ok(())
    }
}

/// Looks at the shape alone: a name of the domain name system, or an IPv4 or IPv6 address.
fn is_host(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
    (1..=253).contains(&text.len()) && text.chars().all(plain)
}

/// Why settings cannot serve.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailSettingsRefusal {
    /// No name of a machine.
    #[error("relay \"{0}\" is no host name or address")]
    RelayHost(String),
    /// A password would be readable on its way.
    #[error("a password is set for the relay, but no encryption")]
    PasswordInClear,
    /// No time at all, or more than an attempt may take.
    #[error("the deadline of {} ms is not 1 ms to {} ms", .0.as_millis(), DEADLINE_LIMIT.as_millis())]
    Deadline(Duration),
    /// None, or too many.
    #[error("{0} connections to the relay are not 1 to {CONNECTIONS_MAX_LIMIT}")]
    Connections(usize),
    /// The certificates cannot be read.
    #[error("the certificates trusted for relay \"{0}\" are not in PEM form")]
    Authority(String),
    /// An address that no message may bear.
    #[error("the {0} address cannot stand in a message")]
    Address(&'static str),
}

impl EmailSettingsRefusal {
    /// Says what to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::RelayHost(_) => "write it like smtp.exemple.fr; the port is a setting of its own",
            Self::PasswordInClear => {
                "set the encryption to starttls or tls, or remove user and password"
            }
            Self::Deadline(_) => "leave it at 20 s",
            Self::Connections(_) => "leave it at 2",
            Self::Authority(_) => "give the file that begins with -----BEGIN CERTIFICATE-----",
            Self::Address(_) => "write it like bibliotheque@exemple.fr",
        }
    }
}
