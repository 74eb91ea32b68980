//! Bytes as an XML file: every frame is decoded, in every character set, and nothing may panic or run away.
#![no_main]

use libfuzzer_sys::fuzz_target;
use navette_indexer::marc::{Format, FormatHint, Frames, Hints, charset::Charset};

fuzz_target!(|bytes: &[u8]| {
    for frame in Frames::new(bytes, FormatHint::Exactly(Format::MarcXml)).flatten() {
        let _ = frame.decode(Hints::default());
        for charset in [Charset::Iso5426, Charset::Marc8, Charset::Windows1252] {
            let _ = frame.decode(Hints { charset: Some(charset), flavour: None });
        }
    }
});
