//! How is an answer said on the wire? Names, dates and states of libraries beside what they hold.

use crate::ask::Asked;
use crate::knowledge::Knowledge;
use crate::line::Line;
use crate::member::Member;
use navette_domain::catalogue::WorkResult;
use navette_proto::convert;
use navette_proto::wire::catalogue as wire;
use std::sync::Arc;
use std::time::Duration;

/// Names a library for people.
pub(crate) fn library_name<'a>(members: &'a [Arc<Member>], library: &str) -> &'a str {
    members
        .iter()
        .find(|member| member.library.as_str() == library)
        .map_or("", |member| &member.config.name)
}

/// Writes a work with the names of its libraries.
pub(crate) fn work_to_wire(members: &[Arc<Member>], work: &WorkResult) -> wire::Work {
    convert::work::to_wire(work, |library| library_name(members, library))
}

/// Says how a library took part in an answer.
pub(crate) fn status_of(
    member: &Member,
    knowledge: &Knowledge,
    asked: Asked,
    elapsed: Duration,
    works: u64,
) -> wire::LibraryStatus {
    let copy = member.copy();
    let state = match asked {
        Asked::Answered => wire::LibraryState::Answered,
        Asked::NotNeeded => wire::LibraryState::NotNeeded,
        Asked::Slow | Asked::Late | Asked::Away if copy.as_of.is_none() => {
            wire::LibraryState::Unknown
        }
        Asked::Slow => wire::LibraryState::Slow,
        Asked::Late => wire::LibraryState::Late,
        Asked::Away => wire::LibraryState::Away,
    };
    let as_of_ms = if asked == Asked::Answered {
        0
    } else {
        copy.as_of.map_or(0, |as_of| as_of.0)
    };
    wire::LibraryStatus {
        library: member.library.to_string(),
        library_name: member.config.name.clone(),
        state: state as i32,
        as_of_ms,
        elapsed_ms: u32::try_from(elapsed.as_millis()).unwrap_or(u32::MAX),
        works,
        records: knowledge.records_of(&member.library),
    }
}

/// Says how a library stands when nobody asks anything of it.
pub(crate) fn standing(member: &Member) -> Asked {
    match member.line() {
        Line::Answering => Asked::Answered,
        Line::Slow => Asked::Slow,
        Line::Late => Asked::Late,
        Line::Away => Asked::Away,
    }
}
