//! Which page of a list is wanted?

// This group carries no documentation comment: clap would show it instead of the command's own description.

use clap::Args;

#[derive(Clone, Debug, Args)]
pub(crate) struct Page {
    /// Entries on a page, 1 to 200
    #[arg(long = "page-size", value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub(crate) size: u32,
    /// Continue a list: the token that the page before gave
    #[arg(
        long = "page-token",
        value_name = "TOKEN",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) token: String,
}
