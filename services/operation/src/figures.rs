//! How are figures written for Prometheus? In its text format: what it is, of which kind, and a line for each value.

use std::fmt::Write;
use std::time::Duration;

/// One page of figures.
#[derive(Debug, Default)]
pub struct Figures {
    text: String,
}

impl Figures {
    /// Writes a figure that may rise and fall.
    pub fn gauge(&mut self, name: &str, help: &str, value: f64) {
        self.begin(name, help, "gauge");
        self.value(name, &[], value);
    }

    /// Writes a figure that only rises while the process runs.
    pub fn counter(&mut self, name: &str, help: &str, value: f64) {
        self.begin(name, help, "counter");
        self.value(name, &[], value);
    }

    /// Writes a figure that only rises, once for each set of labels. They must be few and known before.
    pub fn counters<'a>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = ([(&'a str, &'a str); 2], f64)>,
    ) {
        self.begin(name, help, "counter");
        for (labels, value) in values {
            self.value(name, &labels, value);
        }
    }

    /// Writes how often something happened and how long that took together, once for each value of a label.
    pub fn durations<'a>(
        &mut self,
        (name, label): (&str, &str),
        help: &str,
        values: impl IntoIterator<Item = (&'a str, u64, Duration)>,
    ) {
        self.begin(name, help, "summary");
        for (of, count, together) in values {
            let labels = [(label, of)];
            self.value(&format!("{name}_sum"), &labels, together.as_secs_f64());
            self.value(&format!("{name}_count"), &labels, count as f64);
        }
    }

    /// Writes a figure that may rise and fall, once for each value of a label. The values must be few and known before.
    pub fn gauges<'a>(
        &mut self,
        (name, label): (&str, &str),
        help: &str,
        values: impl IntoIterator<Item = (&'a str, f64)>,
    ) {
        self.begin(name, help, "gauge");
        for (of, value) in values {
            self.value(name, &[(label, of)], value);
        }
    }

    /// Gives the page.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Says what the values are that follow.
    pub(super) fn begin(&mut self, name: &str, help: &str, kind: &str) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// Writes one value.
    pub(super) fn value(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        self.text.push_str(name);
        let mut opened = false;
        for (label, of) in labels {
            self.text.push(if opened { ',' } else { '{' });
            opened = true;
            let _ = write!(self.text, "{label}=\"{}\"", escaped(of));
        }
        if opened {
            self.text.push('}');
        }
        let _ = writeln!(self.text, " {value}");
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_as_prometheus_wants_it() {
        let mut page = Figures::default();
        page.gauge("navette_records", "Records offered.", 12.0);
        let copies = [("aire", 1.5), ("a\"b", 2.0)];
        page.gauges(("navette_copy_age_seconds", "library"), "Age.", copies);
        page.counter("navette_changed_total", "Changes.", 3.0);
        let line = [("line", "turned"), ("direction", "in")];
        page.counters("navette_bytes_total", "Bytes.", [(line, 7.0)]);
        let syncs = [("ledger", 4, Duration::from_millis(250))];
        page.durations(("navette_sync_seconds", "store"), "Syncs.", syncs);
        let expected = "\
# HELP navette_records Records offered.
# TYPE navette_records gauge
navette_records 12
# HELP navette_copy_age_seconds Age.
# TYPE navette_copy_age_seconds gauge
navette_copy_age_seconds{library=\"aire\"} 1.5
navette_copy_age_seconds{library=\"a\\\"b\"} 2
# HELP navette_changed_total Changes.
# TYPE navette_changed_total counter
navette_changed_total 3
# HELP navette_bytes_total Bytes.
# TYPE navette_bytes_total counter
navette_bytes_total{line=\"turned\",direction=\"in\"} 7
# HELP navette_sync_seconds Syncs.
# TYPE navette_sync_seconds summary
navette_sync_seconds_sum{store=\"ledger\"} 0.25
navette_sync_seconds_count{store=\"ledger\"} 4
";
        assert_eq!(page.into_text(), expected);
    }
}
