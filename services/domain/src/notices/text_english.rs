//! What does a notice say in English? Sentences only.

use super::text::{Shown, TextRefusal, Words};
use super::{NoticeKind, OverdueLetter};
use crate::access::LINK_LIVES_HOURS;
use crate::time::{Day, Weekday};

pub(super) fn greeting(first_name: &str) -> String {
    if first_name.is_empty() {
        "Hello,".to_owned()
    } else {
        format!("Hello {first_name},")
    }
}

pub(super) fn words(kind: NoticeKind, shown: &Shown) -> Result<Words, TextRefusal> {
    let subject = subject(kind);
    let mut lines = vec![first_line(kind, shown)?];
    lines.extend(when_and_where(kind, shown)?);
    if let Some(code) = &shown.code {
        lines.push(format!("Pick-up code: {code}."));
    }
    if let Some(reason) = &shown.reason {
        lines.push(format!("Reason: {reason}"));
    }
    if let Some(amount) = shown.amount {
        lines.push(format!("To pay: {amount}."));
    }
    Ok(Words { subject, lines })
}

fn subject(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Placed => "Your request is placed",
        NoticeKind::Waiting => "Your request is waiting",
        NoticeKind::OnItsWay => "Your request is on its way",
        NoticeKind::Ready => "Your request is ready",
        NoticeKind::ReadyReminder => "Reminder: your request is ready",
        NoticeKind::NotCollected => "Your request was not collected",
        NoticeKind::DateChanged => "Your request will arrive on another day",
        NoticeKind::DueSoon => "A loan is due soon",
        NoticeKind::Overdue(OverdueLetter::First) => "A loan is overdue",
        NoticeKind::Overdue(OverdueLetter::Second) => "Reminder: a loan is overdue",
        NoticeKind::Overdue(OverdueLetter::Third) => "Last reminder: a loan is overdue",
        NoticeKind::PresumedLost => "A loan is presumed lost",
        NoticeKind::Recalled => "A loan is due earlier",
        NoticeKind::Cancelled => "Your request is cancelled",
        NoticeKind::Refused => "Your request could not be accepted",
        NoticeKind::Unfilled => "Your request cannot be filled",
        NoticeKind::CardExpires => "Your card expires soon",
        NoticeKind::Returned => "Your return is on record",
        NoticeKind::SignInCode => "Your code to sign in",
        NoticeKind::PasswordChanged => "Your password has changed",
    }
}

fn first_line(kind: NoticeKind, shown: &Shown) -> Result<String, TextRefusal> {
    let title = if kind.is_about_a_title() {
        format!("\"{}\"", shown.title()?)
    } else {
        String::new()
    };
    Ok(match kind {
        NoticeKind::Placed => format!("Your request for {title} is placed."),
        NoticeKind::Waiting => format!("All copies of {title} are out."),
        NoticeKind::OnItsWay => format!("{title} is on its way."),
        NoticeKind::Ready => format!("{title} is waiting for you."),
        NoticeKind::ReadyReminder => format!("{title} is still waiting for you."),
        NoticeKind::NotCollected => {
            format!("{title} was not collected in time and is no longer kept for you.")
        }
        NoticeKind::DateChanged => format!("{title} will arrive on another day than promised."),
        NoticeKind::DueSoon => format!("{title} is due soon."),
        NoticeKind::Overdue(_) => format!("{title} has not come back yet."),
        NoticeKind::PresumedLost => {
            format!("{title} has still not come back and is presumed lost.")
        }
        NoticeKind::Recalled => format!("The library that lends {title} needs it earlier."),
        NoticeKind::Cancelled => format!("Your request for {title} is cancelled."),
        NoticeKind::Refused => format!("Your request for {title} could not be accepted."),
        NoticeKind::Unfilled => format!("No library can lend {title}."),
        NoticeKind::CardExpires => {
            let day = day_in_words(shown.day()?);
            format!("Your library card is valid until {day}.")
        }
        NoticeKind::Returned => {
            format!("The return of {title} is on record. Thank you!")
        }
        NoticeKind::SignInCode => format!("Code to sign in: {}", shown.one_time_code()?),
        NoticeKind::PasswordChanged => {
            "The password of your library account has just changed.".to_owned()
        }
    })
}

fn when_and_where(kind: NoticeKind, shown: &Shown) -> Result<Vec<String>, TextRefusal> {
    let day = || shown.day().map(day_in_words);
    let place = || format!("Pick-up library: {}.", shown.library);
    Ok(match kind {
        NoticeKind::Placed | NoticeKind::OnItsWay => {
            let arrival = shown.day().ok().map(day_in_words);
            let arrival = arrival.map(|day| format!("Expected on {day}."));
            [place()].into_iter().chain(arrival).collect()
        }
        NoticeKind::Waiting => vec!["Your request stays in the queue.".to_owned()],
        NoticeKind::Ready | NoticeKind::ReadyReminder => {
            vec![place(), format!("Please collect it by {}.", day()?)]
        }
        NoticeKind::NotCollected => vec!["You may request it again.".to_owned()],
        NoticeKind::DateChanged => vec![place(), format!("Expected on {}.", day()?)],
        NoticeKind::DueSoon | NoticeKind::Recalled => {
            vec![format!("Please bring it back by {}.", day()?)]
        }
        NoticeKind::Overdue(_) => vec![
            format!("It was due on {}.", day()?),
            "Please bring it back to any library of the network.".to_owned(),
        ],
        NoticeKind::PresumedLost => vec![
            format!("It was due on {}.", day()?),
            "If you find it, bring it back: you will not be asked to replace it.".to_owned(),
        ],
        NoticeKind::CardExpires => vec!["You may renew it at the desk.".to_owned()],
        NoticeKind::SignInCode => {
            let page = shown.sign_in_link();
            let page = page.map(|link| format!("Page to sign in: {link}"));
            let counts = format!("It works once, for {LINK_LIVES_HOURS} hours.");
            let otherwise =
                "If you did not ask for it, ignore this message: nobody signs in without the code.";
            page.into_iter()
                .chain([counts, otherwise.to_owned()])
                .collect()
        }
        NoticeKind::PasswordChanged => vec![
            "If it was not you, tell the library: it will give you a new PIN and a code to sign in by."
                .to_owned(),
        ],
        NoticeKind::Cancelled
        | NoticeKind::Refused
        | NoticeKind::Unfilled
        | NoticeKind::Returned => Vec::new(),
    })
}

/// Writes a day in words: "Tuesday 1 December 2026".
fn day_in_words(day: Day) -> String {
    let (year, month, day_of_month) = day.civil();
    let weekday = match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    let month = match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    };
    format!("{weekday} {day_of_month} {month} {year}")
}
