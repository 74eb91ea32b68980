//! Reading what library systems export: framing, character sets, fields.

pub mod charset;
mod decode;
mod format;
mod frames;
mod open;
mod record;
mod write;

pub use decode::{DecodeRefusal, Decoded, Flavour, Hints, Kind, decode};
pub use format::{Format, FormatHint, NotACatalogue};
pub use frames::{Frame, FrameError, FrameReject, Frames, MAX_RECORD_BYTES, ReadError};
pub use open::{Opened, open};
pub use record::{Field, MarcRecord, Subfield};
pub use write::{TooLong, write};
