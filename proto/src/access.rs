//! Who may make which call? The table of access.txt, which build.rs holds against the contracts.

use navette_domain::access::{Reach, Role, Rule};

/// Every call with its rule, by path.
pub const RULES: &[(&str, Rule)] = include!(concat!(env!("OUT_DIR"), "/access_rows.rs"));

/// Finds the rule of a call by its path, `/package.Service/Call`; nothing where there is none, and nobody may then.
pub fn rule_of(path: &str) -> Option<Rule> {
    let place = RULES.binary_search_by(|(known, _)| (*known).cmp(path));
    let (_, rule) = RULES.get(place.ok()?)?;
    Some(*rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_is_found_by_its_path_and_no_other_path_is() {
        for (path, rule) in RULES {
            assert_eq!(rule_of(path), Some(*rule), "{path}");
        }
        for path in [
            "",
            "/",
            "/navette.desk.v1.DeskService",
            "/navette.desk.v1.DeskService/",
        ] {
            assert_eq!(rule_of(path), None, "{path}");
        }
    }

    #[test]
    fn only_the_federator_reads_what_a_member_offers_it_and_only_nodes_report() {
        for (path, role) in [
            ("/navette.catalogue.v1.MemberService/Match", Role::Federator),
            (
                "/navette.lending.v1.LendingService/DeliverViews",
                Role::Federator,
            ),
            ("/navette.lending.v1.LedgerService/Report", Role::Node),
            ("/navette.lending.v1.HomeService/AskHome", Role::Node),
        ] {
            assert_eq!(rule_of(path).map(|rule| rule.roles), Some(&[role][..]));
        }
    }
}
