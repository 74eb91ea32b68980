//! Which libraries' affairs does a caller see? A node sees what concerns its own library; who looks after the territory, all.

use navette_domain::access::Caller;
use navette_domain::lending::LoanRequest;
use navette_proto::Refusal;
use navette_proto::convert::identity;

/// Holds a filter to the caller's own library: another one is refused, and where none is named it is that.
pub(super) fn held_to_own(caller: &Caller, field: &str, named: &mut String) -> Result<(), Refusal> {
    let Some(own) = caller.library() else {
        return Ok(());
    };
    if named.is_empty() {
        *named = own.to_string();
        return Ok(());
    }
    let library = identity::library(field, named)?;
    Ok(caller.speaks_for(&library)?)
}

/// Says whether a request is the caller's affair.
pub(super) fn concerns(caller: &Caller, request: &LoanRequest) -> bool {
    let placement = &request.placement;
    caller.library().is_none_or(|own| {
        placement.home == *own || placement.pickup == *own || request.lender.as_ref() == Some(own)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::access::AccessRefusal;
    use navette_domain::catalogue::LibraryId;

    #[test]
    fn a_node_is_held_to_its_own_library_and_the_coordinator_to_none() {
        let library = |id| LibraryId::parse(id).unwrap();
        let node = Caller::Node(library("aire"));
        let other = AccessRefusal::OtherLibrary {
            caller: library("aire"),
            named: library("lumbres"),
        };
        for (caller, named, held) in [
            (&node, "", Ok("aire")),
            (&node, "aire", Ok("aire")),
            (&node, "lumbres", Err(Refusal::from(other))),
            (&Caller::Coordinator, "lumbres", Ok("lumbres")),
            (&Caller::Coordinator, "", Ok("")),
        ] {
            let mut said = named.to_owned();
            let told = held_to_own(caller, "filter.library", &mut said);
            assert_eq!(told.map(|()| said.as_str()), held, "{named}");
        }
    }
}
