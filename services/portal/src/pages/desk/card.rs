//! Whose card lies on the desk? Its number is typed or scanned once; from then on it goes by a name that says nothing.

use super::at_desk::AtDesk;
use crate::answer::{Answer, see};
use crate::trouble::Trouble;
use crate::visit::Posted;
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::{GetRequest, Patron};

impl AtDesk {
    /// Gives the card of the address.
    pub(super) fn card(&self) -> Result<Card, Trouble> {
        let known = self.portal.at_hand.card(&self.session, self.param("card"));
        known.ok_or(Trouble::NotFound)
    }

    /// Says whether the address names a card that this desk does not know any more.
    pub(super) fn has_lost_its_card(&self) -> bool {
        !self.param("card").is_empty() && self.card().is_err()
    }

    /// Says whether a card is of a patron of this library.
    pub(super) fn is_own(&self, card: &Card) -> bool {
        card.library.is_empty() || card.library == self.session.library.as_str()
    }

    /// Asks who a card is of.
    pub(super) async fn patron(&self, card: &Card) -> Result<Patron, Trouble> {
        let request = GetRequest {
            card: Some(card.clone()),
        };
        let found = self.patrons()?.get(request).await?.into_inner();
        found.patron.ok_or(Trouble::Broken)
    }

    /// Lays a card on the desk, and gives its name.
    pub(super) fn lay(&self, card: Card) -> Result<String, Trouble> {
        let kept = self.portal.at_hand.keep(&self.session, card);
        kept.ok_or(Trouble::Broken)
    }

    /// Gives the number of whoever works here: who overrules says so by name.
    pub(super) async fn staff(&self) -> Result<u64, Trouble> {
        let mut access = self.portal.territory.access(&self.visit, &self.session)?;
        let request = navette_proto::wire::access::GetSessionRequest {};
        Ok(access.get_session(request).await?.into_inner().staff)
    }
}

/// Opens a card: to lend to it, or to see whose it is.
pub(crate) async fn open(at: AtDesk, posted: Posted) -> Answer {
    let fields = &posted.fields;
    let (number, library) = (fields.get("carte"), fields.get("bibliotheque"));
    let lends = fields.get("vers") == "pret";
    let back = at.path(if lends { "/pret" } else { "/lecteurs" });
    if number.is_empty() {
        return at
            .stop(&[at.say().error_card_empty().to_owned()], &back)
            .await;
    }
    let card = Card {
        library: match library.is_empty() {
            true => at.session.library.to_string(),
            false => library.to_owned(),
        },
        number: number.to_owned(),
    };
    if at.is_own(&card)
        && let Err(trouble) = at.patron(&card).await
    {
        return at.stop_for(trouble, &back).await;
    }
    let lends = lends || !at.is_own(&card);
    let handle = at.lay(card)?;
    let place = if lends { "pret" } else { "lecteur" };
    see(&at.path(&format!("/{place}/{handle}")))
}
