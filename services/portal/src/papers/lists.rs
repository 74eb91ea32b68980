//! The pick list and the manifest as PDF, on A4.
