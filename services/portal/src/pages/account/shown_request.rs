//! How is a request shown to whoever asked for it, and what can they do about it?

use crate::places::Known;
use crate::say::Say;
use navette_proto::wire::lending::RequestState;
use navette_proto::wire::patrons::PatronRequest;

/// One request.
#[derive(Debug)]
pub(super) struct ShownRequest {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) story: String,
    /// When it arrives, or until when it is kept.
    pub(super) day: Option<String>,
    /// The day has passed.
    pub(super) late: bool,
    pub(super) pickup: String,
    pub(super) need_by: Option<String>,
    /// What to say at the desk; empty where it does not wait there.
    pub(super) code: String,
    /// The line is cut, so that nobody has confirmed it; that nobody has yet says nothing of the line.
    pub(super) unconfirmed: bool,
    pub(super) can_cancel: bool,
    pub(super) can_suspend: bool,
    pub(super) can_resume: bool,
    pub(super) stands: Stands,
}

/// Where a request is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// On the hold shelf.
    Waits,
    /// Asked for, and not there yet.
    Open,
    /// In the patron's hands: it is listed among the loans.
    Lent,
    /// Over.
    Ended,
}

impl ShownRequest {
    /// Shows a request as it stands on a day.
    pub(super) fn of(request: PatronRequest, say: Say, known: &Known, today: &str) -> Self {
        let state = request.state();
        let stands = stands(state);
        let lender = match request.lender.as_str() {
            "" => "",
            lender => known.name(lender),
        };
        let day = match stands {
            Stands::Waits => Some(&request.kept_until).filter(|day| !day.is_empty()),
            Stands::Open => Some(&request.promised).filter(|day| !day.is_empty()),
            Stands::Lent | Stands::Ended => None,
        };
        // Days are written so that they sort as they follow each other.
        let late = day.is_some_and(|day| stands == Stands::Open && day.as_str() < today);
        let day = day.map(|day| match stands {
            Stands::Waits => say.request_kept(day),
            Stands::Open if late => say.request_late(day),
            Stands::Open | Stands::Lent | Stands::Ended => say.request_arrives(day),
        });
        let need_by = (stands == Stands::Open && !request.need_by.is_empty())
            .then(|| say.request_need_by(&request.need_by));
        Self {
            story: say.request_story(&request, lender),
            day,
            late,
            need_by,
            pickup: match request.pickup_name.is_empty() {
                true => known.name(&request.pickup).to_owned(),
                false => request.pickup_name,
            },
            code: match stands {
                Stands::Waits => request.pickup_code,
                Stands::Open | Stands::Lent | Stands::Ended => String::new(),
            },
            unconfirmed: request.unconfirmed && known.cut_off && stands != Stands::Ended,
            can_cancel: matches!(stands, Stands::Waits | Stands::Open),
            can_suspend: matches!(state, RequestState::Placed | RequestState::Waiting),
            can_resume: state == RequestState::Suspended,
            stands,
            id: request.request,
            title: match request.title.is_empty() {
                true => say.title_not_shown().to_owned(),
                false => request.title,
            },
        }
    }
}

impl ShownRequest {
    /// Says whether it is still to come.
    pub(super) fn is_open(&self) -> bool {
        self.stands == Stands::Open
    }
}

fn stands(state: RequestState) -> Stands {
    match state {
        RequestState::OnHoldShelf => Stands::Waits,
        RequestState::Unspecified
        | RequestState::AwaitingHome
        | RequestState::Placed
        | RequestState::Waiting
        | RequestState::Suspended
        | RequestState::Asking
        | RequestState::BeingSupplied => Stands::Open,
        RequestState::OnLoan | RequestState::ClaimedReturned | RequestState::ToSettle => {
            Stands::Lent
        }
        RequestState::Completed
        | RequestState::Cancelled
        | RequestState::Refused
        | RequestState::Unfilled
        | RequestState::Expired
        | RequestState::Settled => Stands::Ended,
    }
}

/// Requests, sorted by where they are listed.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    pub(super) waits: Vec<ShownRequest>,
    pub(super) open: Vec<ShownRequest>,
    pub(super) ended: Vec<ShownRequest>,
}

impl Sorted {
    /// Sorts requests; what is in the patron's hands is among the loans.
    pub(super) fn of(requests: Vec<PatronRequest>, say: Say, known: &Known, today: &str) -> Self {
        let mut sorted = Self::default();
        for request in requests {
            let shown = ShownRequest::of(request, say, known, today);
            match shown.stands {
                Stands::Waits => sorted.waits.push(shown),
                Stands::Open => sorted.open.push(shown),
                Stands::Lent => {}
                Stands::Ended => sorted.ended.push(shown),
            }
        }
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;

    fn shown(state: RequestState) -> ShownRequest {
        shown_where(state, false)
    }

    fn shown_where(state: RequestState, cut_off: bool) -> ShownRequest {
        let request = PatronRequest {
            state: state as i32,
            pickup_code: "K4T7P".to_owned(),
            kept_until: "2026-12-08".to_owned(),
            promised: "2026-12-01".to_owned(),
            unconfirmed: true,
            ..PatronRequest::default()
        };
        let known = Known {
            cut_off,
            ..Known::default()
        };
        ShownRequest::of(request, Say(Language::French), &known, "2026-11-29")
    }

    #[test]
    fn what_waits_shows_its_code_and_nothing_else_does() {
        let waits = shown(RequestState::OnHoldShelf);
        assert_eq!(waits.code, "K4T7P");
        assert!(waits.day.is_some_and(|day| day.contains("Gardé")));
        for state in [
            RequestState::Waiting,
            RequestState::OnLoan,
            RequestState::Completed,
        ] {
            assert_eq!(shown(state).code, "", "{state:?}");
        }
    }

    #[test]
    fn only_what_can_be_done_is_offered() {
        for (state, cancel, suspend, resume) in [
            (RequestState::Waiting, true, true, false),
            (RequestState::Suspended, true, false, true),
            (RequestState::BeingSupplied, true, false, false),
            (RequestState::OnHoldShelf, true, false, false),
            (RequestState::OnLoan, false, false, false),
            (RequestState::Cancelled, false, false, false),
        ] {
            let shown = shown(state);
            let offered = (shown.can_cancel, shown.can_suspend, shown.can_resume);
            assert_eq!(offered, (cancel, suspend, resume), "{state:?}");
        }
    }

    #[test]
    fn a_promise_that_was_not_kept_is_not_promised_again() {
        let request = |promised: &str| PatronRequest {
            state: RequestState::BeingSupplied as i32,
            promised: promised.to_owned(),
            ..PatronRequest::default()
        };
        for (promised, late) in [("2026-11-28", true), ("2026-11-29", false)] {
            let say = Say(Language::English);
            let shown = ShownRequest::of(request(promised), say, &Known::default(), "2026-11-29");
            assert_eq!(shown.late, late);
            assert_eq!(
                shown.day.is_some_and(|day| day.contains("Was expected")),
                late
            );
        }
    }

    #[test]
    fn the_line_is_said_to_be_cut_only_where_it_is_and_of_what_has_not_ended() {
        assert!(shown_where(RequestState::Placed, true).unconfirmed);
        assert!(!shown_where(RequestState::Placed, false).unconfirmed);
        assert!(!shown_where(RequestState::Cancelled, true).unconfirmed);
    }
}
