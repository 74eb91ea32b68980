//! Does lending hold in a territory where everything goes wrong, and would the simulator notice if a line of it were missing?
//!
//! The counts here are small; `tests/long` raises them. The executable is run, since a planted fault holds for a whole process.

use std::process::{Command, Output};

/// Plants whose missing line shows within a seed or two.
const QUICK_PLANTS: [&str; 4] = [
    "reports-twice",
    "promised-from-index",
    "skipped-scan-sticks",
    "acknowledged-before-sync",
];

fn simulate(arguments: &[&str]) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_simulate"))
        .args(arguments)
        .output();
    run.unwrap()
}

fn lines(output: &Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(str::to_owned).collect()
}

fn seeds() -> String {
    std::env::var("NAVETTE_SEEDS").unwrap_or_else(|_| "12".to_owned())
}

#[test]
fn no_seed_breaks_an_invariant() {
    let output = simulate(&["--seeds", &seeds()]);
    let said = lines(&output);
    let shown = said.join("\n");
    assert!(output.status.success(), "{shown}");
    let last = said.last().unwrap();
    println!("{last}");
    assert!(last.ends_with("violations=0"), "{last}");
}

#[test]
fn one_seed_has_one_trace() {
    let once = simulate(&["--seeds", "2", "--from", "7", "--hashes"]);
    let twice = simulate(&["--seeds", "2", "--from", "7", "--hashes"]);
    assert_eq!(lines(&once), lines(&twice));
    assert!(lines(&once)[0].starts_with("seed=7 steps="));
}

#[test]
fn a_missing_line_is_found_and_the_run_is_clean_with_it() {
    let all = std::env::var_os("NAVETTE_ALL_PLANTS").is_some();
    let listed = lines(&simulate(&["--list-plants"]));
    let names: Vec<&str> = listed
        .iter()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| all || QUICK_PLANTS.contains(name))
        .collect();
    assert!(names.len() >= if all { 12 } else { 4 });
    for name in names {
        let output = simulate(&["--seeds", "500", "--plant", name]);
        let said = lines(&output);
        assert!(!output.status.success(), "{name} is not found in 500 seeds");
        let after = |word: &str| {
            let found = said.iter().rev().find_map(|line| line.strip_prefix(word));
            found.unwrap_or_default().to_owned()
        };
        let seed = after("seed=").split(' ').next().unwrap().to_owned();
        let invariant = after("invariant ");
        println!("{name}: seed {seed}, invariant {invariant}");
        assert!(invariant.starts_with(|digit: char| digit.is_ascii_digit()));
        let plain = simulate(&["--from", &seed, "--seeds", "1"]);
        assert!(
            plain.status.success(),
            "seed {seed} is not clean without {name}"
        );
    }
}
