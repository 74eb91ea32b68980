//! Does the guard find out who calls, and let nobody else pass?

#![allow(clippy::unwrap_used)]
use super::*;
use navette_domain::access::{Reach, Role};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::StaffId;
use navette_domain::membership::Subject;
use std::sync::Mutex;
use tower::ServiceExt;

const HERE: [u8; 4] = [127, 0, 0, 1];
const ELSEWHERE: [u8; 4] = [192, 0, 2, 7];

fn aire() -> LibraryId {
    LibraryId::parse("aire").unwrap()
}

fn rule_of(path: &str) -> Option<Rule> {
    let roles: &[Role] = match path {
        "/open" => &Role::ALL,
        "/desk" => &[Role::Desk, Role::Administrator],
        "/member" => &[Role::Federator],
        _ => return None,
    };
    let reach = if path == "/desk" {
        Reach::Own
    } else {
        Reach::Any
    };
    Some(Rule { roles, reach })
}

fn refused(refusal: AccessRefusal) -> Status {
    Status::permission_denied(refusal.to_string())
}

/// One desk has signed in, with the token "zoe".
struct Zoe;

impl Sessions for Zoe {
    fn caller(&self, token: String) -> Answer<Result<Option<Caller>, Status>> {
        let zoe = Caller::Staff {
            library: aire(),
            id: StaffId(7),
            administrator: false,
        };
        Box::pin(std::future::ready(Ok((token == "zoe").then_some(zoe))))
    }
}

/// A call as it comes to the guard.
struct Call {
    path: &'static str,
    from: [u8; 4],
    token: Option<&'static str>,
    certificate: Option<&'static str>,
    for_addresses: &'static [&'static str],
}

const OPEN: Call = Call {
    path: "/open",
    from: ELSEWHERE,
    token: None,
    certificate: None,
    for_addresses: &[],
};

/// Puts a call to a guard; gives who made it, or what it was told.
async fn admitted(call: Call, trusts_this_machine: bool) -> Result<Caller, String> {
    let passed = passed(call, trusts_this_machine).await?;
    Ok(passed.0)
}

/// The same, with the address that counts.
async fn passed(call: Call, trusts_this_machine: bool) -> Result<(Caller, IpAddr), String> {
    let folder = tempfile::tempdir().unwrap();
    let guard = Guard::by(Keeping {
        here: Place::Library(aire()),
        rule_of,
        refused,
        sessions: Arc::new(Zoe),
        operator: Some(OperatorToken::write(folder.path(), [7; 32]).unwrap()),
        trusts_this_machine,
    });
    let seen = Arc::new(Mutex::new(None));
    let noted = Arc::clone(&seen);
    let inner = tower::service_fn(move |request: Request<Body>| {
        let beside = request.extensions();
        let caller = beside.get::<Caller>().cloned();
        let address = beside
            .get::<PeerAddress>()
            .map(|PeerAddress(address)| *address);
        *noted.lock().unwrap() = caller.zip(address);
        std::future::ready(Ok::<_, Infallible>(Response::new(Body::default())))
    });
    let mut request = Request::builder().uri(call.path);
    if let Some(token) = call.token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    for address in call.for_addresses {
        request = request.header(FOR_ADDRESS, *address);
    }
    let mut request = request.body(Body::default()).unwrap();
    request
        .extensions_mut()
        .insert(PeerAddress(IpAddr::from(call.from)));
    if let Some(subject) = call.certificate {
        request.extensions_mut().insert(PeerCertificate {
            subject: Subject::parse(subject).unwrap(),
            serial: "01".into(),
        });
    }
    let answer = guard.layer(inner).oneshot(request).await.unwrap();
    let told = Status::from_header_map(answer.headers());
    let told = told.map(|status| status.message().to_owned());
    let caller = seen.lock().unwrap().take();
    caller.ok_or_else(|| told.unwrap_or_default())
}

#[tokio::test]
async fn a_session_says_who_calls_and_a_strange_token_is_nobodys() {
    let desk = Call {
        path: "/desk",
        token: Some("zoe"),
        ..OPEN
    };
    let caller = admitted(desk, false).await.unwrap();
    assert_eq!(caller.role(), Some(Role::Desk));
    for token in ["", "zoë", "0"] {
        let strange = Call {
            token: Some(token),
            ..OPEN
        };
        let told = admitted(strange, false).await;
        assert_eq!(told, Err("the session is over: sign in again".into()));
    }
}

