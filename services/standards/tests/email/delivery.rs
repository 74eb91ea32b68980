//! What becomes of a notice when the relay takes it, refuses it, puts it off, hangs up or falls silent?

use crate::notices::{PERSONAL, SOON, a_notice, loopback};
use crate::relay::{Act, Relay, Script};
use futures_util::future::join_all;
use navette_standards::email::{EmailGateway, EmailSettings, Encryption};
use navette_standards::{Gateway, SendFailure};

const AGREES: &[Script] = &[None];

fn gateway(relay: &Relay) -> EmailGateway {
    EmailGateway::new(loopback(relay.port)).unwrap()
}

/// Sends one notice to a relay that follows the scripts, and gives what the gateway says of it.
async fn failure(scripts: &'static [Script]) -> SendFailure {
    let relay = Relay::start(scripts).await;
    let mut settings = loopback(relay.port);
    // A short deadline only where it is waited for: a busy machine must not miss it elsewhere.
    if scripts
        .iter()
        .flatten()
        .any(|(_, act)| matches!(act, Act::StaySilent))
    {
        settings.deadline = SOON;
    }
    let gateway = EmailGateway::new(settings).unwrap();
    let failure = gateway.send(&a_notice(1)).await.unwrap_err();
    // The port is drawn by the machine and may hold the digits of the pick-up code.
    let address = format!("127.0.0.1:{}", relay.port);
    for shown in [failure.to_string(), format!("{failure:?}")] {
        let shown = shown.replace(&address, "relay");
        for personal in PERSONAL {
            assert!(!shown.to_lowercase().contains(personal), "{shown}");
        }
    }
    failure
}

#[tokio::test]
async fn what_the_relay_takes_is_proved_by_its_number_in_the_queue() {
    let relay = Relay::start(AGREES).await;
    let proof = gateway(&relay).send(&a_notice(1)).await.unwrap();
    assert_eq!(proof.as_str(), "250 2.0.0 Ok: queued as 4XyZ12");
    let said = relay.commands();
    let expected = [
        "EHLO aire.fr",
        "MAIL FROM:<bibliotheque@aire.fr>",
        "RCPT TO:<marie.leroy@exemple.fr>",
        "DATA",
        "QUIT",
    ];
    assert_eq!(said, expected);
    let [message] = &relay.messages()[..] else {
        panic!("one message");
    };
    assert!(message.contains("\r\nMessage-ID: <aire.0000000000000007.1@aire.fr>\r\n"));
    assert!(message.contains("\r\nTo: marie.leroy@exemple.fr\r\n"));
    assert!(message.contains("L'=C3=89tranger"));
    assert!(!message.contains("List-Unsubscribe"));
}

#[tokio::test]
async fn a_proof_names_no_patron() {
    const SCRIPT: &[Script] = &[Some((
        "END",
        Act::Say("250-2.0.0 <marie.leroy@exemple.fr>\r\n250 2.0.0 id=1abC-07"),
    ))];
    let relay = Relay::start(SCRIPT).await;
    let proof = gateway(&relay).send(&a_notice(1)).await.unwrap();
    assert_eq!(proof.as_str(), "250 2.0.0 2.0.0 id=1abC-07");
}

#[tokio::test]
async fn a_greylisted_notice_is_taken_at_the_second_attempt() {
    const SCRIPTS: &[Script] = &[Some(("RCPT", Act::Say("451 4.7.1 come back later"))), None];
    let relay = Relay::start(SCRIPTS).await;
    let gateway = gateway(&relay);
    let failure = gateway.send(&a_notice(1)).await.unwrap_err();
    assert!(!failure.is_lasting());
    let port = relay.port;
    assert_eq!(
        failure.to_string(),
        format!("relay 127.0.0.1:{port} refused the recipient with 451 4.7.1")
    );
    gateway.send(&a_notice(1)).await.unwrap();
    assert_eq!(relay.messages().len(), 1);
}

