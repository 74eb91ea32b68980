//! Who speaks on the line, and what is said? The words of the model only; what they lead to is elsewhere.

use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::RequestState;

/// A library of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Library {
    Aire,
    Blendecques,
    Clairmarais,
}

impl Library {
    pub(super) const ALL: [Self; 3] = [Self::Aire, Self::Blendecques, Self::Clairmarais];

    /// Gives its name for the domain's rules.
    pub(super) fn id(self) -> LibraryId {
        let name = match self {
            Self::Aire => "aire",
            Self::Blendecques => "blendecques",
            Self::Clairmarais => "clairmarais",
        };
        LibraryId::parse(name).unwrap()
    }

    /// Finds the library with this name.
    pub(super) fn named(id: &LibraryId) -> Self {
        let found = Self::ALL.into_iter().find(|library| library.id() == *id);
        found.unwrap()
    }
}

/// What a node reports; its number travels beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Report {
    Placed(RequestId),
    Cancelled(RequestId),
    Committed(RequestId, JourneyId),
    Declined(RequestId, JourneyId),
    Available,
}

/// What a view is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Subject {
    Request(RequestId),
    Journey(JourneyId),
}

/// How the subject of a view stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Standing {
    /// A request is in this state.
    Request(RequestState),
    /// The library is asked for a copy for this request.
    Asked(RequestId),
    /// The journey is under way.
    UnderWay,
    /// The journey is over: its item is at home.
    Home,
    /// The journey does not take place.
    Void,
}

/// What the federator tells a node: the newest version of a subject wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct View {
    pub(super) subject: Subject,
    pub(super) version: u8,
    pub(super) standing: Standing,
}

/// What travels. The answer, how far it was taken, goes back with the call or is lost with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Message {
    /// A node reports.
    Report {
        from: Library,
        number: u8,
        report: Report,
    },
    /// The federator tells.
    Told { to: Library, view: View },
}
