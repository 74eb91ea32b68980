//! What the library has told a patron, and how.

use super::mine::{LINES_MAX, PAGES_MAX, page_asked};
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::running::Portal;
use crate::say::Say;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::patrons::{ListNoticesRequest, Notice};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "account/messages.html")]
struct Messages<'a> {
    visit: &'a Visit,
    say: Say,
    messages: Vec<ShownMessage>,
    next: Option<u32>,
}

struct ShownMessage {
    day: String,
    what: &'static str,
    title: String,
    how: &'static str,
    became: &'static str,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let wanted = page_asked(asked.get("page"));
    let (say, session) = (visit.say, visit.signed_in()?);
    let mut patrons = portal.territory.patrons(&visit, session)?;
    let mut question = ListNoticesRequest {
        page_size: LINES_MAX,
        ..ListNoticesRequest::default()
    };
    let mut told = Vec::new();
    for _ in 0..wanted {
        let answer = patrons.list_notices(question.clone()).await?.into_inner();
        told = answer.notices;
        question.page_token = answer.next_page_token;
        if question.page_token.is_empty() {
            break;
        }
    }
    let more = !question.page_token.is_empty() && wanted < PAGES_MAX;
    page(&Messages {
        visit: &visit,
        say,
        messages: told.into_iter().map(|notice| shown(notice, say)).collect(),
        next: more.then_some(wanted + 1),
    })
}

fn shown(notice: Notice, say: Say) -> ShownMessage {
    ShownMessage {
        day: say.day_and_year(&notice.made_on),
        what: say.notice(&notice.kind),
        how: say.channel(notice.channel()),
        became: say.notice_state(notice.state()),
        title: notice.title,
    }
}
