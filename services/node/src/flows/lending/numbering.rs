//! Under which numbers are reports told? They begin anew where one side may have forgotten what the other remembers.

use crate::draft::Draft;
use crate::ledger::{JourneyRow, OwnRequest, ReportRow, ScanRow};
use navette_domain::identity::RequestId;
use navette_domain::lending::Report;

/// Begins a new numbering and gives what waited under the old one, in order. Scans told under it cannot be taken back.
pub(super) fn begin_numbering(draft: &mut Draft<'_>, numbering: u64) -> Vec<Report> {
    let state = draft.state;
    let meta = draft.meta_mut();
    meta.numbering = numbering;
    meta.last_report = 0;
    meta.acknowledged = 0;
    for number in state.tables().outbox.keys() {
        draft.remove::<ReportRow>(*number);
    }
    for number in state.tables().scans.keys() {
        draft.remove::<ScanRow>(*number);
    }
    for (id, row) in &state.tables().journeys {
        let row = JourneyRow {
            federator: 0,
            heard: 0,
            said: None,
            ..row.clone()
        };
        draft.put(*id, row);
    }
    for (id, row) in &state.tables().own_requests {
        let report = 0;
        draft.put(
            *id,
            OwnRequest {
                report,
                ..row.clone()
            },
        );
    }
    let waiting = state.tables().outbox.values();
    waiting.map(|row| row.report.clone()).collect()
}

/// Keeps which report placed a request.
pub(super) fn note_placed(draft: &mut Draft<'_>, request: RequestId, report: u64) {
    if let Some(own) = draft.get::<OwnRequest>(&request) {
        draft.put(request, OwnRequest { report, ..own });
    }
}
