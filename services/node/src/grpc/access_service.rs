//! `AccessService`: signing in, and the accounts behind it.

use super::desk_door::DeskDoor;
use super::pages::Page;
use super::proven::tried_from;
use super::{access_accounts, access_sign_in, kiosk_renewal, patron_password};
use crate::sign_in::drawn;
use navette_domain::access::{AccessRefusal, Caller};
use navette_domain::identity::StaffId;
use navette_proto::Refusal;
use navette_proto::wire::access as wire;
use navette_proto::wire::access::access_service_server::AccessService;
use navette_trust::{PeerCertificate, caller_of, session_key};
use std::sync::Arc;
use tonic::{Request, Response, Status};

/// The service over one library's accounts.
pub(super) struct OwnAccess {
    pub(super) door: Arc<DeskDoor>,
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl AccessService for OwnAccess {
    async fn sign_in_staff(
        &self,
        request: Request<wire::SignInStaffRequest>,
    ) -> Answer<wire::SignInStaffResponse> {
        let from = tried_from(&request, &self.door.here);
        let answer = access_sign_in::staff(&self.door, from, request.into_inner()).await?;
        Ok(Response::new(answer))
    }

    async fn sign_in_patron(
        &self,
        request: Request<wire::SignInPatronRequest>,
    ) -> Answer<wire::SignInPatronResponse> {
        let (caller, from) = (caller_of(&request), tried_from(&request, &self.door.here));
        let asked = request.into_inner();
        let session = access_sign_in::patron(&self.door, &caller, from, asked).await?;
        Ok(Response::new(wire::SignInPatronResponse {
            session: Some(session),
        }))
    }

    async fn get_session(
        &self,
        request: Request<wire::GetSessionRequest>,
    ) -> Answer<wire::GetSessionResponse> {
        let caller = caller_of(&request);
        let role = caller.role().map(|role| role.to_string());
        let library = caller.library().map(ToString::to_string);
        Ok(Response::new(wire::GetSessionResponse {
            role: role.unwrap_or_default(),
            library: library.unwrap_or_default(),
            staff: caller.works_as(StaffId(0)).0,
        }))
    }

    async fn sign_out(
        &self,
        request: Request<wire::SignOutRequest>,
    ) -> Answer<wire::SignOutResponse> {
        // The operator's token, and a machine that is trusted, have no session to end.
        let key = session_key(&request).ok_or(AccessRefusal::SessionOver);
        let key = key.map_err(Refusal::from)?;
        self.door
            .command(move |desk| desk.core.end_session(key, desk.now()))
            .await?;
        Ok(Response::new(wire::SignOutResponse {}))
    }

    async fn sign_out_everywhere(
        &self,
        request: Request<wire::SignOutEverywhereRequest>,
    ) -> Answer<wire::SignOutEverywhereResponse> {
        let caller = caller_of(&request);
        let whose = request.into_inner().whose;
        let ended = access_accounts::sign_out_everywhere(&self.door, &caller, whose).await?;
        Ok(Response::new(wire::SignOutEverywhereResponse { ended }))
    }

    async fn add_staff(
        &self,
        request: Request<wire::AddStaffRequest>,
    ) -> Answer<wire::AddStaffResponse> {
        let by = by(&caller_of(&request));
        let account = access_accounts::add(&self.door, by, request.into_inner()).await?;
        Ok(Response::new(wire::AddStaffResponse {
            account: Some(account),
        }))
    }

    async fn list_staff(
        &self,
        request: Request<wire::ListStaffRequest>,
    ) -> Answer<wire::ListStaffResponse> {
        let asked = request.into_inner();
        let page = Page::read(b"staff", asked.page_size, &asked.page_token)?;
        let accounts = self.door.read(|desk| desk.core.staff(desk.now())).await?;
        let (accounts, next_page_token) = page.of(accounts);
        let written = accounts
            .into_iter()
            .map(|(id, row)| access_accounts::to_wire(id, &row));
        Ok(Response::new(wire::ListStaffResponse {
            accounts: written.collect(),
            next_page_token,
        }))
    }

    async fn set_staff_password(
        &self,
        request: Request<wire::SetStaffPasswordRequest>,
    ) -> Answer<wire::SetStaffPasswordResponse> {
        let (caller, from) = (caller_of(&request), tried_from(&request, &self.door.here));
        let session = session_key(&request);
        let asked = request.into_inner();
        access_accounts::set_password(&self.door, &caller, (from, session), asked).await?;
        Ok(Response::new(wire::SetStaffPasswordResponse {}))
    }

    async fn set_staff_totp(
        &self,
        request: Request<wire::SetStaffTotpRequest>,
    ) -> Answer<wire::SetStaffTotpResponse> {
        let caller = caller_of(&request);
        let asked = request.into_inner();
        let answer = access_accounts::set_totp(&self.door, &caller, asked).await?;
        Ok(Response::new(answer))
    }

    async fn remove_staff(
        &self,
        request: Request<wire::RemoveStaffRequest>,
    ) -> Answer<wire::RemoveStaffResponse> {
        let by = by(&caller_of(&request));
        let id = StaffId(request.into_inner().staff);
        self.door
            .command(move |desk| desk.core.remove_staff(id, by, desk.now()))
            .await?;
        Ok(Response::new(wire::RemoveStaffResponse {}))
    }

    async fn make_sign_in_link(
        &self,
        request: Request<wire::MakeSignInLinkRequest>,
    ) -> Answer<wire::MakeSignInLinkResponse> {
        let card = self.door.own_card(request.into_inner().card)?;
        let (code, key) = drawn::<16>()?;
        let ends = self.door.command(move |desk| {
            let now = desk.now();
            let patron = desk.core.patron_with_card(card, now)?.facts.number;
            desk.core.link_made(patron, key, now)
        });
        let ends_ms = ends.await?.0;
        Ok(Response::new(wire::MakeSignInLinkResponse {
            one_time_code: code,
            ends_ms,
        }))
    }

    async fn ask_sign_in_link(
        &self,
        request: Request<wire::AskSignInLinkRequest>,
    ) -> Answer<wire::AskSignInLinkResponse> {
        let from = tried_from(&request, &self.door.here);
        access_sign_in::ask_link(&self.door, from, request.into_inner()).await?;
        Ok(Response::new(wire::AskSignInLinkResponse {}))
    }

    async fn set_patron_password(
        &self,
        request: Request<wire::SetPatronPasswordRequest>,
    ) -> Answer<wire::SetPatronPasswordResponse> {
        let (from, session) = (tried_from(&request, &self.door.here), session_key(&request));
        let Caller::Patron { number, card, .. } = caller_of(&request) else {
            return Err(Refusal::from(AccessRefusal::SignInNeeded).into());
        };
        let asked = request.into_inner();
        patron_password::set(&self.door, (number, card), (from, session), asked).await?;
        Ok(Response::new(wire::SetPatronPasswordResponse {}))
    }

    async fn renew_kiosk(
        &self,
        request: Request<wire::RenewKioskRequest>,
    ) -> Answer<wire::RenewKioskResponse> {
        let peer = request.extensions().get::<PeerCertificate>().cloned();
        let answer = kiosk_renewal::renew(&self.door, peer, request.into_inner()).await?;
        Ok(Response::new(answer))
    }
}

/// Who changes an account.
fn by(caller: &Caller) -> StaffId {
    caller.works_as(StaffId(0))
}
