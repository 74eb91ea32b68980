//! What becomes of a journey's newest view? It is kept; a copy is promised if one is asked for; the item follows.

use super::committing::answer;
use super::settling::settle;
use super::views::Heard;
use crate::draft::Draft;
use crate::ledger::JourneyRow;
use navette_domain::lending::{JourneyStage, JourneyView};

/// Takes a view in, if it is news.
pub(super) fn take_journey(draft: &mut Draft<'_>, view: JourneyView, heard: Heard) {
    let id = view.id;
    let round = draft.meta().round;
    let old = draft.get::<JourneyRow>(&id);
    let known = old.as_ref().map(|old| (old.federator, old.view.version));
    if !heard.is_news(view.version, known) {
        if let Some(old) = old
            && (old.round < round || old.heard < heard.through)
        {
            // The same words, but written after more of ours was heard.
            let same = old.view.version == view.version;
            let through = if same { heard.through } else { old.heard };
            let heard = old.heard.max(through);
            // What was let go because nobody spoke of it is spoken of after all.
            let ended = old.ended.filter(|_| !same || has_ended(&old.view.stage));
            draft.put(
                id,
                JourneyRow {
                    heard,
                    round,
                    ended,
                    ..old
                },
            );
            settle(draft, id);
        }
        return;
    }
    let ended = has_ended(&view.stage).then(|| {
        old.as_ref()
            .and_then(|old| old.ended)
            .unwrap_or(draft.now.at)
    });
    let asked = matches!(view.stage, JourneyStage::Asked(_));
    let void = matches!(view.stage, JourneyStage::Void);
    let answered = old.as_ref().and_then(|old| old.answer.clone());
    let row = JourneyRow {
        federator: heard.federator,
        heard: heard.through,
        round,
        answer: if void { None } else { answered },
        said: old.as_ref().and_then(|old| old.said),
        ended,
        view,
    };
    draft.put(id, row);
    if asked {
        answer(draft, id);
    } else {
        settle(draft, id);
    }
}

pub(super) fn has_ended(stage: &JourneyStage) -> bool {
    match stage {
        JourneyStage::Asked(_) => false,
        JourneyStage::Under { state, .. } => state.is_ended(),
        JourneyStage::Void => true,
    }
}
