//! Does an administrator's certificate renew itself when a command is given under it? Against a federator in the test's own process,
//! whose clock is moved like the command's.

#![allow(clippy::unwrap_used)]
use super::*;
use navette_domain::membership::KioskName;
use navette_federator::{FederatorConfig, RunningFederator};
use navette_proto::wire::membership::ListMembersRequest;
use navette_trust::JoinCode;
use std::net::TcpListener as Listening;
use tokio::net::TcpListener;

const DAY_MS: i64 = 86_400_000;

/// A federator, an administrator who has joined, and their clocks.
struct Territory {
    folder: tempfile::TempDir,
    federator: RunningFederator,
    clocks: (navette_federator::Clock, Clock),
    line: String,
}

impl Territory {
    async fn founded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let free = Listening::bind("127.0.0.1:0").unwrap();
        let line = free.local_addr().unwrap().to_string();
        drop(free);
        let text = format!(
            "listen = \"127.0.0.1:0\"\ndata_dir = {:?}\n[lines]\nlisten = \"{line}\"\n",
            folder.path().join("centre")
        );
        let config = FederatorConfig::from_toml(&text).unwrap();
        let zoe = KioskName::parse("zoe").unwrap();
        let founded = navette_federator::found(&config, zoe, None).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let clock = navette_federator::Clock::default();
        let federator = navette_federator::start_on(listener, clock.clone(), config);
        let federator = federator.await.unwrap();
        let code = JoinCode::parse(&founded.code).unwrap();
        navette_node::join(&code, &folder.path().join("zoe"))
            .await
            .unwrap();
        Self {
            folder,
            federator,
            clocks: (clock, Clock::default()),
            line,
        }
    }

    fn set_days_ahead(&self, days: i64) {
        self.clocks.0.set_ahead_ms(days * DAY_MS);
        self.clocks.1.set_ahead_ms(days * DAY_MS);
    }

    fn credential(&self) -> String {
        std::fs::read_to_string(credential_file(&self.folder.path().join("zoe"))).unwrap()
    }

    async fn kept_renewed(&self) -> Option<String> {
        kept_renewed(&self.folder.path().join("zoe"), &self.line, &self.clocks.1).await
    }

    fn administrator(&self) -> Federator {
        let folder = self.folder.path().join("zoe");
        on_a_line(&folder, self.line.clone(), &self.clocks.1).unwrap()
    }
}

fn until(credential: &str) -> i64 {
    Credential::from_pem(credential).unwrap().facts().until.0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_renews_itself_at_two_thirds_of_its_life_without_a_word() {
    let territory = Territory::founded().await;
    let first = territory.credential();
    for (days, renewed) in [(0, false), (59, false), (61, true)] {
        territory.set_days_ahead(days);
        assert_eq!(territory.kept_renewed().await, None);
        assert_eq!(territory.credential() != first, renewed, "day {days}");
    }
    assert!(until(&territory.credential()) > until(&first));
    // Long after the first one has ended, the renewed one counts.
    territory.set_days_ahead(100);
    let mut administrator = territory.administrator();
    let listed = administrator
        .client
        .list_members(ListMembersRequest::default());
    assert_eq!(listed.await.unwrap().into_inner().members.len(), 1);
    territory.federator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_fails_is_a_warning_and_where_nobody_answers_the_command_says_so() {
    let territory = Territory::founded().await;
    let first = territory.credential();
    // Something stands where the new certificate would be written.
    let in_the_way = territory
        .folder
        .path()
        .join("zoe")
        .join("credential.pem.new");
    std::fs::create_dir(&in_the_way).unwrap();
    territory.set_days_ahead(61);
    let told = territory.kept_renewed().await.unwrap();
    let begins = "warning: the certificate could not be renewed: folder ";
    assert!(
        told.starts_with(begins) && told.contains("; it counts until "),
        "{told}"
    );
    assert_eq!(territory.credential(), first);
    let mut administrator = territory.administrator();
    let listed = administrator
        .client
        .list_members(ListMembersRequest::default());
    assert!(listed.await.is_ok(), "the old one counts for another month");
    std::fs::remove_dir(&in_the_way).unwrap();
    drop(administrator);
    let (folder, line, clock) = (territory.folder, territory.line, territory.clocks.1);
    territory.federator.stop().await;
    let told = kept_renewed(&folder.path().join("zoe"), &line, &clock).await;
    assert_eq!(told, None);
}
