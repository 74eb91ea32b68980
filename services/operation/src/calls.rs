//! How often was each call made, how did it end, and how long did it take? Counted by the names of the contracts alone.

use super::figures::Figures;
use parking_lot::Mutex;
use prost::Message;
use prost_types::FileDescriptorSet;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tonic::Code;

/// Upper bounds of the classes of durations, in seconds; what takes longer is in the last one, which has none.
const BOUNDS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];
/// A path that no contract knows: whoever asks for it must not fill the memory with names.
const OTHER: &str = "other";

/// Counts calls.
pub struct Calls {
    known: BTreeSet<String>,
    ended: Mutex<BTreeMap<(String, &'static str), Ended>>,
}

#[derive(Clone, Default)]
struct Ended {
    count: u64,
    seconds: f64,
    classes: [u64; BOUNDS.len()],
}

impl Calls {
    /// Begins with nothing counted; `descriptors` are those of every contract that is served.
    pub fn of(descriptors: &[&[u8]]) -> Self {
        let mut known = BTreeSet::new();
        for bytes in descriptors {
            // They are compiled in: what cannot be read is counted among the others.
            let Ok(set) = FileDescriptorSet::decode(*bytes) else {
                continue;
            };
            for file in &set.file {
                for service in &file.service {
                    let name =
                        |method: &str| format!("{}.{}/{method}", file.package(), service.name());
                    known.extend(service.method.iter().map(|method| name(method.name())));
                }
            }
        }
        Self {
            known,
            ended: Mutex::default(),
        }
    }

    /// Finds under which name the calls to a path are counted.
    pub(super) fn name_of(&self, path: &str) -> String {
        let name = path.trim_start_matches('/');
        match self.known.contains(name) {
            true => name.to_owned(),
            false => OTHER.to_owned(),
        }
    }

    /// Counts a call that has ended.
    pub(super) fn count(&self, name: &str, code: Code, took: Duration) {
        let mut all = self.ended.lock();
        let ended = all.entry((name.to_owned(), word(code))).or_default();
        let seconds = took.as_secs_f64();
        ended.count += 1;
        ended.seconds += seconds;
        for (class, bound) in ended.classes.iter_mut().zip(BOUNDS) {
            *class += u64::from(seconds <= bound);
        }
    }

    /// Writes what was counted.
    pub fn write(&self, page: &mut Figures) {
        let name = "navette_call_seconds";
        let help = "Calls by contract and status, and how long they took; a stream until its end.";
        page.begin(name, help, "histogram");
        for ((call, code), ended) in &*self.ended.lock() {
            let labels = [("rpc", call.as_str()), ("status", *code)];
            let classes = ended.classes.iter().zip(BOUNDS);
            let classes = classes.map(|(count, bound)| (bound.to_string(), *count));
            for (bound, count) in classes.chain([("+Inf".to_owned(), ended.count)]) {
                let labels = [labels[0], labels[1], ("le", bound.as_str())];
                page.value(&format!("{name}_bucket"), &labels, count as f64);
            }
            let count = ended.count as f64;
            page.value(&format!("{name}_sum"), &labels, ended.seconds);
            page.value(&format!("{name}_count"), &labels, count);
        }
    }
}

fn word(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_contract_and_strange_paths_together() {
        let calls = Calls::of(&[navette_proto::DESCRIPTORS]);
        let search = calls.name_of("/navette.catalogue.v1.CatalogueService/Search");
        assert_eq!(search, "navette.catalogue.v1.CatalogueService/Search");
        calls.count(&search, Code::Ok, Duration::from_millis(3));
        calls.count(&search, Code::Ok, Duration::from_secs(9));
        for path in ["/a/b", "/c/d", ""] {
            let name = calls.name_of(path);
            calls.count(&name, Code::Unimplemented, Duration::ZERO);
        }
        let mut page = Figures::default();
        calls.write(&mut page);
        let text = page.into_text();
        let labels = "rpc=\"navette.catalogue.v1.CatalogueService/Search\",status=\"OK\"";
        for line in [
            format!("navette_call_seconds_bucket{{{labels},le=\"0.0025\"}} 0\n"),
            format!("navette_call_seconds_bucket{{{labels},le=\"0.005\"}} 1\n"),
            format!("navette_call_seconds_bucket{{{labels},le=\"5\"}} 1\n"),
            format!("navette_call_seconds_bucket{{{labels},le=\"+Inf\"}} 2\n"),
            format!("navette_call_seconds_count{{{labels}}} 2\n"),
            "navette_call_seconds_count{rpc=\"other\",status=\"UNIMPLEMENTED\"} 3\n".to_owned(),
        ] {
            assert!(text.contains(&line), "{line} is not in\n{text}");
        }
    }
}
