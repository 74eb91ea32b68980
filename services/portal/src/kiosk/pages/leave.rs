//! Somebody goes: what is known of them is wiped, here, in the browser and at the node.

use crate::answer::{Answer, page, see, typed, with_cookie};
use crate::asked::{Asked, way_back};
use crate::kiosk::frame::{LOOK_COOKIE, TURN_COOKIE, turn_setting};
use crate::kiosk::glass::Glass;
use crate::kiosk::standing::Kiosk;
use crate::say::Say;
use crate::visit::Visiting;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "kiosk/still_there.html")]
struct StillThere<'a> {
    glass: Glass<'a>,
    say: Say,
    back: &'a str,
}

/// Ends the turn of this browser. No form's token is asked for: ending must always work, and does no harm.
pub(crate) async fn leave(State(kiosk): State<Arc<Kiosk>>, Extension(visit): Visiting) -> Answer {
    kiosk.sign_out(kiosk.seat.end(&visit.secret)).await;
    let mut answer = see("/?fini=1")?;
    // Pages that the browser keeps for its Back button go as well.
    answer.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    );
    let answer = with_cookie(answer, &turn_setting(TURN_COOKIE, None))?;
    with_cookie(answer, &turn_setting(LOOK_COOKIE, None))
}

/// Asks whether somebody is still there, where no script can.
pub(crate) async fn still_there(
    State(kiosk): State<Arc<Kiosk>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    page(&StillThere {
        glass: Glass::of(&kiosk, &visit).await,
        say: visit.say,
        back: way_back(asked.get("retour")),
    })
}

/// Hears from the script that somebody touches the screen; going through the frame has noted it.
pub(crate) async fn here() -> Answer {
    Ok(typed(
        StatusCode::NO_CONTENT,
        "text/plain; charset=utf-8",
        "",
    ))
}
