//! Which lines are open, and which must be closed? Looked at whenever something was revoked, and every now and then.

use crate::certificate_facts::CertificateFacts;
use crate::stream::LineHandle;
use navette_domain::membership::Subject;
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// Most lines of one subject: the two that it needs, as many that the network has not yet reported dead, and some to spare.
const LINES_OF_ONE_MAX: usize = 8;

/// The lines that are open, by whom they lead to; the oldest first.
#[derive(Debug, Default)]
pub struct OpenLines(Mutex<BTreeMap<Subject, Vec<LineHandle>>>);

impl OpenLines {
    /// Notes a line. Where its subject has too many, the oldest is cut.
    pub fn opened(&self, line: LineHandle) {
        let mut open = self.0.lock();
        let lines = open.entry(line.peer().subject.clone()).or_default();
        lines.retain(LineHandle::is_open);
        if lines.len() >= LINES_OF_ONE_MAX {
            lines.remove(0).cut();
        }
        lines.push(line);
    }

    /// Cuts the lines whose certificates do not count any more; says how many.
    pub fn cut_unless(&self, counts: impl Fn(&CertificateFacts) -> bool) -> usize {
        let mut cut = 0;
        let mut open = self.0.lock();
        for lines in open.values_mut() {
            lines.retain(LineHandle::is_open);
            for line in lines.iter().filter(|line| !counts(line.facts())) {
                line.cut();
                cut += 1;
            }
            lines.retain(LineHandle::is_open);
        }
        open.retain(|_, lines| !lines.is_empty());
        cut
    }

    /// Counts the lines of a subject.
    pub fn of(&self, subject: &Subject) -> usize {
        let open = self.0.lock();
        let lines = open.get(subject).into_iter().flatten();
        lines.filter(|line| line.is_open()).count()
    }
}
