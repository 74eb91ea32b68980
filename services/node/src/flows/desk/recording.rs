//! How can a scan be taken back later? The rows it changed are kept as they were before and after.

use crate::draft::{About, Draft};
use crate::ledger::{ChangedRow, NodeChange, SCANS_KEPT, ScanRow, StaffAct};
use navette_domain::identity::{ItemId, JourneyId, StaffId};
use std::collections::BTreeMap;

/// Records what this command has changed so far as one scan, and gives its number.
pub(crate) fn record(
    draft: &mut Draft<'_>,
    by: StaffId,
    item: &ItemId,
    journey: Option<JourneyId>,
) -> u64 {
    let mut rows: BTreeMap<Vec<u8>, ChangedRow> = BTreeMap::new();
    for change in draft
        .unrecorded()
        .iter()
        .filter(|change| is_put_back(change))
    {
        let key = change.key();
        let before = draft.state.tables().value_now(change);
        let after = change.value();
        let row = ChangedRow {
            key: key.clone(),
            before,
            after,
        };
        rows.insert(key, row);
    }
    draft.meta_mut().last_scan += 1;
    let number = draft.meta().last_scan;
    let row = ScanRow {
        item: item.clone(),
        journey,
        by,
        at: draft.now.at,
        reports: draft.unrecorded_reports().to_vec(),
        rows: rows.into_values().collect(),
        undone: false,
    };
    draft.put(number, row);
    draft.recorded();
    if let Some(old) = number.checked_sub(SCANS_KEPT)
        && draft.get::<ScanRow>(&old).is_some()
    {
        draft.remove::<ScanRow>(old);
    }
    draft.note(by, StaffAct::Scanned, About::item(item));
    number
}

/// Says whether a row belongs to what a scan did: where the item is, who has it, what that costs, and what need not be told any
/// more.
fn is_put_back(change: &NodeChange) -> bool {
    match change {
        NodeChange::ItemRow(..)
        | NodeChange::LoanRow(..)
        | NodeChange::ChargeRow(..)
        | NodeChange::NoticeRow(..) => true,
        NodeChange::MetaRow(..)
        | NodeChange::JourneyRow(..)
        | NodeChange::RequestRow(..)
        | NodeChange::OwnRequest(..)
        | NodeChange::PatronRow(..)
        | NodeChange::PersonRow(..)
        | NodeChange::ReportRow(..)
        | NodeChange::ScanRow(..)
        | NodeChange::StaffRow(..)
        | NodeChange::StaffAccountRow(..)
        | NodeChange::SessionRow(..)
        | NodeChange::PatronPasswordRow(..)
        | NodeChange::SignInLinkRow(..)
        | NodeChange::PrivateLinkRow(..)
        | NodeChange::SavedListRow(..)
        | NodeChange::ApplicationRow(..)
        | NodeChange::ConflictRow(..)
        | NodeChange::VisitOverRow(..)
        | NodeChange::AnswerRow(..)
        | NodeChange::ErasedRow(..) => false,
    }
}
