//! What a node tells the federator, wire and domain.

use super::states::supply_failure;
use super::{placement, scan};
use crate::Refusal;
use crate::convert::limits::{SHELFMARK_CHARS, TITLE_CHARS, cut, grams, needed, text};
use crate::convert::{day, identity, ids};
use crate::wire::lending as wire;
use navette_domain::lending::Report;
use wire::report::What;

/// Writes a report.
pub fn to_wire(report: &Report) -> wire::Report {
    let what = match report {
        Report::Placed(placed) => What::Placed(placement::to_wire(placed)),
        Report::Cancelled(request) => What::Cancelled(wire::ReportedCancellation {
            request: request.to_string(),
        }),
        Report::Suspended(request, until) => What::Suspended(wire::ReportedSuspension {
            request: request.to_string(),
            until: day::to_wire(*until),
        }),
        Report::Resumed(request) => What::Resumed(wire::ReportedResumption {
            request: request.to_string(),
        }),
        Report::Committed {
            request,
            journey,
            item,
            title,
            shelfmark,
            grams,
        } => What::Committed(wire::ReportedCommitment {
            request: request.to_string(),
            journey: journey.to_string(),
            item: Some(identity::item_to_wire(item)),
            title: cut(title, TITLE_CHARS),
            shelfmark: cut(shelfmark, SHELFMARK_CHARS),
            grams: *grams,
        }),
        Report::Declined {
            request,
            journey,
            why,
        } => What::Declined(wire::ReportedDecline {
            request: request.to_string(),
            journey: journey.to_string(),
            why: supply_failure::to_wire(*why),
        }),
        Report::Scanned(scanned) => What::Scanned(scan::to_wire(scanned)),
        Report::Undone { item, report } => What::Undone(wire::ReportedUndoing {
            item: Some(identity::item_to_wire(item)),
            report: *report,
        }),
        Report::Told(request) => What::Told(wire::ReportedTelling {
            request: request.to_string(),
        }),
        Report::DueChanged(request, due) => What::DueChanged(wire::ReportedDueChange {
            request: request.to_string(),
            due: day::to_wire(Some(*due)),
        }),
        Report::Settled(request) => What::Settled(wire::ReportedSettlement {
            request: request.to_string(),
        }),
        Report::HomeRefused(request) => What::HomeRefused(wire::ReportedHomeRefusal {
            request: request.to_string(),
        }),
        Report::Available(item) => What::Available(identity::item_to_wire(item)),
        Report::CaughtUp => What::CaughtUp(wire::ReportedCatchingUp {}),
    };
    wire::Report { what: Some(what) }
}

/// Reads a report.
pub fn from_wire(report: wire::Report) -> Result<Report, Refusal> {
    let what = needed("what", report.what)?;
    let name = name(&what);
    read(what).map_err(|refusal| refusal.within(name))
}

fn name(what: &What) -> &'static str {
    match what {
        What::Placed(_) => "placed",
        What::Cancelled(_) => "cancelled",
        What::Suspended(_) => "suspended",
        What::Resumed(_) => "resumed",
        What::Committed(_) => "committed",
        What::Declined(_) => "declined",
        What::Scanned(_) => "scanned",
        What::Undone(_) => "undone",
        What::Told(_) => "told",
        What::DueChanged(_) => "due_changed",
        What::Settled(_) => "settled",
        What::HomeRefused(_) => "home_refused",
        What::Available(_) => "available",
        What::CaughtUp(_) => "caught_up",
    }
}

fn read(what: What) -> Result<Report, Refusal> {
    let request = |text: &str| ids::request("request", text);
    match what {
        What::Placed(placed) => placement::from_wire(placed).map(Report::Placed),
        What::Cancelled(sent) => request(&sent.request).map(Report::Cancelled),
        What::Suspended(sent) => Ok(Report::Suspended(
            request(&sent.request)?,
            day::from_wire("until", &sent.until)?,
        )),
        What::Resumed(sent) => request(&sent.request).map(Report::Resumed),
        What::Committed(sent) => committed(sent),
        What::Declined(sent) => Ok(Report::Declined {
            request: request(&sent.request)?,
            journey: ids::journey("journey", &sent.journey)?,
            why: supply_failure::from_wire("why", sent.why)?,
        }),
        What::Scanned(scanned) => scan::from_wire(scanned).map(Report::Scanned),
        What::Undone(sent) => Ok(Report::Undone {
            item: identity::item("item", sent.item)?,
            report: sent.report,
        }),
        What::Told(sent) => request(&sent.request).map(Report::Told),
        What::DueChanged(sent) => Ok(Report::DueChanged(
            request(&sent.request)?,
            day::needed("due", &sent.due)?,
        )),
        What::Settled(sent) => request(&sent.request).map(Report::Settled),
        What::HomeRefused(sent) => request(&sent.request).map(Report::HomeRefused),
        What::Available(item) => identity::item_itself(&item).map(Report::Available),
        What::CaughtUp(wire::ReportedCatchingUp {}) => Ok(Report::CaughtUp),
    }
}

fn committed(sent: wire::ReportedCommitment) -> Result<Report, Refusal> {
    Ok(Report::Committed {
        request: ids::request("request", &sent.request)?,
        journey: ids::journey("journey", &sent.journey)?,
        item: identity::item("item", sent.item)?,
        title: text("title", sent.title, TITLE_CHARS)?,
        shelfmark: text("shelfmark", sent.shelfmark, SHELFMARK_CHARS)?,
        grams: grams("grams", sent.grams)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::reports;
    use super::*;

    #[test]
    fn every_report_survives_the_wire() {
        for report in reports() {
            assert_eq!(from_wire(to_wire(&report)), Ok(report));
        }
    }

    #[test]
    fn a_report_of_nothing_is_refused() {
        let told = from_wire(wire::Report { what: None }).map_err(|refusal| refusal.to_string());
        assert_eq!(told, Err("what: it is missing".into()));
    }

    #[test]
    fn a_refused_field_is_named_with_the_kind_of_report() {
        let sent = wire::Report {
            what: Some(What::Told(wire::ReportedTelling {
                request: "7".into(),
            })),
        };
        let told = from_wire(sent).map_err(|refusal| refusal.to_string());
        let expected = "told.request: \"7\" is not 32 hexadecimal digits";
        assert_eq!(told, Err(expected.into()));
    }
}
