//! Was an item read in the library? Counted without a name; it is not promised to anybody while it lies on a table.

use super::counter_item::counter_item;
use crate::draft::About;
use crate::ledger::{NodeState, Place, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::{InHouseRefusal, decide_in_house_use};
use navette_domain::identity::{Barcode, ItemId, StaffId};
use navette_domain::time::Now;
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Notes that an own item is being read in the library; scanning it ends that.
    pub fn read_in_house(
        &self,
        barcode: Barcode,
        by: StaffId,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
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
            draft.note(by, StaffAct::Scanned, About::item(&item));
            Ok(())
        })
    }
}
