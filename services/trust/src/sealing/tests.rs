//! Does only the home library read a question, and only who asked the answer?

#![allow(clippy::unwrap_used)]
use super::*;

fn a_key(seed: u8) -> SealingKey {
    SealingKey::of_seed(&Secret::new([seed; KEY_BYTES]))
}

fn drawn(number: u8) -> Secret<[u8; KEY_BYTES]> {
    Secret::new([number; KEY_BYTES])
}

fn between(asks: &str, home: &str) -> Parties {
    Parties {
        asks: LibraryId::parse(asks).unwrap(),
        home: LibraryId::parse(home).unwrap(),
    }
}

/// Aire asks Lumbres about a card.
fn asked(words: &[u8]) -> (Vec<u8>, AnswerKey) {
    let public = a_key(1).public();
    let parties = between("aire", "lumbres");
    public.seal_question(&parties, words, drawn(9)).unwrap()
}

#[test]
fn a_question_and_its_answer_are_read_by_those_two_alone() {
    let parties = between("aire", "lumbres");
    let (sealed, waiting) = asked(b"card CANARI62765");
    let carried = |sealed: &[u8]| sealed.windows(6).any(|six| six == b"CANARI");
    assert!(!carried(&sealed));
    let (words, answering) = a_key(1).open_question(&parties, &sealed).unwrap();
    assert_eq!(words, b"card CANARI62765");
    let answer = answering.seal(b"may", [3; NONCE_LEN]).unwrap();
    assert_eq!(waiting.open(&answer).unwrap(), b"may");
    let stranger = a_key(2).open_question(&parties, &sealed).err();
    assert_eq!(stranger, Some(SealingError::DoesNotOpen));
}

#[test]
fn nobody_can_pass_a_question_off_as_anothers_or_change_a_byte() {
    let (sealed, waiting) = asked(b"card");
    let refused = Some(SealingError::DoesNotOpen);
    for parties in [between("arques", "lumbres"), between("aire", "arques")] {
        assert_eq!(a_key(1).open_question(&parties, &sealed).err(), refused);
    }
    let parties = between("aire", "lumbres");
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(
            a_key(1).open_question(&parties, &changed).err(),
            refused,
            "{at}"
        );
    }
    let (_, answering) = a_key(1).open_question(&parties, &sealed).unwrap();
    let answer = answering.seal(b"may", [3; NONCE_LEN]).unwrap();
    for at in 0..answer.len() {
        let mut changed = answer.clone();
        changed[at] ^= 1;
        assert_eq!(waiting.open(&changed).err(), refused, "{at}");
    }
    assert_eq!(
        a_key(1).open_question(&parties, &sealed[..40]).err(),
        refused
    );
    assert_eq!(waiting.open(&answer[..5]).err(), refused);
}

#[test]
fn its_length_says_nothing_of_what_is_sealed() {
    let parties = between("aire", "lumbres");
    let lengths: Vec<usize> = [&b"1"[..], b"62765-0042-0000-1", &[7; 200]]
        .map(|words| asked(words).0.len())
        .into();
    assert!(
        lengths.windows(2).all(|two| two[0] == two[1]),
        "{lengths:?}"
    );
    let (sealed, _) = asked(b"card");
    let (_, answering) = a_key(1).open_question(&parties, &sealed).unwrap();
    let yes = answering.seal(b"may", [3; NONCE_LEN]).unwrap();
    let no = answering.seal(b"may not", [4; NONCE_LEN]).unwrap();
    assert_eq!(yes.len(), no.len());
}

#[test]
fn the_same_question_is_sealed_differently_each_time() {
    let (public, parties) = (a_key(1).public(), between("aire", "lumbres"));
    let seal = |number| {
        public
            .seal_question(&parties, b"card", drawn(number))
            .unwrap()
            .0
    };
    assert_ne!(seal(1), seal(2));
    assert_eq!(seal(3), seal(3), "chance comes from the caller alone");
}

#[test]
fn what_is_no_key_or_far_too_long_is_refused() {
    let refused = PublicSealingKey::from_bytes(&[1; 31]).err();
    assert_eq!(refused, Some(SealingError::NoKey));
    // All zeros is a point whose secret everybody knows.
    let zero = PublicSealingKey::from_bytes(&[0; KEY_BYTES]).unwrap();
    let parties = between("aire", "lumbres");
    let refused = zero.seal_question(&parties, b"card", drawn(1)).err();
    assert_eq!(refused, Some(SealingError::NoKey));
    let long = vec![0; SEALED_WORDS_MAX + 1];
    let refused = a_key(1).public().seal_question(&parties, &long, drawn(1));
    assert_eq!(
        refused.err(),
        Some(SealingError::TooLong(SEALED_WORDS_MAX + 1))
    );
}

#[test]
fn a_seed_always_gives_the_same_key() {
    assert_eq!(a_key(5).public(), a_key(5).public());
    assert_ne!(a_key(5).public(), a_key(6).public());
}
