//! How is a message handed to the relay? One connection for each, with one deadline over all. It must not know what a notice says.
//!
//! The connections are not pooled. An answer that comes after its deadline would be taken for the answer to the next
//! message's command, and a notice could count as sent that never was; what a library sends in a day needs no pool.

use super::answer::{Step, agreed, failure, proof};
use super::convert::{Letter, Sender, address, letter, one_line};
use super::settings::{EmailSettings, EmailSettingsRefusal, Encryption};
use crate::{Gateway, OutgoingNotice, SendFailure, Sending};
use futures_util::FutureExt;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use navette_domain::notices::Proof;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// How long the relay has to say goodbye, once the notice's fate is known.
const GOODBYE: Duration = Duration::from_secs(1);
/// A relay has several addresses at times, and one may be dead: connecting to each takes at most this part of the deadline.
const ADDRESSES_TRIED: u32 = 4;

/// Sends notices by e-mail.
pub struct EmailGateway {
    settings: EmailSettings,
    sender: Sender,
    tls: Option<TlsParameters>,
    relay: String,
    connections: Semaphore,
}

/// A connection that counts against the limit while it is open.
struct Line<'a> {
    connection: AsyncSmtpConnection,
    _counted: SemaphorePermit<'a>,
}

impl EmailGateway {
    /// Makes ready to send; refuses settings that cannot serve. The relay is not asked yet.
    pub fn new(settings: EmailSettings) -> Result<Self, EmailSettingsRefusal> {
        settings.check()?;
        Ok(Self {
            sender: sender(&settings)?,
            tls: tls(&settings)?,
            relay: format!("{}:{}", settings.relay_host, settings.relay_port),
            connections: Semaphore::new(settings.connections_max),
            settings,
        })
    }

    async fn hand_over(&self, notice: &OutgoingNotice) -> Result<Proof, SendFailure> {
        let letter = letter(notice, &self.sender)?;
        let talk = async {
            let mut line = self.line().await?;
            let said = self.converse(&mut line.connection, &letter).await;
            Ok((said, line))
        };
        let (said, mut line) = match timeout(self.settings.deadline, talk).await {
            Ok(talked) => talked?,
            Err(_) => return Err(self.late()),
        };
        // The notice's fate is known: how the relay takes its leave changes nothing.
        let _ = timeout(GOODBYE, line.connection.quit()).await;
        said
    }

    async fn line(&self) -> Result<Line<'_>, SendFailure> {
        let relay = &self.relay;
        let Ok(_counted) = self.connections.acquire().await else {
            return Err(self.late());
        };
        let hello = ClientId::Domain(self.sender.from.email.domain().to_owned());
        let tls_at_once = match self.settings.encryption {
            Encryption::Tls => self.tls.clone(),
            Encryption::None | Encryption::StartTls => None,
        };
        let server = (self.settings.relay_host.as_str(), self.settings.relay_port);
        let patience = Some(self.settings.deadline / ADDRESSES_TRIED);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, patience, &hello, tls_at_once, None)
                .await
                .map_err(|error| failure(relay, Step::Connect, &error))?;
        if let (Encryption::StartTls, Some(tls)) = (self.settings.encryption, &self.tls) {
            let begun = connection.starttls(tls.clone(), &hello).await;
            begun.map_err(|error| failure(relay, Step::Encrypt, &error))?;
        }
        if let Some(account) = &self.settings.account {
            let (user, password) = (account.user.clone(), account.password.expose());
            let credentials = Credentials::new(user, password.to_owned());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let said = connection.auth(&mechanisms, &credentials).await;
            agreed(relay, Step::Login, said)?;
        }
        Ok(Line {
            connection,
            _counted,
        })
    }

    async fn converse(
        &self,
        connection: &mut AsyncSmtpConnection,
        letter: &Letter,
    ) -> Result<Proof, SendFailure> {
        let relay = &self.relay;
        let mail = Mail::new(Some(self.sender.from.email.clone()), Vec::new());
        agreed(relay, Step::Sender, connection.command(mail).await)?;
        let recipient = Rcpt::new(letter.to.clone(), Vec::new());
        agreed(relay, Step::Recipient, connection.command(recipient).await)?;
        agreed(relay, Step::Data, connection.command(Data).await)?;
        let said = connection.message(&letter.bytes).await;
        Ok(proof(&agreed(relay, Step::Message, said)?))
    }

    fn late(&self) -> SendFailure {
        let (relay, limit_ms) = (&self.relay, self.settings.deadline.as_millis());
        let why = format!("relay {relay} was not done within {limit_ms} ms");
        SendFailure::ForNow { why }
    }
}

impl Gateway for EmailGateway {
    fn send<'a>(&'a self, notice: &'a OutgoingNotice) -> Sending<'a> {
        Box::pin(async move {
            // lettre 0.11 panics at a line of blanks among a relay's extensions; a relay must not stop a process.
            let said = AssertUnwindSafe(self.hand_over(notice))
                .catch_unwind()
                .await;
            said.unwrap_or_else(|_| {
                let why = format!("relay {} answered nothing readable", self.relay);
                Err(SendFailure::ForNow { why })
            })
        })
    }
}

fn sender(settings: &EmailSettings) -> Result<Sender, EmailSettingsRefusal> {
    let from = address(&settings.from).ok_or(EmailSettingsRefusal::Address("sender's"))?;
    let name = Some(one_line(&settings.from_name)).filter(|name| !name.is_empty());
    let reply_to = match &settings.reply_to {
        Some(email) => Some(address(email).ok_or(EmailSettingsRefusal::Address("reply"))?),
        None => None,
    };
    Ok(Sender {
        from: Mailbox::new(name, from),
        reply_to: reply_to.map(|address| Mailbox::new(None, address)),
    })
}

fn tls(settings: &EmailSettings) -> Result<Option<TlsParameters>, EmailSettingsRefusal> {
    match settings.encryption {
        Encryption::None => return Ok(None),
        Encryption::StartTls | Encryption::Tls => {}
    }
    let host = settings.relay_host.clone();
    let refusal = |_| EmailSettingsRefusal::Authority(host.clone());
    let mut tls = TlsParameters::builder(host.clone());
    if let Some(pem) = &settings.authority_pem {
        if !pem.contains("-----BEGIN CERTIFICATE-----") {
            return Err(EmailSettingsRefusal::Authority(host));
        }
        tls = tls.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(refusal)?);
    }
    Ok(Some(tls.build_rustls().map_err(refusal)?))
}
