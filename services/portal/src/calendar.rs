//! How is a calendar written that other programs read (RFC 5545)? Events of whole days; lines end in CRLF and are folded.

use navette_domain::time::Day;
use std::fmt::Write;

/// Longest line, in bytes without its end (RFC 5545, 3.1).
const LINE_BYTES_MAX: usize = 75;

/// One day to think of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// The same each time, and nobody else's.
    pub(crate) id: String,
    pub(crate) day: Day,
    pub(crate) summary: String,
}

/// Writes a calendar as it was on a day.
pub(crate) fn written(name: &str, today: Day, events: &[Event]) -> String {
    let mut text = String::new();
    for (key, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Navette//FR"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"),
    ] {
        line(&mut text, key, value);
    }
    line(&mut text, "X-WR-CALNAME", &escaped(name));
    for event in events {
        line(&mut text, "BEGIN", "VEVENT");
        line(&mut text, "UID", &escaped(&event.id));
        line(&mut text, "DTSTAMP", &format!("{}T000000Z", digits(today)));
        line(&mut text, "DTSTART;VALUE=DATE", &digits(event.day));
        line(&mut text, "DTEND;VALUE=DATE", &digits(event.day.plus(1)));
        line(&mut text, "SUMMARY", &escaped(&event.summary));
        line(&mut text, "TRANSP", "TRANSPARENT");
        line(&mut text, "END", "VEVENT");
    }
    line(&mut text, "END", "VCALENDAR");
    text
}

fn digits(day: Day) -> String {
    let (year, month, date) = day.civil();
    format!("{year:04}{month:02}{date:02}")
}

/// Writes a line, folded where it is too long: a space begins each further part, and no letter is cut in two.
fn line(text: &mut String, key: &str, value: &str) {
    let mut length = 0;
    let mut whole = String::new();
    // Writing to a text does not fail.
    let _ = write!(whole, "{key}:{value}");
    for letter in whole.chars() {
        if length + letter.len_utf8() > LINE_BYTES_MAX {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text.push_str("\r\n");
}

/// Keeps a text within its line, and its commas from meaning anything (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => written.extend(['\\', letter]),
            '\n' => written.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => written.push(letter),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn calendar(summary: &str) -> String {
        let event = Event {
            id: "loan-31@aire.navette".to_owned(),
            day: Day::parse("2026-12-31").unwrap(),
            summary: summary.to_owned(),
        };
        written("Mes prêts", Day::parse("2026-11-29").unwrap(), &[event])
    }

    #[test]
    fn a_day_is_an_event_of_a_whole_day_that_blocks_nothing_and_rings_nowhere() {
        let text = calendar("À rendre : Germinal");
        for expected in [
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            "\r\nDTSTAMP:20261129T000000Z\r\n",
            "\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n",
            "\r\nSUMMARY:À rendre : Germinal\r\n",
            "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        ] {
            assert!(text.contains(expected), "{expected:?} in {text}");
        }
        assert!(!text.contains("VALARM"));
    }

    #[test]
    fn no_line_is_longer_than_75_bytes_and_unfolding_gives_the_text_back() {
        let title = "é".repeat(200);
        let text = calendar(&title);
        let lines = text.split("\r\n");
        assert!(lines.map(str::len).max().unwrap() <= LINE_BYTES_MAX);
        assert!(
            text.replace("\r\n ", "")
                .contains(&format!("SUMMARY:{title}\r\n"))
        );
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn a_title_cannot_end_its_line_or_begin_another_event() {
        let text = calendar("a;b,c\\d\r\nBEGIN:VALARM\u{7}");
        assert!(
            text.contains("SUMMARY:a\\;b\\,c\\\\d\\nBEGIN:VALARM\r\n"),
            "{text}"
        );
        assert_eq!(text.matches("\r\nBEGIN:").count(), 1);
    }
}
