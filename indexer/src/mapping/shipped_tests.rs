//! Each shipped profile with the record it is made for.

#![allow(clippy::unwrap_used)]
use super::fixtures::{Describe, a_record};
use super::*;
use crate::marc::MarcRecord;
use navette_domain::catalogue::{Audience, Isbn, ItemStatus, Medium, Record};
use navette_domain::time::Day;

fn mapped(profile: &str, marc: &MarcRecord) -> Mapped {
    map_marc(&Profile::by_name(profile).unwrap(), marc, b"raw").unwrap()
}

fn mapped_record(profile: &str, marc: &MarcRecord) -> Record {
    mapped(profile, marc).record
}

fn a_unimarc_book() -> MarcRecord {
    a_record("am")
        .control("001", "121394")
        .with("010", "  $a2-07-036002-4$bbr.$d9.80 EUR")
        .with("073", " 0$a9782070360024")
        .with("100", "  $a20110703d1971    m  y0frey50      ba")
        .with("101", "1 $afre")
        .with("200", "1 $a\u{98}L'\u{9c}étranger$eroman$fAlbert Camus")
        .with("205", "  $a2e éd.")
        .with("210", "  $aParis$cGallimard$d1971")
        .with("215", "  $a184 p.$d18 cm")
        .with("225", "2 $aCollection Folio$v2")
        .with("410", " 0$tCollection Folio$x0768-0732")
        .with("330", "  $aCondamné à mort, Meursault se souvient.")
        .with(
            "606",
            "  $aAbsurde (philosophie)$xDans la littérature$2rameau",
        )
        .with("610", "0 $amort$aprocès")
        .with("700", " 1$aCamus$bAlbert$f1913-1960$4070")
        .with("702", " 1$aGrenier$bRoger$4080")
}

#[test]
fn every_shipped_profile_is_sound_and_says_its_name() {
    for (name, description, text) in Profile::shipped() {
        let profile =
            Profile::from_toml(text).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert_eq!(
            (profile.name(), profile.description()),
            (*name, *description)
        );
    }
    for base in ["unimarc", "marc21"] {
        assert_eq!(Profile::by_name(base).unwrap().name(), base);
    }
}

#[test]
fn a_unimarc_title_is_read_in_full() {
    let mapped = mapped("koha-unimarc", &a_unimarc_book());
    assert!(mapped.warnings.is_empty());
    let record = mapped.record;
    assert_eq!(
        (record.id.0.as_str(), record.title.as_str()),
        ("121394", "L'étranger")
    );
    assert_eq!(
        (record.subtitle.as_str(), record.responsibility.as_str()),
        ("roman", "Albert Camus")
    );
    assert_eq!(record.authors, ["Camus, Albert", "Grenier, Roger"]);
    assert_eq!(record.isbns, [Isbn::parse("9782070360024").unwrap()]);
    assert_eq!(
        (record.edition.as_str(), record.extent.as_str()),
        ("2e éd.", "184 p.")
    );
    assert_eq!(
        (record.publisher.as_str(), record.year),
        ("Gallimard", Some(1971))
    );
    assert_eq!(record.series, ["Collection Folio"]);
    assert_eq!(
        record.subjects,
        [
            "Absurde (philosophie) -- Dans la littérature",
            "mort",
            "procès"
        ]
    );
    assert_eq!(record.summary, "Condamné à mort, Meursault se souvient.");
    assert_eq!(
        (record.language.as_str(), record.medium),
        ("fre", Medium::Book)
    );
    assert_eq!(record.audience, Audience::Adults);
    assert_eq!(record.work_descriptor.0, "1|work|etranger|camus|book");
    assert_eq!(record.edition_descriptor.0, "1|edition|isbn|9782070360024");
}

