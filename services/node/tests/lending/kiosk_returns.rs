//! A kiosk takes back what was lent, and takes no work off a desk's list.

use crate::fixtures::*;
use navette_domain::identity::JourneyId;
use navette_node::core::{Command, DeskRefusal, Did, Place};

#[test]
fn what_was_lent_comes_back_at_a_kiosk_and_twice_sent_is_once_done() {
    let core = aire();
    let anne = a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    let call = Command {
        name: 5,
        fingerprint: 9,
    };
    let kiosk = || {
        core.as_command(call)
            .take_back_at_kiosk(scanned("000001"), today())
    };
    assert_eq!(done(kiosk()).did, Did::TookBack);
    assert_eq!(done(kiosk()).did, Did::TookBack);
    assert_eq!(core.loans(anne, false, today()).unwrap(), []);
}

#[test]
fn a_patron_who_scans_what_waits_for_a_persons_hand_changes_nothing() {
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    let refused = core.take_back_at_kiosk(scanned("000001"), today());
    let place = Some(Place::Committed(JourneyId(7)));
    assert_eq!(
        refused.unwrap_err(),
        DeskRefusal::NotThere {
            item: own("000001"),
            place,
            act: "be taken back at a kiosk",
        }
    );
    assert_eq!(core.work_lists(today()).unwrap().to_pull.len(), 1);
}
