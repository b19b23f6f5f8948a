//! Rates and tables: each key must be a value that can occur.

use super::super::by_plan::ByPlan;
use super::super::expression::{Formula, Operator, Tree};
use super::super::program::{Cells, Column, Expression, Kind, NumberRange, Rate, Table};
use super::super::rate::{self, Bound, SpanDocument, key_words};
use super::Scope;
use super::expression::Typed;
use crate::amount::{Decimal, Fraction, Number};
use crate::error::ErrorKind;
use crate::json::{Path, TELLS_WARNINGS};
use crate::order::{sort, sorted};
use std::cmp::Ordering;
use std::sync::Arc;

/// The keys of a level, or the cells under them.
type Keys<'k> = &'k [(String, rate::Cells)];

/// The columns from one level on, and all columns.
#[derive(Clone, Copy)]
struct Columns<'k> {
    formulas: &'k [Formula],
    all: &'k Arc<[Column]>,
    /// The index of the first of `formulas` among all columns.
    level: usize,
}

impl<'k> Columns<'k> {
    /// The first column and the rest.
    fn split(self) -> Option<(&'k Formula, Columns<'k>)> {
        let (first, rest) = self.formulas.split_first()?;
        Some((first, Columns { formulas: rest, level: self.level + 1, ..self }))
    }

    /// The columns before this level.
    fn outer(self) -> &'k [Column] {
        self.all.get(..self.level).unwrap_or_default()
    }
}

