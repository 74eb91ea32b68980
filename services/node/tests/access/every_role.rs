//! Every call as docs/access.md has it, in every role, of the own library and of another, at a node and at the federator: does the
//! guard let pass those and no others?

use navette_domain::access::{AccessRefusal, Caller, Place, Reach, Role, SignedInAt};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{CardNumber, PatronNumber, StaffId};
use navette_domain::membership::Subject;
use navette_proto::{RULES, Refusal, rule_of};
use navette_trust::{Guard, Keeping, PeerCertificate, Sessions};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::http::header::AUTHORIZATION;
use tonic::codegen::http::{Request, Response};
use tower::{Layer, ServiceExt};

const DOCUMENT: &str = include_str!("../../../../docs/access.md");

/// One line of the documented table.
struct Line {
    path: &'static str,
    roles: Vec<Role>,
    own: bool,
}

fn documented() -> Vec<Line> {
    let rows = DOCUMENT.lines().filter(|line| line.starts_with("| `/"));
    let lines = rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [path, roles, reach] = cells[..] else {
            panic!("not a line of the table: {row}");
        };
        let roles = match roles {
            "everyone" => Role::ALL.to_vec(),
            some => some
                .split(", ")
                .map(|role| Role::parse(role).unwrap())
                .collect(),
        };
        assert!(["own", "any"].contains(&reach), "{row}");
        Line {
            path: path.trim_matches('`'),
            roles,
            own: reach == "own",
        }
    });
    lines.collect()
}

fn library(id: &str) -> LibraryId {
    LibraryId::parse(id).unwrap()
}

/// Sessions by their token: the role and the library, `desk aire`.
struct Tokens;

impl Sessions for Tokens {
    fn caller(
        &self,
        token: String,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Caller>, Status>> + Send>> {
        let (role, id) = token.split_once('@').unwrap();
        let library = library(id);
        let caller = match Role::parse(role).unwrap() {
            Role::Patron => Caller::Patron {
                library,
                number: PatronNumber(1),
                card: CardNumber::parse("62765").unwrap(),
                at: SignedInAt::Elsewhere,
            },
            role => Caller::Staff {
                library,
                id: StaffId(1),
                administrator: role == Role::Administrator,
            },
        };
        Box::pin(std::future::ready(Ok(Some(caller))))
    }
}

fn a_guard(here: Place) -> Guard {
    fn refused(refusal: AccessRefusal) -> Status {
        Refusal::from(refusal).into()
    }
    Guard::by(Keeping {
        here,
        rule_of,
        refused,
        sessions: Arc::new(Tokens),
        operator: None,
        trusts_this_machine: false,
    })
}

/// Makes a call in a role, for a library where the role has one.
async fn passes(guard: &Guard, path: &str, role: Role, of: &str) -> bool {
    let mut request = Request::builder().uri(path);
    let certificate = match role {
        Role::Anonymous => None,
        Role::Patron | Role::Desk | Role::Administrator => {
            request = request.header(AUTHORIZATION, format!("Bearer {role}@{of}"));
            None
        }
        Role::Kiosk => Some(format!("kiosk:{of}/entree")),
        Role::Coordinator => Some("administrator:zoe".to_owned()),
        Role::Node => Some(format!("library:{of}")),
        Role::Federator => Some("federator".to_owned()),
    };
    let mut request = request.body(Body::default()).unwrap();
    if let Some(subject) = certificate {
        request.extensions_mut().insert(PeerCertificate {
            subject: Subject::parse(&subject).unwrap(),
            serial: "01".into(),
        });
    }
    let inner = tower::service_fn(|_: Request<Body>| {
        std::future::ready(Ok::<_, Infallible>(Response::new(Body::default())))
    });
    let answer = guard.layer(inner).oneshot(request).await.unwrap();
    Status::from_header_map(answer.headers()).is_none()
}

#[test]
fn the_documented_table_is_the_one_that_holds() {
    let documented = documented();
    let mut wrong = Vec::new();
    for line in &documented {
        let held = rule_of(line.path).map(|rule| (rule.roles.to_vec(), rule.reach == Reach::Own));
        if held != Some((line.roles.clone(), line.own)) {
            wrong.push(line.path);
        }
    }
    let named = |path: &str| documented.iter().any(|line| line.path == path);
    let missing = RULES.iter().filter(|(path, _)| !named(path));
    wrong.extend(missing.map(|(path, _)| *path));
    assert!(
        wrong.is_empty(),
        "docs/access.md says otherwise: {wrong:#?}"
    );
}

#[tokio::test]
async fn every_call_passes_in_the_roles_and_for_the_library_of_its_line_alone() {
    let (node, federator) = (
        a_guard(Place::Library(library("aire"))),
        a_guard(Place::Territory),
    );
    let mut wrong = Vec::new();
    for line in documented() {
        for role in Role::ALL {
            let of_none = matches!(role, Role::Anonymous | Role::Coordinator | Role::Federator);
            for of in ["aire", "lumbres"] {
                let may = line.roles.contains(&role);
                let here = may && (!line.own || (of == "aire" && !of_none));
                let passed = passes(&node, line.path, role, of).await;
                if passed != here {
                    wrong.push(format!(
                        "{} as {role} of {of} at a node: {passed}",
                        line.path
                    ));
                }
                let passed = passes(&federator, line.path, role, of).await;
                if passed != may {
                    wrong.push(format!(
                        "{} as {role} of {of} at the federator: {passed}",
                        line.path
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
