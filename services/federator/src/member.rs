//! Who is a member, how is it reached, and what is known of its copy and its line?

use crate::clock::Clock;
use crate::config::MemberConfig;
use crate::line::{Line, LineEvent};
use crate::line_quality::LineQuality;
use navette_domain::catalogue::LibraryId;
use navette_domain::time::Timestamp;
use navette_indexer::search::MemberNumber;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::member_service_client::MemberServiceClient;
use navette_proto::wire::lending::home_service_client::HomeServiceClient;
use navette_proto::wire::lending::lending_service_client::LendingServiceClient;
use navette_trust::{Dialler, SEALED_BYTES_MAX, TurnedConnector, kept_alive};
use parking_lot::Mutex;
use std::time::Duration;
use tokio::sync::Notify;
use tonic::transport::{Channel, Endpoint, Error};

/// Largest answer taken from a node.
const ANSWER_BYTES_MAX: usize = 16 << 20;
/// Largest sealed answer taken, with what stands around it.
const SEALED_ANSWER_MAX: usize = SEALED_BYTES_MAX + 1_024;
/// Longest wait for a connection on this machine, or for a line that is there already.
const CONNECT_WAIT: Duration = Duration::from_millis(500);

/// What is known of a member's copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CopyState {
    /// When the copy last was all there is; nothing where it never was.
    pub(crate) as_of: Option<Timestamp>,
    /// Which life of the node it is a copy of.
    pub(crate) incarnation: u64,
    /// Up to which change it goes.
    pub(crate) generation: u64,
}

/// One library, as the federator sees it.
pub(crate) struct Member {
    /// Its number in the directory.
    pub(crate) number: MemberNumber,
    /// Its id.
    pub(crate) library: LibraryId,
    /// What the configuration says of it.
    pub(crate) config: MemberConfig,
    /// What dates its copy.
    pub(crate) clock: Clock,
    channel: Channel,
    line: Mutex<Line>,
    quality: Mutex<LineQuality>,
    /// How long a search may wait for a library.
    deadline: Duration,
    copy: Mutex<CopyState>,
    /// Wakes the prober: the line went bad, or nobody knows.
    pub(crate) line_in_doubt: Notify,
    /// Wakes whoever waits before trying again: a line came up.
    pub(crate) line_is_up: Notify,
}

/// By which way a member is called.
pub(crate) enum Way {
    /// On the line that it dials.
    Turned(TurnedConnector),
    /// At an address on this machine.
    Plain(String),
    /// At an address, with certificates.
    Secure(Dialler),
}

impl Member {
    /// Prepares a member; nothing is connected yet.
    pub(crate) fn new(
        number: MemberNumber,
        library: LibraryId,
        config: MemberConfig,
        clock: Clock,
        way: Way,
        deadline: Duration,
    ) -> Result<Self, Error> {
        let channel = channel(&library, way)?;
        Ok(Self {
            number,
            library,
            config,
            clock,
            channel,
            line: Mutex::new(Line::Answering),
            quality: Mutex::default(),
            deadline,
            copy: Mutex::new(CopyState::default()),
            line_in_doubt: Notify::new(),
            line_is_up: Notify::new(),
        })
    }

    /// Wakes whoever waits for this member.
    pub(crate) fn line_came_up(&self) {
        self.line_in_doubt.notify_one();
        self.line_is_up.notify_one();
    }

    /// Gives the service that only the federator uses.
    pub(crate) fn member_client(&self) -> MemberServiceClient<Channel> {
        MemberServiceClient::new(self.channel.clone()).max_decoding_message_size(ANSWER_BYTES_MAX)
    }

    /// Gives the service that everybody uses.
    pub(crate) fn catalogue_client(&self) -> CatalogueServiceClient<Channel> {
        CatalogueServiceClient::new(self.channel.clone())
            .max_decoding_message_size(ANSWER_BYTES_MAX)
    }

    /// Gives the service that is told how requests and journeys stand.
    pub(crate) fn lending_client(&self) -> LendingServiceClient<Channel> {
        LendingServiceClient::new(self.channel.clone())
    }

    /// Gives the service that answers other libraries' questions about visitors, sealed.
    pub(crate) fn home_client(&self) -> HomeServiceClient<Channel> {
        HomeServiceClient::new(self.channel.clone()).max_decoding_message_size(SEALED_ANSWER_MAX)
    }

    /// Says how the line stands.
    pub(crate) fn line(&self) -> Line {
        *self.line.lock()
    }

