//! Who belongs to the territory, and by what certificate? Rules only: keys and signatures are the edge's.

mod subject;

pub use subject::{KioskName, KioskNameRefusal, Subject, SubjectRefusal};
