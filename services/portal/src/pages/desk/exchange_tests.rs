//! What does the desk read of its exchanges, and what does a spreadsheet?

use super::super::csv::csv;
use super::*;
use crate::say::Language;
use navette_proto::wire::lending::{ExchangeDays, LentEachOther};

pub(crate) fn november() -> CountExchangeResponse {
    let with = |library: &str, lent, borrowed| LentEachOther {
        library: library.into(),
        lent,
        borrowed,
    };
    CountExchangeResponse {
        own: Some(LibraryExchange {
            library: "aire".into(),
            lent: 5,
            borrowed: 3,
            refused: 2,
            promised: 4,
            kept: 3,
            median_days: Some(6),
        }),
        with: vec![with("lumbres", 1, 3), with("=cmd", 4, 0)],
        days: Some(ExchangeDays {
            from: "2026-11-01".into(),
            until: "2026-11-30".into(),
            today: "2026-11-30".into(),
            remembered_from: "2026-08-01".into(),
        }),
    }
}

pub(crate) fn in_words(language: Language, answer: &CountExchangeResponse) -> OwnExchange {
    shown(Say(language), answer, &Known::default(), "/guichet/aire")
}

#[test]
fn the_days_are_said_and_another_span_is_a_link_away() {
    let exchange = in_words(Language::French, &november());
    assert_eq!(
        exchange.span,
        "Du dimanche 1er novembre 2026 au lundi 30 novembre 2026."
    );
    assert_eq!(exchange.forgotten, None);
    assert_eq!(
        exchange.csv,
        "/guichet/aire/echanges.csv?du=2026-11-01&au=2026-11-30"
    );
    let mut whole_year = november();
    if let Some(days) = &mut whole_year.days {
        days.from = "2025-12-01".into();
    }
    let exchange = in_words(Language::English, &whole_year);
    let forgotten = exchange.forgotten.unwrap_or_default();
    assert!(forgotten.contains("1 August 2026"), "{forgotten}");
    let there = |choice: &SpanChoice| choice.address.ends_with("#echanges");
    assert!(
        exchange.choices.iter().all(there),
        "not at the top of the page"
    );
    let shown: Vec<bool> = exchange.choices.iter().map(|one| one.shown).collect();
    assert_eq!(shown, [false, false, true]);
}

#[test]
fn a_spreadsheet_has_a_line_for_each_library_and_no_formula() {
    let exchange = in_words(Language::English, &november());
    let rows = table(Say(Language::English), exchange);
    let written = csv(&rows);
    let lines: Vec<&str> = written.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "\"'=cmd\";4;0;\"\";\"\";\"\";\"\"",
            "\"lumbres\";1;3;\"\";\"\";\"\";\"\"",
            "\"In all\";5;3;6;4;3;2",
        ]
    );
}

#[test]
fn a_cut_line_a_busy_federator_and_one_that_does_not_count_are_told_apart() {
    let say = Say(Language::English);
    for (status, told) in [
        (Status::unavailable("no"), say.exchange_away()),
        (Status::deadline_exceeded("late"), say.exchange_away()),
        (Status::cancelled("gone"), say.exchange_away()),
        (Status::resource_exhausted("busy"), say.exchange_busy()),
        (Status::internal("broken"), say.exchange_missing()),
        (Status::unimplemented("older"), say.exchange_missing()),
        (Status::permission_denied("no"), say.exchange_missing()),
    ] {
        assert_eq!(why_not(say, &status), told);
    }
}
