//! The coordinator's pages: what concerns the whole territory, at the federator.

pub(crate) mod at_territory;
pub(crate) mod exchange;
pub(crate) mod moving;
