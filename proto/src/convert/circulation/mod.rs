//! The counter, wire and domain.

pub mod loan;
pub mod put_where;
pub mod staff_override;
