//! Who looks after the territory in which browser? The federator's own token stays here; a browser gets chance, which means nothing
//! anywhere else, and ends by itself.

use crate::clock::steady;
use crate::randomness;
use navette_domain::privacy::Secret;
use parking_lot::Mutex;
use std::time::Duration;

/// Browsers at once; the one that has rested longest makes room.
const SEATS_MAX: usize = 20;
/// Whoever does nothing for so long must give the key again.
const IDLE: Duration = Duration::from_secs(1_800);

struct Seat {
    session: String,
    token: Secret<String>,
    used: Duration,
}

/// All of this process.
#[derive(Default)]
pub(crate) struct Coordinators(Mutex<Vec<Seat>>);

impl Coordinators {
    /// Keeps a token, and gives what the browser carries for it; nothing where the machine gives no chance.
    pub(crate) fn begin(&self, token: Secret<String>) -> Option<String> {
        let session = randomness::unguessable()?;
        let mut seats = self.0.lock();
        if seats.len() >= SEATS_MAX {
            seats.remove(0);
        }
        seats.push(Seat {
            session: session.clone(),
            token,
            used: steady(),
        });
        Some(session)
    }

    /// Gives the token of a session that is not over.
    pub(crate) fn token(&self, session: &str) -> Option<Secret<String>> {
        self.token_at(session, steady())
    }

    fn token_at(&self, session: &str, now: Duration) -> Option<Secret<String>> {
        let mut seats = self.0.lock();
        seats.retain(|seat| now.saturating_sub(seat.used) < IDLE);
        let place = seats.iter().position(|seat| seat.session == session)?;
        let mut seat = seats.remove(place);
        seat.used = now;
        let token = seat.token.clone();
        seats.push(seat);
        Some(token)
    }

    /// Ends a session.
    pub(crate) fn end(&self, session: &str) {
        self.0.lock().retain(|seat| seat.session != session);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn begun(seats: &Coordinators) -> String {
        seats.begin(Secret::new("key".to_owned())).unwrap()
    }

    #[test]
    fn a_browser_carries_no_key_and_its_session_ends_when_it_is_signed_out() {
        let seats = Coordinators::default();
        let (one, other) = (begun(&seats), begun(&seats));
        assert!(one != other && !one.contains("key"));
        assert_eq!(seats.token(&one).unwrap().expose(), "key");
        seats.end(&one);
        assert!(seats.token(&one).is_none());
        assert!(seats.token(&other).is_some());
    }

    #[test]
    fn a_session_that_rests_ends_by_itself() {
        let seats = Coordinators::default();
        let session = begun(&seats);
        let now = steady();
        assert!(seats.token_at(&session, now + IDLE / 2).is_some());
        assert!(seats.token_at(&session, now + IDLE).is_some());
        assert!(seats.token_at(&session, now + IDLE * 3).is_none());
    }

    #[test]
    fn sessions_without_end_do_not_fill_the_memory() {
        let seats = Coordinators::default();
        for _ in 0..SEATS_MAX * 2 {
            begun(&seats);
        }
        assert_eq!(seats.0.lock().len(), SEATS_MAX);
    }
}
