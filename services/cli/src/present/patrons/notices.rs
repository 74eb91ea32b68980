//! What was a patron told, and what proves it?

use crate::failure::Failure;
use crate::present::columns::{self, Column};
use crate::present::shown::{cell, next_page, some};
use crate::present::{Shown, moment, moment_for_people};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::patrons as wire;
use serde::Serialize;

/// A page of notices, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Notices {
    notices: Vec<Notice>,
    next_page_token: String,
}

#[derive(Serialize)]
struct Notice {
    notice: u64,
    kind: String,
    title: String,
    made_on: Option<String>,
    channel: Option<&'static str>,
    state: Option<&'static str>,
    attempts: u32,
    last_attempt: Option<String>,
    proof: String,
    #[serde(skip)]
    state_words: String,
    #[serde(skip)]
    last_words: String,
}

impl From<wire::ListNoticesResponse> for Notices {
    fn from(page: wire::ListNoticesResponse) -> Self {
        Self {
            notices: page.notices.into_iter().map(Notice::from).collect(),
            next_page_token: page.next_page_token,
        }
    }
}

impl From<wire::Notice> for Notice {
    fn from(notice: wire::Notice) -> Self {
        let last = notice.last_attempt_ms;
        Self {
            notice: notice.notice,
            kind: notice.kind,
            title: notice.title,
            made_on: some(notice.made_on),
            channel: word::<wire::Channel>(notice.channel),
            state: word::<wire::NoticeState>(notice.state),
            attempts: notice.attempts,
            last_attempt: last.and_then(moment),
            proof: notice.proof,
            state_words: spelled::<wire::NoticeState>(notice.state),
            last_words: last.and_then(moment_for_people).unwrap_or_default(),
        }
    }
}

impl Shown for Notices {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let heads = [
            Column::Left("DAY"),
            Column::Left("OF"),
            Column::Title("TITLE"),
            Column::Left("BY"),
            Column::Left("STATE"),
            Column::Right("ATTEMPTS"),
            Column::Left("LAST"),
            Column::Left("PROOF"),
        ];
        let row = |notice: &Notice| {
            vec![
                cell(&notice.made_on),
                notice.kind.clone(),
                notice.title.clone(),
                notice.channel.unwrap_or_default().to_owned(),
                notice.state_words.clone(),
                notice.attempts.to_string(),
                notice.last_words.clone(),
                notice.proof.clone(),
            ]
        };
        let rows: Vec<Vec<String>> = self.notices.iter().map(row).collect();
        columns::write(&heads, &rows, terminal)?;
        next_page(&self.next_page_token, terminal)
    }
}
