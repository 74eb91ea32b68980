//! Acts that no scan can say: not found, refused, left behind, harmed, told. One address for all of them; the button says which.

use super::at_desk::{Around, AtDesk};
use super::hand_over::hand_over;
use super::money::euros;
use super::outcome::item_of;
use crate::answer::{Answer, page_with, see};
use crate::asked::{Asked, address};
use crate::form_errors::FormErrors;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use crate::words::desk_lists::LISTS;
use askama::Template;
use navette_proto::wire::desk as wire;
use navette_proto::wire::fees::Money;
use navette_proto::wire::identity::ItemId;

#[derive(Template)]
#[template(path = "desk/item.html")]
struct ItemPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    item: &'a str,
    title: &'a str,
    list: &'a str,
    request: &'a str,
    /// Which form was sent, so that its fields are shown again.
    sent: &'a str,
    typed: &'a Asked,
    errors: FormErrors,
}

/// Shows what can have happened to an item.
pub(crate) async fn item(at: AtDesk, asked: Asked) -> Answer {
    item_of(asked.get("document")).ok_or(Trouble::NotFound)?;
    item_page(&at, &asked, "", FormErrors::default()).await
}

async fn item_page(at: &AtDesk, asked: &Asked, sent: &str, errors: FormErrors) -> Answer {
    let around = at.around().await?;
    let status = errors.status();
    let shown = ItemPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        item: asked.get("document"),
        title: asked.get("titre"),
        list: asked.get("liste"),
        request: asked.get("demande"),
        sent,
        typed: asked,
        errors,
    };
    page_with(status, &shown)
}

/// Does what a button says.
pub(crate) async fn act(at: AtDesk, posted: Posted) -> Answer {
    let fields = &posted.fields;
    let said = fields.get("geste");
    let (verb, about) = said.split_once(' ').unwrap_or((said, ""));
    let back = list_address(&at, fields.get("liste"));
    if verb == "remettre" {
        return hand_over(&at, &posted, &back).await;
    }
    if let Some(errors) = wrong(at.say(), verb, fields) {
        return item_page(&at, fields, verb, errors).await;
    }
    match done(&at, &posted, verb, about).await {
        Ok(acts) => noted(&at, &acts, &back),
        Err(trouble) => at.stop_for(trouble, &back).await,
    }
}

/// Lays acts on the desk, and goes back to where they are shown.
pub(super) fn noted(at: &AtDesk, acts: &[wire::Act], back: &str) -> Answer {
    for act in acts {
        at.portal.at_hand.note(&at.session, act);
    }
    let shown = match acts {
        [only] if only.act > 0 => only.act.to_string(),
        _ => "oui".to_owned(),
    };
    see(&address(back, [("fait", shown.as_str())]))
}

fn list_address(at: &AtDesk, path: &str) -> String {
    let known = LISTS.iter().any(|(_, known)| *known == path);
    match known {
        true => at.path(&format!("/travail/{path}")),
        false => at.path(""),
    }
}

/// Says what is missing in a form before the node is asked.
fn wrong(say: Say, verb: &str, fields: &Asked) -> Option<FormErrors> {
    let mut errors = FormErrors::default();
    let (reason, charge) = match verb {
        "refuser" => ("motif-refus", ""),
        "abime" => ("", "somme-abime"),
        "perdu" => ("", "somme-perdu"),
        "regler" => ("motif-regle", ""),
        _ => ("", ""),
    };
    if !reason.is_empty() && fields.get(reason).is_empty() {
        errors.add(reason, say.error_reason_empty());
    }
    if !charge.is_empty() && euros(fields.get(charge)).is_err() {
        errors.add(charge, say.error_amount());
    }
    (!errors.is_empty()).then_some(errors)
}

async fn done(
    at: &AtDesk,
    posted: &Posted,
    verb: &str,
    about: &str,
) -> Result<Vec<wire::Act>, Trouble> {
    let fields = &posted.fields;
    let item = item_of(match about.is_empty() {
        true => fields.get("document"),
        false => about,
    });
    let request_id = at.command(posted, &[verb, about, fields.get("document")]);
    let act = match verb {
        "introuvable" | "quai" | "nonretire" | "absent" | "rendu-selon" => {
            plain(at, verb, request_id, item).await?
        }
        "refuser" | "abime" | "perdu" => harm(at, fields, verb, request_id, item).await?,
        "partie" => return shipped(at, fields, request_id).await,
        "prevenu" => {
            told(at, about, request_id).await?;
            None
        }
        "clore" => {
            closed(at, fields, about, request_id).await?;
            None
        }
        "regler" => {
            let request = wire::SettleRequest {
                request_id,
                request: fields.get("demande").to_owned(),
                staff: 0,
                reason: fields.get("motif-regle").to_owned(),
            };
            at.desk()?.settle(request).await?;
            None
        }
        _ => return Err(Trouble::NotFound),
    };
    Ok(act.into_iter().collect())
}

