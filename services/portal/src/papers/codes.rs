//! How are a barcode and a QR code drawn? As dark rectangles, for a page and for a paper alike.

use barcoders::sym::code128::Code128;
use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};
use std::fmt::Write;

/// White around a QR code, in modules (ISO/IEC 18004).
const QR_QUIET: u32 = 4;
/// White on either side of a Code 128, in modules (ISO/IEC 15417).
const BARS_QUIET: u32 = 10;
/// Longer ones become too wide for a roll of 80 mm.
const BARS_CHARS_MAX: usize = 24;

/// A code as rectangles, in modules from its upper left corner; the white around it is part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Left, top, width, height.
    pub(crate) dark: Vec<(u32, u32, u32, u32)>,
}

impl Drawn {
    /// Writes the rectangles as the path of an SVG.
    pub(crate) fn path(&self) -> String {
        let mut path = String::new();
        for (left, top, width, height) in &self.dark {
            // Writing to a text does not fail.
            let _ = write!(path, "M{left} {top}h{width}v{height}h-{width}z");
        }
        path
    }
}

/// Draws a QR code; nothing where it would be too large.
pub(crate) fn qr(content: &[u8]) -> Option<Drawn> {
    // Papers get wet: as much correction as the size allows.
    let levels = [EcLevel::M, EcLevel::L];
    let made = levels
        .iter()
        .find_map(|level| QrCode::with_error_correction_level(content, *level).ok())?;
    let side = u32::try_from(made.width()).ok()?;
    let colors = made.to_colors();
    let mut dark = Vec::new();
    for (row, line) in (0..).zip(colors.chunks(made.width())) {
        let mut column = 0;
        for run in line.chunk_by(|one, other| one == other) {
            let length = u32::try_from(run.len()).ok()?;
            if run.first() == Some(&Color::Dark) {
                dark.push((QR_QUIET + column, QR_QUIET + row, length, 1));
            }
            column += length;
        }
    }
    Some(Drawn {
        width: side + 2 * QR_QUIET,
        height: side + 2 * QR_QUIET,
        dark,
    })
}

/// Draws a Code 128, one module high; nothing where it has signs that it does not know, or too many.
pub(crate) fn bars(content: &str) -> Option<Drawn> {
    let plain = content.bytes().all(|byte| (32..127).contains(&byte));
    if !plain || content.is_empty() || content.len() > BARS_CHARS_MAX {
        return None;
    }
    let digits = content.bytes().all(|byte| byte.is_ascii_digit());
    // Pairs of digits take half the room in set C.
    let set = match digits && content.len().is_multiple_of(2) {
        true => '\u{106}',
        false => '\u{181}',
    };
    let modules = Code128::new(format!("{set}{content}")).ok()?.encode();
    let mut dark = Vec::new();
    let mut left = BARS_QUIET;
    for run in modules.chunk_by(|one, other| one == other) {
        let length = u32::try_from(run.len()).ok()?;
        if run.first() == Some(&1) {
            dark.push((left, 0, length, 1));
        }
        left += length;
    }
    Some(Drawn {
        width: left + BARS_QUIET,
        height: 1,
        dark,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_qr_code_has_its_three_corners_and_white_around() {
        let drawn = qr(b"saint-omer/000012").unwrap();
        assert_eq!(drawn.width, drawn.height);
        assert!(drawn.dark.contains(&(4, 4, 7, 1)));
        assert!(drawn.dark.contains(&(drawn.width - 11, 4, 7, 1)));
        assert!(drawn.path().starts_with("M4 4h7v1h-7z"));
        assert!(qr(&[b'a'; 4_000]).is_none());
    }

    #[test]
    fn bars_begin_and_end_dark_and_refuse_what_they_cannot_say() {
        for content in ["000012", "saint-omer/000012", "A"] {
            let drawn = bars(content).unwrap();
            assert_eq!(drawn.dark[0].0, 10, "{content}");
            let last = drawn.dark.last().unwrap();
            assert_eq!(last.0 + last.2, drawn.width - 10, "{content}");
        }
        for content in ["", "é", "a\nb", "1234567890123456789012345"] {
            assert!(bars(content).is_none(), "{content}");
        }
    }
}
