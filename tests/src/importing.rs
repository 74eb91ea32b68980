//! How is a file imported into a node over the wire? As the command does it, without its screen.

use crate::held_records::PROFILE;
use anyhow::{Context, Result, bail};
use navette_indexer::marc::{FormatHint, Frames};
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::import_request::Step;
use navette_proto::wire::catalogue::import_response::Step as Answer;
use navette_proto::wire::catalogue::{
    ImportBatch, ImportFinish, ImportRequest, ImportStart, ImportSummary, RawRecord,
};
use tokio_stream::iter;
use tonic::transport::Channel;

/// Records sent at once.
const BATCH: usize = 100;

/// Says what an import of this key is, with the profile of the made-up files.
pub fn an_import(key: &str) -> ImportStart {
    ImportStart {
        import_key: key.into(),
        profile_toml: format!("name = \"story\"\nextends = \"{PROFILE}\"\n"),
        ..ImportStart::default()
    }
}

/// Says that what is absent from the import is withdrawn, however much it is.
pub fn a_replacement(key: &str) -> ImportStart {
    ImportStart {
        replace: true,
        accept_shrink: true,
        ..an_import(key)
    }
}

/// Imports a whole MARC file; a reject is an error.
pub async fn import(
    client: &mut CatalogueServiceClient<Channel>,
    start: ImportStart,
    file: &[u8],
) -> Result<ImportSummary> {
    let mut steps = vec![Step::Start(start)];
    for records in raw_records(file)?.chunks(BATCH) {
        let records = records.to_vec();
        steps.push(Step::Batch(ImportBatch { records }));
    }
    steps.push(Step::Finish(ImportFinish {}));
    let requests = steps
        .into_iter()
        .map(|step| ImportRequest { step: Some(step) });
    let mut answers = client.import(iter(requests)).await?.into_inner();
    loop {
        let answer = answers.message().await?.and_then(|answer| answer.step);
        match answer.context("the import ended without its summary")? {
            Answer::Ready(_) => {}
            Answer::Progress(progress) if progress.rejects.is_empty() => {}
            Answer::Progress(progress) => bail!("rejected: {:?}", progress.rejects),
            Answer::Summary(summary) => return Ok(summary),
        }
    }
}

/// Cuts a file into its records, numbered as an import wants them.
pub fn raw_records(file: &[u8]) -> Result<Vec<RawRecord>> {
    let mut records = Vec::new();
    for frame in Frames::new(file, FormatHint::Detect) {
        let frame = frame?;
        records.push(RawRecord {
            number: frame.number,
            offset: frame.offset,
            format: "iso2709".into(),
            header: Vec::new(),
            raw: frame.raw,
        });
    }
    Ok(records)
}
