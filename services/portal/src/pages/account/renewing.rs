//! A patron keeps something longer: one loan, or all that can go on. The list that follows shows the new days, and why not.

use super::mine;
use super::whose::Whose;
use crate::answer::{Answer, see};
use crate::asked::{Asked, address};
use crate::form_token::command_of;
use crate::running::Portal;
use crate::say::Say;
use crate::territory::Line;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visiting};
use axum::Extension;
use axum::extract::State;
use futures_util::{StreamExt, stream};
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::circulation::{Loan, RenewRequest};
use navette_proto::wire::identity::ItemId;
use std::sync::Arc;
use tonic::{Code, Status};

/// Loans that are renewed at once: a node has others to serve, and two hundred loans must fit into a page's time.
const AT_ONCE: usize = 8;

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
    let circulation = portal.territory.circulation(&visit, session)?;
    let asked = meant.map(|loan| one(circulation.clone(), &posted.page, loan));
    let asked: Vec<_> = asked.collect();
    let answers: Vec<Result<(), Status>> = stream::iter(asked)
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let counted = Counted::of(answers)?;
    see(&counted.shown_at(&whose.loans()))
}

async fn one(
    mut circulation: CirculationServiceClient<Line>,
    sent: &str,
    loan: &Loan,
) -> Result<(), Status> {
    let request = RenewRequest {
        request_id: command_of(sent, &["renew", &name_of(loan)]),
        item: loan.item.clone(),
        staff: 0,
    };
    circulation.renew(request).await.map(|_| ())
}

/// How many went on, and how many did not: all that the address of the list says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counted {
    went_on: u32,
    did_not: u32,
}

impl Counted {
    /// Counts answers. A session that is over ends it all.
    fn of(answers: Vec<Result<(), Status>>) -> Result<Self, Trouble> {
        let mut counted = Self::default();
        for answer in answers {
            match answer {
                Ok(()) => counted.went_on += 1,
                Err(status) if status.code() == Code::Unauthenticated => return Err(status.into()),
                Err(_) => counted.did_not += 1,
            }
        }
        Ok(counted)
    }

    fn shown_at(&self, list: &str) -> String {
        let (went_on, did_not) = (self.went_on.to_string(), self.did_not.to_string());
        let counts = [
            ("prolonges", went_on.as_str()),
            ("refuses", did_not.as_str()),
        ];
        address(list, counts)
    }
}

/// Says what became of renewing, as the address says it; nothing where nothing was renewed just now.
pub(super) fn renewed(asked: &Asked, say: Say) -> Option<String> {
    let went_on = asked.get("prolonges").parse().ok()?;
    let did_not = asked.get("refuses").parse().ok()?;
    Some(say.renewed(went_on, did_not))
}

fn name_of(loan: &Loan) -> String {
    let item = loan.item.as_ref();
    item.map_or(String::new(), |ItemId { library, barcode }| {
        format!("{library}/{barcode}")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::say::Language;

    #[test]
    fn the_list_that_follows_says_how_many_went_on() {
        let answers = vec![Ok(()), Err(Status::failed_precondition("no")), Ok(())];
        let counted = Counted::of(answers).unwrap();
        let address = counted.shown_at("/compte/prets");
        assert_eq!(address, "/compte/prets?prolonges=2&refuses=1");
        let asked = Asked::read(b"prolonges=2&refuses=1");
        let told = renewed(&asked, Say(Language::English)).unwrap();
        assert!(
            told.contains("2 loans renewed") && told.contains("1 could not"),
            "{told}"
        );
        assert_eq!(
            renewed(&Asked::read(b"prolonges=x"), Say(Language::French)),
            None
        );
    }

    #[test]
    fn a_session_that_is_over_is_no_loan_that_could_not_go_on() {
        let over = Counted::of(vec![Ok(()), Err(Status::unauthenticated("over"))]);
        assert!(over.is_err());
    }
}
