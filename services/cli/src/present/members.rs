//! How is it shown who belongs to the territory?

use super::columns::{self, Column};
use super::{Shown, moment, moment_for_people, some};
use crate::failure::Failure;
use crate::terminal::Terminal;
use navette_proto::wire::membership as wire;
use serde::Serialize;

/// Everybody.
#[derive(Serialize)]
pub(crate) struct Members {
    members: Vec<Member>,
}

#[derive(Serialize)]
struct Member {
    subject: String,
    name: Option<String>,
    since: Option<String>,
    version: Option<String>,
    line: &'static str,
    line_since: Option<String>,
    certificate_until: Option<String>,
    revoked: Option<String>,
    invited_until: Option<String>,
    #[serde(skip)]
    shown: [String; 6],
}

impl Members {
    /// Takes what the federator lists.
    pub(crate) fn from_wire(members: Vec<wire::Member>) -> Result<Self, Failure> {
        let members: Result<Vec<Member>, Failure> = members.into_iter().map(member).collect();
        Ok(Self { members: members? })
    }
}

fn member(member: wire::Member) -> Result<Member, Failure> {
    let line = match member.line() {
        wire::MemberLine::Up => "up",
        wire::MemberLine::Away => "away",
        wire::MemberLine::None => "none",
        wire::MemberLine::Unspecified => {
            return Err(Failure::other("line: it is none that is known here"));
        }
    };
    Ok(Member {
        shown: row(&member, line),
        since: moment(member.since_ms),
        line_since: moment(member.line_since_ms),
        certificate_until: moment(member.until_ms),
        revoked: moment(member.revoked_ms),
        invited_until: moment(member.invited_until_ms),
        subject: member.subject,
        name: some(member.name),
        version: some(member.version),
        line,
    })
}

/// One line of the table: who is out or not in yet has no line to speak of.
fn row(member: &wire::Member, line: &str) -> [String; 6] {
    let since = |ms| moment_for_people(ms).map(|at| format!(" since {at}"));
    let standing = match (
        moment_for_people(member.revoked_ms),
        moment_for_people(member.invited_until_ms),
    ) {
        (Some(at), _) => format!("revoked {at}"),
        (None, Some(until)) if member.since_ms == 0 => format!("invited until {until}"),
        (None, _) if line == "none" => String::new(),
        (None, _) => format!("{line}{}", since(member.line_since_ms).unwrap_or_default()),
    };
    [
        member.subject.clone(),
        member.name.clone(),
        moment_for_people(member.since_ms).unwrap_or_default(),
        member.version.clone(),
        standing,
        moment_for_people(member.until_ms).unwrap_or_default(),
    ]
}

impl Shown for Members {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let heads = [
            Column::Left("MEMBER"),
            Column::Left("NAME"),
            Column::Left("SINCE"),
            Column::Left("VERSION"),
            Column::Left("LINE"),
            Column::Left("CERTIFICATE UNTIL"),
        ];
        let rows = self.members.iter().map(|member| member.shown.to_vec());
        let rows: Vec<Vec<String>> = rows.collect();
        columns::write(&heads, &rows, terminal)
    }
}
