//! The scenario: account, demand, actions, and what to do when credits are short.

use crate::amount::{Credits, Decimal};
use crate::calendar::{Instant, MOST_DAYS, Recurrence, Span, SpanUnit, TimeOfDay, Zone};
use crate::catalog::{Request, Term};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Node, Read, Value, Within, record, words};
use crate::wallet::Account;

/// More lines than this are refused.
pub(super) const MOST_LINES: usize = 10_000;
/// More actions than this are refused.
pub(super) const MOST_ACTIONS: usize = 100_000;
/// More runs than this, a day or a month, are refused.
pub(crate) const MOST_RUNS: i64 = 1_000_000_000;

record! {
    /// A what-if.
    pub struct Scenario {
        /// Id of the catalog it is for; any when absent.
        catalog: Option<String>,
        /// A remark for people.
        about: Option<String>,
        /// First instant.
        start: Instant,
        /// First instant after it; `for` says the same as a span.
        until: Option<Instant>,
        /// How long it is; 12 months when neither is there.
        r#for: Option<Span>,
        /// The account at the start.
        account: Option<Account>,
        /// What is wanted, and how often.
        demand: Vec<Demand>,
        /// What is done, and when.
        actions: Vec<Action>,
        /// What is done when credits are short; nothing when absent.
        when_short: Option<WhenShort>,
        /// Which end of a cost is charged that is a range; the high one when absent.
        ranges: Option<RangeEnd>,
    }
}

record! {
    /// A request, and how often it is wanted: at exactly one of `per_day`, `per_week`,
    /// `per_month` and `on`.
    pub struct Demand {
        /// Unique in the scenario.
        id: Option<String>,
        /// What is requested.
        request: Request,
        /// How many times on each active day; may be a fraction.
        #[within(Within::between(0, MOST_RUNS))]
        per_day: Option<Decimal>,
        /// How many times a week, spread evenly.
        #[within(Within::between(0, MOST_RUNS))]
        per_week: Option<Decimal>,
        /// How many times a calendar month, spread evenly.
        #[within(Within::between(0, MOST_RUNS))]
        per_month: Option<Decimal>,
        /// On these instants.
        on: Vec<Instant>,
        /// How many times at each instant of `on`; once when absent.
        #[within(Within::ONE_OR_MORE)]
        count: Option<u32>,
        /// On which days; on every day when absent.
        days: Option<Days>,
        /// On so many days of each calendar month, spread evenly.
        #[within(Within::between(1, 31))]
        active_days: Option<u32>,
        /// Time of day, on the account's wall clock; noon when absent.
        at: Option<TimeOfDay>,
        /// Not before.
        from: Option<Instant>,
        /// No longer from this instant on.
        until: Option<Instant>,
        /// By how many per cent it grows from month to month.
        #[within(Within::between(-100, 9900))]
        growth: Option<Decimal>,
        /// How many per cent of the runs fail.
        #[within(Within::PERCENT)]
        fails: Option<Decimal>,
        /// Id of the member who wants it.
        member: Option<String>,
        /// A label to add up by.
        project: Option<String>,
    }
}

