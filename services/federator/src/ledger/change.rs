//! What can change in the federator's ledger? Each change is one row, whole.

use super::line::NodeLine;
use super::member_row::{CertificateRow, MemberRow, SealingKeyRow};
use super::run_change::RunChange;
use super::undo::{UndoNote, VisitNote};
use super::view_key::ViewKey;
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::Exception;
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::{Choice, Journey, LoanRequest, View};
use navette_domain::membership::{Invitation, InvitationId, Serial};

/// One changed row.
#[derive(Clone, Debug, PartialEq)]
pub enum LedgerChange {
    /// How often anything was changed: the source of all versions.
    Count(u64),
    /// A request is new or has changed.
    Request(Box<LoanRequest>),
    /// A request is forgotten.
    RequestForgotten(RequestId),
    /// A journey is new or has changed.
    Journey(Box<Journey>),
    /// A journey is forgotten.
    JourneyForgotten(JourneyId),
    /// Something is known of a node.
    Line(LibraryId, NodeLine),
    /// A node is to be told.
    View(LibraryId, Box<View>),
    /// A node has been told.
    ViewTaken(LibraryId, ViewKey),
    /// Why a lender was chosen.
    Choice(RequestId, Box<Choice>),
    /// Why a lender was chosen is forgotten.
    ChoiceForgotten(RequestId),
    /// How it was before a scan.
    Undo(JourneyId, Box<UndoNote>),
    /// A scan cannot be taken back any more.
    UndoGone(JourneyId),
    /// How a visitor's request was before a scan.
    VisitUndo(RequestId, Box<VisitNote>),
    /// Such a scan cannot be taken back any more.
    VisitUndoGone(RequestId),
    /// A run of the van is cancelled or moved; numbered in the order of deciding.
    Exception(u32, Exception),
    /// An exception lies in the past, or another one took its place.
    ExceptionGone(u32),
    /// What was decided about a run, under the same number as the exception.
    RunChange(u32, Box<RunChange>),
    /// What was decided about a run is forgotten; the exception stays.
    RunChangeForgotten(u32),
    /// Somebody is invited, or an invitation has ended.
    Invitation(Box<Invitation>),
    /// An invitation that ended is forgotten.
    InvitationForgotten(InvitationId),
    /// A certificate was issued or revoked.
    Certificate(Box<CertificateRow>),
    /// A certificate that expired long ago is forgotten.
    CertificateForgotten(Serial),
    /// Somebody came in, was heard of again, or was revoked.
    Member(Box<MemberRow>),
    /// A library says to what questions to it are sealed.
    SealingKey(LibraryId, Box<SealingKeyRow>),
    /// A library was revoked: nothing is sealed to it any more.
    SealingKeyGone(LibraryId),
}
