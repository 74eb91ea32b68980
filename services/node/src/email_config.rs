//! Through which relay does a library send its e-mail, in the file of settings? Without this part it sends none.

use crate::config::{value, within};
use crate::config_error::ConfigError;
use navette_domain::patrons::Email;
use navette_domain::privacy::Secret;
use navette_standards::email::{Account, EmailSettings, Encryption};
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;

/// Longest password that is read, in bytes.
const PASSWORD_BYTES_MAX: usize = 1_024;

/// The part of the file, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenEmail {
    relay: String,
    port: Option<i64>,
    encryption: Option<String>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    authority_file: Option<PathBuf>,
    from: String,
    from_name: Option<String>,
    reply_to: Option<String>,
    deadline_seconds: Option<i64>,
}

impl WrittenEmail {
    /// Reads what is written, with the files it names; `name` is how the library is called.
    pub(crate) fn read(self, name: &str) -> Result<EmailSettings, ConfigError> {
        let encryption = encryption(self.encryption.as_deref())?;
        let usual = EmailSettings::new(self.relay, encryption, address("email.from", &self.from)?);
        let port = within("email.port", self.port, 1, usize::from(u16::MAX))?;
        let seconds = within("email.deadline_seconds", self.deadline_seconds, 1, 300)?;
        Ok(EmailSettings {
            relay_port: port.map_or(usual.relay_port, |port| {
                u16::try_from(port).unwrap_or(u16::MAX)
            }),
            account: account(self.user, self.password_file)?,
            authority_pem: match self.authority_file {
                Some(path) => Some(read(path)?),
                None => None,
            },
            from_name: self.from_name.unwrap_or_else(|| name.to_owned()),
            reply_to: match self.reply_to {
                Some(text) => Some(address("email.reply_to", &text)?),
                None => None,
            },
            deadline: seconds.map_or(usual.deadline, |seconds| {
                Duration::from_secs(u64::try_from(seconds).unwrap_or(u64::MAX))
            }),
            ..usual
        })
    }
}

fn encryption(written: Option<&str>) -> Result<Encryption, ConfigError> {
    match written {
        None | Some("starttls") => Ok(Encryption::StartTls),
        Some("tls") => Ok(Encryption::Tls),
        Some("none") => Ok(Encryption::None),
        Some(other) => {
            let reason = "neither starttls, tls nor none";
            Err(value("email.encryption", other, reason))
        }
    }
}

fn address(key: &'static str, text: &str) -> Result<Email, ConfigError> {
    Email::parse(text).map_err(|refusal| value(key, text, refusal))
}

fn account(
    user: Option<String>,
    password_file: Option<PathBuf>,
) -> Result<Option<Account>, ConfigError> {
    match (user, password_file) {
        (None, None) => Ok(None),
        (Some(user), Some(path)) => {
            let text = read(path)?;
            let password: String = text.trim_end().chars().take(PASSWORD_BYTES_MAX).collect();
            let password = Secret::new(password);
            Ok(Some(Account { user, password }))
        }
        (Some(user), None) => Err(value("email.user", user, "password_file is missing")),
        (None, Some(path)) => {
            let shown = path.display();
            Err(value("email.password_file", shown, "user is missing"))
        }
    }
}

fn read(path: PathBuf) -> Result<String, ConfigError> {
    std::fs::read_to_string(&path).map_err(|source| ConfigError::Unreadable { path, source })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn settings(lines: &str) -> Result<EmailSettings, String> {
        let written: WrittenEmail = toml::from_str(lines).map_err(|error| error.to_string())?;
        written
            .read("Médiathèque d'Aire")
            .map_err(|error| error.to_string())
    }

    const LEAST: &str = "relay = \"smtp.exemple.fr\"\nfrom = \"bibliotheque@exemple.fr\"\n";

    #[test]
    fn what_is_not_said_has_its_default() {
        let read = settings(LEAST).unwrap();
        assert_eq!(
            (read.relay_port, read.encryption),
            (587, Encryption::StartTls)
        );
        assert_eq!(read.from_name, "Médiathèque d'Aire");
        assert!(read.account.is_none());
    }

    #[test]
    fn what_cannot_be_is_named() {
        for (line, told) in [
            ("encryption = \"ssl\"", "email.encryption = \"ssl\""),
            ("port = 0", "email.port = \"0\""),
            ("user = \"aire\"", "password_file is missing"),
            ("reply_to = \"nobody\"", "email.reply_to = \"nobody\""),
            ("user = \"aire\"\npassword_file = \"no/such\"", "no/such"),
        ] {
            let refused = settings(&format!("{LEAST}{line}\n")).unwrap_err();
            assert!(refused.contains(told), "{refused}");
        }
    }
}
