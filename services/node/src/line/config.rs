//! Where is the federator dialled, and what is shown to it? One section of the settings.

use crate::config::value;
use crate::config_error::ConfigError;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The lines of a library to its federator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineConfig {
    /// Where the federator waits for lines: `host:port`.
    pub federator: String,
    /// The folder that holds the key and the certificate, as `navette join` wrote it.
    pub folder: PathBuf,
    /// Where other members may dial this library with a certificate; without it, nobody does.
    pub listen: Option<SocketAddr>,
}

/// The section as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenLine {
    federator: String,
    folder: Option<PathBuf>,
    listen: Option<String>,
}

impl WrittenLine {
    /// Reads it; the folder is one of the library's own unless said otherwise.
    pub(crate) fn read(self, data_dir: &Path) -> Result<LineConfig, ConfigError> {
        let sound = self.federator.rsplit_once(':').is_some_and(|(host, port)| {
            let host_is = !host.is_empty() && !host.contains(['/', '@', ' ']);
            host_is && port.parse::<u16>().is_ok_and(|port| port > 0)
        });
        if !sound {
            return Err(value("line.federator", self.federator, "not host:port"));
        }
        let listen = self.listen.map(|text| {
            let read = text.parse();
            read.map_err(|_| value("line.listen", text, "not an address and port"))
        });
        Ok(LineConfig {
            federator: self.federator,
            folder: self.folder.unwrap_or_else(|| data_dir.join("line")),
            listen: listen.transpose()?,
        })
    }
}
