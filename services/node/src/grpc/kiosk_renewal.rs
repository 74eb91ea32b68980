//! How does a kiosk get another certificate? It asks here, on its own line, and the federator signs: the node carries what the line
//! says of the certificate in use, whatever the message says.

use super::desk_door::DeskDoor;
use navette_domain::membership::{MembershipRefusal, Subject};
use navette_proto::wire::access as wire;
use navette_proto::wire::membership::RenewKioskRequest;
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_proto::{Explanation, Refusal, explain};
use navette_trust::{PeerCertificate, SigningRequest};
use tonic::Status;

/// What the federator says of a certificate. The kiosk can act on it where it is the kiosk's: it may as well be the node's own.
const OF_A_CERTIFICATE: [&str; 4] = [
    "CERTIFICATE_EXPIRED",
    "CERTIFICATE_REVOKED",
    "CERTIFICATE_UNKNOWN",
    "CERTIFICATE_OF_OTHER",
];
/// What else the federator says that the kiosk can act on.
const HANDED_ON: [&str; 4] = [
    "RENEWAL_TOO_EARLY",
    "RENEWED_TOO_OFTEN",
    "BUSY",
    "DISK_FULL",
];

/// Has another certificate signed for the kiosk that calls.
pub(super) async fn renew(
    door: &DeskDoor,
    peer: Option<PeerCertificate>,
    asked: wire::RenewKioskRequest,
) -> Result<wire::RenewKioskResponse, Status> {
    let kiosk = kiosk_of(door, peer)?;
    // Nonsense goes no further than this.
    SigningRequest::read(&asked.signing_request)
        .map_err(|error| Refusal::field("signing_request", error.to_string()))?;
    let _turn = door.remote_turn()?;
    let federator = door.desk.federator.clone();
    let federator = federator.ok_or(Refusal::FederatorAway)?;
    let call = RenewKioskRequest {
        kiosk: kiosk.subject.to_string(),
        serial: kiosk.serial.clone(),
        signing_request: asked.signing_request,
        version: asked.version,
    };
    let answer = MembershipServiceClient::new(federator)
        .renew_kiosk(call)
        .await;
    let answer = answer.map_err(|status| unsigned(status, &kiosk.serial))?;
    let certificate = answer.into_inner().certificate;
    tracing::info!(kiosk = %kiosk.subject, "a kiosk's certificate was renewed");
    Ok(wire::RenewKioskResponse { certificate })
}

/// Finds out which kiosk calls, by the certificate of its connection: one of this library.
fn kiosk_of(door: &DeskDoor, peer: Option<PeerCertificate>) -> Result<PeerCertificate, Refusal> {
    let own = |peer: &PeerCertificate| match &peer.subject {
        Subject::Kiosk(library, _) => *library == door.here,
        Subject::Library(_) | Subject::Administrator(_) | Subject::Federator => false,
    };
    let kiosk = peer.filter(own).ok_or(MembershipRefusal::NoCertificate)?;
    Ok(kiosk)
}

/// Hands on what the federator says of the kiosk's certificate; anything else means that it cannot be asked now.
fn unsigned(status: Status, serial: &str) -> Status {
    let concerns_it = |told: Explanation| {
        let reason = told.reason.as_str();
        let of_this_one = told.metadata.get("serial").is_some_and(|of| of == serial);
        HANDED_ON.contains(&reason) || (OF_A_CERTIFICATE.contains(&reason) && of_this_one)
    };
    if explain(&status).is_some_and(concerns_it) {
        let details = status.details().to_vec().into();
        return Status::with_details(status.code(), status.message(), details);
    }
    tracing::warn!(%status, "the federator does not renew a kiosk's certificate");
    Refusal::FederatorAway.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::access::AccessRefusal;
    use navette_domain::membership::{CertificateRefusal, Serial};
    use tonic::Code;

    #[test]
    fn what_the_federator_says_of_the_kiosk_is_handed_on_and_nothing_of_the_line_between() {
        let unknown = |serial| {
            let unknown = MembershipRefusal::from(CertificateRefusal::Unknown(serial));
            Status::from(Refusal::from(unknown))
        };
        let kiosk = Serial(7).to_string();
        let told = unsigned(unknown(Serial(7)), &kiosk);
        assert_eq!(told.code(), Code::PermissionDenied);
        let told = explain(&told).unwrap();
        assert_eq!(told.reason, "CERTIFICATE_UNKNOWN");
        assert_eq!(told.metadata["serial"], Serial(7).to_string());
        let often = Subject::parse("kiosk:aire/entree").unwrap();
        let often = Refusal::from(MembershipRefusal::RenewedTooOften(often));
        let told = explain(&unsigned(often.into(), &kiosk)).unwrap();
        assert_eq!(told.reason, "RENEWED_TOO_OFTEN");
        for between in [
            // The node's own certificate.
            unknown(Serial(8)),
            Refusal::from(AccessRefusal::SignInNeeded).into(),
            Refusal::Internal.into(),
            Status::unavailable("tcp connect error"),
        ] {
            let told = explain(&unsigned(between, &kiosk)).unwrap();
            assert_eq!(told.reason, "FEDERATOR_AWAY");
        }
    }
}
