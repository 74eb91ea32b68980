//! What happens in the story? Everything that a library does with a patron, and everything that can be refused.

use super::birds::{
    ADDRESS, BIRTH, CARD, CHILD, CHILDS_CARD, EMAIL, FAMILY, GIVEN, PHONE, PIN, WHY,
};
use super::territory::{LOOK_AGAIN, PATIENCE, Territory};
use anyhow::{Context, Result, ensure};
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::circulation::{
    CheckInRequest, CheckOutRequest, ListLoansRequest, RenewRequest,
};
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::desk::hand_over_request::To;
use navette_proto::wire::desk::{HandOverRequest, ListWorkRequest, ScanRequest, WorkKind};
use navette_proto::wire::fees::{ChargeKind, Money};
use navette_proto::wire::identity::{Card, ItemId};
use navette_proto::wire::lending::Target;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_proto::wire::patrons::{
    AddChargeRequest, CheckPinRequest, EraseRequest, GetRequest, ListNoticesRequest,
    ListRequestsRequest, NoticeState, Person, PlaceRequestRequest, RegisterRequest, SetPinRequest,
    Suspension, UpdateRequest, WaiveRequest,
};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tonic::transport::Channel;
use tonic::{Code, Status};

const STAFF: u64 = 7;

static CALLS: AtomicU64 = AtomicU64::new(1);

fn a_call() -> String {
    format!("{:032x}", CALLS.fetch_add(1, Ordering::Relaxed))
}

fn card(number: &str) -> Option<Card> {
    Some(Card {
        library: "aire".into(),
        number: number.into(),
    })
}

fn item(library: &str, barcode: &str) -> Option<ItemId> {
    Some(ItemId {
        library: library.into(),
        barcode: barcode.into(),
    })
}

/// The whole of what a refusal carries over the wire.
fn words(status: &Status) -> String {
    let details = String::from_utf8_lossy(status.details()).into_owned();
    format!("{status:?} {} {details}", status.message())
}

/// A patron of Aire, as the canary is registered.
pub(super) fn a_canary() -> RegisterRequest {
    RegisterRequest {
        request_id: a_call(),
        card_number: CARD.into(),
        category: "adult".into(),
        person: Some(Person {
            given_name: GIVEN.into(),
            family_name: FAMILY.into(),
            birth: BIRTH.into(),
            email: EMAIL.into(),
            phone: PHONE.into(),
            language: "fr".into(),
            address: ADDRESS.into(),
            ..Person::default()
        }),
        accept_namesake: false,
        staff: STAFF,
    }
}

/// The services of Aire and Lumbres, and what was said to whom elsewhere than at home.
pub(super) struct Story<'t> {
    territory: &'t Territory,
    patrons: PatronServiceClient<Channel>,
    counter: CirculationServiceClient<Channel>,
    desk: DeskServiceClient<Channel>,
    /// Refusals that somebody else than the home desk was given.
    pub(super) said_elsewhere: Vec<String>,
}

impl<'t> Story<'t> {
    pub(super) fn of(territory: &'t Territory) -> Self {
        let aire = &territory.aire;
        Self {
            territory,
            patrons: PatronServiceClient::new(aire.clone()),
            counter: CirculationServiceClient::new(aire.clone()),
            desk: DeskServiceClient::new(aire.clone()),
            said_elsewhere: Vec::new(),
        }
    }

    /// Registers the canary and a child, with everything that is known of them.
    pub(super) async fn register(&mut self) -> Result<()> {
        self.patrons.register(a_canary()).await?;
        let mut child = a_canary();
        child.category = "child".into();
        child.card_number = CHILDS_CARD.into();
        child.person = child.person.map(|person| Person {
            given_name: CHILD.into(),
            birth: "2017-06-05".into(),
            email: String::new(),
            guardian: card(CARD),
            ..person
        });
        self.patrons.register(child).await?;
        let pin = SetPinRequest {
            request_id: a_call(),
            card: card(CARD),
            pin: PIN.into(),
            staff: STAFF,
        };
        self.patrons.set_pin(pin).await?;
        for (pin, right) in [(PIN, true), ("90817264", false)] {
            let pin = pin.into();
            let card = card(CARD);
            let checked = self.patrons.check_pin(CheckPinRequest { card, pin }).await;
            ensure!(checked.is_ok() == right);
        }
        let shown = self.patrons.get(GetRequest { card: card(CARD) }).await?;
        let shown = shown.into_inner().patron.context("no patron")?;
        let suspended = UpdateRequest {
            request_id: a_call(),
            card: card(CARD),
            version: shown.version,
            suspension: Some(Suspension {
                until: "2000-01-01".into(),
                reason: WHY.into(),
            }),
            staff: STAFF,
            ..UpdateRequest::default()
        };
        self.patrons.update(suspended).await?;
        Ok(())
    }

