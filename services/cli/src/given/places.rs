//! Which service is asked, and in which form is its answer wanted? The same options wherever they occur.

// These groups carry no documentation comments: clap would show them instead of the command's own description.

use crate::connection::Address;
use crate::present::OutputForm;
use clap::Args;

#[derive(Clone, Debug, Args)]
pub(crate) struct AtFederator {
    /// Address of the federator
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7700", env = "NAVETTE_AT", value_parser = Address::parse)]
    pub(crate) at: Address,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    pub(crate) output: OutputForm,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct AtNode {
    /// Address of the library's node
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7710", env = "NAVETTE_NODE", value_parser = Address::parse)]
    pub(crate) node: Address,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    pub(crate) output: OutputForm,
}

// A patron's request is asked of the home library's node, any other of the federator.
#[derive(Clone, Debug, Args)]
pub(crate) struct FederatorOrNode {
    /// Address of the federator
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7700", env = "NAVETTE_AT", value_parser = Address::parse)]
    pub(crate) at: Address,
    /// Address of the patron's home node, with --for
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7710", env = "NAVETTE_NODE", value_parser = Address::parse)]
    pub(crate) node: Address,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    pub(crate) output: OutputForm,
}
