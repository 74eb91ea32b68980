//! Every call of the contracts, made for real at a federator that believes nobody without proof: by nobody, and by its coordinator.

use navette_domain::access::Role;
use navette_federator::{FederatorConfig, RunningFederator};
use navette_proto::{RULES, explain};
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use tonic_prost::ProstCodec;

/// What the guard says where the table does.
const BY_THE_TABLE: [&str; 2] = ["SIGN_IN_NEEDED", "ROLE_MAY_NOT"];

/// Starts a federator of no library.
async fn a_federator(folder: &tempfile::TempDir) -> RunningFederator {
    let text = format!("listen = \"127.0.0.1:0\"\ndata_dir = {:?}\n", folder.path());
    let config = FederatorConfig::from_toml(&text).unwrap();
    navette_federator::start(config).await.unwrap()
}

/// Makes a call with nothing in it, and says whether the table let it pass.
async fn passes(channel: &Channel, path: &'static str, token: Option<&str>) -> bool {
    let told = answer(channel, path, token).await.err();
    let told = told.and_then(|status| explain(&status));
    !told.is_some_and(|told| BY_THE_TABLE.contains(&told.reason.as_str()))
}

/// Makes a call with nothing in it.
pub(crate) async fn answer(
    channel: &Channel,
    path: &'static str,
    token: Option<&str>,
) -> Result<(), Status> {
    let mut client = Grpc::new(channel.clone());
    let unready = |error: tonic::transport::Error| Status::unavailable(error.to_string());
    client.ready().await.map_err(unready)?;
    let mut request = Request::new(());
    if let Some(token) = token {
        let bearer = format!("Bearer {token}").parse().unwrap();
        request.metadata_mut().insert("authorization", bearer);
    }
    let codec: ProstCodec<(), ()> = ProstCodec::default();
    let path = PathAndQuery::from_static(path);
    client.server_streaming(request, path, codec).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_passes_for_nobody_and_for_the_coordinator_as_its_line_says() {
    let folder = tempfile::tempdir().unwrap();
    let federator = a_federator(&folder).await;
    let address = format!("http://{}", federator.address());
    let channel = Endpoint::from_shared(address)
        .unwrap()
        .connect()
        .await
        .unwrap();
    let token = std::fs::read_to_string(folder.path().join("operator.token")).unwrap();
    let mut wrong = Vec::new();
    for (path, rule) in RULES {
        for (role, token) in [
            (Role::Anonymous, None),
            (Role::Coordinator, Some(token.trim())),
        ] {
            let passed = passes(&channel, path, token).await;
            if passed != rule.roles.contains(&role) {
                wrong.push(format!("{path} as {role}: passes = {passed}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    federator.stop().await;
}
