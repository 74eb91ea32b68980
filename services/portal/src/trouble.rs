//! What if a page cannot be shown? Every such case ends in a page that says what happened and what to do next.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
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
    /// The page took too long, and was given up.
    TooSlow,
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

/// Takes the trouble out of an answer. What was given up has no page either: nobody had the time to write one.
pub(crate) fn trouble_of(answer: &mut Response) -> Option<Trouble> {
    let given_up = answer.status() == StatusCode::SERVICE_UNAVAILABLE
        && !answer.headers().contains_key(CONTENT_TYPE);
    match answer.extensions_mut().remove::<Trouble>() {
        None if given_up => Some(Trouble::TooSlow),
        found => found,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_up_is_trouble_and_a_page_that_says_no_is_none() {
        let mut given_up = StatusCode::SERVICE_UNAVAILABLE.into_response();
        assert!(matches!(trouble_of(&mut given_up), Some(Trouble::TooSlow)));
        let mut page = (StatusCode::SERVICE_UNAVAILABLE, "a page").into_response();
        assert!(trouble_of(&mut page).is_none());
        let mut told = Trouble::NotFound.into_response();
        assert!(matches!(trouble_of(&mut told), Some(Trouble::NotFound)));
    }
}
