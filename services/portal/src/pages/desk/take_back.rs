//! Taking back whatever comes, also from the book drop, and counting what was read in the house.

use super::at_desk::{Around, AtDesk, counted, is_session_over};
use super::days::day;
use super::fragment::{is_part, part};
use super::outcome::{Outcome, item_of, named};
use super::scan::undone;
use crate::answer::{Answer, page_with};
use crate::asked::Asked;
use crate::say::Say;
use crate::visit::{Posted, Visit};
use askama::Template;
use axum::http::StatusCode;
use navette_proto::wire::circulation::{CheckInRequest, CheckInResponse, RecordInHouseUseRequest};

/// How taking back stands.
#[derive(Default)]
struct State {
    why: Vec<String>,
    outcome: Option<Outcome>,
    /// Where the item goes whose return was taken back.
    undone: Option<String>,
    /// The numbers beside the lists, where a part of the page is sent.
    counts: String,
    /// What being late cost, or what was counted.
    said: Vec<String>,
    offers: Vec<(String, String)>,
    code: String,
    /// The day typed for the whole box: kept from scan to scan.
    day: (String, String, String),
}

#[derive(Template)]
#[template(path = "desk/take_back.html")]
struct BackPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    /// Counts a use in the house instead.
    in_house: bool,
    state: &'a State,
}

#[derive(Template)]
#[template(path = "desk/take_back_work.html")]
struct BackPart<'a> {
    visit: &'a Visit,
    say: Say,
    base: &'a str,
    in_house: bool,
    state: &'a State,
}

/// Shows the field; the day of the book drop is kept by whoever has seen an error.
pub(crate) async fn show(at: AtDesk, asked: Asked) -> Answer {
    let state = State {
        day: typed_day(&asked),
        ..State::default()
    };
    shown(&at, false, false, state).await
}

pub(crate) async fn take(at: AtDesk, posted: Posted) -> Answer {
    let (say, fields) = (at.say(), &posted.fields);
    let is_part = is_part(fields);
    let mut state = State {
        day: typed_day(fields),
        ..State::default()
    };
    if fields.is_ticked("defaire") {
        match undone(&at, &posted).await? {
            Ok(place) => state.undone = Some(place),
            Err(why) => state.why = why,
        }
        return shown(&at, is_part, false, state).await;
    }
    let code = fields.get("code");
    let Ok(returned_on) = day(fields, "rendu") else {
        state.why = vec![say.desk_error_day().to_owned()];
        return shown(&at, is_part, false, state).await;
    };
    if code.is_empty() {
        return shown(&at, is_part, false, state).await;
    }
    let (chosen, damaged) = (fields.get("document"), fields.is_ticked("abime"));
    let request = CheckInRequest {
        request_id: at.command(&posted, &["back", code, chosen, &returned_on]),
        code: code.to_owned(),
        item: item_of(chosen),
        staff: 0,
        damaged,
        returned_on,
    };
    match at.circulation()?.check_in(request).await {
        Ok(answer) => taken(&at, code, answer.into_inner(), &mut state).await,
        Err(status) if is_session_over(&status) => return Err(status.into()),
        Err(status) => state.why = say.desk_refusals(&status),
    }
    shown(&at, is_part, false, state).await
}

async fn taken(at: &AtDesk, code: &str, answer: CheckInResponse, state: &mut State) {
    let say = at.say();
    code.clone_into(&mut state.code);
    let offers = answer.offers.into_iter();
    state.offers = offers
        .map(|offer| (named(&offer.item.unwrap_or_default()), offer.title))
        .collect();
    if let Some(act) = &answer.act {
        at.portal.at_hand.note(&at.session, act);
        state.outcome = Some(Outcome::of(
            say,
            &at.path(""),
            at.rounds().await.as_ref(),
            act,
        ));
    }
    if let Some(fee) = answer.late_fee.filter(|fee| fee.minor_units > 0) {
        state.said.push(say.late_fee(fee.minor_units));
    }
}

fn typed_day(fields: &Asked) -> (String, String, String) {
    let part = |name: &str| fields.get(name).chars().take(4).collect();
    (part("rendu-jour"), part("rendu-mois"), part("rendu-annee"))
}

pub(crate) async fn show_in_house(at: AtDesk) -> Answer {
    shown(&at, false, true, State::default()).await
}

/// Counts a use in the house.
pub(crate) async fn count(at: AtDesk, posted: Posted) -> Answer {
    let (say, code) = (at.say(), posted.fields.get("code"));
    let is_part = is_part(&posted.fields);
    let mut state = State::default();
    if code.is_empty() {
        return shown(&at, is_part, true, state).await;
    }
    let request = RecordInHouseUseRequest {
        request_id: at.command(&posted, &["in-house", code]),
        code: code.to_owned(),
        staff: 0,
    };
    match at.circulation()?.record_in_house_use(request).await {
        Ok(answer) => {
            let uses = answer.into_inner().uses;
            state
                .said
                .push(format!("{code} – {}", say.uses_counted(uses)));
        }
        Err(status) if is_session_over(&status) => return Err(status.into()),
        Err(status) => state.why = say.desk_refusals(&status),
    }
    shown(&at, is_part, true, state).await
}

async fn shown(at: &AtDesk, is_part: bool, in_house: bool, mut state: State) -> Answer {
    let (say, base, visit) = (at.say(), at.path(""), at.visit.as_ref());
    if is_part {
        state.counts = at
            .counts()
            .await
            .map_or(String::new(), |counts| counted(&counts));
        let shown = BackPart {
            visit,
            say,
            base: &base,
            in_house,
            state: &state,
        };
        return part(say, &shown);
    }
    let around = at.around().await?;
    let status = match state.why.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let shown = BackPage {
        visit,
        say,
        desk: &around,
        base: &base,
        in_house,
        state: &state,
    };
    page_with(status, &shown)
}

impl BackPage<'_> {
    fn here(&self) -> String {
        here(self.base, self.in_house)
    }
}

impl BackPart<'_> {
    fn here(&self) -> String {
        here(self.base, self.in_house)
    }
}

fn here(base: &str, in_house: bool) -> String {
    match in_house {
        true => format!("{base}/sur-place"),
        false => format!("{base}/retour"),
    }
}
