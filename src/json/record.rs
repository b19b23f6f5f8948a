//! Declares records and words once, for reading, checking and describing.

use super::read::Node;
use super::{Value, Within};
use crate::error::{Error, ErrorKind, nearest_hint};

/// Declares a struct that is read from an object with exactly these keys. `#[key(..)]` is the key of
/// a field whose name is no word in Rust, `#[within(range)]` the range of a field's numbers.
///
/// `#[input]` is for what people write in Rust: fields can be added later, and each field that may
/// be absent has a setter of its name, documented like the field.
macro_rules! record {
    ($(#[doc = $doc:literal])* #[input] $vis:vis struct $name:ident { $($body:tt)* }) => {
        $crate::json::record! {
            @declare [#[non_exhaustive]] $(#[doc = $doc])* $vis struct $name { $($body)* }
        }
        $crate::json::setters! { $name {} $($body)* }
    };
    ($(#[doc = $doc:literal])* #[non_exhaustive] $vis:vis struct $($rest:tt)*) => {
        $crate::json::record! {
            @declare [#[non_exhaustive]] $(#[doc = $doc])* $vis struct $($rest)*
        }
    };
    ($(#[doc = $doc:literal])* $vis:vis struct $($rest:tt)*) => {
        $crate::json::record! { @declare [] $(#[doc = $doc])* $vis struct $($rest)* }
    };
    (@declare [$(#[$open:meta])?] $(#[doc = $doc:literal])* $vis:vis struct $name:ident {
        $(
            $(#[doc = $field_doc:literal])* $(#[key($key:literal)])? $(#[within($within:expr)])?
            $field:ident: $ty:ty,
        )*
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        $(#[$open])?
        $vis struct $name {
            $($(#[doc = $field_doc])* pub $field: $ty,)*
        }

        impl $crate::json::Read for $name {
            fn read(node: &$crate::json::Node) -> Self {
                $crate::json::read_in_place(node)
            }
            fn read_into(&mut self, node: &$crate::json::Node) {
                const FIELDS: &[$crate::json::Field] = &[$($crate::json::Field {
                    key: $crate::json::first_key([$($key,)? stringify!($field)]),
                    required: <$ty as $crate::json::Read>::REQUIRED,
                    within: $crate::json::first([$(Some(const { &$within }),)? None]),
                }),*];
                node.fill(FIELDS, &mut [$(&mut self.$field),*]);
            }
            fn placeholder() -> Self {
                $name { $($field: $crate::json::Read::placeholder(),)* }
            }
            fn check_fields(&self, path: &$crate::json::Path, log: &$crate::json::Log) {
                $(
                    let path_of_it = &path.key($crate::json::first_key([$($key,)? stringify!($field)]));
                    $($crate::json::Read::check_within(&self.$field, &$within, path_of_it, log);)?
                    $crate::json::Read::check_fields(&self.$field, path_of_it, log);
                )*
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::json::schema::object(concat!($($doc, "\n"),*), [$((
                    $crate::json::first_key([$($key,)? stringify!($field)]),
                    concat!($($field_doc, "\n"),*),
                    <$ty as $crate::json::Read>::REQUIRED,
                    $crate::json::schema::bounded(
                        <$ty as $crate::json::schema::Shape>::shape(generator),
                        $crate::json::first([$(Some(const { &$within }),)? None]),
                    ),
                )),*])
            }
        }
        #[cfg(feature = "schema")]
        $crate::json::schema::shape!($name);
    };
}
pub(crate) use record;

/// Declares a record that is written too; what is absent is left out.
macro_rules! saved {
    ($(#[doc = $doc:literal])* #[input] $vis:vis struct $name:ident { $($body:tt)* }) => {
        $crate::json::record! { $(#[doc = $doc])* #[input] $vis struct $name { $($body)* } }
        $crate::json::saved! { @write $name { $($body)* } }
    };
    ($(#[doc = $doc:literal])* #[non_exhaustive] $vis:vis struct $name:ident {
        $($body:tt)*
    }) => {
        $crate::json::record! {
            $(#[doc = $doc])* #[non_exhaustive] $vis struct $name { $($body)* }
        }
        $crate::json::saved! { @write $name { $($body)* } }
    };
    ($(#[doc = $doc:literal])* $vis:vis struct $name:ident { $($body:tt)* }) => {
        $crate::json::record! { $(#[doc = $doc])* $vis struct $name { $($body)* } }
        $crate::json::saved! { @write $name { $($body)* } }
    };
    (@write $name:ident {
        $($(#[doc = $field_doc:literal])* $(#[within($within:expr)])? $field:ident: $ty:ty,)*
    }) => {
        impl $name {
            /// Its keys.
            #[allow(dead_code, reason = "of few records the keys are asked")]
            pub(crate) const KEYS: &[&str] = &[$($crate::json::key(stringify!($field))),*];
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct as _;
                let mut fields = serializer.serialize_struct(stringify!($name), 0)?;
                $(if !$crate::json::Read::is_absent(&self.$field) {
                    fields.serialize_field($crate::json::key(stringify!($field)), &self.$field)?;
                })*
                fields.end()
            }
        }
    };
}
pub(crate) use saved;

/// Declares an enum that is read from one of these words, and written as it.
macro_rules! words {
    ($(#[doc = $doc:literal])* #[non_exhaustive] $vis:vis enum $($rest:tt)*) => {
        $crate::json::words! {
            @declare [#[non_exhaustive]] $(#[doc = $doc])* $vis enum $($rest)*
        }
    };
    ($(#[doc = $doc:literal])* $vis:vis enum $($rest:tt)*) => {
        $crate::json::words! { @declare [] $(#[doc = $doc])* $vis enum $($rest)* }
    };
    (@declare [$(#[$open:meta])?] $(#[doc = $doc:literal])* $vis:vis enum $name:ident {
        $($(#[doc = $variant_doc:literal])* $variant:ident = $word:literal,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $(#[$open])?
        $vis enum $name { $($(#[doc = $variant_doc])* $variant,)* }

        impl $name {
            const WORDS: &[(&'static str, $name)] = &[$(($word, $name::$variant)),*];

            /// The word for it, as in JSON.
            #[allow(dead_code, reason = "some are read alone")]
            $vis fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::error::Error;

            /// Reads its word. An unknown one is `unknown_name`, with the nearest.
            fn from_str(text: &str) -> std::result::Result<Self, $crate::error::Error> {
                $crate::json::parse_word(text, $name::WORDS)
            }
        }

        $crate::by_text::deserialize! { read: $name "a word" }

        $crate::json::words!(@read $name, $name::WORDS, concat!($($doc, "\n"),*));
    };
    (@read $name:ident, $words:expr, $about:expr) => {
        impl $crate::json::Read for $name {
            fn read(node: &$crate::json::Node) -> Self {
                $crate::json::read_word(&node, $words)
                    .unwrap_or_else(<Self as $crate::json::Read>::placeholder)
            }
            #[allow(clippy::indexing_slicing, reason = "a list that is written out and not empty")]
            fn placeholder() -> Self {
                $words[0].1
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::json::schema::one_of($about, $words.iter().map(|(word, _)| *word))
            }
        }
        #[cfg(feature = "schema")]
        $crate::json::schema::shape!($name);
    };
}
pub(crate) use words;

/// One of these words; logs an error that lists them.
pub(crate) fn read_word<T: Copy>(node: &Node, words: &[(&'static str, T)]) -> Option<T> {
    let word = |place| words.get(place).map_or("", |(word, _): &(&str, T)| word);
    let place = find_word(node, words.len(), &word)?;
    words.get(place).map(|(_, value)| *value)
}

/// One of these words, from a text.
pub(crate) fn parse_word<T: Copy>(text: &str, words: &[(&'static str, T)]) -> Result<T, Error> {
    let known = words.iter().find(|(word, _)| *word == text);
    known.map(|(_, value)| *value).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        Error::new(ErrorKind::UnknownName, "", unknown_word(text, &words))
    })
}

fn unknown_word(found: &str, words: &[&str]) -> String {
    format!("`{found}` is not known here{}", nearest_hint(found, words))
}

/// The index of a word; shared by all enums.
pub(super) fn find_word<'w>(
    node: &Node,
    count: usize,
    word: &dyn Fn(usize) -> &'w str,
) -> Option<usize> {
    let words: Vec<&str> = (0..count).map(word).collect();
    let Value::String(found) = node.value else {
        node.expected(&format!("one of \"{}\"", words.join("\", \"")));
        return None;
    };
    let place = words.iter().position(|word| word == found);
    if place.is_none() {
        node.error(ErrorKind::UnknownName, unknown_word(found, &words));
    }
    place
}

/// The first item: the range of a field, or `None`.
pub(crate) const fn first<const N: usize>(
    ranges: [Option<&'static Within>; N],
) -> Option<&'static Within> {
    match ranges.as_slice() {
        [first, ..] => *first,
        [] => None,
    }
}

/// The JSON key of a field: its own, or else that of its name.
pub(crate) const fn first_key<const N: usize>(names: [&'static str; N]) -> &'static str {
    match names.as_slice() {
        [first, ..] => key(first),
        [] => "",
    }
}

/// The JSON key of a field's name: without the prefix of a raw identifier.
pub(crate) const fn key(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}
