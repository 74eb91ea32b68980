//! How does somebody come into the territory by a code? The key is made here and stays here; what is sent is a request for a certificate.

use super::identity::credential_file;
use crate::clock::Clock;
use navette_domain::catalogue::Coordinates;
use navette_domain::membership::Subject;
use navette_domain::time::Timestamp;
use navette_proto::explain;
use navette_proto::wire::catalogue::ListLibrariesRequest;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::membership as wire;
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_trust::{
    Credential, CredentialError, DialError, Dialler, Expected, JoinCode, KeyError, MemberKey,
    make_private_folder, write_private,
};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tonic::Status;
use tonic::transport::{Channel, Endpoint};

/// How long the federator may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// Somebody who has come in.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// As whom.
    pub subject: Subject,
    /// Where the key and the certificate are.
    pub credential: PathBuf,
    /// Until when the certificate counts.
    pub until: Timestamp,
    /// What the federator calls the library; empty for others.
    pub name: String,
    /// The commune it stands in, where that is known.
    pub commune: String,
    /// Where it stands, where that is known.
    pub place: Option<Coordinates>,
}

/// Why somebody has not come in.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The federator cannot be reached, or is not the one that the code names.
    #[error(transparent)]
    Dial(#[from] DialError),
    /// The folder cannot be used.
    #[error("folder {path}: {source}")]
    Folder {
        /// Which folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder is somebody else's.
    #[error("folder {path} holds the certificate of {there}, the code is for {code}")]
    OtherSubject {
        /// Which folder.
        path: PathBuf,
        /// Whose certificate it holds.
        there: Subject,
        /// Whom the code lets in.
        code: Subject,
    },
    /// The key cannot be made or read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// What came is no certificate for this key.
    #[error("what the federator sent cannot be used: {0}")]
    Credential(#[from] CredentialError),
    /// The federator says no; its status says why.
    #[error("{}", .0.message())]
    Refused(Box<Status>),
}

impl From<Status> for JoinError {
    fn from(status: Status) -> Self {
        Self::Refused(Box::new(status))
    }
}

/// Comes in by a code, and puts what that gave into a folder of its own. Repeated there it gives the same.
pub async fn join(code: &JoinCode, folder: &Path) -> Result<Joined, JoinError> {
    let file = credential_file(folder);
    refuse_other(&file, code, folder)?;
    let failed = |path: &Path, source: io::Error| JoinError::Folder {
        path: path.to_owned(),
        source,
    };
    make_private_folder(folder).map_err(|error| failed(folder, error))?;
    let waiting = folder.join("joining.key");
    let key = waiting_key(&waiting)?;
    let expected = Expected::FederatorOf(code.authority);
    let time = Clock::default().time_of_day();
    let dialler = Dialler::new(&code.address, None, expected, time)?;
    // What is wrong with the line is said in its own words before anything is asked on it.
    let authority = dialler.authority_shown().await?;
    let channel = channel(&dialler);
    let (key, answer) = match ask(channel.clone(), code, &key).await {
        Ok(answer) => (key, answer),
        // It may have been used by this very folder.
        Err(JoinError::Refused(status)) if is_used(&status) => {
            let kept = kept_key(&file).filter(|(_, issued_by)| issued_by.authority() == &authority);
            let Some((kept, _)) = kept else {
                return Err(JoinError::Refused(status));
            };
            let answer = ask(channel, code, &kept).await?;
            (kept, answer)
        }
        Err(error) => return Err(error),
    };
    let certificate = answer.certificate.unwrap_or_default();
    let credential = Credential::new(key, certificate.der.into(), authority)?;
    let (subject, until) = {
        let facts = credential.facts();
        (facts.peer.subject.clone(), facts.until)
    };
    if subject != code.subject {
        let reason = format!("it is for {subject}, not for {}", code.subject);
        return Err(CredentialError::Shape(reason).into());
    }
    write_private(&file, &credential.to_pem()).map_err(|error| failed(&file, error))?;
    // From here on the key stands in the credential.
    std::fs::remove_file(&waiting).map_err(|error| failed(&waiting, error))?;
    let placed = (answer.latitude, answer.longitude) != (0.0, 0.0);
    Ok(Joined {
        subject,
        credential: file,
        until,
        name: answer.name,
        commune: answer.commune,
        place: placed.then_some(Coordinates {
            latitude: answer.latitude,
            longitude: answer.longitude,
        }),
    })
}

async fn ask(
    channel: Channel,
    code: &JoinCode,
    key: &MemberKey,
) -> Result<wire::JoinResponse, JoinError> {
    let asked = wire::JoinRequest {
        invitation: code.invitation.to_string(),
        secret: code.secret.to_vec(),
        subject: code.subject.to_string(),
        signing_request: key.signing_request()?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let answer = MembershipServiceClient::new(channel).join(asked).await?;
    Ok(answer.into_inner())
}

fn is_used(status: &Status) -> bool {
    explain(status).is_some_and(|told| told.reason == "CODE_USED")
}

/// Gives the credential in a file, and its key apart. It is no other member's: that was refused before.
fn kept_key(file: &Path) -> Option<(MemberKey, Credential)> {
    let text = std::fs::read_to_string(file).ok()?;
    let credential = Credential::from_pem(&text).ok()?;
    Some((MemberKey::from_pem(&text).ok()?, credential))
}

/// Makes ready to dial the federator with what is in the folder, as a member does.
pub fn member_dialler(federator: &str, folder: &Path) -> Result<Dialler, JoinError> {
    let (_, credential) = held(folder)?;
    Ok(to_federator(federator, &credential, &Clock::default())?)
}

/// Calls the federator once with what is in the folder, to see that it is let in.
pub async fn try_line(federator: &str, folder: &Path) -> Result<(), JoinError> {
    let dialler = member_dialler(federator, folder)?;
    let asked = ListLibrariesRequest {
        page_size: 1,
        page_token: String::new(),
    };
    let mut client = CatalogueServiceClient::new(channel(&dialler));
    client.list_libraries(asked).await?;
    Ok(())
}

/// Reads the credential in a folder.
pub(super) fn held(folder: &Path) -> Result<(PathBuf, Credential), JoinError> {
    let file = credential_file(folder);
    let text = std::fs::read_to_string(&file).map_err(|source| JoinError::Folder {
        path: file.clone(),
        source,
    })?;
    let credential = Credential::from_pem(&text)?;
    Ok((file, credential))
}

/// Makes ready to dial the federator of a credential's authority under it.
pub(super) fn to_federator(
    federator: &str,
    credential: &Credential,
    clock: &Clock,
) -> Result<Dialler, CredentialError> {
    let expected = Expected::Signed {
        authority: credential.authority().clone(),
        subject: Subject::Federator,
    };
    Dialler::new(federator, Some(credential), expected, clock.time_of_day())
}

/// A folder that holds somebody else's certificate is not theirs to overwrite.
fn refuse_other(file: &Path, code: &JoinCode, folder: &Path) -> Result<(), JoinError> {
    let kept = std::fs::read_to_string(file).ok();
    let kept = kept.and_then(|text| Credential::from_pem(&text).ok());
    match kept.map(|kept| kept.facts().peer.subject.clone()) {
        Some(there) if there != code.subject => Err(JoinError::OtherSubject {
            path: folder.to_owned(),
            there,
            code: code.subject.clone(),
        }),
        Some(_) | None => Ok(()),
    }
}

/// Takes the key of a first try whose answer got lost, or makes one: by it the federator knows who asks again.
fn waiting_key(path: &Path) -> Result<MemberKey, JoinError> {
    let kept = std::fs::read_to_string(path).ok();
    if let Some(key) = kept.and_then(|text| MemberKey::from_pem(&text).ok()) {
        return Ok(key);
    }
    let key = MemberKey::generate()?;
    write_private(path, &key.to_pem()).map_err(|source| JoinError::Folder {
        path: path.to_owned(),
        source,
    })?;
    Ok(key)
}

/// Makes a channel of what dials a federator.
pub(super) fn channel(dialler: &Dialler) -> Channel {
    Endpoint::from_static("http://federator.invalid")
        .timeout(ANSWER_WITHIN)
        .connect_with_connector_lazy(dialler.connector())
}
