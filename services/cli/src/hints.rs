//! What can the reader do about a refusal? One sentence for each reason that has an answer; the refusal itself is not repeated.

use navette_proto::{Explanation, explain};
use tonic::Status;

/// Says what to do about the refusal that a status carries.
pub(crate) fn hint_for(status: &Status) -> Option<String> {
    let told = explain(status)?;
    if let Some(hint) = with_its_values(&told) {
        return Some(hint);
    }
    plain(&told.reason).map(str::to_owned)
}

/// Hints that name the request or the library concerned.
fn with_its_values(told: &Explanation) -> Option<String> {
    let value = |name: &str| told.metadata.get(name);
    match told.reason.as_str() {
        "ASKED_ALREADY" => {
            let request = value("request")?;
            Some(format!(
                "`navette request show {request}` says where it stands"
            ))
        }
        "REQUEST_CANNOT" => {
            let request = value("request")?;
            Some(format!(
                "`navette request show {request}` says whose turn it is"
            ))
        }
        "IN_SOMEBODYS_HANDS" => {
            let item = value("item")?;
            Some(format!("`navette loan in {item}` takes it back"))
        }
        "ACTED_ON_SINCE" => {
            let library = value("library")?;
            Some(format!("speak to {library}, then scan the item again"))
        }
        _ => None,
    }
}

fn plain(reason: &str) -> Option<&'static str> {
    match reason {
        "WOULD_SHRINK" => {
            Some("if so many titles really left the catalogue, import again with --accept-shrink")
        }
        "UNKNOWN_LIBRARY" => Some("`navette libraries` lists the libraries"),
        "FOREIGN_PAGE_TOKEN" => Some("leave out --page-token to start at the first page"),
        "NOT_ON_FEDERATOR" => Some("give the address of the library's node with --node"),
        "IMPORT_RUNNING" => Some("wait for it, then run the same command again"),
        "NOT_A_WORK_KEY" => Some("`navette search` shows the key of every work"),
        "UNKNOWN_REQUEST" => Some("`navette request list` lists the requests"),
        "UNKNOWN_ROUND" | "NOT_PLANNED" | "NO_SUCH_STOP" => {
            Some("`navette round list` and `navette round show ROUND` show days and stops")
        }
        "UNKNOWN_CARD" => {
            Some("`navette patron list NAME` finds patrons by the beginning of their family name")
        }
        "CARD_TAKEN" => Some("leave out --card to draw the next number"),
        "SEEMS_REGISTERED" => {
            Some("`navette patron list NAME` shows who; if it is somebody else, add --namesake")
        }
        "ON_OWN_SHELF" => Some(
            "take it from the shelf and lend it with `navette loan out`, or ask again with --put-aside",
        ),
        "NEED_BY_PASSED" => Some("give a later day with --need-by, or leave it out"),
        "CHANGED_SINCE" => Some("somebody else changed it: look again, then repeat the command"),
        "REQUEST_ID_TAKEN" | "ID_TAKEN" => Some("leave out --request-id to draw a new one"),
        "STILL_HELD" => Some(
            "bring these to an end first: `navette patron show` and `navette loan list` show them",
        ),
        "SIGN_IN_NEEDED" => Some(
            "`navette sign-in --as NAME` signs in; on the service's own machine --token-file DATA_DIR/operator.token is enough",
        ),
        "SESSION_OVER" => Some("`navette sign-in --as NAME` signs in again"),
        "ROLE_MAY_NOT" => Some("docs/access.md says who may do what"),
        "WRONG_SIGN_IN" => {
            Some("which of them is wrong is not said; wrong tries make the next ones wait")
        }
        "CODE_NEEDED" => Some("add --code with the six digits that the telephone shows"),
        "PASSWORD_REFUSED" => {
            Some("three or four words that do not belong together make a good one")
        }
        "UNKNOWN_STAFF" => Some("`navette staff list` lists the accounts"),
        "WRONG_PIN" => {
            Some("which of both is wrong is not said; `navette patron pin` sets another PIN")
        }
        "RUNS_TWICE" | "MOVED_TOO_FAR" => {
            Some("`navette round preview` shows what a move would do, before it is done")
        }
        "HOURS_UNKNOWN" => Some("the federator's settings name the opening hours of each library"),
        "MORE_THAN_OWED" => Some("give change, and enter what is owed"),
        "NOTHING_TO_TELL" => Some("`navette desk tell` lists whom to tell"),
        "UNKNOWN_CONFLICT" => Some("`navette desk conflicts` lists what is open"),
        "NO_MANIFEST" => Some("`navette round manifest` asks the federator for it"),
        "NOT_LENT" => Some("`navette loan list` lists what is on loan here"),
        "UNKNOWN_CODE" | "CODE_ALTERED" | "CODE_OF_OTHER" | "CODE_USED" | "CODE_EXPIRED"
        | "CODE_WITHDRAWN" => {
            Some("ask the administrator for another code: `navette federator invite --library ID`")
        }
        "CERTIFICATE_EXPIRED" | "CERTIFICATE_REVOKED" | "CERTIFICATE_UNKNOWN" => {
            Some("join again with a new code: `navette join CODE`")
        }
        "UNKNOWN_MEMBER" => Some("`navette federator members` lists who belongs to the territory"),
        "BUSY" | "TOO_MANY_TRIES" => Some("wait, then run the same command again"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::identity::RequestId;
    use navette_domain::lending::LendingRefusal;
    use navette_proto::Refusal;

    #[test]
    fn a_hint_names_the_request_that_stands_in_the_way() {
        let refusal = Refusal::from(LendingRefusal::AskedAlready(RequestId(7)));
        let hint = hint_for(&refusal.into());
        let expected =
            "`navette request show 00000000000000000000000000000007` says where it stands";
        assert_eq!(hint.as_deref(), Some(expected));
        assert_eq!(hint_for(&Status::internal("a proxy")), None);
    }
}
