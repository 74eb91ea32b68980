//! Every call of the contracts, made for real over TLS, at a library's node and at the federator, with each kind of certificate and
//! with none: does exactly that pass which the table lets pass?

use crate::who_calls_the_federator::answer;
use navette_domain::access::{Reach, Role, Rule};
use navette_domain::membership::Subject;
use navette_proto::{RULES, explain};
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::{DialledLibrary, DialledTerritory};
use navette_tests::processes::free_address;
use navette_trust::Credential;
use tonic::transport::Channel;
use tonic::{Code, Status};

/// What the guard says where the table does: of the role, and at a library of whom the caller belongs to.
const BY_ROLE: [&str; 2] = ["SIGN_IN_NEEDED", "ROLE_MAY_NOT"];
const BY_LIBRARY: [&str; 2] = ["OTHER_LIBRARY", "OF_NO_LIBRARY"];

fn subject(text: &str) -> Subject {
    Subject::parse(text).unwrap()
}

/// Whether a call is refused by one of these reasons.
async fn refused(channel: &Channel, path: &'static str, reasons: &[&str]) -> bool {
    let Err(status) = answer(channel, path, None).await else {
        return false;
    };
    let Some(told) = explain(&status) else {
        // A line that was not even let in would refuse everything.
        assert!(!is_let_in_nowhere(&status), "{path}: {status}");
        return false;
    };
    let by_the_table = reasons.contains(&told.reason.as_str());
    if by_the_table {
        let code = status.code();
        assert!(
            matches!(code, Code::PermissionDenied | Code::Unauthenticated),
            "{path}: {code}"
        );
    }
    by_the_table
}

/// Whether the connection ended before anybody looked at the call.
fn is_let_in_nowhere(status: &Status) -> bool {
    matches!(
        status.code(),
        Code::Unavailable | Code::Unknown | Code::Cancelled
    )
}

/// Calls everything, and lists what went otherwise than expected.
async fn wrong(
    channel: &Channel,
    who: &str,
    reasons: &[&str],
    may: impl Fn(&Rule) -> bool,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, rule) in RULES {
        let passed = !refused(channel, path, reasons).await;
        if passed != may(rule) {
            wrong.push(format!("{path} as {who}: passes = {passed}"));
        }
    }
    wrong
}

/// A territory of two libraries that have joined; one of them has an address and runs.
async fn aire_with_an_address() -> (DialledTerritory, DialledLibrary, String) {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    for library in ["aire", "lumbres"] {
        let code = territory.invite(library).await.unwrap();
        territory.join(&code, library).await.unwrap();
    }
    let address = free_address().unwrap();
    let mut config = territory.node_config("aire").unwrap();
    if let Some(line) = &mut config.line {
        line.listen = Some(address.parse().unwrap());
    }
    let books = file_of(&[a_book("1", "Le jardin perdu")]).unwrap();
    let aire = territory.start_node(config, &books).await.unwrap();
    (territory, aire, address)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_lets_each_certificate_make_the_calls_of_its_role_and_library() {
    let (territory, _aire, address) = aire_with_an_address().await;
    let mut found = Vec::new();
    for (who, role, of_aire) in [
        ("kiosk:aire/entree", Role::Kiosk, true),
        ("kiosk:lumbres/entree", Role::Kiosk, false),
        ("library:aire", Role::Node, true),
        ("library:lumbres", Role::Node, false),
        ("administrator:zoe", Role::Coordinator, false),
        ("federator", Role::Federator, false),
    ] {
        let credential = territory.signed(subject(who)).unwrap();
        let channel = territory.channel_with(Some(&credential), &address, subject("library:aire"));
        let may = |rule: &Rule| rule.roles.contains(&role) && (of_aire || rule.reach == Reach::Any);
        let reasons = [BY_ROLE, BY_LIBRARY].concat();
        found.extend(wrong(&channel.unwrap(), who, &reasons, may).await);
    }
    assert!(found.is_empty(), "{found:#?}");
    // Without a certificate nobody gets as far as a call: who has none signs in on the library's own machine.
    let nobody = territory
        .channel_with(None, &address, subject("library:aire"))
        .unwrap();
    for (path, _) in RULES {
        let told = answer(&nobody, path, None).await.unwrap_err();
        assert!(is_let_in_nowhere(&told), "{path}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_federator_lets_each_certificate_make_the_calls_of_its_role_and_nobody_more_than_join()
{
    let (territory, _aire, _) = aire_with_an_address().await;
    let address = territory.line_address().unwrap().to_string();
    let held = |folder: std::path::PathBuf| {
        let text = std::fs::read_to_string(navette_node::credential_file(&folder)).unwrap();
        Credential::from_pem(&text).unwrap()
    };
    let aire = held(territory.library_folder("aire"));
    let lumbres = held(territory.library_folder("lumbres"));
    let zoe = held(territory.administrator_folder());
    let mut found = Vec::new();
    // Whose library a message names is looked at by whoever reads it: here the role counts.
    for (who, role, credential) in [
        ("library:aire", Role::Node, Some(&aire)),
        ("library:lumbres", Role::Node, Some(&lumbres)),
        ("administrator:zoe", Role::Coordinator, Some(&zoe)),
        ("nobody", Role::Anonymous, None),
    ] {
        let channel = territory.channel_with(credential, &address, subject("federator"));
        let may = |rule: &Rule| rule.roles.contains(&role);
        found.extend(wrong(&channel.unwrap(), who, &BY_ROLE, may).await);
    }
    assert!(found.is_empty(), "{found:#?}");
    // A certificate that the authority has signed and the federator has not issued lets nobody in.
    let unknown = territory.signed(subject("kiosk:aire/entree")).unwrap();
    let channel = territory.channel_with(Some(&unknown), &address, subject("federator"));
    let told = answer(&channel.unwrap(), RULES[0].0, None)
        .await
        .unwrap_err();
    assert!(is_let_in_nowhere(&told), "{told}");
}
