//! The messages of an import, wire and flow.

use crate::flows::import::{Answer, Counts, RawRecord, Reject, Start, Step, Summary};
use navette_proto::Refusal;
use navette_proto::wire::catalogue as wire;
use navette_store::catalogue::Format;
use std::sync::Arc;
use tonic::{Code, Status};

/// Largest message of an import: a batch, and a record over the limit to refuse by name.
pub(super) const MESSAGE_BYTES_MAX: usize = 4 << 20;

/// Reads what an importer sends. A header goes on from the record that carries it to those after it.
#[derive(Default)]
pub(super) struct Steps {
    header: Option<Arc<[u8]>>,
}

impl Steps {
    pub(super) fn read(&mut self, request: wire::ImportRequest) -> Result<Step, Refusal> {
        match request.step {
            None => Err(Refusal::field("step", "is missing")),
            Some(wire::import_request::Step::Start(start)) => Ok(Step::Start(Start {
                import_key: start.import_key,
                profile_toml: start.profile_toml,
                dry_run: start.dry_run,
                replace: start.replace,
                accept_shrink: start.accept_shrink,
            })),
            Some(wire::import_request::Step::Batch(batch)) => {
                let records = batch.records.into_iter().enumerate();
                let read: Result<Vec<RawRecord>, Refusal> = records
                    .map(|(place, record)| {
                        let read = self.record(record);
                        read.map_err(|refusal| refusal.within(&format!("batch.records[{place}]")))
                    })
                    .collect();
                Ok(Step::Batch(read?))
            }
            Some(wire::import_request::Step::Finish(_)) => Ok(Step::Finish),
        }
    }

    fn record(&mut self, record: wire::RawRecord) -> Result<RawRecord, Refusal> {
        let format = match record.format.as_str() {
            "iso2709" => Format::Iso2709,
            "marcxml" => Format::MarcXml,
            "csv" => Format::Csv,
            other => {
                let shown: String = other.chars().take(20).collect();
                let reason = format!("\"{shown}\" is not iso2709, marcxml or csv");
                return Err(Refusal::field("format", reason));
            }
        };
        if !record.header.is_empty() && self.header.as_deref() != Some(&record.header[..]) {
            self.header = Some(Arc::from(record.header));
        }
        Ok(RawRecord {
            number: record.number,
            offset: record.offset,
            format,
            header: self.header.clone().filter(|_| format == Format::Csv),
            raw: record.raw,
        })
    }
}

/// Tells an importer that sent too much from one that is gone: a broken line ends the import, and what came before is kept.
pub(super) fn heard(
    request: Result<wire::ImportRequest, Status>,
) -> Result<Option<wire::ImportRequest>, Refusal> {
    match request {
        Ok(request) => Ok(Some(request)),
        Err(status) if status.code() == Code::OutOfRange => {
            let reason = format!("a message is over {MESSAGE_BYTES_MAX} bytes");
            Err(Refusal::field("batch", reason))
        }
        Err(_) => Ok(None),
    }
}

/// Writes what the node answers.
pub(super) fn to_wire(answer: Answer) -> wire::ImportResponse {
    use wire::import_response::Step as Wire;
    let step = match answer {
        Answer::Ready {
            resume_after,
            so_far,
        } => Wire::Ready(wire::ImportReady {
            resume_after,
            so_far: Some(summary(Summary {
                counts: so_far,
                ..Summary::default()
            })),
        }),
        Answer::Progress { durable, rejects } => Wire::Progress(wire::ImportProgress {
            durable,
            rejects: rejects.into_iter().map(reject).collect(),
        }),
        Answer::Summary(sum) => Wire::Summary(summary(sum)),
    };
    wire::ImportResponse { step: Some(step) }
}

fn reject(reject: Reject) -> wire::Reject {
    wire::Reject {
        number: reject.number,
        offset: reject.offset,
        reason: reject.reason,
    }
}

fn summary(summary: Summary) -> wire::ImportSummary {
    let Counts {
        read,
        new,
        changed,
        unchanged,
        rejected,
        authorities,
        first_seq: _,
    } = summary.counts;
    wire::ImportSummary {
        read,
        new,
        changed,
        unchanged,
        rejected,
        authorities,
        withdrawn: summary.withdrawn,
        records: summary.records,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_row(header: &[u8], format: &str) -> wire::RawRecord {
        wire::RawRecord {
            number: 1,
            header: header.to_vec(),
            format: format.into(),
            ..wire::RawRecord::default()
        }
    }

    #[test]
    fn a_header_stands_for_the_rows_after_it() {
        let mut steps = Steps::default();
        let first = steps.record(a_row(b"title;isbn", "csv"));
        let second = steps.record(a_row(b"", "csv"));
        let headers = [first, second].map(|row| row.ok().and_then(|row| row.header));
        assert_eq!(headers[0].as_deref(), Some(&b"title;isbn"[..]));
        assert_eq!(headers[0], headers[1]);
        let marc = steps.record(a_row(b"", "iso2709"));
        assert!(marc.is_ok_and(|record| record.header.is_none()));
    }

    #[test]
    fn an_unknown_format_is_refused_by_field() {
        let batch = wire::ImportBatch {
            records: vec![a_row(b"", "iso2709"), a_row(b"", "pdf")],
        };
        let request = wire::ImportRequest {
            step: Some(wire::import_request::Step::Batch(batch)),
        };
        let refused = Steps::default().read(request).err().map(|r| r.to_string());
        let told = "batch.records[1].format: \"pdf\" is not iso2709, marcxml or csv";
        assert_eq!(refused.as_deref(), Some(told));
    }
}
