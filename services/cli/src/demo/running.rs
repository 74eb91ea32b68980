//! In which order does the demo play: its past, its present, and with --fast-forward the week to come?

use super::accounts;
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
use navette_domain::time::DAY_MS;
use navette_federator::RoundConfig;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// How long the demo's past is, in days: all of it is played when it starts.
const PAST_DAYS: i32 = 39;
/// How many days fast-forward plays.
const WEEK_DAYS: i64 = 7;
/// How long a full day lasts then, so that a week, with its empty days, passes in a minute.
const A_DAY_LASTS: Duration = Duration::from_millis(11_000);

/// What is to be played.
struct Show<'a> {
    arguments: &'a Arguments,
    folder: &'a Folder,
    stock: &'a Stock,
    /// How far the present is ahead of the machine's clock.
    present_ms: i64,
    /// Nobody has played in this folder.
    is_new: bool,
}

/// Runs the territory until it is interrupted, or until its week has passed.
pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    begin_quiet_log();
    let stop = stop_signal()?;
    tokio::pin!(stop);
    let folder = Folder::make(arguments.data_dir.as_deref())?;
    let kept = folder.clock_ahead_ms();
    let present_ms = i64::from(arguments.days_ahead) * DAY_MS;
    let past_ms = present_ms - i64::from(PAST_DAYS) * DAY_MS;
    let clock = MovedClock::ahead(kept.map_or(past_ms, |kept| kept.max(present_ms)));
    let past_days = if kept.is_none() { PAST_DAYS } else { 0 };
    let stock = Stock::built_in(arguments.records, clock.now().day.plus(past_days))?;
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
    let show = Show {
        arguments: &arguments,
        folder: &folder,
        stock: &stock,
        present_ms,
        is_new: kept.is_none(),
    };
    let mut play = stage(&territory, &stock, &rounds, clock).await?;
    let done = play_through(&mut play, &show, stop.as_mut(), terminal).await;
    let ahead_ms = play.clock.ahead_ms().max(present_ms);
    drop(play);
    terminal.note("stopping");
    territory
        .stop()
        .await
        .and(folder.keep_clock(ahead_ms))
        .and(done)
}

/// Plays past and present until it is interrupted, or the week to come and counts it.
async fn play_through(
    play: &mut Play<'_>,
    show: &Show<'_>,
    mut stop: Pin<&mut impl Future<Output = ()>>,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    tokio::select! {
        ready = make_ready(play, show, terminal) => ready?,
        () = &mut stop => return Ok(()),
    }
    if !show.arguments.fast_forward {
        stop.await;
        return Ok(());
    }
    tokio::select! {
        played = play_the_week(play, show.arguments.speed, terminal) => played?,
        () = &mut stop => {}
    }
    play.tally
        .tell(play.begins.day, &play.federator, terminal)
        .await
}

/// Plays the past where there was none yet, and tells that everything is ready.
async fn make_ready(
    play: &mut Play<'_>,
    show: &Show<'_>,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    if show.is_new {
        // From here on a demo that is started again in this folder finds patrons.
        show.folder.keep_clock(show.present_ms)?;
        play_the_past(play, show.present_ms).await?;
    }
    tell(play, show.stock, terminal).await
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
    for desk in &play.desks {
        accounts::open(desk).await?;
    }
    let begins = later(began, i64::from(PAST_DAYS) * 1_440);
    play.begins = begins;
    for patron in patrons()? {
        let place = play.place_of(&patron.library);
        if let Some(desk) = place.and_then(|place| play.desks.get_mut(place)) {
            register(desk, &patron, begins.day).await?;
            if !patron.pin.is_empty() {
                accounts::give_password(desk, &patron).await?;
            }
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
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    play.lift_limits();
    play.tally = Tally::default();
    let from = play.begins;
    let to = later(from, WEEK_DAYS * 1_440);
    let a_day_lasts = A_DAY_LASTS / speed.max(1);
    let mut story = Story::told(terminal, a_day_lasts);
    play.pass(from, to, &mut story).await?;
    play.clock.move_to(to);
    Ok(())
}

fn address(text: &str) -> Result<Address, Failure> {
    Address::parse(text).map_err(Failure::other)
}
