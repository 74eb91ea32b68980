//! Where do libraries stand, and which way does the van go? A plain drawing: straight lines, no tiles, nothing from elsewhere.

use super::map_names;
use crate::places::Place;
use navette_proto::wire::courier::Round;

/// The drawing's width; its height follows from the territory.
const WIDTH: f64 = 640.0;
/// Room around the outermost libraries, for their names.
const MARGIN: f64 = 56.0;
/// A territory that is a line on the ground still has some height.
const HEIGHT_MIN: f64 = 160.0;
const HEIGHT_MAX: f64 = 900.0;
/// Colours of rounds in the style sheet.
const COLOURS: usize = 4;

/// Rounds on one road are drawn so far beside each other.
const APART: f64 = 4.0;

/// A map as the template draws it.
#[derive(Debug)]
pub(super) struct Map {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) points: Vec<Point>,
    pub(super) ways: Vec<Way>,
}

/// The way of one round.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) name: String,
    pub(super) line: String,
    /// Which of the colours, from 0: rounds that follow each other differ.
    pub(super) colour: usize,
}

/// One library.
#[derive(Clone, Debug)]
pub(super) struct Point {
    id: String,
    pub(super) name: String,
    pub(super) x: f64,
    pub(super) y: f64,
    /// Where its name stands, and which end of it: start, middle or end.
    pub(super) name_x: f64,
    pub(super) name_y: f64,
    pub(super) anchor: &'static str,
}

/// Draws libraries and rounds; nothing where fewer than two libraries are known to stand somewhere.
pub(super) fn draw(places: &[Place], rounds: &[Round]) -> Option<Map> {
    let at: Vec<(&Place, f64, f64)> = places
        .iter()
        .filter_map(|place| {
            let at = place.at?;
            Some((place, at.longitude, at.latitude))
        })
        .collect();
    let (west, east) = bounds(at.iter().map(|(_, longitude, _)| *longitude))?;
    let (south, north) = bounds(at.iter().map(|(_, _, latitude)| *latitude))?;
    if at.len() < 2 {
        return None;
    }
    // A degree of longitude is shorter than one of latitude, by the cosine of the latitude.
    let shrink = ((south + north) / 2.0).to_radians().cos();
    let across = ((east - west) * shrink).max(0.001);
    let scale = (WIDTH - 2.0 * MARGIN) / across;
    let height = ((north - south) * scale + 2.0 * MARGIN).clamp(HEIGHT_MIN, HEIGHT_MAX);
    let upright = (height - 2.0 * MARGIN) / (north - south).max(0.001);
    let mut points: Vec<Point> = at
        .into_iter()
        .map(|(place, longitude, latitude)| {
            let x = MARGIN + (longitude - west) * shrink * scale;
            Point {
                id: place.id.to_string(),
                name: place.commune.clone(),
                x: x.round(),
                y: (MARGIN + (north - latitude) * upright).round(),
                name_x: 0.0,
                name_y: 0.0,
                anchor: "start",
            }
        })
        .collect();
    let lines: Vec<Vec<(f64, f64)>> = rounds.iter().map(|round| way(round, &points)).collect();
    map_names::place(&mut points, &lines, (WIDTH, height));
    let ways = rounds.iter().zip(&lines).enumerate();
    let ways = ways.map(|(number, (round, line))| Way {
        name: round.name.clone(),
        line: written(&beside(line, (number % COLOURS) as f64 * APART)),
        colour: number % COLOURS,
    });
    Some(Map {
        width: WIDTH as u32,
        height: height.round() as u32,
        points,
        ways: ways.collect(),
    })
}

fn way(round: &Round, points: &[Point]) -> Vec<(f64, f64)> {
    let stops = round.stops.iter();
    let known = stops.filter_map(|stop| points.iter().find(|point| point.id == stop.library));
    known.map(|point| (point.x, point.y)).collect()
}

/// Draws a way beside the road, always on the same side of whoever travels it: up to four rounds on one road do not
/// cover each other.
fn beside(line: &[(f64, f64)], away: f64) -> Vec<(f64, f64)> {
    let corner = |number: usize| line.get(number).copied();
    let corners = line.iter().enumerate();
    let moved = corners.map(|(number, &(x, y))| {
        let from = number.checked_sub(1).and_then(corner).unwrap_or((x, y));
        let to = corner(number + 1).unwrap_or((x, y));
        let (mut east, mut south) = (to.0 - from.0, to.1 - from.1);
        if east.hypot(south) < 1.0 {
            // Out and back on one road: there is only the way that led here.
            (east, south) = (x - from.0, y - from.1);
        }
        let length = east.hypot(south).max(1.0);
        let (right, down) = (-south / length * away, east / length * away);
        ((x + right).round(), (y + down).round())
    });
    moved.collect()
}

fn written(line: &[(f64, f64)]) -> String {
    let corners = line.iter().map(|(x, y)| format!("{x},{y}"));
    corners.collect::<Vec<_>>().join(" ")
}

fn bounds(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |bounds, value| match bounds {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::catalogue::{Coordinates, LibraryId};
    use navette_proto::wire::catalogue::LibraryState;
    use navette_proto::wire::courier::Stop;

    fn place(id: &str, longitude: f64, latitude: f64) -> Place {
        Place {
            id: LibraryId::parse(id).unwrap(),
            name: id.to_owned(),
            commune: id.to_owned(),
            at: Some(Coordinates {
                latitude,
                longitude,
            }),
            state: LibraryState::Answered,
            as_of_ms: 0,
            titles: 0,
            hours: Vec::new(),
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let map = draw(&[place("north", 2.0, 51.0), place("east", 2.5, 50.5)], &[]).unwrap();
        let (north, east) = (&map.points[0], &map.points[1]);
        assert!(north.y < east.y && north.x < east.x, "{map:?}");
    }

    #[test]
    fn no_name_lies_on_a_line_or_on_another_name() {
        let places = [
            place("aire", 2.20, 50.70),
            place("arques", 2.30, 50.70),
            place("lumbres", 2.40, 50.70),
            place("ecques", 2.30, 50.60),
        ];
        let stops = ["aire", "arques", "lumbres"].map(|library| Stop {
            library: library.to_owned(),
            ..Stop::default()
        });
        let round = Round {
            stops: stops.into(),
            ..Round::default()
        };
        let map = draw(&places, &[round]).unwrap();
        let anchor = |name: &str| {
            let found = map.points.iter().find(|point| point.name == name);
            found.unwrap().anchor
        };
        // The way comes from the left, and goes on to the right.
        assert_eq!(anchor("arques"), "middle", "{map:?}");
        assert_eq!(anchor("ecques"), "start", "{map:?}");
    }

    #[test]
    fn rounds_on_one_road_are_drawn_beside_each_other() {
        let road = [(0.0, 100.0), (100.0, 100.0)];
        let back = [(100.0, 100.0), (0.0, 100.0)];
        assert_eq!(beside(&road, 0.0), road);
        assert_eq!(beside(&road, 4.0), [(0.0, 104.0), (100.0, 104.0)]);
        assert_eq!(beside(&back, 8.0), [(100.0, 92.0), (0.0, 92.0)]);
        let out_and_back = [(0.0, 0.0), (100.0, 0.0), (0.0, 0.0)];
        assert_eq!(
            beside(&out_and_back, 4.0),
            [(0.0, 4.0), (100.0, 4.0), (0.0, -4.0)]
        );
    }

    #[test]
    fn one_library_makes_no_map() {
        assert!(draw(&[place("alone", 2.0, 51.0)], &[]).is_none());
        assert!(draw(&[], &[]).is_none());
    }
}
