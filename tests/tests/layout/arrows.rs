//! May this crate use that one? The allowed arrows of ARCHITECTURE.md, held against `cargo metadata`.

use super::sources;
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// Every crate that others may meet, and the workspace crates it may use. A new crate needs its row here.
const ALLOWED: &[(&str, &[&str])] = &[
    ("navette-domain", &[]),
    ("navette-proto", &["navette-domain"]),
    ("navette-store", &["navette-domain"]),
    ("navette-indexer", &["navette-domain"]),
    ("navette-standards", &["navette-domain"]),
    ("navette-trust", &["navette-domain"]),
    (
        "navette-operation",
        &["navette-proto", "navette-store", "navette-domain"],
    ),
    ("navette-node", EDGES),
    ("navette-federator", EDGES),
    ("navette-portal", &["navette-proto", "navette-domain"]),
    (
        "navette-cli",
        &[
            "navette-node",
            "navette-federator",
            "navette-portal",
            "navette-proto",
            "navette-store",
            "navette-indexer",
            "navette-trust",
            "navette-operation",
            "navette-domain",
        ],
    ),
];

/// What a process may use.
const EDGES: &[&str] = &[
    "navette-proto",
    "navette-standards",
    "navette-store",
    "navette-indexer",
    "navette-trust",
    "navette-operation",
    "navette-domain",
];

/// The crate that may use all others, and that nobody uses.
const TESTS: &str = "navette-tests";

/// What the rules may use of the world: errors with a message, nothing that reads, waits or serialises.
const DOMAIN_USES: &[&str] = &["thiserror"];

/// Says why one workspace crate may not use another, or nothing where it may.
fn refusal(from: &str, to: &str) -> Option<String> {
    if to == TESTS {
        return Some(format!("{from} uses {to}: nothing imports tests"));
    }
    if from == TESTS {
        return None;
    }
    let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == from) else {
        return Some(format!(
            "{from} has no row in tests/tests/layout/arrows.rs: say there and in ARCHITECTURE.md which crates it may use"
        ));
    };
    if allowed.contains(&to) {
        return None;
    }
    let set = match *allowed {
        [] => "no workspace crate".to_owned(),
        names => names.join(", "),
    };
    Some(format!("{from} uses {to}; it may use {set}"))
}

fn workspace() -> Metadata {
    let read = MetadataCommand::new()
        .manifest_path(sources::root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec();
    match read {
        Ok(metadata) => metadata,
        Err(error) => panic!("the manifests cannot be read: {error}"),
    }
}

#[test]
fn crates_use_each_other_only_along_the_allowed_arrows() {
    let metadata = workspace();
    let members: Vec<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    let mut refused = Vec::new();
    for package in &metadata.packages {
        for dependency in &package.dependencies {
            if members.contains(&dependency.name.as_str()) {
                refused.extend(refusal(package.name.as_str(), &dependency.name));
            }
        }
        let known = ALLOWED
            .iter()
            .any(|(name, _)| *name == package.name.as_str());
        if !known && package.name.as_str() != TESTS {
            refused.extend(refusal(package.name.as_str(), "another"));
        }
    }
    refused.dedup();
    sources::assert_none("dependencies against the layers", &refused);
}

#[test]
fn the_rules_use_nothing_but_error_messages() {
    let metadata = workspace();
    let domain = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == "navette-domain")
        .unwrap();
    let refused: Vec<String> = domain
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind != DependencyKind::Development)
        .filter(|dependency| !DOMAIN_USES.contains(&dependency.name.as_str()))
        .map(|dependency| {
            let set = DOMAIN_USES.join(", ");
            format!("navette-domain uses {}; it may use {set}", dependency.name)
        })
        .collect();
    sources::assert_none("dependencies of the rules", &refused);
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() {
    let refused: Vec<String> = workspace()
        .packages
        .iter()
        .filter(|package| {
            let manifest = std::fs::read_to_string(&package.manifest_path).unwrap();
            !manifest.contains("[lints]\nworkspace = true")
        })
        .map(|package| format!("{} lacks [lints] workspace = true", package.name))
        .collect();
    sources::assert_none("crates without the lints", &refused);
}

#[test]
fn a_forbidden_arrow_is_named_with_what_is_allowed() {
    let cases = [
        (
            "navette-domain",
            "navette-proto",
            "navette-domain uses navette-proto; it may use no workspace crate",
        ),
        (
            "navette-store",
            "navette-indexer",
            "navette-store uses navette-indexer; it may use navette-domain",
        ),
        (
            "navette-cli",
            "navette-tests",
            "navette-cli uses navette-tests: nothing imports tests",
        ),
    ];
    for (from, to, said) in cases {
        assert_eq!(refusal(from, to).as_deref(), Some(said));
    }
    assert!(refusal("navette-new", "navette-domain").is_some());
    assert_eq!(refusal("navette-node", "navette-store"), None);
    assert_eq!(refusal("navette-tests", "navette-node"), None);
}
