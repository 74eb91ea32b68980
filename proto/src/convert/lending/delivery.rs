//! Many reports to the federator and many views to a node: whole calls, wire and domain.
//!
//! One bad row refuses itself and no other, so that nothing waits behind it for ever.

use super::{report, view};
use crate::Refusal;
use crate::convert::limits::{CALL_ROWS, at_most};
use crate::convert::{identity, incarnation, refusal};
use crate::wire::lending as wire;
use navette_domain::catalogue::LibraryId;
use navette_domain::lending::{Report, View};

/// Reports of one node, in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reports {
    /// Who reports, as the message says: whether the caller may say so is not known here.
    pub library: LibraryId,
    /// Of the node's ledger.
    pub incarnation: u64,
    /// Number and report, or why it cannot be read; the numbers follow each other without gaps.
    pub reports: Vec<(u64, Result<Report, Refusal>)>,
    /// The node asks for everything open.
    pub deliver_all: bool,
}

/// Views for one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Views {
    /// Of the federator's ledger.
    pub incarnation: u64,
    /// In the order sent, or why one cannot be read.
    pub views: Vec<Result<View, Refusal>>,
    /// A series begins that names everything open.
    pub first: bool,
    /// The series has named everything.
    pub complete: bool,
    /// The newest report of the node that the views take into account.
    pub heard: u64,
    /// The incarnation of the node in which it was numbered, where one is known.
    pub heard_incarnation: Option<u64>,
}

/// Reads a call of reports, refusing gaps in the numbers and more than 500.
pub fn reports_from_wire(call: wire::ReportRequest) -> Result<Reports, Refusal> {
    at_most("reports", call.reports.len(), CALL_ROWS, "reports")?;
    let mut reports = Vec::with_capacity(call.reports.len());
    let mut expected = None;
    for (place, row) in call.reports.into_iter().enumerate() {
        if row.number == 0 || expected.is_some_and(|expected| expected != row.number) {
            let field = format!("reports[{place}].number");
            let reason = format!("{} is not the number that follows", row.number);
            return Err(Refusal::field(field, reason));
        }
        expected = row.number.checked_add(1);
        let read = row
            .report
            .ok_or_else(|| Refusal::field("report", "it is missing"))
            .and_then(report::from_wire);
        reports.push((row.number, read));
    }
    Ok(Reports {
        library: identity::library("library", &call.library)?,
        incarnation: incarnation::needed("incarnation", &call.incarnation)?,
        reports,
        deliver_all: call.deliver_all,
    })
}

/// Writes one numbered report.
pub fn numbered_to_wire(number: u64, sent: &Report) -> wire::NumberedReport {
    wire::NumberedReport {
        number,
        report: Some(report::to_wire(sent)),
    }
}

/// Writes that a report was refused.
pub fn refused_report_to_wire(number: u64, why: &Refusal) -> wire::RefusedReport {
    wire::RefusedReport {
        number,
        refusal: Some(refusal::to_wire(why)),
    }
}

/// Reads a call of views, refusing more than 500.
pub fn views_from_wire(call: wire::DeliverViewsRequest) -> Result<Views, Refusal> {
    at_most("views", call.views.len(), CALL_ROWS, "views")?;
    Ok(Views {
        incarnation: incarnation::needed("incarnation", &call.incarnation)?,
        views: call.views.into_iter().map(view::from_wire).collect(),
        first: call.first,
        complete: call.complete,
        heard: call.heard,
        heard_incarnation: incarnation::from_wire("heard_incarnation", &call.heard_incarnation)?,
    })
}

/// Writes a call of views; those that cannot be read are left out.
pub fn views_to_wire(views: &Views) -> wire::DeliverViewsRequest {
    wire::DeliverViewsRequest {
        incarnation: incarnation::to_wire(Some(views.incarnation)),
        views: views.views.iter().flatten().map(view::to_wire).collect(),
        first: views.first,
        complete: views.complete,
        heard: views.heard,
        heard_incarnation: incarnation::to_wire(views.heard_incarnation),
    }
}

/// Writes which version of what was taken.
pub fn taken_to_wire(taken: &View) -> wire::TakenView {
    match taken {
        View::Request(request) => wire::TakenView {
            kind: wire::ViewKind::Request as i32,
            id: request.id.to_string(),
            version: request.version,
        },
        View::Journey(journey) => wire::TakenView {
            kind: wire::ViewKind::Journey as i32,
            id: journey.id.to_string(),
            version: journey.version,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{a_request_view, an_item, reports};
    use super::*;

    fn a_call() -> wire::ReportRequest {
        let rows = reports().into_iter().zip(7..);
        wire::ReportRequest {
            library: "aire".into(),
            incarnation: incarnation::to_wire(Some(5)),
            reports: rows
                .map(|(report, number)| numbered_to_wire(number, &report))
                .collect(),
            deliver_all: true,
        }
    }

    #[test]
    fn a_call_of_reports_survives_the_wire() {
        let read = reports_from_wire(a_call());
        let expected: Vec<_> = (7..).zip(reports().into_iter().map(Ok)).collect();
        assert_eq!(read.map(|read| read.reports), Ok(expected));
    }

    #[test]
    fn one_bad_report_refuses_itself_and_no_other() {
        let mut call = a_call();
        call.reports[1].report = None;
        let read = reports_from_wire(call).map(|read| read.reports);
        let sound = read.map(|read| read.iter().map(|(_, one)| one.is_ok()).collect::<Vec<_>>());
        let expected: Vec<_> = (0..reports().len()).map(|place| place != 1).collect();
        assert_eq!(sound, Ok(expected));
    }

    #[test]
    fn gaps_and_too_many_reports_are_refused() {
        let mut call = a_call();
        call.reports[2].number = 90;
        let told = reports_from_wire(call).map_err(|refusal| refusal.to_string());
        let expected = "reports[2].number: 90 is not the number that follows";
        assert_eq!(told, Err(expected.into()));
        let mut call = a_call();
        let row = numbered_to_wire(1, &Report::Available(an_item()));
        call.reports = vec![row; 501];
        let told = reports_from_wire(call).map_err(|refusal| refusal.to_string());
        let expected = "reports has 501 reports, the limit is 500";
        assert_eq!(told, Err(expected.into()));
    }

    #[test]
    fn a_call_of_views_survives_the_wire() {
        let views = Views {
            incarnation: 3,
            views: vec![Ok(View::Request(a_request_view()))],
            first: true,
            complete: false,
            heard: 12,
            heard_incarnation: None,
        };
        assert_eq!(views_from_wire(views_to_wire(&views)), Ok(views));
        let taken = taken_to_wire(&View::Request(a_request_view()));
        assert_eq!(taken.kind, wire::ViewKind::Request as i32);
        assert_eq!(taken.version, a_request_view().version);
    }
}
