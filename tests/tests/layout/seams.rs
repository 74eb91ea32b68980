//! Does time, chance or a task enter anywhere but through its one door? What enters elsewhere cannot be simulated.

use super::tokens::Token;
use super::{sources, tokens};

/// Something that makes a run differ from the last one, and the files that may reach for it.
struct Seam {
    what: &'static str,
    /// Paths as written in code; the last segments are enough.
    paths: &'static [&'static str],
    files: &'static [&'static str],
}

const SEAMS: &[Seam] = &[
    Seam {
        what: "the clock",
        paths: &[
            "SystemTime::now",
            "Instant::now",
            "Timestamp::now",
            "ZonedDateTime::now",
        ],
        files: &[
            "services/node/src/clock.rs",
            "services/federator/src/clock.rs",
            "services/portal/src/clock.rs",
        ],
    },
    Seam {
        what: "randomness",
        paths: &[
            "rand",
            "getrandom",
            "fastrand",
            "RandomState",
            "Uuid::new_v4",
            "Uuid::now_v7",
        ],
        files: &[
            "services/node/src/randomness.rs",
            "services/federator/src/randomness.rs",
            "services/portal/src/randomness.rs",
        ],
    },
    Seam {
        what: "a task or thread",
        paths: &[
            "tokio::spawn",
            "task::spawn",
            "task::spawn_blocking",
            "JoinSet",
            "thread::spawn",
            "thread::Builder",
        ],
        files: &[
            "services/node/src/tasks.rs",
            "services/federator/src/tasks.rs",
            "services/portal/src/tasks.rs",
            // One committer per store, writing from a thread of its own.
            "services/store/src/committer.rs",
        ],
    },
];

/// Where nothing is simulated: the executable assembles, and what stands apart from the sources tests or measures.
const FREE: &[&str] = &["services/cli/", "tests/", "fuzz/"];

fn is_free(name: &str) -> bool {
    let apart = ["/tests/", "/benches/", "/examples/"];
    let test_module = name.ends_with("/tests.rs") || name.ends_with("_tests.rs");
    FREE.iter().any(|folder| name.starts_with(folder))
        || apart.iter().any(|folder| name.contains(folder))
        || test_module
}

/// Finds a path among the tokens: gives the line of each place.
fn places(flat: &[Token], path: &str) -> Vec<usize> {
    let mut wanted = Vec::new();
    for segment in path.split("::") {
        if !wanted.is_empty() {
            wanted.extend([":", ":"]);
        }
        wanted.push(segment);
    }
    flat.windows(wanted.len())
        .filter(|window| {
            window
                .iter()
                .map(|token| token.text.as_str())
                .eq(wanted.iter().copied())
        })
        .map(|window| window[0].line)
        .collect()
}

/// Lists what a file reaches for without being its door.
fn refusals(name: &str, text: &str) -> Vec<String> {
    let flat = tokens::outside_tests(tokens::parse(name, text));
    let mut refused = Vec::new();
    for seam in SEAMS.iter().filter(|seam| !seam.files.contains(&name)) {
        for path in seam.paths {
            for line in places(&flat, path) {
                let (what, files) = (seam.what, seam.files.join(", "));
                refused.push(format!(
                    "{name}:{line} uses {path}; only {files} may reach for {what}"
                ));
            }
        }
    }
    refused
}

#[test]
fn time_chance_and_tasks_enter_through_one_file_each() {
    let refused: Vec<String> = sources::rust_files()
        .iter()
        .filter(|(name, _)| !is_free(name))
        .flat_map(|(name, text)| refusals(name, text))
        .collect();
    sources::assert_none("uses past the seams", &refused);
}

#[test]
fn a_clock_is_found_in_code_but_not_in_words_or_tests() {
    let text = r#"//! Never calls Instant::now.
        fn late() -> bool { info!("SystemTime::now", at = std::time::SystemTime::now()); true }
        #[cfg(test)]
        mod tests { fn now() { Instant::now(); } }
        fn rando() { let brand = "rand"; }
    "#;
    let said = refusals("services/node/src/flows/search.rs", text);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("services/node/src/flows/search.rs:2 uses SystemTime::now; only"));
    assert_eq!(
        refusals("services/node/src/clock.rs", text),
        Vec::<String>::new()
    );
}
