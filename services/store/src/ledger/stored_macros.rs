//! How is a type of another crate stored without writing it out by hand? Field by field, variants by number.

/// Implements [`Stored`](crate::ledger::Stored) for a struct: the fields in this order, which must not change.
///
/// `stored_struct!(Loan { item, due })`; for a tuple struct the places: `stored_struct!(Count { 0 })`.
#[macro_export]
macro_rules! stored_struct {
    ($type:ident { $($field:tt),+ $(,)? }) => {
        impl $crate::ledger::Stored for $type {
            fn put(&self, out: &mut Vec<u8>) {
                $($crate::ledger::Stored::put(&self.$field, out);)+
            }

            fn take(source: &mut $crate::ledger::Source<'_>) -> Option<Self> {
                Some(Self { $($field: $crate::ledger::Stored::take(source)?),+ })
            }
        }
    };
}

/// Implements [`Stored`](crate::ledger::Stored) for an enum: each variant behind its number, which must not change.
///
/// `stored_enum!(Step { 0 => Begun, 1 => Moved(from, to), 2 => Ended { day } })`. An unknown number is no value.
#[macro_export]
macro_rules! stored_enum {
    ($type:ident { $($number:literal => $variant:ident $(($($part:ident),+ $(,)?))? $({ $($field:ident),+ $(,)? })?),+ $(,)? }) => {
        impl $crate::ledger::Stored for $type {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($($part),+))? $({ $($field),+ })? => {
                        out.push($number);
                        $($($crate::ledger::Stored::put($part, out);)+)?
                        $($($crate::ledger::Stored::put($field, out);)+)?
                    })+
                }
            }

            fn take(source: &mut $crate::ledger::Source<'_>) -> Option<Self> {
                match source.byte()? {
                    $($number => {
                        $($(let $part = $crate::ledger::Stored::take(source)?;)+)?
                        $($(let $field = $crate::ledger::Stored::take(source)?;)+)?
                        Some(Self::$variant $(($($part),+))? $({ $($field),+ })?)
                    })+
                    _ => None,
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::ledger::{stored_bytes, taken_whole};
    use navette_domain::catalogue::Medium;
    use navette_domain::identity::{JourneyId, PatronNumber};
    use navette_domain::time::Day;
    use proptest::prelude::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Loan {
        patron: PatronNumber,
        due: Option<Day>,
    }
    stored_struct!(Loan { patron, due });

    #[derive(Clone, Debug, PartialEq)]
    struct Count(u32);
    stored_struct!(Count { 0 });

    #[derive(Clone, Debug, PartialEq)]
    enum Step {
        Begun,
        Moved(JourneyId, Medium),
        Lent { loan: Loan, renewals: Count },
    }
    stored_enum!(Step {
        0 => Begun,
        1 => Moved(journey, medium),
        4 => Lent { loan, renewals },
    });

    #[test]
    fn a_type_is_read_as_it_was_written_and_laid_out_as_it_was() {
        let loan = Loan {
            patron: PatronNumber(300),
            due: Some(Day(-1)),
        };
        for (step, bytes) in [
            (Step::Begun, vec![0]),
            (
                Step::Moved(JourneyId(2), Medium::Comic),
                [&[1, 2][..], &[0; 15], b"\x05comic"].concat(),
            ),
            (
                Step::Lent {
                    loan,
                    renewals: Count(3),
                },
                vec![4, 0xac, 2, 1, 1, 3],
            ),
        ] {
            assert_eq!(stored_bytes(&step), bytes);
            assert_eq!(taken_whole(&bytes), Some(step));
        }
    }

    #[test]
    fn a_variant_with_an_unknown_number_is_no_value() {
        assert_eq!(taken_whole::<Step>(&[2]), None);
        assert_eq!(taken_whole::<Step>(&[]), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = taken_whole::<Vec<Step>>(&bytes);
        }
    }
}
