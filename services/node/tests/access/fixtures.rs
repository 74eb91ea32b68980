//! A desk that asks who calls, and callers with and without a token.

use crate::library;
use navette_node::{AccessConfig, Clock, NodeConfig, RunningNode, start_by};
use navette_proto::wire::access as wire;
use navette_proto::wire::access::access_service_client::AccessServiceClient;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::import_request::Step;
use navette_proto::wire::catalogue::import_response::Step as Answer;
use navette_proto::wire::catalogue::{ImportBatch, ImportFinish, ImportRequest, RawRecord};
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_proto::wire::patrons::{Person, RegisterRequest, SetPinRequest};
use navette_trust::FOR_ADDRESS;
use std::sync::atomic::{AtomicU64, Ordering};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};

/// A password that nobody tries first.
pub(crate) const PASSWORD: &str = "péniche carotte lundi";
pub(crate) const PIN: &str = "4127";
/// A minute, in milliseconds.
pub(crate) const MINUTE_MS: i64 = 60_000;

static CALLS: AtomicU64 = AtomicU64::new(1);

/// Draws the name of a call.
pub(crate) fn a_call() -> String {
    format!("{:032x}", CALLS.fetch_add(1, Ordering::Relaxed))
}

/// Puts a token beside each call, where there is one.
#[derive(Clone)]
pub(crate) struct Bearer {
    token: Option<MetadataValue<Ascii>>,
    /// For which address a portal calls.
    browser: Option<MetadataValue<Ascii>>,
}

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        let beside = request.metadata_mut();
        for (key, value) in [("authorization", &self.token), (FOR_ADDRESS, &self.browser)] {
            if let Some(value) = value {
                beside.insert(key, value.clone());
            }
        }
        Ok(request)
    }
}

pub(crate) type Line = InterceptedService<Channel, Bearer>;

/// A node that asks who calls, with a clock that tests move.
pub(crate) struct Node {
    running: RunningNode,
    config: NodeConfig,
    clock: Clock,
    ahead_ms: i64,
    folder: tempfile::TempDir,
    channel: Channel,
}

impl Node {
    pub(crate) async fn start() -> Self {
        Self::settled(|config| config).await
    }

    /// Starts one with settings of its own.
    pub(crate) async fn settled(settle: impl FnOnce(NodeConfig) -> NodeConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = settle(NodeConfig {
            access: AccessConfig::default(),
            ..library::config(folder.path())
        });
        Self::over(config, Clock::default(), folder).await
    }

    async fn over(config: NodeConfig, clock: Clock, folder: tempfile::TempDir) -> Self {
        let running = start_by(clock.clone(), config.clone()).await.unwrap();
        let channel = Channel::from_shared(format!("http://{}", running.address())).unwrap();
        Self {
            channel: channel.connect().await.unwrap(),
            running,
            config,
            clock,
            ahead_ms: 0,
            folder,
        }
    }

    pub(crate) async fn restarted(self) -> Self {
        drop(self.channel);
        self.running.stop().await.unwrap();
        Self::over(self.config, self.clock, self.folder).await
    }

    /// Names the folder in which everything is that the node keeps.
    pub(crate) fn folder(&self) -> &std::path::Path {
        &self.config.data_dir
    }

    /// Lets time pass.
    pub(crate) fn later(&mut self, by_ms: i64) {
        self.ahead_ms += by_ms;
        self.clock.set_ahead_ms(self.ahead_ms);
    }

    /// Gives the line of whoever may read the operator's token.
    pub(crate) fn operator(&self) -> Line {
        let path = self.config.data_dir.join("operator.token");
        self.line(std::fs::read_to_string(path).unwrap().trim())
    }

    /// Gives the line of nobody.
    pub(crate) fn nobody(&self) -> Line {
        self.line_of(None, None)
    }

    /// Gives the line of whoever has this token.
    pub(crate) fn line(&self, token: &str) -> Line {
        self.line_of(Some(token), None)
    }

    /// Gives the line of a portal on this machine that calls for a browser, with the session of whoever sits there.
    pub(crate) fn browser(&self, address: &str, token: Option<&str>) -> Line {
        self.line_of(token, Some(address))
    }

