//! `navette round manifest`: what comes off and goes on, stop after stop?

use crate::failure::Failure;
use crate::given::{AtFederator, day, library_id};
use crate::present::courier::Manifests;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::courier::{GetManifestRequest, GetRoundRequest, Round};

/// Show the manifests of a run: of one stop, of one library, or of all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette round manifest audomarois-1 2026-11-24
  navette round manifest audomarois-1 2026-11-24 --library aire
  navette round manifest audomarois-1 2026-11-24 --stop 0 --output json | jq .manifests")]
pub(crate) struct Arguments {
    /// Which round
    round: String,
    /// The day of the run
    #[arg(value_parser = day)]
    day: String,
    /// Only this stop, the first being 0
    #[arg(long, value_name = "N", conflicts_with = "library")]
    stop: Option<u32>,
    /// Only the stops at this library
    #[arg(long, value_parser = library_id)]
    library: Option<String>,
    #[command(flatten)]
    asked: AtFederator,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let at = &arguments.asked.at;
    let refused = |status| Failure::from_status(&status, at);
    let mut client = at.courier().await?;
    let stops = match arguments.stop {
        Some(stop) => vec![stop],
        None => {
            let request = GetRoundRequest {
                round: arguments.round.clone(),
            };
            let answer = client.get_round(request).await.map_err(refused)?;
            arguments.stops(&answer.into_inner().round.unwrap_or_default())?
        }
    };
    let mut manifests = Vec::new();
    for stop in stops {
        let request = GetManifestRequest {
            round: arguments.round.clone(),
            day: arguments.day.clone(),
            stop,
        };
        let answer = client.get_manifest(request).await.map_err(refused)?;
        manifests.extend(answer.into_inner().manifest);
    }
    show(
        arguments.asked.output,
        &Manifests::from(manifests),
        terminal,
    )
}

impl Arguments {
    fn stops(&self, round: &Round) -> Result<Vec<u32>, Failure> {
        let meant = |library: &str| self.library.as_ref().is_none_or(|meant| meant == library);
        let stops: Vec<u32> = (0..)
            .zip(&round.stops)
            .filter(|(_, stop)| meant(&stop.library))
            .map(|(place, _)| place)
            .collect();
        if stops.is_empty() {
            let library = self.library.as_deref().unwrap_or_default();
            let round = &self.round;
            return Err(Failure::other(format!(
                "round \"{round}\" does not stop at \"{library}\""
            ))
            .hint(format!("`navette round show {round}` shows its stops")));
        }
        Ok(stops)
    }
}
