//! A portal on the node's own machine calls for browsers: does each count as itself, and does none of them stand at the desk?

use crate::fixtures::{Node, PIN, access, reason};
use navette_node::{AccessConfig, NodeConfig};
use navette_proto::wire::access::GetSessionRequest;
use navette_proto::wire::access::sign_in_patron_request::Proof;

/// Tries a code that nobody made, for a browser at this address.
async fn guesses(node: &Node, address: &str) -> String {
    let guess = Proof::OneTimeCode("0".repeat(32));
    let line = node.browser(address, None);
    reason(node.patron_signs_in(line, None, guess).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_guesses_is_slowed_down_and_another_is_not() {
    let node = Node::start().await;
    for _ in 0..30 {
        assert_eq!(guesses(&node, "198.51.100.1").await, "WRONG_SIGN_IN");
    }
    assert_eq!(guesses(&node, "198.51.100.1").await, "TOO_MANY_TRIES");
    assert_eq!(guesses(&node, "198.51.100.2").await, "WRONG_SIGN_IN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spray_from_many_browsers_is_stopped_by_what_all_of_them_may() {
    let node = Node::start().await;
    let mut tried = 0;
    for last in 0..200 {
        let told = guesses(&node, &format!("198.51.100.{last}")).await;
        tried += usize::from(told == "WRONG_SIGN_IN");
    }
    assert_eq!(tried, 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_is_refused_by_the_name_of_the_metadata() {
    let node = Node::start().await;
    for said in ["", "nowhere", "198.51.100.1, 198.51.100.2"] {
        assert_eq!(guesses(&node, said).await, "NOT_AN_ADDRESS", "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patron_at_a_browser_is_elsewhere_unless_somebody_at_the_desk_has_signed_in_there() {
    // Also where the machine is trusted as a whole: whoever sits at a browser is not the machine.
    for trust_this_machine in [false, true] {
        let settle = |config| NodeConfig {
            access: AccessConfig { trust_this_machine },
            ..config
        };
        let node = Node::settled(settle).await;
        node.account("zoe", false).await;
        let (zoe, card) = (node.signed_in("zoe").await, node.patron("Delattre").await);
        let pin = || Proof::Pin(PIN.into());
        let browser = node.browser("198.51.100.1", None);
        let session = access(browser.clone())
            .get_session(GetSessionRequest {})
            .await;
        assert_eq!(session.unwrap().into_inner().role, "anonymous");
        let signed_in = node.patron_signs_in(browser, Some(card.clone()), pin());
        assert_eq!(reason(signed_in.await), "PIN_NOT_HERE");
        let desk = node.browser("198.51.100.1", Some(&zoe));
        let session = access(desk.clone()).get_session(GetSessionRequest {}).await;
        assert_eq!(session.unwrap().into_inner().role, "desk");
        let signed_in = node.patron_signs_in(desk, Some(card), pin());
        assert_eq!(reason(signed_in.await), "done");
    }
}
