//! How is a closed list of the domain written as an enumeration of the contract? Value by value, and zero is refused by name.

/// Makes a module with `to_wire` and `from_wire` for a list whose values bear the same names on both sides.
///
/// A value that is new in the domain does not compile before the contract has it.
macro_rules! enumeration {
    ($(#[$doc:meta])* $module:ident: $domain:ty, $wire:ty { $($value:ident),+ $(,)? }) => {
        $(#[$doc])*
        pub mod $module {
            #[allow(unused_imports)]
            use super::*;
            use $crate::Refusal;

            /// Writes a value.
            pub fn to_wire(value: $domain) -> i32 {
                type Domain = $domain;
                match value {
                    $(Domain::$value => <$wire>::$value as i32,)+
                }
            }

            /// Reads a value of the field named, refusing the unspecified one and those that do not exist.
            pub fn from_wire(field: &str, number: i32) -> Result<$domain, Refusal> {
                type Domain = $domain;
                match <$wire>::try_from(number) {
                    $(Ok(<$wire>::$value) => Ok(Domain::$value),)+
                    Ok(<$wire>::Unspecified) => {
                        let name = <$wire>::Unspecified.as_str_name();
                        Err(Refusal::field(field, format!("{name} is none")))
                    }
                    Err(_) => Err(Refusal::field(field, format!("unknown value {number}"))),
                }
            }
        }
    };
}
pub(crate) use enumeration;
