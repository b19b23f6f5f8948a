//! A catalog is opened with the heads of its operations. Each operation is read, checked and
//! compiled on first use; the whole check uses each of them once.

use super::document::Document;
use super::head::Head;
use super::id::PlanId;
use super::operation::OperationDocument;
use super::program::{Operation, Plan, Text};
use super::supply::Supply;
use super::{check, compile, limits};
use crate::amount::Fraction;
use crate::error::{Error, ErrorKind, Errors, Findings};
use crate::json::{
    Log, Node, Outline, Path, Read, Value, admitted, canonical, outline, parse_loosely, parse_part,
    sha256,
};
use crate::order::sorted;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// The result of compiling an operation.
#[derive(Debug)]
pub(super) struct Compiled {
    operation: Result<Operation, Errors>,
    warnings: Vec<Error>,
    /// Pointers of the named parts that it uses.
    uses: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) document: Document,
    /// By index of the heads in the document; each compiled on first use.
    operations: Vec<OnceLock<Compiled>>,
    pub(crate) plans: Vec<Plan>,
    /// Compiled on first use: prices do not need it.
    supply: OnceLock<Supply>,
    /// Indices of the operations, sorted by id.
    by_id: Vec<usize>,
    /// Indices of the operations, sorted by model; computed on first use.
    by_model: OnceLock<Vec<usize>>,
    /// Computed on first use: most catalogs need no digest.
    digest: OnceLock<String>,
    /// Warnings from opening.
    opening_warnings: Vec<Error>,
    /// Warnings of the whole file, computed on first use.
    warnings: OnceLock<Vec<Error>>,
    pub(crate) written: Written,
    pub(super) id: Text,
    pub(super) version: Text,
    /// Plural name of a credit.
    pub(crate) unit: Text,
    /// Smallest part of a credit.
    pub(crate) step: Fraction,
    pub(crate) step_label: Text,
}

impl Checked {
    /// The digest of the canonical JSON of the whole file.
    pub(super) fn digest(&self) -> &str {
        self.digest.get_or_init(|| sha256(&self.written.canonical()))
    }

    /// The rules of plans, grants, top-ups and the burn order.
    pub(crate) fn supply(&self) -> &Supply {
        self.supply.get_or_init(|| compile::supply(&self.document))
    }

    pub(crate) fn plan(&self, id: &str) -> Option<PlanId> {
        self.plans.iter().position(|plan| *plan.id == *id).map(PlanId::at)
    }

    pub(crate) fn plan_at(&self, plan: PlanId) -> Option<&Plan> {
        self.plans.get(plan.place())
    }
}

/// The file as read: everything except its operations, and how to read those.
#[derive(Debug)]
pub(crate) struct Written {
    /// Contains the head of each operation or, if there is no text, the whole operation.
    pub(crate) value: Value,
    text: String,
    /// Ranges of the operations in the text.
    spans: Vec<Range<usize>>,
}

impl Written {
    pub(super) fn text(mut text: String) -> Result<Written, Errors> {
        let mark = text.len() - admitted(&text)?.len();
        text.drain(..mark);
        let Outline { value, spans } = outline(&text, "operations", Head::FIELDS)?;
        Ok(Written { value, text, spans })
    }

    pub(super) fn value(value: Value) -> Written {
        Written { value, text: String::new(), spans: Vec::new() }
    }

    fn operation(&self, place: usize) -> Result<Cow<'_, Value>, Errors> {
        if let Some(span) = self.spans.get(place) {
            return parse_part(&self.text, span).map(Cow::Owned);
        }
        let value = match self.value.get("operations") {
            Some(Value::Array(items)) => items.get(place),
            _ => None,
        };
        Ok(Cow::Borrowed(value.unwrap_or(&Value::Null)))
    }

    /// The canonical text; the original text if an operation is not JSON.
    pub(super) fn canonical(&self) -> Cow<'_, str> {
        if self.text.is_empty() {
            return canonical(&self.value).into();
        }
        match parse_loosely(&self.text) {
            Some(value) => canonical(&value).into(),
            None => self.text.as_str().into(),
        }
    }
}

