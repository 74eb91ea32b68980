//! What a patron has borrowed and brought back: only where they asked that it be remembered.

use super::mine::{self, LINES_MAX, PAGES_MAX, page_asked};
use super::shown_loan::ShownLoan;
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::circulation::{ListLoansRequest, Loan, LoanState};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "account/history.html")]
struct History<'a> {
    visit: &'a Visit,
    say: Say,
    keeps: bool,
    loans: Vec<ShownLoan>,
    next: Option<u32>,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let wanted = page_asked(asked.get("page"));
    let (patron, _) = mine::patron(&portal, &visit, None).await?;
    let keeps = patron.person.is_some_and(|person| person.keeps_history);
    let (loans, more) = match keeps {
        true => ended(&portal, &visit, wanted).await?,
        false => (Vec::new(), false),
    };
    page(&History {
        visit: &visit,
        say: visit.say,
        keeps,
        loans,
        next: (more && wanted < PAGES_MAX).then_some(wanted + 1),
    })
}

/// Leafs to a page of the list, and keeps what has come back.
async fn ended(
    portal: &Portal,
    visit: &Visit,
    wanted: u32,
) -> Result<(Vec<ShownLoan>, bool), Trouble> {
    let session = visit.signed_in()?;
    let mut circulation = portal.territory.circulation(visit, session)?;
    let mut question = ListLoansRequest {
        ended_too: true,
        page_size: LINES_MAX,
        ..ListLoansRequest::default()
    };
    let mut loans: Vec<Loan> = Vec::new();
    for _ in 0..wanted {
        let answer = circulation.list_loans(question.clone()).await?.into_inner();
        loans = answer.loans;
        question.page_token = answer.next_page_token;
        if question.page_token.is_empty() {
            break;
        }
    }
    loans.retain(|loan| loan.state() == LoanState::Returned);
    let shown = loans.into_iter().map(|loan| ShownLoan::of(loan, visit.say));
    Ok((shown.collect(), !question.page_token.is_empty()))
}
