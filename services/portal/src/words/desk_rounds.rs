//! What do the van's timetable, the papers of a run and the reports say?

use crate::say::says;

says! {
    rounds_manifest: "Bordereau", "Manifest";
}
