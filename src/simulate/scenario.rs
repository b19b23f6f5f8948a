//! The scenario: account, demand, actions, and what to do when credits are short.

use crate::amount::{Credits, Decimal};
use crate::calendar::{Instant, MOST_DAYS, Recurrence, Span, SpanUnit, TimeOfDay, Zone};
use crate::catalog::{Request, Term};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Node, Read, Value, Within, record, words};
use crate::wallet::{Account, ChangeAt};
use std::ops::Range;

/// Maximum number of lines.
pub(super) const MOST_LINES: usize = 10_000;
/// Maximum number of actions.
pub(super) const MOST_ACTIONS: usize = 100_000;
pub(super) const MOST_READINGS: usize = 1_000;
/// Maximum number of runs, per day or month.
pub(crate) const MOST_RUNS: i64 = 1_000_000_000;

record! {
    /// A what-if.
    ///
    /// ```
    /// use drawdown::{Account, Catalog, DayWords, Demand, Detail, Request, Scenario};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    ///     "classes": { "free": { "paid": false } },
    ///     "grants": [ { "id": "daily", "class": "free", "amount": "100", "every": "day",
    ///                   "expires": "reset" } ],
    ///     "burn_order": [ "expires", "issued" ] }"#)?;
    /// let images = Demand::new(Request::new("image")).per_day(4).days(DayWords::Weekdays);
    /// let scenario = Scenario::new("2026-11-02".parse()?)
    ///     .length("1 week".parse()?)
    ///     .account(Account::default())
    ///     .demand([images]);
    /// let projection = catalog.simulate(&scenario, Detail::Columns)?;
    /// assert_eq!(projection.totals.spent.to_string(), "480");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[input]
    pub struct Scenario {
        /// Id of its catalog; any catalog when absent.
        catalog: Option<String>,
        /// A remark for people.
        about: Option<String>,
        /// First instant.
        start: Instant,
        /// End (exclusive); `for` gives it as a span instead.
        until: Option<Instant>,
        /// Its length; 12 months if `until` is absent too.
        #[key("for")]
        length: Option<Span>,
        /// The account at the start.
        account: Option<Account>,
        /// The requests, and how often.
        demand: Vec<Demand>,
        /// The actions and their dates.
        actions: Vec<Action>,
        /// Instants at which to say what each lot and class has.
        read: Vec<Instant>,
        /// What to do when credits are short; refuse when absent.
        when_short: Option<WhenShort>,
        /// Which end of a cost range is charged; the high one when absent.
        ranges: Option<RangeEnd>,
    }
}