    fn line_of(&self, token: Option<&str>, browser: Option<&str>) -> Line {
        let said = Bearer {
            token: token.map(|token| format!("Bearer {token}").parse().unwrap()),
            browser: browser.map(|address| address.parse().unwrap()),
        };
        InterceptedService::new(self.channel.clone(), said)
    }

    /// Makes an account; gives its number.
    pub(crate) async fn account(&self, name: &str, administrator: bool) -> u64 {
        let asked = wire::AddStaffRequest {
            name: name.into(),
            password: PASSWORD.into(),
            administrator,
        };
        let made = access(self.operator()).add_staff(asked).await.unwrap();
        made.into_inner().account.unwrap().staff
    }

    /// Signs somebody in who works here; gives the token.
    pub(crate) async fn signed_in(&self, name: &str) -> String {
        self.try_sign_in(name, PASSWORD, "").await.unwrap()
    }

    pub(crate) async fn try_sign_in(
        &self,
        name: &str,
        password: &str,
        code: &str,
    ) -> Result<String, Status> {
        let asked = wire::SignInStaffRequest {
            name: name.into(),
            password: password.into(),
            code: code.into(),
        };
        let answer = access(self.nobody()).sign_in_staff(asked).await?;
        Ok(answer.into_inner().session.unwrap().token)
    }

    /// Signs a patron in over this line; gives the token.
    pub(crate) async fn patron_signs_in(
        &self,
        line: Line,
        card: Option<Card>,
        proof: Proof,
    ) -> Result<String, Status> {
        let proof = Some(proof);
        let asked = wire::SignInPatronRequest { card, proof };
        let answer = access(line).sign_in_patron(asked).await?;
        Ok(answer.into_inner().session.unwrap().token)
    }

    /// Puts a book on the shelf, as the operator does.
    pub(crate) async fn holds(&self, book: RawRecord) {
        let batch = ImportBatch {
            records: vec![book],
        };
        let steps = [
            Step::Start(library::a_start("first")),
            Step::Batch(batch),
            Step::Finish(ImportFinish {}),
        ];
        let steps = steps.map(|step| ImportRequest { step: Some(step) });
        let mut client = CatalogueServiceClient::new(self.operator());
        let answers = client.import(tokio_stream::iter(steps)).await.unwrap();
        let mut answers = answers.into_inner();
        while let Some(answer) = answers.message().await.unwrap() {
            if matches!(answer.step, Some(Answer::Summary(_))) {
                return;
            }
        }
        panic!("the import has no summary");
    }

    /// Registers an adult with a PIN; gives the card.
    pub(crate) async fn patron(&self, family_name: &str) -> Card {
        self.patron_reached_at(family_name, "").await
    }

    /// Registers one who has a mailbox.
    pub(crate) async fn patron_reached_at(&self, family_name: &str, email: &str) -> Card {
        let form = RegisterRequest {
            request_id: a_call(),
            category: "adult".into(),
            person: Some(Person {
                given_name: "Marie".into(),
                family_name: family_name.into(),
                birth: "1980-03-01".into(),
                phone: "06 12 34 56 78".into(),
                email: email.into(),
                language: "fr".into(),
                ..Person::default()
            }),
            ..RegisterRequest::default()
        };
        let made = patrons(self.operator()).register(form).await.unwrap();
        let card = made.into_inner().patron.unwrap().card.unwrap();
        let pin = SetPinRequest {
            request_id: a_call(),
            card: Some(card.clone()),
            pin: PIN.into(),
            staff: 0,
        };
        patrons(self.operator()).set_pin(pin).await.unwrap();
        card
    }
}

pub(crate) fn access(line: Line) -> AccessServiceClient<Line> {
    AccessServiceClient::new(line)
}

pub(crate) fn patrons(line: Line) -> PatronServiceClient<Line> {
    PatronServiceClient::new(line)
}

pub(crate) fn desk(line: Line) -> DeskServiceClient<Line> {
    DeskServiceClient::new(line)
}

pub(crate) fn counter(line: Line) -> CirculationServiceClient<Line> {
    CirculationServiceClient::new(line)
}

/// Gives the reason of a refusal.
pub(crate) fn reason<T>(answer: Result<T, Status>) -> String {
    let Err(status) = answer else {
        return "done".into();
    };
    navette_proto::explain(&status).map_or_else(|| status.to_string(), |told| told.reason)
}
