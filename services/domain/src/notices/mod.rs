//! Notices: what patrons are told, when, how, and who makes sure.

mod channel;
mod choose_channel;
pub mod french;
mod kind;
mod short_text;
mod state;
mod text;
mod text_english;
mod text_french;

pub use channel::Channel;
pub use choose_channel::{ChannelChoice, ChannelsOffered, PassedOver, Reach, choose_channel};
pub use kind::{NoticeKind, OverdueLetter};
pub use short_text::{SHORT_TEXT_CHARS_MAX, render_short};
pub use state::{
    ATTEMPT_MS, ATTEMPTS_MAX, DroppedBecause, LETTER_DAYS, Notice, NoticeEffect, NoticeEvent,
    NoticeRefusal, NoticeState, NoticeStep, PROOF_CHARS_MAX, Proof, TELL_WITHIN_OPEN_DAYS,
    decide_notice,
};
pub use text::{
    NAME_IN_NOTICE_CHARS_MAX, NoticeFacts, NoticeText, REASON_IN_NOTICE_CHARS_MAX, SignInFacts,
    TITLE_CHARS_MAX, TextRefusal, render,
};
