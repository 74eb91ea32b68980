//! What comes off and goes on at a stop? For whom is never said: a manifest lies open in a van.

use super::arrival::people;
use crate::failure::Failure;
use crate::present::columns::{self, Column};
use crate::present::shown::{cell, some};
use crate::present::{Shown, item_name, moment, moment_for_people};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use navette_proto::wire::courier as wire;
use navette_proto::wire::desk;
use serde::Serialize;

/// The manifests of one run, stop after stop.
#[derive(Serialize)]
pub(crate) struct Manifests {
    manifests: Vec<Manifest>,
}

/// One manifest, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
struct Manifest {
    round: String,
    day: String,
    stop: u32,
    library: String,
    arrives: String,
    leaves: String,
    comes_off: Vec<Parcel>,
    goes_on: Vec<Parcel>,
    stays: Vec<Stay>,
    grams_off: u64,
    grams_on: u64,
    code: String,
}

#[derive(Serialize)]
struct Parcel {
    item: Option<String>,
    title: String,
    journey: String,
    off_at: String,
    grams: u32,
    promised: Option<String>,
}

#[derive(Serialize)]
struct Stay {
    #[serde(flatten)]
    parcel: Parcel,
    because: Option<&'static str>,
    #[serde(skip)]
    because_words: String,
}

impl From<Vec<wire::Manifest>> for Manifests {
    fn from(manifests: Vec<wire::Manifest>) -> Self {
        Self {
            manifests: manifests.into_iter().map(Manifest::from).collect(),
        }
    }
}

impl From<wire::Manifest> for Manifest {
    fn from(manifest: wire::Manifest) -> Self {
        Self {
            round: manifest.round,
            day: manifest.day,
            stop: manifest.stop,
            library: manifest.library,
            arrives: manifest.arrives,
            leaves: manifest.leaves,
            comes_off: manifest.comes_off.into_iter().map(Parcel::from).collect(),
            goes_on: manifest.goes_on.into_iter().map(Parcel::from).collect(),
            stays: manifest.stays.into_iter().map(Stay::from).collect(),
            grams_off: manifest.grams_off,
            grams_on: manifest.grams_on,
            code: STANDARD.encode(manifest.code),
        }
    }
}

impl From<wire::Parcel> for Parcel {
    fn from(parcel: wire::Parcel) -> Self {
        Self {
            item: item_name(parcel.item),
            title: parcel.title,
            journey: parcel.journey,
            off_at: parcel.off_at,
            grams: parcel.grams,
            promised: some(parcel.promised),
        }
    }
}

impl From<wire::Stay> for Stay {
    fn from(stay: wire::Stay) -> Self {
        Self {
            parcel: stay.parcel.unwrap_or_default().into(),
            because: word::<wire::StayReason>(stay.because),
            because_words: spelled::<wire::StayReason>(stay.because),
        }
    }
}

impl Shown for Manifests {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        for (place, manifest) in self.manifests.iter().enumerate() {
            if place > 0 {
                terminal.line("")?;
            }
            manifest.write(terminal)?;
        }
        Ok(())
    }
}

impl Manifest {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let head = format!(
            "round {} on {}, stop {}: {}",
            self.round, self.day, self.stop, self.library
        );
        terminal.line(&terminal.strong(&head))?;
        let (arrives, leaves) = (people(&self.arrives), people(&self.leaves));
        terminal.line(&format!("  the van comes {arrives} and goes {leaves}"))?;
        parcels("comes off", &self.comes_off, self.grams_off, terminal)?;
        parcels("goes on", &self.goes_on, self.grams_on, terminal)?;
        for stay in &self.stays {
            let (item, title) = (cell(&stay.parcel.item), &stay.parcel.title);
            terminal.line(&format!("  stays: {item} {title} ({})", stay.because_words))?;
        }
        Ok(())
    }
}

fn parcels(
    what: &str,
    parcels: &[Parcel],
    grams: u64,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let kilograms = format!("{}.{} kg", grams / 1_000, grams % 1_000 / 100);
    terminal.line(&format!("  {what}: {} ({kilograms})", parcels.len()))?;
    if parcels.is_empty() {
        return Ok(());
    }
    let heads = [
        Column::Left("  ITEM"),
        Column::Title("TITLE"),
        Column::Left("OFF AT"),
        Column::Right("GRAMS"),
        Column::Left("PROMISED"),
    ];
    let row = |parcel: &Parcel| {
        vec![
            format!("  {}", cell(&parcel.item)),
            parcel.title.clone(),
            parcel.off_at.clone(),
            parcel.grams.to_string(),
            cell(&parcel.promised),
        ]
    };
    let rows: Vec<Vec<String>> = parcels.iter().map(row).collect();
    columns::write(&heads, &rows, terminal)
}

/// The manifests that a node holds, and when the federator made them.
#[derive(Serialize)]
pub(crate) struct HeldManifests {
    #[serde(flatten)]
    manifests: Manifests,
    as_of: Option<String>,
    #[serde(skip)]
    as_of_words: String,
}

impl From<desk::GetManifestResponse> for HeldManifests {
    fn from(answer: desk::GetManifestResponse) -> Self {
        Self {
            manifests: answer.manifests.into(),
            as_of: moment(answer.as_of_ms),
            as_of_words: moment_for_people(answer.as_of_ms).unwrap_or_default(),
        }
    }
}

impl Shown for HeldManifests {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        self.manifests.write(terminal)?;
        terminal.flush()?;
        if self.as_of.is_some() {
            terminal.note(&format!("as of {}", self.as_of_words));
        }
        Ok(())
    }
}
