//! Series: the flows of each class, day by day, as columns.

use crate::amount::Credits;
use crate::calendar::{DAY, Instant, Wall, Zone};
use crate::catalog::id::PlanId;
use crate::catalog::program::Text;
use crate::wallet::{CompactFlows, CompactWallet, Flows, Unit, Wallet};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::iter::repeat_n;

/// The sums at a cycle close.
#[derive(Clone, Debug)]
pub(super) struct CycleMark {
    pub(super) end: Instant,
    pub(super) plan: Option<PlanId>,
    pub(super) flows: Vec<Flows>,
}

/// A column of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Column {
    /// Credits at the beginning of the row.
    Opened,
    /// Credits issued.
    Issued,
    /// Credits spent.
    Spent,
    /// Credits refunded.
    Refunded,
    /// Credits held, less those released.
    Held,
    /// Credits expired.
    Expired,
    /// Credits rolled in from other classes.
    RolledIn,
    /// Credits rolled out to other classes.
    RolledOut,
    /// Credits forfeited to caps and rules.
    Forfeited,
    /// Credits revoked by the vendor.
    Revoked,
    /// Credits at the end of the row.
    Closing,
    /// The withheld part of the closing credits: not begun, or frozen.
    Withheld,
}

impl Column {
    /// All columns. In each row of a class, closing = opened + issued + refunded + rolled in -
    /// spent - held - expired - rolled out - forfeited - revoked.
    pub const ALL: [Column; 12] = [
        Column::Opened,
        Column::Issued,
        Column::Spent,
        Column::Refunded,
        Column::Held,
        Column::Expired,
        Column::RolledIn,
        Column::RolledOut,
        Column::Forfeited,
        Column::Revoked,
        Column::Closing,
        Column::Withheld,
    ];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Column::Opened => "opened",
            Column::Issued => "issued",
            Column::Spent => "spent",
            Column::Refunded => "refunded",
            Column::Held => "held",
            Column::Expired => "expired",
            Column::RolledIn => "rolled_in",
            Column::RolledOut => "rolled_out",
            Column::Forfeited => "forfeited",
            Column::Revoked => "revoked",
            Column::Closing => "closing",
            Column::Withheld => "withheld",
        }
    }

    pub(crate) fn of(self, flows: &Flows) -> Credits {
        match self {
            Column::Opened => Credits::ZERO,
            Column::Issued => flows.issued,
            Column::Spent => flows.spent,
            Column::Refunded => flows.refunded,
            Column::Held => flows.held,
            Column::Expired => flows.expired,
            Column::RolledIn => flows.rolled_in,
            Column::RolledOut => flows.rolled_out,
            Column::Forfeited => flows.forfeited,
            Column::Revoked => flows.revoked,
            Column::Closing => flows.remaining,
            Column::Withheld => flows.withheld,
        }
    }
}

/// The flows and balances of every class, day by day.
///
/// Each row covers a day `[start, next start)` of the account's wall clock; the first and the last
/// row may be partial. JSON omits a column that is always 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The start of each row.
    starts: Vec<Instant>,
    /// By class index.
    classes: Vec<ClassSeries>,
}

/// The columns of one class; a column that is always 0 is empty.
#[derive(Clone, Debug, PartialEq)]
struct ClassSeries {
    id: Text,
    opening: Credits,
    /// Maximum number of rows.
    rows: usize,
    columns: [Vec<Credits>; 12],
}

impl Series {
    /// The start of each row.
    pub fn starts(&self) -> &[Instant] {
        &self.starts
    }

    /// Ids of the classes, in the order of the catalog.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.classes.iter().map(|class| &*class.id)
    }

    /// A column of a class, one amount per row; `None` for an unknown class.
    pub fn column(&self, class: &str, column: Column) -> Option<Vec<Credits>> {
        let (first, rest) = self.known(class, column)?;
        let mut amounts: Vec<Credits> = first.into_iter().chain(rest.iter().copied()).collect();
        amounts.resize(self.starts.len(), Credits::ZERO);
        Some(amounts)
    }

    /// The opening value, if stored, and the daily values. Trailing zeros may be missing; one extra
    /// value may follow the last day.
    pub(crate) fn known(
        &self,
        class: &str,
        column: Column,
    ) -> Option<(Option<Credits>, &[Credits])> {
        let class = self.classes.iter().find(|series| *series.id == *class)?;
        let of = |column: Column| class.columns.get(column as usize).map(Vec::as_slice);
        match column {
            Column::Opened => Some((Some(class.opening), of(Column::Closing)?)),
            _ => Some((None, of(column)?)),
        }
    }
}