    /// Notes what was learned of the line.
    pub(crate) fn learn(&self, event: LineEvent) {
        if event == LineEvent::Doubted {
            self.line_in_doubt.notify_one();
            return;
        }
        let mut line = self.line.lock();
        let after = line.after(event);
        if after == *line {
            return;
        }
        tracing::info!(library = %self.library, before = ?*line, ?after, "line changed");
        *line = after;
        drop(line);
        if after != Line::Answering {
            self.line_in_doubt.notify_one();
        }
    }

    /// Notes that a small call, or a probe, was answered after so long.
    pub(crate) fn learn_alive(&self, took: Duration) {
        let event = self.quality.lock().alive(took, self.deadline);
        self.learn(event);
    }

    /// Notes that a question was answered after so long.
    pub(crate) fn learn_answered(&self, took: Duration) {
        let event = self.quality.lock().answered(took, self.deadline);
        self.learn(event);
    }

    /// Notes that a question was not answered; what that says of the line depends on how long it was given.
    pub(crate) fn learn_unanswered(&self, event: LineEvent) {
        if event == LineEvent::DeadlineMissed {
            self.quality.lock().missed();
        }
        self.learn(event);
    }

    /// Says whether a slow line is to be tried with a question now; asked again at once, it is not.
    pub(crate) fn takes_trial(&self) -> bool {
        self.line() == Line::Slow && self.quality.lock().takes_trial(self.clock.now().0)
    }

    /// Says how long small calls take, in milliseconds; 0 where none was answered yet.
    pub(crate) fn answer_ms(&self) -> u32 {
        self.quality.lock().answer_ms()
    }

    /// Says what is known of the copy.
    pub(crate) fn copy(&self) -> CopyState {
        *self.copy.lock()
    }

    /// Notes what is known of the copy.
    pub(crate) fn set_copy(&self, state: CopyState) {
        *self.copy.lock() = state;
    }

    /// Says whether the copy ever was all there is; what lies in a part of it proves nothing.
    pub(crate) fn has_whole_copy(&self) -> bool {
        self.copy().as_of.is_some()
    }

    /// Says whether the copy was all there is not longer than this ago.
    pub(crate) fn is_fresh(&self, limit: Duration) -> bool {
        let limit_ms = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
        self.copy()
            .as_of
            .is_some_and(|as_of| self.clock.now().0.saturating_sub(as_of.0) <= limit_ms)
    }
}

/// Makes the connection ready; it connects with the first call, and again whenever it broke.
fn channel(library: &LibraryId, way: Way) -> Result<Channel, Error> {
    let endpoint = match &way {
        Way::Plain(address) => Endpoint::from_shared(address.clone())?,
        // TLS is spoken below; the name stands in requests and leads nowhere.
        Way::Turned(_) | Way::Secure(_) => {
            Endpoint::from_shared(format!("http://{library}.invalid"))?
        }
    };
    let endpoint = kept_alive(endpoint)
        .tcp_nodelay(true)
        .initial_stream_window_size(1 << 20)
        .initial_connection_window_size(4 << 20);
    let near = endpoint.clone().connect_timeout(CONNECT_WAIT);
    Ok(match way {
        Way::Plain(_) => near.connect_lazy(),
        Way::Turned(connector) => near.connect_with_connector_lazy(connector),
        // It dials far away, and shakes hands: how long that may take, the dialler says.
        Way::Secure(dialler) => endpoint.connect_with_connector_lazy(dialler.connector()),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::membership::Digest;
    use navette_proto::wire::lending::DeliverViewsRequest;
    use navette_trust::{Expected, TimeOfDay};
    use tokio::net::TcpListener;
    use tokio::time::timeout;

    #[tokio::test]
    async fn a_library_at_the_end_of_a_poor_line_is_given_the_time_that_its_handshake_takes() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let expected = Expected::FederatorOf(Digest([0; 32]));
        let time = TimeOfDay::by(|| Timestamp(0));
        let dialler = Dialler::new(&address, None, expected, time).unwrap();
        let library = LibraryId::parse("aire").unwrap();
        let channel = channel(&library, Way::Secure(dialler)).unwrap();
        let mut client = LendingServiceClient::new(channel);
        let calling = client.deliver_views(DeliverViewsRequest::default());
        // It has been reached, and its first word is on the way.
        let far_end = listener.accept();
        let waited = timeout(2 * CONNECT_WAIT, async { tokio::join!(calling, far_end) }).await;
        assert!(waited.is_err(), "{waited:?}");
    }
}
