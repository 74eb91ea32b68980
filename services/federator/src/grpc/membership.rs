//! `MembershipService`: who comes into the territory, stays in it, and leaves it.
//!
//! Who may call what stands in the table of calls: the administrators, and whoever operates the federator on its own machine. The
//! certificate of the connection says whose is renewed.

use super::not_kept::not_kept;
use super::turns::Turns;
use crate::ledger::FederatorState;
use crate::lending_process::Lending;
use crate::line::Line;
use crate::line_watch::LineWatch;
use crate::member::Member;
use crate::membership::{
    Admitted, KioskAsks, MemberShown, MemberStanding, MembershipError, MembershipOffice,
};
use crate::tasks;
use navette_domain::access::{AccessRefusal, Caller};
use navette_domain::membership::{MembershipRefusal, Subject};
use navette_proto::Refusal;
use navette_proto::convert::membership as convert;
use navette_proto::wire::membership as wire;
use navette_proto::wire::membership::membership_service_server::MembershipService;
use navette_store::ledger::Ledger;
use navette_trust::PeerCertificate;
use std::sync::Arc;
use tonic::{Request, Response, Status};

/// Members on a page where the caller does not say.
const PAGE_USUALLY: usize = 100;
/// Most members on a page.
const PAGE_MAX: usize = 500;
/// Most revoked certificates on a page.
const REVOKED_PAGE_MAX: usize = 5_000;

/// Lets in, renews and puts out.
pub(crate) struct Memberships {
    office: Arc<MembershipOffice>,
    lending: Arc<Lending>,
    members: Arc<Vec<Arc<Member>>>,
    watch: Arc<LineWatch>,
    turns: Turns,
}

impl Memberships {
    /// Serves this office; `members` are those of the settings.
    pub(crate) fn over(
        office: Arc<MembershipOffice>,
        lending: Arc<Lending>,
        members: Vec<Arc<Member>>,
        watch: Arc<LineWatch>,
    ) -> Self {
        Self {
            office,
            lending,
            members: Arc::new(members),
            watch,
            turns: Turns::default(),
        }
    }

    /// Does something that waits for the disk where it delays nobody.
    async fn at_the_office<R: Send + 'static>(
        &self,
        work: impl FnOnce(&MembershipOffice, &Ledger<FederatorState>) -> Result<R, MembershipError>
        + Send
        + 'static,
    ) -> Result<R, Refusal> {
        let _turn = self.turns.take()?;
        let (office, lending) = (Arc::clone(&self.office), Arc::clone(&self.lending));
        match tasks::aside(move || work(&office, lending.core.ledger())).await {
            Some(done) => done.map_err(refusal),
            None => Err(Refusal::Internal),
        }
    }

    fn member(&self, subject: &Subject) -> Option<&Arc<Member>> {
        let library = match subject {
            Subject::Library(library) => library,
            Subject::Kiosk(..) | Subject::Administrator(_) | Subject::Federator => return None,
        };
        self.members
            .iter()
            .find(|member| member.library == *library)
    }

    fn member_to_wire(&self, shown: MemberShown) -> wire::Member {
        let member = self.member(&shown.subject);
        let (line, line_since_ms) = self.line_of(&shown.subject, member);
        let (since, revoked) = match shown.standing {
            MemberStanding::Member(since) => (since.0, 0),
            MemberStanding::Revoked { since, at } => (since.0, at.0),
            MemberStanding::Invited => (0, 0),
        };
        wire::Member {
            name: member
                .map(|one| one.config.name.clone())
                .unwrap_or_default(),
            subject: shown.subject.to_string(),
            since_ms: since,
            version: shown.version,
            line: line as i32,
            line_since_ms,
            until_ms: shown.until.map_or(0, |until| until.0),
            revoked_ms: revoked,
            invited_until_ms: shown.invited_until.map_or(0, |until| until.0),
        }
    }

    fn line_of(&self, subject: &Subject, member: Option<&Arc<Member>>) -> (wire::MemberLine, i64) {
        let library = match subject {
            Subject::Library(library) => library,
            Subject::Kiosk(..) | Subject::Administrator(_) | Subject::Federator => {
                return (wire::MemberLine::None, 0);
            }
        };
        if let Some(seen) = self.watch.of(library) {
            let line = if seen.up {
                wire::MemberLine::Up
            } else {
                wire::MemberLine::Away
            };
            return (line, seen.since.0);
        }
        // One with an address is called there: how that goes is known from the calls.
        let called = member.filter(|member| member.config.address.is_some());
        let line = match called.map(|member| member.line()) {
            Some(Line::Answering | Line::Slow | Line::Late) => wire::MemberLine::Up,
            Some(Line::Away) | None => wire::MemberLine::Away,
        };
        (line, 0)
    }
}

