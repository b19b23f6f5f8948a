//! Expressions over settings: text to tree. `compile` resolves the tree.

use crate::amount::{Decimal, FineDecimal};
use crate::error::ErrorKind;
use crate::json::{Node, Read, Value};

/// Maximum length.
const LENGTH: usize = 1000;
/// Maximum nesting.
const DEPTH: usize = 32;

/// An expression as written, and its tree.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Formula {
    pub(crate) text: String,
    pub(crate) tree: Tree,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Number(FineDecimal),
    Name(String),
    /// `setting.attribute`: a number of the chosen value.
    Attribute(String, String),
    Negate(Box<Tree>),
    Binary(Operator, Box<Tree>, Box<Tree>),
    Call(Function, Vec<Tree>),
    /// Only as a whole column of a table.
    Compare(Comparison, Box<Tree>, Box<Tree>),
}

/// The relation of the left side to the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Above,
    AtLeast,
    Below,
    AtMost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Min,
    Max,
    Ceil,
    Floor,
    Round,
    Sum,
    Count,
    Present,
    Amount,
}

impl Function {
    pub(crate) const NAMES: [(&'static str, Function); 9] = [
        ("min", Function::Min),
        ("max", Function::Max),
        ("ceil", Function::Ceil),
        ("floor", Function::Floor),
        ("round", Function::Round),
        ("sum", Function::Sum),
        ("count", Function::Count),
        ("present", Function::Present),
        ("amount", Function::Amount),
    ];

    pub(crate) fn name(self) -> &'static str {
        Function::NAMES.iter().find(|(_, f)| *f == self).map_or("", |(name, _)| name)
    }
}

impl Formula {
    /// Reads an expression.
    pub(crate) fn parse(text: &str) -> Result<Formula, String> {
        Formula::parse_as(text, |parser| parser.sum())
    }

    /// Reads a column of a table: an expression, or a comparison such as `seconds > 5`.
    pub(crate) fn read_column(node: &Node) -> Formula {
        Formula::read_as(node, |parser| parser.comparison())
    }

    fn parse_as(text: &str, part: ParsePart) -> Result<Formula, String> {
        if text.len() > LENGTH {
            return Err(format!("an expression of more than {LENGTH} characters"));
        }
        let mut parser = Parser { text, at: 0, depth: 0 };
        let tree = part(&mut parser)?;
        match parser.next_byte() {
            None => Ok(Formula { text: text.to_owned(), tree }),
            Some(_) => Err(parser.unexpected("an operator or the end")),
        }
    }

    fn constant(number: FineDecimal) -> Formula {
        Formula { text: number.to_string(), tree: Tree::Number(number) }
    }
}

impl Formula {
    /// The number, if the expression is one.
    pub(crate) fn written_out(&self) -> Option<Decimal> {
        self.text.parse().ok()
    }
}

/// What to read a text as.
type ParsePart = fn(&mut Parser) -> Result<Tree, String>;

impl Formula {
    fn read_as(node: &Node, part: ParsePart) -> Self {
        if let Value::Number(_) = node.value {
            return Formula::constant(FineDecimal::read(node));
        }
        let Value::String(text) = node.value else {
            node.expected("a decimal or an expression over settings");
            return Formula::placeholder();
        };
        Formula::parse_as(text, part).unwrap_or_else(|fault| {
            node.error(ErrorKind::Expression, format!("in `{}`: {fault}", shorten(text)));
            Formula::placeholder()
        })
    }
}

impl Read for Formula {
    fn read(node: &Node) -> Self {
        Formula::read_as(node, |parser| parser.sum())
    }
    fn placeholder() -> Self {
        Formula { text: String::new(), tree: Tree::Number(FineDecimal::ONE) }
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 80 {
        text.to_owned()
    } else {
        text.chars().take(79).chain(['…']).collect()
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn next_byte(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.next_byte() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self, expected: &str) -> String {
        let found = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let found = found.map_or("the end".to_owned(), crate::json::shown);
        format!("expected {expected}, found {found} at character {}", self.at + 1)
    }

    fn comparison(&mut self) -> Result<Tree, String> {
        let left = self.sum()?;
        let (strict, loose) = match self.next_byte() {
            Some(b'>') => (Comparison::Above, Comparison::AtLeast),
            Some(b'<') => (Comparison::Below, Comparison::AtMost),
            _ => return Ok(left),
        };
        self.at += 1;
        let with_bound = self.text.as_bytes().get(self.at) == Some(&b'=');
        self.at += usize::from(with_bound);
        let comparison = if with_bound { loose } else { strict };
        Ok(Tree::Compare(comparison, left.into(), self.sum()?.into()))
    }

    fn sum(&mut self) -> Result<Tree, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(format!("nested deeper than {DEPTH} levels"));
        }
        let mut left = self.product()?;
        loop {
            let operator = match self.next_byte() {
                Some(b'+') => Operator::Add,
                Some(b'-') => Operator::Subtract,
                _ => break,
            };
            self.at += 1;
            left = Tree::Binary(operator, left.into(), self.product()?.into());
        }
        self.depth -= 1;
        Ok(left)
    }

