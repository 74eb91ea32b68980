//! Does a notice reach the mailbox, and does every way of failing end as it should? On loopback, without the network.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod aiosmtpd;
mod delivery;
mod notices;
mod relay;
mod settings;
