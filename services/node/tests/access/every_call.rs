//! Every call of the contracts, made for real by nobody, a patron, a desk and the operator: does the table hold at each?

use crate::fixtures::{Line, Node, PIN, access};
use navette_domain::access::Role;
use navette_proto::RULES;
use navette_proto::wire::access::SetStaffTotpRequest;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::identity::Card;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::{Request, Status};
use tonic_prost::ProstCodec;

/// What the guard says where the table does.
const BY_THE_TABLE: [&str; 4] = [
    "SIGN_IN_NEEDED",
    "ROLE_MAY_NOT",
    "OTHER_LIBRARY",
    "OF_NO_LIBRARY",
];

/// Makes a call with nothing in it, and says whether the table let it pass.
async fn passes(line: Line, path: &'static str) -> bool {
    let mut client = Grpc::new(line);
    client.ready().await.unwrap();
    let codec: ProstCodec<(), ()> = ProstCodec::default();
    let path = PathAndQuery::from_static(path);
    let answer = client.server_streaming(Request::new(()), path, codec).await;
    let told = answer
        .err()
        .and_then(|status: Status| navette_proto::explain(&status));
    !told.is_some_and(|told| BY_THE_TABLE.contains(&told.reason.as_str()))
}

/// Signs somebody in of this role, where it takes that.
async fn line_of(node: &Node, desk: &Line, card: &Card, role: Role) -> Line {
    match role {
        Role::Anonymous => node.nobody(),
        Role::Patron => {
            let pin = Proof::Pin(PIN.into());
            let token = node.patron_signs_in(desk.clone(), Some(card.clone()), pin);
            node.line(&token.await.unwrap())
        }
        Role::Desk => node.line(&node.signed_in("zoe").await),
        Role::Administrator => node.operator(),
        Role::Kiosk | Role::Coordinator | Role::Node | Role::Federator => {
            panic!("no token makes a {role}: its certificate does")
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_passes_for_the_roles_of_its_line_and_for_no_other() {
    let node = Node::start().await;
    let zoe = node.account("zoe", false).await;
    let card = node.patron("Delattre").await;
    node.account("luc", false).await;
    let desk = node.line(&node.signed_in("luc").await);
    let mut wrong = Vec::new();
    for role in [
        Role::Anonymous,
        Role::Desk,
        Role::Administrator,
        Role::Patron,
    ] {
        let mut line = line_of(&node, &desk, &card, role).await;
        for (path, rule) in RULES {
            let passed = passes(line.clone(), path).await;
            if passed != rule.roles.contains(&role) {
                wrong.push(format!("{path} as {role}: passes = {passed}"));
            }
            if path.starts_with("/navette.access.") {
                // It may have ended the session, or wanted a code from now on.
                let (staff, remove) = (zoe, true);
                let undone = SetStaffTotpRequest { staff, remove };
                let undone = access(node.operator()).set_staff_totp(undone).await;
                undone.unwrap();
                line = line_of(&node, &desk, &card, role).await;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_stands_in_no_table_passes_for_nobody() {
    let node = Node::start().await;
    for path in [
        "/navette.desk.v1.DeskService/Burn",
        "/navette.desk.v1.Other/Scan",
    ] {
        let mut client = Grpc::new(node.operator());
        client.ready().await.unwrap();
        let codec: ProstCodec<(), ()> = ProstCodec::default();
        let path = PathAndQuery::from_static(path);
        let refused = client.unary(Request::new(()), path, codec).await;
        let told = navette_proto::explain(&refused.unwrap_err());
        assert_eq!(told.unwrap().reason, "UNKNOWN_CALL");
    }
}