async fn plain(
    at: &AtDesk,
    verb: &str,
    request_id: String,
    item: Option<ItemId>,
) -> Result<Option<wire::Act>, Trouble> {
    let (mut desk, staff) = (at.desk()?, 0);
    macro_rules! ask {
        ($method:ident, $request:ident) => {{
            let request = wire::$request {
                request_id,
                item,
                staff,
            };
            desk.$method(request).await?.into_inner().act
        }};
    }
    Ok(match verb {
        "introuvable" => ask!(not_found, NotFoundRequest),
        "quai" => ask!(left_behind, LeftBehindRequest),
        "nonretire" => ask!(not_collected, NotCollectedRequest),
        "absent" => ask!(missing_from_shelf, MissingFromShelfRequest),
        _ => ask!(claim_returned, ClaimReturnedRequest),
    })
}

async fn harm(
    at: &AtDesk,
    fields: &Asked,
    verb: &str,
    request_id: String,
    item: Option<ItemId>,
) -> Result<Option<wire::Act>, Trouble> {
    let (mut desk, staff) = (at.desk()?, 0);
    if verb == "refuser" {
        let request = wire::RefuseRequest {
            request_id,
            item,
            staff,
            whole_library: fields.get("etendue") == "bibliotheque",
            reason: fields.get("motif-refus").to_owned(),
        };
        return Ok(desk.refuse(request).await?.into_inner().act);
    }
    let charge = |field: &str| -> Option<Money> { euros(fields.get(field)).ok().flatten() };
    if verb == "abime" {
        let request = wire::MarkDamagedRequest {
            request_id,
            item,
            staff,
            charge: charge("somme-abime"),
            reason: fields.get("motif-abime").to_owned(),
        };
        return Ok(desk.mark_damaged(request).await?.into_inner().act);
    }
    let request = wire::MarkLostRequest {
        request_id,
        item,
        staff,
        charge: charge("somme-perdu"),
        reason: fields.get("motif-perdu").to_owned(),
    };
    Ok(desk.mark_lost(request).await?.into_inner().act)
}

async fn shipped(
    at: &AtDesk,
    fields: &Asked,
    request_id: String,
) -> Result<Vec<wire::Act>, Trouble> {
    let request = wire::ShipRequest {
        request_id,
        round: fields.get("tournee").to_owned(),
        day: fields.get("jour").to_owned(),
        left_behind: fields.all("reste").filter_map(item_of).collect(),
        staff: 0,
    };
    Ok(at.desk()?.ship(request).await?.into_inner().acts)
}

/// `channel notice request`.
async fn told(at: &AtDesk, about: &str, request_id: String) -> Result<(), Trouble> {
    let mut words = about.split(' ');
    let channel = match words.next() {
        Some("telephone") => wire::TellingChannel::Telephone,
        Some("voix") => wire::TellingChannel::InPerson,
        Some("lettre") => wire::TellingChannel::Letter,
        _ => return Err(Trouble::NotFound),
    };
    let notice = words.next().and_then(|number| number.parse().ok());
    let notice: u64 = notice.ok_or(Trouble::NotFound)?;
    let request = wire::ToldRequest {
        request_id,
        // The node wants one of both.
        request: match notice {
            0 => words.next().unwrap_or_default().to_owned(),
            _ => String::new(),
        },
        staff: 0,
        channel: channel as i32,
        note: String::new(),
        notice,
    };
    at.desk()?.told(request).await?;
    Ok(())
}

async fn closed(
    at: &AtDesk,
    fields: &Asked,
    about: &str,
    request_id: String,
) -> Result<(), Trouble> {
    let request = wire::CloseConflictRequest {
        request_id,
        conflict: about.parse().map_err(|_| Trouble::NotFound)?,
        staff: 0,
        reason: fields.get(&format!("raison-{about}")).to_owned(),
    };
    at.desk()?.close_conflict(request).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;

    #[test]
    fn what_needs_a_reason_or_a_sum_says_so_before_the_node_is_asked() {
        let say = Say(Language::French);
        for (verb, form, field) in [
            ("refuser", "", Some("motif-refus")),
            ("refuser", "motif-refus=neuf", None),
            ("abime", "somme-abime=abc", Some("somme-abime")),
            ("abime", "somme-abime=", None),
            ("regler", "", Some("motif-regle")),
            ("introuvable", "", None),
        ] {
            let errors = wrong(say, verb, &Asked::read(form.as_bytes()));
            let first = errors.as_ref().and_then(|errors| errors.all().first());
            assert_eq!(first.map(|(name, _)| *name), field, "{verb} {form}");
        }
    }
}
