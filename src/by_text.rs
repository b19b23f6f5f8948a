//! Types that are written as a text, read by serde from that text.

use serde::de::{Deserializer, Error, Unexpected, Visitor};
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

/// The texts before and after the first such byte. In short texts the search of `str` takes longer to
/// begin than to find.
pub(crate) fn split_once(text: &str, is_it: impl Fn(u8) -> bool) -> Option<(&str, &str)> {
    let place = text.bytes().position(is_it)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// Reads a text.
pub(crate) fn read<'de, T, D>(expected: &'static str, deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(ByText { expected, takes_numbers: false, read: PhantomData })
}

/// Reads a text or, where the format has them, a whole number.
pub(crate) fn read_number<'de, T, D>(expected: &'static str, deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    let visitor = ByText { expected, takes_numbers: true, read: PhantomData };
    match deserializer.is_human_readable() {
        true => deserializer.deserialize_any(visitor),
        false => deserializer.deserialize_str(visitor),
    }
}

struct ByText<T> {
    expected: &'static str,
    takes_numbers: bool,
    read: PhantomData<T>,
}

impl<T: FromStr<Err: Display>> ByText<T> {
    fn parse<E: Error>(&self, text: &str) -> Result<T, E> {
        text.parse().map_err(|fault| {
            E::custom(format_args!("expected {}, found \"{text}\": {fault}", self.expected))
        })
    }

    fn number<E: Error>(&self, number: impl Display, found: Unexpected) -> Result<T, E> {
        match self.takes_numbers {
            true => self.parse(&number.to_string()),
            false => Err(E::invalid_type(found, self)),
        }
    }
}

impl<T: FromStr<Err: Display>> Visitor<'_> for ByText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        self.parse(text)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.number(number, Unexpected::Unsigned(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        self.number(number, Unexpected::Signed(number))
    }
}

/// Implements `Deserialize` for types that are written as a text, or also as a whole number.
macro_rules! deserialize {
    ($read:ident: $($name:ident $expected:literal),* $(,)?) => {
        $(impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                $crate::by_text::$read($expected, deserializer)
            }
        })*
    };
}
pub(crate) use deserialize;