    /// Says at the home desk what is wrong in every field; what is answered stays there, what is logged must not.
    pub(super) async fn refuse_at_home(&mut self) -> Result<()> {
        let whole = a_canary().person.context("no person")?;
        let wrong = [
            Person {
                email: format!("{FAMILY}@@{FAMILY}"),
                ..whole.clone()
            },
            Person {
                phone: format!("{PHONE}{CARD}"),
                ..whole.clone()
            },
            Person {
                family_name: FAMILY.repeat(40),
                ..whole.clone()
            },
            Person {
                address: ADDRESS.repeat(40),
                ..whole.clone()
            },
            Person {
                language: FAMILY.into(),
                ..whole.clone()
            },
            Person {
                guardian: card("CANARI62765 "),
                ..whole
            },
        ];
        for person in wrong {
            let form = RegisterRequest {
                card_number: "X1".into(),
                person: Some(person),
                ..a_canary()
            };
            ensure!(self.patrons.register(form).await.is_err());
        }
        // The same person again, a card of a hundred characters, and a PIN that anybody guesses.
        for number in [CARD.to_owned(), "X2".to_owned(), CARD.repeat(20)] {
            let form = RegisterRequest {
                card_number: number,
                ..a_canary()
            };
            ensure!(self.patrons.register(form).await.is_err());
        }
        for pin in [PIN.repeat(3), format!("{PIN}x")] {
            let call = SetPinRequest {
                request_id: a_call(),
                card: card(CARD),
                pin,
                staff: STAFF,
            };
            ensure!(self.patrons.set_pin(call).await.is_err());
        }
        Ok(())
    }

    /// Charges and forgives, lends, renews and takes back at the own counter.
    pub(super) async fn borrow_at_home(&mut self) -> Result<()> {
        let amount = Some(Money {
            minor_units: 250,
            currency: "EUR".into(),
        });
        let charge = AddChargeRequest {
            request_id: a_call(),
            card: card(CARD),
            kind: ChargeKind::Damaged as i32,
            amount: amount.clone(),
            why: WHY.into(),
            staff: STAFF,
            ..AddChargeRequest::default()
        };
        self.patrons.add_charge(charge).await?;
        let waiver = WaiveRequest {
            request_id: a_call(),
            card: card(CARD),
            amount,
            why: WHY.into(),
            staff: STAFF,
        };
        self.patrons.waive(waiver).await?;
        let lent = CheckOutRequest {
            request_id: a_call(),
            card: card(CARD),
            code: "B1-0".into(),
            staff: STAFF,
            ..CheckOutRequest::default()
        };
        self.counter.check_out(lent).await?;
        let renewed = RenewRequest {
            request_id: a_call(),
            item: item("aire", "B1-0"),
            staff: STAFF,
        };
        self.counter.renew(renewed).await?;
        self.take_back("aire", "B1-0").await
    }

    async fn take_back(&mut self, library: &str, barcode: &str) -> Result<()> {
        let returned = CheckInRequest {
            request_id: a_call(),
            code: barcode.into(),
            item: item(library, barcode),
            staff: STAFF,
            ..CheckInRequest::default()
        };
        self.counter.check_in(returned).await?;
        Ok(())
    }

    /// Asks for a book of Lumbres, which comes, is told of by e-mail, handed over, brought back and sent home.
    pub(super) async fn borrow_from_lumbres(&mut self) -> Result<()> {
        let work = self.territory.work("Germinal").await?;
        let asked = PlaceRequestRequest {
            request_id: a_call(),
            card: card(CARD),
            target: Some(Target {
                work,
                ..Target::default()
            }),
            title: "Germinal".into(),
            staff: STAFF,
            put_aside: true,
            ..PlaceRequestRequest::default()
        };
        self.patrons.place_request(asked).await?;
        let mut lumbres = DeskServiceClient::new(self.territory.lumbres.clone());
        let barcode = self.until_to_pull(&mut lumbres).await?;
        self.until_supplied().await?;
        scan(&mut lumbres, &barcode).await?;
        scan(&mut self.desk, &barcode).await?;
        self.until_told().await?;
        let handed = HandOverRequest {
            request_id: a_call(),
            item: item("lumbres", &barcode),
            staff: STAFF,
            to: card(CARD).map(To::Card),
        };
        self.desk.hand_over(handed).await?;
        self.take_back("lumbres", &barcode).await?;
        scan(&mut lumbres, &barcode).await
    }

