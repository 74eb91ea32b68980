//! What does a node say of an account: the patron, what they ask for, and what they have borrowed?

use crate::running::Portal;
use crate::trouble::Trouble;
use crate::visit::Visit;
use navette_proto::wire::circulation::{ListLoansRequest, Loan};
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::{
    GetRequest, GetResponse, ListRequestsRequest, Patron, PatronRequest,
};

/// Lines asked for at once: the most that the contract gives.
pub(super) const LINES_MAX: u32 = 200;
/// Pages of a long list that are leafed through; nobody reads further.
pub(super) const PAGES_MAX: u32 = 20;

/// Gives the patron, and what day it is at their library.
pub(super) async fn patron(
    portal: &Portal,
    visit: &Visit,
    card: Option<Card>,
) -> Result<(Patron, String), Trouble> {
    let session = visit.signed_in()?;
    let mut patrons = portal.territory.patrons(visit, session)?;
    let answer = patrons.get(GetRequest { card }).await?.into_inner();
    let GetResponse { patron, today } = answer;
    Ok((patron.ok_or(Trouble::Broken)?, today))
}

/// Gives what is asked for, ended requests too where they are wanted.
pub(super) async fn requests(
    portal: &Portal,
    visit: &Visit,
    card: Option<Card>,
    ended_too: bool,
) -> Result<Vec<PatronRequest>, Trouble> {
    let session = visit.signed_in()?;
    let question = ListRequestsRequest {
        card,
        ended_too,
        page_size: LINES_MAX,
        page_token: String::new(),
    };
    let mut patrons = portal.territory.patrons(visit, session)?;
    let answer = patrons.list_requests(question).await?;
    Ok(answer.into_inner().requests)
}

/// Finds one request of the account.
pub(super) async fn request(
    portal: &Portal,
    visit: &Visit,
    card: Option<Card>,
    id: &str,
) -> Result<PatronRequest, Trouble> {
    let all = requests(portal, visit, card, true).await?;
    let found = all.into_iter().find(|request| request.request == id);
    found.ok_or(Trouble::NotFound)
}

/// Gives what is lent, the longest overdue first.
pub(super) async fn loans(
    portal: &Portal,
    visit: &Visit,
    card: Option<Card>,
) -> Result<Vec<Loan>, Trouble> {
    let session = visit.signed_in()?;
    let question = ListLoansRequest {
        card,
        page_size: LINES_MAX,
        ..ListLoansRequest::default()
    };
    let mut circulation = portal.territory.circulation(visit, session)?;
    let answer = circulation.list_loans(question).await?;
    Ok(answer.into_inner().loans)
}

/// Reads which page of a long list is wanted. The node's own token is not for addresses: it is made from the card.
pub(super) fn page_asked(text: &str) -> u32 {
    let page = text.parse().unwrap_or(1_u32);
    page.clamp(1, PAGES_MAX)
}
