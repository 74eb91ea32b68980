//! A certificate ends while a connection that was opened by it is open: is the connection cut, at the federator and at a library?

use navette_domain::catalogue::LibraryId;
use navette_domain::membership::Subject;
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::DialledTerritory;
use navette_tests::processes::free_address;
use navette_tests::small_consortium::PATIENCE;
use navette_trust::{LineHandle, Purpose, TrustedStream};
use tokio::io::AsyncReadExt;

const DAY_MS: i64 = 86_400_000;

/// Reads until the other end hangs up.
async fn until_cut(stream: &mut TrustedStream) {
    let mut bytes = [0; 1_024];
    let cut = async { while let Ok(1..) = stream.read(&mut bytes).await {} };
    let cut = tokio::time::timeout(PATIENCE, cut).await;
    assert!(cut.is_ok(), "the connection is still open");
}

/// Dials as a member that has joined, to call.
async fn dial(
    territory: &DialledTerritory,
    member: &str,
    address: &str,
    whom: Subject,
) -> (TrustedStream, LineHandle) {
    let folder = territory.library_folder(member);
    let dialler = territory.dialler_as(&folder, address, whom).unwrap();
    let stream = dialler.dial(Purpose::Call).await.unwrap();
    let line = stream.handle();
    (stream, line)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_open_when_its_certificate_ends_is_cut_and_no_other() {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    let address = territory.line_address().unwrap().to_string();
    let mut lines = Vec::new();
    // One certificate counts until the 90th day, the other until the 149th.
    for (days, library) in [(0, "aire"), (59, "lumbres")] {
        territory.clock.set_ahead_ms(days * DAY_MS);
        let code = territory.invite(library).await.unwrap();
        territory.join(&code, library).await.unwrap();
        lines.push(dial(&territory, library, &address, Subject::Federator).await);
    }
    let [(aire, _), (lumbres, _)] = &mut lines[..] else {
        panic!("two lines");
    };
    territory.clock.set_ahead_ms(91 * DAY_MS);
    until_cut(aire).await;
    let mut byte = [0; 1];
    let more = lumbres.read(&mut byte);
    let quiet = tokio::time::timeout(std::time::Duration::from_millis(1), more).await;
    assert!(quiet.is_err() || quiet.is_ok_and(|read| matches!(read, Ok(1))));
    territory.clock.set_ahead_ms(150 * DAY_MS);
    until_cut(lumbres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_with_an_address_cuts_whoever_has_an_expired_certificate() {
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
    let whom = Subject::Library(LibraryId::parse("aire").unwrap());
    let (mut lumbres, line) = dial(&territory, "lumbres", &address, whom).await;
    assert!(line.is_open());
    aire.clock.set_ahead_ms(91 * DAY_MS);
    until_cut(&mut lumbres).await;
}
