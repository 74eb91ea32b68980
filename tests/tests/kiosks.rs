//! A kiosk joins by a code and dials its library: there it signs patrons in by card and PIN and takes back; at another library it
//! does neither.

use navette_domain::catalogue::LibraryId;
use navette_domain::membership::Subject;
use navette_portal::kiosk::{KioskConfig, RunningKiosk, start_on};
use navette_proto::explain;
use navette_proto::wire::access::SignInPatronRequest;
use navette_proto::wire::access::access_service_client::AccessServiceClient;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::circulation::{CheckInRequest, CheckOutRequest};
use navette_proto::wire::desk::NextPlace;
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_proto::wire::patrons::{Person, RegisterRequest, SetPinRequest};
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::{DialledLibrary, DialledTerritory};
use navette_tests::screen::Screen;
use tokio::net::TcpListener;
use tonic::transport::Channel;
use tonic::{Request, Status};

const PIN: &str = "4127";
const BARCODE: &str = "B1-0";

fn call(number: u128) -> String {
    format!("{number:032x}")
}

/// Registers a patron with a PIN at the desk.
async fn a_patron(aire: &DialledLibrary) -> Card {
    let mut patrons = PatronServiceClient::new(aire.channel().unwrap());
    let form = RegisterRequest {
        request_id: call(1),
        category: "adult".into(),
        person: Some(Person {
            given_name: "Marie".into(),
            family_name: "Delattre".into(),
            birth: "1980-03-01".into(),
            phone: "06 12 34 56 78".into(),
            language: "fr".into(),
            ..Person::default()
        }),
        ..RegisterRequest::default()
    };
    let made = patrons.register(form).await.unwrap().into_inner();
    let card = made.patron.unwrap().card.unwrap();
    let pin = SetPinRequest {
        request_id: call(2),
        card: Some(card.clone()),
        pin: PIN.into(),
        staff: 0,
    };
    patrons.set_pin(pin).await.unwrap();
    card
}

/// Lets a kiosk of a library join; gives its line to the node of Aire.
async fn a_kiosk_of(territory: &DialledTerritory, library: &str, aire: &DialledLibrary) -> Channel {
    let subject = format!("kiosk:{library}/entree");
    let code = territory.invite_as(subject).await.unwrap();
    let name = format!("kiosk-{library}");
    territory.join(&code, &name).await.unwrap();
    let at = aire.line_address().unwrap();
    let expected = Subject::Library(LibraryId::parse("aire").unwrap());
    territory
        .channel_to(&at, &territory.library_folder(&name), expected)
        .unwrap()
}

async fn signs_in(kiosk: Channel, card: Card) -> Result<String, Status> {
    let asked = SignInPatronRequest {
        card: Some(card),
        proof: Some(Proof::Pin(PIN.into())),
    };
    let answer = AccessServiceClient::new(kiosk)
        .sign_in_patron(asked)
        .await?;
    Ok(answer.into_inner().session.unwrap().token)
}

fn a_return(number: u128) -> CheckInRequest {
    CheckInRequest {
        request_id: call(number),
        code: BARCODE.into(),
        ..CheckInRequest::default()
    }
}

fn reason(refused: &Status) -> String {
    explain(refused).unwrap().reason
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_serves_its_own_library_and_no_other() {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    let code = territory.invite("aire").await.unwrap();
    territory.join(&code, "aire").await.unwrap();
    let books = file_of(&[a_book("1", "Le jardin perdu")]).unwrap();
    let aire = territory.start_with_address("aire", &books).await.unwrap();
    let card = a_patron(&aire).await;

    let own = a_kiosk_of(&territory, "aire", &aire).await;
    let token = signs_in(own.clone(), card.clone()).await.unwrap();
    let mut counter = CirculationServiceClient::new(own);
    let mut lend = Request::new(CheckOutRequest {
        request_id: call(3),
        code: BARCODE.into(),
        ..CheckOutRequest::default()
    });
    let bearer = format!("Bearer {token}").parse().unwrap();
    lend.metadata_mut().insert("authorization", bearer);
    let lent = counter.check_out(lend).await.unwrap().into_inner();
    assert_eq!(lent.loan.unwrap().title, "Le jardin perdu");

    let other = a_kiosk_of(&territory, "lumbres", &aire).await;
    let refused = signs_in(other.clone(), card).await.unwrap_err();
    assert_eq!(reason(&refused), "PIN_NOT_HERE");
    let refused = CirculationServiceClient::new(other)
        .check_in(a_return(4))
        .await;
    assert_eq!(reason(&refused.unwrap_err()), "OTHER_LIBRARY");

    let back = counter.check_in(a_return(5)).await.unwrap().into_inner();
    assert_eq!(back.loan.unwrap().card, None, "whose it was is not told");
    assert_eq!(back.act.unwrap().place(), NextPlace::Shelf);
}

/// A kiosk's pages, over a line with its certificate.
async fn pages_of(line: Channel) -> (RunningKiosk, Screen) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let kiosk = start_on(listener, KioskConfig::over(line)).unwrap();
    let screen = Screen::at(kiosk.address());
    (kiosk, screen)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_did_at_a_kiosk_is_kept_while_they_stand_there_and_gone_when_they_go() {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    let code = territory.invite("aire").await.unwrap();
    territory.join(&code, "aire").await.unwrap();
    let books = file_of(&[a_book("1", "Le jardin perdu")]).unwrap();
    let aire = territory.start_with_address("aire", &books).await.unwrap();
    let card = a_patron(&aire).await;
    let line = a_kiosk_of(&territory, "aire", &aire).await;
    let (kiosk, mut screen) = pages_of(line).await;

    screen.open("/carte?pour=emprunter").await.unwrap();
    let purpose = ("pour", "emprunter");
    let number = ("carte", card.number.as_str());
    let page = screen.send("/carte", &[purpose, number]).await.unwrap();
    assert!(page.shows("Code de la carte"), "{page:?}");
    let wrong = [purpose, number, ("etape", "code"), ("code", "9999")];
    let page = screen.send("/carte", &wrong).await.unwrap();
    assert!(page.status == 422 && page.shows("ne va pas avec cette carte"));
    let right = [purpose, number, ("etape", "code"), ("code", PIN)];
    let page = screen.send("/carte", &right).await.unwrap();
    assert!(page.shows("Passez un document"), "{page:?}");
    let page = screen
        .send("/emprunter", &[("document", BARCODE)])
        .await
        .unwrap();
    assert!(page.shows("Le jardin perdu"), "{page:?}");
    let page = screen
        .open("/vue?langue=en&retour=/emprunter")
        .await
        .unwrap();
    assert!(page.shows("Borrowed now") && page.shows("Le jardin perdu"));
    let left = page.all("refresh").next().unwrap_or_default();
    assert_eq!(left, "40;url=/encore?retour=%2Femprunter");
    assert!(!page.shows(&card.number), "no page repeats the card");

    let page = screen.open("/fin").await.unwrap();
    assert!(page.shows("C'est terminé") || page.shows("C&#39;est terminé"));
    for path in ["/emprunter", "/prets", "/reservations"] {
        let page = screen.open(path).await.unwrap();
        assert!(page.shows("Que voulez-vous faire"), "{path}: {page:?}");
        assert!(!page.shows("Le jardin perdu"));
    }
    screen.open("/rendre").await.unwrap();
    let page = screen
        .send("/rendre", &[("document", BARCODE)])
        .await
        .unwrap();
    assert!(page.shows("dans la caisse"), "{page:?}");
    assert_eq!(page.all("cache-control").next(), Some("no-store"));
    kiosk.stop().await;
}
