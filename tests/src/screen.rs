//! How does a story look at web pages? As the plainest browser does: it keeps cookies, sends forms, and runs no script.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One browser, at one site.
pub struct Screen {
    at: SocketAddr,
    cookies: BTreeMap<String, String>,
    /// The page that is shown.
    pub page: Page,
}

/// What a site answered.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// 200, 303...
    pub status: u16,
    /// Where it leads, where it leads on.
    pub location: String,
    /// The headers, as they came.
    pub head: String,
    /// What is shown.
    pub body: String,
}

impl Screen {
    /// Opens a browser that has never been here.
    pub fn at(at: SocketAddr) -> Self {
        Self {
            at,
            cookies: BTreeMap::new(),
            page: Page::default(),
        }
    }

    /// Opens an address, and goes where it leads.
    pub async fn open(&mut self, path: &str) -> Result<&Page> {
        let page = self.ask("GET", path, "").await?;
        self.follow(page).await
    }

    /// Sends a form of the page that is shown, and goes where that leads.
    pub async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<&Page> {
        let hidden = ["jeton", "page"].map(|name| {
            let value = self.page.hidden(name).unwrap_or_default();
            format!("{name}={value}")
        });
        let mut form: Vec<String> = hidden.to_vec();
        form.extend(fields.iter().map(|(name, value)| format!("{name}={value}")));
        let page = self.ask("POST", path, &form.join("&")).await?;
        self.follow(page).await
    }

    async fn follow(&mut self, mut page: Page) -> Result<&Page> {
        for _ in 0..5 {
            if page.status != 303 {
                break;
            }
            let location = page.location.clone();
            page = self.ask("GET", &location, "").await?;
        }
        self.page = page;
        Ok(&self.page)
    }

    async fn ask(&mut self, method: &str, path: &str, form: &str) -> Result<Page> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nAccept-Language: fr\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
            self.at,
            cookies.join("; "),
            form.len()
        );
        let mut stream = TcpStream::connect(self.at).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let page = Page::read(&String::from_utf8_lossy(&answer))?;
        for line in page.all("set-cookie") {
            let pair = line.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                match line.contains("Max-Age=0") {
                    true => self.cookies.remove(name),
                    false => self.cookies.insert(name.to_owned(), value.to_owned()),
                };
            }
        }
        Ok(page)
    }
}

impl Page {
    fn read(answer: &str) -> Result<Self> {
        let (head, body) = answer.split_once("\r\n\r\n").context("no head")?;
        let status = head.split(' ').nth(1).context("no status")?.parse()?;
        let mut page = Self {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
            location: String::new(),
        };
        let location = page.all("location").next().map(str::to_owned);
        page.location = location.unwrap_or_default();
        Ok(page)
    }

    /// Gives every header of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.head.lines().filter_map(move |line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// Says whether a text is shown.
    pub fn shows(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    fn hidden(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\""))?;
        rest.split('"').next()
    }
}
