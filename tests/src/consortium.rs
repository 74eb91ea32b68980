//! How is a whole made-up territory brought up: a node process for each library, filled, and a federator over them?

use crate::brute_force::HeldRecord;
use crate::corpus::{Flavour, Territory, TerritoryPlan};
use crate::held_records::read_held_records;
use crate::navette::{LibraryPlace, Navette, RunningFederator, RunningNode};
use crate::patron::Patron;
use anyhow::Result;
use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// How long the federator may take to learn every catalogue.
const LEARNING_LIMIT: Duration = Duration::from_secs(300);

/// A territory whose processes run until this value goes.
pub struct Consortium {
    /// What its libraries hold.
    pub territory: Territory,
    /// A node for each library, in the territory's order.
    pub nodes: Vec<RunningNode>,
    /// The federator over all of them.
    pub federator: RunningFederator,
    // Last, so that it outlives the processes.
    _directory: TempDir,
}

impl Consortium {
    /// Starts and fills the nodes, then the federator, and waits until it knows every record.
    pub async fn start(navette: &Navette, plan: TerritoryPlan) -> Result<Self> {
        let directory = tempfile::tempdir()?;
        let territory = Territory::new(plan);
        let mut nodes = Vec::with_capacity(plan.libraries);
        for library in 0..plan.libraries {
            nodes.push(start_filled_node(navette, &territory, library, directory.path()).await?);
        }
        let federator = navette
            .start_federator(&nodes, &directory.path().join("federator"))
            .await?;
        let records = (plan.libraries * plan.records) as u64;
        let patron = Patron::connect(&federator.address).await?;
        patron
            .wait_for_records(plan.libraries, records, LEARNING_LIMIT)
            .await?;
        Ok(Self {
            territory,
            nodes,
            federator,
            _directory: directory,
        })
    }
}

/// Starts one library's node and imports its file.
pub async fn start_filled_node(
    navette: &Navette,
    territory: &Territory,
    library: usize,
    directory: &Path,
) -> Result<RunningNode> {
    let place = LibraryPlace::numbered(library);
    let own = directory.join(&place.id);
    let node = navette.start_node(&place, &own).await?;
    let file = write_file(territory, library, directory)?;
    navette.import(&node.address, &file)?;
    Ok(node)
}

/// Writes a library's UNIMARC file.
pub fn write_file(territory: &Territory, library: usize, directory: &Path) -> Result<PathBuf> {
    let path = directory.join(format!("lib{library:02}.mrc"));
    territory.write(library, Flavour::Unimarc, &mut File::create(&path)?)?;
    Ok(path)
}

/// Draws queries that are all different.
pub fn different_queries(territory: &Territory, count: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut queries = territory.queries(count * 3);
    queries.retain(|query| seen.insert(query.clone()));
    queries.truncate(count);
    queries
}

/// Reads what every library holds from the files it imported.
pub fn read_everything(territory: &Territory, libraries: usize) -> Result<Vec<HeldRecord>> {
    let mut held = Vec::new();
    for library in 0..libraries {
        let mut file = Vec::new();
        territory.write(library, Flavour::Unimarc, &mut file)?;
        held.extend(read_held_records(
            &LibraryPlace::numbered(library).id,
            &file,
        )?);
    }
    Ok(held)
}
