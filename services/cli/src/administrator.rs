//! How does an administrator's command reach the federator? On a line with the certificate that `navette join` got.

use crate::failure::Failure;
use crate::present::OutputForm;
use clap::Args;
use navette_domain::membership::Subject;
use navette_domain::time::Timestamp;
use navette_node::credential_file;
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_trust::{Credential, Dialler, Expected, TimeOfDay};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tonic::Status;
use tonic::transport::{Channel, Endpoint};

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
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    pub(crate) output: OutputForm,
}

/// The federator, as an administrator calls it.
pub(crate) struct Federator {
    pub(crate) client: MembershipServiceClient<Channel>,
    address: String,
}

impl Federator {
    /// Turns a service's answer into a failure.
    pub(crate) fn refused(&self, status: &Status) -> Failure {
        Failure::from_status(status, &self.address)
    }
}

impl AsAdministrator {
    /// Makes the line ready; it is dialled with the first call.
    pub(crate) fn federator(&self) -> Result<Federator, Failure> {
        let folder = match &self.credential {
            Some(folder) => folder.clone(),
            None => own_folder()?,
        };
        let read = |path: PathBuf| {
            std::fs::read_to_string(&path).map_err(|error| {
                Failure::other(format!("{}: {error}", path.display())).hint(
                    "`navette federator init` prints a code, `navette join CODE` makes an administrator of it",
                )
            })
        };
        let credential = Credential::from_pem(&read(credential_file(&folder))?)
            .map_err(|error| Failure::other(error.to_string()))?;
        let address = match &self.line {
            Some(address) => address.clone(),
            None => read(address_file(&folder))?.trim().to_owned(),
        };
        let expected = Expected::Signed {
            authority: credential.authority().clone(),
            subject: Subject::Federator,
        };
        let dialler = Dialler::new(&address, Some(&credential), expected, time_of_day());
        let dialler = dialler.map_err(|error| Failure::other(error.to_string()))?;
        let channel = Endpoint::from_static("http://federator.invalid")
            .timeout(ANSWER_WITHIN)
            .connect_with_connector_lazy(dialler.connector());
        Ok(Federator {
            client: MembershipServiceClient::new(channel),
            address,
        })
    }
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

/// Tells the time by the machine.
pub(crate) fn time_of_day() -> TimeOfDay {
    TimeOfDay::by(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let ms = since.unwrap_or_default().as_millis();
        Timestamp(i64::try_from(ms).unwrap_or(i64::MAX))
    })
}
