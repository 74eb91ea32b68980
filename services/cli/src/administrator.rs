//! How does an administrator's command reach the federator? On a line with the certificate that `navette join` got, and that renews
//! itself on the way; or on the federator's own machine, by the operator's token.

use crate::connection::{Address, Line};
use crate::credentials::Proof;
use crate::failure::Failure;
use crate::present::{OutputForm, moment_for_people};
use crate::terminal::Terminal;
use clap::Args;
use navette_domain::membership::Subject;
use navette_node::{Clock, JoinError, credential_file, renew_if_due};
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_trust::{Credential, Dialler, Expected};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tonic::transport::Endpoint;
use tonic::{Code, Status};

/// How long the federator may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Clone, Debug, Args)]
pub(crate) struct AsAdministrator {
    /// Folder of the administrator's certificate [default: navette in the user's settings]
    #[arg(long, value_name = "FOLDER", env = "NAVETTE_CREDENTIAL")]
    credential: Option<PathBuf>,
    /// Where the federator waits for lines: HOST:PORT [default: where the administrator joined]
    #[arg(long, value_name = "ADDR")]
    line: Option<String>,
    /// Where the federator answers on this machine, by the operator's token in place of a certificate: HOST:PORT
    #[arg(long, value_name = "ADDR", value_parser = Address::parse, conflicts_with = "line")]
    at: Option<Address>,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    pub(crate) output: OutputForm,
}

/// The federator, as an administrator calls it.
pub(crate) struct Federator {
    pub(crate) client: MembershipServiceClient<Line>,
    address: String,
}

impl Federator {
    /// Turns a service's answer into a failure.
    pub(crate) fn refused(&self, status: &Status) -> Failure {
        Failure::from_status(status, &self.address)
    }
}

impl AsAdministrator {
    /// Makes the way ready, and renews the certificate where two thirds of its life are over.
    pub(crate) async fn federator(&self, terminal: &Terminal) -> Result<Federator, Failure> {
        if let Some(at) = &self.at {
            return Ok(Federator {
                client: at.membership().await?,
                address: at.to_string(),
            });
        }
        let folder = match &self.credential {
            Some(folder) => folder.clone(),
            None => own_folder()?,
        };
        // Where none is, it does not matter yet where the federator is.
        held(&folder)?;
        let address = match &self.line {
            Some(address) => address.clone(),
            None => read(address_file(&folder))?.trim().to_owned(),
        };
        let clock = Clock::default();
        if let Some(warning) = kept_renewed(&folder, &address, &clock).await {
            terminal.note(&warning);
        }
        on_a_line(&folder, address, &clock)
    }
}

/// Makes a line ready under the certificate in a folder; it is dialled with the first call.
fn on_a_line(folder: &Path, address: String, clock: &Clock) -> Result<Federator, Failure> {
    let credential = held(folder)?;
    let expected = Expected::Signed {
        authority: credential.authority().clone(),
        subject: Subject::Federator,
    };
    let dialler = Dialler::new(&address, Some(&credential), expected, clock.time_of_day());
    let dialler = dialler.map_err(|error| Failure::other(error.to_string()))?;
    let channel = Endpoint::from_static("http://federator.invalid")
        .timeout(ANSWER_WITHIN)
        .connect_with_connector_lazy(dialler.connector());
    Ok(Federator {
        client: MembershipServiceClient::with_interceptor(channel, Proof::nothing()),
        address,
    })
}

/// Renews the certificate in a folder where that is due, without a word. Where it fails a month is left: that is a warning, which is
/// given back.
async fn kept_renewed(folder: &Path, address: &str, clock: &Clock) -> Option<String> {
    let until = held(folder).ok()?.facts().until;
    let reason = match renew_if_due(address, folder, clock).await {
        Ok(_) => return None,
        // Nothing answers: the command itself will say so.
        Err(JoinError::Refused(status)) if status.code() == Code::Unavailable => return None,
        Err(error) => error,
    };
    let until = moment_for_people(until.0).unwrap_or_default();
    Some(format!(
        "warning: the certificate could not be renewed: {reason}; it counts until {until}"
    ))
}

/// Reads the certificate in a folder.
fn held(folder: &Path) -> Result<Credential, Failure> {
    let text = read(credential_file(folder))?;
    Credential::from_pem(&text).map_err(|error| Failure::other(error.to_string()))
}

fn read(path: PathBuf) -> Result<String, Failure> {
    std::fs::read_to_string(&path).map_err(|error| {
        Failure::other(format!("{}: {error}", path.display())).hint(
            "`navette federator init` prints a code, `navette join CODE` makes an administrator of it",
        )
    })
}

/// Names the file that says where an administrator's federator is.
pub(crate) fn address_file(folder: &Path) -> PathBuf {
    folder.join("federator")
}

/// Finds the folder in which an administrator's certificate is kept unless told otherwise.
pub(crate) fn own_folder() -> Result<PathBuf, Failure> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let settings = set("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| set("HOME").map(|home| PathBuf::from(home).join(".config")));
    let settings = settings.ok_or_else(|| {
        Failure::usage("where certificates are kept is not known")
            .hint("name a folder with --credential, or set NAVETTE_CREDENTIAL")
    })?;
    Ok(settings.join("navette"))
}

#[cfg(test)]
#[path = "administrator_tests.rs"]
mod tests;
