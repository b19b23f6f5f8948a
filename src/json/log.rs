//! Paths of values, and the log of errors.

use super::escape;
use crate::error::{Error, Findings};
use std::cell::RefCell;
use std::fmt::{Display, Write};
use std::sync::Arc;

/// Whether warnings are reported. The prices-only module cannot report them, so it omits the code
/// that looks for them.
pub(crate) const TELLS_WARNINGS: bool = cfg!(any(not(feature = "wasm"), feature = "wasm-plans"));

/// Errors and warnings, in order of discovery: the first hundred of each, and a count.
#[derive(Default)]
pub(crate) struct Log {
    errors: RefCell<Findings>,
    warnings: RefCell<Findings>,
    /// Names with invisible characters are refused.
    pub(super) is_strict: bool,
    /// The caller checks ranges later with [`Read::check_fields`], together with other errors.
    pub(super) ranges_later: bool,
    uses: RefCell<Vec<String>>,
}

impl Log {
    /// For files that others write and people read, such as a catalog: no invisible text.
    pub(crate) fn strict() -> Self {
        Log { is_strict: true, ..Log::default() }
    }

    /// For values that Rust code may also build, which are checked before use.
    pub(crate) fn of_values() -> Self {
        Log { ranges_later: true, ..Log::default() }
    }

    /// Both strict and for values.
    pub(crate) fn of_strict_values() -> Self {
        Log { ranges_later: true, ..Log::strict() }
    }

    #[cold]
    pub(crate) fn error(&self, error: Error) {
        self.errors.borrow_mut().push(error);
    }

    /// A name that stands for nothing.
    #[cold]
    pub(crate) fn unknown_name(&self, at: impl Display, what: &str, found: &str, valid: &[&str]) {
        self.error(Error::unknown_name(at.to_string(), what, found, valid));
    }

    pub(crate) fn warning(&self, warning: impl FnOnce() -> Error) {
        if TELLS_WARNINGS {
            self.warnings.borrow_mut().push(warning());
        }
    }

    /// The number of errors so far.
    pub(crate) fn mark(&self) -> usize {
        self.errors.borrow().told.len()
    }

    /// Adds the place of use to every error since a mark.
    pub(crate) fn used_at(&self, mark: usize, path: &Path) {
        for error in self.errors.borrow_mut().told.iter_mut().skip(mark) {
            error.used_at(&path.to_string());
        }
    }

    /// Records the use of a named part of the document.
    pub(crate) fn uses(&self, path: &Path) {
        if TELLS_WARNINGS {
            self.uses.borrow_mut().push(path.to_string());
        }
    }

    /// The pointers of all parts used.
    pub(crate) fn take_uses(&self) -> Vec<String> {
        self.uses.take()
    }

    /// The errors and the warnings.
    pub(crate) fn into_lists(self) -> (Vec<Error>, Vec<Error>) {
        let warnings = self.warnings.into_inner().into_list("warnings");
        (self.errors.into_inner().into_list("errors"), warnings)
    }
}

/// A path in a document, as a linked list on the stack.
#[derive(Clone, Copy)]
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(crate) fn key(&'a self, key: &'a str) -> Path<'a> {
        Path::Key(self, key)
    }

    pub(crate) fn index(&'a self, index: usize) -> Path<'a> {
        Path::Index(self, index)
    }

    /// The JSON pointer, as an owned text.
    #[inline(never)]
    pub(crate) fn text(&self) -> Arc<str> {
        self.to_string().into()
    }

    /// The last key, ignoring list indices.
    pub(super) fn last_key(&self) -> &'a str {
        match self {
            Path::Root => "",
            Path::Key(_, key) => key,
            Path::Index(parent, _) => parent.last_key(),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Path::Root => {}
            Path::Key(parent, key) => {
                parent.write(out);
                out.push('/');
                out.push_str(&escape(key));
            }
            Path::Index(parent, index) => {
                parent.write(out);
                let _infallible = write!(out, "/{index}");
            }
        }
    }
}

/// The JSON pointer.
impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = String::new();
        self.write(&mut out);
        f.write_str(&out)
    }
}
