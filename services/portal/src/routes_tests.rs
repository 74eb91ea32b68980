//! Do pages keep their frame and their headers when something is wrong? Asked of the whole portal, with a node that does not answer.

#![allow(clippy::unwrap_used)]
use crate::config::{LibraryConfig, PortalConfig};
use crate::routes::router;
use crate::running::Portal;
use axum::body::Body;
use axum::http::header::{CONTENT_SECURITY_POLICY, COOKIE};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use navette_domain::catalogue::LibraryId;
use std::sync::Arc;
use tower::Service;

/// Nobody listens there.
const NOBODY: &str = "http://127.0.0.1:1";

fn portal() -> Arc<Portal> {
    let config = PortalConfig {
        listen: ([127, 0, 0, 1], 0).into(),
        behind_https: false,
        plain_elsewhere: false,
        territory: "Essai".to_owned(),
        federator: Some(NOBODY.to_owned()),
        time_zone: "Europe/Paris".to_owned(),
        libraries: vec![LibraryConfig {
            library: LibraryId::parse("arques").unwrap(),
            node: NOBODY.to_owned(),
        }],
    };
    Arc::new(Portal::of(config).unwrap())
}

async fn asked(portal: &Arc<Portal>, path: &str, cookie: &str) -> (StatusCode, String) {
    let request = Request::get(path).header(COOKIE, cookie);
    let request = request.body(Body::empty()).unwrap();
    let answer = router(Arc::clone(portal)).call(request).await.unwrap();
    assert!(
        answer.headers().contains_key(CONTENT_SECURITY_POLICY),
        "{path}"
    );
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn trouble_at_a_desk_stays_in_the_desks_frame() {
    let portal = portal();
    for (path, words) in [
        ("/guichet/arques/lecteur/x", "carte"),
        ("/guichet/arques/lecteur/x/compte", "carte"),
        ("/guichet/arques/lecteur/x/modifier", "carte"),
        ("/guichet/arques/lecteur/x/reserver", "carte"),
        ("/guichet/arques/pret/x", "carte"),
        ("/guichet/arques/bulletin?document=arques/1", "bulletin"),
        ("/guichet/arques/nulle-part", "adresse"),
        ("/guichet/arques/lecteur/x/nulle-part", "carte"),
    ] {
        let (status, html) = asked(&portal, path, "guichet=arques.0123").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            html.contains("class=\"stop\"") && html.contains(words),
            "{path}: {html}"
        );
        assert!(html.contains("/guichet/arques/retour"), "{path}");
    }
    let (status, html) = asked(&portal, "/guichet/arques", "guichet=arques.0123").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(html.contains("class=\"stop\""), "{html}");
}

#[tokio::test]
async fn whoever_has_not_signed_in_at_a_desk_is_asked_to() {
    let portal = portal();
    for path in ["/guichet/arques", "/guichet/arques/lecteur/x"] {
        let (status, _) = asked(&portal, path, "").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}");
    }
    let (status, html) = asked(&portal, "/nulle-part", "").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(!html.contains("class=\"stop\""));
}

#[tokio::test]
async fn the_coordinators_key_is_in_no_cookie_and_a_session_that_is_not_known_leads_to_signing_in()
{
    let (status, _) = asked(&portal(), "/territoire", "territoire=0123abcd").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
}
