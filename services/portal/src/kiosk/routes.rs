//! Which address is answered by which page of the kiosk?

use super::frame::around;
use super::pages::{card, changed_look, give_back, leave, lend, loans, request, search, start};
use super::standing::Kiosk;
use crate::assets;
use crate::trouble::Trouble;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::Duration;
use tower_http::timeout::TimeoutLayer;

/// A page that takes longer is given up.
const PAGE_WITHIN: Duration = Duration::from_secs(20);

/// Puts all pages together.
pub(super) fn router(kiosk: Arc<Kiosk>) -> Router {
    Router::new()
        .route("/", get(start::start))
        .route("/chercher", get(search::search))
        .route("/reserver", post(request::place))
        .route("/carte", get(card::show).post(card::sign_in))
        .route("/emprunter", get(lend::show).post(lend::lend))
        .route("/rendre", get(give_back::show).post(give_back::take_back))
        .route("/prets", get(loans::show))
        .route("/prolonger", post(loans::renew))
        .route("/reservations", get(request::show))
        .route("/annuler", post(request::cancel))
        .route("/vue", get(changed_look::change))
        .route("/encore", get(leave::still_there))
        .route("/ici", get(leave::here))
        .route("/fin", get(leave::leave).post(leave::leave))
        .route("/a/{mark}/{name}", get(asset))
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        // Within what goes around, which makes a page of what was given up.
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PAGE_WITHIN,
        ))
        .layer(from_fn_with_state(Arc::clone(&kiosk), around))
        .with_state(kiosk)
}

async fn asset(request: Request) -> Response {
    let found = assets::answer(request.uri().path());
    found.unwrap_or_else(|| Trouble::NotFound.into_response())
}

async fn nothing() -> Trouble {
    Trouble::NotFound
}
