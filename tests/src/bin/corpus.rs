//! Writes a made-up territory to files, for trying things by hand.
//!
//! `corpus --out DIR [--libraries 5] [--records 20000] [--seed 1] [--queries 2000] [--flavour unimarc|marc21]`
//! writes DIR/libNN.mrc, DIR/queries.txt and DIR/truth.tsv (library, record number, work number).

use anyhow::{Context, Result, bail};
use navette_tests::corpus::{Flavour, Territory, TerritoryPlan};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

struct Options {
    out: PathBuf,
    plan: TerritoryPlan,
    queries: usize,
    flavour: Flavour,
}

fn main() -> Result<()> {
    let options = read_options()?;
    fs::create_dir_all(&options.out)
        .with_context(|| format!("cannot make {}", options.out.display()))?;
    let territory = Territory::new(options.plan);
    let mut truth = BufWriter::new(File::create(options.out.join("truth.tsv"))?);
    let mut bytes = 0;
    for library in 0..options.plan.libraries {
        let mut file = File::create(options.out.join(format!("lib{library:02}.mrc")))?;
        bytes += territory.write(library, options.flavour, &mut file)?;
        for (number, work) in territory.works_held_by(library).iter().enumerate() {
            writeln!(truth, "{library}\t{number}\t{work}")?;
        }
    }
    truth.flush()?;
    let queries = territory.queries(options.queries).join("\n");
    fs::write(options.out.join("queries.txt"), queries + "\n")?;
    let records = options.plan.libraries * options.plan.records;
    let mean = bytes / (records as u64).max(1);
    let works = territory.held_works().len();
    writeln!(
        std::io::stdout(),
        "{records} records of {works} works, {bytes} bytes, {mean} a record"
    )?;
    Ok(())
}

fn read_options() -> Result<Options> {
    let mut options = Options {
        out: PathBuf::new(),
        plan: TerritoryPlan::new(5, 20_000, 1),
        queries: 2_000,
        flavour: Flavour::Unimarc,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments
            .next()
            .with_context(|| format!("{name} needs a value"))?;
        let number = || {
            value
                .parse::<usize>()
                .with_context(|| format!("{name} {value} is not a number"))
        };
        match name.as_str() {
            "--out" => options.out = PathBuf::from(&value),
            "--libraries" => options.plan.libraries = number()?,
            "--records" => options.plan.records = number()?,
            "--seed" => options.plan.seed = number()? as u64,
            "--queries" => options.queries = number()?,
            "--flavour" => options.flavour = flavour(&value)?,
            _ => bail!("unknown option {name}"),
        }
    }
    if options.out.as_os_str().is_empty() {
        bail!("--out DIR says where the files go");
    }
    Ok(options)
}

fn flavour(name: &str) -> Result<Flavour> {
    match name {
        "unimarc" => Ok(Flavour::Unimarc),
        "marc21" => Ok(Flavour::Marc21),
        _ => bail!("flavour {name} is neither unimarc nor marc21"),
    }
}
