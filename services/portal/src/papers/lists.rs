//! The pick list and the manifest as PDF, on A4.

use super::codes::qr;
use super::sheet::Sheets;

/// The last line of a page stands here, in millimetres.
const FOOT: f32 = 285.0;

/// A paper with lines: a heading, and under it one line after another.
pub(crate) struct Listed {
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) parts: Vec<Part>,
    /// What the QR code in the corner holds; empty where there is none.
    pub(crate) code: Vec<u8>,
}

/// What stands under one heading.
pub(crate) struct Part {
    pub(crate) heading: String,
    pub(crate) lines: Vec<PaperLine>,
}

/// One item: what it is, and what is to be known of it.
pub(crate) struct PaperLine {
    pub(crate) mark: String,
    pub(crate) title: String,
    pub(crate) detail: String,
}

/// Makes the file.
pub(crate) fn pdf(listed: &Listed) -> Vec<u8> {
    let mut sheet = Sheets::new(210.0, 297.0);
    sheet.line(12.0, 18.0, 18.0, true, &listed.title);
    sheet.line(12.0, 26.0, 11.0, false, &listed.lead);
    let mut top = 36.0;
    if !listed.code.is_empty()
        && let Some(drawn) = qr(&listed.code)
    {
        sheet.code((148.0, 8.0), (54.0, 54.0), &drawn);
        top = 68.0;
    }
    for part in &listed.parts {
        if top > FOOT - 15.0 && !turned(&mut sheet, &mut top) {
            break;
        }
        sheet.line(12.0, top, 13.0, true, &part.heading);
        top += 7.0;
        for line in &part.lines {
            if top > FOOT && !turned(&mut sheet, &mut top) {
                break;
            }
            sheet.rule(top + 5.5);
            sheet.line(12.0, top, 10.0, true, &short(&line.mark, 16));
            sheet.line(48.0, top, 10.0, false, &short(&line.title, 78));
            sheet.line(48.0, top + 4.0, 8.0, false, &short(&line.detail, 100));
            top += 9.5;
        }
        top += 4.0;
    }
    sheet.finish()
}

fn turned(sheet: &mut Sheets, top: &mut f32) -> bool {
    *top = 18.0;
    sheet.turn()
}

fn short(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => text.chars().take(most).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_goes_over_several_pages() {
        let line = |number: usize| PaperLine {
            mark: format!("R {number}"),
            title: "Titre ".repeat(40),
            detail: String::new(),
        };
        let listed = Listed {
            title: "À prendre en rayon".into(),
            lead: String::new(),
            parts: vec![Part {
                heading: String::new(),
                lines: (0..100).map(line).collect(),
            }],
            code: b"navette 1".to_vec(),
        };
        let made = pdf(&listed);
        let text = String::from_utf8_lossy(&made);
        assert!(text.contains("/Count 4"), "{}", made.len());
    }
}