#[tokio::test]
async fn the_operators_token_holds_on_this_machine_only() {
    let token = Some("0707070707070707070707070707070707070707070707070707070707070707");
    let call = |from| Call {
        path: "/desk",
        from,
        token,
        ..OPEN
    };
    let here = admitted(call(HERE), false).await;
    assert_eq!(here, Ok(Caller::Operator(aire())));
    assert!(admitted(call(ELSEWHERE), false).await.is_err());
}

#[tokio::test]
async fn a_certificate_says_who_calls_where_no_session_does() {
    let federator = Call {
        path: "/member",
        certificate: Some("federator"),
        ..OPEN
    };
    assert_eq!(admitted(federator, false).await, Ok(Caller::Federator));
    let node = Call {
        path: "/member",
        certificate: Some("library:aire"),
        ..OPEN
    };
    let told = admitted(node, false).await;
    assert_eq!(told, Err("the role node may not do this".into()));
}

#[tokio::test]
async fn without_token_or_certificate_one_is_nobody_unless_this_machine_is_trusted() {
    let desk = |from| Call {
        path: "/desk",
        from,
        ..OPEN
    };
    let needed = Err("this needs somebody who has signed in".to_owned());
    assert_eq!(admitted(desk(HERE), false).await, needed);
    assert_eq!(admitted(desk(HERE), true).await, Ok(Caller::ThisMachine));
    assert_eq!(admitted(desk(ELSEWHERE), true).await, needed);
    assert_eq!(admitted(OPEN, false).await, Ok(Caller::Anonymous));
}

#[tokio::test]
async fn a_portal_on_this_machine_says_for_which_address_it_calls_and_nobody_else_does() {
    let call = |from, for_addresses| Call {
        from,
        for_addresses,
        ..OPEN
    };
    let read = |text: &str| text.parse::<IpAddr>().unwrap();
    for (from, said, counts) in [
        (HERE, &["198.51.100.9"][..], read("198.51.100.9")),
        (HERE, &["2001:db8::9"], read("2001:db8::9")),
        (HERE, &["::ffff:198.51.100.9"], read("198.51.100.9")),
        (HERE, &[], IpAddr::from(HERE)),
        (ELSEWHERE, &["198.51.100.9"], IpAddr::from(ELSEWHERE)),
        (ELSEWHERE, &["nowhere"], IpAddr::from(ELSEWHERE)),
    ] {
        let (_, address) = passed(call(from, said), false).await.unwrap();
        assert_eq!(address, counts, "{said:?}");
    }
    for said in [
        &[""][..],
        &["nowhere"],
        &["198.51.100.9:80"],
        &["198.51.100.9", "198.51.100.8"],
    ] {
        let told = passed(call(HERE, said), false).await;
        let told = told.unwrap_err();
        assert_eq!(
            told,
            "metadata \"navette-for-address\" is not one IP address"
        );
    }
}

#[tokio::test]
async fn whoever_sits_at_a_browser_is_not_this_machine() {
    let browser = |path, token| Call {
        path,
        from: HERE,
        token,
        for_addresses: &["198.51.100.9"],
        ..OPEN
    };
    assert_eq!(
        admitted(browser("/open", None), true).await,
        Ok(Caller::Anonymous)
    );
    let needed = Err("this needs somebody who has signed in".to_owned());
    assert_eq!(admitted(browser("/desk", None), true).await, needed);
    let over = Err("the session is over: sign in again".to_owned());
    assert_eq!(admitted(browser("/open", Some("before")), true).await, over);
    let desk = admitted(browser("/desk", Some("zoe")), true).await.unwrap();
    assert_eq!(desk.role(), Some(Role::Desk));
}

#[tokio::test]
async fn a_call_without_a_rule_is_refused_to_everybody() {
    let unknown = Call {
        path: "/unknown",
        from: HERE,
        ..OPEN
    };
    let told = admitted(unknown, true).await;
    assert_eq!(
        told,
        Err("nobody may call \"/unknown\": it is not known here".into())
    );
}
