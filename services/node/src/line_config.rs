//! What does a node's file say of its line to the federator?

use crate::config::{ConfigError, within};
use serde::Deserialize;

/// The slowest and the fastest pace that can be set, in kilobits a second.
const KBPS: (usize, usize) = (8, 1_000_000);

/// What the line can bear.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineConfig {
    /// Most kilobits of catalogue told in a second; nothing where the line bears all there is.
    pub max_kbps: Option<u32>,
}

/// The section as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenLine {
    max_kbps: Option<i64>,
}

impl WrittenLine {
    pub(crate) fn read(&self) -> Result<LineConfig, ConfigError> {
        let kbps = within("line.max_kbps", self.max_kbps, KBPS.0, KBPS.1)?;
        Ok(LineConfig {
            max_kbps: kbps.and_then(|kbps| u32::try_from(kbps).ok()),
        })
    }
}
