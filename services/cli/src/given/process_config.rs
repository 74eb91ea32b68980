//! Which process is meant, by its file of settings: a library's node, or the federator?

// This group carries no documentation comment: clap would show it instead of the command's own description.

use crate::failure::Failure;
use crate::present::Putting;
use clap::Args;
use navette_federator::FederatorConfig;
use navette_node::{NodeConfig, RestoreOrder};
use navette_store::backup::forget_set_aside;
use navette_store::keyring::PortableKeys;
use std::fmt::Display;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, Args)]
pub(crate) struct ProcessConfig {
    /// Settings of a library's node (TOML)
    #[arg(long, value_name = "FILE", conflicts_with = "federator_config")]
    node_config: Option<PathBuf>,
    /// Settings of a federator (TOML)
    #[arg(long, value_name = "FILE")]
    federator_config: Option<PathBuf>,
}

/// The settings that were read.
pub(crate) enum Settings {
    /// Of a node.
    Node(Box<NodeConfig>),
    /// Of a federator.
    Federator(Box<FederatorConfig>),
}

impl ProcessConfig {
    /// Gives the file, and whether it is a node's.
    pub(crate) fn file(&self) -> Option<(&Path, bool)> {
        let node = self.node_config.as_deref().map(|path| (path, true));
        let federator = self.federator_config.as_deref().map(|path| (path, false));
        node.or(federator)
    }

    /// Reads the file.
    pub(crate) fn read(&self) -> Result<Settings, Failure> {
        let Some((path, of_a_node)) = self.file() else {
            return Err(Failure::usage(
                "say which process is meant: --node-config FILE or --federator-config FILE",
            ));
        };
        if of_a_node {
            let read = NodeConfig::from_file(path).map_err(other)?;
            return Ok(Settings::Node(Box::new(read)));
        }
        let read = FederatorConfig::from_file(path).map_err(other)?;
        Ok(Settings::Federator(Box::new(read)))
    }

    /// Writes a backup of a process that does not run; gives the keys that belong to it, where there are any.
    pub(crate) fn back_up(&self, to: &mut dyn Write) -> Result<Option<PortableKeys>, Failure> {
        match self.read()? {
            Settings::Node(config) => {
                let written = navette_node::back_up(&config, to).map_err(held)?;
                Ok(Some(written.1))
            }
            Settings::Federator(config) => {
                navette_federator::back_up(&config, to).map_err(held)?;
                Ok(None)
            }
        }
    }

    /// Takes away for good what restores have set aside; gives the folders that were there.
    pub(crate) fn forget_set_aside(&self) -> Result<Vec<PathBuf>, Failure> {
        let data_dir = match self.read()? {
            Settings::Node(config) => config.data_dir,
            Settings::Federator(config) => config.data_dir,
        };
        forget_set_aside(&data_dir).map_err(other)
    }

    /// Puts a backup back.
    pub(crate) fn restore(
        &self,
        from: impl Read,
        replace: bool,
        keys: impl FnOnce() -> Result<Option<PortableKeys>, Failure>,
    ) -> Result<Putting, Failure> {
        match self.read()? {
            Settings::Node(config) => {
                let keys = keys()?;
                let order = RestoreOrder { replace, keys };
                let done = navette_node::restore(&config, from, order).map_err(not_restored)?;
                Ok(Putting::Node(done))
            }
            Settings::Federator(config) => {
                let done = navette_federator::restore(&config, from, replace);
                Ok(Putting::Federator(done.map_err(not_restored)?))
            }
        }
    }
}

fn other(error: impl Display) -> Failure {
    Failure::other(error.to_string())
}

fn held(error: impl Display) -> Failure {
    let told = error.to_string();
    let hint = "a process that runs is asked with --at HOST:PORT";
    match told.contains("already open") || told.contains("is used by") {
        true => Failure::other(told).hint(hint),
        false => Failure::other(told),
    }
}

fn not_restored(error: impl Display) -> Failure {
    let told = error.to_string();
    let hint = if told.contains("has a store already") {
        "--replace sets it aside; nothing of it is lost"
    } else if told.contains("keys of the backup are missing") {
        "they were written beside it, under its name with .keys; --keys FILE names another place"
    } else if told.contains("keys do not open the backup") {
        "--keys FILE names those that were written with it, or newer ones"
    } else {
        return Failure::other(told);
    };
    Failure::other(told).hint(hint)
}
