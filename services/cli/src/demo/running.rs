//! In which order does the demo play: its past, its present, and with --fast-forward the week to come?

use super::calendar::{Calendar, rounds};
use super::export::Stock;
use super::folder::Folder;
use super::library_desk::LibraryDesk;
use super::moved_clock::{MovedClock, later};
use super::opening_words::tell;
use super::patrons::{patrons, register};
use super::play::Play;
use super::story::Story;
use super::tally::Tally;
use super::territory::{Plan, Territory, start};
use super::wishes::wishes;
use crate::commands::demo::Arguments;
use crate::connection::Address;
use crate::failure::Failure;
use crate::process::{begin_quiet_log, stop_signal};
use crate::terminal::Terminal;
use navette_domain::time::Day;
use navette_federator::RoundConfig;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long the demo's past is, in days: all of it is played when it starts.
const PAST_DAYS: i32 = 39;
/// A day, in milliseconds.
const A_DAY_MS: i64 = 86_400_000;
/// How many days fast-forward plays.
const WEEK_DAYS: i64 = 7;
/// How long a day lasts then: a week passes in a minute.
const A_DAY_LASTS: Duration = Duration::from_millis(8_500);

/// Runs the territory until it is interrupted, or until its week has passed.
pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    begin_quiet_log();
    let stop = stop_signal()?;
    tokio::pin!(stop);
    let folder = Folder::make(arguments.data_dir.as_deref())?;
    let kept = folder.clock_ahead_ms();
    let present_ms = i64::from(arguments.days_ahead) * A_DAY_MS;
    let past_ms = present_ms - i64::from(PAST_DAYS) * A_DAY_MS;
    let clock = MovedClock::ahead(kept.unwrap_or(past_ms));
    let today = today().plus(i32::from(arguments.days_ahead));
    let stock = Stock::built_in(arguments.records, today)?;
    let rounds = rounds()?;
    let plan = Plan {
        arguments: &arguments,
        folder: folder.path(),
        stock: &stock,
        rounds: &rounds,
        clock: &clock,
    };
    let territory = tokio::select! {
        started = start(&plan, terminal) => started?,
        () = &mut stop => return Ok(()),
    };
    let mut play = stage(&territory, &stock, &rounds, clock).await?;
    let ready = async {
        if kept.is_none() {
            play_the_past(&mut play, present_ms).await?;
        }
        folder.keep_clock(play.clock.ahead_ms())?;
        tell(&mut play, &stock, terminal).await
    };
    let ready = tokio::select! {
        told = ready => told.map(|()| true),
        () = &mut stop => Ok(false),
    };
    let done = match ready {
        Ok(true) if arguments.fast_forward => {
            let week = play_the_week(&mut play, arguments.speed, &folder, terminal);
            let played = tokio::select! {
                played = week => played,
                () = &mut stop => Ok(()),
            };
            match played {
                Ok(()) => count(&play, terminal).await,
                Err(failure) => Err(failure),
            }
        }
        Ok(true) => {
            stop.await;
            Ok(())
        }
        Ok(false) => Ok(()),
        Err(failure) => Err(failure),
    };
    drop(play);
    terminal.note("stopping");
    territory.stop().await.and(done)
}

/// Makes everything ready to be played.
async fn stage<'t>(
    territory: &'t Territory,
    stock: &Stock,
    rounds: &[RoundConfig],
    clock: MovedClock,
) -> Result<Play<'t>, Failure> {
    let mut desks = Vec::new();
    for (library, node) in stock.libraries.iter().zip(&territory.nodes) {
        let (id, name) = (library.id.to_string(), library.commune.clone());
        let address = address(&node.address().to_string())?;
        desks.push(LibraryDesk::at(address, id, name).await?);
    }
    Ok(Play {
        territory,
        federator: address(&territory.federator.address().to_string())?,
        desks,
        calendar: Calendar::of(&stock.libraries, rounds)?,
        begins: clock.now(),
        clock,
        wishes: wishes()?,
        asked: BTreeMap::new(),
        van: Vec::new(),
        tally: Tally::default(),
    })
}

/// Registers the patrons, and lets what happened before the demo happen.
async fn play_the_past(play: &mut Play<'_>, present_ms: i64) -> Result<(), Failure> {
    let began = play.begins;
    let begins = later(began, i64::from(PAST_DAYS) * 1_440);
    play.begins = begins;
    for patron in patrons()? {
        let place = play.place_of(&patron.library);
        if let Some(desk) = place.and_then(|place| play.desks.get_mut(place)) {
            register(desk, &patron, begins.day).await?;
        }
    }
    play.pass(began, begins, &mut Story::untold()).await?;
    play.clock.move_ahead(present_ms);
    play.settled().await;
    Ok(())
}

/// Lets a week pass, and tells it.
async fn play_the_week(
    play: &mut Play<'_>,
    speed: u32,
    folder: &Folder,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    play.lift_limits();
    play.tally = Tally::default();
    let from = play.begins;
    let to = later(from, WEEK_DAYS * 1_440);
    let a_day_lasts = A_DAY_LASTS / speed.max(1);
    let mut story = Story::told(terminal, a_day_lasts);
    let passed = play.pass(from, to, &mut story).await;
    play.clock.move_to(to);
    folder.keep_clock(play.clock.ahead_ms())?;
    passed
}

/// Tells what came of the week, as far as it has passed.
async fn count(play: &Play<'_>, terminal: &mut Terminal) -> Result<(), Failure> {
    let since = play.begins.day;
    play.tally.tell(since, &play.federator, terminal).await
}

fn address(text: &str) -> Result<Address, Failure> {
    Address::parse(text).map_err(Failure::other)
}

fn today() -> Day {
    let seconds = jiff::Timestamp::now().as_second();
    Day(i32::try_from(seconds.div_euclid(86_400)).unwrap_or(0))
}
