//! What must hold in every state? The invariants of lending, as far as they concern who has promised what to whom.

use super::node::Node;
use super::settings::Settings;
use super::words::{Report, Standing, Subject};
use super::world::World;
use navette_domain::identity::JourneyId;
use navette_domain::lending::RequestState;
use stateright::Property;

pub(super) const ONE_COMMITMENT: &str = "an item is promised to one journey or one reader at most";
pub(super) const ONE_JOURNEY: &str =
    "an item has one open journey at most, which serves one request";
pub(super) const NODE_FIRST: &str =
    "a journey is under way only where its lender has committed the item";
pub(super) const NOTHING_VANISHES: &str =
    "a request that was acknowledged is in the outbox or in the ledger";
pub(super) const TWICE_IS_ONCE: &str = "a message that arrives twice does what it does once";
pub(super) const LATE_IS_NEVER: &str = "at rest, nothing that arrives late changes anything";
pub(super) const AGREEMENT: &str = "at rest, all agree, and no item is kept for nobody";
pub(super) const REST: &str = "once the faults stop, all comes to rest, and all agree";
const AS_MANY_AS_COPIES: &str = "as many requests as there are copies can be supplied at a time";
const LATE_COMMITMENT: &str = "a commitment can come when it is no longer wanted";
const CANCELLED_UNDER_WAY: &str = "a journey under way can lose its request";

/// Lists them all, with what must be seen to happen at least once where the setting allows it.
pub(super) fn all(settings: &Settings) -> Vec<Property<Settings>> {
    let mut all = vec![
        Property::always(ONE_COMMITMENT, one_commitment),
        Property::always(ONE_JOURNEY, one_journey),
        Property::always(NODE_FIRST, node_first),
        Property::always(NOTHING_VANISHES, nothing_vanishes),
        Property::always(TWICE_IS_ONCE, twice_is_once),
        Property::always(LATE_IS_NEVER, late_is_never),
        Property::always(AGREEMENT, agreement),
        Property::always(REST, comes_to_rest),
        Property::sometimes(LATE_COMMITMENT, late_commitment),
    ];
    if settings.homes.len() > 1 {
        all.push(Property::sometimes(AS_MANY_AS_COPIES, as_many_as_copies));
    }
    if settings.cancels > 0 {
        all.push(Property::sometimes(
            CANCELLED_UNDER_WAY,
            cancelled_under_way,
        ));
    }
    all
}

fn one_commitment(_: &Settings, world: &World) -> bool {
    let mut nodes = world.nodes.iter();
    nodes.all(|node| node.committed.len() + usize::from(node.at_counter) <= 1)
}

fn one_journey(_: &Settings, world: &World) -> bool {
    let journeys = &world.federator.journeys;
    let open = || {
        journeys
            .iter()
            .filter(|(_, journey)| journey.serves.is_some())
    };
    open().all(|(id, journey)| {
        let same_item = open().filter(|(_, other)| other.lender == journey.lender);
        let serves = journey
            .serves
            .and_then(|id| world.federator.requests.get(&id));
        let mutual = serves.is_some_and(|wanted| {
            wanted.state == RequestState::BeingSupplied
                && wanted.supply == Some((journey.lender, *id))
        });
        same_item.count() == 1 && mutual
    })
}

fn node_first(_: &Settings, world: &World) -> bool {
    let mut journeys = world.federator.journeys.iter();
    journeys.all(|(id, journey)| {
        let node = world.node(journey.lender);
        journey.serves.is_none() || node.committed.contains(id) && !node.at_counter
    })
}

fn nothing_vanishes(_: &Settings, world: &World) -> bool {
    world.nodes.iter().all(|node| {
        let mut numbered = (1_u8..).zip(&node.reports);
        numbered.all(|(number, report)| match report {
            Report::Placed(request) => {
                number > node.acknowledged || world.federator.requests.contains_key(request)
            }
            Report::Cancelled(_)
            | Report::Committed(..)
            | Report::Declined(..)
            | Report::Available => true,
        })
    })
}

fn twice_is_once(settings: &Settings, world: &World) -> bool {
    let mut there = world.line().into_iter();
    there.all(|message| {
        let mut once = world.clone();
        once.take(message, settings);
        if once == *world {
            return true;
        }
        let mut twice = once.clone();
        twice.take(message, settings);
        once == twice
    })
}

fn late_is_never(settings: &Settings, world: &World) -> bool {
    if !world.is_at_rest() {
        return true;
    }
    let mut there = world.line().into_iter();
    there.all(|message| {
        let mut later = world.clone();
        later.take(message, settings);
        later == *world
    })
}

fn agreement(settings: &Settings, world: &World) -> bool {
    !world.is_at_rest() || agree(settings, world)
}

fn comes_to_rest(settings: &Settings, world: &World) -> bool {
    let calm = world.in_calm(settings);
    calm.is_some_and(|world| agree(settings, &world))
}

fn as_many_as_copies(settings: &Settings, world: &World) -> bool {
    let supplied = world.federator.in_state(RequestState::BeingSupplied).len();
    supplied == settings.holders.len()
}

fn cancelled_under_way(_: &Settings, world: &World) -> bool {
    let mut journeys = world.federator.journeys.values();
    journeys.any(|journey| journey.serves.is_none())
}

/// Says whether federator and nodes believe the same of every request and journey.
fn agree(settings: &Settings, world: &World) -> bool {
    world.nodes.iter().all(|node| {
        let federator = &world.federator;
        let mut journeys = node.committed.iter();
        let needed = journeys.all(|id| {
            let journey = federator.journeys.get(id);
            journey.is_some_and(|journey| journey.serves.is_some())
                && known(node, *id) == Some(Standing::UnderWay)
        });
        let mut journeys = federator.journeys.iter();
        let kept = journeys.all(|(id, journey)| {
            journey.lender != node.library
                || journey.serves.is_some() == node.committed.contains(id)
        });
        needed && kept && requests_agree(settings, world, node)
    })
}

fn requests_agree(settings: &Settings, world: &World, node: &Node) -> bool {
    let mut reports = node.reports.iter();
    reports.all(|report| {
        let state = |request| Some(world.federator.requests.get(request)?.state);
        match report {
            Report::Placed(request) => {
                let told = !settings.homes_are_told || node.believes(*request) == state(request);
                state(request).is_some() && told
            }
            Report::Cancelled(request) => state(request) == Some(RequestState::Cancelled),
            Report::Committed(..) | Report::Declined(..) | Report::Available => true,
        }
    })
}

fn known(node: &Node, id: JourneyId) -> Option<Standing> {
    let (_, standing) = node.views.get(&Subject::Journey(id))?;
    Some(*standing)
}

/// A node holds its item for a journey that the federator has given up and not yet heard of.
fn late_commitment(_: &Settings, world: &World) -> bool {
    world.nodes.iter().any(|node| {
        let mut journeys = node.committed.iter();
        journeys.any(|id| {
            let mut wanted = world.federator.requests.values();
            let asked = wanted.any(|wanted| wanted.supply.is_some_and(|(_, asked)| asked == *id));
            !asked && !world.federator.journeys.contains_key(id)
        })
    })
}
