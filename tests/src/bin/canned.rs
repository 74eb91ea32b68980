//! Serves one fixed reply at the address given as its only argument: a yardstick's other end.

use anyhow::{Context, Result};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let address = std::env::args()
        .nth(1)
        .context("the address to listen at is missing")?;
    navette_tests::yardsticks::serve_canned(&address).await
}
