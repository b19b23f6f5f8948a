//! Names and types of expressions.

use super::super::expression::{Comparison, Formula, Function, Operator, Tree};
use super::super::program::{Condition, Expression, Kind, Limits, RUNS, Reduction, Slot};
use super::{DEPTH, PARTS, Scope};
use crate::amount::{Arithmetic, Fault, Fraction, Mode, Number};
use crate::error::ErrorKind;
use crate::json::Path;

/// The type of a tree.
pub(super) enum Typed {
    Number(Expression),
    /// A number for each item of these lists.
    Each(Vec<Slot>, Expression),
    Choice(Slot),
    Flag(Slot),
    /// A condition.
    Truth(Condition),
    Plan,
    /// An error has been logged.
    Wrong,
}

impl Typed {
    fn what(&self) -> &'static str {
        match self {
            Typed::Number(_) => "a number",
            Typed::Each(..) => "a list",
            Typed::Choice(_) => "a choice",
            Typed::Flag(_) => "yes or no",
            Typed::Truth(_) => "a condition",
            Typed::Plan => "the plan",
            Typed::Wrong => "an error",
        }
    }
}

impl Scope<'_> {
    /// Compiles an expression that must be a number.
    pub(super) fn number(&self, path: &Path, formula: &Formula) -> Expression {
        match self.typed(path, &formula.tree) {
            Typed::Number(expression) => expression,
            Typed::Wrong => zero(),
            Typed::Each(..) => {
                let advice = "is a list: use sum(), count(), max() or min() over it";
                self.wrong(path, format!("`{}` {advice}", formula.text))
            }
            other => {
                let what = other.what();
                let sentence = format!("expected a number, found {what}: `{}`", formula.text);
                self.wrong(path, sentence)
            }
        }
    }

    fn wrong(&self, path: &Path, sentence: String) -> Expression {
        self.error(path, ErrorKind::Expression, sentence);
        zero()
    }

    pub(super) fn typed(&self, path: &Path, tree: &Tree) -> Typed {
        self.parts.set(self.parts.get() + 1);
        if self.parts.get() > PARTS {
            if self.parts.get() == PARTS + 1 {
                let sentence =
                    format!("more than {PARTS} parts in the expressions of one operation");
                self.error(path, ErrorKind::Limit, sentence);
            }
            return Typed::Wrong;
        }
        if self.depth.get() >= DEPTH {
            let sentence = format!("an expression nested deeper than {DEPTH} levels");
            self.error(path, ErrorKind::Limit, sentence);
            return Typed::Wrong;
        }
        self.depth.set(self.depth.get() + 1);
        let typed = self.typed_part(path, tree);
        self.depth.set(self.depth.get() - 1);
        typed
    }

    fn typed_part(&self, path: &Path, tree: &Tree) -> Typed {
        match tree {
            Tree::Number(number) => Typed::Number(Expression::exactly(number.to_fraction())),
            Tree::Name(name) => self.name(path, name),
            Tree::Attribute(setting, attribute) => self.attribute(path, setting, attribute),
            Tree::Negate(inner) => {
                self.binary(path, Typed::Number(zero()), self.typed(path, inner), Arithmetic::Sub)
            }
            Tree::Binary(operator, left, right) => {
                let (left, right) = (self.typed(path, left), self.typed(path, right));
                let arithmetic = match operator {
                    Operator::Add => Arithmetic::Add,
                    Operator::Subtract => Arithmetic::Sub,
                    Operator::Multiply => Arithmetic::Mul,
                    Operator::Divide => {
                        let by = if let Typed::Number(by) = &right { by.constant() } else { None };
                        if matches!(left, Typed::Number(_)) && by.is_some_and(|by| by.is_zero()) {
                            return self.faulty(path, Fault::DivisionByZero);
                        }
                        Arithmetic::Div
                    }
                };
                self.binary(path, left, right, arithmetic)
            }
            Tree::Call(function, arguments) => self.call(path, *function, arguments),
            Tree::Compare(comparison, left, right) => self.compared(path, *comparison, left, right),
        }
    }

    fn compared(&self, path: &Path, comparison: Comparison, left: &Tree, right: &Tree) -> Typed {
        let number = |tree| match self.typed(path, tree) {
            Typed::Number(expression) => Some(expression),
            Typed::Wrong => None,
            other => {
                let what = other.what();
                let sentence = format!("expected numbers in a comparison, found {what}");
                self.error(path, ErrorKind::Expression, sentence);
                None
            }
        };
        let (Some(subject), Some(bound)) = (number(left), number(right)) else {
            return Typed::Wrong;
        };
        let mut limits = Limits::default();
        let place = match comparison {
            Comparison::Above => &mut limits.above,
            Comparison::AtLeast => &mut limits.min,
            Comparison::Below => &mut limits.below,
            Comparison::AtMost => &mut limits.max,
        };
        *place = Some(bound);
        Typed::Truth(Condition::Bounds(subject, limits))
    }

    fn name(&self, path: &Path, name: &str) -> Typed {
        match name {
            "runs" => {
                self.counts_runs.set(true);
                return Typed::Number(Expression::Slot(RUNS));
            }
            "plan" => return Typed::Plan,
            _ => {}
        }
        let own = self.slot(name);
        let quantity = self.quantities.iter().find(|(known, _)| known == name);
        if let Some(condition) = self.named_condition(path, name) {
            if own.is_some() || quantity.is_some() {
                let sentence = format!(
                    "`{name}` is a condition of the catalog and also a name in this operation: rename one"
                );
                self.error(path, ErrorKind::Duplicate, sentence);
            }
            return Typed::Truth(condition);
        }
        if let Some((slot, setting)) = own {
            return match setting.kind {
                Kind::Number(_) | Kind::Numbers(_) => Typed::Number(Expression::Slot(slot)),
                Kind::Choice(_) => Typed::Choice(slot),
                Kind::Flag => Typed::Flag(slot),
                Kind::List { .. } => Typed::Each(vec![slot], Expression::Item(slot)),
            };
        }
        match quantity {
            Some((_, formula)) => self.quantity(path, name, formula),
            None => {
                self.unknown(path, "setting or quantity", name, self.names());
                Typed::Wrong
            }
        }
    }

    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for setting in self.settings {
            names.push(&setting.name);
        }
        for (name, _) in self.quantities {
            names.push(name);
        }
        for (name, _) in &self.document.conditions {
            names.push(name);
        }
        names.push("runs");
        names
    }

    fn quantity(&self, path: &Path, name: &str, formula: &Formula) -> Typed {
        if self.open.borrow().iter().any(|open| open == name) {
            let circle = [self.open.borrow().join(" -> "), name.to_owned()].join(" -> ");
            self.error(path, ErrorKind::Cycle, format!("quantities in a circle: {circle}"));
            return Typed::Wrong;
        }
        self.open.borrow_mut().push(name.to_owned());
        let typed = self.typed(path, &formula.tree);
        self.open.borrow_mut().pop();
        typed
    }

    fn attribute(&self, path: &Path, name: &str, attribute: &str) -> Typed {
        let Some((slot, setting)) = self.slot(name) else {
            self.unknown(path, "setting", name, self.names());
            return Typed::Wrong;
        };
        let attributes = self.values.get(slot - 1).map_or(&[][..], Vec::as_slice);
        let Some((_, numbers)) = attributes.iter().find(|(known, _)| known == attribute) else {
            let valid = attributes.iter().map(|(known, _)| known.as_str()).collect();
            self.unknown(path, &format!("value of `{name}` named"), attribute, valid);
            return Typed::Wrong;
        };
        if let (Some(gap), Kind::Choice(choices)) =
            (numbers.iter().position(Option::is_none), &setting.kind)
        {
            let choice = choices.get(gap).map_or("", String::as_str);
            let sentence = format!("`{name}.{attribute}` has no value for the choice `{choice}`");
            self.error(path, ErrorKind::Missing, sentence);
        }
        let numbers = numbers.iter().map(|n| n.map_or(Number::ZERO, Number::exact)).collect();
        Typed::Number(Expression::Attribute(slot, numbers))
    }

    fn binary(&self, path: &Path, left: Typed, right: Typed, arithmetic: Arithmetic) -> Typed {
        use Typed::{Each, Number, Wrong};
        let both = |a, b| Expression::Both(arithmetic, Box::new([a, b]));
        match (left, right) {
            (Wrong, _) | (_, Wrong) => Wrong,
            (Number(a), Number(b)) => self.folded(path, arithmetic, a, b),
            (Each(lists, a), Number(b)) | (Number(a), Each(lists, b)) => Each(lists, both(a, b)),
            (Each(mut lists, a), Each(more, b)) => {
                lists.extend(more);
                Each(lists, both(a, b))
            }
            (Number(_) | Each(..), other) | (other, _) => {
                let what = other.what();
                let sentence = format!("expected a number, found {what}: use it in `when` or `by`");
                self.error(path, ErrorKind::Expression, sentence);
                Wrong
            }
        }
    }

    /// Folds constants.
    fn folded(&self, path: &Path, arithmetic: Arithmetic, a: Expression, b: Expression) -> Typed {
        let (Expression::Constant(left), Expression::Constant(right)) = (&a, &b) else {
            return Typed::Number(Expression::Both(arithmetic, Box::new([a, b])));
        };
        match arithmetic.apply(left, right) {
            Ok(value) => Typed::Number(Expression::Constant(value)),
            Err(fault) => self.faulty(path, fault),
        }
    }

    fn faulty(&self, path: &Path, fault: Fault) -> Typed {
        let (kind, sentence) = match fault {
            Fault::DivisionByZero => (ErrorKind::DivisionByZero, "a division by zero"),
            Fault::Inexact => (ErrorKind::Inexact, "numbers too large for exact arithmetic"),
        };
        self.error(path, kind, sentence);
        Typed::Wrong
    }

    fn call(&self, path: &Path, function: Function, arguments: &[Tree]) -> Typed {
        match (function, arguments) {
            (Function::Present, [Tree::Name(name)]) => self.present(path, name),
            (Function::Amount, [Tree::Name(id)]) => self.amount(path, id),
            (Function::Ceil, [x]) => self.unary(path, x, Mode::Ceil),
            (Function::Floor, [x]) => self.unary(path, x, Mode::Floor),
            (Function::Round, [x]) => self.unary(path, x, Mode::HalfUp),
            (Function::Count, [x]) => self.reduce(path, function, x),
            (Function::Sum | Function::Min | Function::Max, [x]) => self.reduce(path, function, x),
            (Function::Min, [first, rest @ ..]) => self.several(path, first, rest, Arithmetic::Min),
            (Function::Max, [first, rest @ ..]) => self.several(path, first, rest, Arithmetic::Max),
            _ => {
                let takes = match function {
                    Function::Present => "the name of one setting",
                    Function::Amount => "the id of one earlier component",
                    Function::Min | Function::Max => "one list, or two or more numbers",
                    Function::Sum | Function::Count => "one list",
                    Function::Ceil | Function::Floor | Function::Round => "one number",
                };
                let sentence = format!("{}() takes {takes}", function.name());
                self.error(path, ErrorKind::Expression, sentence);
                Typed::Wrong
            }
        }
    }

    fn present(&self, path: &Path, name: &str) -> Typed {
        match self.slot(name) {
            Some((slot, _)) => Typed::Truth(self.presence_of(slot)),
            None => {
                self.unknown(path, "setting", name, self.names());
                Typed::Wrong
            }
        }
    }

    fn amount(&self, path: &Path, id: &str) -> Typed {
        self.keeps_amounts.set(true);
        let components = self.components.borrow();
        match components.iter().position(|known| known == id) {
            Some(place) => Typed::Number(Expression::Amount(place)),
            None => {
                let valid = components.iter().map(String::as_str).collect();
                self.unknown(path, "earlier component with the id", id, valid);
                Typed::Wrong
            }
        }
    }

    fn unary(&self, path: &Path, argument: &Tree, mode: Mode) -> Typed {
        let rounded = |x: Expression| Expression::Rounded(mode, x.into());
        match self.typed(path, argument) {
            Typed::Number(x) => Typed::Number(rounded(x)),
            Typed::Each(lists, x) => Typed::Each(lists, rounded(x)),
            other => {
                if !matches!(other, Typed::Wrong) {
                    let sentence = format!("expected a number, found {}", other.what());
                    self.error(path, ErrorKind::Expression, sentence);
                }
                Typed::Wrong
            }
        }
    }

    fn several(&self, path: &Path, first: &Tree, rest: &[Tree], arithmetic: Arithmetic) -> Typed {
        rest.iter().fold(self.typed(path, first), |sofar, next| {
            self.binary(path, sofar, self.typed(path, next), arithmetic)
        })
    }

    fn reduce(&self, path: &Path, function: Function, argument: &Tree) -> Typed {
        match (function, self.typed(path, argument)) {
            (_, Typed::Wrong) => Typed::Wrong,
            (Function::Count, Typed::Each(lists, _)) => {
                Typed::Number(Expression::Count(lists.first().copied().unwrap_or(RUNS)))
            }
            (function, Typed::Each(lists, body)) => {
                let reduction = match function {
                    Function::Min => Reduction::Min,
                    Function::Max => Reduction::Max,
                    _ => Reduction::Sum,
                };
                Typed::Number(Expression::Reduce(reduction, lists, body.into()))
            }
            (function, other) => {
                let (name, what) = (function.name(), other.what());
                let sentence = format!("{name}() runs over a list, found {what}");
                self.error(path, ErrorKind::Expression, sentence);
                Typed::Wrong
            }
        }
    }
}

fn zero() -> Expression {
    Expression::exactly(Fraction::ZERO)
}

impl Expression {
    /// A constant.
    pub(super) fn exactly(value: Fraction) -> Self {
        Expression::Constant(Number::exact(value))
    }

    /// The value of a constant expression; `None` if it depends on anything.
    pub(crate) fn constant(&self) -> Option<Fraction> {
        match self {
            Expression::Constant(value) => value.single(),
            _ => None,
        }
    }
}
