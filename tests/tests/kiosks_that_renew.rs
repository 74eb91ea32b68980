//! A kiosk's certificate renews itself by way of its library's node, and by nobody else's; with a line that is cut nothing is lost.

use navette_domain::catalogue::LibraryId;
use navette_domain::membership::Subject;
use navette_node::{Clock, KioskLine, credential_file};
use navette_proto::explain;
use navette_proto::wire::access::access_service_client::AccessServiceClient;
use navette_proto::wire::access::{GetSessionRequest, RenewKioskRequest};
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_proto::wire::membership::{self, RevokeRequest};
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::{DialledLibrary, DialledTerritory};
use navette_tests::small_consortium::eventually;
use navette_trust::{Credential, MemberKey};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tonic::Status;
use tonic::transport::Channel;

const DAY_MS: i64 = 86_400_000;

/// Aire with an address, and its kiosk at the entrance.
struct Scene {
    territory: DialledTerritory,
    aire: DialledLibrary,
    kiosk: Arc<KioskLine>,
    /// What the kiosk tells the time by.
    clock: Clock,
    file: PathBuf,
}

/// Lets somebody join; gives the file of key and certificate.
async fn joined(territory: &DialledTerritory, subject: &str) -> PathBuf {
    let code = territory.invite_as(subject.to_owned()).await.unwrap();
    let name = subject.replace([':', '/'], "-");
    territory.join(&code, &name).await.unwrap();
    credential_file(&territory.library_folder(&name))
}

