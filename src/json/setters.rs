//! Setters for the inputs that people write in Rust.

/// The setters of a record, field by field, from the fields as they are declared: a macro can look
/// into a type only while it is tokens.
macro_rules! setters {
    ($name:ident { $($done:tt)* }) => {
        impl $name { $($done)* }
    };
    ($name:ident $done:tt
        $(#[doc = $doc:literal])* $(#[key($key:literal)])? $(#[within($within:expr)])?
        $field:ident: $($rest:tt)*
    ) => {
        $crate::json::setters! { @type $name $done [$(#[doc = $doc])*] $field $($rest)* }
    };
    // Texts and amounts are converted; the type of others can be told from the setter.
    (@type $name:ident $done:tt $doc:tt $field:ident Option<String>, $($rest:tt)*) => {
        $crate::json::setters! { @into $name $done $doc $field String, $($rest)* }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Option<Decimal>, $($rest:tt)*) => {
        $crate::json::setters! { @into $name $done $doc $field Decimal, $($rest)* }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Option<Credits>, $($rest:tt)*) => {
        $crate::json::setters! { @into $name $done $doc $field Credits, $($rest)* }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Option<Days>, $($rest:tt)*) => {
        $crate::json::setters! { @into $name $done $doc $field Days, $($rest)* }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Option<Seed>, $($rest:tt)*) => {
        $crate::json::setters! { @into $name $done $doc $field Seed, $($rest)* }
    };
    (@into $name:ident $done:tt $doc:tt $field:ident $ty:ty, $($rest:tt)*) => {
        $crate::json::setters! {
            @set $name $done $doc $field (impl Into<$ty>) (Some($field.into())) $($rest)*
        }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Option<Vec<String>>, $($rest:tt)*) => {
        $crate::json::setters! {
            @set $name $done $doc $field (impl IntoIterator<Item = impl Into<String>>)
            (Some($field.into_iter().map(Into::into).collect())) $($rest)*
        }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Option<Vec<$ty:ty>>, $($rest:tt)*) => {
        $crate::json::setters! {
            @set $name $done $doc $field (impl IntoIterator<Item = $ty>)
            (Some($field.into_iter().collect())) $($rest)*
        }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Option<$ty:ty>, $($rest:tt)*) => {
        $crate::json::setters! { @set $name $done $doc $field ($ty) (Some($field)) $($rest)* }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident
        Vec<(String, Option<String>)>, $($rest:tt)*
    ) => {
        $crate::json::setters! {
            @set $name $done $doc $field
            (impl IntoIterator<Item = (impl Into<String>, Option<impl Into<String>>)>)
            ($field.into_iter().map(|(name, it)| (name.into(), it.map(Into::into))).collect())
            $($rest)*
        }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Vec<(String, String)>, $($rest:tt)*) => {
        $crate::json::setters! {
            @set $name $done $doc $field
            (impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>)
            ($field.into_iter().map(|(name, it)| (name.into(), it.into())).collect())
            $($rest)*
        }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Vec<(String, $ty:ty)>, $($rest:tt)*) => {
        $crate::json::setters! {
            @set $name $done $doc $field (impl IntoIterator<Item = (impl Into<String>, $ty)>)
            ($field.into_iter().map(|(name, it)| (name.into(), it)).collect()) $($rest)*
        }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Vec<String>, $($rest:tt)*) => {
        $crate::json::setters! {
            @set $name $done $doc $field (impl IntoIterator<Item = impl Into<String>>)
            ($field.into_iter().map(Into::into).collect()) $($rest)*
        }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident Vec<$ty:ty>, $($rest:tt)*) => {
        $crate::json::setters! {
            @set $name $done $doc $field (impl IntoIterator<Item = $ty>)
            ($field.into_iter().collect()) $($rest)*
        }
    };
    (@type $name:ident $done:tt $doc:tt $field:ident bool, $($rest:tt)*) => {
        $crate::json::setters! { @set $name $done $doc $field (bool) ($field) $($rest)* }
    };
    // What must be there is an argument of `new`.
    (@type $name:ident $done:tt $doc:tt $field:ident $ty:ty, $($rest:tt)*) => {
        $crate::json::setters! { $name $done $($rest)* }
    };
    (@set $name:ident { $($done:tt)* } [$($doc:tt)*] $field:ident
        ($($given:tt)*) ($value:expr) $($rest:tt)*
    ) => {
        $crate::json::setters! { $name {
            $($done)*
            $($doc)*
            #[must_use]
            pub fn $field(mut self, $field: $($given)*) -> Self {
                self.$field = $value;
                self
            }
        } $($rest)* }
    };
}
pub(crate) use setters;
