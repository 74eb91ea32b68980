//! How do two libraries speak of a card while whoever carries their words cannot read them? Sealed to the home library's key, by
//! HPKE in its base mode (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305).
//!
//! Pure: what is random is drawn by the caller. Whose a public key is says whoever hands it out; this cannot know.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{
    Deserializable, Kem as KemTrait, OpModeR, OpModeS, Serializable, setup_receiver,
    setup_sender_with_rng,
};
use navette_domain::catalogue::LibraryId;
use navette_domain::privacy::Secret;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::stretched::Stretched;

/// Bytes of a public key, and of the seed of a private one.
pub const KEY_BYTES: usize = 32;
/// Most bytes that are sealed at once.
pub const SEALED_WORDS_MAX: usize = 32 << 10;
/// Most bytes that come of it: the words, their padding, and what is needed to open them.
pub const SEALED_BYTES_MAX: usize = SEALED_WORDS_MAX + 512;

/// What is sealed has a multiple of so many bytes: its length says nothing of a card or an answer.
const PADDED_TO: usize = 256;
/// Says for what, and in which version, words were sealed.
const QUESTION: &[u8] = b"navette question between libraries 1";
const ANSWER: &[u8] = b"navette answer between libraries 1";

type Kem = X25519HkdfSha256;
type PrivateKey = <Kem as KemTrait>::PrivateKey;
type PublicKey = <Kem as KemTrait>::PublicKey;

/// Why something is not sealed, or does not open. Nothing of what it holds is part of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealingError {
    /// No key has these bytes.
    #[error("the sealing key is not {KEY_BYTES} bytes of X25519")]
    NoKey,
    /// More than is ever asked.
    #[error("{0} bytes are to be sealed, the limit is {SEALED_WORDS_MAX}")]
    TooLong(usize),
    /// It was changed, is for somebody else, or was said between others.
    #[error("what is sealed does not open: it was changed, or is for another library")]
    DoesNotOpen,
}

/// Who asks whom. Both are part of what is authenticated: no question can be passed off as another library's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Whose desk the visitor stands at.
    pub asks: LibraryId,
    /// Whose patron the visitor is.
    pub home: LibraryId,
}

/// A library's private key: only who has it reads what is sealed to the public one.
pub struct SealingKey {
    private: PrivateKey,
    public: PublicSealingKey,
}

/// The key that everybody may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicSealingKey([u8; KEY_BYTES]);

/// The key of one answer. Both sides have it once a question was sealed, or opened.
pub struct AnswerKey {
    key: Secret<[u8; KEY_BYTES]>,
    parties: Vec<u8>,
}

impl SealingKey {
    /// Makes the key of a seed, which is drawn once and kept.
    pub fn of_seed(seed: &Secret<[u8; KEY_BYTES]>) -> Self {
        let (private, public) = Kem::derive_keypair(seed.expose());
        let public = PublicSealingKey(public.to_bytes().into());
        Self { private, public }
    }

    /// Gives the key that everybody may know.
    pub fn public(&self) -> PublicSealingKey {
        self.public
    }

    /// Opens a question that was sealed to this library; with it comes the key to answer with.
    pub fn open_question(
        &self,
        parties: &Parties,
        sealed: &[u8],
    ) -> Result<(Vec<u8>, AnswerKey), SealingError> {
        let refused = SealingError::DoesNotOpen;
        let (begun, covered) = sealed.split_at_checked(KEY_BYTES).ok_or(refused)?;
        let begun = <Kem as KemTrait>::EncappedKey::from_bytes(begun).map_err(|_| refused)?;
        let mode = OpModeR::Base;
        let mut line = setup_receiver::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &mode,
            &self.private,
            &begun,
            QUESTION,
        )
        .map_err(|_| refused)?;
        let about = parties.bytes();
        let padded = line.open(covered, &about).map_err(|_| refused)?;
        let answer = AnswerKey::of(about, |key| line.export(ANSWER, key))?;
        Ok((unpadded(&padded).ok_or(refused)?, answer))
    }
}

