//! What is printed at a desk: codes that scanners read, and the same papers as PDF for printers without a browser.

pub(crate) mod codes;
pub(crate) mod lists;
mod sheet;
pub(crate) mod slip;
mod winansi;
