//! Who manages whose account, and what becomes of the sessions?

use crate::fixtures::{Node, PASSWORD, access, reason};
use navette_proto::wire::access as wire;
use navette_proto::wire::access::sign_out_everywhere_request::Whose;

use navette_domain::time::Timestamp;
use navette_trust::{TotpSecret, step_at};
use std::time::{SystemTime, UNIX_EPOCH};

const OTHER: &str = "tromblon mouillé vert";

fn adding(name: &str, password: &str) -> wire::AddStaffRequest {
    wire::AddStaffRequest {
        name: name.into(),
        password: password.into(),
        administrator: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_accounts_and_a_desk_does_not() {
    let node = Node::start().await;
    node.account("anne", true).await;
    let anne = node.signed_in("anne").await;
    let made = access(node.line(&anne))
        .add_staff(adding("zoe", PASSWORD))
        .await;
    assert_eq!(made.unwrap().into_inner().account.unwrap().staff, 2);
    let again = access(node.line(&anne))
        .add_staff(adding("Zoe", PASSWORD))
        .await;
    assert_eq!(reason(again), "NAME_TAKEN");
    let zoe = node.signed_in("zoe").await;
    let refused = access(node.line(&zoe))
        .add_staff(adding("luc", PASSWORD))
        .await;
    assert_eq!(reason(refused), "ROLE_MAY_NOT");
    let listed = access(node.line(&anne))
        .list_staff(wire::ListStaffRequest::default())
        .await;
    let names: Vec<String> = listed
        .unwrap()
        .into_inner()
        .accounts
        .into_iter()
        .map(|a| a.name)
        .collect();
    assert_eq!(names, ["anne", "zoe"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_guessed_first_makes_no_account() {
    let node = Node::start().await;
    for password in [
        "court",
        "motdepasse",
        "azertyuiop",
        "aire62120",
        "0321391234",
    ] {
        let refused = access(node.operator())
            .add_staff(adding("zoe", password))
            .await;
        assert_eq!(reason(refused), "PASSWORD_REFUSED", "{password}");
    }
    let refused = access(node.operator())
        .add_staff(adding("Zoé B", PASSWORD))
        .await;
    assert_eq!(reason(refused), "FIELD_REFUSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_password_takes_the_old_one_and_anothers_an_administrator() {
    let node = Node::start().await;
    node.account("anne", true).await;
    let zoe_id = node.account("zoe", false).await;
    let anne_id = 1;
    let (zoe, elsewhere) = (node.signed_in("zoe").await, node.signed_in("zoe").await);
    let setting = |staff, old: &str| wire::SetStaffPasswordRequest {
        staff,
        old_password: old.into(),
        password: OTHER.into(),
    };
    let other = access(node.line(&zoe))
        .set_staff_password(setting(anne_id, ""))
        .await;
    assert_eq!(reason(other), "NOT_YOUR_OWN");
    let wrong = access(node.line(&zoe))
        .set_staff_password(setting(0, "not the old one"))
        .await;
    assert_eq!(reason(wrong), "WRONG_SIGN_IN");
    let set = access(node.line(&zoe))
        .set_staff_password(setting(0, PASSWORD))
        .await;
    assert_eq!(reason(set), "done");
    let session = |token: &str| access(node.line(token));
    let asked = wire::GetSessionRequest {};
    assert_eq!(reason(session(&zoe).get_session(asked).await), "done");
    assert_eq!(
        reason(session(&elsewhere).get_session(asked).await),
        "SESSION_OVER"
    );
    assert_eq!(
        reason(node.try_sign_in("zoe", PASSWORD, "").await),
        "WRONG_SIGN_IN"
    );
    assert!(node.try_sign_in("zoe", OTHER, "").await.is_ok());
    let anne = node.signed_in("anne").await;
    let setting = wire::SetStaffPasswordRequest {
        staff: zoe_id,
        password: PASSWORD.into(),
        ..wire::SetStaffPasswordRequest::default()
    };
    let set = access(node.line(&anne)).set_staff_password(setting).await;
    assert_eq!(reason(set), "done");
    assert!(node.try_sign_in("zoe", PASSWORD, "").await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_taken_away_opens_nothing_and_gives_its_number_to_nobody() {
    let node = Node::start().await;
    let zoe_id = node.account("zoe", false).await;
    let zoe = node.signed_in("zoe").await;
    let remove = wire::RemoveStaffRequest { staff: zoe_id };
    access(node.operator()).remove_staff(remove).await.unwrap();
    let asked = wire::GetSessionRequest {};
    let over = access(node.line(&zoe)).get_session(asked).await;
    assert_eq!(reason(over), "SESSION_OVER");
    assert_eq!(
        reason(node.try_sign_in("zoe", PASSWORD, "").await),
        "WRONG_SIGN_IN"
    );
    let again = access(node.operator()).remove_staff(remove).await;
    assert_eq!(reason(again), "UNKNOWN_STAFF");
    assert_eq!(node.account("zoe", false).await, zoe_id + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_ends_anothers_sessions_and_a_desk_only_its_own() {
    let node = Node::start().await;
    let zoe_id = node.account("zoe", false).await;
    let luc_id = node.account("luc", false).await;
    let (zoe, luc) = (node.signed_in("zoe").await, node.signed_in("luc").await);
    let of = |staff| wire::SignOutEverywhereRequest {
        whose: Some(Whose::Staff(staff)),
    };
    let refused = access(node.line(&zoe))
        .sign_out_everywhere(of(luc_id))
        .await;
    assert_eq!(reason(refused), "NOT_YOUR_OWN");
    let ended = access(node.operator())
        .sign_out_everywhere(of(zoe_id))
        .await;
    assert_eq!(ended.unwrap().into_inner().ended, 1);
    let ended = access(node.line(&luc))
        .sign_out_everywhere(of(luc_id))
        .await;
    assert_eq!(ended.unwrap().into_inner().ended, 1);
}

/// Reads the secret as a telephone does, and gives the code of now.
fn shown_by_the_telephone(base_32: &str) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bits, mut bytes) = (Vec::new(), Vec::new());
    for letter in base_32.chars() {
        let value = letters.find(letter).unwrap();
        bits.extend((0..5).rev().map(|place| value >> place & 1));
    }
    for eight in bits.chunks_exact(8) {
        let byte = eight.iter().fold(0, |byte, bit| byte << 1 | bit);
        bytes.push(u8::try_from(byte).unwrap());
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = Timestamp(i64::try_from(since.as_millis()).unwrap());
    TotpSecret(bytes.try_into().unwrap()).code(step_at(now))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_the_telephone_is_wanted_once_it_is_set_up() {
    let node = Node::start().await;
    node.account("zoe", false).await;
    let zoe = node.signed_in("zoe").await;
    let asked = wire::SetStaffTotpRequest::default();
    let set = access(node.line(&zoe)).set_staff_totp(asked).await.unwrap();
    let set = set.into_inner();
    assert!(set.uri.contains(&set.secret) && set.secret.len() == 32);
    let wanted = node.try_sign_in("zoe", PASSWORD, "").await;
    assert_eq!(reason(wanted), "CODE_NEEDED");
    let wrong = node.try_sign_in("zoe", PASSWORD, "abcdef").await;
    assert_eq!(reason(wrong), "WRONG_SIGN_IN");
    let code = shown_by_the_telephone(&set.secret);
    assert!(node.try_sign_in("zoe", PASSWORD, &code).await.is_ok());
    let seen = node.try_sign_in("zoe", PASSWORD, &code).await;
    assert_eq!(reason(seen), "WRONG_SIGN_IN", "a code that was seen typed");
    let none = wire::SetStaffTotpRequest {
        staff: 0,
        remove: true,
    };
    access(node.line(&zoe)).set_staff_totp(none).await.unwrap();
    assert!(node.try_sign_in("zoe", PASSWORD, "").await.is_ok());
}
