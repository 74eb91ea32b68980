//! `navette round list`, `show`: which rounds are there, and where does one stop?

use crate::failure::Failure;
use crate::given::{AtFederator, library_id};
use crate::present::courier::{RoundInFull, Rounds};
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::courier::{GetRoundRequest, ListRoundsRequest, Round};

/// No territory has more pages of rounds; a service that pages on for ever does not hold us.
const MOST_PAGES: usize = 100;

/// List the rounds, by weekday and first stop.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette round list
  navette round list --library aire
  navette round list --output json | jq -r '.rounds[] | [.weekday, .round] | @tsv'")]
pub(crate) struct Arguments {
    /// Only those that stop at this library
    #[arg(long, value_parser = library_id)]
    library: Option<String>,
    #[command(flatten)]
    asked: AtFederator,
}

/// Show one round: its stops, and when it runs otherwise.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  navette round show audomarois-1")]
pub(crate) struct ShowArguments {
    /// Which round
    round: String,
    #[command(flatten)]
    asked: AtFederator,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let rounds = all_pages(&arguments).await?;
    show(arguments.asked.output, &Rounds::from(rounds), terminal)
}

async fn all_pages(arguments: &Arguments) -> Result<Vec<Round>, Failure> {
    let at = &arguments.asked.at;
    let mut client = at.courier().await?;
    let mut rounds = Vec::new();
    let mut page_token = String::new();
    for _ in 0..MOST_PAGES {
        let request = ListRoundsRequest {
            library: arguments.library.clone().unwrap_or_default(),
            page_size: 0,
            page_token,
        };
        let page = client.list_rounds(request).await;
        let page = page.map_err(|status| Failure::from_status(&status, at))?;
        let page = page.into_inner();
        rounds.extend(page.rounds);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    Ok(rounds)
}

/// Shows one round.
pub(crate) async fn one(arguments: ShowArguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.asked;
    let request = GetRoundRequest {
        round: arguments.round,
    };
    let answer = at.courier().await?.get_round(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, at))?;
    show(*output, &RoundInFull::from(answer.into_inner()), terminal)
}
