//! How is a typed value laid out in a row? Field after field, without names; numbers short where they are small.
//!
//! Whatever can be written can be read back: limits are those of the row. What is read is checked as if it came from
//! outside. A type that contains itself must not be stored: reading it could go as deep as the row is long.

use crate::codec::{Source, put_bytes, put_number};
use std::collections::BTreeMap;

/// A value that knows its bytes.
pub trait Stored: Sized {
    /// Appends the value.
    fn put(&self, out: &mut Vec<u8>);
    /// Takes the value from the front; nothing where the bytes cannot be one.
    fn take(source: &mut Source<'_>) -> Option<Self>;
}

/// Gives the bytes of a value.
pub fn stored_bytes(value: &impl Stored) -> Vec<u8> {
    let mut out = Vec::new();
    value.put(&mut out);
    out
}

/// Reads a value that takes up all of the bytes.
pub fn taken_whole<T: Stored>(bytes: &[u8]) -> Option<T> {
    let mut source = Source::new(bytes);
    let value = T::take(&mut source)?;
    source.is_at_end().then_some(value)
}

impl Stored for u8 {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        source.byte()
    }
}

impl Stored for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, *self);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        source.number()
    }
}

impl Stored for u128 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        source.array().map(Self::from_le_bytes)
    }
}

impl Stored for i64 {
    /// Zigzag, so that small negative numbers are short too.
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, ((self << 1) ^ (self >> 63)) as u64);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        let number = source.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }
}

macro_rules! stored_within {
    ($($narrow:ty => $wide:ty),+) => {
        $(
            impl Stored for $narrow {
                fn put(&self, out: &mut Vec<u8>) {
                    <$wide>::from(*self).put(out);
                }

                fn take(source: &mut Source<'_>) -> Option<Self> {
                    <$wide>::take(source)?.try_into().ok()
                }
            }
        )+
    };
}

stored_within!(u16 => u64, u32 => u64, i16 => i64, i32 => i64);

impl Stored for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        match source.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Stored for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_bytes(out, self.as_bytes());
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        source.text().map(str::to_owned)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        match bool::take(source)? {
            true => T::take(source).map(Some),
            false => Some(None),
        }
    }
}

impl<T: Stored> Stored for Box<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (**self).put(out);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        T::take(source).map(Self::new)
    }
}

/// Takes a count of things of which each has a byte at least, so that no made-up count makes a long loop.
fn take_count(source: &mut Source<'_>) -> Option<usize> {
    let count = usize::try_from(source.number()?).ok()?;
    (count <= source.left()).then_some(count)
}

impl<T: Stored> Stored for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, self.len() as u64);
        for value in self {
            value.put(out);
        }
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        let mut values = Self::new();
        for _ in 0..take_count(source)? {
            values.push(T::take(source)?);
        }
        Some(values)
    }
}

impl<K: Stored + Ord, V: Stored> Stored for BTreeMap<K, V> {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, self.len() as u64);
        for (key, value) in self {
            key.put(out);
            value.put(out);
        }
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        let mut map = Self::new();
        for _ in 0..take_count(source)? {
            // A key twice would be a map that was never written.
            if map.insert(K::take(source)?, V::take(source)?).is_some() {
                return None;
            }
        }
        Some(map)
    }
}

macro_rules! stored_tuple {
    ($($name:ident . $place:tt),+) => {
        impl<$($name: Stored),+> Stored for ($($name,)+) {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$place.put(out);)+
            }

            fn take(source: &mut Source<'_>) -> Option<Self> {
                Some(($($name::take(source)?,)+))
            }
        }
    };
}

stored_tuple!(A.0, B.1);
stored_tuple!(A.0, B.1, C.2);
stored_tuple!(A.0, B.1, C.2, D.3);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    type Everything = (
        (u8, u16, u32, u64),
        (u128, i16, i32, i64),
        (bool, String, Option<Box<String>>),
        (Vec<u32>, BTreeMap<String, Vec<i64>>),
    );

    #[test]
    fn a_made_up_count_is_refused_at_once() {
        let mut bytes = Vec::new();
        put_number(&mut bytes, u64::MAX);
        bytes.push(7);
        assert_eq!(taken_whole::<Vec<u8>>(&bytes), None);
    }

    #[test]
    fn a_number_too_large_for_its_type_is_refused() {
        assert_eq!(taken_whole::<u16>(&stored_bytes(&70_000_u64)), None);
        assert_eq!(taken_whole::<i16>(&stored_bytes(&-40_000_i64)), None);
        assert_eq!(taken_whole::<bool>(&[2]), None);
    }

    proptest! {
        #[test]
        fn a_value_is_read_as_it_was_written(
            numbers in any::<((u8, u16, u32, u64), (u128, i16, i32, i64))>(),
            rest in any::<((bool, String, Option<Box<String>>), (Vec<u32>, BTreeMap<String, Vec<i64>>))>(),
        ) {
            let value: Everything = (numbers.0, numbers.1, rest.0, rest.1);
            let bytes = stored_bytes(&value);
            prop_assert_eq!(taken_whole::<Everything>(&bytes), Some(value));
            prop_assert_eq!(taken_whole::<Everything>(&bytes[..bytes.len() - 1]), None);
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = taken_whole::<Everything>(&bytes);
            let _ = taken_whole::<Vec<Everything>>(&bytes);
        }
    }
}
