//! Does the table of access.txt say who may make each call? Read when the contracts are compiled; a call without a line stops it.

use prost_types::FileDescriptorSet;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Every role, as `navette_domain::access::Role` has them.
const ROLES: [(&str, &str); 8] = [
    ("anonymous", "Anonymous"),
    ("patron", "Patron"),
    ("kiosk", "Kiosk"),
    ("desk", "Desk"),
    ("administrator", "Administrator"),
    ("coordinator", "Coordinator"),
    ("node", "Node"),
    ("federator", "Federator"),
];
/// What stands for several.
const SEVERAL: [(&str, &[&str]); 2] = [
    (
        "everyone",
        &[
            "anonymous",
            "patron",
            "kiosk",
            "desk",
            "administrator",
            "coordinator",
            "node",
            "federator",
        ],
    ),
    ("staff", &["desk", "administrator"]),
];
const REACHES: [(&str, &str); 2] = [("own", "Own"), ("any", "Any")];

/// Makes the rows of the table as Rust, by path.
pub fn rows(table: &str, contracts: &FileDescriptorSet) -> Result<String, String> {
    let mut rows = BTreeMap::new();
    let mut section = "";
    for (number, line) in (1..).zip(table.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(named) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            section = named;
            continue;
        }
        let (call, rule) = row(line).map_err(|why| format!("access.txt:{number}: {why}"))?;
        let path = format!("/{section}/{call}");
        if rows.insert(path.clone(), rule).is_some() {
            return Err(format!("access.txt:{number}: {path} has two lines"));
        }
    }
    compare(&rows, &calls(contracts))?;
    let mut made = "&[\n".to_owned();
    for (path, rule) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(made, "    ({path:?}, {rule}),");
    }
    made.push(']');
    Ok(made)
}

fn row(line: &str) -> Result<(&str, String), String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [call, roles, reach] = words[..] else {
        return Err("a line is: call, roles, own or any".to_owned());
    };
    let mut named = BTreeSet::new();
    for word in roles.split(',') {
        let several = SEVERAL.iter().find(|(name, _)| *name == word);
        for role in several.map_or(&[word][..], |(_, roles)| roles) {
            let known = ROLES.iter().position(|(name, _)| name == role);
            named.insert(known.ok_or_else(|| format!("\"{word}\" is no role"))?);
        }
    }
    let roles: Vec<String> = named
        .into_iter()
        .filter_map(|place| ROLES.get(place))
        .map(|(_, variant)| format!("Role::{variant}"))
        .collect();
    let known = REACHES.iter().find(|(name, _)| *name == reach);
    let (_, reach) = known.ok_or_else(|| format!("\"{reach}\" is neither own nor any"))?;
    let roles = roles.join(", ");
    Ok((
        call,
        format!("Rule {{ roles: &[{roles}], reach: Reach::{reach} }}"),
    ))
}

/// Lists the paths of all calls of the contracts.
fn calls(contracts: &FileDescriptorSet) -> BTreeSet<String> {
    let mut calls = BTreeSet::new();
    for file in &contracts.file {
        for service in &file.service {
            for call in &service.method {
                let (package, service) = (file.package(), service.name());
                calls.insert(format!("/{package}.{service}/{}", call.name()));
            }
        }
    }
    calls
}

fn compare(rows: &BTreeMap<String, String>, calls: &BTreeSet<String>) -> Result<(), String> {
    if let Some(call) = calls.iter().find(|call| !rows.contains_key(*call)) {
        return Err(format!(
            "access.txt has no line for {call}: say there who may call it"
        ));
    }
    let own = |path: &&String| path.starts_with("/navette.");
    match rows.keys().filter(own).find(|path| !calls.contains(*path)) {
        Some(path) => Err(format!(
            "access.txt has a line for {path}, which no contract has"
        )),
        None => Ok(()),
    }
}
