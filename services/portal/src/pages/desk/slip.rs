//! The paper for an item, to be printed from the page or as a PDF.

use super::at_desk::{Around, AtDesk};
use super::fragment::{is_part, part};
use super::outcome::item_of;
use crate::answer::{Answer, page, typed};
use crate::asked::{Asked, address};
use crate::papers::codes::{Drawn, bars, qr};
use crate::papers::slip::{Written, pdf};
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;

#[derive(Template)]
#[template(path = "desk/slip.html")]
struct SlipPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    a6: bool,
    pdf: String,
    here: &'a str,
    written: Written,
    qr: Option<Drawn>,
    bars: Option<Drawn>,
}

#[derive(Template)]
#[template(path = "desk/slip_paper.html")]
struct SlipPart {
    a6: bool,
    written: Written,
    qr: Option<Drawn>,
    bars: Option<Drawn>,
}

pub(crate) async fn show(at: AtDesk, asked: Asked) -> Answer {
    let (say, written) = (at.say(), written(&at, &asked).await?);
    let (qr, bars) = (qr(written.code.as_bytes()), bars(written.bars_hold()));
    let a6 = at.paper.a6;
    if is_part(&asked) {
        return part(
            say,
            &SlipPart {
                a6,
                written,
                qr,
                bars,
            },
        );
    }
    let around = at.around().await?;
    let document = [("document", asked.get("document"))];
    page(&SlipPage {
        visit: &at.visit,
        say,
        desk: &around,
        base: &at.path(""),
        a6,
        pdf: address(&at.path("/bulletin.pdf"), document),
        here: &at.visit.here,
        written,
        qr,
        bars,
    })
}

pub(crate) async fn as_pdf(at: AtDesk, asked: Asked) -> Answer {
    let written = written(&at, &asked).await?;
    Ok(typed(
        StatusCode::OK,
        "application/pdf",
        pdf(&written, at.paper.a6),
    ))
}

/// Slips are those of the last acts of this desk: scan the item again for an older one.
async fn written(at: &AtDesk, asked: &Asked) -> Result<Written, Trouble> {
    let item = item_of(asked.get("document")).ok_or(Trouble::NotFound)?;
    let act = at.portal.at_hand.paper(&at.session, &item);
    let slip = act.and_then(|act| act.slip).ok_or(Trouble::NotFound)?;
    Ok(Written::of(at.say(), at.rounds().await.as_ref(), &slip))
}
