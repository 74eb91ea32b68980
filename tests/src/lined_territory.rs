//! Two libraries and a federator in the test's own process, each library behind lines of its own that can be made poor or cut.

use crate::corpus::{Flavour, Territory, TerritoryPlan};
use crate::importing::{an_import, import};
use crate::navette::TRUSTING;
use crate::poor_line::{LineQuality, PoorLine};
use crate::processes::{connect, free_address};
use crate::seeded::Seeded;
use crate::small_consortium::{federator_over, member};
use anyhow::{Result, ensure};
use navette_federator::{FederatorConfig, MemberConfig, RoundConfig, RunningFederator};
use navette_node::{NodeConfig, RunningNode};
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};
use tonic::transport::Channel;

const WEEK: [&str; 6] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
];
const LIBRARIES: usize = 2;
const RECORDS: usize = 200;
const DAY_MS: i64 = 86_400_000;
/// How long anything may take to come true, on a poor line and a busy machine: five minutes, as the design says of a month away.
pub const SETTLED_WITHIN: Duration = Duration::from_secs(300);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Libraries `lib00` and `lib01`, a federator, and a van that runs every day but Sunday.
pub struct LinedTerritory {
    /// The nodes, in order.
    pub nodes: Vec<RunningNode>,
    /// The federator over both.
    pub federator: RunningFederator,
    /// What the libraries hold.
    pub territory: Territory,
    clocks: (Vec<navette_node::Clock>, navette_federator::Clock),
    /// Of each library: the way to the federator, and the federator's way to it.
    lines: Vec<[PoorLine; 2]>,
    calls: Seeded,
    _folder: tempfile::TempDir,
}

/// Gives a library's id by its place, from 0.
fn library_id(place: usize) -> String {
    format!("lib{place:02}")
}

impl LinedTerritory {
    /// Starts and fills everything, on good lines, and waits until the federator knows it.
    pub async fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let territory = Territory::new(TerritoryPlan {
            unique: 0.40,
            ..TerritoryPlan::new(LIBRARIES, RECORDS, 30)
        });
        // Where the federator will listen is known before anybody listens, so that lines can stand before it.
        let centre: SocketAddr = free_address()?.parse()?;
        let (mut nodes, mut clocks, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        let mut members = Vec::new();
        for place in 0..LIBRARIES {
            let clock = navette_node::Clock::default();
            let up = PoorLine::before(centre, 2 * place as u64).await?;
            let node = a_node(place, up.address(), &clock, folder.path()).await?;
            fill(&node, &territory, place).await?;
            let down = PoorLine::before(node.address(), 2 * place as u64 + 1).await?;
            let id = library_id(place);
            members.push(MemberConfig {
                hours: open_hours(),
                ..member(&id, &id, format!("http://{}", down.address()))
            });
            lines.push([up, down]);
            nodes.push(node);
            clocks.push(clock);
        }
        let config = FederatorConfig {
            rounds: every_day(),
            ..federator_over(members, folder.path().join("federator"))
        };
        let clock = navette_federator::Clock::default();
        let listener = tokio::net::TcpListener::bind(centre).await?;
        let federator = navette_federator::start_on(listener, clock.clone(), config).await?;
        let started = Self {
            nodes,
            federator,
            territory,
            clocks: (clocks, clock),
            lines,
            calls: Seeded::new(31),
            _folder: folder,
        };
        started
            .until("all is known", async |started| {
                let federator = &started.federator;
                Ok(federator.copies_complete() == LIBRARIES && federator.words_are_known())
            })
            .await?;
        Ok(started)
    }

    /// Stops everything in order.
    pub async fn stop(self) -> Result<()> {
        self.federator.stop().await;
        for node in self.nodes {
            node.stop().await?;
        }
        Ok(())
    }

    /// Draws a number that names one command.
    pub fn call(&mut self) -> u64 {
        self.calls.next()
    }

    /// Names a command that nobody has given yet.
    pub fn command(&mut self) -> String {
        format!("{:032x}", self.calls.next())
    }

    /// Connects to a library from within it.
    pub async fn at(&self, place: usize) -> Result<Channel> {
        connect(&self.nodes[place].address().to_string()).await
    }

    /// Connects to the federator from beside it.
    pub async fn at_the_federator(&self) -> Result<Channel> {
        connect(&self.federator.address().to_string()).await
    }

    /// Makes both ways of a library this good.
    pub fn set_line(&self, place: usize, quality: LineQuality) {
        for way in &self.lines[place] {
            way.set(quality);
        }
    }

    /// Counts the bytes carried for a library, both ways and in both directions.
    pub fn carried_bytes(&self, place: usize) -> u64 {
        self.lines[place].iter().map(PoorLine::carried_bytes).sum()
    }

    /// Puts all clocks ahead of the machine's by so many days.
    pub fn set_days_ahead(&self, days: usize) {
        let ahead = days as i64 * DAY_MS;
        for clock in &self.clocks.0 {
            clock.set_ahead_ms(ahead);
        }
        self.clocks.1.set_ahead_ms(ahead);
    }

    /// Waits until something is true.
    pub async fn until(
        &self,
        what: &str,
        mut holds: impl AsyncFnMut(&Self) -> Result<bool>,
    ) -> Result<()> {
        let began = Instant::now();
        while !holds(self).await? {
            ensure!(began.elapsed() < SETTLED_WITHIN, "not in time: {what}");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }

    /// Says whether nothing waits to be told, on either side.
    pub fn all_is_told(&self) -> bool {
        let waiting = self.nodes.iter().map(RunningNode::reports_waiting);
        waiting.sum::<usize>() == 0 && self.federator.views_waiting() == 0
    }
}

/// Open every day but Sunday, when no van runs either.
fn open_hours() -> Vec<String> {
    let days = WEEK.iter();
    days.map(|day| format!("{day} 08:00-18:00")).collect()
}

async fn a_node(
    place: usize,
    federator: SocketAddr,
    clock: &navette_node::Clock,
    folder: &Path,
) -> Result<RunningNode> {
    let id = library_id(place);
    let data_dir = folder.join(&id);
    let text = format!(
        "library = \"{id}\"\nlisten = \"127.0.0.1:0\"\ndata_dir = \"{}\"\nfederator = \"http://{federator}\"\n\
         hours = {:?}\n{TRUSTING}",
        data_dir.display(),
        open_hours()
    );
    let config = NodeConfig::from_toml(&text)?;
    Ok(navette_node::start_by(clock.clone(), config).await?)
}

async fn fill(node: &RunningNode, territory: &Territory, place: usize) -> Result<()> {
    let mut file = Vec::new();
    territory.write(place, Flavour::Unimarc, &mut file)?;
    let mut client = CatalogueServiceClient::new(connect(&node.address().to_string()).await?);
    import(&mut client, an_import("whole"), &file).await?;
    Ok(())
}

fn every_day() -> Vec<RoundConfig> {
    let rounds = WEEK.iter().map(|day| RoundConfig {
        id: (*day).to_owned(),
        name: (*day).to_owned(),
        weekday: (*day).to_owned(),
        stops: vec![
            "lib00 09:00".into(),
            "lib01 10:00".into(),
            "lib00 11:00".into(),
        ],
        cut_off_minutes: 30,
        crate_grams: 15_000,
        first_day: None,
        last_day: None,
    });
    rounds.collect()
}
