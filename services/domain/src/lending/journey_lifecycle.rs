//! What may happen to a journey next? The second of the two lifecycles: where a committed item is and must go.
//!
//! Pure. A physical scan outranks the ledger: a scan that finds the item further along than the ledger believes implies every
//! step skipped, and they are named as inferred. What the scan means for the request comes back as an effect.

use super::journey::{Journey, JourneyState};
use super::refusal::LendingRefusal;
use super::request::SupplyFailure;
use crate::catalogue::LibraryId;
use crate::identity::RequestId;
use crate::time::Day;

/// Something that happened to an item on its journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JourneyEvent {
    /// Taken off the shelf at its lender's and put into the crate.
    Pulled,
    /// The lender's librarian looked in vain.
    NotFound,
    /// The lender's librarian will not lend it: this copy, or nothing at all.
    Refused(SupplyFailure),
    /// Given to the van.
    Shipped,
    /// The van had no room, or did not come: it waits for the next.
    LeftBehind,
    /// Scanned in at this library.
    Received(LibraryId),
    /// Scanned in at this library, which knew of no journey and put it into the crate for home.
    TurnedUp(LibraryId),
    /// Handed over to the patron, to be back on that day.
    HandedOver(Day),
    /// Brought back by the patron, at this library.
    Returned(LibraryId),
    /// Taken off the hold shelf: nobody came for it.
    NotCollected,
    /// It was on the hold shelf and is not there any more.
    MissingFromShelf,
    /// It came to harm.
    Damaged,
    /// Nobody knows where it is.
    DeclaredLost,
    /// The request it served needs it no longer.
    Released,
    /// The next request wants it, to be collected there.
    Readdressed(RequestId, LibraryId),
    /// Its deadline has passed.
    DeadlinePassed,
}

/// What must follow from a step of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JourneyEffect {
    /// The request it serves is now on the hold shelf of the pick-up library.
    RequestShelved,
    /// The request it serves is in the patron's hands until that day.
    RequestHandedOver(Day),
    /// The request it serves came to its good end.
    RequestReturned,
    /// The item of the request it serves is at another library: brought back there, or never collected.
    RequestElsewhere,
    /// The request it serves was not collected.
    RequestNotCollected,
    /// The request it serves must be supplied otherwise.
    RequestUnsupplied(SupplyFailure),
    /// The request it serves has become a matter to settle: lost (true) or damaged.
    RequestToSettle {
        /// Lost rather than damaged.
        lost: bool,
    },
    /// Look whether another request wants it before it goes home.
    OfferToQueue,
    /// The copy is to be looked for at its library.
    LookFor,
    /// Put the journey on a list of what is stuck.
    Escalate,
    /// The library did not pull in time; after a second lapse it is skipped until it acts.
    Lapsed,
}

/// The next state and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyStep {
    /// Where the journey stands now.
    pub next: JourneyState,
    /// The library where the item is, where that changed.
    pub at: Option<LibraryId>,
    /// Where it must go, where that changed.
    pub to: Option<LibraryId>,
    /// What it serves from now on, where that changed.
    pub serves: Option<Option<RequestId>>,
    /// Steps that must have happened and were never scanned.
    pub inferred: Vec<JourneyState>,
    /// In this order.
    pub effects: Vec<JourneyEffect>,
}

use JourneyEffect as F;
use JourneyEvent as E;
use JourneyState as S;

/// Decides what an event does to a journey.
///
/// Events that say again what is so already change nothing; events that cannot be are refused.
pub fn decide(journey: &Journey, event: &JourneyEvent) -> Result<JourneyStep, LendingRefusal> {
    match journey.state {
        S::ToPull => to_pull(journey, event),
        S::ToShip => to_ship(journey, event),
        S::InTransit => in_transit(journey, event),
        S::AtPickup => at_pickup(journey, event),
        S::ToReturn => to_return(journey, event),
        S::Home | S::Withdrawn | S::Lost => ended(journey, event),
    }
}

