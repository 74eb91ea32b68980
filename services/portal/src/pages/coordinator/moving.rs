//! A run is moved or cancelled, after everybody has seen whose dates change.

use super::at_territory::AtTerritory;
use crate::answer::{Answer, page, see};
use crate::asked::{Asked, address};
use crate::pages::desk::rounds::{RoundLines, lines};
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use navette_domain::time::Day;
use navette_proto::wire::courier::{
    CancelRoundRequest, DateChange, ListRoundsRequest, MoveRoundRequest, PlanArrivalRequest,
    PreviewMoveRequest, PreviewMoveResponse, RunMoved,
};

/// Changes shown before it is done; those that break a promise come first.
const CHANGES: u32 = 200;

#[derive(Template)]
#[template(path = "coordinator/rounds.html")]
struct RoundsPage<'a> {
    visit: &'a Visit,
    say: Say,
    rounds: Vec<RoundLines>,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "coordinator/move.html")]
struct MovePage<'a> {
    visit: &'a Visit,
    say: Say,
    round: &'a str,
    day: &'a str,
    planned: String,
    to: &'a str,
    by: &'a str,
    /// What is to be done, as the form says it: nothing yet, `deplacer` or `annuler`.
    act: &'a str,
    said: String,
    preview: Option<Preview>,
    why: Vec<String>,
}

struct Preview {
    lead: String,
    version: u64,
    changes: Vec<ChangeLine>,
    more: bool,
}

struct ChangeLine {
    title: String,
    pickup: String,
    before: String,
    after: String,
    broken: bool,
}

pub(crate) async fn show(at: AtTerritory, asked: Asked) -> Answer {
    match rounds(&at, &asked).await {
        Ok(answer) => Ok(answer),
        Err(trouble) => at.or_sign_in(trouble),
    }
}

async fn rounds(at: &AtTerritory, asked: &Asked) -> Answer {
    let mut courier = at.courier()?;
    let listed = courier
        .list_rounds(ListRoundsRequest::default())
        .await?
        .into_inner()
        .rounds;
    let ends = listed.iter().find_map(|round| {
        let (one, other) = (round.stops.first()?, round.stops.get(1)?);
        Some((one.library.clone(), other.library.clone()))
    });
    let mut today = None;
    if let Some((from, to)) = ends {
        let plan = PlanArrivalRequest {
            from,
            to,
            ready_at: String::new(),
        };
        // Without a plan nobody knows what day it is: rounds are shown without runs.
        let arrival = courier.plan_arrival(plan).await.ok();
        let begins = arrival.and_then(|answer| answer.into_inner().arrival);
        today = begins.and_then(|arrival| Day::parse(arrival.ready_at.split('T').next()?));
    }
    let say = at.say();
    let shown = listed.into_iter().map(|round| lines(say, round, "", today));
    let changed: Option<u64> = asked.get("fait").parse().ok();
    page(&RoundsPage {
        visit: &at.visit,
        say,
        rounds: shown.collect(),
        done: changed.map(|changed| say.territory_done(changed)),
    })
}

/// Asks what to do with a run, and shows whose dates would change.
pub(crate) async fn preview(at: AtTerritory, asked: Asked) -> Answer {
    match previewed(&at, &asked, Vec::new()).await {
        Ok(answer) => Ok(answer),
        Err(trouble) => at.or_sign_in(trouble),
    }
}

async fn previewed(at: &AtTerritory, asked: &Asked, mut why: Vec<String>) -> Answer {
    let (say, day, to) = (at.say(), at.param("day"), asked.get("vers"));
    let act = match asked.get("quoi") {
        "annuler" => "annuler",
        "deplacer" => "deplacer",
        _ => "",
    };
    let mut preview = None;
    if !act.is_empty() && why.is_empty() {
        let request = PreviewMoveRequest {
            round: at.param("round").to_owned(),
            day: day.to_owned(),
            to: moved(act, asked),
            page_size: CHANGES,
            page_token: String::new(),
        };
        match at.courier()?.preview_move(request).await {
            Ok(answer) => preview = Some(in_words(at, answer.into_inner()).await),
            Err(status) if status.code() == tonic::Code::Unauthenticated => {
                return Err(status.into());
            }
            Err(status) => why = say.desk_refusals(&status),
        }
    }
    page(&MovePage {
        visit: &at.visit,
        say,
        round: at.param("round"),
        day,
        planned: say.day(day),
        to,
        by: asked.get("minutes"),
        said: match act {
            "annuler" => say.run_cancelled(day),
            "deplacer" => say.run_moved(day, to, minutes(asked)),
            _ => String::new(),
        },
        act,
        preview,
        why,
    })
}

