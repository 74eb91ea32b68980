//! Patrons: who may borrow and ask for what.
