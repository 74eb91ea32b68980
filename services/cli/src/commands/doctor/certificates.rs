//! For how long do the certificates hold that the settings name?

use super::examined::{CREDENTIAL, Examined};
use super::finding::Finding;
use std::path::Path;
use x509_parser::pem::Pem;

const CHECK: &str = "certificate";
/// Time to have a new one made.
const SOON_DAYS: i64 = 14;
const DAY_SECONDS: i64 = 86_400;

/// Looks at each file of certificates; `now` is in seconds since 1970.
pub(super) fn look(examined: &Examined, now: i64) -> Vec<Finding> {
    let ours = examined.files_named("certificate");
    let authorities = examined.files_named("authority");
    let found: Vec<Finding> = ours
        .chain(authorities)
        .flat_map(|(key, path)| file(key, path, now))
        .collect();
    match found.is_empty() {
        true => vec![Finding::skipped(CHECK, "the settings name no certificate")],
        false => found,
    }
}

fn file(key: &str, path: &Path, now: i64) -> Vec<Finding> {
    let shown = path.display();
    let unusable = |reason: String| {
        let remedy = "give the file that begins with -----BEGIN CERTIFICATE-----";
        vec![Finding::bad(
            CHECK,
            format!("{key} {shown}: {reason}"),
            remedy,
        )]
    };
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return unusable(error.to_string()),
    };
    let mut found = Vec::new();
    // Behind the own certificate stands the authority's, which the library cannot have renewed.
    let looked_at = if key == CREDENTIAL { 1 } else { usize::MAX };
    for pem in Pem::iter_from_buffer(&bytes) {
        let Ok(pem) = pem else {
            return unusable("not in PEM form".to_owned());
        };
        if pem.label != "CERTIFICATE" || found.len() == looked_at {
            continue;
        }
        match pem.parse_x509() {
            Ok(read) => {
                let ends = read.validity().not_after.timestamp();
                let begins = read.validity().not_before.timestamp();
                found.push(dated(&format!("{key} {shown}"), (begins, ends), now));
            }
            Err(_) => return unusable("no certificate can be read in it".to_owned()),
        }
    }
    match found.is_empty() {
        true => unusable("no certificate is in it".to_owned()),
        false => found,
    }
}

fn dated(what: &str, (begins, ends): (i64, i64), now: i64) -> Finding {
    let day = |seconds: i64| {
        let moment = jiff::Timestamp::from_second(seconds).unwrap_or_default();
        moment.strftime("%Y-%m-%d").to_string()
    };
    let remedy = "have a new one issued before that day";
    if now < begins {
        let said = format!("{what} holds from {} on only", day(begins));
        return Finding::bad(CHECK, said, "is this machine's clock right?");
    }
    let said = format!("{what} holds until {}", day(ends));
    match ends.saturating_sub(now) {
        left if left <= 0 => {
            let said = format!("{what} held until {}", day(ends));
            Finding::bad(CHECK, said, "have a new one issued")
        }
        left if left <= SOON_DAYS * DAY_SECONDS => Finding::warning(CHECK, said, remedy),
        _ => Finding::good(CHECK, said),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::commands::doctor::State;
    use std::path::PathBuf;

    #[test]
    fn a_certificate_that_ends_soon_or_has_ended_is_told_with_its_day() {
        let dates = (1_760_000_000, 1_770_000_000);
        for (now, state, told) in [
            (1_759_999_999, State::Bad, "from 2025-10-09 on only"),
            (1_760_000_001, State::Good, "holds until 2026-02-02"),
            (1_769_900_000, State::Warning, "holds until 2026-02-02"),
            (1_770_000_001, State::Bad, "held until 2026-02-02"),
        ] {
            let found = dated("ours", dates, now);
            assert_eq!(found.state, state, "{found:?}");
            assert!(found.said.contains(told), "{}", found.said);
        }
    }

    #[test]
    fn a_file_that_holds_none_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("node.pem");
        let examined = Examined {
            files: vec![("certificate".to_owned(), path.clone())],
            ..Examined::default()
        };
        assert_eq!(look(&examined, 0)[0].state, State::Bad);
        std::fs::write(&path, "library = \"aire\"\n").unwrap();
        let found = look(&examined, 0);
        assert!(
            found[0].said.ends_with("no certificate is in it"),
            "{}",
            found[0].said
        );
        let none = Examined {
            data_dir: PathBuf::new(),
            ..Examined::default()
        };
        assert_eq!(look(&none, 0)[0].state, State::Skipped);
    }
}
