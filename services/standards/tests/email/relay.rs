//! An SMTP relay that does what a test tells it: answer, hang up, or fall silent, at a step of its choice.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

/// What the relay does instead of agreeing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    Say(&'static str),
    HangUp,
    StaySilent,
}

/// At which step it does so: GREETING, EHLO, MAIL, RCPT, DATA, or END, the answer to a whole message.
pub(crate) type Script = Option<(&'static str, Act)>;

/// What the relay saw.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) commands: Vec<String>,
    /// Each message with its dots taken out again.
    pub(crate) messages: Vec<String>,
    open: usize,
    pub(crate) most_open: usize,
}

pub(crate) struct Relay {
    pub(crate) port: u16,
    pub(crate) seen: Arc<Mutex<Seen>>,
}

impl Relay {
    /// Follows one script for each connection, the last one from then on.
    pub(crate) async fn start(scripts: &'static [Script]) -> Self {
        Self::start_in_groups(scripts, 1).await
    }

    /// Answers a message only when so many connections wait for that.
    pub(crate) async fn start_in_groups(scripts: &'static [Script], together: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (shared, barrier) = (Arc::clone(&seen), Arc::new(Barrier::new(together)));
        tokio::spawn(async move {
            let mut scripts = scripts.iter().copied();
            let mut script = None;
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                script = scripts.next().unwrap_or(script);
                let (seen, barrier) = (Arc::clone(&shared), Arc::clone(&barrier));
                tokio::spawn(async move {
                    let mut talk = Talk::new(stream, script, seen);
                    let _ = talk.serve(&barrier).await;
                    talk.leave();
                });
            }
        });
        Self { port, seen }
    }

    pub(crate) fn messages(&self) -> Vec<String> {
        self.seen.lock().unwrap().messages.clone()
    }

    pub(crate) fn commands(&self) -> Vec<String> {
        self.seen.lock().unwrap().commands.clone()
    }
}

struct Talk {
    stream: BufReader<TcpStream>,
    script: Script,
    seen: Arc<Mutex<Seen>>,
    counted: bool,
}

impl Talk {
    fn new(stream: TcpStream, script: Script, seen: Arc<Mutex<Seen>>) -> Self {
        let mut now = seen.lock().unwrap();
        now.open += 1;
        now.most_open = now.most_open.max(now.open);
        drop(now);
        let stream = BufReader::new(stream);
        Self {
            stream,
            script,
            seen,
            counted: true,
        }
    }

    fn leave(&mut self) {
        if std::mem::take(&mut self.counted) {
            self.seen.lock().unwrap().open -= 1;
        }
    }

    /// Ends with an error when either side has hung up.
    async fn serve(&mut self, barrier: &Barrier) -> std::io::Result<()> {
        self.answer("GREETING", "220 relay.test ESMTP").await?;
        loop {
            let line = self.line().await?;
            let verb = line.split([' ', ':']).next().unwrap().to_owned();
            self.seen.lock().unwrap().commands.push(line);
            match verb.as_str() {
                "EHLO" => {
                    self.answer("EHLO", "250-relay.test\r\n250 8BITMIME")
                        .await?
                }
                "DATA" => {
                    self.answer("DATA", "354 go on").await?;
                    let message = self.message().await?;
                    self.seen.lock().unwrap().messages.push(message);
                    barrier.wait().await;
                    self.answer("END", "250 2.0.0 Ok: queued as 4XyZ12").await?;
                }
                "QUIT" => {
                    // Before the answer, which lets the next connection come.
                    self.leave();
                    return self.answer("QUIT", "221 bye").await;
                }
                other => self.answer(other, "250 2.1.0 ok").await?,
            }
        }
    }

    async fn answer(&mut self, step: &str, usual: &str) -> std::io::Result<()> {
        let said = match self.script {
            Some((at, act)) if at == step => match act {
                Act::Say(text) => text,
                Act::HangUp => return Err(std::io::ErrorKind::ConnectionAborted.into()),
                Act::StaySilent => std::future::pending().await,
            },
            Some(_) | None => usual,
        };
        self.stream
            .write_all(format!("{said}\r\n").as_bytes())
            .await
    }

    async fn line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end_matches("\r\n").to_owned())
    }

    async fn message(&mut self) -> std::io::Result<String> {
        let mut message = String::new();
        loop {
            let line = self.line().await?;
            if line == "." {
                return Ok(message);
            }
            message.push_str(line.strip_prefix('.').unwrap_or(&line));
            message.push_str("\r\n");
        }
    }
}
