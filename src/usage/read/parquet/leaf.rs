//! The columns of a Parquet file that a log needs.

use super::super::columns::targets;
use super::kind::Kind;
use crate::usage::field::Field;
use crate::usage::mapping::Mapping;
use crate::usage::target::Target;
use parquet::basic::{ConvertedType, LogicalType};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor, Type};

/// A column that is read.
#[derive(Debug)]
pub(super) struct Leaf {
    /// Its place in the file.
    pub(super) place: usize,
    pub(super) kind: Kind,
    pub(super) role: Role,
    /// The level at which it has a value.
    pub(super) defined: i16,
}

impl Leaf {
    /// Whether it holds numbers that an event has as numbers.
    pub(super) fn holds_numbers(&self) -> bool {
        matches!(self.role, Role::Field(Field::Runs | Field::Charged)) && self.kind.is_exact()
    }
}

/// What a column holds.
#[derive(Debug)]
pub(super) enum Role {
    Field(Field),
    /// A setting of this name.
    Setting(String),
    /// An object with all settings, as JSON.
    Settings,
    /// The names of settings, in a map; their values follow.
    Key,
    Value,
}

/// A column before it is known what it holds.
struct Candidate {
    place: usize,
    heading: String,
    kind: Option<Kind>,
    defined: i16,
    shape: Shape,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Single,
    Key,
    Value,
    /// Several values a row.
    Many,
}

/// The columns that are read, and the names of the others.
pub(super) fn leaves(
    schema: &SchemaDescriptor,
    mapping: &Mapping,
) -> Result<(Vec<Leaf>, Vec<String>), String> {
    let all: Vec<Candidate> = (0..schema.num_columns()).map(|i| candidate(schema, i)).collect();
    // What cannot be read cannot stand for a field.
    let (known, unread): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| one.kind.is_some() && one.shape != Shape::Many);
    let headings: Vec<String> = known.iter().map(|one| one.heading.clone()).collect();
    let targets = targets(&headings, mapping)?;
    let mut ignored: Vec<String> = unread.into_iter().map(|one| one.heading).collect();
    let mut leaves = Vec::new();
    for (one, target) in known.into_iter().zip(targets) {
        let Candidate { place, heading, kind, defined, shape } = one;
        match (role(target, shape), kind) {
            (Some(role), Some(kind)) => leaves.push(Leaf { place, kind, role, defined }),
            _ => ignored.push(heading),
        }
    }
    Ok((leaves, ignored))
}

fn role(target: Target, shape: Shape) -> Option<Role> {
    match (target, shape) {
        (Target::Field(field, _), Shape::Single) => Some(Role::Field(field)),
        (Target::Setting(name), Shape::Single) => Some(Role::Setting(name)),
        (Target::Settings, Shape::Single) => Some(Role::Settings),
        (Target::Settings, Shape::Key) => Some(Role::Key),
        (Target::Settings, Shape::Value) => Some(Role::Value),
        _ => None,
    }
}

fn candidate(schema: &SchemaDescriptor, place: usize) -> Candidate {
    let column = schema.column(place);
    let shape = shape(schema.get_column_root(place), &column);
    let parts = column.path().parts();
    let heading = match shape {
        Shape::Single | Shape::Many => parts.join("."),
        // Both halves of a map have its name.
        Shape::Key | Shape::Value => parts.first().cloned().unwrap_or_default(),
    };
    Candidate { place, heading, kind: Kind::of(&column), defined: column.max_def_level(), shape }
}

fn shape(root: &Type, column: &ColumnDescriptor) -> Shape {
    if column.max_rep_level() == 0 {
        return Shape::Single;
    }
    let info = root.get_basic_info();
    let is_map = matches!(info.logical_type_ref(), Some(LogicalType::Map))
        || matches!(info.converted_type(), ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE);
    let is_leaf = is_map && column.max_rep_level() == 1 && column.path().parts().len() == 3;
    match column.name() {
        "key" if is_leaf => Shape::Key,
        "value" if is_leaf => Shape::Value,
        _ => Shape::Many,
    }
}
