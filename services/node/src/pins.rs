//! Is this the card's PIN? Hashed so that a stolen store gives none away, and not to be guessed by trying.

use crate::randomness;
use crate::tasks;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use navette_domain::identity::CardNumber;
use navette_domain::privacy::Secret;
use navette_domain::time::Timestamp;
use navette_proto::Refusal;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use tokio::sync::Semaphore;

/// PINs hashed at once: each takes 19 MiB (Argon2id with 2 passes, as OWASP's sheet on storing passwords has it).
const HASHED_AT_ONCE: usize = 2;
/// Wrong tries in a row that cost nothing.
const TRIES_FREE: u32 = 5;
/// The first pause after that; each further wrong try doubles it.
const PAUSE_MS: i64 = 60_000;
/// The longest pause.
const PAUSE_MAX_MS: i64 = 3_600_000;
/// Cards whose wrong tries are remembered.
const CARDS_MAX: usize = 10_000;

/// Hashes and checks PINs.
pub(crate) struct Pins {
    turns: Semaphore,
    tries: Mutex<BTreeMap<CardNumber, Tries>>,
}

#[derive(Clone, Copy)]
struct Tries {
    wrong: u32,
    last: Timestamp,
}

impl Default for Pins {
    fn default() -> Self {
        Self {
            turns: Semaphore::new(HASHED_AT_ONCE),
            tries: Mutex::default(),
        }
    }
}

impl Pins {
    /// Hashes a PIN, in a form that says how it was made.
    pub(crate) async fn hash(&self, pin: Secret<String>) -> Result<Secret<String>, Refusal> {
        let salt = randomness::fresh().to_le_bytes();
        self.beside(move || {
            let hash = Argon2::default().hash_password_with_salt(pin.expose().as_bytes(), &salt);
            let hash: PasswordHash = hash.map_err(|error| broken(&error))?;
            Ok(hash.to_string().into())
        })
        .await
    }

    /// Says whether a PIN is the one that was hashed. Where there is no hash it takes as long to say no.
    pub(crate) async fn check(
        &self,
        card: &CardNumber,
        pin: Secret<String>,
        hash: Option<Secret<String>>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.refuse_too_many(card, now)?;
        let right = self
            .beside(move || match hash {
                Some(hash) => {
                    let (pin, hash) = (pin.expose().as_bytes(), hash.expose().as_str());
                    Ok(Argon2::default().verify_password(pin, hash).is_ok())
                }
                None => {
                    let pin = pin.expose().as_bytes();
                    let made: Result<PasswordHash, _> =
                        Argon2::default().hash_password_with_salt(pin, &[0; 16]);
                    made.map(|_| false).map_err(|error| broken(&error))
                }
            })
            .await?;
        let mut tries = self.tries.lock();
        if right {
            tries.remove(card);
            return Ok(());
        }
        let wrong = tries.get(card).map_or(0, |tries| tries.wrong);
        let wrong = wrong.saturating_add(1);
        tries.insert(card.clone(), Tries { wrong, last: now });
        Err(Refusal::WrongPin)
    }

    fn refuse_too_many(&self, card: &CardNumber, now: Timestamp) -> Result<(), Refusal> {
        let mut tries = self.tries.lock();
        if tries.len() >= CARDS_MAX {
            tries.retain(|_, tries| tries.last.plus_ms(PAUSE_MAX_MS) > now);
        }
        let until = match tries.get(card) {
            Some(tries) => tries.last.plus_ms(pause_ms(tries.wrong)),
            // Somebody tries card after card: nobody new gets a try until the first are forgotten.
            None if tries.len() >= CARDS_MAX => now.plus_ms(PAUSE_MS),
            None => return Ok(()),
        };
        let wait_ms = until.0.saturating_sub(now.0);
        if wait_ms <= 0 {
            return Ok(());
        }
        let wait_seconds = u64::try_from(wait_ms.div_euclid(1_000) + 1).unwrap_or(1);
        Err(Refusal::TooManyTries { wait_seconds })
    }

    async fn beside<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<R, Refusal> + Send + 'static,
    ) -> Result<R, Refusal> {
        let _turn = self.turns.acquire().await.map_err(|_| Refusal::Busy)?;
        let done = tasks::blocking(work).await;
        done.map_err(|error| broken(&error))?
    }
}

fn pause_ms(wrong: u32) -> i64 {
    let Some(beyond) = wrong.checked_sub(TRIES_FREE) else {
        return 0;
    };
    PAUSE_MS
        .saturating_mul(1 << beyond.min(10))
        .min(PAUSE_MAX_MS)
}

fn broken(error: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%error, "a PIN could not be hashed");
    Refusal::Internal
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn a_card() -> CardNumber {
        CardNumber::parse("L000001").unwrap()
    }

    #[tokio::test]
    async fn a_pin_is_known_again_and_another_is_not() {
        let pins = Pins::default();
        let (card, now) = (a_card(), Timestamp(0));
        let hash = pins.hash("4821".into()).await.unwrap();
        assert!(
            hash.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{}",
            hash.expose()
        );
        let right = pins.check(&card, "4821".into(), Some(hash.clone()), now);
        assert_eq!(right.await, Ok(()));
        let wrong = pins.check(&card, "4822".into(), Some(hash), now);
        assert_eq!(wrong.await, Err(Refusal::WrongPin));
        let nobody = pins.check(&card, "4821".into(), None, now);
        assert_eq!(nobody.await, Err(Refusal::WrongPin));
    }

    #[test]
    fn each_further_wrong_try_doubles_the_pause_up_to_an_hour() {
        let pauses = [0, 4, 5, 6, 7, 11, u32::MAX].map(pause_ms);
        assert_eq!(
            pauses,
            [0, 0, 60_000, 120_000, 240_000, 3_600_000, 3_600_000]
        );
    }

    #[test]
    fn after_too_many_tries_even_the_right_pin_waits() {
        let pins = Pins::default();
        let tries = Tries {
            wrong: TRIES_FREE,
            last: Timestamp(0),
        };
        pins.tries.lock().insert(a_card(), tries);
        let refused = pins.refuse_too_many(&a_card(), Timestamp(1_500));
        assert_eq!(refused, Err(Refusal::TooManyTries { wait_seconds: 59 }));
        assert_eq!(pins.refuse_too_many(&a_card(), Timestamp(60_000)), Ok(()));
    }
}