fn held(file: &Path) -> Credential {
    Credential::from_pem(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn serial(file: &Path) -> String {
    held(file).facts().peer.serial.clone()
}

fn a_request() -> Vec<u8> {
    MemberKey::generate().unwrap().signing_request().unwrap()
}

fn reason<T>(answer: Result<T, Status>) -> String {
    let Err(status) = answer else {
        return "done".to_owned();
    };
    explain(&status).map_or_else(|| status.to_string(), |told| told.reason)
}

impl Scene {
    async fn begin() -> Self {
        let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
        for library in ["aire", "lumbres"] {
            let code = territory.invite(library).await.unwrap();
            territory.join(&code, library).await.unwrap();
        }
        let books = file_of(&[a_book("1", "Le jardin perdu")]).unwrap();
        let aire = territory.start_with_address("aire", &books).await.unwrap();
        let file = joined(&territory, "kiosk:aire/entree").await;
        let (clock, at) = (Clock::default(), aire.line_address().unwrap());
        let kiosk = KioskLine::open(&at, &file, clock.clone()).unwrap();
        Self {
            territory,
            aire,
            kiosk: Arc::new(kiosk),
            clock,
            file,
        }
    }

    /// Sets all clocks ahead, the kiosk's last.
    fn set_days_ahead(&self, days: i64) {
        self.territory.clock.set_ahead_ms(days * DAY_MS);
        self.aire.clock.set_ahead_ms(days * DAY_MS);
        self.clock.set_ahead_ms(days * DAY_MS);
    }

    /// Asks the node who the kiosk is held to be.
    async fn role(&self) -> Result<String, Status> {
        let mut access = AccessServiceClient::new(self.kiosk.channel());
        let session = access.get_session(GetSessionRequest {}).await?;
        Ok(session.into_inner().role)
    }

    /// Asks the federator for a kiosk's certificate as the node of a library does.
    async fn asks(&self, library: &str, kiosk: &str, serial: &str, request: Vec<u8>) -> String {
        let folder = self.territory.library_folder(library);
        let channel = self.territory.channel_as(&folder).unwrap();
        let asked = membership::RenewKioskRequest {
            kiosk: kiosk.to_owned(),
            serial: serial.to_owned(),
            signing_request: request,
            version: String::new(),
        };
        let mut membership = MembershipServiceClient::new(channel);
        reason(membership.renew_kiosk(asked).await)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_renews_its_certificate_at_two_thirds_and_goes_on_when_the_first_one_has_ended() {
    let scene = Scene::begin().await;
    let of_node = credential_file(&scene.territory.library_folder("aire"));
    let (first, of_node_first) = (serial(&scene.file), serial(&of_node));
    let renewing = tokio::spawn(Arc::clone(&scene.kiosk).keep_renewed());
    scene.set_days_ahead(59);
    assert_eq!(scene.role().await.unwrap(), "kiosk");
    let early = AccessServiceClient::new(scene.kiosk.channel())
        .renew_kiosk(RenewKioskRequest {
            signing_request: a_request(),
            version: String::new(),
        })
        .await;
    assert_eq!(reason(early), "RENEWAL_TOO_EARLY");
    assert_eq!(serial(&scene.file), first);

    scene.set_days_ahead(61);
    eventually("kiosk and node have another certificate", async || {
        Ok(serial(&scene.file) != first && serial(&of_node) != of_node_first)
    })
    .await
    .unwrap();
    // The line that is open stays, and the old certificate counts on until its end.
    assert_eq!(scene.role().await.unwrap(), "kiosk");
    scene.set_days_ahead(95);
    eventually("it is let in by the new one", async || {
        Ok(scene.role().await.is_ok_and(|role| role == "kiosk"))
    })
    .await
    .unwrap();
    renewing.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_cut_changes_nothing_and_the_kiosk_asks_again() {
    let mut scene = Scene::begin().await;
    let before = std::fs::read_to_string(&scene.file).unwrap();
    let renewing = tokio::spawn(Arc::clone(&scene.kiosk).keep_renewed());
    scene.territory.stop().await;
    scene.set_days_ahead(61);
    let asked = RenewKioskRequest {
        signing_request: a_request(),
        version: String::new(),
    };
    let mut access = AccessServiceClient::new(scene.kiosk.channel());
    assert_eq!(reason(access.renew_kiosk(asked).await), "FEDERATOR_AWAY");
    assert_eq!(scene.role().await.unwrap(), "kiosk");
    assert_eq!(std::fs::read_to_string(&scene.file).unwrap(), before);

    scene.territory.start().await.unwrap();
    let mut ahead = 61 * DAY_MS;
    eventually("it is renewed after all", async || {
        // It would ask again by itself, after a while.
        ahead += 1;
        scene.clock.set_ahead_ms(ahead);
        Ok(std::fs::read_to_string(&scene.file)? != before)
    })
    .await
    .unwrap();
    let subject = held(&scene.file).facts().peer.subject.clone();
    assert_eq!(subject, Subject::parse("kiosk:aire/entree").unwrap());
    renewing.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_librarys_own_node_has_a_kiosks_certificate_renewed_and_only_one_that_counts() {
    let scene = Scene::begin().await;
    let (entree, number) = ("kiosk:aire/entree", serial(&scene.file));
    let unknown = format!("{:032x}", 7);
    let mut altered = a_request();
    // The signature stands at the end.
    *altered.last_mut().unwrap() ^= 1;
    for (library, kiosk, serial, request, told) in [
        ("lumbres", entree, &number, a_request(), "OTHER_LIBRARY"),
        (
            "lumbres",
            "kiosk:lumbres/entree",
            &number,
            a_request(),
            "CERTIFICATE_OF_OTHER",
        ),
        (
            "aire",
            "kiosk:aire/salon",
            &number,
            a_request(),
            "CERTIFICATE_OF_OTHER",
        ),
        ("aire", entree, &unknown, a_request(), "CERTIFICATE_UNKNOWN"),
        (
            "aire",
            "library:aire",
            &number,
            a_request(),
            "FIELD_REFUSED",
        ),
        (
            "aire",
            entree,
            &"7".to_owned(),
            a_request(),
            "FIELD_REFUSED",
        ),
        ("aire", entree, &number, altered, "FIELD_REFUSED"),
        ("aire", entree, &number, a_request(), "RENEWAL_TOO_EARLY"),
    ] {
        let said = scene.asks(library, kiosk, serial, request).await;
        assert_eq!(said, told, "{library} for {kiosk}");
    }
    // A kiosk of another library does not even get as far.
    let other = joined(&scene.territory, "kiosk:lumbres/entree").await;
    let aire = Subject::Library(LibraryId::parse("aire").unwrap());
    let folder = other.parent().unwrap();
    let channel: Channel = scene
        .territory
        .channel_to(&scene.aire.line_address().unwrap(), folder, aire)
        .unwrap();
    let asked = RenewKioskRequest {
        signing_request: a_request(),
        version: String::new(),
    };
    let answer = AccessServiceClient::new(channel).renew_kiosk(asked).await;
    assert_eq!(reason(answer), "OTHER_LIBRARY");
    // Who was put out gets none, whoever asks.
    let mut administrator = scene.territory.administrator().unwrap();
    let subject = entree.to_owned();
    administrator
        .revoke(RevokeRequest { subject })
        .await
        .unwrap();
    let said = scene.asks("aire", entree, &number, a_request()).await;
    assert_eq!(said, "CERTIFICATE_REVOKED");
}
