//! Where does each name stand on the map, so that it lies on no line, no dot and no other name as far as there is room?

use super::map::Point;

/// How much of the drawing a letter of a name takes across, and a line of them upright.
const LETTER: f64 = 8.6;
const LINE: f64 = 18.0;
/// How far a name stands from its dot.
const GAP: f64 = 11.0;
/// Room that a dot takes.
const DOT: f64 = 8.0;
/// Lines are looked at so often along their length.
const STEP: f64 = 4.0;

/// A part of the drawing.
#[derive(Clone, Copy)]
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        self.left < x && x < self.right && self.top < y && y < self.bottom
    }
}

/// Gives every point a place for its name; the first of the sides around it that is free, or the one that covers least.
pub(super) fn place(points: &mut [Point], ways: &[Vec<(f64, f64)>], (width, height): (f64, f64)) {
    let dots: Vec<Area> = points.iter().map(dot).collect();
    let lines: Vec<(f64, f64)> = ways.iter().flat_map(|way| along(way)).collect();
    let mut taken: Vec<Area> = Vec::new();
    for point in points {
        let cost = |area: &Area| {
            let names = taken.iter().filter(|other| area.meets(other)).count();
            let dots = dots.iter().filter(|dot| area.meets(dot)).count();
            let on_lines = lines.iter().filter(|at| area.holds(**at)).count();
            let outside =
                area.left < 0.0 || area.top < 0.0 || area.right > width || area.bottom > height;
            1_000 * usize::from(outside) + 100 * (names + dots) + on_lines
        };
        let sides = sides(point).into_iter();
        let Some((anchor, area)) = sides.min_by_key(|(_, area)| cost(area)) else {
            continue;
        };
        point.anchor = anchor;
        point.name_x = match anchor {
            "start" => area.left,
            "end" => area.right,
            _ => point.x,
        };
        // Letters stand on a line a quarter of their height above the bottom.
        point.name_y = area.bottom - LINE / 4.0;
        taken.push(area);
    }
}

/// The places around a dot, the usual ones first.
fn sides(point: &Point) -> Vec<(&'static str, Area)> {
    let width = point.name.chars().count() as f64 * LETTER;
    let (x, y) = (point.x, point.y);
    let beside = |anchor, rise: f64| {
        let (left, right) = match anchor {
            "start" => (x + GAP, x + GAP + width),
            "end" => (x - GAP - width, x - GAP),
            _ => (x - width / 2.0, x + width / 2.0),
        };
        let area = Area {
            left,
            right,
            top: y - rise - LINE / 2.0,
            bottom: y - rise + LINE / 2.0,
        };
        (anchor, area)
    };
    let (level, up) = (0.0, GAP + LINE / 2.0);
    vec![
        beside("start", level),
        beside("end", level),
        beside("middle", up),
        beside("middle", -up),
        beside("start", up / 1.5),
        beside("end", up / 1.5),
        beside("start", -up / 1.5),
        beside("end", -up / 1.5),
    ]
}

fn dot(point: &Point) -> Area {
    Area {
        left: point.x - DOT,
        right: point.x + DOT,
        top: point.y - DOT,
        bottom: point.y + DOT,
    }
}

/// Points along a way, close to each other.
fn along(way: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut found = Vec::new();
    for leg in way.windows(2) {
        let [from, to] = leg else { continue };
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        // No drawing is longer than a few hundred steps.
        let steps = (across.hypot(down) / STEP).ceil().clamp(1.0, 500.0) as u32;
        for step in 0..=steps {
            let part = f64::from(step) / f64::from(steps);
            found.push((from.0 + across * part, from.1 + down * part));
        }
    }
    found
}