    async fn until_to_pull(&self, desk: &mut DeskServiceClient<Channel>) -> Result<String> {
        let began = Instant::now();
        loop {
            let call = ListWorkRequest {
                kind: WorkKind::ToPull as i32,
                ..ListWorkRequest::default()
            };
            let listed = desk.list_work(call).await?.into_inner().work;
            if let Some(item) = listed.into_iter().find_map(|line| line.item) {
                return Ok(item.barcode);
            }
            ensure!(began.elapsed() < PATIENCE, "Lumbres has nothing to pull");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until Aire has heard who lends.
    async fn until_supplied(&mut self) -> Result<()> {
        let began = Instant::now();
        loop {
            let call = ListRequestsRequest {
                card: card(CARD),
                ..ListRequestsRequest::default()
            };
            let listed = self.patrons.list_requests(call).await?.into_inner();
            if listed.requests.iter().any(|one| one.lender == "lumbres") {
                return Ok(());
            }
            ensure!(began.elapsed() < PATIENCE, "Aire does not hear who lends");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until the relay has taken the notice that something is ready.
    async fn until_told(&mut self) -> Result<()> {
        let began = Instant::now();
        loop {
            let call = ListNoticesRequest {
                card: card(CARD),
                ..ListNoticesRequest::default()
            };
            let told = self.patrons.list_notices(call).await?.into_inner().notices;
            let sent = |kind| {
                told.iter()
                    .any(|one| one.kind == kind && one.state == NoticeState::Sent as i32)
            };
            if sent("ready") && self.territory.relay.letters().contains(EMAIL) {
                return Ok(());
            }
            ensure!(
                began.elapsed() < PATIENCE,
                "nobody was told: {}",
                told.len()
            );
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Borrows at Lumbres as a visitor, and is refused there in every way.
    pub(super) async fn visit_lumbres(&mut self) -> Result<()> {
        let mut counter = CirculationServiceClient::new(self.territory.lumbres.clone());
        let mut patrons = PatronServiceClient::new(self.territory.lumbres.clone());
        let lend = |number: &str, code: &str| CheckOutRequest {
            request_id: a_call(),
            card: card(number),
            code: code.into(),
            staff: STAFF,
            ..CheckOutRequest::default()
        };
        let lent = counter.check_out(lend(CARD, "B2-1")).await?.into_inner();
        ensure!(!lent.home_silent, "Aire was not asked");
        for (number, code) in [
            (CARD, "B2-1"),
            (CARD, CARD),
            ("CANARI62765-0", "B2-2"),
            (&CARD.repeat(20), "B2-2"),
        ] {
            let refused = counter.check_out(lend(number, code)).await;
            self.said_elsewhere
                .extend(refused.err().as_ref().map(words));
        }
        let (shown, mine) = (
            patrons.get(GetRequest { card: card(CARD) }).await,
            ListRequestsRequest {
                card: card(CARD),
                ..ListRequestsRequest::default()
            },
        );
        self.said_elsewhere.extend(shown.err().as_ref().map(words));
        let listed = patrons.list_requests(mine).await;
        self.said_elsewhere.extend(listed.err().as_ref().map(words));
        let loans = ListLoansRequest {
            card: card(CARD),
            ..ListLoansRequest::default()
        };
        let loans = counter.list_loans(loans).await;
        self.said_elsewhere.extend(loans.err().as_ref().map(words));
        let returned = CheckInRequest {
            request_id: a_call(),
            code: "B2-1".into(),
            item: item("lumbres", "B2-1"),
            staff: STAFF,
            ..CheckInRequest::default()
        };
        counter.check_in(returned).await?;
        Ok(())
    }

    /// Erases both, the child first, as soon as nothing is open any more.
    pub(super) async fn erase(&mut self) -> Result<()> {
        for number in [CHILDS_CARD, CARD] {
            let began = Instant::now();
            loop {
                let call = EraseRequest {
                    request_id: a_call(),
                    card: card(number),
                    staff: STAFF,
                };
                match self.patrons.erase(call).await {
                    Ok(_) => break,
                    Err(status) if status.code() == Code::FailedPrecondition => {
                        ensure!(began.elapsed() < PATIENCE, "still open: {status}");
                    }
                    Err(status) => return Err(status.into()),
                }
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        }
        Ok(())
    }
}

async fn scan(desk: &mut DeskServiceClient<Channel>, barcode: &str) -> Result<()> {
    let call = ScanRequest {
        request_id: a_call(),
        code: barcode.into(),
        item: item("lumbres", barcode),
        staff: STAFF,
    };
    desk.scan(call).await?;
    Ok(())
}
