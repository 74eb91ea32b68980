//! How are the libraries of a territory listed?

use super::columns::{self, Column};
use super::{moment, moment_for_people};
use crate::failure::Failure;
use crate::terminal::Terminal;
use navette_proto::convert::library_state;
use navette_proto::wire::catalogue as wire;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Listed {
    libraries: Vec<Library>,
}

#[derive(Serialize)]
struct Library {
    library: String,
    name: String,
    commune: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    state: &'static str,
    as_of: Option<String>,
    records: u64,
}

/// Shapes the list for programs.
pub(crate) fn json(libraries: Vec<wire::Library>) -> Result<Listed, Failure> {
    let shaped: Result<Vec<Library>, Failure> = libraries.into_iter().map(shaped).collect();
    Ok(Listed { libraries: shaped? })
}

/// Writes the list for people.
pub(crate) fn table(libraries: &[wire::Library], terminal: &mut Terminal) -> Result<(), Failure> {
    let heads = [
        Column::Left("LIBRARY"),
        Column::Left("NAME"),
        Column::Left("COMMUNE"),
        Column::Right("TITLES"),
        Column::Left("STATE"),
    ];
    let mut rows = Vec::new();
    for library in libraries {
        let state = state(library.state)?;
        let dated = match moment_for_people(library.as_of_ms) {
            Some(date) => format!("{state}, as of {date}"),
            None => state.to_owned(),
        };
        rows.push(vec![
            library.library.clone(),
            library.name.clone(),
            library.commune.clone(),
            library.records.to_string(),
            dated,
        ]);
    }
    columns::write(&heads, &rows, terminal)
}

fn shaped(library: wire::Library) -> Result<Library, Failure> {
    let somewhere = library.latitude != 0.0 || library.longitude != 0.0;
    Ok(Library {
        state: state(library.state)?,
        as_of: moment(library.as_of_ms),
        library: library.library,
        name: library.name,
        commune: library.commune,
        latitude: somewhere.then_some(library.latitude),
        longitude: somewhere.then_some(library.longitude),
        records: library.records,
    })
}

fn state(state: i32) -> Result<&'static str, Failure> {
    library_state::code(state).map_err(|refusal| Failure::other(refusal.to_string()))
}
