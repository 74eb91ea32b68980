//! Was an item read in the library? Counted without a name; it is not promised to anybody while it lies on a table.

use super::counter_item::counter_item;
use crate::draft::{About, Draft};
use crate::ledger::{NodeState, Place, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::{InHouseRefusal, decide_in_house_use};
use navette_domain::identity::{Barcode, ItemId, StaffId};
use navette_domain::time::{Day, Now};
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Notes that an own item is being read in the library; scanning it ends that. Gives how often it was this year.
    pub fn read_in_house(
        &self,
        barcode: Barcode,
        by: StaffId,
        now: Now,
    ) -> Result<u64, DeskRefusal> {
        self.command(now, move |draft| {
            let item = ItemId {
                library: draft.here().clone(),
                barcode,
            };
            let seen = counter_item(draft, &item);
            let place = draft.place_of(&item);
            let used = decide_in_house_use(&item.barcode, seen.as_ref(), draft.today());
            let refused = |act| DeskRefusal::NotThere {
                item: item.clone(),
                place,
                act,
            };
            match (used, place) {
                (Ok(_), None | Some(Place::ToLookFor | Place::Lost | Place::InHouse)) => {}
                (Err(InHouseRefusal::UnknownItem(barcode)), _) => {
                    return Err(DeskRefusal::UnknownBarcode(barcode));
                }
                (Ok(_), Some(_)) | (Err(_), _) => return Err(refused("be read in the library")),
            }
            let title = draft.title_of(&item);
            draft.place(&item, Place::InHouse, &title);
            let before = uses_this_year(draft, &item);
            draft.note(by, StaffAct::ReadInHouse, About::item(&item));
            Ok(before + 1)
        })
    }
}

/// Counts from the log of what was done at the desk.
fn uses_this_year(draft: &Draft<'_>, item: &ItemId) -> u64 {
    let today = draft.today();
    let (year, _, _) = today.civil();
    let new_year = Day::from_civil(year, 1, 1).unwrap_or(today);
    let days = i64::from(today.0.saturating_sub(new_year.0));
    let minutes = i64::from(draft.now.local.minute);
    let since = draft.now.at.plus_ms(-(days * 1_440 + minutes) * 60_000);
    let rows = draft.state.tables().staff.values();
    let uses = rows.filter(|row| {
        row.act == StaffAct::ReadInHouse && row.at >= since && row.item.as_ref() == Some(item)
    });
    uses.count() as u64
}
