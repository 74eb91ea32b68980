//! `navette federator --config FILE`: runs the process that asks every library at once. What it does is the federator's crate's.

use crate::credentials;
use crate::failure::Failure;
use crate::process::{begin_log, stop_signal};
use navette_federator::FederatorConfig;
use std::path::Path;

pub(super) async fn run(config: &Path) -> Result<(), Failure> {
    let config = settings(config)?;
    begin_log();
    if !config.access.trust_this_machine {
        credentials::operator_at(config.listen, &config.data_dir);
    }
    let stop = stop_signal()?;
    navette_federator::run(config, stop)
        .await
        .map_err(|error| Failure::other(error.to_string()))
}

pub(super) fn settings(path: &Path) -> Result<FederatorConfig, Failure> {
    FederatorConfig::from_file(path).map_err(|error| Failure::other(error.to_string()))
}