fn minutes(asked: &Asked) -> i32 {
    asked.get("minutes").parse().unwrap_or_default()
}

/// Nothing where the run is cancelled.
fn moved(act: &str, asked: &Asked) -> Option<RunMoved> {
    (act == "deplacer").then(|| RunMoved {
        day: asked.get("vers").to_owned(),
        by_minutes: minutes(asked),
    })
}

async fn in_words(at: &AtTerritory, answer: PreviewMoveResponse) -> Preview {
    let (portal, say) = (&at.portal, at.say());
    let known = portal.places.known(&portal.territory, &at.visit).await;
    let changes = answer.changes.into_iter().map(|change| ChangeLine {
        pickup: known.name(&change.pickup).to_owned(),
        broken: is_broken(&change),
        before: day_or_none(say, &change.before),
        after: day_or_none(say, &change.after),
        title: change.title,
    });
    Preview {
        lead: say.territory_preview(answer.journeys, answer.changed, answer.broken),
        version: answer.timetable_version,
        changes: changes.collect(),
        more: !answer.next_page_token.is_empty(),
    }
}

/// Later than the patron was told, or not at all. Days in this form are in order as texts are.
fn is_broken(change: &DateChange) -> bool {
    !change.promised.is_empty() && (change.after.is_empty() || change.after > change.promised)
}

fn day_or_none(say: Say, day: &str) -> String {
    match day.is_empty() {
        true => say.territory_no_day().to_owned(),
        false => say.day(day),
    }
}

/// Does what was previewed, if the timetable is still as it was then.
pub(crate) async fn change(at: AtTerritory, posted: Posted) -> Answer {
    match changed(&at, &posted).await {
        Ok(count) => see(&address(
            "/territoire",
            [("fait", count.to_string().as_str())],
        )),
        Err(Trouble::Refused(status)) if status.code() != tonic::Code::Unauthenticated => {
            let why = at.say().desk_refusals(&status);
            previewed(&at, &posted.fields, why).await
        }
        Err(trouble) => at.or_sign_in(trouble),
    }
}

async fn changed(at: &AtTerritory, posted: &Posted) -> Result<u32, Trouble> {
    let fields = &posted.fields;
    let act = fields.get("quoi");
    let (round, day) = (at.param("round").to_owned(), at.param("day").to_owned());
    let version = fields.get("version");
    let timetable_version = version.parse().map_err(|_| Trouble::NotFound)?;
    let about = [act, &round, &day, fields.get("vers"), fields.get("minutes")];
    let request_id = at.command(posted, &about);
    let reason = fields.get("motif").to_owned();
    let mut courier = at.courier()?;
    if act == "annuler" {
        let request = CancelRoundRequest {
            request_id,
            round,
            day,
            timetable_version,
            reason,
        };
        return Ok(courier.cancel_round(request).await?.into_inner().changed);
    }
    let request = MoveRoundRequest {
        request_id,
        round,
        day,
        to: moved("deplacer", fields),
        timetable_version,
        reason,
    };
    Ok(courier.move_round(request).await?.into_inner().changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_broken_by_a_later_day_or_none() {
        let change = |promised: &str, after: &str| DateChange {
            promised: promised.into(),
            after: after.into(),
            ..DateChange::default()
        };
        assert!(is_broken(&change("2026-12-02", "2026-12-03")));
        assert!(is_broken(&change("2026-12-02", "")));
        assert!(!is_broken(&change("2026-12-02", "2026-12-02")));
        assert!(!is_broken(&change("", "2026-12-03")));
    }
}
