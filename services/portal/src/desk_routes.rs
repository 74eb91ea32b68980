//! Which address of the desk is answered by which page?

use crate::pages::coordinator::{at_territory, exchange, moving};
use crate::pages::desk::trouble::at_the_desk;
use crate::pages::desk::{
    account, applications, card, entrance, erase, exchange as own_exchange, lend, manifest, patron,
    patron_list, pause, pick_list, place, register, report, rounds, scan, slip, take_back,
    work_act, work_list,
};
use crate::running::Portal;
use crate::trouble::Trouble;
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::Duration;
use tower_http::timeout::TimeoutLayer;

/// A page of a desk that takes longer is given up; what is asked of a node has six seconds.
const PAGE_WITHIN: Duration = Duration::from_secs(18);

/// Everything below `/guichet`. An address that only takes forms leads back to the scan field when it is opened.
pub(crate) fn router(portal: &Arc<Portal>) -> Router<Arc<Portal>> {
    Router::new()
        .route("/guichet", get(entrance::choose))
        .route("/territoire", get(moving::show))
        .route(
            "/territoire/connexion",
            get(at_territory::show).post(at_territory::sign_in),
        )
        .route("/territoire/deconnexion", post(at_territory::sign_out))
        .route(
            "/territoire/tournee/{round}/{day}",
            get(moving::preview).post(moving::change),
        )
        .route("/territoire/bilan", get(exchange::show))
        .route("/territoire/bilan.csv", get(exchange::as_csv))
        .nest("/guichet/{library}", within(portal, of_library()))
        .nest(
            "/guichet/{library}/lecteur/{card}",
            within(portal, of_patron()),
        )
}

/// Trouble of a desk's page is told in the desk's own frame, also where the page was given up: a little sooner than any other.
fn within(portal: &Arc<Portal>, pages: Router<Arc<Portal>>) -> Router<Arc<Portal>> {
    pages
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PAGE_WITHIN,
        ))
        .layer(from_fn_with_state(Arc::clone(portal), at_the_desk))
}

fn of_library() -> Router<Arc<Portal>> {
    Router::new()
        .route("/", get(scan::show))
        .route("/connexion", get(entrance::show).post(entrance::sign_in))
        .route("/deconnexion", post(entrance::sign_out).get(scan::back))
        .route("/lire", post(scan::scan).get(scan::back))
        .route("/defaire", post(scan::undo).get(scan::back))
        .route("/papier", post(scan::paper).get(scan::back))
        .route("/bulletin", get(slip::show))
        .route("/bulletin.pdf", get(slip::as_pdf))
        .route("/travail/{list}", get(work_list::show))
        .route("/liste-a-prendre", get(pick_list::show))
        .route("/liste-a-prendre.pdf", get(pick_list::as_pdf))
        .route("/bilan", get(report::show))
        .route("/bilan.csv", get(report::as_csv))
        .route("/echanges.csv", get(own_exchange::as_csv))
        .route("/tournees", get(rounds::show))
        .route("/tournee/{round}/{day}/bordereau", get(manifest::show))
        .route(
            "/tournee/{round}/{day}/bordereau.pdf",
            get(manifest::as_pdf),
        )
        .route("/caisse", get(manifest::show_crate).post(manifest::check))
        .route("/document", get(work_act::item))
        .route("/geste", post(work_act::act).get(scan::back))
        .route("/carte", post(card::open).get(scan::back))
        .route(
            "/lecteurs",
            get(patron_list::show).post(patron_list::search),
        )
        .route(
            "/inscription",
            get(register::show_new).post(register::register),
        )
        .route("/demandes", get(applications::show).post(applications::act))
        .route("/pret", get(lend::ask_card))
        .route("/pret/{card}", get(lend::show).post(lend::lend))
        .route("/retour", get(take_back::show).post(take_back::take))
        .route(
            "/sur-place",
            get(take_back::show_in_house).post(take_back::count),
        )
        .fallback(nothing)
}

/// Of one patron, under a name that this desk alone understands.
fn of_patron() -> Router<Arc<Portal>> {
    Router::new()
        .route("/", get(patron::show))
        .route("/geste", post(patron::act).get(patron::back))
        .route(
            "/modifier",
            get(register::show_known).post(register::change),
        )
        .route("/compte", get(account::show).post(account::enter))
        .route("/avis", get(account::notices))
        .route("/effacer", get(erase::show).post(erase::erase))
        .route("/reserver", get(place::show).post(place::place))
        .route("/pause/{request}", get(pause::ask).post(pause::suspend))
        .fallback(nothing)
}

async fn nothing() -> Trouble {
    Trouble::NotFound
}
