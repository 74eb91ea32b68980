//! How long does a call take that does nothing? The floor under every answer over gRPC.

use crate::measure::{Latencies, measure_one_by_one};
use crate::processes::connect;
use anyhow::Result;
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

/// Asks the process at this address for its health, this many times.
pub async fn measure_empty_calls(address: &str, calls: usize) -> Result<Latencies> {
    let client = HealthClient::new(connect(address).await?);
    measure_one_by_one(&vec![(); calls], |()| {
        let mut client = client.clone();
        async move {
            client.check(HealthCheckRequest::default()).await?;
            Ok(())
        }
    })
    .await
}
