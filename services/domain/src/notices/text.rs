//! What does a notice say? Subject and body in plain text, from facts alone. It must not know how it is sent.

use super::{NoticeKind, text_english, text_french};
use crate::fees::Money;
use crate::patrons::Language;
use crate::privacy::Personal;
use crate::time::Day;

/// Longest title in a notice, in characters: enough to recognise the book.
pub const TITLE_CHARS_MAX: usize = 120;
/// Longest name of a person or library in a notice, in characters.
pub const NAME_IN_NOTICE_CHARS_MAX: usize = 60;
/// Longest address of a page in a notice, in characters.
const PAGE_CHARS_MAX: usize = 200;
/// Longest reason in a notice, in characters.
pub const REASON_IN_NOTICE_CHARS_MAX: usize = 200;

/// What a notice is written from. It is personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NoticeFacts {
    /// How the patron is addressed; may be empty.
    pub first_name: Personal<String>,
    /// What it is about.
    pub title: String,
    /// Where it is collected or brought back: "Médiathèque d'Arques".
    pub library_name: String,
    /// Who writes: the home library.
    pub sender_name: String,
    /// The day the notice speaks of: arrival, last day to collect, due date, expiry.
    pub day: Option<Day>,
    /// What the patron says at the desk or types at the kiosk.
    pub pickup_code: Option<String>,
    /// Why something was refused or cancelled.
    pub reason: Option<String>,
    /// What is owed.
    pub amount: Option<Money>,
    /// By what the patron signs in.
    pub sign_in: Option<SignInFacts>,
}

/// By what a patron signs in, and where. It is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct SignInFacts {
    /// The one-time code.
    pub code: String,
    /// The page on which it is typed, where the library has one.
    pub page: Option<String>,
}

impl std::fmt::Debug for NoticeFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NoticeFacts(…)")
    }
}

/// A notice in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeText {
    /// One line that may be seen on a locked screen by anybody: no title, no name of a person, no sum.
    pub subject: String,
    /// Lines ended by a line feed each.
    pub body: Personal<String>,
}

/// Why a notice cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("notice {kind} needs the {fact}, which is missing", kind = .kind.code())]
pub struct TextRefusal {
    /// What it should say.
    pub kind: NoticeKind,
    /// What is missing.
    pub fact: &'static str,
}

/// The facts as a notice shows them: cut to length, without control characters, required ones demanded by name.
pub(super) struct Shown {
    kind: NoticeKind,
    title: String,
    /// Where.
    pub(super) library: String,
    day: Option<Day>,
    /// The code, if there is one.
    pub(super) code: Option<String>,
    /// The reason, if there is one.
    pub(super) reason: Option<String>,
    /// The sum, if there is one.
    pub(super) amount: Option<Money>,
    sign_in: Option<SignInFacts>,
}

impl Shown {
    pub(super) fn title(&self) -> Result<&str, TextRefusal> {
        self.required(
            Some(self.title.as_str()).filter(|title| !title.is_empty()),
            "title",
        )
    }

    pub(super) fn day(&self) -> Result<Day, TextRefusal> {
        self.required(self.day, "day")
    }

    /// Gives the code to sign in by.
    pub(super) fn one_time_code(&self) -> Result<&str, TextRefusal> {
        let code = self.sign_in.as_ref().map(|sign_in| sign_in.code.as_str());
        self.required(code, "one-time code")
    }

    /// Gives the link that a click follows. The code stands behind a `#`, which no browser sends to anybody: neither a server's log nor
    /// a filter that opens links before the patron does comes to see it.
    pub(super) fn sign_in_link(&self) -> Option<String> {
        let sign_in = self.sign_in.as_ref()?;
        let page = sign_in.page.as_ref()?;
        Some(format!("{page}#{}", sign_in.code))
    }

    fn required<T>(&self, fact: Option<T>, name: &'static str) -> Result<T, TextRefusal> {
        let kind = self.kind;
        fact.ok_or(TextRefusal { kind, fact: name })
    }
}

/// What one language says of one kind.
pub(super) struct Words {
    pub(super) subject: &'static str,
    pub(super) lines: Vec<String>,
}

/// Writes a notice; refuses where a fact is missing that the patron needs in order to act.
pub fn render(
    kind: NoticeKind,
    language: Language,
    facts: &NoticeFacts,
) -> Result<NoticeText, TextRefusal> {
    let shown = shown(kind, facts);
    let first_name = cut(facts.first_name.expose(), NAME_IN_NOTICE_CHARS_MAX);
    let sender = cut(&facts.sender_name, NAME_IN_NOTICE_CHARS_MAX);
    let words = words(language, &shown)?;
    let greeting = match language {
        Language::French => text_french::greeting(&first_name),
        Language::English => text_english::greeting(&first_name),
    };
    let mut body = format!("{greeting}\n\n");
    for line in words.lines {
        body.push_str(&line);
        body.push('\n');
    }
    body.push_str(&format!("\n{sender}\n"));
    let subject = words.subject.to_owned();
    Ok(match language {
        Language::French => NoticeText {
            subject: super::french::spaced(&subject),
            body: super::french::spaced(&body).into(),
        },
        Language::English => NoticeText {
            subject,
            body: body.into(),
        },
    })
}

pub(super) fn words(language: Language, shown: &Shown) -> Result<Words, TextRefusal> {
    match language {
        Language::French => text_french::words(shown.kind, shown),
        Language::English => text_english::words(shown.kind, shown),
    }
}

pub(super) fn shown(kind: NoticeKind, facts: &NoticeFacts) -> Shown {
    let some = |text: &Option<String>, chars_max| {
        let text = text.as_deref().map(|text| cut(text, chars_max));
        text.filter(|text| !text.is_empty())
    };
    Shown {
        kind,
        title: cut(&facts.title, TITLE_CHARS_MAX),
        library: cut(&facts.library_name, NAME_IN_NOTICE_CHARS_MAX),
        day: facts.day,
        code: some(&facts.pickup_code, NAME_IN_NOTICE_CHARS_MAX),
        reason: some(&facts.reason, REASON_IN_NOTICE_CHARS_MAX),
        amount: facts.amount.filter(|amount| *amount > Money::ZERO),
        sign_in: facts.sign_in.as_ref().map(|sign_in| SignInFacts {
            code: cut(&sign_in.code, NAME_IN_NOTICE_CHARS_MAX),
            page: some(&sign_in.page, PAGE_CHARS_MAX),
        }),
    }
}

/// Takes a text from outside into one line: control characters go, since a line break could begin a header of its
/// own.
pub(super) fn cut(text: &str, chars_max: usize) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(chars_max + 1)
        .collect();
    let plain = plain.trim();
    if plain.chars().count() <= chars_max {
        return plain.to_owned();
    }
    let kept: String = plain.chars().take(chars_max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests;
