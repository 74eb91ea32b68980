//! Which address is answered by which page? Addresses are French: patrons read them, and give them on.

use crate::account_routes::account_routes;
use crate::assets;
use crate::desk_routes;
use crate::frame::around;
use crate::pages::{
    changed_look, guides, home, libraries, request, search, sign_in, suggestions, work,
};
use crate::running::Portal;
use crate::trouble::Trouble;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// A page that takes longer is given up.
const PAGE_WITHIN: Duration = Duration::from_secs(20);

/// Puts all pages together.
pub(crate) fn router(portal: Arc<Portal>) -> Router {
    Router::new()
        .route("/", get(home::home))
        .route("/recherche", get(search::search))
        .route("/suggestions", get(suggestions::suggestions))
        .route("/titre/{key}", get(work::work))
        .route("/reserver", post(request::place))
        .route("/connexion", get(sign_in::show).post(sign_in::sign_in))
        .route("/deconnexion", post(sign_in::sign_out))
        .route("/bibliotheques", get(libraries::libraries))
        .route("/aide", get(guides::help))
        .route("/accessibilite", get(guides::accessibility))
        .route("/vie-privee", get(guides::privacy))
        .route("/vue", get(changed_look::change))
        .merge(account_routes())
        .route("/a/{mark}/{name}", get(asset))
        .merge(desk_routes::router(&portal))
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        // Within what goes around, which makes a page of what was given up.
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PAGE_WITHIN,
        ))
        .layer(from_fn_with_state(Arc::clone(&portal), around))
        .layer(CompressionLayer::new())
        .with_state(portal)
}

async fn asset(request: Request) -> Response {
    let found = assets::answer(request.uri().path());
    found.unwrap_or_else(|| Trouble::NotFound.into_response())
}

async fn nothing() -> Trouble {
    Trouble::NotFound
}
