//! The catalogs in this program; the build script makes the list.

const SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// The text of a shipped catalog.
pub(crate) fn find(id: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

/// All of them: ids and texts.
pub(crate) fn all() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    SHIPPED.iter()
}

/// Their ids, for a hint.
pub(crate) fn ids() -> String {
    SHIPPED.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ")
}
