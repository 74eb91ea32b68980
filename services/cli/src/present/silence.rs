//! Which libraries did not answer, and what stands in for them?

use super::moment_for_people;
use crate::terminal::Terminal;
use navette_proto::wire::catalogue::{LibraryState, LibraryStatus};

/// Names every silent library on standard error, with the date of what is shown of it.
pub(super) fn name_silent(libraries: &[LibraryStatus], terminal: &Terminal) {
    for library in libraries {
        if let Some(sentence) = sentence(library) {
            terminal.note(&sentence);
        }
    }
}

fn sentence(library: &LibraryStatus) -> Option<String> {
    let name = if library.library_name.is_empty() {
        &library.library
    } else {
        &library.library_name
    };
    let copy = match moment_for_people(library.as_of_ms) {
        Some(date) => format!("what is shown of it is its copy of {date}"),
        None => "no copy of its catalogue exists yet, its works are missing".to_owned(),
    };
    match LibraryState::try_from(library.state) {
        Ok(LibraryState::Late) => Some(format!("{name} did not answer in time: {copy}")),
        Ok(LibraryState::Slow) => Some(format!("the line of {name} is slow: {copy}")),
        Ok(LibraryState::Away | LibraryState::Unknown) => {
            Some(format!("{name} cannot be reached: {copy}"))
        }
        Ok(LibraryState::Answered | LibraryState::NotNeeded | LibraryState::Unspecified)
        | Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_library_is_named_with_the_date_of_its_copy() {
        let mut library = LibraryStatus {
            library: "aire".into(),
            library_name: "Aire-sur-la-Lys".into(),
            state: LibraryState::Late as i32,
            as_of_ms: 1_000,
            ..LibraryStatus::default()
        };
        let told = "Aire-sur-la-Lys did not answer in time: what is shown of it is its copy of 1970-01-01 00:00 UTC";
        assert_eq!(sentence(&library).as_deref(), Some(told));
        library.state = LibraryState::NotNeeded as i32;
        assert_eq!(sentence(&library), None);
    }
}
