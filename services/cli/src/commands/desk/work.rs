//! `navette desk pull` and its like: what waits to be done here?

use crate::failure::Failure;
use crate::given::{AtNode, Page};
use crate::present::desk::WorkList;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::desk::{ListWorkRequest, WorkKind};

// This group carries no documentation comment: clap would show it instead of each list's own description.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk pull
  navette desk hold --output json | jq -r '.work[] | [.pickup_code, .title] | @tsv'
  navette desk tell             with names and telephone numbers, at the home library only")]
pub(crate) struct Arguments {
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(
    kind: WorkKind,
    arguments: Arguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = ListWorkRequest {
        kind: kind as i32,
        page_size: arguments.page.size,
        page_token: arguments.page.token,
    };
    let page = node.desk().await?.list_work(request).await;
    let page = page.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &WorkList::new(kind, page.into_inner()), terminal)
}
