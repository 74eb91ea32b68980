//! Does this look like an e-mail address, or a French telephone number? Whether somebody answers is not known here.

use crate::privacy::Personal;

/// Longest e-mail address, in bytes (RFC 5321, 4.5.3.1.3, without the angle brackets).
pub const EMAIL_BYTES_MAX: usize = 254;

/// Why an address or number is not taken. What was typed is personal and never part of the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactRefusal {
    /// Longer than any address.
    #[error("the e-mail address has {0} bytes, the limit is {EMAIL_BYTES_MAX}")]
    EmailTooLong(usize),
    /// Not name@domain.tld.
    #[error("the e-mail address has {0}")]
    EmailShape(&'static str),
    /// Something that stands in no number.
    #[error("the telephone number holds the character '{0}'")]
    PhoneCharacter(char),
    /// Not ten digits starting with 0, nor +33 and nine.
    #[error("the telephone number has {0} digits and is not 0 or +33 followed by nine digits")]
    PhoneShape(usize),
}

impl ContactRefusal {
    /// Says what to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::EmailTooLong(_) | Self::EmailShape(_) => {
                "write it like prenom.nom@exemple.fr, or leave it empty"
            }
            Self::PhoneCharacter(_) | Self::PhoneShape(_) => {
                "write it like 06 12 34 56 78 or +33 6 12 34 56 78, or leave it empty"
            }
        }
    }
}

/// An e-mail address of the common shape. It is personal: it is not displayed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Email(Personal<String>);

impl Email {
    /// Takes what was typed: one @, a dot in the domain, plain characters without spaces.
    pub fn parse(text: &str) -> Result<Self, ContactRefusal> {
        let text = text.trim();
        if text.len() > EMAIL_BYTES_MAX {
            return Err(ContactRefusal::EmailTooLong(text.len()));
        }
        let Some((name, domain)) = text.split_once('@') else {
            return Err(ContactRefusal::EmailShape("no @"));
        };
        if domain.contains('@') {
            return Err(ContactRefusal::EmailShape("more than one @"));
        }
        if !is_name(name) {
            return Err(ContactRefusal::EmailShape("no plain name before the @"));
        }
        if !is_domain(domain) {
            return Err(ContactRefusal::EmailShape("no domain after the @"));
        }
        let kept = format!("{name}@{}", domain.to_ascii_lowercase());
        Ok(Self(kept.into()))
    }

    /// Gives the address, for the home library's store and post alone.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    name.len() <= 64
        && name
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(plain))
}

fn is_domain(domain: &str) -> bool {
    let sound = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let ends_in_letters = domain
        .rsplit('.')
        .next()
        .is_some_and(|last| last.len() >= 2 && last.starts_with(|c: char| c.is_ascii_alphabetic()));
    domain.contains('.') && ends_in_letters && domain.split('.').all(sound)
}

/// A French telephone number in international form (`+33612345678`). It is personal: it is not displayed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phone(Personal<String>);

impl Phone {
    /// Takes what was typed: 06 12 34 56 78, 06.12.34.56.78, +33 6 12 34 56 78, +33 (0)6…, 0033 6….
    pub fn parse(text: &str) -> Result<Self, ContactRefusal> {
        let mut digits = String::new();
        let mut international = false;
        for c in text.trim().chars() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if digits.is_empty() && !international => international = true,
                ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '(' | ')' | '/' => {}
                other => return Err(ContactRefusal::PhoneCharacter(other)),
            }
        }
        let refusal = ContactRefusal::PhoneShape(digits.len());
        let national = if international {
            digits.strip_prefix("33").map(without_leading_zero)
        } else if let Some(rest) = digits.strip_prefix("0033") {
            Some(without_leading_zero(rest))
        } else {
            digits.strip_prefix('0')
        };
        match national {
            Some(number) if number.len() == 9 && !number.starts_with('0') => {
                Ok(Self(format!("+33{number}").into()))
            }
            Some(_) | None => Err(refusal),
        }
    }

    /// Says whether it can receive a short message: numbers in 06 and 07 (ARCEP numbering plan).
    pub fn is_mobile(&self) -> bool {
        let number = self.expose();
        number.starts_with("+336") || number.starts_with("+337")
    }

    /// Gives the number in international form, for the home library's store and post alone.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

fn without_leading_zero(digits: &str) -> &str {
    digits.strip_prefix('0').unwrap_or(digits)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_of_the_common_shape_is_taken_with_its_domain_in_small_letters() {
        for (text, kept) in [
            (" Marie.Leroy@Exemple.FR ", "Marie.Leroy@exemple.fr"),
            (
                "m+navette@mairie.aire-sur-la-lys.fr",
                "m+navette@mairie.aire-sur-la-lys.fr",
            ),
            ("o'neill@a-b.co", "o'neill@a-b.co"),
        ] {
            assert_eq!(Email::parse(text).unwrap().expose(), kept);
        }
    }

    #[test]
    fn what_no_post_office_would_take_is_refused() {
        for text in [
            "",
            "marie",
            "@exemple.fr",
            "marie@",
            "marie@exemple",
            "marie@@exemple.fr",
            "a@b@exemple.fr",
            "ma rie@exemple.fr",
            "marie@exem ple.fr",
            ".marie@exemple.fr",
            "marie..leroy@exemple.fr",
            "marie@-exemple.fr",
            "marie@exemple.f",
            "marie@exemple.1",
            "marie@.fr",
            "marie@exemple.fr\nBcc: x@y.fr",
            "<marie@exemple.fr>",
            "marie@192.168.1.10",
        ] {
            assert!(Email::parse(text).is_err(), "{text:?}");
        }
        let long = format!("a@{}.fr", "b".repeat(260));
        assert_eq!(Email::parse(&long), Err(ContactRefusal::EmailTooLong(265)));
    }

    #[test]
    fn a_french_number_is_one_number_however_it_is_written() {
        for text in [
            "0612345678",
            "06 12 34 56 78",
            "06.12.34.56.78",
            "06-12-34-56-78",
            "+33 6 12 34 56 78",
            "+33 (0)6 12 34 56 78",
            "0033 612345678",
            "06\u{a0}12\u{202f}34 56 78",
        ] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!(phone.expose(), "+33612345678", "{text}");
            assert!(phone.is_mobile());
        }
        assert!(!Phone::parse("03 21 38 00 00").unwrap().is_mobile());
    }

    #[test]
    fn what_is_no_french_number_is_refused_without_repeating_it() {
        for (text, said) in [
            (
                "06 12 34 56",
                "the telephone number has 8 digits and is not 0 or +33 followed by nine digits",
            ),
            (
                "+32 56 12 34 56",
                "the telephone number has 10 digits and is not 0 or +33 followed by nine digits",
            ),
            (
                "00 12 34 56 78",
                "the telephone number has 10 digits and is not 0 or +33 followed by nine digits",
            ),
            (
                "06 12 34 56 7x",
                "the telephone number holds the character 'x'",
            ),
            (
                "06+12345678",
                "the telephone number holds the character '+'",
            ),
            (
                "",
                "the telephone number has 0 digits and is not 0 or +33 followed by nine digits",
            ),
        ] {
            let refusal = Phone::parse(text).unwrap_err();
            assert_eq!(refusal.to_string(), said);
            assert!(!refusal.hint().is_empty());
        }
    }

    #[test]
    fn contacts_show_themselves_in_no_log() {
        let email = Email::parse("marie@exemple.fr").unwrap();
        let phone = Phone::parse("0612345678").unwrap();
        assert_eq!(
            format!("{email:?} {phone:?}"),
            "Email((personal)) Phone((personal))"
        );
    }
}