#[test]
fn koha_copies_carry_status_due_day_and_issue() {
    let marc = a_unimarc_book()
        .with(
            "995",
            "  $bMED$cMED$eADU$f00012345$kR CAM$o0$n2026-01-31$rLIV",
        )
        .with("995", "  $f00012346$kR CAM$o1$rLIV")
        .with("995", "  $f00012347$kR CAM$20$o0$vt. 2")
        .with("995", "  $f00012348$kR CAM$21");
    let record = mapped_record("koha-unimarc", &marc);
    let statuses: Vec<_> = record.items.iter().map(|item| item.status).collect();
    assert_eq!(
        statuses,
        [
            ItemStatus::OnLoan,
            ItemStatus::Reference,
            ItemStatus::Available,
            ItemStatus::Unavailable
        ]
    );
    let first = &record.items[0];
    assert_eq!(
        (
            first.barcode.as_str(),
            first.shelfmark.as_str(),
            first.location.as_str()
        ),
        ("00012345", "R CAM", "ADU")
    );
    assert_eq!(first.due, Day::from_civil(2026, 1, 31));
    assert_eq!(record.items[2].part.as_ref().unwrap().sort, 2);
}

#[test]
fn pmb_copies_are_read_from_996_and_not_twice() {
    let marc = a_unimarc_book()
        .with("995", "  $aVille$f0001$kR CAM$ruu$qu")
        .with(
            "996",
            "  $f0001$kR CAM$vMédiathèque$xRomans adultes$eLivre$1En prêt$31",
        )
        .with("995", "  $aVille$f0002$kR CAM")
        .with(
            "996",
            "  $f0002$kR CAM$vMédiathèque$eLivre$1Document en bon état$30",
        );
    let record = mapped_record("pmb-unimarc", &marc);
    assert_eq!(record.items.len(), 2);
    assert_eq!(record.items[0].status, ItemStatus::OnLoan);
    assert_eq!(record.items[0].location, "Médiathèque, Romans adultes");
    assert_eq!(record.items[1].status, ItemStatus::Reference);
    assert_eq!(Profile::guess(&marc), "pmb-unimarc");
}

#[test]
fn syracuse_copies_are_joined_by_their_number_whatever_the_order() {
    let marc = a_unimarc_book()
        .with("915", "  $5ex:1$b0001")
        .with("915", "  $5ex:2$b0002")
        .with("930", "  $5ex:2$gR CAM b")
        .with("930", "  $5ex:1$gR CAM a$oprêté");
    let record = mapped_record("syracuse", &marc);
    let copies: Vec<_> = record
        .items
        .iter()
        .map(|item| (item.barcode.as_str(), item.shelfmark.as_str()))
        .collect();
    assert_eq!(copies, [("0001", "R CAM a"), ("0002", "R CAM b")]);
    assert_eq!(record.items[0].status, ItemStatus::OnLoan);
    assert_eq!(Profile::guess(&marc), "syracuse");
}

#[test]
fn without_common_number_the_first_stands_with_the_first() {
    let marc = a_unimarc_book()
        .with("915", "  $b0001")
        .with("915", "  $b0002")
        .with("930", "  $gA")
        .with("930", "  $gB");
    let record = mapped_record("syracuse", &marc);
    let copies: Vec<_> = record
        .items
        .iter()
        .map(|item| (item.barcode.as_str(), item.shelfmark.as_str()))
        .collect();
    assert_eq!(copies, [("0001", "A"), ("0002", "B")]);
}

#[test]
fn orphee_barcodes_may_get_the_number_of_the_department() {
    let marc = a_unimarc_book().with("995", "  $h123456$kR CAM$qa");
    assert_eq!(mapped_record("orphee", &marc).items[0].barcode, "123456");
    assert_eq!(Profile::guess(&marc), "orphee");
    let nord = Profile::from_toml(
        "extends = \"orphee\"\n[[items]]\nfield = \"995\"\nbarcode = \"$h\"\nbarcode_suffix = \"0021\"\nshelfmark = \"$k\"",
    );
    let record = map_marc(&nord.unwrap(), &marc, b"").unwrap().record;
    assert_eq!(record.items[0].barcode, "1234560021");
}

