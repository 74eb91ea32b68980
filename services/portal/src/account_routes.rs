//! Which address of a patron's account is answered by which page?

use crate::pages::account::{
    access, applied, apply, cancelling, code, dues, history, kin, links, loans, me, messages,
    overview, read_elsewhere, renewing, requested, requests, saved, suspending,
};
use crate::running::Portal;
use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

/// Gives the pages of the account, and the ways into it.
pub(crate) fn account_routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/compte", get(overview::overview))
        .route("/compte/reservations", get(requests::show))
        .route("/compte/reservations/{id}", get(requested::show))
        .route(
            "/compte/reservations/{id}/annuler",
            get(cancelling::ask).post(cancelling::cancel),
        )
        .route(
            "/compte/reservations/{id}/pause",
            get(suspending::ask).post(suspending::suspend),
        )
        .route(
            "/compte/reservations/{id}/reprendre",
            post(suspending::resume),
        )
        .route("/compte/prets", get(loans::show))
        .route("/compte/prets/prolonger", post(renewing::renew))
        .route("/compte/prets/feuille", get(loans::sheet))
        .route("/compte/historique", get(history::show))
        .route("/compte/sommes", get(dues::show))
        .route("/compte/messages", get(messages::show))
        .route(
            "/compte/acces",
            get(access::show).post(access::set_password),
        )
        .route("/compte/acces/partout", post(access::sign_out_everywhere))
        .route("/compte/moi", get(me::show).post(me::change))
        .route("/compte/proches", get(kin::show))
        .route("/compte/proches/reserver", get(kin::ask).post(kin::place))
        .route("/compte/liens", get(links::show).post(links::make))
        .route("/compte/liens/fin", post(links::revoke))
        .route("/agenda/{name}", get(read_elsewhere::calendar))
        .route("/flux/{name}", get(read_elsewhere::feed))
        .route("/nouveautes.rss", get(read_elsewhere::newest))
        .route("/listes", get(saved::show))
        .route("/listes/ajouter", get(saved::ask).post(saved::add))
        .route("/listes/retirer", post(saved::remove))
        .route("/inscription", get(apply::begin).post(apply::go_on))
        .route("/inscription/faite", get(applied::show))
        .route("/connexion/code", get(code::show).post(code::sign_in))
        .route(
            "/connexion/courriel",
            get(code::show_mail).post(code::ask_mail),
        )
}