impl Serialize for Series {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("start", &self.starts)?;
        map.serialize_entry("classes", &ClassesOf(self))?;
        map.end()
    }
}

struct ClassesOf<'s>(&'s Series);

impl Serialize for ClassesOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for class in &self.0.classes {
            map.serialize_entry(&*class.id, &ColumnsOf(self.0, &class.id))?;
        }
        map.end()
    }
}

struct ColumnsOf<'s>(&'s Series, &'s str);

impl Serialize for ColumnsOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for column in Column::ALL {
            let amounts = self.0.column(self.1, column).unwrap_or_default();
            if amounts.iter().any(|amount| *amount != Credits::ZERO) {
                map.serialize_entry(column.name(), &amounts)?;
            }
        }
        map.end()
    }
}

/// Writes a row at the end of each day.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    series: Series,
    zone: Zone,
    /// The sums at the beginning of the day.
    before: Vec<Flows>,
    /// The current day, and when it ends.
    day: i64,
    day_end: Instant,
    /// The flows of the fast-forward up to the beginning of the day.
    compact: (Vec<CompactFlows>, Unit),
}

impl Recorder {
    pub(super) fn new(ids: Vec<Text>, wallet: &Wallet, start: Instant, end: Instant) -> Self {
        let rows = usize::try_from((end.to_unix() - start.to_unix()) / DAY + 2).unwrap_or(0);
        let before = wallet.opening().to_vec();
        let opening = before.iter().map(|flows| flows.remaining);
        let class = |(id, opening)| {
            let columns = [const { Vec::new() }; 12];
            ClassSeries { id, opening, rows, columns }
        };
        let mut starts = Vec::with_capacity(rows);
        starts.push(start);
        let classes = ids.into_iter().zip(opening).map(class).collect();
        let zone = wallet.zone().clone();
        let day = zone.wall(start).day();
        let series = Series { starts, classes };
        let mut recorder = Recorder {
            series,
            zone,
            before,
            day,
            day_end: Instant::MAX,
            compact: Default::default(),
        };
        recorder.day_end = recorder.next_end();
        recorder
    }

    /// When the day that is open ends.
    pub(super) fn day_end(&self) -> Instant {
        self.day_end
    }

    /// Stops recording; days still end if `days` is true.
    pub(super) fn stop(&mut self, days: bool) {
        self.series.classes.clear();
        self.series.starts = Vec::new();
        if !days {
            self.day_end = Instant::MAX;
        }
    }

    fn next_end(&self) -> Instant {
        self.zone.instant(Wall((self.day + 1) * DAY)).unwrap_or(Instant::MAX)
    }

    /// Ends the current day and begins the next.
    pub(super) fn turn(&mut self, wallet: &mut Wallet) {
        if !self.series.starts.is_empty() {
            self.write(wallet);
            self.series.starts.push(self.day_end);
        }
        self.begin_day();
    }

    fn begin_day(&mut self) {
        self.day += 1;
        self.day_end = self.next_end();
    }

    /// Like `turn`, during a fast-forward, whose flows are not in the journal yet.
    pub(super) fn turn_compact(&mut self, wallet: &mut Wallet, compact: &CompactWallet) {
        if let Some(row) = self.series.starts.len().checked_sub(1) {
            if self.compact.0.is_empty() {
                self.write_first(row, wallet, compact);
            } else {
                self.write_next(row, compact);
            }
            self.series.starts.push(self.day_end);
        }
        self.begin_day();
    }

    /// The first row may include flows from before the fast-forward.
    fn write_first(&mut self, row: usize, wallet: &mut Wallet, compact: &CompactWallet) {
        wallet.take_moved();
        let classes = self.series.classes.iter_mut().zip(&mut self.before);
        for (((class, before), flows), in_compact) in
            classes.zip(wallet.flows()).zip(compact.flows())
        {
            let mut now = *flows;
            now.add(in_compact, compact.unit());
            class.put_changes(row, before, &now);
            class.put(row, Column::Closing, now.remaining);
            // The journal adds the flows of a fast-forward when it ends.
            *before = *flows;
        }
        self.compact.0.extend(compact.flows());
        self.compact.1 = compact.unit();
    }

