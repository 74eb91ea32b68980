//! How is a story told in a process of its own? What is logged there is written down for the whole process.

use std::io::Write;
use std::process::Command;
use std::sync::{Arc, Mutex};
use tracing_subscriber::filter::LevelFilter;

/// Everything that is logged in this process, at the most talkative level.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Begins to write down.
    pub(super) fn begin() -> Self {
        let log = Self::default();
        let writing = log.clone();
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_writer(move || writing.clone())
            .init();
        log
    }

    /// Gives what was written down, and forgets it.
    pub(super) fn taken(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Tells a story among the tests of this binary, which is ignored otherwise.
pub(super) fn tell(story: &str) {
    let told = Command::new(std::env::current_exe().unwrap())
        .args([story, "--exact", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&told.stdout);
    let failed = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{said}\n{failed}");
    assert!(said.contains("1 passed"), "{said}");
}

/// Fails where anything was found.
pub(super) fn assert_none(when: &str, found: &[String]) {
    assert!(found.is_empty(), "{when}: {found:#?}");
}