fn to_pull(journey: &Journey, event: &E) -> Result<JourneyStep, LendingRefusal> {
    match event {
        // The own library is the pick-up library: pulled is shelved.
        E::Pulled if journey.goes_home() => {
            Ok(go(S::AtPickup).doing(F::RequestShelved).at(journey.home()))
        }
        E::Pulled => Ok(go(S::ToShip)),
        E::NotFound => Ok(unsupplied(S::Withdrawn, SupplyFailure::NotFound).doing(F::LookFor)),
        E::Refused(why) => Ok(unsupplied(S::Home, *why)),
        E::Damaged => Ok(unsupplied(S::Withdrawn, SupplyFailure::Damaged)),
        E::Shipped => Ok(go(S::InTransit).inferring(&[S::ToShip])),
        E::LeftBehind => Ok(go(S::ToPull)),
        E::Received(library) => Ok(arrives(journey, library, &[S::ToShip, S::InTransit])),
        E::TurnedUp(library) => Ok(turns_up(journey, library, &[S::ToShip, S::InTransit])),
        E::HandedOver(due) => hand_over(journey, *due, &[S::ToShip, S::InTransit]),
        E::Returned(library) => Ok(comes_back(journey, library)),
        E::Released => Ok(go(S::Home).serving(None)),
        E::Readdressed(request, pickup) => Ok(go(S::ToPull).to(pickup).serving(Some(*request))),
        E::DeadlinePassed => Ok(unsupplied(S::Home, SupplyFailure::NotPulled).doing(F::Lapsed)),
        E::DeclaredLost => Ok(unsupplied(S::Lost, SupplyFailure::Lost)),
        E::NotCollected | E::MissingFromShelf => cannot(journey, event),
    }
}

fn to_ship(journey: &Journey, event: &E) -> Result<JourneyStep, LendingRefusal> {
    match event {
        E::Pulled | E::LeftBehind => Ok(go(S::ToShip)),
        E::Shipped => Ok(go(S::InTransit)),
        E::NotFound => Ok(unsupplied(S::Withdrawn, SupplyFailure::NotFound).doing(F::LookFor)),
        E::Refused(why) => Ok(unsupplied(S::ToReturn, *why).to(journey.home())),
        E::Damaged => Ok(unsupplied(S::Withdrawn, SupplyFailure::Damaged)),
        E::Received(library) => Ok(arrives(journey, library, &[S::InTransit])),
        E::TurnedUp(library) => Ok(turns_up(journey, library, &[S::InTransit])),
        E::HandedOver(due) => hand_over(journey, *due, &[S::InTransit]),
        E::Returned(library) => Ok(comes_back(journey, library)),
        E::Released => Ok(let_go(journey)),
        E::Readdressed(request, pickup) => Ok(readdressed(*request, pickup)),
        E::DeadlinePassed => Ok(go(S::ToShip).doing(F::Escalate)),
        E::DeclaredLost => Ok(unsupplied(S::Lost, SupplyFailure::Lost)),
        // It was missed on a hold shelf before it was known there that somebody elsewhere gets it.
        E::MissingFromShelf => {
            Ok(unsupplied(S::Lost, SupplyFailure::MissingFromShelf).doing(F::LookFor))
        }
        E::NotCollected => cannot(journey, event),
    }
}

fn in_transit(journey: &Journey, event: &E) -> Result<JourneyStep, LendingRefusal> {
    match event {
        E::Shipped => Ok(go(S::InTransit)),
        E::LeftBehind => Ok(go(S::ToShip)),
        E::Received(library) => Ok(arrives(journey, library, &[])),
        E::TurnedUp(library) => Ok(turns_up(journey, library, &[])),
        E::HandedOver(due) => hand_over(journey, *due, &[]),
        E::Returned(library) => Ok(comes_back(journey, library)),
        // It is in the van: it gets its new destination where it is next scanned.
        E::Released => Ok(go(S::InTransit)
            .to(journey.home())
            .serving(None)
            .doing(F::OfferToQueue)),
        E::Readdressed(request, pickup) => Ok(go(S::InTransit).to(pickup).serving(Some(*request))),
        E::DeadlinePassed => Ok(go(S::InTransit).doing(F::Escalate)),
        E::DeclaredLost => Ok(unsupplied(S::Lost, SupplyFailure::Lost)),
        E::Damaged => Ok(unsupplied(S::ToReturn, SupplyFailure::Damaged).to(journey.home())),
        E::Pulled | E::NotFound | E::Refused(_) | E::NotCollected | E::MissingFromShelf => {
            cannot(journey, event)
        }
    }
}

