//! Who stands at the kiosk now, what have they done, and when did they last touch it? One person at a time, in memory alone, and
//! nothing of them when they have gone.

use crate::session::Session;
use parking_lot::Mutex;
use std::time::Duration;

/// A touch later than this finds the start page.
pub(super) const IDLE: Duration = Duration::from_secs(60);
/// The pages themselves go first; this is for a browser that does not.
const GRACE: Duration = Duration::from_secs(5);
/// Most lines of a basket: nobody carries more.
const LINES_MAX: usize = 100;

/// Something lent in this turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lent {
    pub(super) title: String,
    /// The day, as the node writes it.
    pub(super) due: String,
    /// The home library was not heard.
    pub(super) home_silent: bool,
}

/// Something brought back in this turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Back {
    pub(super) title: String,
    pub(super) place: i32,
    /// The library it travels to; empty where it stays.
    pub(super) to_name: String,
    /// What being late cost, in cents; 0 where nothing.
    pub(super) late_cents: i64,
}

/// What the next page says of the last act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A loan goes on until this day.
    Renewed(String),
    /// A request was placed.
    Requested,
    /// A request was cancelled.
    Cancelled,
}

/// One person in front of the kiosk.
struct Turn {
    /// What their browser carries, and nobody can guess.
    key: String,
    touched: Duration,
    patron: Option<Session>,
    lent: Vec<Lent>,
    back: Vec<Back>,
    said: Option<Said>,
}

/// The place in front of the kiosk.
#[derive(Default)]
pub(super) struct Seat(Mutex<Option<Turn>>);

impl Seat {
    /// Notes that somebody is there.
    pub(super) fn touch(&self, key: &str, now: Duration) {
        if let Some(turn) = &mut *self.0.lock()
            && turn.key == key
        {
            turn.touched = now;
        }
    }

    /// Gives the session of the patron whose browser this is.
    pub(super) fn patron(&self, key: &str) -> Option<Session> {
        self.of(key, |turn| turn.patron.clone()).flatten()
    }

    /// Gives what was lent in this turn, the newest first.
    pub(super) fn lent(&self, key: &str) -> Vec<Lent> {
        let lent = self.of(key, |turn| turn.lent.iter().rev().cloned().collect());
        lent.unwrap_or_default()
    }

    /// Gives what was brought back in this turn, the newest first.
    pub(super) fn back(&self, key: &str) -> Vec<Back> {
        let back = self.of(key, |turn| turn.back.iter().rev().cloned().collect());
        back.unwrap_or_default()
    }

    /// Gives once what the last act came to.
    pub(super) fn take_said(&self, key: &str) -> Option<Said> {
        self.of(key, |turn| turn.said.take()).flatten()
    }

    /// Lets a patron sit down, with an empty basket. Gives the session of whoever sat there, to be signed out.
    pub(super) fn sign_in(&self, key: &str, session: Session, now: Duration) -> Option<Session> {
        let mut seat = self.0.lock();
        let before = take_turn(&mut seat, key, now);
        let turn = seat.as_mut()?;
        turn.lent.clear();
        turn.said = None;
        let replaced = turn.patron.replace(session);
        before.or(replaced)
    }

    /// Notes a loan of the patron who sits there.
    pub(super) fn add_lent(&self, key: &str, lent: Lent) {
        self.of(key, |turn| {
            if turn.lent.len() < LINES_MAX {
                turn.lent.push(lent);
            }
        });
    }

    /// Notes a return; nobody need have signed in. Gives the session of whoever sat there before, to be signed out.
    pub(super) fn add_back(&self, key: &str, back: Back, now: Duration) -> Option<Session> {
        let mut seat = self.0.lock();
        let before = take_turn(&mut seat, key, now);
        if let Some(turn) = &mut *seat
            && turn.back.len() < LINES_MAX
        {
            turn.back.push(back);
        }
        before
    }

    /// Keeps what the next page says.
    pub(super) fn say(&self, key: &str, said: Said) {
        self.of(key, |turn| turn.said = Some(said));
    }

    /// Wipes the turn of this browser. Gives the session to be signed out.
    pub(super) fn end(&self, key: &str) -> Option<Session> {
        let mut seat = self.0.lock();
        match &*seat {
            Some(turn) if turn.key == key => seat.take()?.patron,
            Some(_) | None => None,
        }
    }

    /// Wipes a turn that nobody has touched for too long. Gives the session to be signed out.
    pub(super) fn end_idle(&self, now: Duration) -> Option<Session> {
        let mut seat = self.0.lock();
        let idle = |turn: &Turn| now.saturating_sub(turn.touched) >= IDLE + GRACE;
        match &*seat {
            Some(turn) if idle(turn) => seat.take()?.patron,
            Some(_) | None => None,
        }
    }

    /// Wipes whatever there is. Gives the session to be signed out.
    pub(super) fn end_any(&self) -> Option<Session> {
        self.0.lock().take()?.patron
    }

    fn of<T>(&self, key: &str, act: impl FnOnce(&mut Turn) -> T) -> Option<T> {
        let mut seat = self.0.lock();
        let turn = seat.as_mut().filter(|turn| turn.key == key)?;
        Some(act(turn))
    }
}

/// Begins a turn where this browser has none, in place of another's; gives the session of that one.
fn take_turn(seat: &mut Option<Turn>, key: &str, now: Duration) -> Option<Session> {
    if let Some(turn) = seat
        && turn.key == key
    {
        turn.touched = now;
        return None;
    }
    let before = seat.replace(Turn {
        key: key.to_owned(),
        touched: now,
        patron: None,
        lent: Vec::new(),
        back: Vec::new(),
        said: None,
    });
    before?.patron
}

#[cfg(test)]
#[path = "seat_tests.rs"]
mod tests;
