//! What does the own catalogue say of an item? The seam between counter and catalogue: facts only, as of the last import.

use navette_domain::catalogue::{EditionKey, ItemStatus, Medium, Part, WorkKey};
use navette_domain::fees::Money;
use navette_domain::identity::Barcode;
use navette_domain::lending::Target;
use navette_domain::time::Day;

/// One copy, as the catalogue has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShelfItem {
    /// Its barcode.
    pub barcode: Barcode,
    /// The title it is a copy of.
    pub title: String,
    /// The work.
    pub work: WorkKey,
    /// Which volume or issue.
    pub part: Option<Part>,
    /// The edition.
    pub edition: EditionKey,
    /// Where it stands.
    pub shelfmark: String,
    /// What it is.
    pub medium: Medium,
    /// Code of its language.
    pub language: String,
    /// What the catalogue says of its whereabouts; own loans are not part of it.
    pub status: ItemStatus,
    /// For use in the library only.
    pub reference_only: bool,
    /// The latest issue of a periodical.
    pub latest_issue: bool,
    /// The day the library got it.
    pub acquired: Option<Day>,
    /// What it weighs, in grams, where somebody weighed it.
    pub grams: Option<u32>,
    /// What replacing it costs, where somebody said so.
    pub price: Option<Money>,
}

/// Finds items in the own catalogue. It answers at once and from this machine.
pub trait Shelf: Send + Sync {
    /// Gives the copy with this barcode.
    fn item(&self, barcode: &Barcode) -> Option<ShelfItem>;
    /// Gives all copies of a work and part, whether or not they can be lent.
    fn copies_of(&self, target: &Target) -> Vec<ShelfItem>;
}