    fn write_next(&mut self, row: usize, compact: &CompactWallet) {
        let (before, unit) = &mut self.compact;
        let classes = self.series.classes.iter_mut().zip(before);
        for ((class, before), now) in classes.zip(compact.flows()) {
            let mut put = |column, count: i64| {
                if count != 0 {
                    class.put(row, column, unit.credits(count));
                }
            };
            put(Column::Issued, now.issued - before.issued);
            put(Column::Spent, now.spent - before.spent);
            put(Column::Expired, now.expired - before.expired);
            put(Column::Closing, now.remaining);
            *before = *now;
        }
    }

    /// Like `turn_compact`, for each day that repeats the one since the checkpoint.
    pub(super) fn repeat_compact(&mut self, compact: &CompactWallet, days: u32) {
        if let Some(row) = self.series.starts.len().checked_sub(1) {
            let (before, unit) = &mut self.compact;
            let classes = self.series.classes.iter_mut().zip(before);
            for ((class, before), flows) in classes.zip(compact.since_mark()) {
                class.put_alike(row, *unit, (before.remaining, &flows), days);
                before.add(&flows, days.into());
            }
            let ends = (0..i64::from(days)).map(|day| self.day_end.plus(day * DAY));
            self.series.starts.extend(ends.flatten());
        }
        self.day += i64::from(days);
        self.day_end = self.next_end();
    }

    /// Ends a fast-forward, once the journal has its flows.
    pub(super) fn restore(&mut self) {
        let (compact, unit) = &mut self.compact;
        for (before, compact) in self.before.iter_mut().zip(&*compact) {
            before.add(compact, *unit);
        }
        compact.clear();
    }

    /// Ends the last day.
    pub(super) fn finish(mut self, wallet: &mut Wallet) -> Series {
        self.write(wallet);
        self.series
    }

    fn write(&mut self, wallet: &mut Wallet) {
        let Some(row) = self.series.starts.len().checked_sub(1) else { return };
        let mut moved = wallet.take_moved();
        let classes = self.series.classes.iter_mut().zip(&mut self.before);
        for ((class, before), now) in classes.zip(wallet.flows()) {
            if moved.next() {
                class.put_changes(row, before, now);
                *before = *now;
            }
            class.put(row, Column::Closing, now.remaining);
            class.put(row, Column::Withheld, now.withheld);
        }
    }
}

impl ClassSeries {
    /// Writes the changes of each sum.
    fn put_changes(&mut self, row: usize, before: &Flows, now: &Flows) {
        let sums = [
            (Column::Issued, before.issued, now.issued),
            (Column::Spent, before.spent, now.spent),
            (Column::Refunded, before.refunded, now.refunded),
            (Column::Held, before.held, now.held),
            (Column::Expired, before.expired, now.expired),
            (Column::RolledIn, before.rolled_in, now.rolled_in),
            (Column::RolledOut, before.rolled_out, now.rolled_out),
            (Column::Forfeited, before.forfeited, now.forfeited),
            (Column::Revoked, before.revoked, now.revoked),
        ];
        for (column, before, now) in sums {
            if before != now {
                self.put(row, column, now.checked_sub(before).unwrap_or_default());
            }
        }
    }

    /// Writes rows with equal flows from `row` on, given what remained before them.
    fn put_alike(
        &mut self,
        row: usize,
        unit: Unit,
        (left, flows): (i64, &CompactFlows),
        days: u32,
    ) {
        let same = [
            (Column::Issued, flows.issued),
            (Column::Spent, flows.spent),
            (Column::Expired, flows.expired),
        ];
        for (column, count) in same.into_iter().filter(|(_, count)| *count != 0) {
            if let Some(amounts) = self.column_until(row, column) {
                amounts.extend(repeat_n(unit.credits(count), days as usize));
            }
        }
        if left == 0 && flows.remaining == 0 {
            return;
        }
        let Some(closing) = self.column_until(row, Column::Closing) else { return };
        closing.extend((1..=i64::from(days)).map(|day| unit.credits(left + day * flows.remaining)));
        while closing.last() == Some(&Credits::ZERO) {
            closing.pop();
        }
    }

    /// Writes an amount into a row; skipped rows are zero.
    fn put(&mut self, row: usize, column: Column, amount: Credits) {
        if amount != Credits::ZERO
            && let Some(amounts) = self.column_until(row, column)
        {
            amounts.push(amount);
        }
    }

    /// A column, filled up to a row.
    fn column_until(&mut self, row: usize, column: Column) -> Option<&mut Vec<Credits>> {
        let amounts = self.columns.get_mut(column as usize)?;
        if amounts.capacity() == 0 {
            amounts.reserve(self.rows);
        }
        if amounts.len() < row {
            amounts.resize(row, Credits::ZERO);
        }
        Some(amounts)
    }
}
