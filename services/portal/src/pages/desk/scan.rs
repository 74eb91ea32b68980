//! The one scan field: what lies in the hand decides what is done, and an error stops the hand.

use super::at_desk::{Around, AtDesk, PAPER_COOKIE, Paper, counted, is_session_over};
use super::fragment::{is_part, part};
use super::outcome::{Outcome, item_of, named};
use crate::answer::{Answer, page_with, see, with_cookie};
use crate::asked::{Asked, way_back};
use crate::cookies::{A_YEAR_S, Setting};
use crate::say::Say;
use crate::session::staff_setting;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use crate::words::desk_lists::LISTS;
use askama::Template;
use axum::http::StatusCode;
use navette_proto::wire::desk::{ScanRequest, ScanResponse, UndoRequest};

/// Acts shown below the field.
const LAST_SHOWN: usize = 10;

/// How the field stands.
#[derive(Default)]
struct State {
    /// Why nothing was done: the field is away until somebody has seen it.
    why: Vec<String>,
    /// What was done by the scan before.
    outcome: Option<Outcome>,
    /// What may be meant, where a code is of several items.
    offers: Vec<OfferLine>,
    /// The code they were offered for.
    code: String,
    /// What to do after something was undone.
    undone: Option<String>,
    last: Vec<Outcome>,
    /// The numbers beside the lists, where a part of the page is sent.
    counts: String,
}

struct OfferLine {
    named: String,
    title: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "desk/scan.html")]
struct ScanPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    paper: Paper,
    state: &'a State,
}

#[derive(Template)]
#[template(path = "desk/scan_work.html")]
struct ScanPart<'a> {
    visit: &'a Visit,
    say: Say,
    base: &'a str,
    paper: Paper,
    state: &'a State,
}

pub(crate) async fn show(at: AtDesk, asked: Asked) -> Answer {
    shown(&at, is_part(&asked), State::default()).await
}

/// An address that only takes forms leads to the field, whoever comes back to it after signing in.
pub(crate) async fn back(at: AtDesk) -> Answer {
    see(&at.path(""))
}

pub(crate) async fn scan(at: AtDesk, posted: Posted) -> Answer {
    let code = posted.fields.get("code");
    let is_part = is_part(&posted.fields);
    if code.is_empty() {
        return shown(&at, is_part, State::default()).await;
    }
    let chosen = posted.fields.get("document");
    let request = ScanRequest {
        request_id: at.command(&posted, &["scan", code, chosen]),
        code: code.to_owned(),
        item: item_of(chosen),
        staff: 0,
    };
    match at.desk()?.scan(request).await {
        Ok(answer) => scanned(&at, is_part, code, answer.into_inner()).await,
        Err(status) if is_session_over(&status) => Err(status.into()),
        Err(status) => {
            let why = at.say().desk_refusals(&status);
            let state = State {
                why,
                ..State::default()
            };
            shown(&at, is_part, state).await
        }
    }
}

async fn scanned(at: &AtDesk, is_part: bool, code: &str, answer: ScanResponse) -> Answer {
    if let Some(card) = answer.card {
        let handle = at.portal.at_hand.keep(&at.session, card);
        let handle = handle.ok_or(Trouble::Broken)?;
        return see(&at.path(&format!("/lecteur/{handle}")));
    }
    let offers = answer.offers.into_iter().map(|offer| OfferLine {
        named: named(&offer.item.unwrap_or_default()),
        title: offer.title,
        reason: offer.reason,
    });
    let mut state = State {
        offers: offers.collect(),
        code: code.to_owned(),
        ..State::default()
    };
    if let Some(act) = &answer.act {
        at.portal.at_hand.note(&at.session, act);
        state.outcome = Some(Outcome::of(
            at.say(),
            &at.path(""),
            at.rounds().await.as_ref(),
            act,
        ));
    }
    shown(at, is_part, state).await
}

/// Takes an act back. The answer is the page on which that was pressed: a list of work, or the scan field.
pub(crate) async fn undo(at: AtDesk, posted: Posted) -> Answer {
    let list = posted.fields.get("liste");
    let undone = undone(&at, &posted).await?;
    if LISTS.iter().any(|(_, path)| *path == list) {
        let back = at.path(&format!("/travail/{list}"));
        return match undone {
            Ok(_) => see(&format!("{back}?defait=oui")),
            Err(why) => at.stop(&why, &back).await,
        };
    }
    let state = match undone {
        Ok(place) => State {
            undone: Some(place),
            ..State::default()
        },
        Err(why) => State {
            why,
            ..State::default()
        },
    };
    shown(&at, is_part(&posted.fields), state).await
}

/// Takes the act of the form back, and says where the item goes, or why not.
pub(super) async fn undone(
    at: &AtDesk,
    posted: &Posted,
) -> Result<Result<String, Vec<String>>, Trouble> {
    let (say, fields) = (at.say(), &posted.fields);
    let (act, item) = fields.get("defaire").split_once(' ').unwrap_or_default();
    let number: u64 = act.parse().map_err(|_| Trouble::NotFound)?;
    let request = UndoRequest {
        request_id: at.command(posted, &["undo", act, item]),
        act: number,
        item: item_of(item),
        staff: 0,
    };
    Ok(match at.desk()?.undo(request).await {
        Ok(answer) => {
            at.portal.at_hand.take_back(&at.session, number);
            Ok(say.next_place(answer.into_inner().place(), ""))
        }
        Err(status) if is_session_over(&status) => return Err(status.into()),
        Err(status) => Err(say.desk_refusals(&status)),
    })
}

/// Remembers on which paper this machine prints.
pub(crate) async fn paper(at: AtDesk, posted: Posted) -> Answer {
    let chosen = Paper {
        a6: posted.fields.get("format") == "a6",
        by_itself: posted.fields.is_ticked("seul"),
    };
    let setting = Setting {
        name: PAPER_COOKIE,
        lasts_s: Some(A_YEAR_S),
        ..staff_setting(Some(chosen.to_cookie()), at.portal.config.behind_https)
    };
    let back = way_back(posted.fields.get("retour"));
    let to = match back {
        "/" => at.path(""),
        back => back.to_owned(),
    };
    with_cookie(see(&to)?, &setting)
}

async fn shown(at: &AtDesk, is_part: bool, mut state: State) -> Answer {
    let (say, base) = (at.say(), at.path(""));
    let rounds = at.rounds().await;
    let last = at.portal.at_hand.last(&at.session, LAST_SHOWN);
    state.last = last
        .iter()
        .map(|done| Outcome {
            undone: done.undone,
            ..Outcome::of(say, &base, &rounds, &done.act)
        })
        .collect();
    let (visit, paper) = (at.visit.as_ref(), at.paper);
    if is_part {
        // Numbers that cannot be asked for stay as they were.
        state.counts = at
            .counts()
            .await
            .map_or(String::new(), |counts| counted(&counts));
        return part(
            say,
            &ScanPart {
                visit,
                say,
                base: &base,
                paper,
                state: &state,
            },
        );
    }
    let status = match state.why.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let around = at.around().await?;
    page_with(
        status,
        &ScanPage {
            visit,
            say,
            desk: &around,
            base: &base,
            paper,
            state: &state,
        },
    )
}
