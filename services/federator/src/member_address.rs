//! How is a member reached? By an address of its own, or on the line that it dials: most libraries have no address.

use std::net::IpAddr;
use tonic::transport::Uri;

/// How a member is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MemberWay {
    /// On the line that it dials.
    DialsIn,
    /// Without TLS, on this very machine.
    Plain(String),
    /// With TLS, at `host:port`.
    Secure(String),
}

/// Reads an address; nothing written means that the member dials in.
pub(crate) fn way(address: Option<&str>) -> Result<MemberWay, String> {
    let Some(address) = address else {
        return Ok(MemberWay::DialsIn);
    };
    let wrong = || format!("address = \"{address}\" is not https://host:port");
    let uri = address.parse::<Uri>().map_err(|_| wrong())?;
    let (Some(host), Some(port), "/") = (uri.host(), uri.port_u16(), uri.path()) else {
        return Err(wrong());
    };
    match uri.scheme_str() {
        Some("https") => Ok(MemberWay::Secure(format!("{host}:{port}"))),
        Some("http") if is_this_machine(host) => Ok(MemberWay::Plain(address.to_owned())),
        Some("http") => Err(format!(
            "address = \"{address}\" is not this machine, and anybody on the way could read and change what is said: write \
             https://{host}:{port}, or leave it out and let the library dial in"
        )),
        Some(_) | None => Err(wrong()),
    }
}

/// Says whether a host is this machine, so that nothing leaves it.
pub(crate) fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_reached_on_its_line_unless_an_address_says_otherwise() {
        assert_eq!(way(None), Ok(MemberWay::DialsIn));
        let secure = way(Some("https://aire.example:7711"));
        assert_eq!(
            secure,
            Ok(MemberWay::Secure("aire.example:7711".to_owned()))
        );
        for plain in [
            "http://127.0.0.1:7710",
            "http://[::1]:7710",
            "http://localhost:7710",
        ] {
            assert_eq!(way(Some(plain)), Ok(MemberWay::Plain(plain.to_owned())));
        }
    }

    #[test]
    fn an_open_line_through_a_network_is_refused_and_what_to_write_instead_is_said() {
        for address in ["http://aire.example:7710", "http://192.168.1.7:7710"] {
            let told = way(Some(address)).unwrap_err();
            assert!(told.contains("is not this machine"), "{told}");
            assert!(told.contains("https://"), "{told}");
        }
    }

    #[test]
    fn an_address_without_scheme_or_port_is_named() {
        for address in [
            "",
            "aire",
            "127.0.0.1:1",
            "http://aire",
            "https://aire:1/x",
            "ftp://aire:21",
            "http://a b:1",
        ] {
            let told = way(Some(address)).unwrap_err();
            assert!(
                told.contains(&format!("address = \"{address}\" is not")),
                "{told}"
            );
        }
    }
}