impl Checked {
    /// Opens the catalog except its operations; returns its errors, too.
    pub(super) fn open(written: Written) -> Result<(Checked, Vec<Error>), Errors> {
        Errors::check(in_catalog(limits::of_the_file(&written.value)))?;
        let log = Log::strict();
        let document = Document::read(&Node::root(&written.value, &log)).in_order();
        let read = log.into_lists();
        let log = Log::default();
        let by_id = check::document(&log, &document);
        let plans = check::plans(&document);
        let (errors, opening_warnings) = merged(read, log.into_lists());
        let checked = Checked::new(written, document, plans, by_id);
        Ok((Checked { opening_warnings, ..checked }, in_catalog(errors)))
    }

    fn new(written: Written, document: Document, plans: Vec<Plan>, by_id: Vec<usize>) -> Checked {
        let count = document.operations.len();
        let credit = &document.credit;
        let step = Fraction::from_decimal(credit.step);
        let unit: Text = credit.plural.as_deref().unwrap_or(&credit.name).into();
        let (id, version) = (document.catalog.as_str(), document.version.as_str());
        let (id, version): (Text, Text) = (id.into(), version.into());
        Checked {
            document,
            operations: (0..count).map(|_| OnceLock::new()).collect(),
            plans,
            supply: OnceLock::new(),
            by_id,
            by_model: OnceLock::new(),
            digest: OnceLock::new(),
            opening_warnings: Vec::new(),
            warnings: OnceLock::new(),
            written,
            id,
            version,
            unit,
            step,
            step_label: "Rounding".into(),
        }
    }

    /// The head of each operation, in file order.
    pub(crate) fn heads(&self) -> &[Head] {
        &self.document.operations
    }

    /// The index and the head of an operation.
    pub(crate) fn head(&self, id: &str) -> Option<(usize, &Head)> {
        let heads = self.heads();
        let found = self
            .by_id
            .binary_search_by(|place| heads.get(*place).map_or("", |head| &head.id).cmp(id));
        let place = *self.by_id.get(found.ok()?)?;
        Some((place, heads.get(place)?))
    }

    /// The index of the operation that a request means: by id, or by model if only one operation
    /// has it.
    pub(crate) fn asked_for(&self, name: &str) -> Option<usize> {
        if let Some((place, _)) = self.head(name) {
            return Some(place);
        }
        match self.with_model(name) {
            [place] => Some(*place),
            _ => None,
        }
    }

    /// Indices of the operations of a model.
    fn with_model(&self, name: &str) -> &[usize] {
        let heads = self.heads();
        let model = |place: &usize| heads.get(*place).and_then(|head| head.model.as_deref());
        let by_model = self.by_model.get_or_init(|| {
            let places: Vec<usize> = (0..heads.len()).collect();
            sorted(&places, |a, b| model(a).cmp(&model(b))).copied().collect()
        });
        let start = by_model.partition_point(|place| model(place) < Some(name));
        let end = by_model.partition_point(|place| model(place) <= Some(name));
        by_model.get(start..end).unwrap_or(&[])
    }

    /// The operation that a request means.
    ///
    /// # Errors
    /// `unknown_name`; or the errors of the operation, on its first use.
    pub(crate) fn operation(&self, name: &str) -> Result<&Operation, Errors> {
        match self.asked_for(name) {
            Some(place) => self.operation_at(place),
            None => Err(self.unknown_operation(name).into()),
        }
    }

    /// The operation at an index.
    ///
    /// # Errors
    /// Its errors.
    pub(crate) fn operation_at(&self, place: usize) -> Result<&Operation, Errors> {
        match self.compiled(place) {
            Some(compiled) => compiled.operation.as_ref().map_err(Errors::clone),
            None => Err(self.unknown_operation("").into()),
        }
    }

    /// An operation as written.
    ///
    /// # Errors
    /// A syntax error in it.
    pub(crate) fn written(&self, place: usize, log: &Log) -> Result<OperationDocument, Errors> {
        self.at(place, log, OperationDocument::read)
    }

    /// Calls `read` with an operation.
    ///
    /// # Errors
    /// A syntax error in it.
    pub(super) fn at<T>(
        &self,
        place: usize,
        log: &Log,
        read: impl FnOnce(&Node) -> T,
    ) -> Result<T, Errors> {
        let list = Path::Root.key("operations");
        let path = list.index(place);
        let value = self.written.operation(place);
        let value = value.map_err(|errors| errors.under(&path.to_string()).in_catalog())?;
        Ok(read(&Node { value: &value, path, log }))
    }

    fn compiled(&self, place: usize) -> Option<&Compiled> {
        let cell = self.operations.get(place)?;
        Some(cell.get_or_init(|| self.compile(place)))
    }

