//! The rows of the table that belong to the counter and to patrons, and every reason against a loan as an objection.

use super::table::Pairs;
use super::{Objection, Refusal};
use crate::convert::circulation::staff_override;
use navette_domain::circulation::{
    CheckInRefusal, CheckOutRefusal, InHouseRefusal, Overridable, RenewRefusal, VisitRefusal,
};
use navette_domain::fees::AccountRefusal;
use navette_domain::patrons::{BorrowRefusal, RegistrationRefusal};
use std::fmt::Display;
use tonic::Code;

/// Code and reason where a line of an account is refused.
pub(super) fn account_row(refusal: &AccountRefusal) -> (Code, &'static str) {
    use AccountRefusal as R;
    match refusal {
        R::NothingToEnter(_) => (Code::InvalidArgument, "NOTHING_TO_ENTER"),
        R::MoreThanOwed { .. } => (Code::FailedPrecondition, "MORE_THAN_OWED"),
        R::MoreThanCredit { .. } => (Code::FailedPrecondition, "MORE_THAN_CREDIT"),
        R::MoreThanCharged { .. } => (Code::FailedPrecondition, "MORE_THAN_CHARGED"),
        R::TooManyEntries(_) => (Code::ResourceExhausted, "TOO_MANY"),
        R::Money(_) => (Code::InvalidArgument, "AMOUNT_REFUSED"),
    }
}

/// What a program may want to read where a line of an account is refused; amounts in cents.
pub(super) fn account_metadata(refusal: &AccountRefusal) -> Pairs {
    use AccountRefusal as R;
    match refusal {
        R::MoreThanOwed { owed, .. } => vec![("owed", owed.cents().to_string())],
        R::MoreThanCredit { credit, .. } => vec![("credit", credit.cents().to_string())],
        R::MoreThanCharged { charged, .. } => vec![("charged", charged.cents().to_string())],
        R::TooManyEntries(count) => vec![("count", count.to_string())],
        R::NothingToEnter(_) | R::Money(_) => Vec::new(),
    }
}

impl From<Vec<CheckOutRefusal>> for Refusal {
    /// An unknown item is the only reason there is; everything else is listed.
    fn from(refused: Vec<CheckOutRefusal>) -> Self {
        if let [CheckOutRefusal::UnknownItem(barcode)] = refused.as_slice() {
            return Self::UnknownItem(barcode.to_string());
        }
        let objections = refused
            .iter()
            .map(|one| objection(check_out_reason(one), one, one.overridable()));
        Self::MayNot(objections.collect())
    }
}

impl From<Vec<BorrowRefusal>> for Refusal {
    /// Where a patron asks for something; nothing lifts a refusal then but what it speaks of.
    fn from(refused: Vec<BorrowRefusal>) -> Self {
        let objections = refused
            .iter()
            .map(|one| objection(borrow_reason(one), one, None));
        Self::MayNot(objections.collect())
    }
}

impl From<RenewRefusal> for Refusal {
    fn from(refused: RenewRefusal) -> Self {
        Self::MayNot(vec![objection(renew_reason(&refused), &refused, None)])
    }
}

/// Gives the code of the reason why a loan does not go on.
pub fn renew_reason(refused: &RenewRefusal) -> &'static str {
    match refused {
        RenewRefusal::NotOnLoan { .. } => "NOT_ON_LOAN",
        RenewRefusal::Requested { .. } => "REQUESTED",
        RenewRefusal::Recalled { .. } => "RECALLED",
        RenewRefusal::TooManyRenewals { .. } => "TOO_MANY_RENEWALS",
        RenewRefusal::TooLate { .. } => "TOO_LATE",
    }
}

impl From<CheckInRefusal> for Refusal {
    fn from(refused: CheckInRefusal) -> Self {
        match refused {
            CheckInRefusal::UnknownItem(barcode) => Self::UnknownItem(barcode.to_string()),
        }
    }
}

impl From<InHouseRefusal> for Refusal {
    fn from(refused: InHouseRefusal) -> Self {
        let reason = match &refused {
            InHouseRefusal::UnknownItem(barcode) => return Self::UnknownItem(barcode.to_string()),
            InHouseRefusal::OnLoan { .. } => "ON_LOAN",
            InHouseRefusal::Held { .. } => "HELD",
        };
        Self::MayNot(vec![objection(reason, &refused, None)])
    }
}

impl From<Vec<RegistrationRefusal>> for Refusal {
    fn from(refused: Vec<RegistrationRefusal>) -> Self {
        let objections = refused
            .iter()
            .map(|one| objection(form_field(one), one, None));
        Self::Form(objections.collect())
    }
}

fn objection(reason: &str, said: &impl Display, lifted_by: Option<Overridable>) -> Objection {
    Objection {
        reason: reason.to_owned(),
        message: said.to_string(),
        lifted_by: lifted_by.map(|what| staff_override::name(what).to_owned()),
    }
}

