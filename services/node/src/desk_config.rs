//! What has a library settled for its desk, in the file of settings? Hours, counter, protection, kinds of patrons.

use crate::config::{value, within};
use crate::config_error::ConfigError;
use crate::node_settings::{Counter, NodeSettings, REPLACEMENT_CENTS, TITLES_SHOWN_BELOW};
use navette_domain::catalogue::{LibraryId, Medium};
use navette_domain::circulation::SILENT_LOANS_MAX;
use navette_domain::courier::OpeningHours;
use navette_domain::fees::Money;
use navette_domain::lending::ProtectionSettings;
use navette_domain::patrons::{
    BorrowingPolicy, Category, CategoryId, RetentionSettings, SETTING_CENTS_MAX,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Most kinds of patrons of one library.
const CATEGORIES_MAX: usize = 50;
/// Longest time a new copy stays at home, in months.
const NEW_MONTHS_MAX: usize = 60;

/// What a library has settled for its desk and its lending; the defaults are those of the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskConfig {
    /// When it is open; on no day unless said.
    pub opening: OpeningHours,
    /// Where items are lent to people.
    pub counter: Counter,
    /// What it keeps for its own readers.
    pub protection: ProtectionSettings,
    /// How long it remembers.
    pub retention: RetentionSettings,
    /// Its kinds of patrons.
    pub categories: Vec<Category>,
    /// What patrons of other libraries may borrow.
    pub visitors: BorrowingPolicy,
    /// Most loans at once to a visitor whose home library is silent.
    pub silent_loans_max: u16,
    /// What replacing an item costs where nobody has said so.
    pub replacement: Money,
    /// Below this age, in years, a guardian sees what a child has borrowed.
    pub titles_shown_below: u8,
}

impl Default for DeskConfig {
    fn default() -> Self {
        Self {
            opening: OpeningHours::default(),
            counter: Counter::default(),
            protection: ProtectionSettings::default(),
            retention: RetentionSettings::default(),
            categories: Category::defaults().to_vec(),
            visitors: BorrowingPolicy::default(),
            silent_loans_max: SILENT_LOANS_MAX,
            replacement: Money::from_setting(REPLACEMENT_CENTS),
            titles_shown_below: TITLES_SHOWN_BELOW,
        }
    }
}

impl DeskConfig {
    /// Gives the settings of a library that has settled this.
    pub(crate) fn settings(&self, library: &LibraryId, name: &str) -> NodeSettings {
        NodeSettings {
            categories: self.categories.clone(),
            opening: self.opening.clone(),
            counter: self.counter,
            protection: self.protection,
            retention: self.retention,
            visitors: self.visitors.clone(),
            silent_loans_max: self.silent_loans_max,
            replacement: self.replacement,
            titles_shown_below: self.titles_shown_below,
            ..NodeSettings::new(library.clone(), name)
        }
    }
}

