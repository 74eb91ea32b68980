//! How does a demo library get its catalogue? As every library does: an export, imported over the wire.

use super::export::{ExportForm, Stock};
use crate::connection::Address;
use crate::failure::Failure;
use crate::files::{BytesRead, open_all, shipped_profile};
use crate::import::{Progress, RejectsFile, Sending, import_key};
use crate::terminal::Terminal;
use navette_proto::wire::catalogue::ImportStart;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Writes the export of the library at this place and imports it into its node. What is unchanged costs little.
pub(super) async fn fill(
    node: SocketAddr,
    place: usize,
    stock: &Stock,
    folder: &Path,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let export = folder.join(format!("export-{place}"));
    write_export(&export, place, stock)?;
    let sources = open_all(std::slice::from_ref(&export))?;
    let profile = shipped_profile(ExportForm::of(place).profile())?;
    let start = ImportStart {
        import_key: import_key(&profile.toml, true, &sources),
        profile_toml: profile.toml,
        dry_run: false,
        replace: true,
        // A demo that is started again with fewer records is meant to shrink.
        accept_shrink: true,
    };
    let counter = BytesRead::default();
    let total = sources.iter().map(|source| source.size).sum();
    let mut progress = Progress::start(terminal, counter.clone(), total);
    let mut rejects = RejectsFile::at(None);
    let address = Address::parse(&node.to_string()).map_err(Failure::other)?;
    let counts = Sending::to(&address, &mut rejects, &mut progress)
        .run(start, sources, counter)
        .await;
    progress.finish();
    let counts = counts?;
    let rejected = counts.node.rejected + counts.rejected_here;
    if rejected > 0 {
        terminal.note(&format!(
            "{rejected} made-up records were rejected by {node}"
        ));
    }
    std::fs::remove_file(&export).map_err(|error| failed(&export, &error))
}

fn write_export(path: &PathBuf, place: usize, stock: &Stock) -> Result<(), Failure> {
    let file = File::create(path).map_err(|error| failed(path, &error))?;
    let mut out = BufWriter::new(file);
    stock.export(place, &mut out)?;
    out.flush().map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::other(format!("{}: {error}", path.display()))
}