impl Scope<'_> {
    pub(super) fn rate(&self, path: &Path, rate: &rate::Rate) -> Rate {
        self.cell(path, rate, &[])
    }

    /// A rate in a cell, below these columns.
    fn cell(&self, path: &Path, rate: &rate::Rate, outer: &[Column]) -> Rate {
        match rate {
            rate::Rate::Free => Rate::Free,
            rate::Rate::Unpriced => Rate::Unpriced,
            rate::Rate::NotSold => Rate::NotSold,
            rate::Rate::Span(span) => Rate::Span(self.span(path, span)),
            rate::Rate::Formula(formula) => Rate::Number(self.price_of(path, formula)),
            rate::Rate::Table(table) => self.table(path, table, outer),
            rate::Rate::Named(name) => self.named_table(path, name, outer),
        }
    }

    pub(super) fn table(&self, path: &Path, table: &rate::Table, outer: &[Column]) -> Rate {
        let cells = &table.cells;
        let at_ranges = path.key("ranges");
        let path = if let rate::Cells::Ranges(_) = cells { &at_ranges } else { path };
        let own = table.by.iter().map(|by| self.column(by));
        let all: Arc<[Column]> = outer.iter().cloned().chain(own).collect();
        self.level(path, Columns { formulas: &table.by, all: &all, level: outer.len() }, cells)
    }

    fn column(&self, by: &Formula) -> Column {
        let slot = match &by.tree {
            Tree::Name(name) => self.slot(name).map(|(slot, _)| slot),
            _ => None,
        };
        Column { text: by.text.as_str().into(), slot }
    }

    fn span(&self, path: &Path, span: &SpanDocument) -> Number {
        let [from, to] = [("from", &span.from), ("to", &span.to)].map(|(key, end)| {
            let path = path.key(key);
            let end = self.number(&path, end).constant();
            let end = end.filter(|end| !end.is_negative());
            if end.is_none() {
                self.error(&path, ErrorKind::OutOfRange, "expected a number of at least 0");
            }
            end.unwrap_or(Fraction::ZERO)
        });
        if !from.compare(&to).is_ok_and(Ordering::is_lt) {
            self.error(path, ErrorKind::OutOfRange, "expected `from` to be below `to`");
        }
        Number::span(from, to)
    }

    /// A rate as an expression; a rate that is always negative draws a warning.
    fn price_of(&self, path: &Path, formula: &Formula) -> Expression {
        let rate = self.number(path, formula);
        if TELLS_WARNINGS && rate.constant().is_some_and(|rate| rate.is_negative()) {
            self.below_zero(path, formula);
        }
        rate
    }

    #[cold]
    fn below_zero(&self, path: &Path, formula: &Formula) {
        let text = &formula.text;
        let sentence = match &formula.tree {
            Tree::Binary(Operator::Subtract, from, to) => match (&**from, &**to) {
                (Tree::Number(from), Tree::Number(to)) => format!(
                    "`{text}` is a difference below 0; a span is written \
                     {{ \"from\": \"{from}\", \"to\": \"{to}\" }}"
                ),
                _ => format!("`{text}` is below 0"),
            },
            _ => format!("`{text}` is below 0: a total below 0 is an error"),
        };
        self.warning(path, ErrorKind::OutOfRange, sentence);
    }

    fn level(&self, path: &Path, columns: Columns, cells: &rate::Cells) -> Rate {
        let (column, rest) = match (columns.split(), cells) {
            (Some((column, _)), rate::Cells::Rate(rate))
                if self.is_no_rate(path, rate) || self.is_row(path, column, rate) =>
            {
                return Rate::Unpriced;
            }
            (_, rate::Cells::Rate(rate)) => return self.cell(path, rate, columns.outer()),
            (Some(split), _) => split,
            (None, _) => return Rate::Unpriced,
        };
        let typed = self.typed(path, &column.tree);
        let mut otherwise = None;
        let cells = match cells {
            rate::Cells::Ranges(rows) => self.ranges(path, typed, rows, rest),
            rate::Cells::Keys(keys) => {
                if keys.is_empty() {
                    self.error(path, ErrorKind::Missing, "expected at least one cell, found none");
                }
                otherwise = self.otherwise(path, keys, rest);
                self.keyed(path, typed, keys, rest)
            }
            rate::Cells::Rate(_) => None,
        };
        match cells {
            None => Rate::Unpriced,
            Some(cells) => Rate::Table(Box::new(Table {
                columns: columns.all.clone(),
                level: columns.level,
                cells,
                otherwise,
                pointer: path.text(),
            })),
        }
    }

    /// Whether a cell before the last column is a name that has no number; logs it.
    fn is_no_rate(&self, path: &Path, rate: &rate::Rate) -> bool {
        let rate::Rate::Formula(Formula { tree: Tree::Name(name), .. }) = rate else {
            return false;
        };
        let names = self.names();
        let is_wrong = name != "plan" && !names.contains(&name.as_str());
        if is_wrong {
            let near = crate::error::nearest(name, &names);
            let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            let sentence = format!("{}{hint}", rate::further_columns(name));
            self.error(path, ErrorKind::Expression, sentence);
        }
        is_wrong
    }

    /// Whether a cell before the last column could also be a row, because the column has a value of
    /// the same name as a key; logs it.
    fn is_row(&self, path: &Path, column: &Formula, rate: &rate::Rate) -> bool {
        let words: &[&str] = match rate {
            rate::Rate::Span(_) => &["from", "to"],
            rate::Rate::Named(_) => &["table"],
            _ => return false,
        };
        let Tree::Name(name) = &column.tree else { return false };
        let choices = match self.slot(name).map(|(_, setting)| &setting.kind) {
            Some(Kind::Choice(choices)) => choices.as_slice(),
            _ => &[],
        };
        let word = words.iter().find(|word| choices.iter().any(|choice| choice == *word));
        if let Some(word) = word {
            let sentence = format!(
                "`{word}` is a value of `{name}` too: write the row with an `else`, or the rate in the last column"
            );
            self.error(path, ErrorKind::Overlap, sentence);
        }
        word.is_some()
    }

    fn otherwise(&self, path: &Path, keys: Keys, rest: Columns) -> Option<Rate> {
        let (key, cell) = keys.iter().find(|(key, _)| key == "else")?;
        Some(self.level(&path.key(key), rest, cell))
    }

    fn keyed(&self, path: &Path, column: Typed, keys: Keys, rest: Columns) -> Option<Cells> {
        Some(match column {
            Typed::Wrong => return None,
            Typed::Choice(slot) => {
                let Kind::Choice(choices) = &self.setting(slot)?.kind else { return None };
                let names: Vec<&str> = choices.iter().map(String::as_str).collect();
                Cells::Choice(slot, self.named(path, &names, keys, rest))
            }
            Typed::Flag(slot) => Cells::Flag(slot, self.yes_no(path, keys, rest)),
            Typed::Truth(condition) => Cells::When(condition, self.yes_no(path, keys, rest)),
            Typed::Plan => {
                let mut names = vec!["none"];
                for plan in self.plans {
                    names.push(&plan.id);
                }
                Cells::Plan(ByPlan::of(self.named(path, &names, keys, rest)))
            }
            Typed::Number(expression) => {
                let cells = self.exact(path, &expression, keys, rest);
                Cells::Exact(expression, cells)
            }
            Typed::Each(..) => {
                self.error(path, ErrorKind::Type, "expected a column with one value, found a list");
                return None;
            }
        })
    }

    /// One cell for each name, in order; an unknown key is an error.
    fn named(&self, path: &Path, names: &[&str], keys: Keys, rest: Columns) -> Vec<Option<Rate>> {
        let rows = self.rows(path, names, keys);
        let mut cells = Vec::with_capacity(names.len());
        for name in names {
            let place = rows.binary_search_by(|(word, _)| word.cmp(name)).ok();
            let row = place.and_then(|place| keys.get(rows.get(place)?.1));
            cells.push(row.map(|(key, cell)| self.level(&path.key(key), rest, cell)));
        }
        cells
    }

    /// The values that have a row, sorted, with the indices of their keys.
    fn rows<'k>(&self, path: &Path, names: &[&str], keys: Keys<'k>) -> Vec<(&'k str, usize)> {
        let known: Vec<&str> = sorted(names, |a, b| a.cmp(b)).copied().collect();
        let is_known = |word: &str| known.binary_search(&word).is_ok();
        let mut rows = Vec::with_capacity(keys.len());
        for (place, (key, _)) in keys.iter().enumerate() {
            for word in key_words(key, is_known(key)) {
                if !is_known(word) && key != "else" {
                    self.unknown(&path.key(key), "value of this column", word, names.to_vec());
                }
                rows.push((word, place));
            }
        }
        sort(&mut rows, |a, b| a.0.cmp(b.0));
        for pair in rows.windows(2) {
            if let [(word, _), (again, place)] = pair
                && word == again
                && let Some((key, _)) = keys.get(*place)
            {
                let sentence = format!("`{word}` has a row already");
                self.error(&path.key(key), ErrorKind::Duplicate, sentence);
            }
        }
        rows
    }

    fn yes_no(&self, path: &Path, keys: Keys, rest: Columns) -> [Option<Rate>; 2] {
        let mut cells = self.named(path, &["no", "yes"], keys, rest);
        let yes = cells.pop().flatten();
        [cells.pop().flatten(), yes]
    }

    fn exact(
        &self,
        path: &Path,
        column: &Expression,
        keys: Keys,
        rest: Columns,
    ) -> Vec<(Number, Rate)> {
        let mut seen: Vec<(Decimal, &str)> = Vec::new();
        let mut cells = Vec::new();
        for (key, cell) in keys {
            if key == "else" {
                continue;
            }
            let path = path.key(key);
            for word in key_words(key, false) {
                let Some(number) = self.number_key(&path, word) else { continue };
                self.check_possible(&path, column, number);
                seen.push((number, key));
                cells.push((Number::from_decimal(number), self.level(&path, rest, cell)));
            }
        }
        sort(&mut seen, |a, b| a.0.cmp(&b.0));
        for pair in seen.windows(2) {
            if let [(number, _), (again, key)] = pair
                && number == again
            {
                let sentence = format!("{number} has a cell already");
                self.error(&path.key(key), ErrorKind::Duplicate, sentence);
            }
        }
        cells
    }

    fn number_key(&self, path: &Path, word: &str) -> Option<Decimal> {
        let number = word.parse().ok();
        if number.is_none() {
            let sentence = format!("expected a number as the key of this column, found `{word}`");
            self.error(path, ErrorKind::Type, sentence);
        }
        number
    }

    fn check_possible(&self, path: &Path, column: &Expression, number: Decimal) {
        let Expression::Slot(slot) = column else { return };
        let Some(setting) = self.setting(*slot) else { return };
        if let Err(expected) = setting.listed(&number.into()) {
            let sentence = format!("this cell is never reached: `{}` is {expected}", setting.name);
            self.error(path, ErrorKind::Unreachable, sentence);
        }
    }

    fn ranges(
        &self,
        path: &Path,
        column: Typed,
        rows: &[rate::Range],
        rest: Columns,
    ) -> Option<Cells> {
        let expression = match column {
            Typed::Number(expression) => expression,
            Typed::Wrong => return None,
            _ => {
                self.error(path, ErrorKind::Type, "expected a number as the column of ranges");
                return None;
            }
        };
        let bounds: Vec<Option<Bound>> = rows.iter().map(|row| row.bound).collect();
        self.check_bounds(path, &bounds, self.slot_grid(&expression));
        let mut cells = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            cells.push((
                row.bound.map(Into::into),
                self.level(&path.index(i).key("is"), rest, &row.cells),
            ));
        }
        Some(Cells::Ranges(expression, cells))
    }

    fn slot_grid(&self, expression: &Expression) -> Option<NumberRange> {
        let Expression::Slot(slot) = expression else { return None };
        match &self.setting(*slot)?.kind {
            Kind::Number(grid) => Some(*grid),
            Kind::Numbers(choices) => Some(NumberRange {
                min: choices.iter().min().copied(),
                max: choices.iter().max().copied(),
                step: None,
            }),
            _ => None,
        }
    }

    /// Bounds must rise, only the last may be missing, and each range must contain a possible
    /// value.
    pub(super) fn check_bounds(
        &self,
        path: &Path,
        bounds: &[Option<Bound>],
        reach: Option<NumberRange>,
    ) {
        if bounds.is_empty() {
            self.error(path, ErrorKind::Missing, "expected at least one row, found none");
        }
        let mut before: Option<Bound> = None;
        let mut closed = false;
        for (i, bound) in bounds.iter().enumerate() {
            let path = path.index(i);
            if closed {
                let sentence = "never reached: an earlier row has no upper bound";
                self.error(&path, ErrorKind::Unreachable, sentence);
            }
            if let Some(sentence) = unreachable(before, *bound, reach) {
                self.error(&path, sentence.0, sentence.1);
            }
            closed |= bound.is_none();
            before = bound.or(before);
        }
    }
}

fn unreachable(
    before: Option<Bound>,
    bound: Option<Bound>,
    reach: Option<NumberRange>,
) -> Option<(ErrorKind, String)> {
    if let (Some(before), Some(bound)) = (before, bound) {
        let rises =
            bound.at > before.at || bound.at == before.at && bound.included && !before.included;
        if !rises {
            let sentence =
                format!("overlaps the row before: {} is not above {}", bound.at, before.at);
            return Some((ErrorKind::Overlap, sentence));
        }
    }
    let reach = reach?;
    if let (Some(before), Some(max)) = (before, reach.max)
        && (before.at > max || before.at == max && before.included)
    {
        return Some((
            ErrorKind::Unreachable,
            format!("never reached: the largest value is {max}"),
        ));
    }
    if let (Some(bound), Some(min)) = (bound, reach.min)
        && (bound.at < min || bound.at == min && !bound.included)
    {
        return Some((
            ErrorKind::Unreachable,
            format!("never reached: the smallest value is {min}"),
        ));
    }
    None
}
