//! What stands around the contents of every page of a kiosk?

use super::standing::Kiosk;
use crate::asked::address;
use crate::form_token::command_of;
use crate::look::Look;
use crate::say::Say;
use crate::visit::Visit;

/// What the frame of a page needs to know.
pub(super) struct Glass<'a> {
    pub(super) visit: &'a Visit,
    pub(super) say: Say,
    /// The library's name; empty while its node has not been heard.
    pub(super) library: String,
    /// The line to the other libraries is cut.
    pub(super) cut_off: bool,
    pub(super) signed_in: bool,
    /// Nobody is there yet: nothing to be wiped.
    pub(super) rests: bool,
    /// Where one comes back to from another language.
    pub(super) back_to: String,
}

impl<'a> Glass<'a> {
    /// Looks at the kiosk from this browser.
    pub(super) async fn of(kiosk: &Kiosk, visit: &'a Visit) -> Self {
        // A page is shown whether or not the node answers.
        let here = kiosk.here().await.ok();
        let known = match &here {
            Some(here) => Some(kiosk.known(here, visit).await),
            None => None,
        };
        Self {
            visit,
            say: visit.say,
            library: here.map_or_else(String::new, |here| here.name.clone()),
            cut_off: known.is_some_and(|known| known.cut_off),
            signed_in: kiosk.seat.patron(&visit.secret).is_some(),
            rests: false,
            back_to: visit.here.clone(),
        }
    }

    /// Rests where nobody has signed in, and the page looks as it does for everybody.
    pub(super) fn at_rest(mut self) -> Self {
        self.rests = !self.signed_in && self.visit.look == Look::default();
        self
    }

    /// Gives the address that changes one thing of how pages look, and comes back.
    pub(super) fn look_link(&self, what: &str, to: &str) -> String {
        address("/vue", [(what, to), ("retour", self.back_to.as_str())])
    }
}

/// Names the turn in addresses that show what somebody looked for: after the turn they lead to the start page.
pub(super) fn turn_mark(visit: &Visit) -> String {
    let mut mark = command_of(&visit.secret, &["turn"]);
    mark.truncate(12);
    mark
}
