//! How much may one command write? Written limits, checked before anything is recorded.

/// The longest key of a row, in bytes; the shortest has one.
pub const KEY_BYTES_MAX: usize = 1024;
/// The longest value of a row, in bytes.
pub const VALUE_BYTES_MAX: usize = 1 << 20;
/// How many rows one command may change.
pub const ROWS_MAX: usize = 65_536;

/// Says what is wrong with the size of a row, if anything is.
pub(crate) fn refuse_oversize(key: &[u8], value: Option<&[u8]>) -> Result<(), String> {
    if key.is_empty() || key.len() > KEY_BYTES_MAX {
        return Err(format!(
            "the key of a row has 1 to {KEY_BYTES_MAX} bytes, not {}",
            key.len()
        ));
    }
    match value {
        Some(value) if value.len() > VALUE_BYTES_MAX => Err(format!(
            "the value of a row may have {VALUE_BYTES_MAX} bytes, not {}",
            value.len()
        )),
        Some(_) | None => Ok(()),
    }
}