/// The part of the file that is about the desk, as it is written.
pub(crate) struct WrittenDesk {
    pub(crate) hours: Vec<String>,
    pub(crate) closures: Vec<String>,
    pub(crate) lending: WrittenLending,
    pub(crate) counter: WrittenCounter,
    pub(crate) categories: Vec<WrittenCategory>,
    pub(crate) visitors: WrittenPolicy,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenLending {
    new_months: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenCounter {
    place: Option<String>,
    replacement_cents: Option<i64>,
    silent_loans: Option<i64>,
    titles_shown_below: Option<i64>,
    link_days: Option<i64>,
    patron_days: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenCategory {
    id: String,
    name_fr: String,
    name_en: Option<String>,
    #[serde(default)]
    guardian_needed: bool,
    #[serde(default)]
    group: bool,
    #[serde(default)]
    policy: WrittenPolicy,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenPolicy {
    loan_days: Option<u16>,
    loan_days_by_medium: Option<BTreeMap<String, u16>>,
    renewals: Option<u8>,
    renewal_days: Option<u16>,
    loans: Option<u16>,
    requests: Option<u16>,
    overdue_block: Option<u16>,
    fee_per_day_cents: Option<u32>,
    fee_cap_cents: Option<u32>,
    dues_block_cents: Option<u32>,
    card_months: Option<u8>,
}

impl WrittenDesk {
    /// Reads what is written, naming key and value of what cannot be.
    pub(crate) fn read(self) -> Result<DeskConfig, ConfigError> {
        let usual = DeskConfig::default();
        let opening = OpeningHours::parse_lines(&self.hours, &self.closures)
            .map_err(|refusal| value("hours and closures", self.hours.join(", "), refusal))?;
        let new_months = within(
            "lending.new_months",
            self.lending.new_months,
            0,
            NEW_MONTHS_MAX,
        )?;
        let counter = self.counter;
        let cents = SETTING_CENTS_MAX as usize;
        let replacement = within(
            "counter.replacement_cents",
            counter.replacement_cents,
            0,
            cents,
        )?;
        let silent = within("counter.silent_loans", counter.silent_loans, 0, 100)?;
        let shown_below = within(
            "counter.titles_shown_below",
            counter.titles_shown_below,
            0,
            18,
        )?;
        Ok(DeskConfig {
            opening,
            counter: place(counter.place.as_deref())?,
            protection: new_months.map_or(usual.protection, |months| ProtectionSettings {
                new_months: fits(months),
            }),
            retention: retention(counter.link_days, counter.patron_days, usual.retention)?,
            categories: categories(self.categories, usual.categories)?,
            visitors: policy("visitors", self.visitors, usual.visitors)?,
            silent_loans_max: silent.map_or(usual.silent_loans_max, fits),
            replacement: replacement.map_or(usual.replacement, |cents| {
                Money::from_setting(u32::try_from(cents).unwrap_or(u32::MAX))
            }),
            titles_shown_below: shown_below.map_or(usual.titles_shown_below, |years| {
                u8::try_from(years).unwrap_or(u8::MAX)
            }),
        })
    }
}

fn fits(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn place(written: Option<&str>) -> Result<Counter, ConfigError> {
    match written {
        None | Some("navette") => Ok(Counter::Navette),
        Some("elsewhere") => Ok(Counter::Elsewhere),
        Some(other) => {
            let reason = "neither navette nor elsewhere";
            Err(value("counter.place", other, reason))
        }
    }
}

fn retention(
    link_days: Option<i64>,
    patron_days: Option<i64>,
    usual: RetentionSettings,
) -> Result<RetentionSettings, ConfigError> {
    let most = usize::from(u16::MAX);
    let link = within("counter.link_days", link_days, 0, most)?;
    let patron = within("counter.patron_days", patron_days, 0, most)?;
    let settings = RetentionSettings {
        link_days: link.map_or(usual.link_days, fits),
        patron_days: patron.map_or(usual.patron_days, fits),
    };
    let checked = settings.check();
    checked.map_err(|refusal| value("counter.link_days, patron_days", refusal.days, &refusal))?;
    Ok(settings)
}

/// Those named take the place of the usual ones, all of them.
fn categories(
    written: Vec<WrittenCategory>,
    usual: Vec<Category>,
) -> Result<Vec<Category>, ConfigError> {
    if written.is_empty() {
        return Ok(usual);
    }
    if written.len() > CATEGORIES_MAX {
        let reason = format!("more than {CATEGORIES_MAX}");
        return Err(value("categories", written.len(), reason));
    }
    let mut read: Vec<Category> = Vec::new();
    for one in written {
        let id = CategoryId::parse(&one.id)
            .map_err(|refusal| value("categories.id", &one.id, refusal))?;
        if read.iter().any(|known| known.id == id) {
            return Err(value("categories.id", &one.id, "named twice"));
        }
        read.push(Category {
            id,
            name_en: one.name_en.unwrap_or_else(|| one.name_fr.clone()),
            name_fr: one.name_fr,
            guardian_needed: one.guardian_needed,
            group: one.group,
            policy: policy("categories.policy", one.policy, BorrowingPolicy::default())?,
        });
    }
    Ok(read)
}

fn policy(
    key: &'static str,
    written: WrittenPolicy,
    usual: BorrowingPolicy,
) -> Result<BorrowingPolicy, ConfigError> {
    let mut loan_days = usual.loan_days;
    loan_days.otherwise = written.loan_days.unwrap_or(loan_days.otherwise);
    if let Some(by_medium) = written.loan_days_by_medium {
        loan_days.by_medium.clear();
        for (code, days) in by_medium {
            let medium = Medium::from_code(&code)
                .ok_or_else(|| value(key, &code, "not a medium of docs/glossary.md"))?;
            loan_days.by_medium.insert(medium, days);
        }
    }
    let read = BorrowingPolicy {
        loan_days,
        renewals_max: written.renewals.unwrap_or(usual.renewals_max),
        renewal_days: written.renewal_days.unwrap_or(usual.renewal_days),
        loans_max: written.loans.unwrap_or(usual.loans_max),
        requests_max: written.requests.unwrap_or(usual.requests_max),
        overdue_block: written.overdue_block.unwrap_or(usual.overdue_block),
        fee_per_day_cents: written.fee_per_day_cents.unwrap_or(usual.fee_per_day_cents),
        fee_cap_cents: written.fee_cap_cents.unwrap_or(usual.fee_cap_cents),
        dues_block_cents: written.dues_block_cents.unwrap_or(usual.dues_block_cents),
        card_months: written.card_months.unwrap_or(usual.card_months),
    };
    match read.check() {
        Ok(()) => Ok(read),
        Err(refused) => {
            let told: Vec<String> = refused.iter().map(ToString::to_string).collect();
            let first = refused.first().map_or(0, |refusal| refusal.value);
            Err(value(key, first, told.join("; ")))
        }
    }
}
