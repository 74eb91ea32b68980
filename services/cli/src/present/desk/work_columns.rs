//! Which columns does each list of work have? Those that the hands need at that moment, the place to look at first.

use super::work::{Tell, Work};
use crate::present::columns::Column::{self, Left, Right, Title};
use crate::present::shown::cell;
use navette_proto::wire::desk::WorkKind;

const TO_PULL: &[Column] = &[
    Left("SHELFMARK"),
    Title("TITLE"),
    Left("ITEM"),
    Left("FOR"),
    Left("PROMISED"),
    Left("DEADLINE"),
];
const BY_VAN: &[Column] = &[
    Left("LIBRARY"),
    Left("ROUND"),
    Left("DAY"),
    Title("TITLE"),
    Left("ITEM"),
    Right("GRAMS"),
    Left("PROMISED"),
];
const HOLD_SHELF: &[Column] = &[
    Left("CODE"),
    Title("TITLE"),
    Left("ITEM"),
    Left("KEPT UNTIL"),
    Left("SINCE"),
];
const WITH_REASON: &[Column] = &[
    Left("SHELFMARK"),
    Title("TITLE"),
    Left("ITEM"),
    Left("SINCE"),
    Left("DEADLINE"),
    Left("REASON"),
];
const TO_TELL: &[Column] = &[
    Left("NAME"),
    Left("TELEPHONE"),
    Left("OF"),
    Title("TITLE"),
    Right("NOTICE"),
    Left("TRIED"),
];
const CONFLICTS: &[Column] = &[
    Right("NUMBER"),
    Left("WHAT MET"),
    Title("TITLE"),
    Left("ITEM"),
    Left("REASON"),
];

/// Gives the headings of a list.
pub(super) fn heads(kind: WorkKind) -> &'static [Column] {
    match kind {
        WorkKind::ToPull => TO_PULL,
        WorkKind::ToShip | WorkKind::ToReceive | WorkKind::ToReturn => BY_VAN,
        WorkKind::HoldShelf => HOLD_SHELF,
        WorkKind::Unspecified | WorkKind::Late | WorkKind::ToLookFor => WITH_REASON,
        WorkKind::ToTell => TO_TELL,
        WorkKind::Conflicts => CONFLICTS,
    }
}

/// Sets a line of work under the headings of its list.
pub(super) fn row(kind: WorkKind, work: &Work) -> Vec<String> {
    let title = work.title.clone();
    let item = cell(&work.item);
    match kind {
        WorkKind::ToPull => vec![
            work.shelfmark.clone(),
            title,
            item,
            work.library(),
            cell(&work.promised),
            work.deadline_or_late(),
        ],
        WorkKind::ToShip | WorkKind::ToReceive | WorkKind::ToReturn => vec![
            work.library(),
            cell(&work.round),
            cell(&work.round_day),
            title,
            item,
            work.grams.to_string(),
            cell(&work.promised),
        ],
        WorkKind::HoldShelf => vec![
            cell(&work.pickup_code),
            title,
            item,
            cell(&work.kept_until),
            work.since_words.clone(),
        ],
        WorkKind::Unspecified | WorkKind::Late | WorkKind::ToLookFor => vec![
            work.shelfmark.clone(),
            title,
            item,
            work.since_words.clone(),
            work.deadline_words.clone(),
            work.reason.clone(),
        ],
        WorkKind::ToTell => {
            let told = |part: fn(&Tell) -> String| work.tell.as_ref().map(part).unwrap_or_default();
            vec![
                told(|tell| tell.name.clone()),
                told(|tell| tell.telephone.clone()),
                told(Tell::of),
                title,
                work.number(work.notice),
                told(|tell| tell.tried.clone()),
            ]
        }
        WorkKind::Conflicts => vec![
            work.number(work.conflict),
            work.conflict_kind.unwrap_or_default().replace('-', " "),
            title,
            item,
            work.reason.clone(),
        ],
    }
}

impl Tell {
    /// The code of the notice's text; of a request, what is told of it where there is no notice.
    fn of(&self) -> String {
        let telling = self.telling.unwrap_or_default();
        let code = if self.kind.is_empty() {
            telling
        } else {
            &self.kind
        };
        code.replace('-', " ")
    }
}

impl Work {
    fn number(&self, number: Option<u64>) -> String {
        number.map(|number| number.to_string()).unwrap_or_default()
    }

    fn library(&self) -> String {
        cell(
            self.other_name
                .as_ref()
                .map_or(&self.other, |_| &self.other_name),
        )
    }

    fn deadline_or_late(&self) -> String {
        if self.late {
            return format!("late since {}", self.deadline_words);
        }
        self.deadline_words.clone()
    }
}
