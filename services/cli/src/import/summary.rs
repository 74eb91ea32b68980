//! What did an import do? The node's counts and the records that never reached it.

use navette_proto::wire::catalogue::ImportSummary;
use serde::Serialize;

/// The summary, in the order and with the names of its JSON.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Summary {
    /// Records of the files, taken or not.
    pub(crate) read: u64,
    new: u64,
    changed: u64,
    unchanged: u64,
    /// Records that are in the file and not in the catalogue.
    pub(crate) rejected: u64,
    authorities: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<u64>,
}

impl Summary {
    /// Adds the records rejected on this side, which the node never saw, to its counts.
    pub(crate) fn of(node: &ImportSummary, rejected_here: u64, replaced: bool) -> Self {
        Self {
            read: node.read.saturating_add(rejected_here),
            new: node.new,
            changed: node.changed,
            unchanged: node.unchanged,
            rejected: node.rejected.saturating_add(rejected_here),
            authorities: node.authorities,
            withdrawn: replaced.then_some(node.withdrawn),
        }
    }

    /// Says it in one line.
    pub(crate) fn sentence(&self) -> String {
        let mut counts = vec![
            format!("{} read", self.read),
            format!("{} new", self.new),
            format!("{} changed", self.changed),
            format!("{} unchanged", self.unchanged),
            format!("{} rejected", self.rejected),
        ];
        if self.authorities > 0 {
            counts.push(format!(
                "{} authority records passed over",
                self.authorities
            ));
        }
        if let Some(withdrawn) = self.withdrawn {
            counts.push(format!("{withdrawn} withdrawn"));
        }
        counts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_rejected_on_this_side_count_as_read_and_rejected() {
        let node = ImportSummary {
            read: 10,
            new: 9,
            rejected: 1,
            withdrawn: 4,
            ..ImportSummary::default()
        };
        let plain = serde_json::to_string(&Summary::of(&node, 2, false)).unwrap_or_default();
        let expected =
            r#"{"read":12,"new":9,"changed":0,"unchanged":0,"rejected":3,"authorities":0}"#;
        assert_eq!(plain, expected);
        let told = Summary::of(&node, 0, true).sentence();
        assert_eq!(
            told,
            "10 read, 9 new, 0 changed, 0 unchanged, 1 rejected, 4 withdrawn"
        );
    }
}
