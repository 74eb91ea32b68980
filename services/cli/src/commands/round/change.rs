//! `navette round move`, `cancel`: does one run take place otherwise, or not at all?

use super::preview::{Otherwise, Run};
use crate::failure::Failure;
use crate::given::{AtFederator, Call};
use crate::present::courier::Changed;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::courier::{CancelRoundRequest, MoveRoundRequest};

/// Move one run to another day or time; patrons whose day changes are told.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette round preview audomarois-1 2026-11-24 --to 2026-11-25       first see whose dates change
  navette round move audomarois-1 2026-11-24 --to 2026-11-25 --timetable-version 12 --reason \"ice\"
  navette round move audomarois-1 2026-11-24 --by 30")]
pub(crate) struct MoveArguments {
    #[command(flatten)]
    meant: Run,
    #[command(flatten)]
    otherwise: Otherwise,
    #[command(flatten)]
    change: Change,
}

/// Cancel one run; patrons whose day changes are told.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette round preview audomarois-1 2026-11-24                       first see whose dates change
  navette round cancel audomarois-1 2026-11-24 --timetable-version 12 --reason \"van in repair\"")]
pub(crate) struct CancelArguments {
    #[command(flatten)]
    meant: Run,
    #[command(flatten)]
    change: Change,
}

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Debug, Args)]
struct Change {
    /// Only if the timetable is as it was previewed
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 0,
        hide_default_value = true
    )]
    timetable_version: u64,
    /// Why, for those who are told
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    reason: String,
    #[command(flatten)]
    call: Call,
    #[command(flatten)]
    asked: AtFederator,
}

/// Moves a run.
pub(crate) async fn move_run(
    arguments: MoveArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.change.asked;
    let Some(to) = arguments.otherwise.moved(&arguments.meant.day) else {
        return Err(
            Failure::usage("neither another day nor another time is said")
                .hint("add --to DAY or --by MINUTES; `navette round cancel` cancels a run"),
        );
    };
    let call = arguments.change.call.begin();
    let request = MoveRoundRequest {
        request_id: call.id.clone(),
        round: arguments.meant.round,
        day: arguments.meant.day,
        to: Some(to),
        timetable_version: arguments.change.timetable_version,
        reason: arguments.change.reason,
    };
    let answer = at.courier().await?.move_round(request).await;
    let answer = answer.map_err(|status| call.refused(&status, at))?;
    let done = answer.into_inner();
    let changed = Changed::new(call.id, done.round, done.timetable_version, done.changed);
    show(*output, &changed, terminal)
}

/// Cancels a run.
pub(crate) async fn cancel(
    arguments: CancelArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.change.asked;
    let call = arguments.change.call.begin();
    let request = CancelRoundRequest {
        request_id: call.id.clone(),
        round: arguments.meant.round,
        day: arguments.meant.day,
        timetable_version: arguments.change.timetable_version,
        reason: arguments.change.reason,
    };
    let answer = at.courier().await?.cancel_round(request).await;
    let answer = answer.map_err(|status| call.refused(&status, at))?;
    let done = answer.into_inner();
    let changed = Changed::new(call.id, done.round, done.timetable_version, done.changed);
    show(*output, &changed, terminal)
}