fn a_marc21_book() -> MarcRecord {
    a_record("am")
        .control("001", "   2003543210 ")
        .control("008", "000321s1999    fr            000 1 fre d")
        .with("020", "  $a2070360024 (br.)")
        .with("100", "1 $aCamus, Albert,$d1913-1960.")
        .with("245", "12$aL'étranger :$broman /$cAlbert Camus.")
        .with("260", "  $aParis :$bGallimard,$cc1999.")
        .with("300", "  $a184 p. ;$c18 cm.")
        .with("490", "1 $aFolio ;$v2")
        .with("650", " 0$aAbsurd (Philosophy)$vFiction.")
        .with("700", "1 $aGrenier, Roger.")
}

#[test]
fn marc21_holdings_are_read_from_852_or_joined_with_876() {
    let simple = a_marc21_book().with("852", "  $aVille$bADU$hR$iCAM$p0001");
    let record = mapped_record("marc21-852", &simple);
    assert_eq!(
        (
            record.id.0.as_str(),
            record.title.as_str(),
            record.subtitle.as_str()
        ),
        ("2003543210", "L'étranger", "roman")
    );
    assert_eq!(record.authors, ["Camus, Albert", "Grenier, Roger"]);
    assert_eq!(
        (
            record.publisher.as_str(),
            record.year,
            record.extent.as_str()
        ),
        ("Gallimard", Some(1999), "184 p.")
    );
    assert_eq!(record.subjects, ["Absurd (Philosophy) -- Fiction"]);
    assert_eq!(record.items[0].shelfmark, "R CAM");
    assert_eq!(record.work_descriptor.0, "1|work|etranger|camus|book");
    assert_eq!(Profile::guess(&simple), "marc21-852");

    let joined = a_marc21_book()
        .with("852", "  $81$bADU$hR$iCAM")
        .with("852", "  $82$bJEU$hJR$iCAM")
        .with("876", "  $82.1$p0002$jChecked out")
        .with("876", "  $81.1$p0001$jAvailable");
    let record = mapped_record("marc21-852", &joined);
    let copies: Vec<_> = record
        .items
        .iter()
        .map(|item| (item.barcode.as_str(), item.shelfmark.as_str(), item.status))
        .collect();
    assert_eq!(
        copies,
        [
            ("0002", "JR CAM", ItemStatus::OnLoan),
            ("0001", "R CAM", ItemStatus::Available)
        ]
    );
}

#[test]
fn koha_marc21_copies_are_read_from_952() {
    let marc = a_marc21_book()
        .with("952", "  $00$10$40$70$aMED$bMED$cADU$oR CAM$p0001$yBK")
        .with("952", "  $00$10$71$p0002$oU CAM$q2026-01-31");
    let record = mapped_record("koha-marc21", &marc);
    assert_eq!(record.items[0].status, ItemStatus::Available);
    assert_eq!(
        (
            record.items[0].location.as_str(),
            record.items[0].shelfmark.as_str()
        ),
        ("ADU", "R CAM")
    );
    assert_eq!(
        (record.items[1].status, record.items[1].due),
        (ItemStatus::OnLoan, Day::from_civil(2026, 1, 31))
    );
    assert_eq!(Profile::guess(&marc), "koha-marc21");
}

#[test]
fn embedded_fields_give_series_and_original_title() {
    let marc = a_record("am")
        .with("200", "1 $aL'altra faccia della spirale$fIsaac Asimov")
        .with(
            "410",
            " 0$1001IT\\ICCU\\CFI\\0012751$12001 $aBestsellers$v641",
        )
        .with(
            "454",
            " 0$1001IT\\ICCU\\RAV\\0005061$12001 $aSecond foundation.$1700 1$aAsimov$b, Isaac",
        )
        .with("700", " 1$aAsimov$b, Isaac$4070");
    let record = mapped_record("koha-unimarc", &marc);
    assert_eq!(
        (record.series, record.uniform_title),
        (
            vec!["Bestsellers".to_owned()],
            "Second foundation".to_owned()
        )
    );
    assert_eq!(record.authors, ["Asimov, Isaac"]);
    assert!(record.id.0.starts_with("digest:"));
}

