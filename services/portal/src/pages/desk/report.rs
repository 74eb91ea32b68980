//! What was lent here, month by month, and what have this library and the others lent each other? Loans are counted from those that the
//! library remembers, exchanges by the federator; nobody is named.

use super::at_desk::{Around, AtDesk};
use super::csv::csv_answer;
use super::exchange::{self, OwnExchange};
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::clock::steady;
use crate::pages::exchange_days::AskedDays;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::Visit;
use askama::Template;
use navette_proto::wire::circulation::{ListLoansRequest, Loan, LoanState};
use std::collections::BTreeMap;
use std::time::Duration;

/// Pages of loans that are counted; beyond, the report says so.
const PAGES_MAX: usize = 100;
/// Counting that takes longer stops there, and the report says so: a page has its own, longer limit.
const COUNTING: Duration = Duration::from_secs(8);

#[derive(Template)]
#[template(path = "desk/report.html")]
struct ReportPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    report: &'a Report,
    /// Nothing but words where the federator does not count.
    exchange: Result<OwnExchange, &'static str>,
    /// The coordinator's own figures are served here too.
    territory: bool,
}

/// What was counted.
#[derive(Default)]
struct Report {
    /// By month, the newest first.
    months: Vec<(String, Counts)>,
    open: u64,
    overdue: u64,
    to_settle: u64,
    /// There are more loans than were counted.
    cut: bool,
}

#[derive(Clone, Default)]
struct Counts {
    lent: u64,
    for_requests: u64,
    of_others: u64,
    renewals: u64,
    returned: u64,
}

pub(crate) async fn show(at: AtDesk, asked: Asked) -> Answer {
    let asked = AskedDays::read(&asked);
    let (report, exchange, around) =
        tokio::try_join!(counted(&at), exchange::own(&at, &asked), at.around())?;
    page(&ReportPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        report: &report,
        exchange,
        territory: at.portal.config.federator.is_some(),
    })
}

pub(crate) async fn as_csv(at: AtDesk) -> Answer {
    let (say, report) = (at.say(), counted(&at).await?);
    let head = [
        say.report_month(),
        say.report_lent(),
        say.report_for_requests(),
        say.report_of_others(),
        say.report_renewals(),
        say.report_returned(),
    ];
    let mut rows = vec![head.iter().map(|word| (*word).to_owned()).collect()];
    for (month, counts) in &report.months {
        let numbers = [
            counts.lent,
            counts.for_requests,
            counts.of_others,
            counts.renewals,
            counts.returned,
        ];
        let mut row = vec![month.clone()];
        row.extend(numbers.iter().map(u64::to_string));
        rows.push(row);
    }
    Ok(csv_answer(&rows, "attachment; filename=\"bilan.csv\""))
}

async fn counted(at: &AtDesk) -> Result<Report, Trouble> {
    let mut report = Report::default();
    let mut months: BTreeMap<String, Counts> = BTreeMap::new();
    let mut circulation = at.circulation()?;
    let mut page_token = String::new();
    let begun = steady();
    for read in 0.. {
        if read == PAGES_MAX || steady().saturating_sub(begun) > COUNTING {
            report.cut = true;
            break;
        }
        let request = ListLoansRequest {
            ended_too: true,
            page_size: 200,
            page_token,
            ..ListLoansRequest::default()
        };
        let page = circulation.list_loans(request).await?.into_inner();
        for loan in &page.loans {
            count(&mut report, &mut months, at.session.library.as_str(), loan);
        }
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    report.months = months.into_iter().rev().collect();
    Ok(report)
}

fn count(report: &mut Report, months: &mut BTreeMap<String, Counts>, own: &str, loan: &Loan) {
    let month = |day: &str| day.get(..7).unwrap_or_default().to_owned();
    let counts = months.entry(month(&loan.lent_on)).or_default();
    counts.lent += 1;
    counts.renewals += u64::from(loan.renewals);
    counts.for_requests += u64::from(!loan.request.is_empty());
    let is_others = loan.item.as_ref().is_some_and(|item| item.library != own);
    counts.of_others += u64::from(is_others);
    match loan.state() {
        LoanState::Returned => {
            months.entry(month(&loan.since)).or_default().returned += 1;
        }
        LoanState::Lost | LoanState::Damaged => report.to_settle += 1,
        LoanState::OnLoan | LoanState::ClaimedReturned | LoanState::Unspecified => {
            report.open += 1;
            report.overdue += u64::from(loan.days_late > 0);
        }
    }
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
