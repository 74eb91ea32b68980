//! The libraries: where they stand, when they are open, when the van comes.

use super::map::{Map, draw};
use crate::answer::{Answer, page};
use crate::places::{Known, Place};
use crate::running::Portal;
use crate::say::Say;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::catalogue::LibraryState;
use navette_proto::wire::courier::exception::Change;
use navette_proto::wire::courier::{Exception, ListRoundsRequest, Round};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "libraries.html")]
struct LibrariesPage<'a> {
    visit: &'a Visit,
    say: Say,
    known: &'a Known,
    libraries: Vec<ShownLibrary>,
    map: Option<Map>,
    /// Nothing where the line is cut.
    rounds: Option<Vec<ShownRound>>,
}

struct ShownLibrary {
    id: String,
    name: String,
    commune: String,
    titles: String,
    hours: Vec<String>,
    silent: Option<String>,
    /// Where this reader collects.
    chosen: bool,
}

struct ShownRound {
    name: String,
    day: &'static str,
    stops: Vec<(String, String, String)>,
    exceptions: Vec<String>,
}

pub(crate) async fn libraries(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
) -> Answer {
    let say = visit.say;
    let known = portal.places.known(&portal.territory, &visit).await;
    let rounds = rounds(&portal, &visit).await;
    let places = known.places.iter();
    page(&LibrariesPage {
        visit: &visit,
        say,
        known: &known,
        libraries: places
            .map(|place| library(place, &visit, &portal))
            .collect(),
        map: draw(&known.places, rounds.as_deref().unwrap_or_default()),
        rounds: rounds.map(|rounds| rounds.iter().map(|one| shown_round(one, say)).collect()),
    })
}

async fn rounds(portal: &Portal, visit: &Visit) -> Option<Vec<Round>> {
    let mut courier = portal.territory.courier(visit).ok()?;
    let answer = courier.list_rounds(ListRoundsRequest::default()).await;
    Some(answer.ok()?.into_inner().rounds)
}

fn library(place: &Place, visit: &Visit, portal: &Portal) -> ShownLibrary {
    let say = visit.say;
    let silent = match place.state {
        LibraryState::Unspecified | LibraryState::Answered | LibraryState::NotNeeded => None,
        LibraryState::Late | LibraryState::Away | LibraryState::Unknown | LibraryState::Slow => {
            let since = match place.as_of_ms {
                0 => String::new(),
                at => say.moment(at, &portal.zone),
            };
            Some(say.silent(&place.name, &since))
        }
    };
    ShownLibrary {
        id: place.id.to_string(),
        name: place.name.clone(),
        commune: place.commune.clone(),
        titles: say.titles(place.titles),
        hours: place.hours.iter().map(|line| say.opening(line)).collect(),
        silent,
        chosen: visit.look.pickup.as_ref() == Some(&place.id),
    }
}

fn shown_round(round: &Round, say: Say) -> ShownRound {
    let stops = round.stops.iter();
    let exceptions = round.exceptions.iter();
    ShownRound {
        name: round.name.clone(),
        day: say.round_day(round.weekday()),
        stops: stops
            .map(|stop| {
                let (comes, goes) = (
                    say.minute(stop.arrives_minute),
                    say.minute(stop.leaves_minute),
                );
                (stop.library_name.clone(), comes, goes)
            })
            .collect(),
        exceptions: exceptions.filter_map(|one| exception(one, say)).collect(),
    }
}

fn exception(exception: &Exception, say: Say) -> Option<String> {
    Some(match exception.change.as_ref()? {
        Change::Cancelled(_) => say.run_cancelled(&exception.day),
        Change::Moved(moved) => say.run_moved(&exception.day, &moved.day, moved.by_minutes),
    })
}
