//! Who may call the federator? A guard before all of its services, on every way in: by certificate, or the machine's own file.
//!
//! Nobody signs in here: accounts are the libraries'.

use crate::config::FederatorConfig;
use crate::error::FederatorError;
use crate::randomness;
use navette_domain::access::{AccessRefusal, Place};
use navette_proto::{Refusal, rule_of};
use navette_trust::{Guard, Keeping, NoSessions, OperatorToken};
use std::io;
use std::sync::Arc;
use tonic::Status;

/// Makes the guard, and writes the operator's token into the data folder, which this process has locked.
pub(crate) fn guard(config: &FederatorConfig) -> Result<Guard, FederatorError> {
    let failed = |source| FederatorError::Folder {
        path: OperatorToken::path(&config.data_dir),
        source,
    };
    if config.access.trust_this_machine {
        tracing::info!("nothing is asked of calls from this machine");
    }
    let secret = randomness::secret();
    let secret = secret.ok_or_else(|| failed(io::Error::other("the machine gives no chance")))?;
    let operator = OperatorToken::write(&config.data_dir, secret).map_err(failed)?;
    Ok(Guard::by(Keeping {
        here: Place::Territory,
        rule_of,
        refused,
        sessions: Arc::new(NoSessions),
        operator: Some(operator),
        trusts_this_machine: config.access.trust_this_machine,
    }))
}

fn refused(refusal: AccessRefusal) -> Status {
    Refusal::from(refusal).into()
}
