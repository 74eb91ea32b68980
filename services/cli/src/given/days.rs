//! Over which days is something counted?

use super::day::day;
use clap::Args;

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Clone, Debug, Args)]
pub(crate) struct Days {
    /// First day, YYYY-MM-DD; the first of this month where nothing is said
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: Option<String>,
    /// Last day, YYYY-MM-DD; today where nothing is said
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) until: Option<String>,
}
