//! One line of an account, written for the desk and for the patron. Lines are shown and never sent back.

use super::money;
use crate::convert::enumeration::enumeration;
use crate::convert::{day, identity};
use crate::wire::fees as wire;
use navette_domain::fees::{ChargeKind, Entry, Money};
use navette_domain::time::Day;

enumeration! {
    /// For what something is owed.
    charge_kind: ChargeKind, wire::ChargeKind { Late, Lost, Damaged, Card }
}

/// Writes a line; the title of the item is not known here.
pub fn to_wire(entry: &Entry) -> wire::Entry {
    match entry {
        Entry::Charge(charge) => wire::Entry {
            charge: charge_kind::to_wire(charge.kind),
            item: charge.about.as_ref().map(identity::item_to_wire),
            ..line(wire::EntryKind::Charge, charge.amount, charge.on)
        },
        Entry::Payment(payment) => wire::Entry {
            staff: payment.taken_by.map_or(0, |staff| staff.0),
            ..line(wire::EntryKind::Payment, payment.amount, payment.on)
        },
        Entry::Waiver(waiver) => wire::Entry {
            staff: waiver.by.0,
            why: waiver.why.expose().to_owned(),
            ..line(wire::EntryKind::Waiver, waiver.amount, waiver.on)
        },
        Entry::Refund(refund) => wire::Entry {
            item: Some(identity::item_to_wire(&refund.about)),
            ..line(wire::EntryKind::Refund, refund.amount, refund.on)
        },
        Entry::PayOut(pay_out) => wire::Entry {
            staff: pay_out.by.0,
            ..line(wire::EntryKind::PayOut, pay_out.amount, pay_out.on)
        },
    }
}

fn line(kind: wire::EntryKind, amount: Money, on: Day) -> wire::Entry {
    wire::Entry {
        kind: kind as i32,
        amount: Some(money::to_wire(amount)),
        day: day::to_wire(Some(on)),
        ..wire::Entry::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::fees::{Charge, Payment};

    #[test]
    fn a_charge_says_for_what_and_a_payment_who_took_it() {
        let charge = to_wire(&Entry::Charge(Charge {
            kind: ChargeKind::Lost,
            amount: Money::from_setting(2_000),
            about: None,
            on: Day(20_788),
        }));
        assert_eq!(charge.kind, wire::EntryKind::Charge as i32);
        assert_eq!(charge.charge, wire::ChargeKind::Lost as i32);
        let payment = to_wire(&Entry::Payment(Payment {
            amount: Money::from_setting(500),
            on: Day(20_788),
            taken_by: None,
        }));
        assert_eq!((payment.charge, payment.staff), (0, 0));
        assert_eq!(payment.day, "2026-12-01");
    }

    #[test]
    fn a_charge_for_nothing_named_is_refused_by_field() {
        let told = charge_kind::from_wire("kind", 0).map_err(|refusal| refusal.to_string());
        assert_eq!(told, Err("kind: CHARGE_KIND_UNSPECIFIED is none".into()));
    }
}
