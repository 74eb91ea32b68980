//! In which year was it published? From coded dates and from words like "cop. 1987". It must not know fields.

/// Finds the first plausible year: four digits in a row, 1400 to 2100.
pub(super) fn year_in(text: &str) -> Option<i16> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes
            .iter()
            .skip(at)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if digits == 4 {
            let year = text.get(at..at + 4).and_then(|year| year.parse().ok());
            if let Some(year @ 1400..=2100) = year {
                return Some(year);
            }
        }
        at += digits.max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_found_among_words() {
        for (text, year) in [
            ("1987", Some(1987)),
            ("cop. 1987", Some(1987)),
            ("DL 2001", Some(2001)),
            ("[entre 1890 et 1900]", Some(1890)),
            ("19uu", None),
            ("    ", None),
            ("9782070360024", None),
            ("9999", None),
            ("année 0042, puis 1789", Some(1789)),
        ] {
            assert_eq!(year_in(text), year, "{text}");
        }
    }
}
