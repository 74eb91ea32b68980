//! How are the domain's names, days and words stored? Names are checked again when they are read.
//!
//! The domain knows no serialisation, and only the crate of the trait may say this for its types.

use super::stored::Stored;
use crate::codec::Source;
use crate::stored_struct;
use navette_domain::access::StaffName;
use navette_domain::catalogue::{EditionKey, LibraryId, Medium, Part, WorkKey};
use navette_domain::identity::{
    Barcode, CardNumber, ItemId, JourneyId, PatronNumber, PatronReference, RequestId,
};
use navette_domain::time::{Day, LocalMoment, Timestamp};

stored_struct!(ItemId { library, barcode });
stored_struct!(PatronNumber { 0 });
stored_struct!(PatronReference { 0 });
stored_struct!(RequestId { 0 });
stored_struct!(JourneyId { 0 });
stored_struct!(Day { 0 });
stored_struct!(Timestamp { 0 });
stored_struct!(LocalMoment { day, minute });
stored_struct!(Part { sort, label });

macro_rules! stored_as_text {
    ($($name:ty: $show:expr, $read:expr;)+) => {
        $(
            impl Stored for $name {
                fn put(&self, out: &mut Vec<u8>) {
                    let show: fn(&Self) -> &str = $show;
                    crate::codec::put_bytes(out, show(self).as_bytes());
                }

                fn take(source: &mut Source<'_>) -> Option<Self> {
                    let read: fn(&str) -> Option<Self> = $read;
                    read(source.text()?)
                }
            }
        )+
    };
}

stored_as_text! {
    LibraryId: Self::as_str, |text| Self::parse(text).ok();
    Barcode: Self::as_str, |text| Self::parse(text).ok();
    CardNumber: Self::expose, |text| Self::parse(text).ok();
    StaffName: Self::as_str, |text| Self::parse(text).ok();
    Medium: |medium| medium.code(), Self::from_code;
}

macro_rules! stored_as_hash {
    ($($name:ident),+) => {
        $(
            impl Stored for $name {
                /// Eight bytes: a hash is never a small number.
                fn put(&self, out: &mut Vec<u8>) {
                    out.extend_from_slice(&self.0.to_le_bytes());
                }

                fn take(source: &mut Source<'_>) -> Option<Self> {
                    source.array().map(u64::from_le_bytes).map(Self)
                }
            }
        )+
    };
}

stored_as_hash!(WorkKey, EditionKey);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ledger::{stored_bytes, taken_whole};
    use proptest::prelude::*;

    fn assert_comes_back<T: Stored + PartialEq>(value: &T) {
        let bytes = stored_bytes(value);
        assert!(taken_whole::<T>(&bytes).as_ref() == Some(value));
    }

    #[test]
    fn every_domain_type_is_read_as_it_was_written() {
        let library = LibraryId::parse("saint-omer").unwrap();
        let barcode = Barcode::parse("000001").unwrap();
        assert_comes_back(&library);
        assert_comes_back(&ItemId { library, barcode });
        assert_comes_back(&CardNumber::parse("62765-0042").unwrap());
        assert_comes_back(&(PatronNumber(7), PatronReference(u128::MAX)));
        assert_comes_back(&(RequestId(1), JourneyId(2)));
        assert_comes_back(&(Day(-719_468), Timestamp(i64::MIN)));
        assert_comes_back(&(WorkKey(u64::MAX), EditionKey(0)));
        assert_comes_back(&Part::from_label("t. 3").unwrap());
        for medium in Medium::ALL {
            assert_comes_back(medium);
        }
        let noon = LocalMoment {
            day: Day(20_000),
            minute: 720,
        };
        assert_comes_back(&noon);
    }

    #[test]
    fn what_the_domain_would_refuse_is_no_value() {
        let text = |text: &str| stored_bytes(&text.to_owned());
        assert_eq!(taken_whole::<LibraryId>(&text("Aire sur la Lys")), None);
        assert_eq!(taken_whole::<Barcode>(&text("")), None);
        assert_eq!(taken_whole::<Medium>(&text("scroll")), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = taken_whole::<Vec<(ItemId, LocalMoment, Medium, Part)>>(&bytes);
            let _ = taken_whole::<Vec<CardNumber>>(&bytes);
        }
    }
}
