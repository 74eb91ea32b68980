//! What becomes of a request's newest view? It is kept; the patron is told what there is to tell, once.

use super::returning::close_loan;
use super::views::Heard;
use crate::draft::Draft;
use crate::flows::notices::tell_of_request;
use crate::flows::requests::visitor_reference;
use crate::ledger::{OwnRequest, RequestRow};
use navette_domain::lending::{RequestState, RequestView};

/// Takes a view in, if it is news.
pub(super) fn take_request(draft: &mut Draft<'_>, view: RequestView, heard: Heard) {
    let id = view.id;
    let round = draft.meta().round;
    let old = draft.get::<RequestRow>(&id);
    let known = old.as_ref().map(|old| (old.federator, old.view.version));
    if !heard.is_news(view.version, known) {
        if let Some(old) = old
            && old.round < round
        {
            draft.put(id, RequestRow { round, ..old });
        }
        return;
    }
    let ended = view.state.is_ended();
    let since = old
        .as_ref()
        .and_then(|old| old.ended)
        .unwrap_or(draft.now.at);
    draft.put(
        id,
        RequestRow {
            view: view.clone(),
            federator: heard.federator,
            round,
            ended: ended.then_some(since),
        },
    );
    if view.home == *draft.here() {
        follow_own(draft, &view);
        tell_of_request(draft, &view);
    } else if is_refused_visit(draft, &view) {
        draft.visit_is_over(&view);
    }
    if is_over_for_the_borrower(view.state) {
        for loan in draft.state.indexes().loans_for.of(&id) {
            close_loan(draft, loan);
        }
    }
}

/// Says whether the home library never took what one of its patrons asked for here: nobody else can tell them.
fn is_refused_visit(draft: &Draft<'_>, view: &RequestView) -> bool {
    let in_vain = matches!(view.state, RequestState::Refused | RequestState::Expired);
    in_vain
        && view.pickup == *draft.here()
        && view.reference == visitor_reference(draft.meta().salt, view.id)
}

fn follow_own(draft: &mut Draft<'_>, view: &RequestView) {
    let Some(mut own) = draft.get::<OwnRequest>(&view.id) else {
        return;
    };
    let before = own.clone();
    if view.state.is_ended() {
        own.ended = own.ended.or(Some(draft.today()));
    } else {
        // A federator restored from a backup may believe that it goes on.
        own.ended = None;
    }
    if own != before {
        draft.put(view.id, own);
    }
}

/// Says whether nothing is in the borrower's hands any more, wherever that was seen.
fn is_over_for_the_borrower(state: RequestState) -> bool {
    match state {
        RequestState::Completed | RequestState::Settled => true,
        RequestState::AwaitingHome
        | RequestState::Placed
        | RequestState::Waiting
        | RequestState::Suspended
        | RequestState::Asking
        | RequestState::BeingSupplied
        | RequestState::OnHoldShelf
        | RequestState::OnLoan
        | RequestState::ClaimedReturned
        | RequestState::ToSettle
        | RequestState::Cancelled
        | RequestState::Refused
        | RequestState::Unfilled
        | RequestState::Expired => false,
    }
}
