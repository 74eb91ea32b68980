//! What has a library settled for its counter and its lending? Data only.

use navette_domain::catalogue::LibraryId;
use navette_domain::courier::OpeningHours;
use navette_domain::fees::Money;
use navette_domain::lending::{Patience, ProtectionSettings};
use navette_domain::notices::ChannelsOffered;
use navette_domain::patrons::{BorrowingPolicy, Category, CategoryId, RetentionSettings};
use navette_domain::time::Day;
use std::collections::BTreeMap;

/// What replacing an item costs unless said otherwise, in cents.
pub(crate) const REPLACEMENT_CENTS: u32 = 2_500;
/// The age, in years, below which a guardian sees titles unless said otherwise.
pub(crate) const TITLES_SHOWN_BELOW: u8 = 12;

/// Where items are lent to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counter {
    /// Here: this node knows every loan.
    #[default]
    Navette,
    /// In the library's own system: the catalogue's word on loans counts, and a promise is provisional until the scan.
    Elsewhere,
}

/// Everything a library has settled.
#[derive(Clone, Debug)]
pub struct NodeSettings {
    /// The library.
    pub library: LibraryId,
    /// Its name, as people read it.
    pub name: String,
    /// The names of the other libraries, for slips and lines at the desk.
    pub names: BTreeMap<LibraryId, String>,
    /// Its kinds of patrons.
    pub categories: Vec<Category>,
    /// How long things may take.
    pub patience: Patience,
    /// When it is open.
    pub opening: OpeningHours,
    /// Where items are lent to people.
    pub counter: Counter,
    /// What it keeps for its own readers.
    pub protection: ProtectionSettings,
    /// How long it remembers.
    pub retention: RetentionSettings,
    /// What patrons of other libraries may borrow.
    pub visitors: BorrowingPolicy,
    /// Most loans at once to a visitor whose home library is silent.
    pub silent_loans_max: u16,
    /// By which ways it tells patrons.
    pub channels: ChannelsOffered,
    /// What replacing an item costs where nobody has said so.
    pub replacement: Money,
    /// Below this age, in years, a guardian sees what a child has borrowed; from it on, dates and dues only.
    pub titles_shown_below: u8,
}

impl NodeSettings {
    /// Gives the settings a new library starts with: open on no day that it has not named.
    pub fn new(library: LibraryId, name: &str) -> Self {
        Self {
            library,
            name: name.to_owned(),
            names: BTreeMap::new(),
            categories: Category::defaults().to_vec(),
            patience: Patience::default(),
            opening: OpeningHours::default(),
            counter: Counter::Navette,
            protection: ProtectionSettings::default(),
            retention: RetentionSettings::default(),
            visitors: BorrowingPolicy::default(),
            silent_loans_max: navette_domain::circulation::SILENT_LOANS_MAX,
            channels: ChannelsOffered::default(),
            replacement: Money::from_setting(REPLACEMENT_CENTS),
            titles_shown_below: TITLES_SHOWN_BELOW,
        }
    }

    /// Says whether the library is open on a day.
    pub fn is_open(&self, day: Day) -> bool {
        self.opening.is_open_on(day)
    }

    /// Gives the name of a library as people read it; its id where no name is known.
    pub fn name_of<'a>(&'a self, library: &'a LibraryId) -> &'a str {
        if *library == self.library {
            return &self.name;
        }
        self.names
            .get(library)
            .map_or_else(|| library.as_str(), String::as_str)
    }

    /// Finds a kind of patrons.
    pub fn category(&self, id: &CategoryId) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == *id)
    }
}
