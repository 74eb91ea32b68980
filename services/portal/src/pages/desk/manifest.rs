//! The manifest of a run at this library, and whether its crate holds what it says.

use super::at_desk::{Around, AtDesk};
use super::outcome::{item_of, named};
use super::pick_list::PaperPage;
use crate::answer::{Answer, page, typed};
use crate::papers::codes::qr;
use crate::papers::lists::{Listed, PaperLine, Part, pdf};
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use axum::http::StatusCode;
use navette_proto::wire::courier::{Manifest, Parcel};
use navette_proto::wire::desk::{CheckCrateRequest, GetManifestRequest};

/// Items of a crate that are compared at once: the most that the contract takes.
const CRATE_MAX: usize = 500;

#[derive(Template)]
#[template(path = "desk/crate.html")]
struct CratePage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    code: &'a str,
    found: &'a str,
    checked: Option<Checked>,
}

struct Checked {
    lead: String,
    missing: Vec<String>,
    unexpected: Vec<String>,
}

pub(crate) async fn show(at: AtDesk) -> Answer {
    let (round, day) = (at.param("round"), at.param("day"));
    let listed = match listed(&at).await {
        Ok(listed) => listed,
        Err(trouble) => return at.stop_for(trouble, &at.path("/tournees")).await,
    };
    let around = at.around().await?;
    page(&PaperPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        qr: qr(&listed.code),
        listed: &listed,
        pdf: &at.path(&format!("/tournee/{round}/{day}/bordereau.pdf")),
        back: &at.path("/tournees"),
    })
}

pub(crate) async fn as_pdf(at: AtDesk) -> Answer {
    let listed = listed(&at).await?;
    Ok(typed(StatusCode::OK, "application/pdf", pdf(&listed)))
}

async fn listed(at: &AtDesk) -> Result<Listed, Trouble> {
    let request = GetManifestRequest {
        round: at.param("round").to_owned(),
        day: at.param("day").to_owned(),
    };
    let answer = at.desk()?.get_manifest(request).await?.into_inner();
    let (say, known, rounds) = (at.say(), at.known().await, at.rounds().await);
    let mut parts = Vec::new();
    let mut code = Vec::new();
    for manifest in answer.manifests {
        if code.is_empty() || !manifest.comes_off.is_empty() {
            code.clone_from(&manifest.code);
        }
        let at_minute = |moment: &str| moment.split('T').nth(1).unwrap_or_default().to_owned();
        let name = |id: &str| known.name(id).to_owned();
        parts.extend(of_stop(say, manifest, &at_minute, &name));
    }
    let as_of = say.moment(answer.as_of_ms, &at.portal.zone);
    Ok(Listed {
        title: format!(
            "{} – {}",
            say.rounds_manifest(),
            say.by_run(rounds.of(at.param("round")), at.param("day"))
        ),
        lead: format!(
            "{} – {}",
            known.name(at.session.library.as_str()),
            say.rounds_as_of(&as_of)
        ),
        parts,
        code,
    })
}

fn of_stop(
    say: Say,
    manifest: Manifest,
    minute: &dyn Fn(&str) -> String,
    name: &dyn Fn(&str) -> String,
) -> Vec<Part> {
    let part = |heading: String, lines: Vec<PaperLine>| Part { heading, lines };
    let off = manifest.comes_off.into_iter();
    let on = manifest.goes_on.into_iter();
    let stays = manifest.stays.into_iter().filter_map(|stay| stay.parcel);
    let mut parts = vec![
        part(
            say.rounds_off(&minute(&manifest.arrives)),
            off.map(|parcel| line(say, parcel, name)).collect(),
        ),
        part(
            say.rounds_on(&minute(&manifest.leaves)),
            on.map(|parcel| line(say, parcel, name)).collect(),
        ),
    ];
    let stays: Vec<PaperLine> = stays.map(|parcel| line(say, parcel, name)).collect();
    if !stays.is_empty() {
        parts.push(part(say.rounds_stays().to_owned(), stays));
    }
    parts
}

fn line(say: Say, parcel: Parcel, name: &dyn Fn(&str) -> String) -> PaperLine {
    let item = parcel.item.unwrap_or_default();
    PaperLine {
        detail: format!(
            "{} – {} {} – {} g",
            named(&item),
            say.desk_to(),
            name(&parcel.off_at),
            parcel.grams
        ),
        mark: item.barcode,
        title: parcel.title,
    }
}

pub(crate) async fn show_crate(at: AtDesk) -> Answer {
    shown(&at, "", "", None).await
}

/// Compares what lies in a crate with its manifest. Nothing is changed, so that sending it again does no harm.
pub(crate) async fn check(at: AtDesk, posted: Posted) -> Answer {
    let (say, code) = (at.say(), posted.fields.get("bordereau"));
    let found = posted.fields.get("caisse");
    // Whatever is beyond would be told as missing, though it lies in the crate.
    if found.split_whitespace().nth(CRATE_MAX).is_some() {
        let why = [say.crate_too_many(CRATE_MAX)];
        return at.stop(&why, &at.path("/caisse")).await;
    }
    let own = at.session.library.to_string();
    let items = found.split_whitespace().map(|scanned| {
        // A slip names the library; a bare barcode in a crate that came is of another one, and the manifest says whose.
        item_of(scanned).unwrap_or_else(|| {
            let text = code.lines().find_map(|line| {
                let (library, barcode) = line.trim().split_once(' ')?;
                (barcode == scanned).then(|| library.to_owned())
            });
            navette_proto::wire::identity::ItemId {
                library: text.unwrap_or_else(|| own.clone()),
                barcode: scanned.to_owned(),
            }
        })
    });
    let request = CheckCrateRequest {
        // Forms send their lines with two signs.
        code: code.replace("\r\n", "\n").into_bytes(),
        found: items.collect(),
    };
    let answer = match at.desk()?.check_crate(request).await {
        Ok(answer) => answer.into_inner(),
        Err(status) => return at.stop_for(status.into(), &at.path("/caisse")).await,
    };
    let rounds = at.rounds().await;
    let run = say.by_run(rounds.of(&answer.round), &answer.day);
    let checked = Checked {
        lead: say.crate_matched(answer.matched, &run),
        missing: answer.missing.iter().map(named).collect(),
        unexpected: answer.unexpected.iter().map(named).collect(),
    };
    shown(&at, code, found, Some(checked)).await
}

async fn shown(at: &AtDesk, code: &str, found: &str, checked: Option<Checked>) -> Answer {
    let around = at.around().await?;
    page(&CratePage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        code,
        found,
        checked,
    })
}
