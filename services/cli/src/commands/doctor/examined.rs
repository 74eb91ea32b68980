//! What is there to look at? The same for a node and a federator, from the settings and from the file as it is written.

use crate::given::Settings;
use navette_node::NodeConfig;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What the file of a library's line is called: its key, its certificate and the authority's are in it.
pub(super) const CREDENTIAL: &str = "line.certificate_and_key";

/// What is looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examined {
    /// Ports of the process, each with the setting that names it.
    pub(crate) ports: Vec<(&'static str, SocketAddr)>,
    /// The data folder.
    pub(crate) data_dir: PathBuf,
    /// The stores in it.
    pub(crate) stores: &'static [&'static str],
    /// Whom the process speaks to.
    pub(crate) peers: Vec<Peer>,
    /// The relay for e-mail: host and port.
    pub(crate) relay: Option<(String, u16)>,
    /// Files that the settings name: the key, and the file.
    pub(crate) files: Vec<(String, PathBuf)>,
}

/// Somebody whom the process speaks to.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    /// As the settings call it.
    pub(crate) name: String,
    /// `http://host:port`; on a line `host:port`.
    pub(crate) address: String,
    /// The folder of the certificate that is shown there; nothing where none is.
    pub(crate) credential: Option<PathBuf>,
}

impl Peer {
    fn without_certificates(name: &str, address: &str) -> Self {
        Self {
            name: name.to_owned(),
            address: address.to_owned(),
            credential: None,
        }
    }
}

impl Examined {
    /// Looks through settings that were read; `text` is the file.
    pub(crate) fn of(settings: &Settings, text: &str) -> Self {
        let mut files = named_files(text);
        match settings {
            Settings::Node(config) => {
                let line = config.line.as_ref();
                files.extend(line.into_iter().flat_map(|line| {
                    let sealing = navette_node::sealing_key_file(&line.folder);
                    let credential = navette_node::credential_file(&line.folder);
                    [
                        (CREDENTIAL.to_owned(), credential),
                        ("line.sealing_key".to_owned(), sealing),
                    ]
                }));
                Self {
                    ports: ports([
                        ("listen", Some(config.listen)),
                        ("observe.listen", config.observe.listen),
                        (
                            "line.listen",
                            config.line.as_ref().and_then(|line| line.listen),
                        ),
                    ]),
                    data_dir: config.data_dir.clone(),
                    stores: &["ledger", "catalogue"],
                    peers: federator_of(config).into_iter().collect(),
                    relay: config
                        .email
                        .as_ref()
                        .map(|email| (email.relay_host.clone(), email.relay_port)),
                    files,
                }
            }
            Settings::Federator(config) => {
                let members = config.members.iter();
                Self {
                    ports: ports([
                        ("listen", Some(config.listen)),
                        ("observe.listen", config.observe.listen),
                        (
                            "lines.listen",
                            config.lines.as_ref().map(|lines| lines.listen),
                        ),
                    ]),
                    data_dir: config.data_dir.clone(),
                    stores: &["ledger"],
                    // A member without an address dials in.
                    peers: members
                        .filter_map(|member| {
                            let address = member.address.as_ref()?;
                            Some(Peer::without_certificates(&member.library, address))
                        })
                        .collect(),
                    relay: None,
                    files,
                }
            }
        }
    }

    /// Gives the files under keys that contain a word.
    pub(crate) fn files_named(&self, word: &str) -> impl Iterator<Item = (&str, &Path)> {
        let named = self.files.iter();
        named
            .filter(move |(key, _)| key.contains(word))
            .map(|(key, path)| (key.as_str(), path.as_path()))
    }
}

/// Finds how a node reaches its federator: the line comes first, as in the node itself.
fn federator_of(config: &NodeConfig) -> Option<Peer> {
    match (&config.line, &config.federator) {
        (Some(line), _) => Some(Peer {
            name: "federator".to_owned(),
            address: line.federator.clone(),
            credential: Some(line.folder.clone()),
        }),
        (None, Some(address)) => Some(Peer::without_certificates("federator", address)),
        (None, None) => None,
    }
}

fn ports(settings: [(&'static str, Option<SocketAddr>); 3]) -> Vec<(&'static str, SocketAddr)> {
    let named = settings.into_iter();
    named
        .filter_map(|(key, address)| Some((key, address?)))
        .collect()
}

/// Finds every text under a key that names a file: `password_file`, `certificate`.
fn named_files(text: &str) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut part = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(head) = line.strip_prefix('[') {
            part = head.trim_matches(['[', ']', ' ']).to_owned();
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        let key = key.trim();
        let names_a_file = key.ends_with("_file") || key.contains("certificate");
        let value = value.trim().strip_prefix('"');
        let value = value.and_then(|rest| rest.split_once('"'));
        if let (true, false, Some((path, _))) = (names_a_file, key.starts_with('#'), value) {
            let key = match part.as_str() {
                "" => key.to_owned(),
                part => format!("{part}.{key}"),
            };
            found.push((key, PathBuf::from(path)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::named_files;
    use std::path::PathBuf;

    #[test]
    fn files_are_found_by_their_keys_and_comments_name_none() {
        let text = "\
# password_file = \"no\"
data_dir = \"data\"
certificate = \"node.pem\"   # ours
[email]
password_file = \"relay.password\"
";
        let expected = [
            ("certificate", "node.pem"),
            ("email.password_file", "relay.password"),
        ];
        let expected = expected.map(|(key, path)| (key.to_owned(), PathBuf::from(path)));
        assert_eq!(named_files(text), expected);
    }
}
