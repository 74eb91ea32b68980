//! Would this build elsewhere? No file may name a folder of one machine or the host of a package registry.

use super::sources;

/// Folders that exist on somebody's machine only. Written in two halves, so that this file passes its own test.
const FOLDERS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
];

/// Hosts of package registries and of their mirrors; cargo knows its own by default.
const HOSTS: &[&str] = &[
    concat!("crates", ".io"),
    concat!("npmjs", ".org"),
    concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"),
    concat!("proxy.golang", ".org"),
    concat!("deb.debian", ".org"),
    concat!("arti", "factory"),
];

/// Written by cargo, which names its index in it.
const BY_CARGO: &[&str] = &["Cargo.lock", "fuzz/Cargo.lock"];

/// Lists what a text should not name.
fn traces(text: &str) -> Vec<&'static str> {
    let folders = FOLDERS.iter().filter(|folder| names_folder(text, folder));
    let hosts = HOSTS.iter().filter(|host| text.contains(**host));
    folders.chain(hosts).copied().collect()
}

/// Finds a folder at the start of a path: "src/work/" is none, nor is "/work/{key}", an address of a page.
fn names_folder(text: &str, folder: &str) -> bool {
    text.match_indices(folder).any(|(place, _)| {
        let before = text[..place].chars().next_back();
        let after = text[place + folder.len()..].chars().next();
        let starts = !before.is_some_and(|c| c.is_alphanumeric() || "._-}".contains(c));
        starts && after.is_some_and(|c| c.is_alphanumeric() || c == '.')
    })
}

#[test]
fn no_file_names_a_folder_of_one_machine_or_a_registry() {
    let mut refused = Vec::new();
    for name in sources::files() {
        // Exports of library systems come in other character sets; they are nobody's sentences.
        let Ok(text) = std::fs::read_to_string(sources::root().join(&name)) else {
            continue;
        };
        if !BY_CARGO.contains(&name.as_str()) {
            refused.extend(
                traces(&text)
                    .iter()
                    .map(|found| format!("{name} names {found}")),
            );
        }
    }
    sources::assert_none("traces of a machine", &refused);
}

#[test]
fn a_folder_counts_only_at_the_start_of_a_path() {
    let [work, ..] = FOLDERS else {
        panic!("the list of folders is empty");
    };
    assert_eq!(traces(&format!("cd {work}main")), [*work]);
    assert_eq!(
        traces(&format!("src{work}mod.rs and {work}{{key}}")),
        [""; 0]
    );
}
