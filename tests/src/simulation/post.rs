//! What is on its way between nodes and federator? Messages that may be lost, late, repeated or out of order.

use navette_domain::lending::{Report, View};
use navette_node::core::ViewAck;

/// A message with its sender and receiver.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// The library it comes from or goes to.
    pub(super) library: usize,
    pub(super) what: Payload,
    /// It has arrived once already.
    pub(super) repeated: bool,
}

/// What a message says.
#[derive(Clone, Debug)]
pub(super) enum Payload {
    /// Node to federator.
    Reports {
        numbering: u64,
        reports: Vec<(u64, Report)>,
        deliver_all: bool,
    },
    /// The federator's answer.
    Taken {
        federator: u64,
        numbering: u64,
        through: u64,
    },
    /// Federator to node.
    Views {
        federator: u64,
        numbering: u64,
        heard: u64,
        views: Vec<View>,
        first: bool,
        complete: bool,
    },
    /// The node's answer.
    ViewsTaken {
        acks: Vec<ViewAck>,
        views: Vec<View>,
        all: bool,
    },
}
