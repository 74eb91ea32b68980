//! What happens at a desk although nobody calls? Reminders fall due, notices go out, and what must be forgotten is.

use crate::clock::{Stopwatch, pause};
use crate::desk_process::{Desk, beside};
use crate::flows::retention::Forgotten;
use crate::notice_post::{Post, send_due};
use crate::refusal::DeskRefusal;
use navette_domain::time::Day;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often time is looked at, at least.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How often due dates are looked at on one day, and what was erased removed from the disk.
const TICK_EVERY: Duration = Duration::from_secs(3_600);
/// A process that has just begun has better things to do than forgetting.
const FORGET_AFTER: Duration = Duration::from_secs(600);
/// What is due is done in pieces; so many at once, at most.
const PIECES_MAX: usize = 1_000;

/// Reports that a library without a federator keeps for the one it may join; more would fill its ledger in the end.
const UNHEARD_MAX: usize = 20_000;
/// How many of the oldest are let go of at once.
const UNHEARD_FORGOTTEN: u64 = 10_000;

/// What was done when.
struct Done {
    begun: Stopwatch,
    ticked: Option<(Day, Stopwatch)>,
    forgotten_on: Option<Day>,
}

/// Lets time pass at the desk, for as long as the process runs.
pub(crate) async fn let_time_pass(
    desk: Arc<Desk>,
    post: Post,
    mut stopping: watch::Receiver<bool>,
) {
    let passing = async {
        // Whether an item is reference only, or what it costs, is asked of the shelves.
        while desk.shelves_known().await.is_err() {}
        let mut done = Done {
            begun: Stopwatch::start(),
            ticked: None,
            forgotten_on: None,
        };
        let mut moves = desk.clock.moves();
        loop {
            moves.mark_unchanged();
            let changed = desk.changed.notified();
            done.look(&desk, &post).await;
            tokio::select! {
                () = changed => {}
                _ = moves.changed() => {}
                () = pause(LOOK_EVERY) => {}
            }
        }
    };
    tokio::select! {
        () = passing => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

impl Done {
    async fn look(&mut self, desk: &Arc<Desk>, post: &Post) {
        let today = desk.now().local.day;
        let fresh = |(day, at): (Day, Stopwatch)| day == today && at.elapsed() < TICK_EVERY;
        if !self.ticked.is_some_and(fresh) {
            self.ticked = Some((today, Stopwatch::start()));
            tick(desk).await;
        }
        if let Err(error) = send_due(desk, post).await {
            tracing::error!(error, "notices could not be sent");
        }
        if self.forgotten_on != Some(today) && self.begun.elapsed() > FORGET_AFTER {
            self.forgotten_on = Some(today);
            forget(desk).await;
        }
    }
}

/// Does what due dates call for, and cleans up what a call has erased.
async fn tick(desk: &Arc<Desk>) {
    let ticked = beside(desk, |desk| {
        for _ in 0..PIECES_MAX {
            if desk.core.tick(desk.now())? == 0 {
                break;
            }
        }
        forget_unheard(desk)?;
        desk.clean_up();
        Ok(())
    });
    if let Ok(Err(error)) = ticked.await {
        tracing::error!(%error, "what is due could not be done");
    }
    desk.changed.notify_waiters();
}

/// Lets the oldest reports go where nobody will ever hear them. What is still open is told anew to a federator that is joined.
fn forget_unheard(desk: &Desk) -> Result<(), DeskRefusal> {
    if desk.federator.is_some() || desk.core.waiting_reports()? < UNHEARD_MAX {
        return Ok(());
    }
    let oldest = desk.core.next_reports(1)?;
    match oldest.first() {
        Some((number, _)) => desk
            .core
            .acknowledged(number.saturating_add(UNHEARD_FORGOTTEN), desk.now()),
        None => Ok(()),
    }
}

/// Forgets what is due by today.
async fn forget(desk: &Arc<Desk>) {
    let forgot = beside(desk, |desk| {
        for _ in 0..PIECES_MAX {
            let forgotten = desk.core.forget(desk.now())?;
            if forgotten != Forgotten::default() {
                desk.note_erasure();
            }
            if !forgotten.more {
                break;
            }
        }
        desk.clean_up();
        Ok(())
    });
    if let Ok(Err(error)) = forgot.await {
        tracing::error!(%error, "what must be forgotten could not be");
    }
}