#[test]
fn a_record_without_number_is_named_by_its_first_barcode() {
    let marc = a_record("am")
        .with("200", "1 $aTitre")
        .with("995", "  $f0042$kR");
    assert_eq!(mapped_record("koha-unimarc", &marc).id.0, "barcode:0042");
}

#[test]
fn a_barcode_without_a_digit_names_no_record() {
    let marc = a_record("am")
        .with("200", "1 $aTitre")
        .with("995", "  $fENSP_$kR");
    let id = mapped_record("koha-unimarc", &marc).id.0;
    assert!(id.starts_with("digest:"), "{id}");
}

#[test]
fn a_part_has_number_and_title() {
    let marc = a_record("am")
        .with("200", "1 $aAstérix$h3$iAstérix et les Goths")
        .with("700", " 1$aGoscinny$bRené");
    let record = mapped_record("koha-unimarc", &marc);
    let part = record.part.unwrap();
    assert_eq!(
        (part.sort, part.label.as_str()),
        (3, "3, Astérix et les Goths")
    );
    assert_eq!(record.work_descriptor.0, "1|work|asterix#3|goscinny|book");
}

#[test]
fn media_come_from_the_copies_codes_the_label_and_the_headings() {
    let book = || a_record("am").with("200", "1 $aTitre");
    for (marc, medium) in [
        (book(), Medium::Book),
        (book().with("995", "  $f1$rDVD"), Medium::Film),
        (
            book().with("608", "  $aBandes dessinées$2rameau"),
            Medium::Comic,
        ),
        (book().with("105", "  $ay   t   000yy"), Medium::Comic),
        (book().with("106", "  $ad"), Medium::LargePrint),
        (
            book().with("225", "2 $aGrands caractères"),
            Medium::LargePrint,
        ),
        (a_record("as").with("200", "1 $aTitre"), Medium::Periodical),
        (a_record("gm").with("200", "1 $aTitre"), Medium::Film),
        (a_record("im").with("200", "1 $aTitre"), Medium::Audiobook),
        (a_record("jm").with("200", "1 $aTitre"), Medium::Music),
        (a_record("cm").with("200", "1 $aTitre"), Medium::Score),
        (
            a_record("xx")
                .with("200", "1 $aTitre")
                .with("181", "  $cspw"),
            Medium::Audiobook,
        ),
    ] {
        assert_eq!(
            mapped_record("koha-unimarc", &marc).medium,
            medium,
            "{marc:?}"
        );
    }
}

#[test]
fn records_without_title_and_authorities_are_refused() {
    let profile = Profile::by_name("koha-unimarc").unwrap();
    let nameless = a_record("am").control("001", "7");
    assert_eq!(
        map_marc(&profile, &nameless, b"").unwrap_err().to_string(),
        "record \"7\" has no title"
    );
    let authority = a_record("x ")
        .control("001", "8")
        .with("152", "  $bRAMEAU")
        .with("200", " 1$aCamus$bAlbert");
    assert_eq!(
        map_marc(&profile, &authority, b"").unwrap_err(),
        MapRefusal::Authority("8".to_owned())
    );
}

#[test]
fn a_status_the_profile_does_not_explain_is_told() {
    let marc = a_unimarc_book().with("995", "  $h1$kR$ozz");
    let mapped = mapped("orphee", &marc);
    assert_eq!(
        mapped.warnings,
        ["copy \"1\" has status \"zz\", which the profile does not explain"]
    );
}