words! {
    /// A day of the week, or several.
    pub enum DayWords {
        /// All seven.
        Every = "every",
        /// Monday to Friday.
        Weekdays = "weekdays",
        /// Saturday and Sunday.
        Weekends = "weekends",
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

/// Days of the week: bit 0 is Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(pub(crate) u8);

impl DayWords {
    fn mask(self) -> u8 {
        match self {
            DayWords::Every => 0b111_1111,
            DayWords::Weekdays => 0b001_1111,
            DayWords::Weekends => 0b110_0000,
            DayWords::Monday => 1,
            DayWords::Tuesday => 1 << 1,
            DayWords::Wednesday => 1 << 2,
            DayWords::Thursday => 1 << 3,
            DayWords::Friday => 1 << 4,
            DayWords::Saturday => 1 << 5,
            DayWords::Sunday => 1 << 6,
        }
    }
}

impl Read for Days {
    fn read(node: &Node) -> Self {
        let words: Vec<DayWords> = match node.value {
            Value::Array(_) => Vec::read(node),
            _ => vec![DayWords::read(node)],
        };
        if words.is_empty() {
            node.expected("at least one day");
        }
        Days(words.iter().fold(0, |mask, word| mask | word.mask()))
    }
    fn placeholder() -> Self {
        Days(0b111_1111)
    }
}

words! {
    /// What is done when credits are short.
    pub enum WhenShort {
        /// The generation is not made.
        Refuse = "refuse",
        /// It waits until credits come.
        Wait = "wait",
        /// The cheapest top-up that covers it is bought.
        TopUp = "top_up",
        /// The next larger plan is taken.
        Upgrade = "upgrade",
    }
}

words! {
    /// Which end of a range is charged.
    pub enum RangeEnd {
        /// The dearest case.
        High = "high",
        /// The cheapest case.
        Low = "low",
    }
}

words! {
    /// What is done.
    pub enum ActionKind {
        /// A plan is taken; one that is held is changed by the catalog's policy.
        Subscribe = "subscribe",
        /// The plan is changed by the catalog's policy.
        Change = "change",
        /// As `change`, to a larger plan.
        Upgrade = "upgrade",
        /// As `change`, to a smaller plan.
        Downgrade = "downgrade",
        /// The term of the plan is changed.
        ChangeTerm = "change_term",
        /// The subscription ends: when what is paid for is over, or when `when` says.
        Cancel = "cancel",
        /// A cancellation is taken back; or the last plan is taken again.
        Resume = "resume",
        /// A top-up is bought.
        Buy = "buy",
        /// Credits are given by hand.
        Grant = "grant",
        /// What remains of a lot is taken back.
        Revoke = "revoke",
        /// Runs of a demand have failed: the last of them are refunded.
        Fail = "fail",
    }
}

words! {
    /// When a change takes place.
    pub enum ChangeAt {
        /// At once.
        Now = "now",
        /// When the cycle ends.
        CycleEnd = "cycle_end",
        /// When what has been paid for ends.
        TermEnd = "term_end",
    }
}

record! {
    /// Something that is done at an instant.
    pub struct Action {
        /// When.
        at: Instant,
        /// What.
        r#do: ActionKind,
        /// Id of the plan, for plan changes.
        plan: Option<String>,
        /// The term, for plan changes; the one held when absent.
        term: Option<Term>,
        /// When it takes place; as the catalog says when absent.
        when: Option<ChangeAt>,
        /// Id of the top-up to buy.
        top_up: Option<String>,
        /// How many to buy, or how many runs failed; one when absent.
        #[within(Within::ONE_OR_MORE)]
        count: Option<u32>,
        /// Class of the credits to give.
        class: Option<String>,
        /// Credits to give.
        #[within(Within::NOT_NEGATIVE)]
        amount: Option<Credits>,
        /// When credits that are given end.
        expires: Option<Instant>,
        /// Id of the lot to revoke, or of the credits that are given.
        lot: Option<String>,
        /// Id of the demand whose runs failed.
        demand: Option<String>,
    }
}

impl Scenario {
    /// Reads a scenario from JSON text.
    ///
    /// # Errors
    /// Every error of the text, with its JSON pointer; unknown keys too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        Scenario::from_value(&json::parse(text)?)
    }

    /// Reads a scenario from a JSON value.
    ///
    /// # Errors
    /// Every error of the value, with its JSON pointer; unknown keys too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }

    /// What a table of the account's zone has to cover: from when the account was opened to a year
    /// after the end, for what ends later.
    ///
    /// # Errors
    /// `out_of_range` for an end before the start, or too long after it.
    pub fn covered(&self) -> Result<(Instant, Instant), Error> {
        Ok(covered(self.account.as_ref(), self.start, self.end(&Zone::utc())?))
    }

    /// The first instant after it.
    pub(crate) fn end(&self, zone: &Zone) -> Result<Instant, Error> {
        let span = self.r#for.unwrap_or(Span { count: 12, unit: SpanUnit::Months });
        let by_span = || Recurrence::from(self.start, span.step(), zone).nth(1, zone);
        let end = self.until.or_else(by_span);
        let end = end.filter(|end| {
            let seconds = end.to_unix() - self.start.to_unix();
            (0..=MOST_DAYS * crate::calendar::DAY).contains(&seconds)
        });
        end.ok_or_else(|| {
            let pointer = if self.until.is_some() { "/until" } else { "/for" };
            let sentence = "expected an end after the start, at most a hundred years later";
            Error::new(ErrorKind::OutOfRange, pointer, sentence)
        })
    }
}

/// From when an account was opened to a year after an end, for what ends later.
pub(crate) fn covered(
    account: Option<&Account>,
    start: Instant,
    end: Instant,
) -> (Instant, Instant) {
    let since = account.and_then(|account| account.since).unwrap_or(start);
    (since.min(start), end.plus(366 * crate::calendar::DAY).unwrap_or(Instant::MAX))
}
