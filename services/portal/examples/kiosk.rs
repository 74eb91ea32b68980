//! Runs a kiosk alone, for whoever works on its pages: `cargo run -p navette-portal --example kiosk -- http://127.0.0.1:7701
//! 127.0.0.1:7900`, beside a `navette demo` in another terminal.

use navette_portal::kiosk::{KioskConfig, start};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut told = std::env::args().skip(1);
    let node = told.next().ok_or("say where the node is")?;
    let mut config = KioskConfig::beside(&node)?;
    if let Some(listen) = told.next() {
        config.listen = listen.parse()?;
    }
    let kiosk = start(config).await?;
    kiosk.serve_until(std::future::pending()).await;
    Ok(())
}
