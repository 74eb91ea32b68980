//! Does a patron who asks for a code get it by e-mail, and does nobody else learn anything by asking?

use crate::fake_relay::FakeRelay;
use crate::fixtures::{Node, PASSWORD, a_call, access, patrons, reason};
use navette_domain::patrons::Email;
use navette_node::{NodeConfig, PortalAddress};
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::access::{AskSignInLinkRequest, SetPatronPasswordRequest};
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::{ListNoticesRequest, Notice, NoticeState};
use navette_standards::email::{EmailSettings, Encryption};
use std::path::Path;
use std::time::Duration;

const MARIE: &str = "marie@exemple.fr";
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A node that sends e-mail, and knows where the portal is.
async fn a_node_with_a_relay() -> (Node, FakeRelay) {
    let relay = FakeRelay::start().await;
    let from = Email::parse("bibliotheque@exemple.fr").unwrap();
    let email = EmailSettings {
        relay_port: relay.port,
        ..EmailSettings::new("127.0.0.1", Encryption::None, from)
    };
    let portal = PortalAddress::read("https://lire.exemple.fr").unwrap();
    let node = Node::settled(|config| NodeConfig {
        email: Some(email),
        portal: Some(portal),
        ..config
    });
    (node.await, relay)
}

/// Asks as nobody; gives what was answered.
async fn ask(node: &Node, card: &Card, request_id: String) -> String {
    let asked = AskSignInLinkRequest {
        card: Some(card.clone()),
        request_id,
    };
    reason(access(node.nobody()).ask_sign_in_link(asked).await)
}

/// The codes of the letters that were sent so far.
fn codes(relay: &FakeRelay) -> Vec<String> {
    // A soft line break ends with an equals sign.
    let letters = relay.letters.lock().join("\n").replace("=\n", "");
    let after = letters.split("Code de connexion=C2=A0: ").skip(1);
    after.map(|rest| rest[..32].to_owned()).collect()
}

/// Waits until so many letters to a card have left, and are noted.
async fn until_sent(node: &Node, card: &Card, letters: usize) {
    let sent = tokio::time::timeout(PATIENCE, async {
        let is_sent = |notice: &Notice| notice.state == NoticeState::Sent as i32;
        while notices(node, card)
            .await
            .iter()
            .filter(|one| is_sent(one))
            .count()
            < letters
        {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    });
    sent.await.unwrap();
}

async fn notices(node: &Node, card: &Card) -> Vec<Notice> {
    let asked = ListNoticesRequest {
        card: Some(card.clone()),
        ..ListNoticesRequest::default()
    };
    let answer = patrons(node.operator()).list_notices(asked).await;
    answer.unwrap().into_inner().notices
}

/// Says whether a text stands in any file of a folder.
fn stands_within(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return stands_within(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes
            .windows(text.len())
            .any(|found| found == text.as_bytes())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patron_asks_for_a_code_and_signs_in_by_what_comes_to_their_mailbox() {
    let (node, relay) = a_node_with_a_relay().await;
    let card = node.patron_reached_at("Delattre", MARIE).await;
    assert_eq!(ask(&node, &card, a_call()).await, "done");
    until_sent(&node, &card, 1).await;
    let code = codes(&relay).remove(0);
    let letter = relay.letters.lock().join("\n").replace("=\n", "");
    assert!(letter.contains(&format!("To: {MARIE}")), "{letter}");
    let link = format!("https://lire.exemple.fr/connexion/code#{code}");
    assert!(letter.contains(&link), "{letter}");

    let listed = notices(&node, &card).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].kind, "sign-in-code");
    assert!(!listed[0].proof.contains(&code) && !listed[0].title.contains(&code));
    assert!(
        !stands_within(node.folder(), &code),
        "the code is on the disk"
    );

    let code = || Proof::OneTimeCode(code.clone());
    let token = node.patron_signs_in(node.nobody(), None, code()).await;
    assert!(token.is_ok(), "{token:?}");
    let again = node.patron_signs_in(node.nobody(), None, code()).await;
    assert_eq!(reason(again), "WRONG_SIGN_IN");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_says_nothing_of_the_card_and_no_mailbox_is_flooded() {
    let (node, _relay) = a_node_with_a_relay().await;
    let card = node.patron_reached_at("Delattre", MARIE).await;
    let without_mailbox = node.patron("Dubois").await;
    let unknown = Card {
        number: "6276599".into(),
        ..card.clone()
    };
    let elsewhere = Card {
        library: "lumbres".into(),
        number: "6276598".into(),
    };
    for other in [&without_mailbox, &unknown, &elsewhere] {
        assert_eq!(ask(&node, other, a_call()).await, "done");
    }
    assert!(notices(&node, &without_mailbox).await.is_empty());
    for letters in 1..=3 {
        assert_eq!(ask(&node, &card, a_call()).await, "done");
        until_sent(&node, &card, letters).await;
    }
    for _ in 0..3 {
        assert_eq!(ask(&node, &card, a_call()).await, "done");
    }
    assert_eq!(notices(&node, &card).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ask_that_is_repeated_is_one_ask_and_a_name_is_not_used_twice() {
    let (node, _relay) = a_node_with_a_relay().await;
    let card = node.patron_reached_at("Delattre", MARIE).await;
    let unknown = Card {
        number: "6276599".into(),
        ..card.clone()
    };
    // Whether there is a card or not: both are kept.
    for (asked, other) in [(&card, &unknown), (&unknown, &card)] {
        let call = a_call();
        assert_eq!(ask(&node, asked, call.clone()).await, "done");
        until_sent(&node, &card, 1).await;
        assert_eq!(ask(&node, asked, call.clone()).await, "done");
        assert_eq!(ask(&node, other, call).await, "REQUEST_ID_TAKEN");
    }
    assert_eq!(notices(&node, &card).await.len(), 1);
    assert_eq!(ask(&node, &card, "short".into()).await, "FIELD_REFUSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_code_takes_the_place_of_an_older_one() {
    let (node, relay) = a_node_with_a_relay().await;
    let card = node.patron_reached_at("Delattre", MARIE).await;
    for letters in 1..=2 {
        assert_eq!(ask(&node, &card, a_call()).await, "done");
        until_sent(&node, &card, letters).await;
    }
    let codes = codes(&relay);
    assert_ne!(codes[0], codes[1]);
    for (code, told) in codes.into_iter().zip(["WRONG_SIGN_IN", "done"]) {
        let proof = Proof::OneTimeCode(code);
        let signed_in = node.patron_signs_in(node.nobody(), None, proof).await;
        assert_eq!(reason(signed_in), told);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patron_is_told_that_the_password_has_changed() {
    let (node, relay) = a_node_with_a_relay().await;
    let card = node.patron_reached_at("Delattre", MARIE).await;
    assert_eq!(ask(&node, &card, a_call()).await, "done");
    until_sent(&node, &card, 1).await;
    let code = Proof::OneTimeCode(codes(&relay).remove(0));
    let token = node.patron_signs_in(node.nobody(), None, code).await;
    let asked = SetPatronPasswordRequest {
        password: PASSWORD.into(),
        old_password: String::new(),
    };
    let mut jeanne = access(node.line(&token.unwrap()));
    assert_eq!(reason(jeanne.set_patron_password(asked).await), "done");
    until_sent(&node, &card, 2).await;
    assert_eq!(notices(&node, &card).await[0].kind, "password-changed");
    let letters = relay.letters.lock().join("\n").replace("=\n", "");
    assert!(
        letters.contains("Le mot de passe de votre compte de lecteur vient de changer."),
        "{letters}"
    );
}
