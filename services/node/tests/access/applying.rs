//! What becomes of an application that somebody sends from home?

use crate::fixtures::{Line, MINUTE_MS, Node, a_call, patrons, reason};
use navette_proto::wire::patrons::{
    Application, ApplyRequest, ListApplicationsRequest, Person, RemoveApplicationRequest,
};

/// Tries of one address, and one more (docs/access.md).
const OF_ONE_ADDRESS: usize = 30;

fn an_application(family_name: &str) -> ApplyRequest {
    ApplyRequest {
        request_id: a_call(),
        person: Some(Person {
            given_name: "Ahmed".into(),
            family_name: family_name.into(),
            birth: "1985-03-27".into(),
            phone: "06 12 34 56 78".into(),
            address: "3 rue du Moulin, 62120 Aire".into(),
            language: "fr".into(),
            ..Person::default()
        }),
    }
}

async fn waiting(desk: &Line) -> Vec<Application> {
    let all = ListApplicationsRequest::default();
    let told = patrons(desk.clone()).list_applications(all).await;
    told.unwrap().into_inner().applications
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_waits_under_six_digits_until_the_desk_takes_it_away() {
    let node = Node::start().await;
    let mut home = patrons(node.nobody());
    let asked = an_application("Benali");
    let kept = home.apply(asked.clone()).await.unwrap().into_inner();
    assert_eq!(kept.application.len(), 6);
    let again = home.apply(asked).await.unwrap().into_inner();
    assert_eq!(again.application, kept.application, "repeated it is one");
    let listed = waiting(&node.operator()).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].application, kept.application);
    let person = listed[0].person.as_ref().unwrap();
    assert_eq!(
        (person.family_name.as_str(), person.birth.as_str()),
        ("Benali", "1985-03-27")
    );
    let told = home.list_applications(ListApplicationsRequest::default());
    assert_eq!(reason(told.await), "SIGN_IN_NEEDED");
    drop(home);
    let node = node.restarted().await;
    assert_eq!(waiting(&node.operator()).await.len(), 1, "after a restart");
    let over = RemoveApplicationRequest {
        application: kept.application,
    };
    let mut desk = patrons(node.operator());
    let taken = desk.remove_application(over.clone()).await;
    assert_eq!(reason(taken), "done");
    assert!(waiting(&node.operator()).await.is_empty());
    let taken = desk.remove_application(over).await;
    assert_eq!(reason(taken), "done", "again");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_never_comes_is_not_shown_after_thirty_days() {
    let mut node = Node::start().await;
    let sent = patrons(node.nobody()).apply(an_application("Benali")).await;
    assert_eq!(reason(sent), "done");
    node.later(30 * 24 * 60 * MINUTE_MS);
    assert!(waiting(&node.operator()).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_not_sound_is_refused_with_every_field() {
    let node = Node::start().await;
    let mut asked = an_application("");
    asked.person.as_mut().unwrap().phone = "no number".into();
    let refused = patrons(node.nobody()).apply(asked).await.unwrap_err();
    let told = navette_proto::explain(&refused).unwrap();
    assert_eq!(told.reason, "FORM_REFUSED");
    let fields = told.objections.iter().map(|one| one.reason.as_str());
    assert_eq!(
        fields.collect::<Vec<_>>(),
        ["person.family_name", "person.phone"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_sends_so_many_only() {
    let node = Node::start().await;
    let mut home = patrons(node.browser("198.51.100.7", None));
    for sent in 0..OF_ONE_ADDRESS {
        let kept = home.apply(an_application(&format!("Benali{sent}"))).await;
        assert_eq!(reason(kept), "done", "{sent}");
    }
    let refused = home.apply(an_application("Benali")).await;
    assert_eq!(reason(refused), "TOO_MANY_TRIES");
}
