//! Which libraries are behind this service, and how do they stand?

use super::SearchFlow;
use super::answer::{standing, status_of};
use navette_proto::Refusal;
use navette_proto::wire::catalogue as wire;
use std::time::Duration;

/// Libraries on a page where the caller does not say.
const PAGE_DEFAULT: usize = 100;
/// Most libraries on a page.
const PAGE_MOST: usize = 500;

impl SearchFlow {
    /// Lists the libraries in the order of the configuration.
    pub(crate) fn list_libraries(
        &self,
        request: &wire::ListLibrariesRequest,
    ) -> Result<wire::ListLibrariesResponse, Refusal> {
        let size = match request.page_size as usize {
            0 => PAGE_DEFAULT,
            size => size.min(PAGE_MOST),
        };
        let start = if request.page_token.is_empty() {
            0
        } else {
            let place = self
                .members
                .iter()
                .position(|member| member.library.as_str() == request.page_token);
            let unknown = || {
                let shown: String = request.page_token.chars().take(60).collect();
                Refusal::field(
                    "page_token",
                    format!("\"{shown}\" is no token of this list"),
                )
            };
            place.ok_or_else(unknown)?
        };
        let end = start.saturating_add(size).min(self.members.len());
        let libraries = self.members[start..end].iter().map(|member| {
            let status = status_of(member, &self.knowledge, standing(member), Duration::ZERO, 0);
            wire::Library {
                library: status.library,
                name: status.library_name,
                commune: member.config.commune.clone(),
                latitude: member.config.latitude,
                longitude: member.config.longitude,
                state: status.state,
                as_of_ms: status.as_of_ms,
                records: status.records,
                answer_ms: member.answer_ms(),
                hours: member.config.hours.clone(),
            }
        });
        Ok(wire::ListLibrariesResponse {
            libraries: libraries.collect(),
            next_page_token: self
                .members
                .get(end)
                .map(|member| member.library.to_string())
                .unwrap_or_default(),
        })
    }
}
