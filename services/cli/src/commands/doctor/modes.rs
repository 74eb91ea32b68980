//! Can only the process read what is personal or secret?

use super::examined::Examined;
use super::finding::Finding;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const CHECK: &str = "modes";
/// Rights of the group and of everybody.
const OTHERS: u32 = 0o077;

/// Looks at the data folder and at secret files.
pub(super) fn look(examined: &Examined) -> Vec<Finding> {
    let mut looked_at = vec![("the data folder", examined.data_dir.as_path())];
    let secret = ["password", "key", "secret"];
    for word in secret {
        looked_at.extend(examined.files_named(word));
    }
    let mut found: Vec<Finding> = looked_at
        .iter()
        .filter_map(|(what, path)| open_to_others(what, path))
        .collect();
    if found.is_empty() {
        let said = format!(
            "{} and what it holds are for the process alone",
            examined.data_dir.display()
        );
        found.push(Finding::good(CHECK, said));
    }
    found
}

fn open_to_others(what: &str, path: &Path) -> Option<Finding> {
    // What is not there yet is made with the right mode; what cannot be seen is another check's.
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
    if mode & OTHERS == 0 {
        return None;
    }
    let said = format!(
        "{what} {} has mode {mode:03o}: others may read it",
        path.display()
    );
    let remedy = format!("chmod go= {}", path.display());
    Some(Finding::bad(CHECK, said, remedy))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::commands::doctor::State;
    use std::fs::{Permissions, set_permissions};

    #[test]
    fn a_password_that_others_may_read_is_named_with_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("data");
        navette_store::disk::private::create_dir(&data_dir).unwrap();
        let password = folder.path().join("relay.password");
        std::fs::write(&password, "secret").unwrap();
        let examined = Examined {
            data_dir,
            files: vec![("email.password_file".to_owned(), password.clone())],
            ..Examined::default()
        };
        set_permissions(&password, Permissions::from_mode(0o644)).unwrap();
        let found = look(&examined);
        assert_eq!((found.len(), found[0].state), (1, State::Bad));
        assert!(found[0].said.contains("has mode 644"), "{}", found[0].said);
        set_permissions(&password, Permissions::from_mode(0o600)).unwrap();
        assert_eq!(look(&examined)[0].state, State::Good);
    }
}
