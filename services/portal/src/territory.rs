//! Whom does the portal ask, and in whose name? Nodes of the libraries it serves, and the federator: beside it, or through a node.

use crate::config::PortalConfig;
use crate::session::Session;
use crate::trouble::Trouble;
use crate::visit::Visit;
use navette_domain::catalogue::LibraryId;
use navette_domain::privacy::Secret;
use navette_proto::wire::access::access_service_client::AccessServiceClient;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::{
    GetHoldingsRequest, GetHoldingsResponse, GetRecordRequest, GetRecordResponse,
};
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::courier::courier_service_client::CourierServiceClient;
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;
use tonic::metadata::AsciiMetadataValue;
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status};

/// A connection on this machine that takes longer is given up.
const CONNECT_WITHIN: Duration = Duration::from_secs(1);
/// An answer that takes longer is given up; a federated search has its own, shorter deadline.
const ANSWER_WITHIN: Duration = Duration::from_secs(6);
/// Calls under way at one node or federator.
const CALLS_MAX: usize = 64;
/// A page of works with all their copies stays far below.
const ANSWER_BYTES_MAX: usize = 8 << 20;
/// Asks a node to pass a question on to the federator.
const PASSED_ON: &str = "navette-ask";
/// Says for which browser a portal asks.
const FOR_ADDRESS: &str = "navette-for-address";

/// A connection whose calls say who makes them.
pub(crate) type Line = InterceptedService<Channel, InTheNameOf>;

/// In whose name a call is made.
#[derive(Clone, Debug, Default)]
pub(crate) struct InTheNameOf {
    token: Option<Secret<String>>,
    passed_on: bool,
    browser: Option<IpAddr>,
}

impl Interceptor for InTheNameOf {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.set_timeout(ANSWER_WITHIN);
        let metadata = request.metadata_mut();
        if let Some(token) = &self.token {
            let bearer = format!("Bearer {}", token.expose());
            let bearer = AsciiMetadataValue::try_from(bearer);
            let bearer = bearer.map_err(|_| Status::internal("a token that cannot be sent"))?;
            metadata.insert("authorization", bearer);
        }
        if self.passed_on {
            metadata.insert(PASSED_ON, AsciiMetadataValue::from_static("federator"));
        }
        if let Some(browser) = self.browser {
            let written = AsciiMetadataValue::try_from(browser.to_string());
            if let Ok(written) = written {
                metadata.insert(FOR_ADDRESS, written);
            }
        }
        Ok(request)
    }
}

impl InTheNameOf {
    /// Of whoever this session is.
    pub(crate) fn bearer(token: Secret<String>) -> Self {
        Self {
            token: Some(token),
            ..Self::default()
        }
    }
}

/// The processes behind the pages.
pub(crate) struct Territory {
    nodes: BTreeMap<LibraryId, Channel>,
    federator: Option<Channel>,
    first: Option<LibraryId>,
}

impl Territory {
    /// Names them; connections are made when they are needed.
    pub(crate) fn of(config: &PortalConfig) -> Result<Self, tonic::transport::Error> {
        let mut nodes = BTreeMap::new();
        for library in &config.libraries {
            nodes.insert(library.library.clone(), channel(&library.node)?);
        }
        let federator = config.federator.as_deref().map(channel).transpose()?;
        Ok(Self {
            nodes,
            federator,
            first: config
                .libraries
                .first()
                .map(|library| library.library.clone()),
        })
    }

    /// Names the one node that a kiosk stands beside.
    pub(crate) fn beside(library: LibraryId, node: Channel) -> Self {
        Self {
            nodes: BTreeMap::from([(library.clone(), node)]),
            federator: None,
            first: Some(library),
        }
    }

    /// Takes back at a library by what the connection itself proves: nobody need have signed in.
    pub(crate) fn returns(
        &self,
        visit: &Visit,
        library: &LibraryId,
    ) -> Result<CirculationServiceClient<Line>, Trouble> {
        Ok(CirculationServiceClient::new(
            self.node(library, nobody(visit))?,
        ))
    }

    /// Gives the libraries whose patrons and desks are served here.
    pub(crate) fn served(&self) -> impl Iterator<Item = &LibraryId> {
        self.nodes.keys()
    }

    /// Gives the only library that is served here, where it is the only one.
    pub(crate) fn only(&self) -> Option<&LibraryId> {
        self.first.as_ref().filter(|_| self.nodes.len() == 1)
    }

    /// Asks all libraries: the federator, or the first node, which passes it on.
    pub(crate) fn catalogue(&self, visit: &Visit) -> Result<CatalogueServiceClient<Line>, Trouble> {
        let client = CatalogueServiceClient::new(self.beyond(visit)?);
        Ok(client.max_decoding_message_size(ANSWER_BYTES_MAX))
    }

    /// Asks the one library that is here, when nobody else answers; nothing where the portal stands beside no node.
    pub(crate) fn own_catalogue(&self) -> Option<CatalogueServiceClient<Line>> {
        let channel = self.nodes.get(self.first.as_ref()?)?.clone();
        let line = InterceptedService::new(channel, InTheNameOf::default());
        Some(CatalogueServiceClient::new(line).max_decoding_message_size(ANSWER_BYTES_MAX))
    }