#[tonic::async_trait]
impl MembershipService for Memberships {
    async fn join(
        &self,
        request: Request<wire::JoinRequest>,
    ) -> Result<Response<wire::JoinResponse>, Status> {
        let asked = request.into_inner();
        let subject = convert::subject("subject", &asked.subject)?;
        let admitted = Admitted {
            code: convert::invitation("invitation", &asked.invitation)?,
            secret: convert::secret("secret", &asked.secret)?,
            subject: subject.clone(),
            signing_request: asked.signing_request,
            version: asked.version,
        };
        let row = self.at_the_office(move |office, ledger| office.join(ledger, admitted));
        let row = row.await?;
        tracing::info!(%subject, serial = %row.issued.serial, "somebody came in by a code");
        let place = self.member(&subject).map(|member| &member.config);
        Ok(Response::new(wire::JoinResponse {
            certificate: Some(convert::certificate_to_wire(
                &row.der,
                row.issued.from,
                row.issued.until,
            )),
            name: place.map(|place| place.name.clone()).unwrap_or_default(),
            commune: place.map(|place| place.commune.clone()).unwrap_or_default(),
            latitude: place.map_or(0.0, |place| place.latitude),
            longitude: place.map_or(0.0, |place| place.longitude),
        }))
    }

    async fn renew(
        &self,
        request: Request<wire::RenewRequest>,
    ) -> Result<Response<wire::RenewResponse>, Status> {
        let peer = peer(&request)?;
        let asked = request.into_inner();
        let subject = peer.subject.clone();
        let row = self.at_the_office(move |office, ledger| {
            office.renew(ledger, &peer, &asked.signing_request, asked.version)
        });
        let row = row.await?;
        tracing::info!(%subject, serial = %row.issued.serial, "a certificate was renewed");
        Ok(Response::new(wire::RenewResponse {
            certificate: Some(convert::certificate_to_wire(
                &row.der,
                row.issued.from,
                row.issued.until,
            )),
        }))
    }

    async fn renew_kiosk(
        &self,
        request: Request<wire::RenewKioskRequest>,
    ) -> Result<Response<wire::RenewKioskResponse>, Status> {
        let node = peer(&request)?;
        let asked = request.into_inner();
        let kiosk = kiosk_of(&node, &asked.kiosk)?;
        let asked = KioskAsks {
            kiosk: kiosk.clone(),
            shown: convert::serial("serial", &asked.serial)?,
            signing_request: asked.signing_request,
            version: asked.version,
        };
        let row =
            self.at_the_office(move |office, ledger| office.renew_kiosk(ledger, &node, asked));
        let row = row.await?;
        tracing::info!(%kiosk, serial = %row.issued.serial, "a kiosk's certificate was renewed");
        Ok(Response::new(wire::RenewKioskResponse {
            certificate: Some(convert::certificate_to_wire(
                &row.der,
                row.issued.from,
                row.issued.until,
            )),
        }))
    }

    async fn list_revoked(
        &self,
        request: Request<wire::ListRevokedRequest>,
    ) -> Result<Response<wire::ListRevokedResponse>, Status> {
        let asked = request.into_inner();
        let after = match asked.page_token.as_str() {
            "" => None,
            token => Some(convert::serial("page_token", token)?),
        };
        let size = match asked.page_size as usize {
            0 => REVOKED_PAGE_MAX,
            size => size.min(REVOKED_PAGE_MAX),
        };
        let page = self
            .at_the_office(move |office, _| Ok(office.put_out(&asked.known_version, after, size)));
        let page = page.await?;
        let last = page.revoked.last().filter(|_| page.more);
        let next_page_token = last.map(|(serial, _)| serial.to_string());
        let revoked = page.revoked.iter();
        let revoked = revoked.map(|(serial, at)| convert::revoked_to_wire(*serial, *at));
        Ok(Response::new(wire::ListRevokedResponse {
            version: page.version,
            revoked: revoked.collect(),
            next_page_token: next_page_token.unwrap_or_default(),
        }))
    }