fn at_pickup(journey: &Journey, event: &E) -> Result<JourneyStep, LendingRefusal> {
    match event {
        E::Pulled => Ok(go(S::AtPickup)),
        E::Received(library) | E::TurnedUp(library) if *library == journey.at => {
            Ok(go(S::AtPickup))
        }
        E::Received(library) | E::TurnedUp(library) => Ok(found_elsewhere(journey, library)),
        E::HandedOver(due) => hand_over(journey, *due, &[]),
        E::Returned(library) => Ok(comes_back(journey, library)),
        E::NotCollected => Ok(home_from(journey).doing(F::RequestNotCollected).offered()),
        E::MissingFromShelf => {
            Ok(unsupplied(S::Lost, SupplyFailure::MissingFromShelf).doing(F::LookFor))
        }
        // It is at home: nothing is left to travel.
        E::Damaged if journey.at == *journey.home() => Ok(go(S::Withdrawn)
            .doing(F::RequestToSettle { lost: false })
            .serving(None)),
        E::Damaged => Ok(home_from(journey)
            .doing(F::RequestToSettle { lost: false })
            .serving(None)),
        E::DeclaredLost => Ok(go(S::Lost)
            .doing(F::RequestToSettle { lost: true })
            .serving(None)),
        E::Released => Ok(let_go(journey)),
        E::Readdressed(request, pickup) => Ok(readdressed(*request, pickup)),
        // Given to the van, although it was on the hold shelf or with the patron: which of both, the request knows.
        E::Shipped if journey.serves.is_some() => Ok(go(S::InTransit)
            .to(journey.home())
            .serving(None)
            .inferring(&[S::ToReturn])
            .doing(F::RequestElsewhere)
            .doing(F::OfferToQueue)),
        E::Shipped => Ok(go(S::InTransit)
            .to(journey.home())
            .inferring(&[S::ToReturn])),
        // The request on the hold shelf, or the loan, has the deadline.
        E::DeadlinePassed => Ok(go(S::AtPickup).doing(F::Escalate)),
        E::NotFound | E::Refused(_) | E::LeftBehind => cannot(journey, event),
    }
}

fn to_return(journey: &Journey, event: &E) -> Result<JourneyStep, LendingRefusal> {
    match event {
        E::Shipped => Ok(go(S::InTransit)),
        E::LeftBehind | E::Pulled | E::NotCollected => Ok(go(S::ToReturn)),
        E::Received(library) | E::TurnedUp(library)
            if *library == journey.at && library != journey.home() =>
        {
            Ok(go(S::ToReturn))
        }
        E::Received(library) | E::TurnedUp(library) => {
            Ok(arrives(journey, library, &[S::InTransit]))
        }
        E::Returned(library) => Ok(comes_back(journey, library)),
        E::Released => Ok(go(S::ToReturn).to(journey.home()).serving(None)),
        E::Readdressed(request, pickup) => Ok(readdressed(*request, pickup)),
        E::DeadlinePassed => Ok(go(S::ToReturn).doing(F::Escalate)),
        E::DeclaredLost | E::MissingFromShelf => Ok(go(S::Lost).serving(None).doing(F::LookFor)),
        E::Damaged => Ok(go(S::ToReturn)),
        E::NotFound | E::Refused(_) | E::HandedOver(_) => cannot(journey, event),
    }
}

/// An ended journey stays ended, but for what was lost and is found: it goes home.
fn ended(journey: &Journey, event: &E) -> Result<JourneyStep, LendingRefusal> {
    match (journey.state, event) {
        (S::Lost, E::Received(library) | E::TurnedUp(library) | E::Returned(library)) => {
            let found = if library == journey.home() {
                go(S::Home)
            } else {
                go(S::ToReturn)
            };
            Ok(found.at(library).to(journey.home()))
        }
        (S::Home | S::Withdrawn | S::Lost, E::Released) => Ok(go(journey.state)),
        (S::Home, E::Received(library) | E::TurnedUp(library) | E::Returned(library))
            if library == journey.home() =>
        {
            Ok(go(S::Home))
        }
        (S::Lost, E::DeclaredLost) | (S::Withdrawn, E::NotFound) => Ok(go(journey.state)),
        _ => cannot(journey, event),
    }
}

/// Where an item goes that was scanned in at a library, whatever the ledger believed.
fn arrives(journey: &Journey, library: &LibraryId, skipped: &[JourneyState]) -> JourneyStep {
    let inferred = go(S::InTransit).inferring(skipped);
    if journey.serves.is_some() && *library == journey.to {
        return JourneyStep {
            next: S::AtPickup,
            ..inferred
        }
        .at(library)
        .doing(F::RequestShelved);
    }
    if library == journey.home() {
        let step = JourneyStep {
            next: S::Home,
            ..inferred
        }
        .at(library);
        return match journey.serves {
            // Its owner's library is a stop like any other on the way to where it is wanted.
            Some(_) if journey.state != S::ToPull && journey.to != *library => JourneyStep {
                next: S::ToShip,
                ..step
            },
            // It never left although somebody waits for it, and is looked for anew.
            Some(_) => step
                .serving(None)
                .doing(F::RequestUnsupplied(SupplyFailure::NotPulled)),
            None => step.to(journey.home()),
        };
    }
    if journey.serves.is_some() {
        // A wrong stop: it goes on from here to where it is wanted.
        return JourneyStep {
            next: S::ToShip,
            ..inferred
        }
        .at(library);
    }
    JourneyStep {
        next: S::ToReturn,
        ..inferred
    }
    .at(library)
    .to(journey.home())
    .doing(F::OfferToQueue)
}

