//! Who stands at which desk? What every page of the desk needs of the request, and what stands around its pages.

use crate::answer::{Answer, page_with, see};
use crate::cookies::cookie;
use crate::form_token::command_of;
use crate::places::Known;
use crate::round_names::RoundNames;
use crate::running::Portal;
use crate::say::Say;
use crate::session::{DESK_PATH, Session};
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use crate::words::desk_lists::LISTS;
use askama::Template;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use navette_proto::explain;
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::desk::{ListWorkRequest, WorkCount, WorkKind};
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use std::collections::HashMap;
use std::sync::Arc;
use tonic::Status;

use crate::territory::Line;

/// The cookie with the name of the account that has signed in, to be shown.
pub(crate) const NAME_COOKIE: &str = "guichet-nom";
/// The cookie that says on which paper slips are printed, and whether by themselves.
pub(crate) const PAPER_COOKIE: &str = "papier";

/// On which paper slips are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paper {
    /// A sheet of A6 instead of a roll of 80 mm.
    pub(crate) a6: bool,
    /// Printed without being asked.
    pub(crate) by_itself: bool,
}

impl Paper {
    /// Reads the cookie.
    pub(crate) fn read(text: &str) -> Self {
        Self {
            a6: text.starts_with("a6"),
            by_itself: text.ends_with("-seul"),
        }
    }

    /// Writes the cookie.
    pub(crate) fn to_cookie(self) -> &'static str {
        match (self.a6, self.by_itself) {
            (false, false) => "80",
            (false, true) => "80-seul",
            (true, false) => "a6",
            (true, true) => "a6-seul",
        }
    }
}

/// A request of somebody who has signed in at the desk that it is about.
pub(crate) struct AtDesk {
    pub(crate) portal: Arc<Portal>,
    pub(crate) visit: Arc<Visit>,
    pub(crate) session: Session,
    pub(crate) who: String,
    pub(crate) paper: Paper,
    params: HashMap<String, String>,
}

/// What stands around a page of the desk.
pub(crate) struct Around {
    /// `/guichet/LIBRARY`.
    pub(crate) base: String,
    /// The name of the library.
    pub(crate) name: String,
    pub(crate) who: String,
    pub(crate) lists: Vec<ListLink>,
    /// Says since when the line to the other libraries is cut.
    pub(crate) cut: Option<String>,
    pub(crate) paper: Paper,
}

/// One list of work in the menu.
pub(crate) struct ListLink {
    pub(crate) address: String,
    pub(crate) name: &'static str,
    pub(crate) count: u32,
    pub(crate) late: u32,
}

impl FromRequestParts<Arc<Portal>> for AtDesk {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Trouble> {
        let visit = parts.extensions.get::<Arc<Visit>>().cloned();
        let visit = visit.ok_or(Trouble::Broken)?;
        let params = Path::<HashMap<String, String>>::from_request_parts(parts, portal).await;
        let Path(params) = params.map_err(|_| Trouble::NotFound)?;
        let library = params.get("library").ok_or(Trouble::NotFound)?;
        let served = portal.territory.served().any(|id| id.as_str() == library);
        if !served {
            return Err(Trouble::NotFound);
        }
        let session = visit.staff.clone();
        let session = session.filter(|session| session.library.as_str() == library);
        let session = session.ok_or_else(|| Trouble::SignInAtDesk(library.clone()))?;
        let who = cookie(&parts.headers, NAME_COOKIE).unwrap_or_default();
        let paper = cookie(&parts.headers, PAPER_COOKIE).unwrap_or_default();
        Ok(Self {
            portal: Arc::clone(portal),
            who: who.chars().take(40).collect(),
            paper: Paper::read(paper),
            visit,
            session,
            params,
        })
    }
}

impl AtDesk {
    /// The words of the page.
    pub(crate) fn say(&self) -> Say {
        self.visit.say
    }

