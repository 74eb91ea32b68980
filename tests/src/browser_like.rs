//! What does a browser ask of a portal, when only the time matters? A page by HTTP/1.1 on one connection, compressed.

use anyhow::{Context, Result, bail, ensure};
use std::fmt::Write as _;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// No page is longer.
const PAGE_BYTES_MAX: usize = 1 << 20;

/// A connection that is kept.
pub struct BrowserLike {
    address: String,
    line: BufReader<TcpStream>,
}

impl BrowserLike {
    /// Connects to `host:port`.
    pub async fn connect(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            address: address.to_owned(),
            line: BufReader::new(stream),
        })
    }

    /// Asks for a page without any cookie; gives its bytes as they were sent.
    pub async fn page(&mut self, path: &str) -> Result<usize> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: gzip\r\nAccept-Language: fr\r\n\r\n",
            self.address
        );
        self.line.get_mut().write_all(request.as_bytes()).await?;
        let head = self.head().await?;
        ensure!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        let field = |name: &str| {
            let line = head.lines().find(|line| line.starts_with(name));
            line.and_then(|line| line.split_once(':'))
                .map(|(_, value)| value.trim())
        };
        match field("content-length") {
            Some(length) => self.exactly(length.parse()?).await,
            None => self.chunks().await,
        }
    }

    async fn head(&mut self) -> Result<String> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            head.push(char::from(self.line.read_u8().await?));
            ensure!(head.len() < 16 << 10, "the head does not end");
        }
        Ok(head)
    }

    async fn exactly(&mut self, length: usize) -> Result<usize> {
        ensure!(length <= PAGE_BYTES_MAX, "{length} bytes are no page");
        let mut page = vec![0; length];
        self.line.read_exact(&mut page).await?;
        Ok(length)
    }

    async fn chunks(&mut self) -> Result<usize> {
        let mut bytes = 0;
        loop {
            let mut size = String::new();
            while !size.ends_with("\r\n") {
                size.push(char::from(self.line.read_u8().await?));
            }
            let length = usize::from_str_radix(size.trim(), 16).context("no chunk begins here")?;
            // Behind each chunk stands the end of a line.
            self.exactly(length + 2).await?;
            bytes += length;
            if length == 0 {
                return Ok(bytes);
            }
            if bytes > PAGE_BYTES_MAX {
                bail!("the page does not end");
            }
        }
    }
}

/// Writes the address of a search, for whoever collects at a library.
pub fn search_address(text: &str) -> String {
    let mut written = "/recherche?q=".to_owned();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => written.push(char::from(byte)),
            // Writing to a text does not fail.
            byte => _ = write!(written, "%{byte:02X}"),
        }
    }
    written
}