    /// Gives a work as all libraries know it, or while nobody else answers as the one that is here does.
    pub(crate) async fn record(
        &self,
        visit: &Visit,
        work: &str,
    ) -> Result<GetRecordResponse, Trouble> {
        let question = GetRecordRequest {
            work: work.to_owned(),
        };
        match self.catalogue(visit)?.get_record(question.clone()).await {
            Ok(answer) => Ok(answer.into_inner()),
            Err(refused) => {
                let mut own = self.own_instead(refused)?;
                Ok(own.get_record(question).await?.into_inner())
            }
        }
    }

    /// Gives the copies of a work, as above. Without the others nobody can say when one arrives.
    pub(crate) async fn holdings(
        &self,
        visit: &Visit,
        question: GetHoldingsRequest,
    ) -> Result<GetHoldingsResponse, Trouble> {
        match self.catalogue(visit)?.get_holdings(question.clone()).await {
            Ok(answer) => Ok(answer.into_inner()),
            Err(refused) => {
                let mut own = self.own_instead(refused)?;
                let alone = GetHoldingsRequest {
                    pickup_library: String::new(),
                    ..question
                };
                Ok(own.get_holdings(alone).await?.into_inner())
            }
        }
    }

    /// Gives the catalogue that is here, where all that is wrong is that the others do not answer.
    fn own_instead(&self, refused: Status) -> Result<CatalogueServiceClient<Line>, Trouble> {
        let silent = matches!(refused.code(), Code::Unavailable | Code::DeadlineExceeded);
        let own = self.own_catalogue().filter(|_| silent);
        own.ok_or_else(|| refused.into())
    }

    /// Asks for the van's timetable.
    pub(crate) fn courier(&self, visit: &Visit) -> Result<CourierServiceClient<Line>, Trouble> {
        Ok(CourierServiceClient::new(self.beyond(visit)?))
    }

    /// Asks the federator in the coordinator's name; only where the portal stands beside it.
    pub(crate) fn coordinating(&self, token: &Secret<String>) -> Result<Line, Trouble> {
        let federator = self.federator.clone().ok_or(Trouble::NotFound)?;
        let name = InTheNameOf {
            token: Some(token.clone()),
            ..InTheNameOf::default()
        };
        Ok(InterceptedService::new(federator, name))
    }

    /// Signs somebody in at a library.
    pub(crate) fn signing_in(
        &self,
        visit: &Visit,
        library: &LibraryId,
    ) -> Result<AccessServiceClient<Line>, Trouble> {
        Ok(AccessServiceClient::new(self.node(library, nobody(visit))?))
    }

    /// Asks about the session itself.
    pub(crate) fn access(
        &self,
        visit: &Visit,
        session: &Session,
    ) -> Result<AccessServiceClient<Line>, Trouble> {
        Ok(AccessServiceClient::new(self.of_session(visit, session)?))
    }

    /// Asks for a patron's account, or the desk's patrons.
    pub(crate) fn patrons(
        &self,
        visit: &Visit,
        session: &Session,
    ) -> Result<PatronServiceClient<Line>, Trouble> {
        Ok(PatronServiceClient::new(self.of_session(visit, session)?))
    }

    /// Asks a library about patrons in nobody's name.
    pub(crate) fn patrons_of(
        &self,
        visit: &Visit,
        library: &LibraryId,
    ) -> Result<PatronServiceClient<Line>, Trouble> {
        Ok(PatronServiceClient::new(self.node(library, nobody(visit))?))
    }

    /// Asks for loans.
    pub(crate) fn circulation(
        &self,
        visit: &Visit,
        session: &Session,
    ) -> Result<CirculationServiceClient<Line>, Trouble> {
        Ok(CirculationServiceClient::new(
            self.of_session(visit, session)?,
        ))
    }

    /// Asks the desk.
    pub(crate) fn desk(
        &self,
        visit: &Visit,
        session: &Session,
    ) -> Result<DeskServiceClient<Line>, Trouble> {
        let client = DeskServiceClient::new(self.of_session(visit, session)?);
        Ok(client.max_decoding_message_size(ANSWER_BYTES_MAX))
    }

    fn of_session(&self, visit: &Visit, session: &Session) -> Result<Line, Trouble> {
        let name = InTheNameOf {
            token: Some(session.token.clone()),
            ..nobody(visit)
        };
        self.node(&session.library, name)
    }

    fn node(&self, library: &LibraryId, name: InTheNameOf) -> Result<Line, Trouble> {
        let channel = self.nodes.get(library).cloned().ok_or(Trouble::NotFound)?;
        Ok(InterceptedService::new(channel, name))
    }

    fn beyond(&self, visit: &Visit) -> Result<Line, Trouble> {
        if let Some(federator) = &self.federator {
            return Ok(InterceptedService::new(
                federator.clone(),
                InTheNameOf::default(),
            ));
        }
        let first = self.first.as_ref().ok_or(Trouble::NotFound)?;
        let name = InTheNameOf {
            passed_on: true,
            ..nobody(visit)
        };
        self.node(first, name)
    }
}

fn nobody(visit: &Visit) -> InTheNameOf {
    InTheNameOf {
        browser: visit.from,
        ..InTheNameOf::default()
    }
}

fn channel(address: &str) -> Result<Channel, tonic::transport::Error> {
    let endpoint = Endpoint::from_shared(address.to_owned())?
        .connect_timeout(CONNECT_WITHIN)
        .concurrency_limit(CALLS_MAX);
    Ok(endpoint.connect_lazy())
}
