//! Three libraries, a federator and a daily van as real processes at fixed addresses, for stories that kill some of them.

use crate::corpus::{Flavour, Territory, TerritoryPlan};
use crate::navette::{Navette, TRUSTING};
use crate::patron::Patron;
use crate::processes::{Process, free_address};
use anyhow::{Context, Result, ensure};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Libraries of the territory.
pub const LIBRARIES: usize = 3;
/// Records of a library, unless said otherwise.
const RECORDS: usize = 300;
const START_LIMIT: Duration = Duration::from_secs(60);
/// A port that was free may be somebody's for a moment.
const STARTS: usize = 5;
const WEEK: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// One process, running or not.
#[derive(Debug)]
struct Place {
    name: String,
    command: &'static str,
    folder: PathBuf,
    address: String,
    process: Option<Process>,
}

/// The processes: the federator's number is 0, a library's is its place after that.
#[derive(Debug)]
pub struct LendingTerritory {
    navette: Navette,
    places: Vec<Place>,
}

/// Gives a library's id by its place, from 0.
pub fn library_id(place: usize) -> String {
    format!("lib{place:02}")
}

impl LendingTerritory {
    /// Starts everything in a folder, with catalogues that share works, and waits until the federator knows them.
    pub async fn start(navette: Navette, folder: &Path) -> Result<Self> {
        Self::start_with(navette, folder, RECORDS).await
    }

    /// Starts everything with so many records in each library.
    pub async fn start_with(navette: Navette, folder: &Path, records: usize) -> Result<Self> {
        let mut places = vec![a_place("federator", "federator", folder)?];
        for library in 0..LIBRARIES {
            places.push(a_place(&library_id(library), "node", folder)?);
        }
        let mut territory = Self { navette, places };
        territory.write_configurations()?;
        for number in 0..territory.places.len() {
            territory.restart(number).await?;
        }
        territory.fill(records).await?;
        Ok(territory)
    }

    /// Gives where a process listens.
    pub fn address(&self, number: usize) -> &str {
        &self.places[number].address
    }

    /// Ends a process as a power cut would.
    pub fn kill(&mut self, number: usize) -> Result<()> {
        let process = self.places[number].process.take();
        process.context("it is not running")?.kill()
    }

    /// Starts a process on what its folder holds, and waits until it serves.
    pub async fn restart(&mut self, number: usize) -> Result<()> {
        let place = &mut self.places[number];
        let file = place.folder.join("config.toml");
        let file = file.to_str().context("the folder's name is not text")?;
        let mut outcome = Ok(());
        for _ in 0..STARTS {
            let mut process = Process::start(
                &place.name,
                self.navette.program(),
                &[place.command, "--config", file],
                &place.folder.join("log.txt"),
            )?;
            outcome = process
                .wait_until_serving(&place.address, START_LIMIT)
                .await;
            if outcome.is_ok() {
                place.process = Some(process);
                break;
            }
        }
        outcome
    }

    fn write_configurations(&self) -> Result<()> {
        let federator = &self.places[0];
        let mut text = format!(
            "listen = \"{}\"\ndata_dir = \"{}\"\ndeadline_ms = 1000\n{TRUSTING}",
            federator.address,
            federator.folder.join("data").display()
        );
        for node in &self.places[1..] {
            let (id, address) = (&node.name, &node.address);
            // Writing to a string cannot fail.
            let _ = write!(
                text,
                "\n[[members]]\nlibrary = \"{id}\"\nname = \"{id}\"\naddress = \"http://{address}\"\nhours = {}\n",
                hours()
            );
            let own = format!(
                "library = \"{id}\"\nname = \"{id}\"\ncommune = \"Aire-sur-la-Lys\"\nlatitude = 50.63871\n\
                 longitude = 2.39876\nlisten = \"{address}\"\ndata_dir = \"{}\"\n\
                 federator = \"http://{}\"\nhours = {}\n{TRUSTING}",
                node.folder.join("data").display(),
                federator.address,
                hours()
            );
            fs::write(node.folder.join("config.toml"), own)?;
        }
        for day in WEEK {
            let stops: Vec<String> = (0..2 * LIBRARIES)
                .map(|stop| format!("\"{} {:02}:00\"", library_id(stop % LIBRARIES), 9 + stop))
                .collect();
            let _ = write!(
                text,
                "\n[[rounds]]\nid = \"{day}\"\nname = \"{day}\"\nweekday = \"{day}\"\nstops = [{}]\n",
                stops.join(", ")
            );
        }
        fs::write(federator.folder.join("config.toml"), text)?;
        Ok(())
    }

    async fn fill(&self, of_each: usize) -> Result<()> {
        let corpus = Territory::new(TerritoryPlan::new(LIBRARIES, of_each, 41));
        for library in 0..LIBRARIES {
            let node = &self.places[library + 1];
            let file = node.folder.join("catalogue.mrc");
            corpus.write(library, Flavour::Unimarc, &mut File::create(&file)?)?;
            self.navette.import(&node.address, &file)?;
        }
        let mut records = 0;
        for library in 0..LIBRARIES {
            let own = Patron::connect(self.address(library + 1)).await?;
            let listed = own.libraries().await?;
            records += listed.iter().map(|library| library.records).sum::<u64>();
        }
        ensure!(records > 0, "nothing was imported");
        Patron::connect(self.address(0))
            .await?
            .wait_for_records(LIBRARIES, records, START_LIMIT)
            .await
    }
}

fn a_place(name: &str, command: &'static str, folder: &Path) -> Result<Place> {
    let folder = folder.join(name);
    fs::create_dir_all(&folder)?;
    Ok(Place {
        name: name.to_owned(),
        command,
        folder,
        address: free_address()?,
        process: None,
    })
}

/// Open every day.
fn hours() -> String {
    let lines: Vec<String> = WEEK
        .iter()
        .map(|day| format!("\"{day} 09:00-18:00\""))
        .collect();
    format!("[{}]", lines.join(", "))
}