record! {
    /// A request and its frequency: exactly one of `per_day`, `per_week`, `per_month` and `on`.
    ///
    /// ```
    /// use drawdown::{DayWords, Demand, Request};
    /// let clips = Demand::new(Request::new("clip").set("seconds", 8))
    ///     .id("clips")
    ///     .per_day("2.5".parse::<drawdown::Decimal>()?)
    ///     .days(DayWords::Weekdays)
    ///     .growth(10);
    /// let launch = Demand::new(Request::new("clip")).on(["2026-12-01".parse()?]).count(40);
    /// assert_eq!((clips.per_day.unwrap().to_string(), launch.count), ("2.5".to_owned(), Some(40)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[input]
    pub struct Demand {
        /// Unique in the scenario.
        id: Option<String>,
        /// The request.
        request: Request,
        /// Runs on each active day; may be a fraction.
        #[within(Within::between(0, MOST_RUNS))]
        per_day: Option<Decimal>,
        /// Runs a week, spread evenly.
        #[within(Within::between(0, MOST_RUNS))]
        per_week: Option<Decimal>,
        /// Runs a calendar month, spread evenly.
        #[within(Within::between(0, MOST_RUNS))]
        per_month: Option<Decimal>,
        /// At these instants.
        on: Vec<Instant>,
        /// Runs at each instant of `on`; one when absent.
        #[within(Within::ONE_OR_MORE)]
        count: Option<u32>,
        /// Days of the week; every day when absent.
        days: Option<Days>,
        /// Number of active days in each calendar month, spread evenly.
        #[within(Within::between(1, 31))]
        active_days: Option<u32>,
        /// Time of day, on the account's wall clock; noon when absent.
        at: Option<TimeOfDay>,
        /// The first instant with requests.
        from: Option<Instant>,
        /// The end of the requests (exclusive).
        until: Option<Instant>,
        /// Growth from month to month, in per cent.
        #[within(Within::between(-100, 9900))]
        growth: Option<Decimal>,
        /// Percentage of the runs that fail.
        #[within(Within::PERCENT)]
        fails: Option<Decimal>,
        /// Id of the member who makes the request.
        member: Option<String>,
        /// A label for totals.
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
///
/// ```
/// use drawdown::{DayWords, Days};
/// let days: Days = [DayWords::Weekends, DayWords::Wednesday].into_iter().collect();
/// assert!(days.holds(2) && days.holds(6) && !days.holds(0));
/// ```
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

impl Days {
    /// Whether a day is among them: 0 is Monday.
    pub fn holds(self, day: u8) -> bool {
        self.0.checked_shr(day.into()).is_some_and(|rest| rest & 1 == 1)
    }
}

impl From<DayWords> for Days {
    fn from(words: DayWords) -> Self {
        Days(words.mask())
    }
}

impl FromIterator<DayWords> for Days {
    fn from_iter<I: IntoIterator<Item = DayWords>>(words: I) -> Self {
        Days(words.into_iter().fold(0, |mask, word| mask | word.mask()))
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
        words.into_iter().collect()
    }
    fn placeholder() -> Self {
        Days(0b111_1111)
    }
}

words! {
    /// What to do when credits are short.
    #[non_exhaustive]
    pub enum WhenShort {
        /// The run is refused.
        Refuse = "refuse",
        /// The run waits for credits.
        Wait = "wait",
        /// The cheapest top-up that covers the run is bought.
        TopUp = "top_up",
        /// The plan is changed to the next larger one.
        Upgrade = "upgrade",
    }
}

words! {
    /// Which end of a range is charged.
    pub enum RangeEnd {
        /// The most expensive case.
        High = "high",
        /// The cheapest case.
        Low = "low",
    }
}

words! {
    /// A kind of action.
    #[non_exhaustive]
    pub enum ActionKind {
        /// Subscribe to a plan; an existing subscription changes by the catalog's policy.
        Subscribe = "subscribe",
        /// Change the plan by the catalog's policy.
        Change = "change",
        /// Like `change`, to a larger plan.
        Upgrade = "upgrade",
        /// Like `change`, to a smaller plan.
        Downgrade = "downgrade",
        /// Change the term of the plan.
        ChangeTerm = "change_term",
        /// Cancel: at the end of the paid period, or as `when` says.
        Cancel = "cancel",
        /// Withdraw a cancellation, or subscribe to the last plan again.
        Resume = "resume",
        /// Buy a top-up.
        Buy = "buy",
        /// Give credits by hand.
        Grant = "grant",
        /// Revoke what remains of a lot.
        Revoke = "revoke",
        /// The last runs of a demand have failed and are refunded.
        Fail = "fail",
        /// Spend credits that no demand asks for.
        Spend = "spend",
        /// Reserve credits for a run.
        Hold = "hold",
        /// Charge the actual cost of a run to its hold.
        Settle = "settle",
        /// Release a hold.
        Release = "release",
    }
}

words! {
    /// What happens if an action is not possible.
    #[non_exhaustive]
    pub enum IfRefused {
        /// The scenario is refused.
        Error = "error",
        /// It makes an entry, and the scenario goes on.
        Note = "note",
    }
}

record! {
    /// An action at an instant.
    ///
    /// ```
    /// use drawdown::{Action, ActionKind, Term};
    /// let at = "2026-12-01".parse()?;
    /// let subscribe = Action::new(at, ActionKind::Subscribe).plan("pro").term(Term::Year);
    /// let buy = Action::new(at, ActionKind::Buy).top_up("pack").count(2);
    /// assert_eq!((subscribe.plan.as_deref(), buy.count), (Some("pro"), Some(2)));
    /// # Ok::<(), drawdown::ParseCalendarError>(())
    /// ```
    #[input]
    pub struct Action {
        /// When.
        at: Instant,
        /// Its kind.
        #[key("do")]
        kind: ActionKind,
        /// Id of the plan, for plan changes.
        plan: Option<String>,
        /// The term, for plan changes; the current one when absent.
        term: Option<Term>,
        /// When it takes effect; as the catalog says when absent.
        when: Option<ChangeAt>,
        /// Id of the top-up.
        top_up: Option<String>,
        /// How many bundles to buy, or how many runs failed; one when absent.
        #[within(Within::ONE_OR_MORE)]
        count: Option<u32>,
        /// Credits to buy, instead of a count: as many bundles as have them.
        #[within(Within::POSITIVE)]
        credits: Option<Credits>,
        /// Class of the credits that are given or revoked.
        class: Option<String>,
        /// Credits that are given, spent, held or settled.
        #[within(Within::NOT_NEGATIVE)]
        amount: Option<Credits>,
        /// When the given credits expire.
        expires: Option<Instant>,
        /// When the given credits begin; at once when absent.
        effective: Option<Instant>,
        /// The smallest number of the given credits pays first.
        priority: Option<u32>,
        /// Id of the grant or top-up whose rules the given credits follow.
        from: Option<String>,
        /// Id of the lot to revoke, or of the given credits.
        lot: Option<String>,
        /// Id of the demand whose runs failed.
        demand: Option<String>,
        /// Id of the operation that is spent on; without one, only credits for everything pay.
        operation: Option<String>,
        /// Id of the member who spends.
        member: Option<String>,
        /// Id of the hold.
        hold: Option<String>,
        /// When the hold is released, unless it is settled before; a day later when absent.
        until: Option<Instant>,
        /// What happens if the action is not possible; an error when absent.
        if_refused: Option<IfRefused>,
    }
}

impl Demand {
    /// A request that is not made yet: set how often.
    pub fn new(request: Request) -> Self {
        Demand { request, ..Demand::placeholder() }
    }
}

impl Action {
    /// An action of a kind at an instant.
    pub fn new(at: Instant, kind: ActionKind) -> Self {
        Action { at, kind, ..Action::placeholder() }
    }
}

impl Scenario {
    /// Twelve months from an instant on, without an account or demand.
    pub fn new(start: Instant) -> Self {
        Scenario { start, ..Scenario::placeholder() }
    }

    /// Reads a scenario from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        Scenario::from_value(&json::parse(text)?)
    }

    /// Reads a scenario from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }

    /// A scenario of an account alone: no demand, no actions.
    pub fn of_account(account: Option<Account>, start: Instant, until: Instant) -> Self {
        Scenario { start, until: Some(until), account, ..Scenario::placeholder() }
    }

    /// The period that the account's zone table must cover: from the opening of the account to a
    /// year after the end, for lots that expire later.
    ///
    /// # Errors
    /// `out_of_range` for an end that is not after the start, or too long after it.
    pub fn covered(&self) -> Result<Range<Instant>, Error> {
        Ok(covered(self.account.as_ref(), self.start, self.end(&Zone::utc())?))
    }

    /// End (exclusive).
    pub(crate) fn end(&self, zone: &Zone) -> Result<Instant, Error> {
        let span = self.length.unwrap_or(Span { count: 12, unit: SpanUnit::Months });
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
pub(crate) fn covered(account: Option<&Account>, start: Instant, end: Instant) -> Range<Instant> {
    let since = account.and_then(|account| account.since).unwrap_or(start);
    since.min(start)..end.plus(366 * crate::calendar::DAY).unwrap_or(Instant::MAX)
}
