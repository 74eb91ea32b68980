//! How does a list of work look? The columns that the hands need, and on standard error what else waits.

use super::work_columns;
use crate::failure::Failure;
use crate::present::columns;
use crate::present::shown::{next_page, some};
use crate::present::{Shown, item_name, moment, moment_for_people};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::desk as wire;
use navette_proto::wire::lending::Telling;
use serde::Serialize;

/// A page of work of one kind.
#[derive(Serialize)]
pub(crate) struct WorkList {
    work: Vec<Work>,
    counts: Vec<Count>,
    next_page_token: String,
    #[serde(skip)]
    kind: wire::WorkKind,
}

/// One line of work, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(super) struct Work {
    pub(super) kind: Option<&'static str>,
    pub(super) item: Option<String>,
    pub(super) title: String,
    pub(super) shelfmark: String,
    pub(super) journey: Option<String>,
    pub(super) request: Option<String>,
    pub(super) other: Option<String>,
    pub(super) other_name: Option<String>,
    pub(super) since: Option<String>,
    pub(super) deadline: Option<String>,
    pub(super) late: bool,
    pub(super) promised: Option<String>,
    pub(super) grams: u32,
    pub(super) round: Option<String>,
    pub(super) round_day: Option<String>,
    pub(super) pickup_code: Option<String>,
    pub(super) kept_until: Option<String>,
    pub(super) reason: String,
    pub(super) notice: Option<u64>,
    pub(super) tell: Option<Tell>,
    pub(super) conflict: Option<u64>,
    pub(super) conflict_kind: Option<&'static str>,
    #[serde(skip)]
    pub(super) since_words: String,
    #[serde(skip)]
    pub(super) deadline_words: String,
}

/// Whom to tell.
#[derive(Serialize)]
pub(super) struct Tell {
    pub(super) name: String,
    pub(super) telephone: String,
    pub(super) kind: String,
    pub(super) telling: Option<&'static str>,
    pub(super) tried: String,
    since: Option<String>,
}

#[derive(Serialize)]
struct Count {
    kind: Option<&'static str>,
    count: u32,
    late: u32,
    #[serde(skip)]
    kind_words: String,
}

impl WorkList {
    /// Takes the answer for a kind of work.
    pub(crate) fn new(kind: wire::WorkKind, page: wire::ListWorkResponse) -> Self {
        Self {
            work: page.work.into_iter().map(Work::from).collect(),
            counts: page.counts.into_iter().map(Count::from).collect(),
            next_page_token: page.next_page_token,
            kind,
        }
    }
}

impl From<wire::WorkItem> for Work {
    fn from(work: wire::WorkItem) -> Self {
        let people = |moment: Option<i64>| moment.and_then(moment_for_people).unwrap_or_default();
        Self {
            kind: word::<wire::WorkKind>(work.kind),
            item: item_name(work.item),
            title: work.title,
            shelfmark: work.shelfmark,
            journey: some(work.journey),
            request: some(work.request),
            other: some(work.other),
            other_name: some(work.other_name),
            since: moment(work.since_ms),
            deadline: work.deadline_ms.and_then(moment),
            late: work.late,
            promised: some(work.promised),
            grams: work.grams,
            round: some(work.round),
            round_day: some(work.round_day),
            pickup_code: some(work.pickup_code),
            kept_until: some(work.kept_until),
            reason: work.reason,
            notice: Some(work.notice).filter(|number| *number > 0),
            tell: work.tell.map(Tell::from),
            conflict: Some(work.conflict).filter(|number| *number > 0),
            conflict_kind: word::<wire::ConflictKind>(work.conflict_kind),
            since_words: people(Some(work.since_ms)),
            deadline_words: people(work.deadline_ms),
        }
    }
}

impl From<wire::PersonToTell> for Tell {
    fn from(person: wire::PersonToTell) -> Self {
        Self {
            name: person.name,
            telephone: person.telephone,
            kind: person.kind,
            telling: word::<Telling>(person.telling),
            tried: person.tried,
            since: moment(person.since_ms),
        }
    }
}

impl From<wire::WorkCount> for Count {
    fn from(count: wire::WorkCount) -> Self {
        Self {
            kind: word::<wire::WorkKind>(count.kind),
            count: count.count,
            late: count.late,
            kind_words: spelled::<wire::WorkKind>(count.kind),
        }
    }
}

impl Shown for WorkList {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        if self.work.is_empty() {
            terminal.line("nothing to do here")?;
        } else {
            let rows: Vec<Vec<String>> = self
                .work
                .iter()
                .map(|work| work_columns::row(self.kind, work))
                .collect();
            columns::write(work_columns::heads(self.kind), &rows, terminal)?;
        }
        terminal.flush()?;
        if !self.counts.is_empty() {
            let counts: Vec<String> = self.counts.iter().map(Count::words).collect();
            terminal.note(&format!("in all: {}", counts.join(", ")));
        }
        next_page(&self.next_page_token, terminal)
    }
}

impl Count {
    fn words(&self) -> String {
        let late = match self.late {
            0 => String::new(),
            late => format!(" ({late} late)"),
        };
        format!("{} {}{late}", self.count, self.kind_words)
    }
}
