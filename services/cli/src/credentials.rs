//! By what does a command prove who gives it? A token: given, kept by `navette sign-in`, or of a process on this machine.
//!
//! It never stands in the arguments, which other people on the machine can read.

use crate::failure::Failure;
use navette_trust::OperatorToken;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::{Request, Status};

/// The file that the command line names; one command is run per process.
static TOKEN_FILE: OnceLock<PathBuf> = OnceLock::new();

/// Says by which file all that follows is proven.
pub(crate) fn give(token_file: Option<PathBuf>) {
    if let Some(path) = token_file {
        // The first one holds; there is no second.
        let _ = TOKEN_FILE.set(path);
    }
}

/// Puts a token beside each call, where there is one.
#[derive(Clone)]
pub(crate) struct Proof(Option<MetadataValue<Ascii>>);

impl Proof {
    /// Proves nothing.
    pub(crate) fn nothing() -> Self {
        Self(None)
    }

    /// Says whether nothing is proven.
    pub(crate) fn is_nothing(&self) -> bool {
        self.0.is_none()
    }
}

impl Interceptor for Proof {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(proof) = &self.0 {
            let beside = request.metadata_mut();
            beside.insert("authorization", proof.clone());
        }
        Ok(request)
    }
}

/// Finds what proves a call to this address: the token given, else a session kept for it, else its operator's token where this
/// is its machine and the token may be read.
pub(crate) fn proof_for(address: &str) -> Result<Proof, Failure> {
    let token = match given()? {
        Some(token) => Some(token),
        None => kept(address),
    };
    let Some(token) = token else {
        return Ok(Proof::nothing());
    };
    let mut value: MetadataValue<Ascii> = format!("Bearer {token}")
        .parse()
        .map_err(|_| Failure::usage("the token is not one line of plain letters and digits"))?;
    value.set_sensitive(true);
    Ok(Proof(Some(value)))
}

fn given() -> Result<Option<String>, Failure> {
    if let Some(token) = std::env::var("NAVETTE_TOKEN")
        .ok()
        .filter(|t| !t.is_empty())
    {
        return Ok(Some(token));
    }
    let Some(path) = TOKEN_FILE.get() else {
        return Ok(None);
    };
    let read = fs::read_to_string(path);
    let token =
        read.map_err(|error| Failure::other(format!("token file {}: {error}", path.display())))?;
    Ok(Some(token.trim().to_owned()))
}

fn kept(address: &str) -> Option<String> {
    let session = fs::read_to_string(place("sessions", address)?).ok();
    let operators = || {
        let written = fs::read_to_string(place("operators", address)?).ok()?;
        fs::read_to_string(written.trim_end_matches('\n')).ok()
    };
    let token = session.or_else(operators)?;
    Some(token.trim().to_owned())
}

/// Keeps a session's token for an address, for its owner's eyes only.
pub(crate) fn keep_session(address: &str, token: &str) -> Result<(), Failure> {
    let no_place = || Failure::other("there is no folder to keep the session in: set HOME");
    let path = place("sessions", address).ok_or_else(no_place)?;
    write(&path, token).map_err(|error| Failure::other(format!("cannot keep the session: {error}")))
}

/// Forgets the session kept for an address.
pub(crate) fn forget_session(address: &str) {
    if let Some(path) = place("sessions", address) {
        // There may be none.
        let _ = fs::remove_file(path);
    }
}

/// Notes where the operator's token of a process on this machine stands, so that its owner's commands need not be told. Where it
/// cannot be noted, they are told with --token-file.
pub(crate) fn operator_at(listen: SocketAddr, data_dir: &Path) {
    let Ok(folder) = std::path::absolute(data_dir) else {
        return;
    };
    let reached = match listen.ip() {
        ip if ip.is_unspecified() => SocketAddr::from(([127, 0, 0, 1], listen.port())),
        _ => listen,
    };
    if let Some(path) = place("operators", &reached.to_string()) {
        // A machine without a folder for such things works without.
        let _ = write(&path, &OperatorToken::path(&folder).to_string_lossy());
    }
}

fn place(what: &str, address: &str) -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let state = set("XDG_STATE_HOME").map(PathBuf::from).or_else(|| {
        let home = set("HOME").map(PathBuf::from)?;
        Some(home.join(".local").join("state"))
    })?;
    let address = address.replace("localhost", "127.0.0.1");
    let plain = |c: char| {
        if c.is_alphanumeric() || c == '.' {
            c
        } else {
            '_'
        }
    };
    let name: String = address.chars().map(plain).collect();
    Some(state.join("navette").join(what).join(name))
}

/// Writes a file that only its owner reads, in a folder that only they enter.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        let mut made = fs::DirBuilder::new();
        made.recursive(true).mode(0o700).create(folder)?;
    }
    let unfinished = path.with_extension("new");
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    writeln!(file, "{text}")?;
    fs::rename(&unfinished, path)
}
