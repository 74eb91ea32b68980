//! Does a server that we did not write take our messages, and does a mail library that we did not write read them back?
//!
//! Needs Debian's python3-aiosmtpd, and openssl for the encrypted ways; says so and passes where they are absent.

use crate::notices::{a_notice, loopback};
use navette_standards::Gateway;
use navette_standards::email::{Account, EmailGateway, EmailSettings, Encryption};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// Debian's Python, for which its package is installed; another one may come first in the path.
const PYTHON: &str = "/usr/bin/python3";

struct Server {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    port: u16,
}

impl Server {
    fn start(mode: &str, certificate: &[&Path]) -> Option<Self> {
        let here = Command::new(PYTHON)
            .args(["-c", "import aiosmtpd"])
            .output();
        if !here.is_ok_and(|output| output.status.success()) {
            println!("skipped: python3-aiosmtpd is not installed");
            return None;
        }
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/email/mailbox.py");
        let mut child = Command::new(PYTHON)
            .args(["-W", "ignore", script, mode])
            .args(certificate)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next().unwrap().unwrap().parse().unwrap();
        Some(Self { child, lines, port })
    }

    fn message(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn header<'a>(message: &'a Value, name: &str) -> Option<&'a str> {
    let headers = message["headers"].as_array().unwrap();
    let found = headers.iter().find(|header| header[0] == name);
    found.map(|header| header[1].as_str().unwrap())
}

#[tokio::test]
async fn another_mail_library_reads_what_was_written() {
    let Some(mut server) = Server::start("plain", &[]) else {
        return;
    };
    let mut notice = a_notice(1);
    let long = "un été à la médiathèque ".repeat(20);
    let more = format!("..\n.\n{long}\nœuvre 漢\n");
    notice.text.body = notice.text.body.map(|body| body + &more);
    let gateway = EmailGateway::new(loopback(server.port)).unwrap();
    let proof = gateway.send(&notice).await.unwrap();
    assert_eq!(proof.as_str(), "250 2.0.0 Ok: queued as 4XyZ12");
    let message = server.message();
    assert_eq!(message["from"], "bibliotheque@aire.fr");
    assert_eq!(message["to"], serde_json::json!(["marie.leroy@exemple.fr"]));
    assert_eq!(message["defects"], serde_json::json!([]));
    assert_eq!(message["sender"], "Bibliothèque d'Aire");
    for (name, value) in [
        ("Subject", Some("Votre réservation vous attend")),
        ("To", Some("marie.leroy@exemple.fr")),
        ("Reply-To", Some("pret@aire.fr")),
        ("Date", Some("Tue, 01 Dec 2026 09:30:00 +0000")),
        ("Message-ID", Some("<aire.0000000000000007.1@aire.fr>")),
        ("Auto-Submitted", Some("auto-generated")),
        ("Content-Language", Some("fr")),
        ("List-Unsubscribe", None),
    ] {
        assert_eq!(header(&message, name), value, "{name}");
    }
    assert_eq!(
        message["body"],
        notice.text.body.expose().replace('\n', "\r\n")
    );
}

/// Makes a certificate for 127.0.0.1 that signs itself; nothing where openssl is absent.
fn certificate(folder: &Path) -> Option<String> {
    let settings = "[req]\nprompt=no\ndistinguished_name=name\nx509_extensions=use\n[name]\nCN=relay\n\
                    [use]\nsubjectAltName=IP:127.0.0.1\nbasicConstraints=critical,CA:FALSE\n";
    std::fs::write(folder.join("settings"), settings).unwrap();
    let made = Command::new("openssl")
        .args("req -x509 -newkey rsa:2048 -nodes -days 2 -config settings -keyout key.pem -out certificate.pem".split(' '))
        .current_dir(folder)
        .output();
    if !made.is_ok_and(|output| output.status.success()) {
        println!("skipped: openssl is not installed");
        return None;
    }
    std::fs::read_to_string(folder.join("certificate.pem")).ok()
}

fn as_aire(password: &str) -> Option<Account> {
    Some(Account {
        user: "aire".to_owned(),
        password: password.into(),
    })
}

#[tokio::test]
async fn a_relay_with_a_certificate_of_its_own_takes_mail_encrypted_and_after_login() {
    let folder = tempfile::tempdir().unwrap();
    let Some(pem) = certificate(folder.path()) else {
        return;
    };
    let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| folder.path().join(name));
    for (mode, encryption) in [("starttls", Encryption::StartTls), ("tls", Encryption::Tls)] {
        let Some(mut server) = Server::start(mode, &[&certificate, &key]) else {
            return;
        };
        let settings = EmailSettings {
            encryption,
            account: as_aire("péage"),
            authority_pem: Some(pem.clone()),
            ..loopback(server.port)
        };
        let port = server.port;
        let wrong_password = EmailSettings {
            account: as_aire("marie"),
            ..settings.clone()
        };
        let no_trust = EmailSettings {
            authority_pem: None,
            ..settings.clone()
        };
        for (settings, said) in [
            (wrong_password, "refused user or password with 535 5.7.8"),
            (no_trust, "cannot be reached: invalid peer certificate: "),
        ] {
            let gateway = EmailGateway::new(settings).unwrap();
            let failure = gateway.send(&a_notice(1)).await.unwrap_err();
            assert!(!failure.is_lasting());
            let said = format!("relay 127.0.0.1:{port} {said}");
            assert!(failure.to_string().starts_with(&said), "{failure}");
        }
        let gateway = EmailGateway::new(settings).unwrap();
        gateway.send(&a_notice(2)).await.unwrap();
        let message = server.message();
        assert_eq!(message["encrypted"], true);
        assert_eq!(message["login"], true);
        // The first message that arrived: nothing was sent in the attempts before.
        let id = header(&message, "Message-ID").unwrap();
        assert_eq!(id, "<aire.0000000000000007.2@aire.fr>");
    }
}
