//! One error type: a kind, a JSON pointer, and a sentence that helps.

use crate::visible::visible;
use std::fmt;

/// What is wrong, where (a JSON pointer, RFC 6901), and what to do about it.
///
/// The sentence states what was expected, what was found and, for a name, the nearest valid one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Parts>);

/// Boxed, because errors are passed far and are rare.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    kind: ErrorKind,
    pointer: String,
    sentence: String,
    /// Length of the sentence without the places of use.
    told: usize,
    /// The pointer is into the catalog, whatever the question.
    in_catalog: bool,
    /// How many unlisted errors this one stands for.
    others: usize,
}

/// The kinds of [`Error`]; [`ErrorKind::code`] is stable and visible in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not JSON.
    Syntax,
    /// The value has another type than expected.
    Type,
    /// A required key is missing.
    Missing,
    /// An unknown key.
    UnknownKey,
    /// A reference to something that does not exist.
    UnknownName,
    /// A duplicate key or id.
    Duplicate,
    /// A number, date or text outside its range.
    OutOfRange,
    /// A number that no decimal can hold (twelve places, below 10^24), or with too many digits.
    Number,
    /// Two tiers, ranges or validities that overlap.
    Overlap,
    /// A cell, tier or choice that can never be reached.
    Unreachable,
    /// Expressions that refer to each other in a circle.
    Cycle,
    /// An expression that cannot be read, or mixes types.
    Expression,
    /// An amount that does not fit exact arithmetic.
    Inexact,
    /// A division by zero.
    DivisionByZero,
    /// Input that is too large or too deep to handle safely.
    Limit,
    /// The vendor does not sell this.
    NotSold,
    /// A negative quantity or cost.
    BelowZero,
    /// The question has no answer (for instance, a budget for an unknown price).
    NoAnswer,
    /// The caller stopped the computation.
    Stopped,
    /// A fault of this crate: a state that cannot be.
    Internal,
}

impl ErrorKind {
    /// The stable code of this kind.
    pub fn code(self) -> &'static str {
        match self {
            ErrorKind::Syntax => "syntax",
            ErrorKind::Type => "type",
            ErrorKind::Missing => "missing",
            ErrorKind::UnknownKey => "unknown_key",
            ErrorKind::UnknownName => "unknown_name",
            ErrorKind::Duplicate => "duplicate",
            ErrorKind::OutOfRange => "out_of_range",
            ErrorKind::Number => "number",
            ErrorKind::Overlap => "overlap",
            ErrorKind::Unreachable => "unreachable",
            ErrorKind::Cycle => "cycle",
            ErrorKind::Expression => "expression",
            ErrorKind::Inexact => "inexact",
            ErrorKind::DivisionByZero => "division_by_zero",
            ErrorKind::Limit => "limit",
            ErrorKind::NotSold => "not_sold",
            ErrorKind::BelowZero => "below_zero",
            ErrorKind::NoAnswer => "no_answer",
            ErrorKind::Stopped => "stopped",
            ErrorKind::Internal => "internal",
        }
    }
}

impl Error {
    /// An error of a kind at a JSON pointer. Invisible characters in the sentence are escaped.
    #[cold]
    pub fn new(kind: ErrorKind, pointer: impl Into<String>, sentence: impl Into<String>) -> Self {
        Error::shown(kind, pointer.into(), sentence.into())
    }

    #[inline(never)]
    fn shown(kind: ErrorKind, pointer: String, sentence: String) -> Self {
        let sentence = visible(&sentence).into_owned();
        let told = sentence.len();
        Error(Box::new(Parts { kind, pointer, sentence, told, in_catalog: false, others: 0 }))
    }

    /// `there is no plan `pr`; did you mean `pro`?`
    #[cold]
    pub(crate) fn unknown_name(
        pointer: impl Into<String>,
        what: &str,
        found: &str,
        valid: &[&str],
    ) -> Self {
        let sentence = format!("there is no {what} `{found}`{}", nearest_hint(found, valid));
        Error::shown(ErrorKind::UnknownName, pointer.into(), sentence)
    }

    /// A state that cannot be: tests stop at it, and others get an error, not a wrong answer.
    #[cold]
    pub(crate) fn internal(what: &str) -> Self {
        debug_assert!(false, "{what}");
        Error::new(ErrorKind::Internal, "", what)
    }

    /// The kind.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The stable code of the kind.
    pub fn code(&self) -> &'static str {
        self.0.kind.code()
    }

    /// JSON pointer; empty for the whole document. Its keys come from the document:
    /// [`visible`](crate::visible) makes them safe to print, as `Display` does.
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }

    /// What was expected, what was found, and what to do.
    pub fn sentence(&self) -> &str {
        &self.0.sentence
    }

    /// Prefixes the pointer, for a document that contains this one at `prefix`.
    pub(crate) fn put_under(&mut self, prefix: &str) {
        if !self.0.in_catalog {
            self.0.pointer.insert_str(0, prefix);
        }
    }

    /// Adds a place of use.
    pub(crate) fn used_at(&mut self, pointer: &str) {
        self.0.sentence.push_str("; used at ");
        self.0.sentence.push_str(pointer);
    }

    /// Whether it states the same about the same place, regardless of the use.
    pub(crate) fn repeats(&self, other: &Error) -> bool {
        self.pointer() == other.pointer() && self.told() == other.told()
    }

    /// The sentence without the places of use.
    fn told(&self) -> Option<&str> {
        self.sentence().get(..self.0.told)
    }

    /// Whether it is a fault of the catalog, whatever the question.
    pub(crate) fn is_in_catalog(&self) -> bool {
        self.0.in_catalog
    }

    /// Fixes the pointer, so that it does not change when a request or a need is embedded
    /// elsewhere.
    pub(crate) fn in_catalog(mut self) -> Self {
        self.0.in_catalog = true;
        self
    }
}

