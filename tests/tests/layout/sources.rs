//! Which files are ours? What git tracks or would track, read from the repository's root.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Finds the repository's root from this crate's place in it.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Lists tracked and not yet tracked files, ignored ones left out, with `/` between folders.
pub(super) fn files() -> Vec<String> {
    // The checks read only, so that a clone owned by somebody else is no danger here.
    let listed = Command::new("git")
        .args(["-c", "safe.directory=*", "ls-files", "-z"])
        .args(["--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&listed.stderr);
    assert!(listed.status.success(), "git ls-files failed: {said}");
    let names = String::from_utf8(listed.stdout).unwrap();
    names
        .split_terminator('\0')
        .filter(|name| root().join(name).is_file())
        .map(str::to_owned)
        .collect()
}

/// Lists the Rust files with their text.
pub(super) fn rust_files() -> Vec<(String, String)> {
    let rust: Vec<_> = files()
        .into_iter()
        .filter(|name| name.ends_with(".rs"))
        .map(|name| {
            let text = std::fs::read_to_string(root().join(&name)).unwrap();
            (name, text)
        })
        .collect();
    assert!(!rust.is_empty(), "no Rust file found under {:?}", root());
    rust
}

/// Fails with one line for each thing refused.
#[track_caller]
pub(super) fn assert_none(what: &str, refused: &[String]) {
    let lines = refused.join("\n  ");
    assert!(refused.is_empty(), "{what}: {}\n  {lines}", refused.len());
}
