//! How does one pass from a secret to being known? Counted first, hashed then, and told nothing but yes or no.

use super::asks::Asks;
use super::hashing::{Argon2id, Hashing, SlowHash};
use super::new_secrets::{NewSecrets, SetBy};
use super::places::{Places, TriedFrom, refused};
use super::tries::{Account, Tries, Try};
use crate::randomness;
use navette_domain::identity::CardNumber;
use navette_domain::privacy::Secret;
use navette_domain::time::Timestamp;
use navette_proto::{Refusal, SignInObstacle};
use parking_lot::Mutex;
use std::sync::Arc;

/// Where all who sign in come by.
pub(crate) struct SignInDoor {
    hashing: Hashing,
    tries: Tries,
    asks: Asks,
    applications: Mutex<Places>,
    new_secrets: NewSecrets,
}

impl Default for SignInDoor {
    fn default() -> Self {
        Self::by(Arc::new(Argon2id))
    }
}

/// The right secret was given. It still counts as a wrong try until it is enough.
pub(crate) struct Proof<'d> {
    door: &'d SignInDoor,
    tried: Try,
}

impl SignInDoor {
    pub(super) fn by(slow: Arc<dyn SlowHash>) -> Self {
        Self {
            hashing: Hashing::by(slow),
            tries: Tries::default(),
            asks: Asks::default(),
            applications: Mutex::default(),
            new_secrets: NewSecrets::default(),
        }
    }

    /// Hashes a new secret, of which nobody sets many.
    pub(crate) async fn hash(
        &self,
        secret: Secret<String>,
        by: SetBy,
        now: Timestamp,
    ) -> Result<Secret<String>, Refusal> {
        self.new_secrets.count(by, now)?;
        let salt = randomness::fresh().to_le_bytes();
        let hashed = self.hashing.hash(secret, salt).await;
        hashed.inspect_err(|_| self.new_secrets.give_back(by))
    }

    /// Tries a secret against the hash that an account has; the work is the same where there is no such account.
    pub(crate) async fn prove(
        &self,
        account: Account,
        from: TriedFrom,
        secret: Secret<String>,
        hash: Option<Secret<String>>,
        now: Timestamp,
    ) -> Result<Proof<'_>, Refusal> {
        let tried = self.tries.begin(account, from, now)?;
        match self.hashing.is(secret, hash).await {
            Ok(true) => Ok(Proof { door: self, tried }),
            Ok(false) => Err(SignInObstacle::WrongSignIn.into()),
            // Nothing was compared, so that nothing was wrong.
            Err(refusal) => {
                self.tries.not_made(tried);
                Err(refusal)
            }
        }
    }

    /// Counts a try of something that needs no slow hash: a code with more chance in it than anybody can try.
    pub(crate) fn try_code(&self, from: TriedFrom, now: Timestamp) -> Result<Proof<'_>, Refusal> {
        let tried = self.tries.begin(Account::OneTimeCode, from, now)?;
        Ok(Proof { door: self, tried })
    }

    /// Counts that somebody asks for a code to be sent to a card's mailbox; says whether that may be.
    pub(crate) fn ask_code(
        &self,
        card: &CardNumber,
        from: TriedFrom,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        self.asks.count(card, from, now)
    }

    /// Counts that somebody applies for a card, or says how long to wait.
    pub(crate) fn count_application(&self, from: TriedFrom, now: Timestamp) -> Result<(), Refusal> {
        let mut places = self.applications.lock();
        places.forget(now);
        if places.are_full() {
            return Err(Refusal::Busy);
        }
        let spent = places.spend(&from.whole(), now);
        spent.map_err(|later| refused(later, now))
    }
}

impl Proof<'_> {
    /// It is enough.
    pub(crate) fn accept(self) {
        self.door.tries.right(self.tried);
    }

    /// More is asked of the account, which goes on counting; it was no guess.
    pub(crate) fn ask_more(self) {
        self.door.tries.half_right(self.tried);
    }
}
