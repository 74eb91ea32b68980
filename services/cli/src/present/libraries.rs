//! How are the libraries of a territory listed?

use super::{moment, moment_for_people};
use crate::failure::Failure;
use crate::terminal::Terminal;
use console::{Alignment, measure_text_width, pad_str};
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
    let heads = ["LIBRARY", "NAME", "COMMUNE", "TITLES", "STATE"];
    let mut rows: Vec<[String; 5]> = vec![heads.map(str::to_owned)];
    for library in libraries {
        let state = state(library.state)?;
        let dated = match moment_for_people(library.as_of_ms) {
            Some(date) => format!("{state}, as of {date}"),
            None => state.to_owned(),
        };
        rows.push([
            library.library.clone(),
            library.name.clone(),
            library.commune.clone(),
            library.records.to_string(),
            dated,
        ]);
    }
    let widths: Vec<usize> = (0..heads.len())
        .map(|column| {
            let widest = rows.iter().map(|row| measure_text_width(&row[column]));
            widest.max().unwrap_or(0)
        })
        .collect();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                let numbers = column == 3;
                let side = if numbers {
                    Alignment::Right
                } else {
                    Alignment::Left
                };
                pad_str(cell, *width, side, None).into_owned()
            })
            .collect();
        terminal.fitted_line(cells.join("  ").trim_end())?;
    }
    Ok(())
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
