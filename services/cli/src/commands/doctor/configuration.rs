//! Can the file of settings be read, and does it say only what is known?

use super::finding::Finding;
use crate::given::{ProcessConfig, Settings};
use std::path::Path;

const CHECK: &str = "settings";

/// Looks at the file; gives the settings and the text too, where it can be used.
pub(super) fn look(config: &ProcessConfig, path: &Path) -> (Finding, Option<(Settings, String)>) {
    let remedy = "docs/examples has every key with a word on it; --print-config shows what holds";
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let said = format!("{}: {error}", path.display());
            return (Finding::bad(CHECK, said, remedy), None);
        }
    };
    match config.read() {
        Ok(settings) => {
            let found = Finding::good(CHECK, path.display().to_string());
            (found, Some((settings, text)))
        }
        Err(failure) => (Finding::bad(CHECK, failure.message(), remedy), None),
    }
}
