//! An item on the hold shelf is handed over, against a pick-up code or a card: whichever was shown, and whichever item was meant.

use super::at_desk::{Around, AtDesk, is_session_over};
use super::outcome::{item_of, named};
use super::work_act::noted;
use crate::answer::{Answer, page};
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use navette_proto::wire::desk::hand_over_request::To;
use navette_proto::wire::desk::{Act, HandOverRequest, ListWorkRequest, WorkItem, WorkKind};
use navette_proto::wire::identity::{Card, ItemId};

/// Length of a pick-up code. A card's number may be as long.
const PICKUP_CODE_CHARS: usize = 5;
/// Pages of the hold shelf that are looked through: no shelf holds more.
const PAGES_MAX: usize = 25;
/// Lines of each.
const LINES: u32 = 200;

#[derive(Template)]
#[template(path = "desk/hand_over.html")]
struct WhichPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    back: &'a str,
    what: &'a str,
    list: &'a str,
    items: Vec<(String, String)>,
}

/// Hands it over, or asks which of several items with one barcode it is.
pub(super) async fn hand_over(at: &AtDesk, posted: &Posted, back: &str) -> Answer {
    let fields = &posted.fields;
    let (what, scanned) = (fields.get("quoi"), fields.get("document"));
    if what.is_empty() || scanned.is_empty() {
        let why = [at.say().error_hand_over().to_owned()];
        return at.stop(&why, back).await;
    }
    // What a slip holds names the library too; a bare barcode is of an item that waits here, or of this library.
    let waiting = match item_of(scanned) {
        Some(item) => Ok(item),
        None => match on_the_shelf(at, scanned).await {
            Ok(found) => one_of(found, what, scanned, at.session.library.as_str()),
            Err(trouble) => return at.stop_for(trouble, back).await,
        },
    };
    let item = match waiting {
        Ok(item) => item,
        Err(several) => return which(at, posted, back, several).await,
    };
    match handed(at, posted, what, item).await {
        Ok(act) => noted(at, act.as_slice(), back),
        Err(trouble) => at.stop_for(trouble, back).await,
    }
}

/// Tries each way of reading what was shown; where none fits, the first says why.
async fn handed(
    at: &AtDesk,
    posted: &Posted,
    what: &str,
    item: ItemId,
) -> Result<Option<Act>, Trouble> {
    let mut first = None;
    for to in readings(what) {
        let read = match &to {
            To::PickupCode(_) => "code",
            To::Card(_) => "card",
        };
        let request = HandOverRequest {
            request_id: at.command(posted, &["remettre", read, what, &named(&item)]),
            item: Some(item.clone()),
            staff: 0,
            to: Some(to),
        };
        match at.desk()?.hand_over(request).await {
            Ok(answer) => return Ok(answer.into_inner().act),
            Err(status) if is_session_over(&status) => return Err(status.into()),
            Err(status) => first = first.or(Some(status)),
        }
    }
    Err(first.map_or(Trouble::Broken, Trouble::from))
}

/// What looks like a pick-up code may also be the number of a card.
fn readings(what: &str) -> Vec<To> {
    let card = To::Card(Card {
        library: String::new(),
        number: what.to_owned(),
    });
    match what.chars().count() {
        PICKUP_CODE_CHARS => vec![To::PickupCode(what.to_uppercase()), card],
        _ => vec![card],
    }
}

/// Finds what waits here under a barcode.
async fn on_the_shelf(at: &AtDesk, barcode: &str) -> Result<Vec<WorkItem>, Trouble> {
    let mut desk = at.desk()?;
    let (mut found, mut page_token) = (Vec::new(), String::new());
    for _ in 0..PAGES_MAX {
        let request = ListWorkRequest {
            kind: WorkKind::HoldShelf as i32,
            page_size: LINES,
            page_token,
        };
        let page = desk.list_work(request).await?.into_inner();
        let meant = |line: &WorkItem| {
            line.item
                .as_ref()
                .is_some_and(|item| item.barcode == barcode)
        };
        found.extend(page.work.into_iter().filter(meant));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    Ok(found)
}

/// Chooses the item that is meant: the one that waits under the code, or the only one; several are for a person to tell apart.
fn one_of(
    found: Vec<WorkItem>,
    what: &str,
    barcode: &str,
    own: &str,
) -> Result<ItemId, Vec<WorkItem>> {
    let under_code = |line: &&WorkItem| line.pickup_code.eq_ignore_ascii_case(what);
    let mut coded = found.iter().filter(under_code);
    if let (Some(only), None) = (coded.next(), coded.next()) {
        return Ok(only.item.clone().unwrap_or_default());
    }
    if found.len() > 1 {
        return Err(found);
    }
    let only = found.into_iter().next().and_then(|line| line.item);
    Ok(only.unwrap_or_else(|| ItemId {
        library: own.to_owned(),
        barcode: barcode.to_owned(),
    }))
}

async fn which(at: &AtDesk, posted: &Posted, back: &str, several: Vec<WorkItem>) -> Answer {
    let around = at.around().await?;
    let items = several.into_iter();
    page(&WhichPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        back,
        what: posted.fields.get("quoi"),
        list: posted.fields.get("liste"),
        items: items
            .map(|line| (named(&line.item.unwrap_or_default()), line.title))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(library: &str, code: &str) -> WorkItem {
        WorkItem {
            item: Some(ItemId {
                library: library.into(),
                barcode: "12".into(),
            }),
            pickup_code: code.into(),
            ..WorkItem::default()
        }
    }

    #[test]
    fn a_short_number_is_tried_as_a_code_and_as_a_card() {
        assert!(
            matches!(readings("k7m2p").as_slice(), [To::PickupCode(code), To::Card(_)] if code == "K7M2P")
        );
        assert!(matches!(readings("000042").as_slice(), [To::Card(_)]));
    }

    #[test]
    fn of_equal_barcodes_the_code_decides_or_else_a_person() {
        let both = || vec![waits("aire", "AAAAA"), waits("lumbres", "BBBBB")];
        let library = |found: Result<ItemId, Vec<WorkItem>>| found.map(|item| item.library).ok();
        assert_eq!(
            library(one_of(both(), "bbbbb", "12", "arques")).as_deref(),
            Some("lumbres")
        );
        assert_eq!(library(one_of(both(), "000042", "12", "arques")), None);
        assert_eq!(
            library(one_of(vec![waits("aire", "")], "000042", "12", "arques")).as_deref(),
            Some("aire")
        );
        assert_eq!(
            library(one_of(Vec::new(), "000042", "12", "arques")).as_deref(),
            Some("arques")
        );
    }
}
