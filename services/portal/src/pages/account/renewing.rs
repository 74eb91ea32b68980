//! A patron keeps something longer: one loan, or all that can go on. What does not go on says why.

use super::mine;
use super::whose::Whose;
use crate::answer::{Answer, page};
use crate::form_token::command_of;
use crate::running::Portal;
use crate::say::Say;
use crate::territory::Line;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::circulation::{Loan, RenewRequest};
use navette_proto::wire::identity::ItemId;
use std::sync::Arc;
use tonic::{Code, Status};

#[derive(Template)]
#[template(path = "account/renewed.html")]
struct Renewed<'a> {
    visit: &'a Visit,
    say: Say,
    went_on: Vec<(String, String)>,
    did_not: Vec<(String, Vec<String>)>,
    back: String,
}

pub(crate) async fn renew(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let fields = &posted.fields;
    let whose = Whose::of(&portal, &visit, fields.get("pour")).await?;
    let loans = mine::loans(&portal, &visit, whose.card.clone()).await?;
    let all = fields.is_ticked("tout");
    let wanted = fields.get("document");
    let meant = loans
        .iter()
        .filter(|loan| all || name_of(loan) == wanted)
        .filter(|loan| loan.item.is_some());
    let mut circulation = portal.territory.circulation(&visit, session)?;
    let mut shown = Renewed {
        visit: &visit,
        say: visit.say,
        went_on: Vec::new(),
        did_not: Vec::new(),
        back: whose.loans(),
    };
    for loan in meant {
        shown.note(loan, one(&mut circulation, &posted.page, loan).await)?;
    }
    page(&shown)
}

async fn one(
    circulation: &mut CirculationServiceClient<Line>,
    sent: &str,
    loan: &Loan,
) -> Result<Loan, Status> {
    let request = RenewRequest {
        request_id: command_of(sent, &["renew", &name_of(loan)]),
        item: loan.item.clone(),
        staff: 0,
    };
    let answer = circulation.renew(request).await?;
    Ok(answer.into_inner().loan.unwrap_or_default())
}

impl Renewed<'_> {
    /// Notes what became of one loan. A session that is over ends it all.
    fn note(&mut self, loan: &Loan, done: Result<Loan, Status>) -> Result<(), Trouble> {
        let title = match loan.title.as_str() {
            "" => self.say.title_not_shown().to_owned(),
            title => title.to_owned(),
        };
        match done {
            Ok(renewed) => {
                let until = self.say.renewed_until(&renewed.due);
                self.went_on.push((title, until));
            }
            Err(status) if status.code() == Code::Unauthenticated => return Err(status.into()),
            Err(status) => self.did_not.push((title, self.say.refusals(&status))),
        }
        Ok(())
    }
}

fn name_of(loan: &Loan) -> String {
    let item = loan.item.as_ref();
    item.map_or(String::new(), |ItemId { library, barcode }| {
        format!("{library}/{barcode}")
    })
}
