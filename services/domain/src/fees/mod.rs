//! Fees: what is owed for being late, and for what is lost or damaged.
