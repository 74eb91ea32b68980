//! What exactly is asked for, and under which title? The catalogue says what was not typed; the federator's first, then the node's.

use super::place::Arguments;
use crate::connection::Address;
use crate::failure::Failure;
use navette_domain::catalogue::Part;
use navette_proto::convert::part;
use navette_proto::wire::catalogue::{GetRecordRequest, GetRecordResponse, Work};
use navette_proto::wire::lending::target::Only;
use navette_proto::wire::lending::{Target, WantedCopy};

/// A target and the title it is known by.
pub(super) struct Wanted {
    pub(super) target: Target,
    pub(super) title: String,
}

/// Completes what was typed.
pub(super) async fn of(arguments: &Arguments) -> Result<Wanted, Failure> {
    let edition_missing = arguments.copy.is_some() && arguments.edition.is_none();
    let work = match (&arguments.title, edition_missing) {
        (Some(_), false) => None,
        (Some(_), true) | (None, _) => Some(described(arguments).await?),
    };
    let title = arguments.title.clone();
    let title = title.or_else(|| work.as_ref().map(|work| work.title.clone()));
    Ok(Wanted {
        target: Target {
            work: arguments.work.clone(),
            part: part_asked(arguments)?.as_ref().map(part::to_wire),
            only: only(arguments, work.as_ref())?,
        },
        title: title.unwrap_or_default(),
    })
}

fn part_asked(arguments: &Arguments) -> Result<Option<Part>, Failure> {
    let Some(label) = &arguments.part else {
        return Ok(None);
    };
    match Part::from_label(label) {
        Some(part) => Ok(Some(part)),
        None => Err(Failure::usage("the label of the part is empty")),
    }
}

fn only(arguments: &Arguments, work: Option<&Work>) -> Result<Option<Only>, Failure> {
    let edition = arguments.edition.clone();
    let Some(item) = arguments.copy.clone() else {
        return Ok(edition.map(Only::Edition));
    };
    let edition = match (edition, work.map(|work| work.editions.as_slice())) {
        (Some(edition), _) => edition,
        (None, Some([single])) => single.edition.clone(),
        (None, _) => {
            return Err(Failure::usage(format!(
                "work {} has several editions: which one the copy is of must be said",
                arguments.work
            ))
            .hint("add --edition KEY; `navette show` lists the editions"));
        }
    };
    Ok(Some(Only::Copy(WantedCopy {
        item: Some(item),
        edition,
    })))
}

async fn described(arguments: &Arguments) -> Result<Work, Failure> {
    let asked = &arguments.asked;
    let at_federator = record(&asked.at, &arguments.work).await;
    let answer = match at_federator {
        Ok(answer) => answer,
        Err(failure) if failure.is_unreachable() => {
            let at_node = record(&asked.node, &arguments.work).await;
            at_node.map_err(|failure| {
                if failure.is_unreachable() {
                    return failure;
                }
                Failure::other(format!(
                    "the federator does not answer, and {} does not know work {}",
                    asked.node, arguments.work
                ))
                .hint("say --title TITLE, and with --copy also --edition KEY")
            })?
        }
        Err(failure) => return Err(failure),
    };
    answer.work.ok_or_else(|| {
        Failure::other(format!(
            "work {} comes without a description",
            arguments.work
        ))
    })
}

async fn record(address: &Address, work: &str) -> Result<GetRecordResponse, Failure> {
    let request = GetRecordRequest {
        work: work.to_owned(),
    };
    let answer = address.connect().await?.get_record(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, address))?;
    Ok(answer.into_inner())
}
