//! What a patron has at home, until when, and one button to keep it longer.

use super::lend::is_about_the_item;
use crate::answer::{Answer, page_with, see};
use crate::form_errors::FormErrors;
use crate::form_token::command_of;
use crate::kiosk::glass::Glass;
use crate::kiosk::seat::Said;
use crate::kiosk::standing::Kiosk;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::circulation::{ListLoansRequest, Loan, RenewRequest};
use navette_proto::wire::identity::ItemId;
use std::sync::Arc;

/// Loans on the page; nobody has more.
const LOANS_MAX: u32 = 200;

#[derive(Template)]
#[template(path = "kiosk/loans.html")]
struct LoansPage<'a> {
    glass: Glass<'a>,
    say: Say,
    loans: Vec<ShownLoan>,
    said: Option<String>,
    errors: FormErrors,
}

struct ShownLoan {
    item: String,
    title: String,
    due: String,
    late: bool,
    renewable: bool,
}

pub(crate) async fn show(State(kiosk): State<Arc<Kiosk>>, Extension(visit): Visiting) -> Answer {
    list(&kiosk, &visit, FormErrors::default()).await
}

pub(crate) async fn renew(
    State(kiosk): State<Arc<Kiosk>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let session = kiosk.patron(&visit)?;
    let here = kiosk.here().await?;
    let named = posted.fields.get("document");
    let (library, barcode) = named.split_once('/').ok_or(Trouble::NotFound)?;
    let request = RenewRequest {
        request_id: command_of(&posted.page, &["renew", named]),
        item: Some(ItemId {
            library: library.to_owned(),
            barcode: barcode.to_owned(),
        }),
        staff: 0,
    };
    let mut counter = here.territory.circulation(&visit, &session)?;
    match counter.renew(request).await {
        Ok(answer) => {
            let loan = answer.into_inner().loan.unwrap_or_default();
            kiosk.seat.say(&visit.secret, Said::Renewed(loan.due));
            see("/prets")
        }
        Err(status) if is_about_the_item(status.code()) => {
            let errors = FormErrors::of_all(visit.say.refusals(&status));
            list(&kiosk, &visit, errors).await
        }
        Err(status) => Err(status.into()),
    }
}

async fn list(kiosk: &Kiosk, visit: &Visit, errors: FormErrors) -> Answer {
    let say = visit.say;
    let session = kiosk.patron(visit)?;
    let here = kiosk.here().await?;
    let question = ListLoansRequest {
        page_size: LOANS_MAX,
        ..ListLoansRequest::default()
    };
    let mut counter = here.territory.circulation(visit, &session)?;
    let loans = counter.list_loans(question).await?.into_inner().loans;
    let said = match kiosk.seat.take_said(&visit.secret) {
        Some(Said::Renewed(due)) => Some(say.kiosk_renewed(&due)),
        Some(Said::Requested | Said::Cancelled) | None => None,
    };
    let status = errors.status();
    let shown = LoansPage {
        glass: Glass::of(kiosk, visit).await,
        say,
        loans: loans.into_iter().map(|loan| shown(loan, say)).collect(),
        said,
        errors,
    };
    page_with(status, &shown)
}

fn shown(loan: Loan, say: Say) -> ShownLoan {
    let item = loan.item.unwrap_or_default();
    ShownLoan {
        item: format!("{}/{}", item.library, item.barcode),
        title: loan.title,
        due: say.kiosk_due(&loan.due, loan.days_late),
        late: loan.days_late > 0,
        renewable: loan.renewable,
    }
}
