//! A mail relay that takes everything and remembers it.

use parking_lot::Mutex;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone)]
pub(crate) struct FakeRelay {
    pub(crate) port: u16,
    /// The lines of all messages.
    pub(crate) letters: Arc<Mutex<Vec<String>>>,
}

impl FakeRelay {
    pub(crate) async fn start() -> Self {
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

    async fn talk(self, mut line: TcpStream) {
        let (heard, mut said) = line.split();
        let mut heard = BufReader::new(heard).lines();
        let mut in_letter = false;
        said.write_all(b"220 relay\r\n").await.unwrap();
        while let Ok(Some(text)) = heard.next_line().await {
            let answer: &[u8] = match (in_letter, text.as_str()) {
                (true, ".") => {
                    in_letter = false;
                    b"250 taken as 17\r\n"
                }
                (true, _) => {
                    self.letters.lock().push(text);
                    continue;
                }
                (false, "DATA") => {
                    in_letter = true;
                    b"354 go on\r\n"
                }
                (false, "QUIT") => b"221 goodbye\r\n",
                (false, _) => b"250 yes\r\n",
            };
            if said.write_all(answer).await.is_err() {
                return;
            }
        }
    }
}
