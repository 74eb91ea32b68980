//! Runs the pages alone, for whoever works on them: `cargo run -p navette-portal --example portal -- portal.toml`, beside a
//! `navette demo` in another terminal. It builds in seconds where the whole of Navette takes minutes.

use navette_portal::PortalConfig;
use std::path::Path;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args()
        .nth(1)
        .ok_or("say which file of settings")?;
    let config = PortalConfig::from_file(Path::new(&file))?;
    let portal = navette_portal::start(config).await?;
    portal.serve_until(std::future::pending()).await;
    Ok(())
}
