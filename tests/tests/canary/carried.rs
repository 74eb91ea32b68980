//! Is anything of a visitor to be found at a federator that has carried what two libraries said of them? In its memory, its folder,
//! its log; the federator is a process of its own, so that its memory is nobody else's.

use super::apart::{Log, assert_none, tell};
use super::birds::{CARD, FAMILY, found_below, found_in};
use super::story::a_canary;
use anyhow::Result;
use memchr::memmem;
use navette_federator::FederatorConfig;
use navette_proto::wire::catalogue::SearchRequest;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::circulation::CheckOutRequest;
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::identity::Card;
use navette_proto::wire::lending::FindNodeRequest;
use navette_proto::wire::lending::Target;
use navette_proto::wire::lending::ledger_service_client::LedgerServiceClient;
use navette_proto::wire::patrons::PlaceRequestRequest;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::{DialledLibrary, DialledTerritory};
use navette_tests::navette::Navette;
use navette_tests::processes::Process;
use navette_tests::small_consortium::eventually;
use std::path::Path;
use tonic::transport::Channel;

const LIBRARIES: [&str; 2] = ["aire", "lumbres"];

#[test]
fn nothing_of_a_visitor_is_in_the_memory_the_folder_or_the_log_of_a_federator_that_carried_the_question()
 {
    tell("canary::carried::a_visit_that_is_written_down");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "told by nothing_of_a_visitor_is_in_the_memory_the_folder_or_the_log_of_a_federator_that_carried_the_question"]
async fn a_visit_that_is_written_down() {
    let log = Log::begin();
    let navette = Navette::built_like_this().unwrap();
    let own = tempfile::tempdir().unwrap();
    let mut started = None;
    let begin = |config: &FederatorConfig| {
        started = Some(begin_federator(&navette, config, own.path())?);
        Ok(())
    };
    let territory = DialledTerritory::found_by(&LIBRARIES, begin).await.unwrap();
    let federator = started.unwrap();
    let [aire, lumbres] = both(&territory).await;
    visit(&territory, &aire, &lumbres).await;

    // In the memory: what it must know is found there, and nothing else is.
    match federator.memory() {
        Ok(memory) => {
            assert!(memmem::find(&memory, b"lumbres").is_some());
            assert_none("in the federator's memory", &found_in(&memory));
        }
        Err(error) => eprintln!("the federator's memory is not looked at: {error}"),
    }
    let said = federator.written();
    assert!(said.contains("TRACE") && said.contains("a library has published its sealing key"));
    assert_none("in the federator's log", &found_in(said.as_bytes()));
    federator.stop().unwrap();
    for library in [aire, lumbres] {
        library.node.unwrap().stop().await.unwrap();
    }
    assert_none("on any disk", &found_below(territory.folder()));
    let log = log.taken();
    assert!(memmem::find(&log, b"the node answers").is_some());
    assert_none("in the libraries' logs", &found_in(&log));
}

/// Starts the federator's process, with these settings.
fn begin_federator(navette: &Navette, config: &FederatorConfig, folder: &Path) -> Result<Process> {
    let lines = config.lines.as_ref().map(|lines| lines.listen);
    let lines = lines.map(|lines| lines.to_string()).unwrap_or_default();
    let mut text = format!(
        "listen = \"{}\"\ndata_dir = {:?}\n[lines]\nlisten = \"{lines}\"\n",
        config.listen, config.data_dir
    );
    for member in &config.members {
        let library = &member.library;
        text += &format!("[[members]]\nlibrary = \"{library}\"\nname = \"{library}\"\n");
    }
    let file = folder.join("federator.toml");
    std::fs::write(&file, text)?;
    let (program, file) = (navette.program().display(), file.display().to_string());
    let command = [
        "NAVETTE_LOG=trace",
        &program.to_string(),
        "federator",
        "--config",
        &file,
    ];
    Process::start("federator", Path::new("env"), &command, &folder.join("log"))
}

/// Lets both libraries join, and starts them with a book each.
async fn both(territory: &DialledTerritory) -> [DialledLibrary; 2] {
    let mut started = Vec::new();
    for (place, library) in LIBRARIES.into_iter().enumerate() {
        let code = territory.invite(library).await.unwrap();
        territory.join(&code, library).await.unwrap();
        let book = a_book(&place.to_string(), &format!("Un jardin {library}"));
        let books = file_of(&[book.and_a_copy()]).unwrap();
        started.push(territory.start_library(library, &books).await.unwrap());
    }
    started.try_into().ok().unwrap()
}

/// The canary of Aire borrows at Lumbres, and asks for something there.
async fn visit(territory: &DialledTerritory, aire: &DialledLibrary, lumbres: &DialledLibrary) {
    let mut home = PatronServiceClient::new(aire.channel().unwrap());
    home.register(a_canary()).await.unwrap();
    let line = territory.channel_as(&territory.library_folder("lumbres"));
    let mut ledger = LedgerServiceClient::new(line.unwrap());
    eventually("Aire has published its key", async || {
        let library = "aire".to_owned();
        let found = ledger.find_node(FindNodeRequest { library }).await;
        Ok(found.is_ok_and(|found| found.into_inner().sealing_key.is_some()))
    })
    .await
    .unwrap();
    let lent = CheckOutRequest {
        request_id: format!("{:032x}", 10),
        card: card(),
        code: "B1-0".to_owned(),
        staff: 1,
        ..CheckOutRequest::default()
    };
    let mut counter = CirculationServiceClient::new(lumbres.channel().unwrap());
    let lent = counter.check_out(lent).await.unwrap().into_inner();
    assert!(!lent.home_silent, "Aire was not asked");
    let place = PlaceRequestRequest {
        request_id: format!("{:032x}", 11),
        card: card(),
        target: Some(Target {
            work: a_work(aire.channel().unwrap()).await,
            ..Target::default()
        }),
        title: "Un jardin aire".to_owned(),
        staff: 1,
        put_aside: true,
        ..PlaceRequestRequest::default()
    };
    let mut patrons = PatronServiceClient::new(lumbres.channel().unwrap());
    let placed = patrons.place_request(place).await.unwrap().into_inner();
    assert!(!placed.request.unwrap().unconfirmed, "Aire was not asked");
}

fn card() -> Option<Card> {
    Some(Card {
        library: "aire".to_owned(),
        number: CARD.to_owned(),
    })
}

/// Finds the one work of a library, as soon as it can be searched there.
async fn a_work(library: Channel) -> String {
    let mut client = CatalogueServiceClient::new(library);
    let mut work = String::new();
    eventually("the library's book is found", async || {
        let asked = SearchRequest {
            text: "jardin".to_owned(),
            ..SearchRequest::default()
        };
        let found = client.search(asked).await?.into_inner().works.into_iter();
        work = found.map(|one| one.work).next().unwrap_or_default();
        Ok(!work.is_empty())
    })
    .await
    .unwrap();
    work
}

#[tokio::test]
async fn a_name_in_a_process_is_found_in_its_memory() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let named = format!("NAME={FAMILY}");
    let process = Process::start("sleeper", Path::new("env"), &[&named, "sleep", "60"], &log);
    let process = process.unwrap();
    // While one program takes the place of the other, what is read may be neither's.
    eventually("the name is found", async || match process.memory() {
        Ok(memory) => Ok(!found_in(&memory).is_empty()),
        Err(error) => {
            eprintln!("no memory can be looked at here: {error}");
            Ok(true)
        }
    })
    .await
    .unwrap();
}
