//! Which records are the same work, which the same edition? Only the keys; the indexer makes them.

use std::fmt;

/// Says in words what a key was made from, with the version of the rule: `1|letranger|camus|book`.
///
/// Records carry it beside the key, so that a better rule can be introduced without orphaning what refers to the old key.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyDescriptor(pub String);

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl $name {
            /// Reads a key from its 16 hexadecimal digits.
            pub fn parse(text: &str) -> Option<Self> {
                let shape = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
                if shape { u64::from_str_radix(text, 16).ok().map(Self) } else { None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }
    };
}

key! {
    /// Names a work across all libraries: the hash of its descriptor.
    WorkKey
}
key! {
    /// Names an edition of a work across all libraries: the hash of its descriptor.
    EditionKey
}