    fn product(&mut self) -> Result<Tree, String> {
        let mut left = self.unary()?;
        loop {
            let operator = match self.next_byte() {
                Some(b'*') => Operator::Multiply,
                Some(b'/') => Operator::Divide,
                _ => return Ok(left),
            };
            self.at += 1;
            left = Tree::Binary(operator, left.into(), self.unary()?.into());
        }
    }

    fn unary(&mut self) -> Result<Tree, String> {
        if self.take(b'-') {
            return Ok(Tree::Negate(self.atom()?.into()));
        }
        self.atom()
    }

    fn atom(&mut self) -> Result<Tree, String> {
        match self.next_byte() {
            Some(b'(') => {
                self.at += 1;
                let inner = self.sum()?;
                if self.take(b')') { Ok(inner) } else { Err(self.unexpected("`)`")) }
            }
            Some(b'0'..=b'9') => self.decimal(),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => self.name_or_call(),
            _ => Err(self.unexpected("a number, a name or `(`")),
        }
    }

    fn word(&mut self, more: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while self.text.as_bytes().get(self.at).is_some_and(|b| more(*b)) {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or("")
    }

    fn decimal(&mut self) -> Result<Tree, String> {
        let digits = self.word(|b| b.is_ascii_digit() || b == b'.');
        digits.parse().map(Tree::Number).map_err(|fault| format!("`{digits}`: {fault}"))
    }

    fn name(&mut self) -> String {
        self.word(|b| b.is_ascii_alphanumeric() || b == b'_').to_owned()
    }

    fn name_or_call(&mut self) -> Result<Tree, String> {
        let name = self.name();
        if self.take(b'.') {
            let attribute = self.name();
            return if attribute.is_empty() {
                Err(self.unexpected("the name of a value"))
            } else {
                Ok(Tree::Attribute(name, attribute))
            };
        }
        if !self.take(b'(') {
            return Ok(Tree::Name(name));
        }
        let function = Function::NAMES.iter().find(|(known, _)| *known == name);
        let Some((_, function)) = function else {
            let hint = crate::error::nearest_hint(&name, &Function::NAMES.map(|(known, _)| known));
            return Err(format!("there is no function `{name}`{hint}"));
        };
        let mut arguments = vec![self.sum()?];
        while self.take(b',') {
            arguments.push(self.sum()?);
        }
        if self.take(b')') {
            Ok(Tree::Call(*function, arguments))
        } else {
            Err(self.unexpected("`,` or `)`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Formula::parse(text).map_or_else(|e| e, |f| format!("{:?}", f.tree))
    }

    #[test]
    fn multiplication_binds_tighter_and_minus_is_unary() {
        assert_eq!(
            error("1 + 2 * -a"),
            "Binary(Add, Number(1), Binary(Multiply, Number(2), Negate(Name(\"a\"))))"
        );
        assert_eq!(error("8 - 2 - 1"), error("(8 - 2) - 1"));
        assert_eq!(error("resolution.width"), "Attribute(\"resolution\", \"width\")");
    }

    #[test]
    fn a_comparison_is_a_whole_column() {
        let column =
            |text| Formula::parse_as(text, |parser| parser.comparison()).map(|column| column.tree);
        for (text, sign) in [
            ("a > 1", Comparison::Above),
            ("a>=1", Comparison::AtLeast),
            ("a < 1", Comparison::Below),
            ("a <= 1", Comparison::AtMost),
        ] {
            let sides = [Tree::Name("a".to_owned()), error_free("1")].map(Box::new);
            let [left, right] = sides;
            assert_eq!(column(text), Ok(Tree::Compare(sign, left, right)));
        }
        assert_eq!(column("a + 1"), Ok(error_free("a + 1")));
        for text in ["a > 1 > 2", "(a > 1)", "a > > 1", "a > = 1", "a = 1"] {
            assert!(column(text).is_err(), "{text}");
        }
        assert!(Formula::parse("a > 1").is_err());
    }

    fn error_free(text: &str) -> Tree {
        Formula::parse(text).unwrap().tree
    }

    #[test]
    fn errors_say_what_was_expected_and_where() {
        assert_eq!(error("1 +"), "expected a number, a name or `(`, found the end at character 4");
        assert_eq!(error("1 2"), "expected an operator or the end, found `2` at character 3");
        assert_eq!(error("cel(x)"), "there is no function `cel`; did you mean `ceil`?");
        assert_eq!(error("1.2.3"), "`1.2.3`: not a decimal number");
        assert!(error(&"(".repeat(200)).contains("nested deeper"));
        assert!(error(&"1+".repeat(900)).contains("more than 1000"));
        assert!(Formula::parse("é").is_err());
    }
}
