//! What does a node count and remember once? Numbers handed out, and how far it and the federator have heard each other.

use navette_store::stored_struct;

/// The only row of its table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetaRow {
    /// The incarnation of the store that wrote this; another one means that it was restored.
    pub incarnation: u64,
    /// Under which name reports are numbered: a new one for each restored store and each new federator, because either may
    /// have forgotten numbers that the other has not.
    pub numbering: u64,
    /// The store was restored, and commits nothing until the federator has said all that is open.
    pub restoring: bool,
    /// Views of all that is open are awaited, because this store or the federator's is another one than before.
    pub reconciling: bool,
    /// Counts the times all that is open was asked for; a view says in which round it was last heard.
    pub round: u64,
    /// The federator's incarnation, once it was in reach.
    pub federator: Option<u64>,
    /// Number of the newest report; the first is 1.
    pub last_report: u64,
    /// Everything up to here is acknowledged by the federator.
    pub acknowledged: u64,
    /// Number of the newest patron.
    pub last_patron: u64,
    /// Number of the newest loan.
    pub last_loan: u64,
    /// Number of the newest line of an account.
    pub last_charge: u64,
    /// Number of the newest notice.
    pub last_notice: u64,
    /// Number of the newest scan.
    pub last_scan: u64,
    /// Number of the newest line of the staff log.
    pub last_staff: u64,
    /// Number of the newest conflict.
    pub last_conflict: u64,
    /// Keeps other libraries' card numbers from being read back out of what is counted by them.
    pub salt: u128,
}

stored_struct!(MetaRow {
    incarnation,
    numbering,
    restoring,
    reconciling,
    round,
    federator,
    last_report,
    acknowledged,
    last_patron,
    last_loan,
    last_charge,
    last_notice,
    last_scan,
    last_staff,
    last_conflict,
    salt
});
