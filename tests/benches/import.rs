//! How fast does a UNIMARC file become searchable and durable, and what does it cost in memory and on disk?

use anyhow::{Result, ensure};
use navette_tests::consortium::write_file;
use navette_tests::corpus::{Territory, TerritoryPlan};
use navette_tests::measure::{Report, Target, quiet_runtime, scaled};
use navette_tests::navette::{LibraryPlace, Navette, directory_bytes};
use navette_tests::patron::Patron;
use navette_tests::yardsticks::BareIndex;
use std::path::Path;
use std::time::{Duration, Instant};

/// After the import has ended, nothing may be missing for longer than this.
const SEARCHABLE_LIMIT: Duration = Duration::from_secs(30);

/// What one import gave.
struct Imported {
    per_second: f64,
    peak_mib: f64,
    kept_bytes: f64,
}

fn main() -> Result<()> {
    let records = scaled(200_000);
    let directory = tempfile::tempdir()?;
    let territory = Territory::new(TerritoryPlan::new(1, records, 1));
    let file = write_file(&territory, 0, directory.path())?;
    let file_bytes = file.metadata()?.len() as f64;
    let imported = import(&file, records, &directory.path().join("node"))?;
    let bare_directory = tempfile::tempdir()?;
    let bare = BareIndex::build(territory.entries(0), bare_directory.path())?;
    let bare_per_second = records as f64 / bare.indexing.as_secs_f64();

    let title = format!("Import of {records} UNIMARC records, searchable and durable");
    let mut report = Report::new("import", &title);
    let yardstick = ("bare tantivy", bare_per_second);
    let target = Target::AtLeast(20_000.0);
    report.compared("rate", imported.per_second, "records/s", target, yardstick);
    report.figure(
        "node's peak memory",
        imported.peak_mib,
        "MiB",
        Target::AtMost(400.0),
    );
    let kept = imported.kept_bytes / file_bytes;
    report.compared(
        "index + store",
        kept,
        "× file",
        Target::AtMost(1.5),
        ("the file", 1.0),
    );
    let mean = file_bytes / records as f64;
    report.note(&format!(
        "The file has {file_bytes} bytes, {mean:.0} a record."
    ));
    report.finish()
}

/// Imports the file into a fresh node; ends when every record is found.
fn import(file: &Path, records: usize, directory: &Path) -> Result<Imported> {
    let navette = Navette::find()?;
    let runtime = quiet_runtime()?;
    let node = runtime.block_on(navette.start_node(&LibraryPlace::numbered(0), directory))?;
    let started = Instant::now();
    navette.import(&node.address, file)?;
    runtime.block_on(async {
        let patron = Patron::connect(&node.address).await?;
        patron
            .wait_for_records(1, records as u64, SEARCHABLE_LIMIT)
            .await?;
        ensure!(
            patron.search("").await?.total > 0,
            "the imported records are not found"
        );
        Ok(())
    })?;
    let per_second = records as f64 / started.elapsed().as_secs_f64();
    let peak_mib = node.process.peak_mib()?;
    let data = node.data.clone();
    node.process.stop()?;
    let kept_bytes = directory_bytes(&data)? as f64;
    Ok(Imported {
        per_second,
        peak_mib,
        kept_bytes,
    })
}
