//! Circles of files inside a room.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edges, room};

/// One sentence for each circle, with the names that cause it.
pub(super) fn of_rooms(edges: &Edges) -> Vec<String> {
    let mut left: BTreeSet<&str> = edges.keys().map(String::as_str).collect();
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        left.iter().map(|file| (*file, reached(edges, file))).collect();
    let mut out = Vec::new();
    while let Some(file) = left.pop_first() {
        let Some(there) = reach.get(file) else { continue };
        let is_back = |other: &&&str| reach.get(**other).is_some_and(|back| back.contains(file));
        let circle: BTreeSet<&str> = there.iter().filter(is_back).copied().collect();
        if circle.len() > 1 {
            left.retain(|other| !circle.contains(other));
            out.push(told(edges, &circle));
        }
    }
    out
}

/// All files of the room that a file uses, directly or indirectly.
fn reached<'e>(edges: &'e Edges, from: &'e str) -> BTreeSet<&'e str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        let next = edges.get(file).into_iter().flat_map(BTreeMap::keys);
        for to in next.filter(|to| room(to) == room(from)) {
            if seen.insert(to.as_str()) {
                open.push(to);
            }
        }
    }
    seen
}

fn told(edges: &Edges, circle: &BTreeSet<&str>) -> String {
    let mut lines = Vec::new();
    for from in circle {
        for (to, names) in edges.get(*from).into_iter().flatten() {
            if circle.contains(to.as_str()) {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                lines
                    .push(format!("\n  src/{from}.rs knows src/{to}.rs, for {}", names.join(", ")));
            }
        }
    }
    let room = circle.first().map_or("", |file| room(file));
    format!("a circle in {room}:{}", lines.concat())
}
