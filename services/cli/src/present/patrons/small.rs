//! How do the short answers about a patron look? None repeats the card.

use crate::failure::Failure;
use crate::present::Shown;
use crate::present::money::{self, Money};
use crate::terminal::Terminal;
use navette_proto::wire::fees;
use serde::Serialize;

/// What is owed after a payment, a waiver or a charge.
#[derive(Serialize)]
pub(crate) struct Balance {
    request_id: String,
    balance: Option<Money>,
}

impl Balance {
    /// Takes the answer.
    pub(crate) fn new(request_id: String, balance: Option<fees::Money>) -> Self {
        Self {
            request_id,
            balance: balance.map(Money::from),
        }
    }
}

impl Shown for Balance {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&format!("owed: {}", money::words(self.balance.as_ref())))
    }
}

/// A PIN set or taken away.
#[derive(Serialize)]
pub(crate) struct PinSet {
    /// The name of the call.
    pub(crate) request_id: String,
    /// Whether the card has a PIN now.
    pub(crate) pin: bool,
}

impl Shown for PinSet {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(if self.pin {
            "the PIN is set"
        } else {
            "the card has no PIN any more"
        })
    }
}

/// A PIN that is the card's.
#[derive(Serialize)]
pub(crate) struct PinChecked {
    /// Always: a wrong one is a failure.
    pub(crate) right: bool,
}

impl Shown for PinChecked {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line("the PIN is right")
    }
}

/// A patron forgotten.
#[derive(Serialize)]
pub(crate) struct Erased {
    /// The name of the call.
    pub(crate) request_id: String,
    /// Always: what cannot be erased is a failure.
    pub(crate) erased: bool,
}

impl Shown for Erased {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line("erased: what was personal is unreadable in every copy")
    }
}
