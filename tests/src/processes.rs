//! How is a `navette` process started, waited for, watched and ended, from a test or a bench?
//!
//! It ends only what it started, by its own handle, and knows nothing of what the process does.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

/// Between two looks at whether a process is ready.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// How much of a failed process's log is shown.
const SHOWN_LOG: usize = 4_000;

/// A child process; it ends with this value.
#[derive(Debug)]
pub struct Process {
    child: Child,
    name: String,
    log: PathBuf,
}

impl Process {
    /// Starts a program; what it writes goes to `log`.
    pub fn start(name: &str, program: &Path, arguments: &[&str], log: &Path) -> Result<Self> {
        let out = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let child = Command::new(program)
            .args(arguments)
            // A message is worth more than the way it took; panics still say theirs.
            .env("RUST_LIB_BACKTRACE", "0")
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        Ok(Self {
            child,
            name: name.to_owned(),
            log: log.to_owned(),
        })
    }

    /// Gives what the process has written so far.
    pub fn written(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Says whether the process has ended.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Ends the process as a power cut would: it is given no time for anything.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Fails, with the end of its log, where the process has ended.
    pub fn expect_running(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            let written = self.written();
            let start = written.len().saturating_sub(SHOWN_LOG);
            let end = written.get(start..).unwrap_or(&written);
            bail!("{} ended with {status}:\n{end}", self.name);
        }
        Ok(())
    }

    /// Waits until the process at this address says it is serving.
    pub async fn wait_until_serving(&mut self, address: &str, limit: Duration) -> Result<()> {
        let started = Instant::now();
        loop {
            self.expect_running()?;
            if is_serving(address).await {
                return Ok(());
            }
            if started.elapsed() > limit {
                bail!(
                    "{} did not serve at {address} within {limit:?}:\n{}",
                    self.name,
                    self.written()
                );
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until something takes connections at an address: the process, which answers no health check.
    pub async fn wait_until_listening(&mut self, address: &str, limit: Duration) -> Result<()> {
        let started = Instant::now();
        while tokio::net::TcpStream::connect(address).await.is_err() {
            self.expect_running()?;
            if started.elapsed() > limit {
                bail!("{} did not listen at {address} within {limit:?}", self.name);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }

    /// Waits until the process has written a line that is exactly this.
    pub fn wait_for_line(&mut self, line: &str, limit: Duration) -> Result<()> {
        let started = Instant::now();
        while !self.written().lines().any(|written| written.trim() == line) {
            self.expect_running()?;
            if started.elapsed() > limit {
                bail!(
                    "{} did not write \"{line}\" within {limit:?}:\n{}",
                    self.name,
                    self.written()
                );
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        Ok(())
    }

    /// Holds the process where it is, as a machine that hangs: its connections stay open and silent.
    pub fn pause(&self) -> Result<()> {
        self.signal("-STOP")
    }

    /// Lets a paused process go on.
    pub fn resume(&self) -> Result<()> {
        self.signal("-CONT")
    }

    /// Asks the process to end, as an operator would, and waits for it.
    pub fn stop(mut self) -> Result<()> {
        self.signal("-TERM")?;
        self.child.wait()?;
        Ok(())
    }

    /// Gives the memory that the process holds now, in MiB (VmRSS).
    pub fn resident_mib(&self) -> Result<f64> {
        self.memory_mib("VmRSS:")
    }

    /// Gives the most memory that the process ever held, in MiB (VmHWM).
    pub fn peak_mib(&self) -> Result<f64> {
        self.memory_mib("VmHWM:")
    }

    /// Gives what stands in the memory that the process may write to: all it was ever told and still knows.
    pub fn memory(&self) -> std::io::Result<Vec<u8>> {
        let folder = PathBuf::from(format!("/proc/{}", self.child.id()));
        let regions = fs::read_to_string(folder.join("maps"))?;
        let memory = File::open(folder.join("mem"))?;
        let mut all = Vec::new();
        for region in regions.lines().filter(|line| line.contains(" rw")) {
            let bounds = region.split(' ').next().and_then(|at| at.split_once('-'));
            let number = |text| u64::from_str_radix(text, 16).unwrap_or_default();
            let Some((from, to)) = bounds.map(|(from, to)| (number(from), number(to))) else {
                continue;
            };
            let begun = all.len();
            all.resize(begun + (to - from) as usize, 0);
            // The kernel's own pages among them cannot be read.
            let read = memory.read_at(&mut all[begun..], from).unwrap_or_default();
            all.truncate(begun + read);
        }
        match all.is_empty() {
            true => Err(std::io::Error::other("none of it can be read")),
            false => Ok(all),
        }
    }

    fn memory_mib(&self, line: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kib = status
            .lines()
            .find_map(|found| found.strip_prefix(line))
            .and_then(|value| value.trim().trim_end_matches(" kB").parse::<f64>().ok())
            .with_context(|| format!("{} has no {line}", self.name))?;
        Ok(kib / 1024.0)
    }

    // The signals that the standard library does not know go through kill(1): no unsafe code, no further crate.
    fn signal(&self, signal: &str) -> Result<()> {
        let sent = Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status()?;
        if !sent.success() {
            bail!("kill {signal} of {} failed", self.name);
        }
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Finds a free loopback address. Another process could take it before it is used; none does in practice.
pub fn free_address() -> Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// Connects to a process at `host:port`.
pub async fn connect(address: &str) -> Result<Channel> {
    let endpoint = Endpoint::from_shared(format!("http://{address}"))?
        .connect_timeout(Duration::from_secs(1))
        .tcp_nodelay(true);
    endpoint
        .connect()
        .await
        .with_context(|| format!("cannot connect to {address}"))
}

async fn is_serving(address: &str) -> bool {
    let Ok(channel) = connect(address).await else {
        return false;
    };
    let answer = HealthClient::new(channel)
        .check(HealthCheckRequest::default())
        .await;
    answer.is_ok_and(|answer| answer.into_inner().status == ServingStatus::Serving as i32)
}
