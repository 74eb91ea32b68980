//! Whose card is meant? Its number is personal: no failure repeats it, no log shows it, and it may come from standard input.

use super::secret::line_of_input;
use crate::failure::Failure;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::CardNumber;
use navette_proto::wire::identity::Card;
use std::convert::Infallible;
use std::fmt;

/// A card as it was typed: NUMBER, LIBRARY/NUMBER of a visitor, or - for the next line of standard input.
#[derive(Clone)]
pub(crate) struct GivenCard(String);

impl GivenCard {
    /// Takes anything: a refusal by clap would repeat what was typed.
    pub(crate) fn parse(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }

    /// Reads it, where it says so from standard input.
    pub(crate) fn read(&self) -> Result<Card, Failure> {
        if self.0 == "-" {
            return card(&line_of_input("the card number")?);
        }
        card(&self.0)
    }
}

impl fmt::Debug for GivenCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenCard(…)")
    }
}

/// Without a library, the card is one of the library that is asked. A number with a slash in it is written after a slash.
fn card(text: &str) -> Result<Card, Failure> {
    let (library, number) = match text.split_once('/') {
        Some((library, number)) if library.is_empty() || LibraryId::parse(library).is_ok() => {
            (library, number)
        }
        Some(_) | None => ("", text),
    };
    let number =
        CardNumber::parse(number).map_err(|refusal| Failure::usage(refusal.to_string()))?;
    Ok(Card {
        library: library.to_owned(),
        number: number.expose().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_one_of_the_library_asked_or_of_the_one_named() {
        for (typed, library, number) in [
            ("62765", "", "62765"),
            ("aire/62765", "aire", "62765"),
            ("/62/765", "", "62/765"),
            ("A/62765", "", "A/62765"),
        ] {
            let read = card(typed).ok().map(|card| (card.library, card.number));
            assert_eq!(read, Some((library.into(), number.into())));
        }
    }

    #[test]
    fn a_card_shows_itself_neither_in_logs_nor_in_failures() {
        let GivenCard(typed) = GivenCard("4".repeat(99));
        let told = card(&typed).map(|_| ()).err();
        assert!(told.is_some_and(|failure| !format!("{failure:?}").contains("44")));
        assert_eq!(format!("{:?}", GivenCard("62765".into())), "GivenCard(…)");
    }
}
