//! Patrons are found by name or card. What is typed is personal: it is sent in a form and never stands in an address.

use super::at_desk::{Around, AtDesk};
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use navette_proto::wire::patrons::{ListRequest, Patron};

/// Patrons of a page.
const PATRONS: u32 = 50;

#[derive(Template)]
#[template(path = "desk/patrons.html")]
struct PatronsPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    text: &'a str,
    searched: bool,
    found: Vec<Found>,
    next: String,
    erased: bool,
}

struct Found {
    handle: String,
    name: String,
    card: String,
    born: String,
    category: String,
    mark: &'static str,
}

pub(crate) async fn show(at: AtDesk, asked: Asked) -> Answer {
    let around = at.around().await?;
    page(&PatronsPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        text: "",
        searched: false,
        found: Vec::new(),
        next: String::new(),
        erased: asked.is_ticked("efface"),
    })
}

/// Shows who was found. Nothing is changed, so that sending it again does no harm.
pub(crate) async fn search(at: AtDesk, posted: Posted) -> Answer {
    let text = posted.fields.get("texte");
    let request = ListRequest {
        text: text.to_owned(),
        page_size: PATRONS,
        page_token: posted.fields.get("suite").to_owned(),
    };
    let listed = match at.patrons()?.list(request).await {
        Ok(listed) => listed.into_inner(),
        Err(status) => return at.stop_for(status.into(), &at.path("/lecteurs")).await,
    };
    let found: Result<Vec<Found>, Trouble> = listed
        .patrons
        .into_iter()
        .map(|patron| found(&at, patron))
        .collect();
    let around = at.around().await?;
    page(&PatronsPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        text,
        searched: true,
        found: found?,
        next: listed.next_page_token,
        erased: false,
    })
}

fn found(at: &AtDesk, patron: Patron) -> Result<Found, Trouble> {
    let (say, card) = (at.say(), patron.card.unwrap_or_default());
    let (person, standing) = (
        patron.person.unwrap_or_default(),
        patron.standing.unwrap_or_default(),
    );
    Ok(Found {
        card: card.number.clone(),
        handle: at.lay(card)?,
        name: format!("{} {}", person.family_name, person.given_name),
        born: match person.birth.is_empty() {
            true => String::new(),
            false => say.day_with_year(&person.birth),
        },
        category: say.category(&standing.category).to_owned(),
        mark: match (standing.blocked, standing.suspension.is_some()) {
            (true, _) => say.patron_blocked(),
            (false, true) => {
                say.desk_request_state(navette_proto::wire::lending::RequestState::Suspended)
            }
            (false, false) => "",
        },
    })
}