impl PublicSealingKey {
    /// Reads a key; whether it is a point of the curve shows when something is sealed to it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealingError> {
        bytes.try_into().map(Self).map_err(|_| SealingError::NoKey)
    }

    /// Gives its bytes.
    pub fn as_bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// Seals a question to the library with this key; `drawn` is random and used once.
    pub fn seal_question(
        &self,
        parties: &Parties,
        words: &[u8],
        drawn: Secret<[u8; KEY_BYTES]>,
    ) -> Result<(Vec<u8>, AnswerKey), SealingError> {
        let padded = padded(words)?;
        let public = PublicKey::from_bytes(&self.0).map_err(|_| SealingError::NoKey)?;
        let (begun, mut line) = setup_sender_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeS::Base,
            &public,
            QUESTION,
            &mut Stretched::from(drawn),
        )
        .map_err(|_| SealingError::NoKey)?;
        let about = parties.bytes();
        let refused = |_| SealingError::TooLong(words.len());
        let covered = line.seal(&padded, &about).map_err(refused)?;
        let answer = AnswerKey::of(about, |key| line.export(ANSWER, key))?;
        Ok(([&begun.to_bytes()[..], &covered].concat(), answer))
    }
}

impl AnswerKey {
    fn of<E>(
        parties: Vec<u8>,
        export: impl FnOnce(&mut [u8]) -> Result<(), E>,
    ) -> Result<Self, SealingError> {
        let mut key = [0; KEY_BYTES];
        export(&mut key).map_err(|_| SealingError::DoesNotOpen)?;
        let key = Secret::new(key);
        Ok(Self { key, parties })
    }

    /// Seals the answer; `drawn` is random: a question that comes twice may be answered in two ways.
    pub fn seal(&self, words: &[u8], drawn: [u8; NONCE_LEN]) -> Result<Vec<u8>, SealingError> {
        let mut covered = padded(words)?;
        let nonce = Nonce::assume_unique_for_key(drawn);
        let about = Aad::from(&self.parties);
        let sealed = self
            .aead()?
            .seal_in_place_append_tag(nonce, about, &mut covered);
        sealed.map_err(|_| SealingError::TooLong(words.len()))?;
        Ok([&drawn[..], &covered].concat())
    }

    /// Opens the answer to the question that this key came with.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, SealingError> {
        let refused = SealingError::DoesNotOpen;
        let (nonce, covered) = sealed.split_at_checked(NONCE_LEN).ok_or(refused)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused)?;
        let mut padded = covered.to_vec();
        let about = Aad::from(&self.parties);
        let opened = self.aead()?.open_in_place(nonce, about, &mut padded);
        unpadded(opened.map_err(|_| refused)?).ok_or(refused)
    }

    fn aead(&self) -> Result<LessSafeKey, SealingError> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, self.key.expose());
        key.map(LessSafeKey::new).map_err(|_| SealingError::NoKey)
    }
}

impl Parties {
    /// An id has no zero in it, so that two pairs never give the same bytes.
    fn bytes(&self) -> Vec<u8> {
        let (asks, home) = (self.asks.as_str(), self.home.as_str());
        [asks.as_bytes(), &[0], home.as_bytes()].concat()
    }
}

/// Puts words behind their length, and zeros behind the words.
fn padded(words: &[u8]) -> Result<Vec<u8>, SealingError> {
    if words.len() > SEALED_WORDS_MAX {
        return Err(SealingError::TooLong(words.len()));
    }
    let mut padded = (words.len() as u32).to_le_bytes().to_vec();
    padded.extend_from_slice(words);
    padded.resize(padded.len().next_multiple_of(PADDED_TO), 0);
    Ok(padded)
}

fn unpadded(padded: &[u8]) -> Option<Vec<u8>> {
    let (length, rest) = padded.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    rest.get(..length).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests;
