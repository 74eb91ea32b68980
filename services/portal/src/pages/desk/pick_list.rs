//! What is to be pulled, on paper, in the order of the shelves.

use super::at_desk::{Around, AtDesk};
use super::outcome::named;
use crate::answer::{Answer, page, typed};
use crate::papers::lists::{Listed, PaperLine, Part, pdf};
use crate::round_names::RoundNames;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use navette_proto::wire::desk::{ListWorkRequest, WorkItem, WorkKind};

/// Lines on paper: nobody carries more through the shelves at once.
const LINES_MAX: usize = 1_000;

/// A list on a page that is made to be printed.
#[derive(Template)]
#[template(path = "desk/paper.html")]
pub(super) struct PaperPage<'a> {
    pub(super) visit: &'a Visit,
    pub(super) say: Say,
    pub(super) desk: &'a Around,
    pub(super) listed: &'a Listed,
    pub(super) pdf: &'a str,
    pub(super) qr: Option<crate::papers::codes::Drawn>,
    pub(super) back: &'a str,
}

pub(crate) async fn show(at: AtDesk) -> Answer {
    let around = at.around().await?;
    let listed = listed(&at, &around.name).await?;
    page(&PaperPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        listed: &listed,
        pdf: &at.path("/liste-a-prendre.pdf"),
        qr: None,
        back: &at.path("/travail/prendre"),
    })
}

pub(crate) async fn as_pdf(at: AtDesk) -> Answer {
    let name = at.around().await?.name;
    let listed = listed(&at, &name).await?;
    Ok(typed(StatusCode::OK, "application/pdf", pdf(&listed)))
}

async fn listed(at: &AtDesk, library: &str) -> Result<Listed, Trouble> {
    let (say, rounds) = (at.say(), at.rounds().await);
    let mut lines = Vec::new();
    let mut token = String::new();
    while lines.len() < LINES_MAX {
        let request = ListWorkRequest {
            kind: WorkKind::ToPull as i32,
            page_size: 200,
            page_token: token,
        };
        let page = at.desk()?.list_work(request).await?.into_inner();
        lines.extend(page.work.into_iter().map(|item| line(at, &rounds, item)));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    Ok(Listed {
        title: say.list_name(WorkKind::ToPull).to_owned(),
        lead: library.to_owned(),
        parts: vec![Part {
            heading: String::new(),
            lines,
        }],
        code: Vec::new(),
    })
}

fn line(at: &AtDesk, rounds: &RoundNames, item: WorkItem) -> PaperLine {
    let (say, to) = (at.say(), at.other(&item.other, &item.other_name));
    let mut detail = item.item.as_ref().map(named).unwrap_or_default();
    if !to.is_empty() {
        detail = format!("{detail} – {} {to}", say.desk_to());
    }
    if !item.round_day.is_empty() {
        detail = format!(
            "{detail} – {}",
            say.by_run(rounds.of(&item.round), &item.round_day)
        );
    }
    PaperLine {
        mark: item.shelfmark,
        title: item.title,
        detail,
    }
}
