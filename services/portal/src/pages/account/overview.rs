//! The account at a glance: what waits, what comes, what is due back, what is owed, and how the card stands.

use super::mine;
use super::shown_loan::ShownLoan;
use super::shown_request::Sorted;
use crate::answer::{Answer, page};
use crate::running::Portal;
use crate::say::Say;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_domain::time::Day;
use navette_proto::wire::patrons::{Patron, Standing};
use std::sync::Arc;

/// A card that ends within so many days is worth a word.
const SOON_DAYS: i32 = 30;

#[derive(Template)]
#[template(path = "account/overview.html")]
struct Overview<'a> {
    visit: &'a Visit,
    say: Say,
    keeps_history: bool,
    name: String,
    card: String,
    library: &'a str,
    expires: String,
    warnings: Vec<String>,
    requests: Sorted,
    loans: Vec<ShownLoan>,
    dues: String,
    owes: bool,
    /// Whose: empty is one's own.
    whose: &'a str,
}

pub(crate) async fn overview(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
) -> Answer {
    let say = visit.say;
    let session = visit.signed_in()?;
    let known = portal.places.known(&portal.territory, &visit).await;
    let ((patron, today), requests, loans) = tokio::try_join!(
        mine::patron(&portal, &visit, None),
        mine::requests(&portal, &visit, None, false),
        mine::loans(&portal, &visit, None),
    )?;
    let Patron {
        card,
        person,
        standing,
        ..
    } = patron;
    let (person, standing) = (person.unwrap_or_default(), standing.unwrap_or_default());
    let owed = standing.dues.as_ref().map_or(0, |dues| dues.minor_units);
    let name = format!("{} {}", person.given_name, person.family_name);
    page(&Overview {
        visit: &visit,
        say,
        keeps_history: person.keeps_history,
        name: name.trim().to_owned(),
        card: card.unwrap_or_default().number,
        library: known.name(session.library.as_str()),
        expires: say.day_and_year(&standing.card_expires),
        warnings: warnings(&standing, &today, say),
        requests: Sorted::of(requests, say, &known, &today),
        loans: loans
            .into_iter()
            .map(|loan| ShownLoan::of(loan, say))
            .collect(),
        dues: say.dues(owed),
        owes: owed > 0,
        whose: "",
    })
}

/// Says what stands in the way of borrowing, or soon will.
fn warnings(standing: &Standing, today: &str, say: Say) -> Vec<String> {
    let mut warnings = Vec::new();
    if standing.blocked {
        warnings.push(say.card_blocked().to_owned());
    }
    let today = Day::parse(today);
    let left = |day: &str| Some(today?.days_until(Day::parse(day)?));
    if let Some(suspension) = &standing.suspension
        && left(&suspension.until).is_none_or(|left| left >= 0)
    {
        warnings.push(say.suspended(&suspension.until, &suspension.reason));
    }
    match left(&standing.card_expires) {
        Some(..=-1) => warnings.push(say.card_over().to_owned()),
        Some(0..=SOON_DAYS) => warnings.push(say.card_over_soon().to_owned()),
        Some(_) | None => {}
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;
    use navette_proto::wire::patrons::Suspension;

    fn warned(change: impl FnOnce(&mut Standing)) -> Vec<String> {
        let mut standing = Standing {
            card_expires: "2027-11-29".to_owned(),
            ..Standing::default()
        };
        change(&mut standing);
        warnings(&standing, "2026-11-29", Say(Language::English))
    }

    #[test]
    fn a_card_in_order_needs_no_word() {
        assert!(warned(|_| {}).is_empty());
    }

    #[test]
    fn whatever_stands_in_the_way_is_said() {
        let over = warned(|standing| standing.card_expires = "2026-11-28".to_owned());
        assert!(over[0].contains("has expired"), "{over:?}");
        let soon = warned(|standing| standing.card_expires = "2026-12-10".to_owned());
        assert!(soon[0].contains("soon"), "{soon:?}");
        let both = warned(|standing| {
            standing.blocked = true;
            standing.suspension = Some(Suspension {
                until: "2026-12-01".to_owned(),
                reason: "late books".to_owned(),
            });
        });
        assert_eq!(both.len(), 2);
        assert!(both[1].contains("late books"), "{both:?}");
    }

    #[test]
    fn a_suspension_that_is_over_is_not_told() {
        let told = warned(|standing| {
            standing.suspension = Some(Suspension {
                until: "2026-11-01".to_owned(),
                reason: "late books".to_owned(),
            });
        });
        assert!(told.is_empty(), "{told:?}");
    }
}