    /// Gives a part of the address.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// Gives an address of this desk.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("{DESK_PATH}/{}{rest}", self.session.library)
    }

    /// Names a command.
    pub(crate) fn command(&self, posted: &Posted, about: &[&str]) -> String {
        command_of(&posted.page, about)
    }

    pub(crate) fn desk(&self) -> Result<DeskServiceClient<Line>, Trouble> {
        self.portal.territory.desk(&self.visit, &self.session)
    }

    pub(crate) fn circulation(&self) -> Result<CirculationServiceClient<Line>, Trouble> {
        self.portal
            .territory
            .circulation(&self.visit, &self.session)
    }

    pub(crate) fn patrons(&self) -> Result<PatronServiceClient<Line>, Trouble> {
        self.portal.territory.patrons(&self.visit, &self.session)
    }

    /// Gives all libraries.
    pub(crate) async fn known(&self) -> Arc<Known> {
        self.portal
            .places
            .known(&self.portal.territory, &self.visit)
            .await
    }

    /// Gives the names of the van's rounds.
    pub(crate) async fn rounds(&self) -> Arc<RoundNames> {
        let portal = &self.portal;
        portal.rounds.names(&portal.territory, &self.visit).await
    }

    /// Names the library on the other side of a piece of work; this one is "here".
    pub(crate) fn other(&self, id: &str, name: &str) -> String {
        match (id == self.session.library.as_str(), name) {
            (true, _) => self.say().desk_here().to_owned(),
            (false, "") => id.to_owned(),
            (false, name) => name.to_owned(),
        }
    }

    /// Asks for what stands around the page: the lists, and whether the line is cut.
    pub(crate) async fn around(&self) -> Result<Around, Trouble> {
        Ok(self.around_with(&self.counts().await?).await)
    }

    /// Counts what is on each list.
    pub(crate) async fn counts(&self) -> Result<Vec<WorkCount>, Trouble> {
        let question = ListWorkRequest {
            kind: WorkKind::ToPull as i32,
            page_size: 1,
            page_token: String::new(),
        };
        let listed = self.desk()?.list_work(question).await?.into_inner();
        Ok(listed.counts)
    }

    /// The same, where the counts are known already.
    pub(crate) async fn around_with(&self, counts: &[WorkCount]) -> Around {
        let (known, waiting) = tokio::join!(self.known(), self.applications());
        let say = self.say();
        let mut lists: Vec<ListLink> = LISTS
            .iter()
            .map(|(kind, path)| {
                let count = counts.iter().find(|count| count.kind() == *kind);
                ListLink {
                    address: self.path(&format!("/travail/{path}")),
                    name: say.list_name(*kind),
                    count: count.map_or(0, |count| count.count),
                    late: count.map_or(0, |count| count.late),
                }
            })
            .collect();
        // Whether anybody waits is no reason for a page to fail.
        if let Ok(waiting) = waiting {
            lists.push(ListLink {
                address: self.path("/demandes"),
                name: say.applications_title(),
                count: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
                late: 0,
            });
        }
        let cut = self.portal.places.cut_for().map(|(length, as_of_ms)| {
            let moment = (as_of_ms > 0).then(|| say.moment(as_of_ms, &self.portal.zone));
            say.desk_cut_since(length.as_secs() / 60, moment.as_deref())
        });
        Around {
            base: self.path(""),
            name: known.name(self.session.library.as_str()).to_owned(),
            who: self.who.clone(),
            lists,
            cut,
            paper: self.paper,
        }
    }

    /// Gives what stands around a page where the node cannot say what is to be done.
    pub(crate) async fn without_lists(&self) -> Around {
        Around {
            lists: Vec::new(),
            ..self.around_with(&[]).await
        }
    }

    /// Stops the hand: says why nothing was done, until somebody has seen it.
    pub(crate) async fn stop(&self, why: &[String], back: &str) -> Answer {
        let around = self.around().await?;
        let shown = Stopped {
            visit: &self.visit,
            say: self.say(),
            desk: &around,
            why,
            back,
        };
        page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
    }

    /// Goes on to an address, or stops the hand with what the node said.
    pub(crate) async fn see_or_stop<T>(
        &self,
        done: Result<T, Trouble>,
        to: &str,
        back: &str,
    ) -> Answer {
        match done {
            Ok(_) => see(to),
            Err(trouble) => self.stop_for(trouble, back).await,
        }
    }

    /// Stops the hand with what the node said; other trouble has its own page.
    pub(crate) async fn stop_for(&self, trouble: Trouble, back: &str) -> Answer {
        match trouble {
            Trouble::Refused(status) if !is_session_over(&status) => {
                self.stop(&self.say().desk_refusals(&status), back).await
            }
            other => Err(other),
        }
    }
}

/// Writes how many things are on each list, and how many of them are late, in the order of the lists: for the page's script.
pub(crate) fn counted(counts: &[WorkCount]) -> String {
    let numbers = LISTS.iter().map(|(kind, _)| {
        let count = counts.iter().find(|count| count.kind() == *kind);
        count.map_or("0,0".to_owned(), |count| {
            format!("{},{}", count.count, count.late)
        })
    });
    numbers.collect::<Vec<_>>().join(" ")
}

/// Says whether a status means that somebody must sign in again.
pub(crate) fn is_session_over(status: &Status) -> bool {
    explain(status)
        .is_some_and(|told| matches!(told.reason.as_str(), "SESSION_OVER" | "SIGN_IN_NEEDED"))
}

#[derive(Template)]
#[template(path = "desk/stopped.html")]
struct Stopped<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    why: &'a [String],
    back: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_in_the_order_of_the_lists() {
        let count = |kind: WorkKind, count, late| WorkCount {
            kind: kind as i32,
            count,
            late,
        };
        let counts = [count(WorkKind::ToShip, 2, 1), count(WorkKind::ToPull, 3, 0)];
        assert_eq!(counted(&counts), "3,0 2,1 0,0 0,0 0,0 0,0 0,0 0,0 0,0");
    }

    #[test]
    fn the_choice_of_paper_is_read_as_it_was_written() {
        for text in ["80", "80-seul", "a6", "a6-seul"] {
            assert_eq!(Paper::read(text).to_cookie(), text);
        }
        assert_eq!(Paper::read("<b>"), Paper::default());
    }
}
