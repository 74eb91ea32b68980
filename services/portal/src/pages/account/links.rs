//! Addresses by which a patron's own programs read their days: made, shown once, ended.

use crate::answer::{Answer, page, see};
use crate::asked::Asked;
use crate::running::Portal;
use crate::say::Say;
use crate::site_address::site_address;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use navette_proto::wire::patrons::{
    MakePrivateLinkRequest, PrivateLinkKind, RevokePrivateLinksRequest,
};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "account/links.html")]
struct Links<'a> {
    visit: &'a Visit,
    say: Say,
    is_revoked: bool,
    calendar: Option<String>,
    feed: Option<String>,
}

pub(crate) async fn show(Extension(visit): Visiting, asked: Asked) -> Answer {
    visit.signed_in()?;
    page(&Links {
        visit: &visit,
        say: visit.say,
        is_revoked: asked.get("fait") == "fini",
        calendar: None,
        feed: None,
    })
}

/// The address is on this page and nowhere else: whoever loses it makes another.
pub(crate) async fn make(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let kind = match posted.fields.get("quoi") {
        "agenda" => PrivateLinkKind::Calendar,
        "flux" => PrivateLinkKind::Feed,
        _ => return Err(Trouble::NotFound),
    };
    let mut patrons = portal.territory.patrons(&visit, session)?;
    let request = MakePrivateLinkRequest { kind: kind as i32 };
    let made = patrons.make_private_link(request).await?.into_inner();
    let site = site_address(&headers, portal.config.behind_https);
    let named = format!("{}.{}", session.library, made.token);
    let is_calendar = kind == PrivateLinkKind::Calendar;
    page(&Links {
        visit: &visit,
        say: visit.say,
        is_revoked: false,
        calendar: is_calendar.then(|| format!("{site}/agenda/{named}.ics")),
        feed: (!is_calendar).then(|| format!("{site}/flux/{named}")),
    })
}

pub(crate) async fn revoke(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    _posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let mut patrons = portal.territory.patrons(&visit, session)?;
    patrons
        .revoke_private_links(RevokePrivateLinksRequest {})
        .await?;
    see("/compte/liens?fait=fini")
}
