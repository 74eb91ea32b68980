//! How a journey stands, as a node is told, wire and domain.

use super::states::{journey_state, request_state};
use super::target;
use crate::Refusal;
use crate::convert::limits::{SHELFMARK_CHARS, TITLE_CHARS, cut, grams, needed, text};
use crate::convert::moment::{optional_from_wire, optional_to_wire};
use crate::convert::{day, identity, ids};
use crate::wire::lending as wire;
use navette_domain::lending::{JourneyStage, JourneyView, Served};
use wire::journey_view::Stage;

/// Writes a view of a journey.
pub(super) fn to_wire(view: &JourneyView) -> wire::JourneyView {
    wire::JourneyView {
        journey: view.id.to_string(),
        version: view.version,
        stage: Some(stage_to_wire(&view.stage)),
        lender: view.lender.to_string(),
        serves: view.serves.as_ref().map(served_to_wire),
        deadline_ms: optional_to_wire(view.deadline),
        late: view.late,
    }
}

/// Reads a view of a journey.
pub(super) fn from_wire(view: wire::JourneyView) -> Result<JourneyView, Refusal> {
    let serves = view.serves.map(served_from_wire).transpose();
    Ok(JourneyView {
        id: ids::journey("journey", &view.journey)?,
        version: view.version,
        stage: stage_from_wire(needed("stage", view.stage)?)?,
        lender: identity::library("lender", &view.lender)?,
        serves: serves.map_err(|refusal| refusal.within("serves"))?,
        deadline: optional_from_wire(view.deadline_ms),
        late: view.late,
    })
}

fn stage_to_wire(stage: &JourneyStage) -> Stage {
    match stage {
        JourneyStage::Asked(asked) => Stage::Asked(target::to_wire(asked)),
        JourneyStage::Under {
            item,
            title,
            shelfmark,
            grams,
            state,
            at,
            to,
        } => Stage::UnderWay(wire::JourneyUnderWay {
            item: Some(identity::item_to_wire(item)),
            title: cut(title, TITLE_CHARS),
            shelfmark: cut(shelfmark, SHELFMARK_CHARS),
            grams: *grams,
            state: journey_state::to_wire(*state),
            at: at.to_string(),
            to: to.to_string(),
        }),
        JourneyStage::Void => Stage::Void(wire::JourneyVoid {}),
    }
}

fn stage_from_wire(stage: Stage) -> Result<JourneyStage, Refusal> {
    match stage {
        Stage::Asked(asked) => target::from_wire(asked)
            .map(JourneyStage::Asked)
            .map_err(|refusal| refusal.within("asked")),
        Stage::UnderWay(under) => under_way(under).map_err(|refusal| refusal.within("under_way")),
        Stage::Void(wire::JourneyVoid {}) => Ok(JourneyStage::Void),
    }
}

fn under_way(under: wire::JourneyUnderWay) -> Result<JourneyStage, Refusal> {
    Ok(JourneyStage::Under {
        item: identity::item("item", under.item)?,
        title: text("title", under.title, TITLE_CHARS)?,
        shelfmark: text("shelfmark", under.shelfmark, SHELFMARK_CHARS)?,
        grams: grams("grams", under.grams)?,
        state: journey_state::from_wire("state", under.state)?,
        at: identity::library("at", &under.at)?,
        to: identity::library("to", &under.to)?,
    })
}

fn served_to_wire(served: &Served) -> wire::Served {
    wire::Served {
        request: served.request.to_string(),
        reference: served.reference.to_string(),
        home: served.home.to_string(),
        pickup: served.pickup.to_string(),
        state: request_state::to_wire(served.state),
        promised: day::to_wire(served.promised),
        due: day::to_wire(served.due),
    }
}

fn served_from_wire(served: wire::Served) -> Result<Served, Refusal> {
    Ok(Served {
        request: ids::request("request", &served.request)?,
        reference: ids::reference("reference", &served.reference)?,
        home: identity::library("home", &served.home)?,
        pickup: identity::library("pickup", &served.pickup)?,
        state: request_state::from_wire("state", served.state)?,
        promised: day::from_wire("promised", &served.promised)?,
        due: day::from_wire("due", &served.due)?,
    })
}
