//! What is counted in which month, and what does the page show with a line to the federator and without?

#![allow(clippy::unwrap_used)]
use super::super::at_desk::Paper;
use super::super::exchange::tests::{in_words, november};
use super::*;
use crate::say::Language;
use axum::body::Body;
use axum::extract::Request;
use navette_proto::wire::identity::ItemId;

#[test]
fn a_loan_is_counted_in_its_month_and_its_return_in_the_month_of_the_return() {
    let mut report = Report::default();
    let mut months = BTreeMap::new();
    let mut loan = Loan {
        item: Some(ItemId {
            library: "aire".into(),
            barcode: "1".into(),
        }),
        lent_on: "2026-10-31".into(),
        since: "2026-11-12".into(),
        renewals: 1,
        request: "ab".into(),
        ..Loan::default()
    };
    loan.state = LoanState::Returned as i32;
    count(&mut report, &mut months, "arques", &loan);
    loan.state = LoanState::OnLoan as i32;
    loan.days_late = 2;
    count(&mut report, &mut months, "arques", &loan);
    assert_eq!((report.open, report.overdue), (1, 1));
    let october = months.get("2026-10").cloned().unwrap_or_default();
    assert_eq!(
        (october.lent, october.of_others, october.renewals),
        (2, 2, 2)
    );
    let november = months.get("2026-11").cloned().unwrap_or_default();
    assert_eq!((november.lent, november.returned), (0, 1));
}

/// Writes the page with one month of loans.
fn page_with(language: Language, exchange: Result<OwnExchange, &'static str>) -> String {
    let asked = Request::builder().uri("/guichet/aire/bilan");
    let asked = asked.body(Body::empty()).unwrap();
    let visit = Visit::of(&asked, None, false).unwrap();
    let counts = Counts {
        lent: 12,
        ..Counts::default()
    };
    let report = Report {
        months: vec![("2026-11".to_owned(), counts)],
        ..Report::default()
    };
    let desk = Around {
        base: "/guichet/aire".to_owned(),
        name: "Aire".to_owned(),
        who: "camille".to_owned(),
        lists: Vec::new(),
        cut: None,
        paper: Paper::default(),
    };
    let written = ReportPage {
        visit: &visit,
        say: Say(language),
        desk: &desk,
        base: "/guichet/aire",
        report: &report,
        exchange,
        territory: false,
    };
    written.render().unwrap()
}

#[test]
fn the_page_shows_the_months_and_below_what_was_lent_and_borrowed() {
    let exchange = in_words(Language::French, &november());
    let html = page_with(Language::French, Ok(exchange));
    for expected in [
        "<th scope=\"row\">novembre 2026</th>",
        "Échanges avec les autres bibliothèques",
        "<th scope=\"row\">lumbres</th><td data-of=\"Prêtés\">1</td><td data-of=\"Empruntés\">3</td>",
        "<th scope=\"row\">En tout</th><td data-of=\"Prêtés\">5</td><td data-of=\"Empruntés\">3</td>",
        "<dd>3 / 4</dd>",
        "<dd>6</dd>",
        "<b aria-current=\"true\">Ce mois-ci</b>",
        "du=2026-10-01&#38;au=2026-10-31#echanges\">",
        "/guichet/aire/echanges.csv?du=2026-11-01",
    ] {
        assert!(html.contains(expected), "{expected} in {html}");
    }
    let exchange = in_words(Language::English, &november());
    let html = page_with(Language::English, Ok(exchange));
    assert!(html.contains("November 2026"), "{html}");
}

#[test]
fn without_a_line_the_months_stand_and_the_page_says_that_the_rest_comes_back() {
    let say = Say(Language::French);
    let html = page_with(Language::French, Err(say.exchange_away()));
    assert!(html.contains("novembre 2026"), "{html}");
    assert!(html.contains("reviennent avec elle"), "{html}");
    assert!(!html.contains("echanges.csv"), "{html}");
}

#[test]
fn nothing_exchanged_is_said_and_no_empty_table_is_shown() {
    let mut answer = november();
    answer.with.clear();
    let html = page_with(Language::English, Ok(in_words(Language::English, &answer)));
    assert_eq!(html.matches("<table").count(), 1, "{html}");
    assert!(html.contains("Nothing was lent or borrowed"), "{html}");
}
