//! `navette round preview`: whose dates would change if a run were moved or cancelled?

use crate::failure::Failure;
use crate::given::{AtFederator, Page, day};
use crate::present::courier::Preview;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::courier::{PreviewMoveRequest, RunMoved};

/// Show whose dates would change if a run were moved or cancelled; changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette round preview audomarois-1 2026-11-24                       if it were cancelled
  navette round preview audomarois-1 2026-11-24 --to 2026-11-25       if it ran a day later
  navette round preview audomarois-1 2026-11-24 --by -60              if it ran an hour earlier")]
pub(crate) struct Arguments {
    #[command(flatten)]
    meant: Run,
    #[command(flatten)]
    otherwise: Otherwise,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    asked: AtFederator,
}

// These groups carry no documentation comments: clap would show them instead of the command's own description.
#[derive(Debug, Args)]
pub(super) struct Run {
    /// Which round
    pub(super) round: String,
    /// The planned day of the run
    #[arg(value_parser = day)]
    pub(super) day: String,
}

#[derive(Debug, Args)]
pub(super) struct Otherwise {
    /// Another day, at most 31 days away
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<String>,
    /// Minutes later, or earlier where negative
    #[arg(long, value_name = "MINUTES", allow_hyphen_values = true, value_parser = clap::value_parser!(i32).range(-720..=720))]
    by: Option<i32>,
}

impl Otherwise {
    /// When the run takes place instead; nothing where neither day nor time was said.
    pub(super) fn moved(&self, planned: &str) -> Option<RunMoved> {
        if self.to.is_none() && self.by.is_none() {
            return None;
        }
        Some(RunMoved {
            day: self.to.clone().unwrap_or_else(|| planned.to_owned()),
            by_minutes: self.by.unwrap_or(0),
        })
    }
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.asked;
    let to = arguments.otherwise.moved(&arguments.meant.day);
    let request = PreviewMoveRequest {
        round: arguments.meant.round,
        day: arguments.meant.day,
        to,
        page_size: arguments.page.size,
        page_token: arguments.page.token,
    };
    let answer = at.courier().await?.preview_move(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, at))?;
    show(*output, &Preview::from(answer.into_inner()), terminal)
}
