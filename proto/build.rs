//! Compiles the contracts without a protoc on the machine, keeps their descriptors for reflection, and holds them against the
//! table of who may call what.

mod access_table;

use std::path::PathBuf;

/// Messages that carry a card number, something secret or what is known of a person.
const PERSONAL: [&str; 27] = [
    ".navette.access.v1.AddStaffRequest",
    ".navette.access.v1.MakeSignInLinkResponse",
    ".navette.access.v1.Session",
    ".navette.access.v1.SetPatronPasswordRequest",
    ".navette.access.v1.SetStaffPasswordRequest",
    ".navette.access.v1.SetStaffTotpResponse",
    ".navette.access.v1.SignInPatronRequest",
    ".navette.access.v1.SignInPatronRequest.proof",
    ".navette.access.v1.SignInStaffRequest",
    ".navette.desk.v1.PersonToTell",
    ".navette.identity.v1.Card",
    ".navette.membership.v1.InviteResponse",
    ".navette.membership.v1.JoinRequest",
    ".navette.patrons.v1.CheckPinRequest",
    ".navette.patrons.v1.Dependant",
    ".navette.patrons.v1.ListRequest",
    ".navette.patrons.v1.MakePrivateLinkResponse",
    ".navette.patrons.v1.Notice",
    ".navette.patrons.v1.Person",
    ".navette.patrons.v1.PrivateLinkEntry",
    ".navette.patrons.v1.ReadPrivateLinkRequest",
    ".navette.patrons.v1.RegisterRequest",
    ".navette.patrons.v1.SavedList",
    ".navette.patrons.v1.SavedWork",
    ".navette.patrons.v1.SetPinRequest",
    ".navette.patrons.v1.UpdateMineRequest",
    ".navette.patrons.v1.UpdateRequest",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = [
        "navette/access/v1/access_service.proto",
        "navette/catalogue/v1/catalogue.proto",
        "navette/catalogue/v1/catalogue_service.proto",
        "navette/catalogue/v1/member_service.proto",
        "navette/circulation/v1/circulation.proto",
        "navette/circulation/v1/circulation_service.proto",
        "navette/courier/v1/courier.proto",
        "navette/courier/v1/courier_service.proto",
        "navette/desk/v1/desk.proto",
        "navette/desk/v1/desk_service.proto",
        "navette/fees/v1/fees.proto",
        "navette/identity/v1/identity.proto",
        "navette/lending/v1/carrier_service.proto",
        "navette/lending/v1/choice.proto",
        "navette/lending/v1/exchange.proto",
        "navette/lending/v1/home_service.proto",
        "navette/lending/v1/ledger_service.proto",
        "navette/lending/v1/lending.proto",
        "navette/lending/v1/lending_service.proto",
        "navette/lending/v1/loan_request_service.proto",
        "navette/lending/v1/report.proto",
        "navette/lending/v1/sealed.proto",
        "navette/lending/v1/view.proto",
        "navette/membership/v1/membership.proto",
        "navette/membership/v1/membership_service.proto",
        "navette/operation/v1/operation_service.proto",
        "navette/patrons/v1/patron_service.proto",
        "navette/patrons/v1/patrons.proto",
        "navette/refusal/v1/refusal.proto",
    ];
    for file in files {
        println!("cargo::rerun-if-changed={file}");
    }
    println!("cargo::rerun-if-changed=access.txt");
    println!("cargo::rerun-if-changed=access_table.rs");
    let descriptors = protox::compile(files, ["."])?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let rows = access_table::rows(&std::fs::read_to_string("access.txt")?, &descriptors)?;
    std::fs::write(out.join("access_rows.rs"), rows)?;
    std::fs::write(
        out.join("navette.bin"),
        prost::Message::encode_to_vec(&descriptors),
    )?;
    tonic_prost_build::configure()
        // Maps are met in order wherever they are written out.
        .btree_map(".")
        // These show themselves in no log; src/personal.rs says what is shown instead.
        .skip_debug(PERSONAL)
        .compile_fds(descriptors)?;
    Ok(())
}
