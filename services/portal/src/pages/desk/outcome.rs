//! What was done with an item, and what do the hands do now? Said in the same words on every page of the desk.

use crate::asked::address;
use crate::round_names::RoundNames;
use crate::say::Say;
use navette_proto::wire::desk::{Act, NextPlace};
use navette_proto::wire::identity::ItemId;

/// An act in words.
pub(crate) struct Outcome {
    pub(crate) did: &'static str,
    pub(crate) title: String,
    pub(crate) item: String,
    /// What to do now.
    pub(crate) now: String,
    /// Pick-up code, run, or the day it is due.
    pub(crate) details: Vec<String>,
    pub(crate) again: bool,
    /// Its number, for undoing; 0 where nothing changed.
    pub(crate) act: u64,
    /// What names the item in the form that undoes it.
    pub(crate) named: String,
    /// Where its paper is shown; empty where it has none.
    pub(crate) slip: String,
    pub(crate) undone: bool,
    /// A word for the style: where it goes.
    pub(crate) place: &'static str,
}

impl Outcome {
    /// Puts an act into words; `base` is the address of the desk.
    pub(crate) fn of(say: Say, base: &str, rounds: &RoundNames, act: &Act) -> Self {
        let slip = act.slip.as_ref();
        let to = slip.map_or("", |slip| match slip.to_name.is_empty() {
            true => slip.to.as_str(),
            false => slip.to_name.as_str(),
        });
        let item = act.item.clone().unwrap_or_default();
        Self {
            did: say.scan_kind(act.kind()),
            title: act.title.clone(),
            now: say.next_place(act.place(), to),
            details: details(say, rounds, act),
            again: act.again,
            act: act.act,
            named: named(&item),
            slip: match slip.is_some() {
                true => slip_address(base, &item),
                false => String::new(),
            },
            item: named(&item),
            undone: false,
            place: place(act.place()),
        }
    }
}

/// Writes an item as forms and papers name it: library/barcode.
pub(crate) fn named(item: &ItemId) -> String {
    format!("{}/{}", item.library, item.barcode)
}

/// Reads what [`named`] wrote.
pub(crate) fn item_of(text: &str) -> Option<ItemId> {
    let (library, barcode) = text.split_once('/')?;
    let whole = !library.is_empty() && !barcode.is_empty();
    whole.then(|| ItemId {
        library: library.to_owned(),
        barcode: barcode.to_owned(),
    })
}

fn slip_address(base: &str, item: &ItemId) -> String {
    address(
        &format!("{base}/bulletin"),
        [("document", named(item).as_str())],
    )
}

fn details(say: Say, rounds: &RoundNames, act: &Act) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(slip) = &act.slip {
        if !slip.pickup_code.is_empty() {
            lines.push(format!("{} {}", say.desk_pickup_code(), slip.pickup_code));
        }
        if !slip.kept_until.is_empty() {
            lines.push(format!(
                "{} {}",
                say.desk_kept_until(),
                say.day(&slip.kept_until)
            ));
        }
        if !slip.round_day.is_empty() {
            lines.push(say.by_run(rounds.of(&slip.round), &slip.round_day));
        }
    }
    if !act.due.is_empty() {
        lines.push(say.due_on(&act.due));
    }
    let inferred: Vec<_> = act.inferred().collect();
    if !inferred.is_empty() {
        lines.push(say.inferred(&inferred));
    }
    lines
}

fn place(place: NextPlace) -> &'static str {
    match place {
        NextPlace::Unspecified | NextPlace::Nowhere => "nowhere",
        NextPlace::Shelf => "shelf",
        NextPlace::HoldShelf => "hold",
        NextPlace::Crate => "crate",
        NextPlace::Patron => "patron",
        NextPlace::Aside => "aside",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::say::Language;
    use navette_proto::wire::desk::Slip;
    use navette_proto::wire::lending::ScanKind;

    #[test]
    fn an_item_is_read_as_it_was_named_whatever_its_barcode_holds() {
        for barcode in ["000012", "a b", "1/2"] {
            let item = ItemId {
                library: "aire".into(),
                barcode: barcode.into(),
            };
            assert_eq!(item_of(&named(&item)), Some(item));
        }
        assert_eq!(item_of("aire"), None);
        assert_eq!(item_of("/1"), None);
    }

    #[test]
    fn an_act_says_what_was_done_and_where_the_item_goes() {
        let act = Act {
            act: 7,
            kind: ScanKind::Pulled as i32,
            place: NextPlace::Crate as i32,
            slip: Some(Slip {
                to_name: "Aire".into(),
                round: "mardi-est".into(),
                round_day: "2026-12-01".into(),
                ..Slip::default()
            }),
            ..Act::default()
        };
        let rounds = RoundNames::from_iter([("mardi-est", "Tournée de l'est")]);
        let said = Outcome::of(Say(Language::French), "/guichet/arques", &rounds, &act);
        assert_eq!(
            (said.did, said.now.as_str()),
            ("Pris en rayon", "Dans la caisse pour Aire")
        );
        assert_eq!(said.details, ["Tournée de l'est, mardi 1er décembre"]);
    }
}
