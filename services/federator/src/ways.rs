//! By which way is each member called? On its line, at its address with certificates, or, on this machine, without.

use crate::clock::Clock;
use crate::config::{FederatorConfig, MemberConfig};
use crate::error::FederatorError;
use crate::member::Way;
use crate::member_address::MemberWay;
use crate::membership::{AuthorityFolder, Register};
use crate::randomness;
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::{Serial, Subject};
use navette_trust::{
    Credential, CredentialError, Dialler, Expected, LineMeter, OpenLines, Standing, TimeOfDay,
    TurnedConnector, TurnedLines,
};
use std::sync::Arc;

/// The ways to members.
pub(crate) struct Ways {
    turned: Arc<TurnedLines>,
    time: TimeOfDay,
    /// What the federator shows; nothing where it has no lines.
    credential: Option<Credential>,
    diallers: Diallers,
    /// Which certificates count; none until the ledger was read.
    pub(crate) register: Arc<Register>,
    /// Lines that are open, whoever dialled them.
    pub(crate) open: Arc<OpenLines>,
    /// Counts what is said on lines, dialled and accepted.
    pub(crate) meter: Arc<LineMeter>,
}

/// Those who dial members at their addresses, always under the newest certificate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diallers(Vec<Dialler>);

impl Diallers {
    /// Dials under another certificate from now on.
    pub(crate) fn renew(&self, credential: &Credential) -> Result<(), CredentialError> {
        self.0
            .iter()
            .try_for_each(|dialler| dialler.renew(credential))
    }
}

impl Ways {
    /// Prepares the ways of these settings; `folder` is the authority's, where there are lines.
    pub(crate) fn prepare(
        folder: Option<&AuthorityFolder>,
        clock: &Clock,
        meter: Arc<LineMeter>,
    ) -> Result<Self, FederatorError> {
        let serial = Serial(randomness::fresh());
        let credential = folder.map(|folder| folder.own_credential(serial, clock.now()));
        let register = Arc::new(Register::by(clock.clone()));
        let clock = clock.clone();
        Ok(Self {
            turned: Arc::default(),
            time: TimeOfDay::by(move || clock.now()),
            credential: credential.transpose()?.map(|(credential, _)| credential),
            diallers: Diallers::default(),
            register,
            open: Arc::default(),
            meter,
        })
    }

    /// Gives the way to a member.
    pub(crate) fn to(
        &mut self,
        library: &LibraryId,
        settings: &MemberConfig,
    ) -> Result<Way, FederatorError> {
        let refused = |reason: String| FederatorError::Config {
            path: "(settings)".into(),
            reason,
        };
        match settings.way().map_err(refused)? {
            MemberWay::Plain(address) => Ok(Way::Plain(address)),
            MemberWay::DialsIn => {
                let lines = Arc::clone(&self.turned);
                Ok(Way::Turned(TurnedConnector::to(library.clone(), lines)))
            }
            MemberWay::Secure(address) => {
                let without = || refused(format!("https://{address} needs [lines]"));
                let credential = self.credential.as_ref().ok_or_else(without)?;
                let expected = Expected::Signed {
                    authority: credential.authority().clone(),
                    subject: Subject::Library(library.clone()),
                };
                let time = self.time.clone();
                let dialler = Dialler::new(&address, Some(credential), expected, time);
                let dialler =
                    dialler.map_err(|error| FederatorError::Authority(error.to_string()))?;
                let register = Arc::clone(&self.register) as Arc<dyn Standing>;
                let dialler = dialler.watched_by(register, Arc::clone(&self.open));
                let dialler = dialler.metered(Arc::clone(&self.meter));
                self.diallers.0.push(dialler.clone());
                Ok(Way::Secure(dialler))
            }
        }
    }

    /// Gives what goes on when all ways are known: the lines that are to come, and those who dial.
    pub(crate) fn into_parts(self) -> (Arc<TurnedLines>, Diallers) {
        (self.turned, self.diallers)
    }
}

/// Opens the authority of a federator that has lines.
pub(crate) fn authority(
    config: &FederatorConfig,
) -> Result<Option<AuthorityFolder>, FederatorError> {
    let folder = AuthorityFolder::within(&config.data_dir);
    config
        .lines
        .as_ref()
        .map(|_| AuthorityFolder::open(folder))
        .transpose()
}
