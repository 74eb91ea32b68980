//! A line goes dead and nobody is told: do both ends give it up in time? On a clock that goes on by itself while nothing happens.

use crate::fixtures::{Centre, TestAuthority, dial_in, dialler_at, eventually};
use navette_domain::catalogue::LibraryId;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the design promises.
const NOTICED_WITHIN: Duration = Duration::from_secs(20);

/// Carries bytes to a centre and back until it is told to swallow them; connections stay open.
struct Relay {
    address: SocketAddr,
    swallows: watch::Sender<bool>,
}

impl Relay {
    async fn before(centre: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (swallows, told) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                let centre = TcpStream::connect(centre).await.unwrap();
                let (from_caller, to_caller) = caller.into_split();
                let (from_centre, to_centre) = centre.into_split();
                tokio::spawn(carry(from_caller, to_centre, told.clone()));
                tokio::spawn(carry(from_centre, to_caller, told.clone()));
            }
        });
        Self { address, swallows }
    }
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, swallows: watch::Receiver<bool>) {
    let mut bytes = vec![0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        if !*swallows.borrow() && to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
    if *swallows.borrow() {
        // Nobody hears that the other end has hung up.
        std::future::pending::<()>().await;
    }
}

#[tokio::test]
async fn both_ends_give_up_a_line_that_died_without_a_word_within_twenty_seconds() {
    let authority = TestAuthority::found();
    let centre = Centre::start(authority.credential("federator")).await;
    let relay = Relay::before(centre.address).await;
    let aire = authority.credential("library:aire");
    let expects = authority.expects("federator");
    let dialler = dialler_at(relay.address, &centre.clock, Some(&aire), expects);
    let (name, channel) = (LibraryId::parse("aire").unwrap(), centre.channel_to("aire"));
    let first = dial_in(&dialler).await;
    eventually("the line is up", || centre.lines.is_up(&name)).await;
    centre.ask(&channel).await.unwrap();

    relay.swallows.send_replace(true);
    tokio::time::pause();
    let given_up = tokio::time::timeout(NOTICED_WITHIN, async {
        first.line.closed().await;
        while centre.lines.is_up(&name) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    assert!(
        given_up.await.is_ok(),
        "the dead line is still held to be up"
    );
    tokio::time::resume();

    relay.swallows.send_replace(false);
    let _second = dial_in(&dialler).await;
    eventually("another line is up", || centre.lines.is_up(&name)).await;
    centre.ask(&channel).await.unwrap();
}