impl Errors {
    /// Fixes the pointers.
    pub(crate) fn in_catalog(self) -> Self {
        Errors(self.0.into_iter().map(Error::in_catalog).collect())
    }

    /// Maps the pointers to those of another document, where it has them.
    pub(crate) fn moved(mut self, place: impl Fn(&str) -> Option<String>) -> Self {
        for error in self.0.iter_mut().filter(|error| !error.0.in_catalog) {
            if let Some(pointer) = place(&error.0.pointer) {
                error.0.pointer = pointer;
            }
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer().is_empty() { "(document)" } else { self.pointer() };
        write!(f, "{}: {}", visible(place), self.sentence())
    }
}

impl std::error::Error for Error {}

/// The first hundred errors or warnings of one document, and the number of further ones.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) told: Vec<Error>,
    more: usize,
}

impl Findings {
    const MOST: usize = 100;

    /// Adds a finding, unless the same one is already listed.
    pub(crate) fn push_new(&mut self, finding: Error) {
        if !self.told.iter().any(|known| known.repeats(&finding)) {
            self.push(finding);
        }
    }

    pub(crate) fn push(&mut self, finding: Error) {
        if self.told.len() < Self::MOST && finding.0.others == 0 {
            self.told.push(finding);
        } else {
            self.more += finding.0.others.max(1);
        }
    }

    /// All findings; a last one counts the unlisted.
    pub(crate) fn into_list(mut self, what: &str) -> Vec<Error> {
        if self.more > 0 {
            let sentence = format!("{} more {what} are not listed", self.more);
            let mut last = Error::new(ErrorKind::Limit, "", sentence);
            last.0.others = self.more;
            self.told.push(last);
        }
        self.told
    }
}

/// All errors of one document, in its order; never empty. With more than a hundred, the first
/// hundred and a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errors(Vec<Error>);

impl Errors {
    /// `Err` if the list is not empty.
    pub(crate) fn check(list: Vec<Error>) -> Result<(), Errors> {
        if list.is_empty() { Ok(()) } else { Err(Errors(list)) }
    }

    /// Prefixes the pointers, for a document that contains this one at `prefix`.
    pub(crate) fn under(mut self, prefix: &str) -> Self {
        for error in &mut self.0 {
            error.put_under(prefix);
        }
        self
    }

    /// With pointers into what is at `prefix`.
    #[cfg(feature = "wasm-wallet")]
    pub(crate) fn within(mut self, prefix: &str) -> Self {
        for Error(parts) in &mut self.0 {
            if let Some(rest) = parts.pointer.strip_prefix(prefix) {
                parts.pointer = rest.to_owned();
            }
        }
        self
    }

    /// The errors.
    pub fn iter(&self) -> std::slice::Iter<'_, Error> {
        self.0.iter()
    }

    /// The first error.
    pub fn first(&self) -> Option<&Error> {
        self.0.first()
    }

    /// The number of errors.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no errors; false for every value that this crate returns.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Error> for Errors {
    fn from(error: Error) -> Self {
        Errors(vec![error])
    }
}

impl IntoIterator for Errors {
    type Item = Error;
    type IntoIter = std::vec::IntoIter<Error>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Errors {}

/// What stands at a place that this crate has made for the list. Tests stop where nothing does;
/// others go on without it.
pub(crate) fn there<T>(found: Option<T>) -> Option<T> {
    debug_assert!(found.is_some(), "a place leads nowhere");
    found
}

/// The place of a name in a list, or an error at the pointer that tells the nearest name.
pub(crate) fn place_of<'n>(
    pointer: &str,
    what: &str,
    name: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Result<usize, Error> {
    let place = names.clone().position(|known| known == name);
    place.ok_or_else(|| Error::unknown_name(pointer, what, name, &names.collect::<Vec<_>>()))
}

/// A hint for an unknown name: the nearest valid name, or the first valid names.
#[cold]
pub(crate) fn nearest_hint(found: &str, valid: &[&str]) -> String {
    const MOST: usize = 12;
    if let Some(name) = nearest(found, valid) {
        return format!("; did you mean `{name}`?");
    }
    match valid.get(..MOST) {
        _ if valid.is_empty() => String::new(),
        Some(first) if valid.len() > MOST => format!("; expected one of: {}, …", first.join(", ")),
        _ => format!("; expected one of: {}", valid.join(", ")),
    }
}

/// The valid name closest to `found`, if it is close enough to be a typo.
#[cold]
pub(crate) fn nearest<'a>(found: &str, valid: &[&'a str]) -> Option<&'a str> {
    if found.len() > 64 {
        return None;
    }
    let limit = found.chars().count() / 3 + 1;
    let mut best: Option<(usize, &str)> = None;
    for name in valid.iter().filter(|name| name.len() <= 64) {
        let far = distance(found, name);
        if far <= limit && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Edit distance (Levenshtein), ignoring ASCII case.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let replace = diagonal + usize::from(!x.eq_ignore_ascii_case(y));
            diagonal = *cell;
            left = replace.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_a_slip_and_not_a_stranger() {
        let names = ["seconds", "resolution", "audio"];
        assert_eq!(nearest("secnds", &names), Some("seconds"));
        assert_eq!(nearest("Resolution", &names), Some("resolution"));
        assert_eq!(nearest("zebra", &names), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
