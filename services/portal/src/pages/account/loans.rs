//! What a patron has at home, and the same as a sheet for the door of the refrigerator.

use super::mine;
use super::renewing::renewed;
use super::shown_loan::ShownLoan;
use super::whose::Whose;
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::running::Portal;
use crate::say::Say;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "account/loans.html")]
struct Loans<'a> {
    visit: &'a Visit,
    say: Say,
    /// What became of renewing.
    done: Option<String>,
    loans: Vec<ShownLoan>,
    whose: &'a str,
}

#[derive(Template)]
#[template(path = "account/sheet.html")]
struct Sheet<'a> {
    visit: &'a Visit,
    say: Say,
    of: String,
    loans: Vec<ShownLoan>,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let loans = mine::loans(&portal, &visit, None).await?;
    page(&Loans {
        visit: &visit,
        say: visit.say,
        done: renewed(&asked, visit.say),
        loans: loans
            .into_iter()
            .map(|loan| ShownLoan::of(loan, visit.say))
            .collect(),
        whose: Whose::OWN,
    })
}

pub(crate) async fn sheet(State(portal): State<Arc<Portal>>, Extension(visit): Visiting) -> Answer {
    let session = visit.signed_in()?;
    let known = portal.places.known(&portal.territory, &visit).await;
    let ((_, today), loans) = tokio::try_join!(
        mine::patron(&portal, &visit, None),
        mine::loans(&portal, &visit, None),
    )?;
    let library = known.name(session.library.as_str());
    page(&Sheet {
        visit: &visit,
        say: visit.say,
        of: visit.say.sheet_of(library, &today),
        loans: loans
            .into_iter()
            .map(|loan| ShownLoan::of(loan, visit.say))
            .collect(),
    })
}
