//! What does a library cost on a poor line? Bytes of its first copy, of a day's changes, of a search; counted where they are carried.

use anyhow::Result;
use navette_proto::wire::catalogue::{
    ListLibrariesRequest, SearchRequest, catalogue_service_client::CatalogueServiceClient,
};
use navette_tests::corpus::{Flavour, Territory, TerritoryPlan};
use navette_tests::measure::{Report, Target, busy_runtime, scaled};
use navette_tests::poor_line::PoorLine;
use navette_tests::small_consortium::{SmallConsortium, eventually, federator_over, member};

/// Records that a small library changes in a day.
const CHANGED: usize = 100;
/// Different searches.
const SEARCHES: usize = 50;

fn main() -> Result<()> {
    busy_runtime()?.block_on(measured())
}

async fn measured() -> Result<()> {
    let records = scaled(20_000);
    let territory = Territory::new(TerritoryPlan::new(1, records + CHANGED, 1));
    let mut file = Vec::new();
    territory.write(0, Flavour::Unimarc, &mut file)?;
    let (first, later) = file.split_at(start_of_record(&file, records));
    let mut nodes = SmallConsortium::without_federator(&[first.to_vec()]).await?;
    let line = PoorLine::before(nodes.libraries[0].address()?, 1).await?;
    let folder = tempfile::tempdir()?;
    let library = member("lib00", "lib00", format!("http://{}", line.address()));
    let config = federator_over(vec![library], folder.path().join("federator"));
    let federator = navette_federator::start(config).await?;
    eventually("the copy is complete", async || {
        Ok(federator.copies_complete() == 1 && federator.words_are_known())
    })
    .await?;
    let first_copy = line.carried_bytes();

    nodes.libraries[0].import(later).await?;
    let all = (records + CHANGED) as u64;
    let mut client =
        CatalogueServiceClient::connect(format!("http://{}", federator.address())).await?;
    let everything = SearchRequest::default();
    eventually("the changes are known", async || {
        let known = client
            .clone()
            .list_libraries(ListLibrariesRequest::default())
            .await?;
        Ok(known.into_inner().libraries[0].records == all)
    })
    .await?;
    let a_day = line.carried_bytes() - first_copy;

    let before = line.carried_bytes();
    for text in territory.queries(SEARCHES) {
        let request = SearchRequest {
            text,
            ..everything.clone()
        };
        client.search(request).await?;
    }
    let a_search = (line.carried_bytes() - before) / SEARCHES as u64;
    federator.stop().await;
    report(records, first_copy, a_day, a_search)
}

fn report(records: usize, first_copy: u64, a_day: u64, a_search: u64) -> Result<()> {
    let mut report = Report::new(
        "poor_line",
        &format!("Bytes on the line of one library, {records} records"),
    );
    let kilobytes = |bytes: u64| bytes as f64 / 1_000.0;
    report.figure(
        "first copy",
        kilobytes(first_copy),
        "kB",
        Target::AtMost(4_000.0),
    );
    let day = format!("a day's changes, {CHANGED} records");
    report.figure(&day, kilobytes(a_day), "kB", Target::AtMost(50.0));
    report.figure("a search", kilobytes(a_search), "kB", Target::None);
    report.finish()
}

/// Finds where the record of this number begins: each ends with a record terminator.
fn start_of_record(file: &[u8], number: usize) -> usize {
    let ends = file.iter().enumerate().filter(|(_, byte)| **byte == 0x1D);
    ends.map(|(place, _)| place + 1)
        .nth(number - 1)
        .unwrap_or(file.len())
}
