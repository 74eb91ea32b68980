//! Where does one record end and the next begin?

mod csv;
mod frame;
mod iso2709;
mod window;
mod xml;

pub use frame::{Frame, FrameError, FrameReject, Frames, MAX_RECORD_BYTES, ReadError};