#[tokio::test]
async fn only_what_is_refused_for_the_patron_or_the_message_is_refused_for_good() {
    const UNKNOWN: Act = Act::Say("550 5.1.1 <marie.leroy@exemple.fr>: Marie Leroy is unknown");
    const LATER: Act = Act::Say("421 4.3.2 <marie.leroy@exemple.fr> try again");
    for (scripts, lasting, said) in [
        (
            &[Some(("GREETING", UNKNOWN))],
            false,
            "the connection with 550 5.1.1",
        ),
        (
            &[Some(("EHLO", UNKNOWN))],
            false,
            "the connection with 550 5.1.1",
        ),
        (
            &[Some(("MAIL", UNKNOWN))],
            false,
            "the sender with 550 5.1.1",
        ),
        (
            &[Some(("RCPT", UNKNOWN))],
            true,
            "the recipient with 550 5.1.1",
        ),
        (
            &[Some(("DATA", UNKNOWN))],
            true,
            "the message with 550 5.1.1",
        ),
        (
            &[Some(("END", UNKNOWN))],
            true,
            "the message with 550 5.1.1",
        ),
        (&[Some(("MAIL", LATER))], false, "the sender with 421 4.3.2"),
        (
            &[Some(("RCPT", LATER))],
            false,
            "the recipient with 421 4.3.2",
        ),
        (&[Some(("END", LATER))], false, "the message with 421 4.3.2"),
    ] as [(&'static [Script], bool, &str); 9]
    {
        let failure = failure(scripts).await;
        assert_eq!(failure.is_lasting(), lasting, "{failure}");
        assert!(failure.to_string().ends_with(said), "{failure}");
    }
}

#[tokio::test]
async fn a_relay_that_hangs_up_or_says_nothing_is_tried_again() {
    for scripts in [
        &[Some(("GREETING", Act::HangUp))],
        &[Some(("EHLO", Act::HangUp))],
        &[Some(("RCPT", Act::HangUp))],
        &[Some(("DATA", Act::HangUp))],
        &[Some(("END", Act::HangUp))],
        &[Some(("GREETING", Act::StaySilent))],
        &[Some(("RCPT", Act::StaySilent))],
        &[Some(("END", Act::StaySilent))],
    ] as [&'static [Script]; 8]
    {
        let failure = failure(scripts).await;
        assert!(!failure.is_lasting(), "{scripts:?}: {failure}");
    }
}

#[tokio::test]
async fn what_nobody_can_read_is_no_answer() {
    for scripts in [
        &[Some(("GREETING", Act::Say("marie.leroy@exemple.fr")))],
        // A line of blanks among the extensions.
        &[Some((
            "EHLO",
            Act::Say("250-relay.test\r\n250-  \r\n250 HELP"),
        ))],
        &[Some(("RCPT", Act::Say("999 marie.leroy@exemple.fr")))],
        // Answers that belong to other questions.
        &[Some(("DATA", Act::Say("250 marie.leroy@exemple.fr")))],
        &[Some(("END", Act::Say("354 marie.leroy@exemple.fr")))],
    ] as [&'static [Script]; 5]
    {
        let failure = failure(scripts).await;
        assert!(!failure.is_lasting(), "{scripts:?}: {failure}");
    }
}

#[tokio::test]
async fn a_notice_whose_answer_was_lost_comes_again_as_the_same_message() {
    const SCRIPTS: &[Script] = &[Some(("END", Act::HangUp)), None];
    let relay = Relay::start(SCRIPTS).await;
    let gateway = gateway(&relay);
    assert!(!gateway.send(&a_notice(1)).await.unwrap_err().is_lasting());
    gateway.send(&a_notice(1)).await.unwrap();
    let [first, second] = &relay.messages()[..] else {
        panic!("two messages");
    };
    assert_eq!(first, second);
}

#[tokio::test]
async fn a_relay_that_does_not_say_goodbye_has_taken_the_notice_all_the_same() {
    for scripts in [
        &[Some(("QUIT", Act::StaySilent))],
        &[Some(("QUIT", Act::HangUp))],
    ] as [&'static [Script]; 2]
    {
        let relay = Relay::start(scripts).await;
        gateway(&relay).send(&a_notice(1)).await.unwrap();
    }
}

#[tokio::test]
async fn a_relay_sees_no_more_connections_than_are_set() {
    let relay = Relay::start_in_groups(AGREES, 2).await;
    let gateway = gateway(&relay);
    let notices: Vec<_> = (1..=6).map(a_notice).collect();
    for sent in join_all(notices.iter().map(|notice| gateway.send(notice))).await {
        sent.unwrap();
    }
    assert_eq!(relay.messages().len(), 6);
    assert_eq!(relay.seen.lock().unwrap().most_open, 2);
}

#[tokio::test]
async fn a_relay_that_is_away_is_tried_again() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let gateway = EmailGateway::new(loopback(port)).unwrap();
    let failure = gateway.send(&a_notice(1)).await.unwrap_err();
    assert!(!failure.is_lasting());
    let said = failure.to_string();
    assert!(
        said.starts_with(&format!("relay 127.0.0.1:{port} cannot be reached: ")),
        "{said}"
    );
}

#[tokio::test]
async fn nothing_is_sent_in_clear_where_encryption_is_set() {
    for encryption in [Encryption::StartTls, Encryption::Tls] {
        let relay = Relay::start(AGREES).await;
        let settings = EmailSettings {
            encryption,
            ..loopback(relay.port)
        };
        let gateway = EmailGateway::new(settings).unwrap();
        let failure = gateway.send(&a_notice(1)).await.unwrap_err();
        assert!(!failure.is_lasting(), "{failure}");
        let commands = relay.commands();
        assert!(
            commands.iter().all(|line| !line.starts_with("MAIL")),
            "{commands:?}"
        );
        assert!(relay.messages().is_empty());
    }
}
