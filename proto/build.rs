//! Compiles the contracts without a protoc on the machine, and keeps their descriptors for reflection.

use std::path::PathBuf;

/// Messages that carry a card number, a PIN or what is known of a person.
const PERSONAL: [&str; 9] = [
    ".navette.desk.v1.PersonToTell",
    ".navette.identity.v1.Card",
    ".navette.patrons.v1.CheckPinRequest",
    ".navette.patrons.v1.ListRequest",
    ".navette.patrons.v1.Notice",
    ".navette.patrons.v1.Person",
    ".navette.patrons.v1.RegisterRequest",
    ".navette.patrons.v1.SetPinRequest",
    ".navette.patrons.v1.UpdateRequest",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = [
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
        "navette/lending/v1/choice.proto",
        "navette/lending/v1/home_service.proto",
        "navette/lending/v1/ledger_service.proto",
        "navette/lending/v1/lending.proto",
        "navette/lending/v1/lending_service.proto",
        "navette/lending/v1/loan_request_service.proto",
        "navette/lending/v1/report.proto",
        "navette/lending/v1/view.proto",
        "navette/operation/v1/operation_service.proto",
        "navette/patrons/v1/patron_service.proto",
        "navette/patrons/v1/patrons.proto",
        "navette/refusal/v1/refusal.proto",
    ];
    for file in files {
        println!("cargo::rerun-if-changed={file}");
    }
    let descriptors = protox::compile(files, ["."])?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
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
