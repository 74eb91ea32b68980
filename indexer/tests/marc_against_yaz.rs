//! Does YAZ, whose reading of these formats is the reference, read the same text out of the samples? Skipped where it is
//! not installed.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod samples;

use std::process::Command;

use navette_indexer::marc::{Decoded, Field, Format, charset::Charset};
use unicode_normalization::UnicodeNormalization;

/// Fields that differ from YAZ, and the rule that makes us read them otherwise. All others are the same.
const EXPLAINED: [(&str, usize, &str); 10] = [
    (
        "bad_lengths_etalon.mrc",
        34,
        "ISO 2709: lengths are bytes; where they are not, terminators tell fields apart",
    ),
    ("bad_subfield_code.mrc", 7, "the same"),
    (
        "bad_indicator.mrc",
        1,
        "MARC 21 record structure: a delimiter ends the indicators even where there are none",
    ),
    (
        "bad_chabon-missing-datafield-tag.xml",
        1,
        "MARCXML schema: tag is required; the field is left out",
    ),
    (
        "bad_chabon-missing-subfield-code.xml",
        1,
        "MARCXML schema: code is required; the subfield is left out",
    ),
    (
        "bad_eacc_encoding.mrc",
        1,
        "Unicode 3.9: what has no meaning shows as U+FFFD; YAZ drops it",
    ),
    ("bad_incomplete_esc_seq.mrc", 6, "the same"),
    (
        "bad_marc8_escape.mrc",
        8,
        "the same; YAZ drops the rest of the subfield",
    ),
    (
        "marc21_marc8_jazz_1000.mrc",
        4,
        "E1 typed for an apostrophe: no accent of ANSEL stands on \"l\", \"s\" or a dash",
    ),
    ("unimarc_bnr_short.mrc", 37, "UTF-8 encoded twice is undone"),
];

/// YAZ reads nothing here: no root element, no record terminator. We refuse the last: KOI8-R, declared as something else.
const NOT_COMPARED: [&str; 3] = [
    "bad_marcxml_fragments_serials_7.xml",
    "bad_no_terminator_coup_cavalier.mrc",
    "rusmarc_koi8r_1-20.mrc",
];

#[test]
fn the_text_is_what_yaz_reads_but_for_explained_differences() {
    if Command::new("yaz-marcdump").arg("-V").output().is_err() {
        println!("skipped: yaz-marcdump is not installed");
        return;
    }
    let mut found = Vec::new();
    for name in samples::names() {
        if NOT_COMPARED.contains(&name.as_str()) {
            continue;
        }
        let differences = differences(&name);
        let explained = EXPLAINED
            .iter()
            .find(|(file, ..)| *file == name)
            .map_or(0, |(_, count, _)| *count);
        if differences.len() != explained {
            let examples: Vec<_> = differences.iter().take(5).collect();
            found.push(format!(
                "{name}: {} differ, {explained} explained: {examples:#?}",
                differences.len()
            ));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Fields that are not the same, ours and theirs.
fn differences(name: &str) -> Vec<(String, String)> {
    let records: Vec<(Format, Decoded)> = samples::read(name)
        .unwrap()
        .into_iter()
        .filter_map(Result::ok)
        .collect();
    let ours: Vec<String> = records
        .iter()
        .flat_map(|(_, decoded)| lines(decoded))
        .collect();
    let theirs = dump(name, &records);
    let at = |lines: &[String], place: usize| lines.get(place).cloned().unwrap_or_default();
    let places = 0..ours.len().max(theirs.len());
    places
        .map(|place| (at(&ours, place), at(&theirs, place)))
        .filter(|(our, their)| our != their)
        .collect()
}

fn dump(name: &str, records: &[(Format, Decoded)]) -> Vec<String> {
    let some = |charset| {
        records
            .iter()
            .any(|(_, decoded)| decoded.charset == charset)
    };
    let names = [
        (Charset::Marc8, "marc8"),
        (Charset::Iso5426, "iso5426"),
        (Charset::Windows1252, "windows-1252"),
    ];
    let from = names
        .iter()
        .find(|(charset, _)| some(*charset))
        .map_or("utf-8", |(_, name)| name);
    let format = if records.iter().any(|(format, _)| *format == Format::MarcXml) {
        "marcxml"
    } else {
        "marc"
    };
    let mut command = Command::new("yaz-marcdump");
    command
        .args(["-i", format, "-o", "line", "-f", from, "-t", "utf-8"])
        .arg(samples::sample(name).unwrap());
    let output = command.output().unwrap().stdout;
    let leaders: Vec<String> = records
        .iter()
        .map(|(_, decoded)| plain(&decoded.record.leader))
        .collect();
    let mut lines = Vec::new();
    for line in String::from_utf8_lossy(&output).lines() {
        let remark = line.starts_with(['<', '(']);
        let leader = line
            .get(..5)
            .is_some_and(|length| length.bytes().all(|byte| byte.is_ascii_digit()));
        let line = plain(line);
        if !(remark || leader || line.is_empty() || leaders.contains(&line)) {
            lines.push(line);
        }
    }
    lines
}

fn lines(decoded: &Decoded) -> Vec<String> {
    let mut lines = Vec::new();
    for field in &decoded.record.fields {
        lines.push(plain(&match field {
            Field::Control { tag, value } => format!("{tag} {value}"),
            Field::Data {
                tag,
                indicators: [first, second],
                subfields,
            } => {
                let text: Vec<String> = subfields
                    .iter()
                    .map(|s| format!("${} {}", s.code, s.value))
                    .collect();
                format!("{tag} {first}{second} {}", text.join(" "))
            }
        }));
    }
    lines
}

/// Blanks are not compared: YAZ prints some of its own. Nor are marks that are no text.
fn plain(line: &str) -> String {
    line.nfc()
        .filter(|character| !character.is_whitespace() && !character.is_control())
        .collect()
}
