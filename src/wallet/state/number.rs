//! Numbers of a state that JSON cannot hold safely.

use crate::amount::Fraction;
use crate::json::{Node, Read, Value, read_text};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The first whole number that is written as a string: JSON numbers here have at most 15 digits.
const FIRST_TEXT: u64 = 1_000_000_000_000_000;
/// Seconds of a wall clock in the years 1 to 9999, with a day to spare.
const MOST_SECONDS: i64 = 253_402_400_000;

/// A whole number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Number(pub(super) u64);

impl Read for Number {
    fn read(node: &Node) -> Self {
        if let Value::Number(text) | Value::String(text) = node.value
            && let Ok(number) = text.parse()
        {
            return Number(number);
        }
        node.expected("a whole number of at least 0");
        Number(0)
    }
    fn placeholder() -> Self {
        Number(0)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 < FIRST_TEXT {
            serializer.serialize_u64(self.0)
        } else {
            serializer.collect_str(&self.0)
        }
    }
}

/// An amount that is left out while it is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct OrZero<T>(pub(super) T);

impl<T: Read + Default + PartialEq> Read for OrZero<T> {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        OrZero(T::read(node))
    }
    fn placeholder() -> Self {
        OrZero(T::default())
    }
    fn is_absent(&self) -> bool {
        self.0 == T::default()
    }
}

impl<T: Serialize> Serialize for OrZero<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A time on the wall clock, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct WallSeconds(pub(super) i64);

impl Read for WallSeconds {
    fn read(node: &Node) -> Self {
        if let Some(seconds) = node.whole_number()
            && (-MOST_SECONDS..=MOST_SECONDS).contains(&seconds)
        {
            return WallSeconds(seconds);
        }
        node.expected("whole seconds since 1970, in the years 1 to 9999");
        WallSeconds(0)
    }
    fn placeholder() -> Self {
        WallSeconds(0)
    }
}

impl Serialize for WallSeconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

/// A fraction such as `12/500`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FractionText(pub(super) Fraction);

impl PartialEq for FractionText {
    fn eq(&self, other: &Self) -> bool {
        self.0.parts() == other.0.parts()
    }
}

impl FromStr for FractionText {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (above, below) = text.split_once('/').ok_or(())?;
        let (above, below) = (above.parse().map_err(drop)?, below.parse().map_err(drop)?);
        Fraction::from_parts(above, below).map(FractionText).ok_or(())
    }
}

impl fmt::Display for FractionText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (above, below) = self.0.parts();
        write!(f, "{above}/{below}")
    }
}

impl Read for FractionText {
    fn read(node: &Node) -> Self {
        read_text(node, "a fraction of at least 0, such as \"12/500\"")
            .unwrap_or(Self::placeholder())
    }
    fn placeholder() -> Self {
        FractionText(Fraction::ZERO)
    }
}

impl Serialize for FractionText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use super::{FractionText, Number, OrZero, WallSeconds};
    use crate::json::schema::Shape;
    use schemars::{Schema, SchemaGenerator, json_schema};

    impl Shape for Number {
        fn shape(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$" })
        }
    }

    impl<T: Shape> Shape for OrZero<T> {
        fn shape(generator: &mut SchemaGenerator) -> Schema {
            T::shape(generator)
        }
    }

    impl Shape for WallSeconds {
        fn shape(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": "integer" })
        }
    }

    impl Shape for FractionText {
        fn shape(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": "string", "pattern": "^[0-9]+/[0-9]+$" })
        }
    }
}
