//! A patron stands at the desk of a library whose own only dials out: the federator carries what the two say, and can neither read
//! it, nor pass it off as somebody else's.

use navette_domain::catalogue::LibraryId;
use navette_domain::privacy::Secret;
use navette_node::{LineConfig, RestoreOrder, sealing_key_file};
use navette_proto::explain;
use navette_proto::wire::catalogue::SearchRequest;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::circulation::{CheckOutRequest, CheckOutResponse};
use navette_proto::wire::identity::Card;
use navette_proto::wire::lending::carrier_service_client::CarrierServiceClient;
use navette_proto::wire::lending::ledger_service_client::LedgerServiceClient;
use navette_proto::wire::lending::sealed_answer::Outcome;
use navette_proto::wire::lending::{
    AskHomeRequest, CarryRequest, FindNodeRequest, PublishKeyRequest, SealedAnswer, SealedQuestion,
    SealingKey, Target, VisitorWish,
};
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_proto::wire::patrons::{
    ListRequestsRequest, Person, PlaceRequestRequest, RegisterRequest,
};
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::{DialledLibrary, DialledTerritory};
use navette_tests::small_consortium::eventually;
use navette_trust::{AnswerKey, KEY_BYTES, Parties, PublicSealingKey};
use prost::Message;
use std::time::UNIX_EPOCH;
use tonic::transport::Channel;
use tonic::{Code, Status};

const HOUR_MS: i64 = 3_600_000;

/// Three libraries that only dial out. Aire has a patron, Lumbres and Thérouanne have their certificates.
struct Scene {
    territory: DialledTerritory,
    aire: DialledLibrary,
    lumbres: DialledLibrary,
    _therouanne: DialledLibrary,
}

async fn scene() -> Scene {
    let libraries = ["aire", "lumbres", "therouanne"];
    let territory = DialledTerritory::found(&libraries).await.unwrap();
    let mut started = Vec::new();
    for (place, library) in libraries.into_iter().enumerate() {
        let code = territory.invite(library).await.unwrap();
        territory.join(&code, library).await.unwrap();
        let book = a_book(&place.to_string(), &format!("Un jardin {library}"));
        let books = file_of(&[book.and_a_copy().and_a_copy()]).unwrap();
        started.push(territory.start_library(library, &books).await.unwrap());
    }
    territory.wait_until_copied(3).await.unwrap();
    let [aire, lumbres, therouanne] = <[_; 3]>::try_from(started).ok().unwrap();
    register(aire.channel().unwrap()).await;
    let scene = Scene {
        territory,
        aire,
        lumbres,
        _therouanne: therouanne,
    };
    for library in ["aire", "therouanne"] {
        scene.until_published(library).await;
    }
    scene
}

impl Scene {
    /// Speaks to the federator as the node of Lumbres does.
    fn as_lumbres(&self) -> Channel {
        let folder = self.territory.library_folder("lumbres");
        self.territory.channel_as(&folder).unwrap()
    }

    async fn key_of(&self, library: &str) -> Option<SealingKey> {
        let library = library.to_owned();
        let mut ledger = LedgerServiceClient::new(self.as_lumbres());
        let found = ledger.find_node(FindNodeRequest { library }).await.ok()?;
        let found = found.into_inner();
        assert_eq!(found.address, "", "it only dials out");
        found.sealing_key
    }

    async fn until_published(&self, library: &str) -> SealingKey {
        let mut key = None;
        eventually(&format!("{library} has published its key"), async || {
            key = self.key_of(library).await;
            Ok(key.is_some())
        })
        .await
        .unwrap();
        key.unwrap()
    }

    async fn lend(&self, code: &str, call: u64) -> Result<CheckOutResponse, Status> {
        let lent = CheckOutRequest {
            request_id: format!("{call:032x}"),
            card: card(),
            code: code.to_owned(),
            staff: 1,
            ..CheckOutRequest::default()
        };
        let mut counter = CirculationServiceClient::new(self.lumbres.channel().unwrap());
        Ok(counter.check_out(lent).await?.into_inner())
    }

