//! How is the executable run, and what of its output is the same on every machine?

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder of its own to run commands in.
pub(crate) struct Session {
    folder: TempDir,
    masks: Vec<(String, &'static str)>,
}

impl Session {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            masks: Vec::new(),
        }
    }

    /// Puts a file into the folder.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        fs::write(self.folder.path().join(name), content).unwrap();
        self
    }

    /// Shows this text as another.
    pub(crate) fn masking(mut self, text: impl ToString, shown: &'static str) -> Self {
        self.masks.push((text.to_string(), shown));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_navette"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("NAVETTE_AT")
            .env_remove("NAVETTE_NODE")
            .env_remove("NAVETTE_STAFF")
            .env_remove("NAVETTE_TOKEN")
            .env_remove("NAVETTE_TOKEN_FILE")
            .env("XDG_STATE_HOME", self.folder.path().join("state"))
            .env_remove("NAVETTE_CREDENTIAL")
            .env_remove("NAVETTE_LOG_FORMAT")
            .env_remove("NO_COLOR")
            .env_remove("COLUMNS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command and shows all that it gave.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        self.shown(self.command(arguments).output().unwrap())
    }

    /// Runs a command that reads this from standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> String {
        self.run_command(self.command(arguments), input)
    }

    /// Runs a command that was changed, and reads this from standard input.
    pub(crate) fn run_command(&self, mut command: Command, input: &[u8]) -> String {
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        self.shown(child.wait_with_output().unwrap())
    }

    pub(crate) fn shown(&self, output: Output) -> String {
        let mut shown = format!(
            "exit code {}\n--- standard output\n{}--- standard error\n{}",
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        );
        for (text, mask) in &self.masks {
            shown = shown.replace(text, mask);
        }
        shown
    }
}

/// The exit code that is shown.
pub(crate) fn exit_code(shown: &str) -> &str {
    shown
        .lines()
        .next()
        .unwrap()
        .trim_start_matches("exit code ")
}
