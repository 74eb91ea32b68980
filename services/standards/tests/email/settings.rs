//! Are settings that cannot serve refused at once, and is a password never shown?

use crate::notices::loopback;
use navette_domain::patrons::Email;
use navette_standards::email::{Account, EmailGateway, EmailSettings, Encryption};
use std::time::Duration;

fn an_account() -> Option<Account> {
    Some(Account {
        user: "aire".to_owned(),
        password: "s3same".into(),
    })
}

#[test]
fn usual_settings_need_a_host_an_encryption_and_a_sender() {
    for (encryption, port) in [
        (Encryption::None, 25),
        (Encryption::StartTls, 587),
        (Encryption::Tls, 465),
    ] {
        let from = Email::parse("bibliotheque@aire.fr").unwrap();
        let settings = EmailSettings::new("smtp.aire.fr", encryption, from);
        assert_eq!(settings.relay_port, port);
        assert_eq!(settings.deadline, Duration::from_secs(20));
        assert_eq!(settings.connections_max, 2);
        assert!(EmailGateway::new(settings).is_ok());
    }
}

#[test]
fn settings_that_cannot_serve_are_refused_with_a_hint() {
    let usual = loopback(25);
    for (settings, said) in [
        (
            EmailSettings {
                relay_host: "smtp.aire.fr 587".to_owned(),
                ..usual.clone()
            },
            "relay \"smtp.aire.fr 587\" is no host name or address",
        ),
        (
            EmailSettings {
                account: an_account(),
                ..usual.clone()
            },
            "a password is set for the relay, but no encryption",
        ),
        (
            EmailSettings {
                deadline: Duration::from_secs(301),
                ..usual.clone()
            },
            "the deadline of 301000 ms is not 1 ms to 300000 ms",
        ),
        (
            EmailSettings {
                connections_max: 0,
                ..usual.clone()
            },
            "0 connections to the relay are not 1 to 10",
        ),
        (
            EmailSettings {
                encryption: Encryption::Tls,
                authority_pem: Some("what is this".to_owned()),
                ..usual.clone()
            },
            "the certificates trusted for relay \"127.0.0.1\" are not in PEM form",
        ),
    ] {
        let refusal = EmailGateway::new(settings).err().unwrap();
        assert_eq!(refusal.to_string(), said);
        assert!(!refusal.hint().is_empty());
    }
}

#[test]
fn a_password_is_never_shown() {
    let settings = EmailSettings {
        account: an_account(),
        ..loopback(25)
    };
    let shown = format!("{settings:?}");
    assert!(!shown.contains("s3same"), "{shown}");
    assert!(shown.contains("(secret)"), "{shown}");
}
