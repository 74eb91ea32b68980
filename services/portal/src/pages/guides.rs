//! Pages of text: help, accessibility, privacy.

use crate::answer::{Answer, page};
use crate::say::Say;
use crate::visit::{Visit, Visiting};
use crate::words::guides::{Guide, GuideName};
use askama::Template;
use axum::Extension;

#[derive(Template)]
#[template(path = "guide.html")]
struct GuidePage<'a> {
    visit: &'a Visit,
    say: Say,
    guide: &'a Guide,
}

pub(crate) async fn help(Extension(visit): Visiting) -> Answer {
    show(&visit, GuideName::Help)
}

pub(crate) async fn accessibility(Extension(visit): Visiting) -> Answer {
    show(&visit, GuideName::Accessibility)
}

pub(crate) async fn privacy(Extension(visit): Visiting) -> Answer {
    show(&visit, GuideName::Privacy)
}

fn show(visit: &Visit, name: GuideName) -> Answer {
    page(&GuidePage {
        visit,
        say: visit.say,
        guide: visit.say.guide(name),
    })
}
