//! What is asked for, wire and domain.

use crate::Refusal;
use crate::convert::limits::{PART_CHARS, at_most, beginning};
use crate::convert::{identity, part, work};
use crate::wire::catalogue::Part as WirePart;
use crate::wire::lending as wire;
use navette_domain::catalogue::{EditionKey, Part};
use navette_domain::lending::{Only, Target};

/// Writes a target.
pub fn to_wire(target: &Target) -> wire::Target {
    let only = match &target.only {
        Only::AnyCopy => None,
        Only::Edition(edition) => Some(wire::target::Only::Edition(edition.to_string())),
        Only::Copy { item, edition } => Some(wire::target::Only::Copy(wire::WantedCopy {
            item: Some(identity::item_to_wire(item)),
            edition: edition.to_string(),
        })),
    };
    wire::Target {
        work: target.work.to_string(),
        part: target.part.as_ref().map(part::to_wire),
        only,
    }
}

/// Reads a target, refusing keys of another shape.
pub fn from_wire(target: wire::Target) -> Result<Target, Refusal> {
    Ok(Target {
        work: work::key(&target.work)?,
        part: part_from_wire(target.part)?,
        only: only_from_wire(target.only)?,
    })
}

/// Reads a part whose label is not too long.
pub(super) fn part_from_wire(sent: Option<WirePart>) -> Result<Option<Part>, Refusal> {
    let read = sent.and_then(part::from_wire);
    if let Some(part) = &read {
        let chars = part.label.chars().count();
        at_most("part.label", chars, PART_CHARS, "characters")?;
    }
    Ok(read)
}

fn only_from_wire(only: Option<wire::target::Only>) -> Result<Only, Refusal> {
    match only {
        None => Ok(Only::AnyCopy),
        Some(wire::target::Only::Edition(text)) => Ok(Only::Edition(edition("edition", &text)?)),
        Some(wire::target::Only::Copy(copy)) => Ok(Only::Copy {
            item: identity::item("copy.item", copy.item)?,
            edition: edition("copy.edition", &copy.edition)?,
        }),
    }
}

fn edition(field: &str, text: &str) -> Result<EditionKey, Refusal> {
    EditionKey::parse(text).ok_or_else(|| {
        let reason = format!("\"{}\" is not 16 hexadecimal digits", beginning(text));
        Refusal::field(field, reason)
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{a_target, an_item};
    use super::*;

    #[test]
    fn whatever_a_patron_insists_on_survives_the_wire() {
        let edition = EditionKey(0xfed);
        let copy = Only::Copy {
            item: an_item(),
            edition,
        };
        for only in [Only::AnyCopy, Only::Edition(edition), copy] {
            let target = Target { only, ..a_target() };
            assert_eq!(from_wire(to_wire(&target)), Ok(target));
        }
    }

    #[test]
    fn an_edition_of_another_shape_is_refused_by_field() {
        let sent = wire::Target {
            only: Some(wire::target::Only::Edition("12".into())),
            ..to_wire(&a_target())
        };
        let told = from_wire(sent).map_err(|refusal| refusal.to_string());
        assert_eq!(
            told,
            Err("edition: \"12\" is not 16 hexadecimal digits".into())
        );
    }

    #[test]
    fn a_label_without_end_is_refused() {
        let mut sent = to_wire(&a_target());
        sent.part = Some(WirePart {
            sort: 1,
            label: "t".repeat(201),
        });
        let told = from_wire(sent).map_err(|refusal| refusal.to_string());
        assert_eq!(
            told,
            Err("part.label has 201 characters, the limit is 200".into())
        );
    }
}
