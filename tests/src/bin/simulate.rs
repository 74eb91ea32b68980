//! Runs seeds of the simulation: `simulate -- --seeds N [--from S] [--plant NAME] [--list-plants]`.
//!
//! The last line is `seeds=N steps=… violations=V`; with a violation the exit code is 1, and seed and trace of the first are
//! printed before it.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use navette_tests::simulation::{PLANTS, Plant, run};
use std::process::ExitCode;

/// A simulated disk and its rows are many small pieces of memory.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Lines of the trace that are printed before a violation.
const LINES_SHOWN: usize = 60;

struct Wanted {
    seeds: u64,
    from: u64,
    plant: Option<&'static Plant>,
    whole_trace: bool,
    hashes: bool,
}

fn main() -> ExitCode {
    let wanted = match read_arguments() {
        Ok(Some(wanted)) => wanted,
        Ok(None) => return ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!(
                "{reason}\nusage: simulate --seeds N [--from S] [--plant NAME] [--trace] [--hashes] [--list-plants]"
            );
            return ExitCode::from(2);
        }
    };
    let (mut steps, mut violations) = (0, 0_u64);
    for seed in wanted.from..wanted.from.saturating_add(wanted.seeds) {
        let outcome = run(seed, wanted.plant, false);
        steps += outcome.steps;
        if wanted.hashes {
            println!(
                "seed={seed} steps={} trace={:016x}",
                outcome.steps, outcome.trace_hash
            );
        }
        let Some(violation) = outcome.violation else {
            continue;
        };
        violations += 1;
        if violations == 1 {
            let again = run(seed, wanted.plant, true);
            let shown = if wanted.whole_trace {
                again.lines.len()
            } else {
                LINES_SHOWN.min(again.lines.len())
            };
            for line in &again.lines[again.lines.len() - shown..] {
                println!("{line}");
            }
            println!("seed={seed} trace={:016x}", outcome.trace_hash);
            println!("invariant {}: {}", violation.invariant, violation.what);
            // With a planted fault the first one found is what was asked for.
            if wanted.plant.is_some() {
                println!(
                    "seeds={} steps={steps} violations=1",
                    seed - wanted.from + 1
                );
                return ExitCode::FAILURE;
            }
        }
    }
    println!(
        "seeds={} steps={steps} violations={violations}",
        wanted.seeds
    );
    if violations > 0 {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn read_arguments() -> Result<Option<Wanted>, String> {
    let mut wanted = Wanted {
        seeds: 100,
        from: 0,
        plant: None,
        whole_trace: false,
        hashes: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--list-plants" => {
                for plant in PLANTS {
                    println!("{:32} {}", plant.name, plant.what);
                }
                return Ok(None);
            }
            "--seeds" => wanted.seeds = number(&value()?)?,
            "--from" => wanted.from = number(&value()?)?,
            "--trace" => wanted.whole_trace = true,
            "--hashes" => wanted.hashes = true,
            "--plant" => {
                let name = value()?;
                let found = PLANTS.iter().find(|plant| plant.name == name);
                wanted.plant = Some(found.ok_or(format!("there is no plant \"{name}\""))?);
            }
            other => return Err(format!("unknown argument \"{other}\"")),
        }
    }
    Ok(Some(wanted))
}

fn number(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| format!("\"{text}\" is not a number"))
}
