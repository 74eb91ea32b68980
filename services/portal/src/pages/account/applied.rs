//! Which number does somebody without a card say at the desk? The browser carries it for an hour, so that a reload sends nothing twice
//! and no address names it.

use crate::answer::{Answer, page, see, with_cookie};
use crate::cookies::{Setting, own_cookie};
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use navette_proto::wire::patrons::ApplyResponse;
use std::sync::Arc;

/// The cookie of an application that was just sent, and under which addresses it comes back.
const COOKIE: &str = "demande";
const PATH: &str = "/inscription";
/// Long enough to write a number down.
const LASTS_S: u32 = 3_600;

#[derive(Template)]
#[template(path = "account/applied.html")]
struct Applied<'a> {
    visit: &'a Visit,
    say: Say,
    number: &'a str,
    until: String,
    library: &'a str,
}

/// Leads to the page that tells the number.
pub(super) fn sent(portal: &Portal, library: &str, kept: &ApplyResponse) -> Answer {
    let value = written(library, kept).ok_or(Trouble::Broken)?;
    let setting = Setting {
        name: COOKIE,
        value: &value,
        path: PATH,
        lasts_s: Some(LASTS_S),
        secure: portal.config.behind_https,
    };
    with_cookie(see("/inscription/faite")?, &setting)
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    headers: HeaderMap,
) -> Answer {
    let cookie = own_cookie(&headers, (COOKIE, PATH), portal.config.behind_https);
    let Some((library, number, until)) = cookie.and_then(read) else {
        return see(PATH);
    };
    let known = portal.places.known(&portal.territory, &visit).await;
    page(&Applied {
        visit: &visit,
        say: visit.say,
        number,
        until: visit.say.day(until),
        library: known.name(library),
    })
}

/// Writes what the page tells; nothing where it cannot stand in a cookie.
fn written(library: &str, kept: &ApplyResponse) -> Option<String> {
    let value = format!("{library}.{}.{}", kept.application, kept.kept_until);
    read(&value).is_some().then_some(value)
}

fn read(value: &str) -> Option<(&str, &str, &str)> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    let mut parts = value.split('.');
    let read = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && value.len() <= 200 && value.chars().all(plain);
    whole.then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_read_as_it_was_written() {
        let kept = ApplyResponse {
            application: "K4T7P".to_owned(),
            kept_until: "2026-12-29".to_owned(),
        };
        let value = written("saint-omer", &kept);
        assert_eq!(value.as_deref(), Some("saint-omer.K4T7P.2026-12-29"));
        let read = value.as_deref().and_then(read);
        assert_eq!(read, Some(("saint-omer", "K4T7P", "2026-12-29")));
    }

    #[test]
    fn what_others_wrote_is_no_number() {
        for value in ["", "a.b", "a.b.c.d", "a.<b>.c", "a.b;.c"] {
            assert_eq!(read(value), None, "{value}");
        }
    }
}
