//! Which files belong to the pages: style and the little script that adds comfort. Each is named after its contents, so that a
//! browser keeps it for a year and never shows an old one.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use ring::digest::{SHA256, digest};
use std::fmt::Write;
use std::sync::LazyLock;

/// A file that is part of the executable.
struct Asset {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

const STYLE: Asset = Asset {
    name: "portal.css",
    kind: "text/css; charset=utf-8",
    text: include_str!("../assets/portal.css"),
};
const COMFORT: Asset = Asset {
    name: "comfort.js",
    kind: "text/javascript; charset=utf-8",
    text: include_str!("../assets/comfort.js"),
};
const KIOSK_STYLE: Asset = Asset {
    name: "kiosk.css",
    kind: "text/css; charset=utf-8",
    text: include_str!("../assets/kiosk.css"),
};
const KIOSK_COMFORT: Asset = Asset {
    name: "kiosk.js",
    kind: "text/javascript; charset=utf-8",
    text: include_str!("../assets/kiosk.js"),
};
const ICON: Asset = Asset {
    name: "navette.svg",
    kind: "image/svg+xml",
    text: include_str!("../assets/navette.svg"),
};

const DESK_STYLE: Asset = Asset {
    name: "desk.css",
    kind: "text/css; charset=utf-8",
    text: include_str!("../assets/desk.css"),
};
const DESK_COMFORT: Asset = Asset {
    name: "desk.js",
    kind: "text/javascript; charset=utf-8",
    text: include_str!("../assets/desk.js"),
};

const ALL: &[Asset] = &[
    STYLE,
    COMFORT,
    ICON,
    KIOSK_STYLE,
    KIOSK_COMFORT,
    DESK_STYLE,
    DESK_COMFORT,
];

/// The addresses of all files, in the order of the list.
static ADDRESSES: LazyLock<Vec<String>> =
    LazyLock::new(|| ALL.iter().map(Asset::address).collect());

impl Asset {
    fn address(&self) -> String {
        let mut mark = String::new();
        for byte in digest(&SHA256, self.text.as_bytes())
            .as_ref()
            .iter()
            .take(4)
        {
            // Writing to a text does not fail.
            let _ = write!(mark, "{byte:02x}");
        }
        format!("/a/{mark}/{}", self.name)
    }
}

/// Gives the address of a file by its name; empty where there is none.
pub(crate) fn address_of(name: &str) -> &'static str {
    let place = ALL.iter().position(|asset| asset.name == name);
    let address = place.and_then(|place| ADDRESSES.get(place));
    address.map_or("", String::as_str)
}

/// Answers with a file. One that is asked for by an old address is given as it is now, and not to be kept.
pub(crate) fn answer(path: &str) -> Option<Response> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let asset = ALL.iter().find(|asset| asset.name == name)?;
    let keep = match address_of(name) == path {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let mut answer = (StatusCode::OK, asset.text).into_response();
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    Some(answer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn style_and_script_stay_within_their_budgets() {
        assert!(STYLE.text.len() <= 8 << 10, "{} bytes", STYLE.text.len());
        assert!(
            COMFORT.text.len() <= 10 << 10,
            "{} bytes",
            COMFORT.text.len()
        );
    }

    #[test]
    fn what_a_kiosk_loads_stays_within_its_budget() {
        let bytes = KIOSK_STYLE.text.len() + KIOSK_COMFORT.text.len();
        assert!(bytes <= 25 << 10, "{bytes} bytes");
    }

    #[test]
    fn the_desk_has_a_style_and_a_script_of_its_own_within_their_budgets() {
        for (asset, most) in [(DESK_STYLE, 8 << 10), (DESK_COMFORT, 10 << 10)] {
            let length = asset.text.len();
            assert!(length <= most, "{} has {length} bytes", asset.name);
        }
    }

    #[test]
    fn a_file_is_kept_for_a_year_by_its_own_address_only() {
        let address = address_of("portal.css");
        assert!(address.starts_with("/a/") && address.ends_with("/portal.css"));
        let kept = |path: &str| {
            answer(path)
                .unwrap()
                .headers()
                .get(CACHE_CONTROL)
                .cloned()
                .unwrap()
        };
        assert!(kept(address).to_str().unwrap().contains("immutable"));
        assert_eq!(kept("/a/00000000/portal.css"), "no-cache");
        assert!(answer("/a/00000000/other.css").is_none());
    }
}
