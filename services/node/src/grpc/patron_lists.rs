//! What patrons put aside for later: that part of `PatronService`.

use super::desk_door::{DeskDoor, call_name};
use super::pages::Page;
use crate::ledger::{SavedListRow, SavedWork};
use navette_domain::identity::PatronNumber;
use navette_domain::privacy::Personal;
use navette_proto::Refusal;
use navette_proto::convert::limits::{TITLE_CHARS, needed, needed_text};
use navette_proto::convert::work;
use navette_proto::wire::patrons as wire;

/// Longest name of a list, in characters.
const NAME_CHARS: usize = 60;

/// Puts a work on a list.
pub(super) async fn add(
    door: &DeskDoor,
    number: PatronNumber,
    asked: wire::AddToListRequest,
) -> Result<(), Refusal> {
    let call = call_name("AddToList", &asked.request_id, &asked)?;
    let list = needed_text("list", asked.list.trim(), NAME_CHARS)?;
    let sent = needed("work", asked.work)?;
    let title = needed_text("work.title", &sent.title, TITLE_CHARS)?;
    let saved = SavedWork {
        work: work::key(&sent.work)?,
        title: Personal::new(title),
    };
    door.command(move |desk| {
        let core = desk.core.as_command(call);
        core.put_aside(number, list, saved, desk.now())
    })
    .await
}

/// Takes a work off a list, or the list away.
pub(super) async fn remove(
    door: &DeskDoor,
    number: PatronNumber,
    asked: wire::RemoveFromListRequest,
) -> Result<(), Refusal> {
    let call = call_name("RemoveFromList", &asked.request_id, &asked)?;
    let list = needed_text("list", asked.list.trim(), NAME_CHARS)?;
    let work = match asked.work.as_str() {
        "" => None,
        named => Some(work::key(named)?),
    };
    door.command(move |desk| {
        let core = desk.core.as_command(call);
        core.take_off(number, list, work, desk.now())
    })
    .await
}

/// Gives the lists of a patron.
pub(super) async fn list(
    door: &DeskDoor,
    number: PatronNumber,
    asked: wire::ListSavedRequest,
) -> Result<wire::ListSavedResponse, Refusal> {
    let list = format!("saved {}", number.0);
    let page = Page::read(list.as_bytes(), asked.page_size, &asked.page_token)?;
    let lists = door.read(move |desk| desk.core.saved_lists(number, desk.now()));
    let (lists, next_page_token) = page.of(lists.await?);
    Ok(wire::ListSavedResponse {
        lists: lists.iter().map(written).collect(),
        next_page_token,
    })
}

fn written(row: &SavedListRow) -> wire::SavedList {
    let works = row.works.iter().map(|saved| wire::SavedWork {
        work: saved.work.to_string(),
        title: saved.title.expose().clone(),
    });
    wire::SavedList {
        name: row.name.expose().clone(),
        works: works.collect(),
    }
}
