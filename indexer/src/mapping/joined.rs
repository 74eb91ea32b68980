//! Which fields describe the same copy? Those that share a number, else those in the same place of their order.
//! It must not know what they say.

use super::place::{Tag, subfield};
use crate::marc::Subfield;
use rustc_hash::FxHashMap;

/// The fields of one joined tag: in order, and by the name they share with the copy's own field.
pub(super) struct Joined<'a> {
    pub(super) tag: Tag,
    in_order: Vec<&'a [Subfield]>,
    by_link: FxHashMap<&'a str, &'a [Subfield]>,
}

impl<'a> Joined<'a> {
    pub(super) fn new(tag: Tag) -> Self {
        Self {
            tag,
            in_order: Vec::new(),
            by_link: FxHashMap::default(),
        }
    }

    pub(super) fn add(&mut self, subfields: &'a [Subfield], join_by: Option<char>) {
        self.in_order.push(subfields);
        if let Some(link) = join_by.and_then(|code| subfield(subfields, code)) {
            self.by_link.entry(link_name(link)).or_insert(subfields);
        }
    }

    /// Order is trusted only where no field of the tag has a name: then nothing better is known.
    pub(super) fn find(&self, link: Option<&str>, order: usize) -> Option<&'a [Subfield]> {
        match link {
            Some(link) if !self.by_link.is_empty() => self.by_link.get(link).copied(),
            _ => self.in_order.get(order).copied(),
        }
    }
}

/// MARC 21 $8 is "link.sequence\type": the same link joins, whatever the sequence.
pub(super) fn link_name(value: &str) -> &str {
    value.split(['.', '\\']).next().unwrap_or(value).trim()
}