fn check_out_reason(refusal: &CheckOutRefusal) -> &'static str {
    match refusal {
        CheckOutRefusal::UnknownItem(_) => "UNKNOWN_ITEM",
        CheckOutRefusal::AlreadyTheirs { .. } => "ALREADY_THEIRS",
        CheckOutRefusal::OnLoanToAnother { .. } => "ON_LOAN_TO_ANOTHER",
        CheckOutRefusal::ReferenceOnly(_) => "REFERENCE_ONLY",
        CheckOutRefusal::HeldForAnother { .. } => "HELD_FOR_ANOTHER",
        CheckOutRefusal::CommittedElsewhere { .. } => "COMMITTED_ELSEWHERE",
        CheckOutRefusal::BelongsElsewhere { .. } => "BELONGS_ELSEWHERE",
        CheckOutRefusal::Patron(refusal) => borrow_reason(refusal),
        CheckOutRefusal::Visitor(VisitRefusal::HomeRefuses(_)) => "HOME_REFUSES",
        CheckOutRefusal::Visitor(VisitRefusal::HomeSilent { .. }) => "HOME_SILENT",
        CheckOutRefusal::Visitor(VisitRefusal::CodeOfAnotherItem) => "CODE_OF_ANOTHER_ITEM",
    }
}

fn borrow_reason(refusal: &BorrowRefusal) -> &'static str {
    match refusal {
        BorrowRefusal::CardExpired(_) => "CARD_EXPIRED",
        BorrowRefusal::Suspended { .. } => "SUSPENDED",
        BorrowRefusal::Blocked => "BLOCKED",
        BorrowRefusal::Dues { .. } => "DUES",
        BorrowRefusal::TooManyLoans { .. } => "TOO_MANY_LOANS",
        BorrowRefusal::TooManyRequests { .. } => "TOO_MANY_REQUESTS",
        BorrowRefusal::TooManyOverdue { .. } => "TOO_MANY_OVERDUE",
    }
}

/// The field of the form as in the contract.
fn form_field(refusal: &RegistrationRefusal) -> &'static str {
    use RegistrationRefusal as R;
    use navette_domain::patrons::NameField;
    match refusal {
        R::NameEmpty(field) | R::NameTooLong(field, _) | R::NameControl(field, _) => match field {
            NameField::Given => "person.given_name",
            NameField::Family => "person.family_name",
        },
        R::BirthMissing | R::BirthNotPast { .. } | R::BirthTooOld(_) => "person.birth",
        R::GuardianMissing(_) | R::GuardianUnknown(_) | R::GuardianNotAdult(_) => "person.guardian",
        R::Email(_) => "person.email",
        R::Phone(_) => "person.phone",
        R::Language(_) => "person.language",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::explain;
    use navette_domain::identity::Barcode;
    use navette_domain::patrons::NameField;
    use navette_domain::time::Day;
    use tonic::Status;

    #[test]
    fn every_reason_against_a_loan_is_told_with_what_lifts_it() {
        let refused = vec![
            CheckOutRefusal::Patron(BorrowRefusal::CardExpired(Day(20_788))),
            CheckOutRefusal::Patron(BorrowRefusal::Blocked),
        ];
        let status = Status::from(Refusal::from(refused));
        assert_eq!(status.code(), Code::FailedPrecondition);
        let told = explain(&status).unwrap();
        assert_eq!(told.reason, "MAY_NOT");
        let lifted: Vec<_> = told
            .objections
            .iter()
            .map(|one| (one.reason.as_str(), one.lifted_by.as_deref()))
            .collect();
        let expected = [
            ("CARD_EXPIRED", Some("OVERRIDABLE_CARD_EXPIRED")),
            ("BLOCKED", None),
        ];
        assert_eq!(lifted, expected);
    }

    #[test]
    fn an_unknown_barcode_is_not_found() {
        let barcode = Barcode::parse("000001").unwrap();
        let refused = vec![CheckOutRefusal::UnknownItem(barcode)];
        let status = Status::from(Refusal::from(refused));
        assert_eq!(status.code(), Code::NotFound);
        assert_eq!(status.message(), "there is no item \"000001\"");
    }

    #[test]
    fn every_field_of_a_form_that_is_wrong_is_named() {
        let refused = vec![
            RegistrationRefusal::NameEmpty(NameField::Family),
            RegistrationRefusal::BirthMissing,
        ];
        let status = Status::from(Refusal::from(refused));
        assert_eq!(status.code(), Code::InvalidArgument);
        let told = explain(&status).unwrap();
        let fields: Vec<_> = told.objections.iter().map(|one| &one.reason).collect();
        assert_eq!(fields, ["person.family_name", "person.birth"]);
    }

    #[test]
    fn too_large_a_payment_says_in_cents_what_is_owed() {
        use navette_domain::fees::Money;
        let (amount, owed) = (Money::from_setting(600), Money::from_setting(500));
        let refused = AccountRefusal::MoreThanOwed { amount, owed };
        let told = explain(&Status::from(Refusal::from(refused))).unwrap();
        assert_eq!(told.metadata.get("owed").map(String::as_str), Some("500"));
    }
}
