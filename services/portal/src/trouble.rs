//! What if a page cannot be shown? Every such case ends in a page that says what happened and what to do next.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use tonic::Status;

/// Why a handler shows no page.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    /// There is no such page, or no such thing any more.
    NotFound,
    /// The form is not of a page of ours, or of one that is too old.
    FormOver,
    /// What was sent is longer than any form of ours.
    TooLong,
    /// A patron must sign in first.
    SignIn,
    /// Somebody who works at this library must sign in first.
    SignInAtDesk(String),
    /// A node or the federator says no, or nothing.
    Refused(Box<Status>),
    /// Something broke here; the log says what.
    Broken,
}

impl From<Status> for Trouble {
    fn from(status: Status) -> Self {
        Self::Refused(Box::new(status))
    }
}

/// The page is made further out, where the reader's language is known.
impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut answer = Response::new(Body::empty());
        answer.extensions_mut().insert(self);
        answer
    }
}
