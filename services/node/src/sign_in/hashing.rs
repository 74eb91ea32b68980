//! How is a secret kept so that a stolen store gives none away? As Argon2id has it, a few at once.

use crate::tasks;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use navette_domain::privacy::Secret;
use navette_proto::Refusal;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Secrets compared at once: each takes 19 MiB (Argon2id with 2 passes, as OWASP's sheet on storing passwords has it).
const COMPARED_AT_ONCE: usize = 2;
/// Secrets that wait to be compared at most; beyond, who comes is told to come again.
const COMPARISONS_WAITING_MAX: usize = 32;
/// New secrets wait elsewhere, so that whoever sets many keeps nobody from signing in.
const MADE_AT_ONCE: usize = 1;
/// New secrets that wait at most.
const MAKING_WAITING_MAX: usize = 8;

/// A hash that is slow on purpose. A seam, so that ten thousand of them can be tried in a test.
pub(super) trait SlowHash: Send + Sync + 'static {
    /// Hashes a secret, in a form that says how it was made.
    fn hash(&self, secret: &Secret<String>, salt: &[u8; 16]) -> Result<Secret<String>, String>;
    /// Says whether a secret is the one that was hashed.
    fn is(&self, secret: &Secret<String>, hash: &Secret<String>) -> bool;
}

/// Argon2id.
pub(super) struct Argon2id;

impl SlowHash for Argon2id {
    fn hash(&self, secret: &Secret<String>, salt: &[u8; 16]) -> Result<Secret<String>, String> {
        let made: Result<PasswordHash, _> =
            Argon2::default().hash_password_with_salt(secret.expose().as_bytes(), salt);
        made.map(|hash| Secret::new(hash.to_string()))
            .map_err(|error| error.to_string())
    }

    fn is(&self, secret: &Secret<String>, hash: &Secret<String>) -> bool {
        let secret = secret.expose().as_bytes();
        let checked = Argon2::default().verify_password(secret, hash.expose().as_str());
        checked.is_ok()
    }
}

/// Hashes secrets, a few at once.
pub(super) struct Hashing {
    slow: Arc<dyn SlowHash>,
    comparing: Queue,
    making: Queue,
}

/// Where secrets wait for their turn.
struct Queue {
    turns: Semaphore,
    waiting: Semaphore,
}

impl Queue {
    fn of(turns: usize, waiting: usize) -> Self {
        Self {
            turns: Semaphore::new(turns),
            waiting: Semaphore::new(waiting),
        }
    }
}

impl Hashing {
    pub(super) fn by(slow: Arc<dyn SlowHash>) -> Self {
        Self {
            slow,
            comparing: Queue::of(COMPARED_AT_ONCE, COMPARISONS_WAITING_MAX),
            making: Queue::of(MADE_AT_ONCE, MAKING_WAITING_MAX),
        }
    }

    /// Hashes a secret with a salt that was drawn for it.
    pub(super) async fn hash(
        &self,
        secret: Secret<String>,
        salt: [u8; 16],
    ) -> Result<Secret<String>, Refusal> {
        self.beside(&self.making, move |slow| slow.hash(&secret, &salt))
            .await
    }

    /// Says whether a secret is the one that was hashed. Where nothing was hashed, the same work is done to say no.
    pub(super) async fn is(
        &self,
        secret: Secret<String>,
        hash: Option<Secret<String>>,
    ) -> Result<bool, Refusal> {
        self.beside(&self.comparing, move |slow| match hash {
            Some(hash) => Ok(slow.is(&secret, &hash)),
            None => slow.hash(&secret, &[0; 16]).map(|_| false),
        })
        .await
    }

    async fn beside<R: Send + 'static>(
        &self,
        queue: &Queue,
        work: impl FnOnce(&dyn SlowHash) -> Result<R, String> + Send + 'static,
    ) -> Result<R, Refusal> {
        let _waiting = queue.waiting.try_acquire().map_err(|_| Refusal::Busy)?;
        let _turn = queue.turns.acquire().await.map_err(|_| Refusal::Busy)?;
        let slow = Arc::clone(&self.slow);
        let done = tasks::blocking(move || work(&*slow)).await;
        done.map_err(|error| broken(&error))?
            .map_err(|error| broken(&error))
    }
}

fn broken(error: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%error, "a secret could not be hashed");
    Refusal::Internal
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_secret_is_known_again_and_another_is_not() {
        let hashing = Hashing::by(Arc::new(Argon2id));
        let hash = hashing.hash("4821".into(), [7; 16]).await.unwrap();
        let made = hash.expose();
        assert!(
            made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{made}"
        );
        let right = hashing.is("4821".into(), Some(hash.clone()));
        assert_eq!(right.await, Ok(true));
        assert_eq!(hashing.is("4822".into(), Some(hash)).await, Ok(false));
        assert_eq!(hashing.is("4821".into(), None).await, Ok(false));
    }
}
