//! When does the van run? All rounds, and the next runs that stop at this library.

use super::at_desk::{Around, AtDesk};
use crate::answer::{Answer, page};
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::Visit;
use askama::Template;
use navette_domain::time::Day;
use navette_proto::wire::courier::exception::Change;
use navette_proto::wire::courier::{ListRoundsRequest, PlanArrivalRequest, Round};

/// Runs of each round that are shown.
const RUNS: usize = 3;
/// Rounds of a territory that are shown: the most of one page of the contract, a few times.
const ROUND_PAGES: usize = 10;

#[derive(Template)]
#[template(path = "desk/rounds.html")]
struct RoundsPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    rounds: Vec<RoundLines>,
    away: bool,
    /// The coordinator's pages are served here too.
    territory: bool,
}

/// One round in words.
pub(crate) struct RoundLines {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) weekday: &'static str,
    pub(crate) stops: Vec<StopLine>,
    pub(crate) runs: Vec<Run>,
    pub(crate) exceptions: Vec<String>,
}

pub(crate) struct StopLine {
    pub(crate) name: String,
    pub(crate) arrives: String,
    pub(crate) here: bool,
}

/// One run: the day on which it was planned, and when it takes place.
pub(crate) struct Run {
    pub(crate) planned: String,
    pub(crate) day: String,
    pub(crate) said: String,
}

pub(crate) async fn show(at: AtDesk) -> Answer {
    // The timetable comes from afar: the lists do not wait for it.
    let timetable = async {
        let rounds = match all(&at).await {
            Ok(rounds) => rounds,
            Err(_) => return (Vec::new(), None, true),
        };
        let today = today(&at, &rounds).await;
        (rounds, today, false)
    };
    let (around, (rounds, today, away)) = tokio::join!(at.around(), timetable);
    let around = around?;
    let own = at.session.library.as_str();
    let rounds = rounds
        .into_iter()
        .map(|round| lines(at.say(), round, own, today))
        .collect();
    page(&RoundsPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        rounds,
        away,
        territory: at.portal.config.federator.is_some(),
    })
}

async fn all(at: &AtDesk) -> Result<Vec<Round>, Trouble> {
    let mut rounds = Vec::new();
    let mut courier = at.portal.territory.courier(&at.visit)?;
    let mut page_token = String::new();
    for _ in 0..ROUND_PAGES {
        let request = ListRoundsRequest {
            page_token,
            ..ListRoundsRequest::default()
        };
        let page = courier.list_rounds(request).await?.into_inner();
        rounds.extend(page.rounds);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    Ok(rounds)
}

/// What day it is says the federator: a plan that begins now begins today.
async fn today(at: &AtDesk, rounds: &[Round]) -> Option<Day> {
    let (from, to) = rounds.iter().find_map(|round| {
        let (one, other) = (round.stops.first()?, round.stops.get(1)?);
        Some((one.library.clone(), other.library.clone()))
    })?;
    let request = PlanArrivalRequest {
        from,
        to,
        ready_at: String::new(),
    };
    let mut courier = at.portal.territory.courier(&at.visit).ok()?;
    let arrival = courier.plan_arrival(request).await.ok()?.into_inner();
    let begins = arrival.arrival?.ready_at;
    Day::parse(begins.split('T').next()?)
}

/// Puts a round into words.
pub(crate) fn lines(say: Say, round: Round, own: &str, today: Option<Day>) -> RoundLines {
    let here = round.stops.iter().any(|stop| stop.library == own);
    RoundLines {
        weekday: say.wire_weekday(round.weekday()),
        runs: match today {
            Some(today) if here || own.is_empty() => runs(say, &round, today),
            _ => Vec::new(),
        },
        exceptions: exceptions(say, &round),
        stops: round
            .stops
            .iter()
            .map(|stop| StopLine {
                arrives: say.minute(stop.arrives_minute),
                here: stop.library == own,
                name: match stop.library_name.is_empty() {
                    true => stop.library.clone(),
                    false => stop.library_name.clone(),
                },
            })
            .collect(),
        id: round.round,
        name: round.name,
    }
}

fn exceptions(say: Say, round: &Round) -> Vec<String> {
    let lines = round
        .exceptions
        .iter()
        .map(|exception| match &exception.change {
            Some(Change::Moved(moved)) => {
                say.run_moved(&exception.day, &moved.day, moved.by_minutes)
            }
            Some(Change::Cancelled(_)) | None => say.run_cancelled(&exception.day),
        });
    lines.collect()
}

fn runs(say: Say, round: &Round, today: Day) -> Vec<Run> {
    let mut runs = Vec::new();
    let weekday = round.weekday() as i32;
    for ahead in 0..60 {
        let day = today.plus(ahead);
        let planned = day.to_string();
        if crate::words::desk_rounds::weekday_number(day.weekday()) != weekday {
            continue;
        }
        let change = round.exceptions.iter().find(|one| one.day == planned);
        let day = match change.and_then(|one| one.change.as_ref()) {
            Some(Change::Cancelled(_)) => continue,
            Some(Change::Moved(moved)) => moved.day.clone(),
            None => planned.clone(),
        };
        runs.push(Run {
            said: say.day(&day),
            planned,
            day,
        });
        if runs.len() == RUNS {
            break;
        }
    }
    runs
}
