//! Do a node and a federator answer the tools everybody uses: health checks and both versions of reflection?

use navette_tests::books::{a_book, file_of};
use navette_tests::small_consortium::SmallConsortium;
use tokio_stream::{StreamExt, once};
use tonic::Code;
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

const CATALOGUE: &str = "navette.catalogue.v1.CatalogueService";

async fn check_health(channel: Channel) {
    let mut client = HealthClient::new(channel);
    for service in ["", CATALOGUE] {
        let service = service.to_owned();
        let answer = client.check(HealthCheckRequest { service }).await.unwrap();
        assert_eq!(answer.into_inner().status, 1);
    }
    let service = "no.such.Service".to_owned();
    let refused = client.check(HealthCheckRequest { service }).await;
    assert_eq!(refused.unwrap_err().code(), Code::NotFound);
}

/// Lists the services that reflection tells of; the two versions differ in their package only.
macro_rules! services_told_by {
    ($version:ident, $channel:expr) => {{
        use tonic_reflection::pb::$version as pb;
        let request = pb::ServerReflectionRequest {
            host: String::new(),
            message_request: Some(pb::server_reflection_request::MessageRequest::ListServices(
                String::new(),
            )),
        };
        let mut client = pb::server_reflection_client::ServerReflectionClient::new($channel);
        let answers = client.server_reflection_info(once(request)).await.unwrap();
        let answer = answers.into_inner().next().await.unwrap().unwrap();
        let told = answer.message_response.unwrap();
        let pb::server_reflection_response::MessageResponse::ListServicesResponse(listed) = told
        else {
            panic!("{told:?}");
        };
        listed
            .service
            .into_iter()
            .map(|service| service.name)
            .collect::<Vec<_>>()
    }};
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_reflection_answer_at_a_node_and_at_a_federator() {
    let file = file_of(&[a_book("1", "La mer du nord")]).unwrap();
    let consortium = SmallConsortium::of(&[file]).await.unwrap();
    let node = consortium.libraries[0].address().unwrap();
    for address in [consortium.address().unwrap(), node] {
        let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
        let channel = endpoint.connect().await.unwrap();
        check_health(channel.clone()).await;
        for services in [
            services_told_by!(v1, channel.clone()),
            services_told_by!(v1alpha, channel.clone()),
        ] {
            assert!(
                services.iter().any(|name| name == CATALOGUE),
                "{services:?}"
            );
            assert!(services.iter().any(|name| name == "grpc.health.v1.Health"));
        }
    }
}