    fn compile(&self, place: usize) -> Compiled {
        let log = Log::strict();
        let read = self.at(place, &log, |node| {
            Errors::check(in_catalog(limits::of_an_operation(node)))?;
            Ok(OperationDocument::read(node))
        });
        let document = match read.and_then(|read| read) {
            Ok(document) => document,
            Err(errors) => {
                return Compiled { operation: Err(errors), warnings: Vec::new(), uses: Vec::new() };
            }
        };
        let read = log.into_lists();
        let log = Log::default();
        let operation = self.program(place, &log, &document);
        let uses = log.take_uses();
        let (errors, warnings) = merged(read, log.into_lists());
        Compiled {
            operation: Errors::check(in_catalog(errors)).map(|()| operation),
            warnings,
            uses,
        }
    }

    fn program(&self, place: usize, log: &Log, document: &OperationDocument) -> Operation {
        let list = Path::Root.key("operations");
        let path = list.index(place);
        check::tests(log, &path.key("tests"), &self.document, &document.tests);
        let head = self.heads().get(place).cloned().unwrap_or_else(Head::placeholder);
        compile::operation(log, &path, (&self.document, &self.plans), (&head, document))
    }

    pub(crate) fn unknown_operation(&self, id: &str) -> Error {
        let id_at = |place: &usize| self.heads().get(*place).map(|head| &*head.id);
        let same: Vec<&str> = self.with_model(id).iter().filter_map(id_at).collect();
        if same.is_empty() {
            let ids: Vec<&str> = self.heads().iter().map(|head| &*head.id).collect();
            return Error::unknown_name("/operation", "operation", id, &ids);
        }
        let names = same.join(", ");
        let sentence = format!("`{id}` is the model of several operations: name one of {names}");
        Error::new(ErrorKind::UnknownName, "/operation", sentence)
    }
}

/// The whole check.
impl Checked {
    /// These errors, and the errors of the operations.
    pub(super) fn all_errors(&self, opening: Vec<Error>) -> Vec<Error> {
        let mut errors = Findings::default();
        opening.into_iter().for_each(|error| errors.push(error));
        let wrong = self.all().filter_map(|compiled| compiled.operation.as_ref().err());
        // The head of the operation and the named parts were read before.
        wrong.flat_map(Errors::iter).for_each(|error| errors.push_new(error.clone()));
        errors.into_list("errors")
    }

    pub(super) fn warnings(&self) -> &[Error] {
        self.warnings.get_or_init(|| {
            let mut warnings = Findings::default();
            let compiled = self.all().flat_map(|compiled| &compiled.warnings);
            for warning in self.opening_warnings.iter().chain(compiled) {
                warnings.push(warning.clone());
            }
            let right = self.all().map(|compiled| compiled.operation.as_ref());
            // The meters of an operation with errors are unknown.
            if let Ok(operations) = right.collect::<Result<Vec<_>, _>>() {
                let log = Log::default();
                check::units(&log, &self.document, &operations);
                let uses = self.all().flat_map(|compiled| &compiled.uses);
                let uses: Vec<&str> = uses.map(String::as_str).collect();
                check::unused(&log, &self.document, &uses);
                log.into_lists().1.into_iter().for_each(|warning| warnings.push(warning));
            }
            warnings.into_list("warnings")
        })
    }

    fn all(&self) -> impl Iterator<Item = &Compiled> {
        (0..self.operations.len()).filter_map(|place| self.compiled(place))
    }
}

fn in_catalog(errors: Vec<Error>) -> Vec<Error> {
    errors.into_iter().map(Error::in_catalog).collect()
}

type Lists = (Vec<Error>, Vec<Error>);

/// Errors of reading and of checking. An error of checking at a place that could not be read is
/// dropped.
fn merged(read: Lists, checked: Lists) -> Lists {
    let (mut errors, mut warnings) = (Findings::default(), read.1);
    for error in &read.0 {
        errors.push(error.clone());
    }
    for error in checked.0 {
        if !read.0.iter().any(|known| is_at_or_below(&error, known)) {
            errors.push_new(error);
        }
    }
    warnings.extend(checked.1);
    (errors.into_list("errors"), warnings)
}

fn is_at_or_below(error: &Error, known: &Error) -> bool {
    let rest = error.pointer().strip_prefix(known.pointer());
    known.kind() != ErrorKind::Missing
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
