//! A desk with a few books and patrons, and the words that a librarian would use.

use crate::library::{Library, a_numbered_book, config};
use navette_node::NodeConfig;
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::circulation::{
    CheckInRequest, CheckInResponse, CheckOutRequest, CheckOutResponse,
};
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::desk::{
    ListWorkRequest, ListWorkResponse, ScanRequest, ScanResponse, WorkKind,
};
use navette_proto::wire::identity::{Card, ItemId};
use navette_proto::wire::lending::lending_service_client::LendingServiceClient;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_proto::wire::patrons::{GetRequest, Patron, Person, RegisterRequest};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tonic::Status;
use tonic::transport::Channel;

/// Who works at the desk.
pub(crate) const ZOE: u64 = 7;
/// How long something may take that happens by itself.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(20);

static CALLS: AtomicU64 = AtomicU64::new(1);

/// Draws the name of a call.
pub(crate) fn a_call() -> String {
    format!("{:032x}", CALLS.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn item(library: &str, barcode: &str) -> Option<ItemId> {
    Some(ItemId {
        library: library.into(),
        barcode: barcode.into(),
    })
}

pub(crate) fn own(barcode: &str) -> Option<ItemId> {
    item("aire", barcode)
}

/// The desk of Aire: three books with the barcodes B1 to B3.
pub(crate) struct Desk {
    pub(crate) library: Library,
    pub(crate) desk: DeskServiceClient<Channel>,
    pub(crate) counter: CirculationServiceClient<Channel>,
    pub(crate) patrons: PatronServiceClient<Channel>,
    pub(crate) lending: LendingServiceClient<Channel>,
}

impl Desk {
    pub(crate) async fn alone() -> Self {
        Self::with_federator(None).await
    }

    pub(crate) async fn with_federator(federator: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = NodeConfig {
            federator,
            ..config(folder.path())
        };
        Self::settled(settings, folder).await
    }

    pub(crate) async fn settled(settings: NodeConfig, folder: tempfile::TempDir) -> Self {
        let library = Library::settled(settings, folder).await;
        let books = [
            a_numbered_book(1, "1", "Germinal", "Zola"),
            a_numbered_book(2, "2", "Candide", "Voltaire"),
            a_numbered_book(3, "3", "Le Grand Meaulnes", "Alain-Fournier"),
        ];
        library.import("first", &books).await;
        Self::over(library)
    }

    pub(crate) fn over(library: Library) -> Self {
        let channel = library.channel.clone();
        Self {
            desk: DeskServiceClient::new(channel.clone()),
            counter: CirculationServiceClient::new(channel.clone()),
            patrons: PatronServiceClient::new(channel.clone()),
            lending: LendingServiceClient::new(channel),
            library,
        }
    }

    /// Stops the node and starts it again over the same folder, with the same settings.
    pub(crate) async fn restarted(self) -> Self {
        let Library {
            node,
            config,
            folder,
            ..
        } = self.library;
        drop((self.desk, self.counter, self.patrons, self.lending));
        node.stop().await.unwrap();
        Self::over(Library::settled(config, folder).await)
    }

    /// Registers an adult; gives the card that was drawn.
    pub(crate) async fn register(&mut self, family_name: &str) -> Card {
        let patron = self.try_register(a_form(family_name)).await.unwrap();
        patron.card.unwrap()
    }

    pub(crate) async fn try_register(&mut self, form: RegisterRequest) -> Result<Patron, Status> {
        let answer = self.patrons.register(form).await?;
        Ok(answer.into_inner().patron.unwrap())
    }

    pub(crate) async fn patron(&mut self, card: &Card) -> Patron {
        let card = Some(card.clone());
        let answer = self.patrons.get(GetRequest { card }).await.unwrap();
        answer.into_inner().patron.unwrap()
    }

    pub(crate) async fn lend(
        &mut self,
        code: &str,
        card: &Card,
    ) -> Result<CheckOutResponse, Status> {
        let call = CheckOutRequest {
            request_id: a_call(),
            card: Some(card.clone()),
            code: code.into(),
            overrides: Vec::new(),
            staff: ZOE,
        };
        Ok(self.counter.check_out(call).await?.into_inner())
    }

    pub(crate) async fn take_back(&mut self, code: &str) -> Result<CheckInResponse, Status> {
        let call = CheckInRequest {
            request_id: a_call(),
            code: code.into(),
            staff: ZOE,
            ..CheckInRequest::default()
        };
        Ok(self.counter.check_in(call).await?.into_inner())
    }

    pub(crate) async fn scan(&mut self, code: &str) -> Result<ScanResponse, Status> {
        let call = ScanRequest {
            request_id: a_call(),
            code: code.into(),
            item: None,
            staff: ZOE,
        };
        Ok(self.desk.scan(call).await?.into_inner())
    }

    pub(crate) async fn work(&mut self, kind: WorkKind) -> ListWorkResponse {
        let call = ListWorkRequest {
            kind: kind as i32,
            ..ListWorkRequest::default()
        };
        self.desk.list_work(call).await.unwrap().into_inner()
    }
}

/// The form of an adult of that name.
pub(crate) fn a_form(family_name: &str) -> RegisterRequest {
    RegisterRequest {
        request_id: a_call(),
        card_number: String::new(),
        category: "adult".into(),
        person: Some(a_person(family_name)),
        accept_namesake: false,
        staff: ZOE,
    }
}

pub(crate) fn a_person(family_name: &str) -> Person {
    Person {
        given_name: "Marie".into(),
        family_name: family_name.into(),
        birth: "1980-03-01".into(),
        phone: "06 12 34 56 78".into(),
        language: "fr".into(),
        ..Person::default()
    }
}

/// Looks again and again until something is so.
pub(crate) async fn until<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut look: impl FnMut() -> F,
) -> T {
    let waiting = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    match tokio::time::timeout(PATIENCE, waiting).await {
        Ok(found) => found,
        Err(_) => panic!("not {what} after {PATIENCE:?}"),
    }
}

/// Gives the reason of a status that Navette made.
pub(crate) fn reason(status: &Status) -> String {
    navette_proto::explain(status).map_or_else(|| status.to_string(), |told| told.reason)
}