    async fn invite(
        &self,
        request: Request<wire::InviteRequest>,
    ) -> Result<Response<wire::InviteResponse>, Status> {
        let subject = convert::subject("subject", &request.into_inner().subject)?;
        if let Some(library) = subject.library()
            && self.members.iter().all(|member| member.library != *library)
        {
            return Err(Refusal::UnknownLibrary(library.to_string()).into());
        }
        let invited = self.at_the_office(move |office, ledger| office.invite(ledger, subject));
        let (code, until) = invited.await?;
        Ok(Response::new(wire::InviteResponse {
            code: code.to_string(),
            until_ms: until.0,
        }))
    }

    async fn revoke(
        &self,
        request: Request<wire::RevokeRequest>,
    ) -> Result<Response<wire::RevokeResponse>, Status> {
        let by = by(&request);
        let subject = convert::subject("subject", &request.into_inner().subject)?;
        let revoked = subject.clone();
        let ended = self.at_the_office(move |office, ledger| office.revoke(ledger, revoked));
        let ended = ended.await?;
        tracing::info!(%subject, %by, ?ended, "a membership was revoked");
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Response::new(wire::RevokeResponse {
            certificates: count(ended.certificates),
            codes: count(ended.codes),
            lines: count(ended.lines),
        }))
    }

    async fn list_members(
        &self,
        request: Request<wire::ListMembersRequest>,
    ) -> Result<Response<wire::ListMembersResponse>, Status> {
        let asked = request.into_inner();
        let after = match asked.page_token.as_str() {
            "" => None,
            token => Some(convert::subject("page_token", token)?),
        };
        let size = match asked.page_size as usize {
            0 => PAGE_USUALLY,
            size => size.min(PAGE_MAX),
        };
        // One more says whether there is another page.
        let found = self.at_the_office(move |office, ledger| {
            office.members(ledger, after, size.saturating_add(1))
        });
        let mut found = found.await?;
        let more = found.len() > size;
        found.truncate(size);
        let last = found.last().filter(|_| more);
        let next_page_token = last
            .map(|last| last.subject.to_string())
            .unwrap_or_default();
        let members = found.into_iter().map(|shown| self.member_to_wire(shown));
        Ok(Response::new(wire::ListMembersResponse {
            members: members.collect(),
            next_page_token,
        }))
    }
}

/// Says who calls.
fn peer<T>(request: &Request<T>) -> Result<PeerCertificate, Refusal> {
    let peer = request.extensions().get::<PeerCertificate>();
    Ok(peer.cloned().ok_or(MembershipRefusal::NoCertificate)?)
}

/// Reads for which kiosk a node asks: one of its own library, which its certificate names.
fn kiosk_of(node: &PeerCertificate, named: &str) -> Result<Subject, Refusal> {
    let (library, name) = convert::kiosk("kiosk", named)?;
    Caller::certified(&node.subject).speaks_for(&library)?;
    match &node.subject {
        Subject::Library(own) => Ok(Subject::Kiosk(own.clone(), name)),
        Subject::Kiosk(..) | Subject::Administrator(_) | Subject::Federator => {
            Err(AccessRefusal::OfNoLibrary(library).into())
        }
    }
}

/// Names who puts somebody out, for the log: an administrator, or whoever operates the federator.
fn by<T>(request: &Request<T>) -> String {
    let peer = request.extensions().get::<PeerCertificate>();
    peer.map_or_else(|| "operator".to_owned(), |peer| peer.subject.to_string())
}

/// Says it, and leaves to the log what is nobody else's business.
pub(super) fn refusal(error: MembershipError) -> Refusal {
    match error {
        MembershipError::Refused(refusal) => refusal.into(),
        MembershipError::Vouching(error) => Refusal::field("key", error.to_string()),
        MembershipError::Request(error) => Refusal::field("signing_request", error.to_string()),
        MembershipError::NotKept(error) => not_kept(&error),
        MembershipError::Authority(_) | MembershipError::NoRandomness => {
            tracing::error!(%error, "a certificate could not be issued");
            Refusal::Internal
        }
    }
}
