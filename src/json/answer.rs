//! Declares answers that are read back: what serde writes of them is what is read.

use super::read::Node;
use super::record::find_word;
use serde::Serialize;
use std::fmt;

/// Declares a struct or an enum of words that derives `Serialize`, and reads what that writes. The
/// item stays as it is written here. Its serde attributes say how each field is read:
///
/// - one that is skipped if it is none or empty may be absent,
/// - one that is skipped is not read, and empty,
/// - any other must be there, also a `bool` and an empty list.
///
/// Another serde attribute on a field does not compile, so reading cannot silently differ from
/// writing. The words of an enum are those that serde writes.
macro_rules! answer {
    ($(#[$about:meta])* $vis:vis struct $name:ident { $($body:tt)* }) => {
        $(#[$about])*
        $vis struct $name { $($body)* }
        $crate::json::answer! { @fields $name {} {} $($body)* }
    };
    ($(#[$about:meta])* $vis:vis enum $name:ident {
        $(#[$about_first:meta])* $first:ident, $($(#[$about_other:meta])* $other:ident,)*
    }) => {
        $(#[$about])*
        $vis enum $name { $(#[$about_first])* $first, $($(#[$about_other])* $other,)* }

        impl $crate::json::Read for $name {
            fn read(node: &$crate::json::Node) -> Self {
                let all = [$name::$first, $($name::$other),*];
                $crate::json::read_written(node, &all).unwrap_or($name::$first)
            }
            fn placeholder() -> Self {
                $name::$first
            }
        }
    };
    // Sorts the fields: `{ field required, ... } { skipped ... }`.
    (@fields $name:ident { $($read:tt)* } { $($skipped:ident)* }
        $(#[doc = $doc:literal])* #[serde(skip)] $vis:vis $field:ident: $ty:ty, $($rest:tt)*
    ) => {
        $crate::json::answer! { @fields $name { $($read)* } { $($skipped)* $field } $($rest)* }
    };
    (@fields $name:ident { $($read:tt)* } $skipped:tt
        $(#[doc = $doc:literal])* #[serde(skip_serializing_if = "Option::is_none")]
        $vis:vis $field:ident: Option<$ty:ty>, $($rest:tt)*
    ) => {
        $crate::json::answer! { @fields $name { $($read)* $field false, } $skipped $($rest)* }
    };
    (@fields $name:ident { $($read:tt)* } $skipped:tt
        $(#[doc = $doc:literal])* #[serde(skip_serializing_if = "Vec::is_empty")]
        $vis:vis $field:ident: Vec<$ty:ty>, $($rest:tt)*
    ) => {
        $crate::json::answer! { @fields $name { $($read)* $field false, } $skipped $($rest)* }
    };
    (@fields $name:ident { $($read:tt)* } $skipped:tt
        $(#[doc = $doc:literal])* $(#[serde(serialize_with = $write:literal)])?
        $(#[cfg_attr($($when:tt)*)])? $vis:vis $field:ident: $ty:ty, $($rest:tt)*
    ) => {
        $crate::json::answer! { @fields $name { $($read)* $field true, } $skipped $($rest)* }
    };
    (@fields $name:ident { $($field:ident $required:literal,)* } { $($skipped:ident)* }) => {
        impl $crate::json::Read for $name {
            fn read(node: &$crate::json::Node) -> Self {
                $crate::json::read_in_place(node)
            }
            fn read_into(&mut self, node: &$crate::json::Node) {
                const FIELDS: &[$crate::json::Field] = &[$($crate::json::Field {
                    key: $crate::json::key(stringify!($field)),
                    required: $required,
                    within: None,
                }),*];
                node.fill(FIELDS, &mut [$(&mut self.$field),*]);
            }
            fn placeholder() -> Self {
                $name {
                    $($field: $crate::json::Read::placeholder(),)*
                    $($skipped: Default::default(),)*
                }
            }
        }
    };
}
pub(crate) use answer;

/// The value that is written as a word, out of all values of an enum; logs an error that lists their
/// words.
pub(crate) fn read_written<T: Serialize + Copy>(node: &Node, all: &[T]) -> Option<T> {
    let words: Vec<String> = all.iter().map(|value| Word(value).to_string()).collect();
    let place = find_word(node, words.len(), &|place| words.get(place).map_or("", String::as_str))?;
    all.get(place).copied()
}

/// What serde writes of a value that is one word.
struct Word<'a, T>(&'a T);

impl<T: Serialize> fmt::Display for Word<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}
