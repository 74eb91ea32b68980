//! A mail relay that takes everything: what a patron is told may be read there, and nowhere else.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone)]
pub(super) struct Relay {
    pub(super) port: u16,
    letters: Arc<Mutex<String>>,
}

impl Relay {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let relay = Self {
            port: listener.local_addr().unwrap().port(),
            letters: Arc::default(),
        };
        let taking = relay.clone();
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                tokio::spawn(taking.clone().talk(line));
            }
        });
        relay
    }

    /// Gives all lines that came.
    pub(super) fn letters(&self) -> String {
        self.letters.lock().unwrap().clone()
    }

    async fn talk(self, mut line: TcpStream) {
        let (heard, mut said) = line.split();
        let mut heard = BufReader::new(heard).lines();
        let mut in_letter = false;
        let mut answer: &[u8] = b"220 relay\r\n";
        while said.write_all(answer).await.is_ok() {
            let Ok(Some(text)) = heard.next_line().await else {
                return;
            };
            answer = match (in_letter, text.as_str()) {
                (true, ".") => b"250 taken as 17\r\n",
                (true, _) => b"",
                (false, "DATA") => b"354 go on\r\n",
                (false, "QUIT") => b"221 goodbye\r\n",
                (false, _) => b"250 yes\r\n",
            };
            in_letter = match text.as_str() {
                "." => false,
                "DATA" => true,
                _ => in_letter,
            };
            let mut letters = self.letters.lock().unwrap();
            letters.push_str(&text);
            letters.push('\n');
        }
    }
}