/// Where an item goes that was scanned in by somebody who did not know of its journey. Where that is the pick-up library, it
/// lies in the crate for home, and waits there for the scan that lays it on the hold shelf.
fn turns_up(journey: &Journey, library: &LibraryId, skipped: &[JourneyState]) -> JourneyStep {
    let wanted_here = journey.serves.is_some() && *library == journey.to;
    if !wanted_here {
        return arrives(journey, library, skipped);
    }
    go(S::ToShip).inferring(skipped).at(library)
}

fn hand_over(
    journey: &Journey,
    due: Day,
    skipped: &[JourneyState],
) -> Result<JourneyStep, LendingRefusal> {
    if journey.serves.is_none() {
        return cannot(journey, &E::HandedOver(due));
    }
    let step = go(S::AtPickup).inferring(skipped).at(&journey.to);
    Ok(step.doing(F::RequestHandedOver(due)))
}

/// Brought back by a patron: the request is over wherever that was scanned.
fn comes_back(journey: &Journey, library: &LibraryId) -> JourneyStep {
    let step = if library == journey.home() {
        go(S::Home)
    } else {
        go(S::ToReturn).doing(F::OfferToQueue)
    };
    let mut step = step.at(library).to(journey.home()).serving(None);
    if journey.serves.is_some() {
        step.effects.insert(0, F::RequestReturned);
    }
    step
}

/// It was on the hold shelf or with the patron, and is at another library now: which of both, the request knows.
fn found_elsewhere(journey: &Journey, library: &LibraryId) -> JourneyStep {
    let mut step = comes_back(journey, library).inferring(&[S::ToReturn, S::InTransit]);
    for effect in &mut step.effects {
        if *effect == F::RequestReturned {
            *effect = F::RequestElsewhere;
        }
    }
    step
}

/// The request is gone: the item goes home, unless the next one wants it.
fn let_go(journey: &Journey) -> JourneyStep {
    home_from(journey).offered()
}

fn home_from(journey: &Journey) -> JourneyStep {
    go(S::ToReturn).to(journey.home())
}

/// The next request takes it over where it is. Where that is the pick-up library already, it waits for the scan that lays
/// it on the hold shelf: "ready" is said of nothing else.
fn readdressed(request: RequestId, pickup: &LibraryId) -> JourneyStep {
    go(S::ToShip).to(pickup).serving(Some(request))
}

fn unsupplied(next: JourneyState, why: SupplyFailure) -> JourneyStep {
    go(next).serving(None).doing(F::RequestUnsupplied(why))
}

fn go(next: JourneyState) -> JourneyStep {
    JourneyStep {
        next,
        at: None,
        to: None,
        serves: None,
        inferred: Vec::new(),
        effects: Vec::new(),
    }
}

impl JourneyStep {
    fn at(mut self, library: &LibraryId) -> Self {
        self.at = Some(library.clone());
        self
    }

    fn to(mut self, library: &LibraryId) -> Self {
        self.to = Some(library.clone());
        self
    }

    fn serving(mut self, request: Option<RequestId>) -> Self {
        self.serves = Some(request);
        self
    }

    fn doing(mut self, effect: JourneyEffect) -> Self {
        self.effects.push(effect);
        self
    }

    fn offered(self) -> Self {
        self.serving(None).doing(F::OfferToQueue)
    }

    fn inferring(mut self, skipped: &[JourneyState]) -> Self {
        self.inferred.extend_from_slice(skipped);
        self
    }
}

fn cannot(journey: &Journey, event: &JourneyEvent) -> Result<JourneyStep, LendingRefusal> {
    Err(LendingRefusal::JourneyCannot {
        item: journey.item.clone(),
        state: journey.state,
        event: event.name(),
    })
}

impl JourneyEvent {
    /// Names the event in words.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pulled => "be pulled",
            Self::NotFound => "be reported as not found",
            Self::Refused(_) => "be refused",
            Self::Shipped => "be shipped",
            Self::LeftBehind => "be left behind",
            Self::Received(_) | Self::TurnedUp(_) => "be received",
            Self::HandedOver(_) => "be handed over",
            Self::Returned(_) => "be returned",
            Self::NotCollected => "be taken off the hold shelf",
            Self::MissingFromShelf => "be missing from the hold shelf",
            Self::Damaged => "be damaged",
            Self::DeclaredLost => "be declared lost",
            Self::Released => "be released",
            Self::Readdressed(..) => "be re-addressed",
            Self::DeadlinePassed => "pass a deadline",
        }
    }
}