    /// Hands a question to the federator; `home` is whom it says it is for.
    async fn carry(&self, home: &str, sealed_to: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Status> {
        let call = CarryRequest {
            home: home.to_owned(),
            sealed_to: sealed_to.to_vec(),
            sealed: sealed.to_vec(),
        };
        let mut carrier = CarrierServiceClient::new(self.as_lumbres());
        Ok(carrier.carry(call).await?.into_inner().sealed)
    }
}

fn card() -> Option<Card> {
    Some(Card {
        library: "aire".to_owned(),
        number: "62000".to_owned(),
    })
}

async fn register(home: Channel) {
    let register = RegisterRequest {
        request_id: format!("{:032x}", 1),
        card_number: "62000".to_owned(),
        category: "adult".to_owned(),
        person: Some(Person {
            given_name: "Camille".to_owned(),
            family_name: "Essai".to_owned(),
            birth: "1980-01-01".to_owned(),
            language: "fr".to_owned(),
            ..Person::default()
        }),
        accept_namesake: true,
        staff: 1,
    };
    let mut patrons = PatronServiceClient::new(home);
    patrons.register(register).await.unwrap();
}

/// Finds a work, once the federator knows of it.
async fn work(territory: &DialledTerritory, title: &str) -> String {
    let mut work = String::new();
    let mut client = CatalogueServiceClient::new(territory.channel().unwrap());
    eventually(&format!("{title} is found"), async || {
        let asked = SearchRequest {
            text: title.to_owned(),
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

fn now_ms() -> i64 {
    UNIX_EPOCH.elapsed().unwrap().as_millis() as i64
}

/// Seals the question of Lumbres whether the card may borrow, as it was asked at a moment.
fn sealed_at(key: &SealingKey, home: &str, asked_at_ms: i64) -> (Vec<u8>, AnswerKey) {
    let question = SealedQuestion {
        asked_at_ms,
        question: Some(AskHomeRequest {
            library: "lumbres".to_owned(),
            card: card(),
            wish: VisitorWish::Borrow as i32,
            placement: None,
        }),
    };
    let library = |id: &str| LibraryId::parse(id).unwrap();
    let parties = Parties {
        asks: library("lumbres"),
        home: library(home),
    };
    let to = PublicSealingKey::from_bytes(&key.public_key).unwrap();
    let drawn = Secret::new([9; KEY_BYTES]);
    to.seal_question(&parties, &question.encode_to_vec(), drawn)
        .unwrap()
}

fn reason<T: std::fmt::Debug>(refused: Result<T, Status>) -> String {
    explain(&refused.unwrap_err()).unwrap().reason
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_from_a_library_that_only_dials_out_borrows_and_requests_on_its_word() {
    let scene = scene().await;
    let lent = scene.lend("B1-0", 10).await.unwrap();
    assert!(!lent.home_silent, "Aire was not asked");
    let work = work(&scene.territory, "therouanne").await;
    let place = PlaceRequestRequest {
        request_id: format!("{:032x}", 11),
        card: card(),
        target: Some(Target {
            work,
            ..Target::default()
        }),
        title: "Un jardin therouanne".to_owned(),
        staff: 1,
        put_aside: true,
        ..PlaceRequestRequest::default()
    };
    let mut patrons = PatronServiceClient::new(scene.lumbres.channel().unwrap());
    let placed = patrons.place_request(place).await.unwrap().into_inner();
    assert!(!placed.request.unwrap().unconfirmed, "Aire was not asked");
    // At home both are known, as the patron's own.
    let mut home = PatronServiceClient::new(scene.aire.channel().unwrap());
    eventually("Aire knows of the request and of the loan", async || {
        let mine = ListRequestsRequest {
            card: card(),
            ended_too: true,
            ..ListRequestsRequest::default()
        };
        let listed = home.list_requests(mine).await?.into_inner();
        Ok(listed.requests.len() == 2)
    })
    .await
    .unwrap();
    // A card of nobody is refused, by the same way.
    let nobody = CheckOutRequest {
        request_id: format!("{:032x}", 12),
        card: Some(Card {
            number: "62999".to_owned(),
            ..card().unwrap()
        }),
        code: "B1-1".to_owned(),
        staff: 1,
        ..CheckOutRequest::default()
    };
    let mut counter = CirculationServiceClient::new(scene.lumbres.channel().unwrap());
    let refused = counter.check_out(nobody).await.unwrap_err();
    let told = explain(&refused).unwrap();
    assert_eq!(told.objections[0].reason, "HOME_REFUSES");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_another_key_another_library_or_was_changed_or_kept_is_refused_by_name() {
    let scene = scene().await;
    let aire = scene.until_published("aire").await;
    let therouanne = scene.until_published("therouanne").await;
    let (sealed, waiting) = sealed_at(&aire, "aire", now_ms());
    let answer = scene.carry("aire", &aire.public_key, &sealed).await;
    let opened = waiting.open(&answer.unwrap()).unwrap();
    let said = SealedAnswer::decode(opened.as_slice()).unwrap().outcome;
    assert!(matches!(said, Some(Outcome::Answer(answer)) if answer.may));

    // To a key that Aire does not have, and with a byte changed, whichever it is.
    let (other, _) = sealed_at(&therouanne, "aire", now_ms());
    let refused = scene.carry("aire", &therouanne.public_key, &other).await;
    assert_eq!(reason(refused), "SEALED_TO_OTHER_KEY");
    let refused = scene.carry("aire", &aire.public_key, &other).await;
    assert_eq!(reason(refused), "SEALED_DOES_NOT_OPEN");
    for at in [0, 40, sealed.len() - 1] {
        let mut altered = sealed.clone();
        altered[at] ^= 1;
        let refused = scene.carry("aire", &aire.public_key, &altered).await;
        assert_eq!(reason(refused), "SEALED_DOES_NOT_OPEN", "byte {at}");
    }
    // To Thérouanne instead of Aire, whatever key it is said to be for.
    let refused = scene.carry("therouanne", &aire.public_key, &sealed).await;
    assert_eq!(reason(refused), "SEALED_TO_OTHER_KEY");
    let refused = scene
        .carry("therouanne", &therouanne.public_key, &sealed)
        .await;
    assert_eq!(reason(refused), "SEALED_DOES_NOT_OPEN");
    // Kept by somebody, and asked again later.
    let (old, _) = sealed_at(&aire, "aire", now_ms() - 2 * HOUR_MS);
    let refused = scene.carry("aire", &aire.public_key, &old).await;
    assert_eq!(reason(refused), "SEALED_LONG_AGO");
    // To itself, to nobody, and more than is ever asked.
    let refused = scene.carry("lumbres", &aire.public_key, &sealed).await;
    assert_eq!(reason(refused), "FIELD_REFUSED");
    let refused = scene.carry("nowhere", &aire.public_key, &sealed).await;
    assert_eq!(reason(refused), "UNKNOWN_LIBRARY");
    let refused = scene.carry("aire", &aire.public_key, &[7; 34_000]).await;
    assert_eq!(reason(refused), "OVER_LIMIT");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_is_whom_the_certificate_names_and_a_key_is_its_librarys_own() {
    let scene = scene().await;
    let aire = scene.until_published("aire").await;
    let (sealed, _) = sealed_at(&aire, "aire", now_ms());
    let call = CarryRequest {
        home: "aire".to_owned(),
        sealed_to: aire.public_key.clone(),
        sealed,
    };
    // Thérouanne has seen the question of Lumbres, and asks it in its own name.
    let folder = scene.territory.library_folder("therouanne");
    let therouanne = scene.territory.channel_as(&folder).unwrap();
    let mut carrier = CarrierServiceClient::new(therouanne.clone());
    let refused = carrier.carry(call.clone()).await;
    assert_eq!(reason(refused), "SEALED_DOES_NOT_OPEN");
    // Whoever shows no certificate asks nobody.
    let mut nobody = CarrierServiceClient::new(scene.territory.channel().unwrap());
    let refused = nobody.carry(call).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);

    let publish = |library: &str, key: SealingKey| PublishKeyRequest {
        library: library.to_owned(),
        key: Some(key),
    };
    let refused = carrier.publish_key(publish("aire", aire.clone())).await;
    assert_eq!(reason(refused), "OTHER_LIBRARY");
    let refused = carrier
        .publish_key(publish("therouanne", aire.clone()))
        .await;
    assert_eq!(reason(refused), "FIELD_REFUSED");
    assert_eq!(scene.key_of("aire").await, Some(aire));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_library_with_another_key_is_asked_again_and_one_that_is_away_is_silent() {
    let mut scene = scene().await;
    let before = scene.until_published("aire").await;
    assert!(!scene.lend("B1-0", 20).await.unwrap().home_silent);
    // Its machine is made anew: the certificate is there, the sealing key is not. Lumbres still knows the one before.
    scene.aire.node.take().unwrap().stop().await.unwrap();
    let line = scene.aire.config.line.as_ref().unwrap();
    std::fs::remove_file(sealing_key_file(&line.folder)).unwrap();
    let (clock, config) = (scene.aire.clock.clone(), scene.aire.config.clone());
    scene.aire.node = Some(navette_node::start_by(clock, config).await.unwrap());
    eventually("it has published another key", async || {
        let key = scene.key_of("aire").await;
        Ok(key.is_some_and(|key| key.public_key != before.public_key))
    })
    .await
    .unwrap();
    assert!(!scene.lend("B1-1", 21).await.unwrap().home_silent);

    scene.aire.node.take().unwrap().stop().await.unwrap();
    let lent = scene.lend("B1-2", 22).await.unwrap();
    assert!(lent.home_silent, "nobody can have answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealing_key_leaves_with_the_keys_of_a_backup_and_comes_back_where_there_is_none() {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    let code = territory.invite("aire").await.unwrap();
    territory.join(&code, "aire").await.unwrap();
    let books = file_of(&[a_book("1", "Un jardin")]).unwrap();
    let mut aire = territory.start_library("aire", &books).await.unwrap();
    aire.node.take().unwrap().stop().await.unwrap();
    let there = aire.config.line.clone().unwrap();
    let own = std::fs::read(sealing_key_file(&there.folder)).unwrap();

    let mut backup = Vec::new();
    let (_, keys) = navette_node::back_up(&aire.config, &mut backup).unwrap();
    assert!(keys.sealing.is_some());
    let elsewhere = tempfile::tempdir().unwrap();
    let mut config = aire.config.clone();
    config.data_dir = elsewhere.path().join("aire");
    let folder = config.data_dir.join("line");
    config.line = Some(LineConfig {
        folder: folder.clone(),
        ..there
    });
    let keys = Some(keys);
    let order = RestoreOrder {
        replace: false,
        keys,
    };
    let restored = navette_node::restore(&config, backup.as_slice(), order).unwrap();
    assert_eq!(restored.sealing_key_left, None);
    assert_eq!(std::fs::read(sealing_key_file(&folder)).unwrap(), own);
}
