//! A second wallet and a second simulation, written plainly: whole hundredths of credits, a list of
//! lots that is sorted at every step, occurrences listed in advance. It shares no code with the
//! engine and covers a part of its features.

mod clock;
pub mod generate;
pub mod write;

use clock::Clock;

/// A platform and the actions of an account.
#[derive(Clone, Debug)]
pub struct Model {
    /// Number of classes; their indices are their names.
    pub classes: usize,
    /// The class order of the burn order, if any, and its other keys.
    pub class_order: Option<Vec<usize>>,
    pub then: Vec<Key>,
    pub cycle: Cycle,
    pub grants: Vec<Grant>,
    pub packs: Vec<Pack>,
    /// Prices of the operations, in hundredths.
    pub prices: Vec<i128>,
    pub utc_policy: bool,
    /// Whether a charge may exceed the balance.
    pub debt: Option<Debt>,
    pub limits: Vec<Limit>,
    pub story: Story,
}

/// The most that may be charged in a time.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub most: i128,
    pub window: Window,
    pub with_plan: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Window {
    Day,
    Week,
    Month,
    /// Hours before each instant.
    Rolling(u32),
    /// Hours from the first use.
    FirstUse(u32),
    /// Days before each instant.
    RollingDays(u32),
}

#[derive(Clone, Copy, Debug)]
pub struct Debt {
    pub most: Option<i128>,
    /// New credits repay it first; otherwise it stays.
    pub is_repaid: bool,
    /// Of one charge at a time.
    pub only_last: bool,
}

#[derive(Clone, Debug)]
pub struct Story {
    pub start: i64,
    pub days: u32,
    pub zone: Table,
    pub subscribed: bool,
    /// Seconds from the opening of the account and the beginning of the plan to the start.
    pub since: u32,
    /// Paid by the quarter; otherwise by the month.
    pub quarterly: bool,
    pub auto: Option<Auto>,
    /// The balance at the start; otherwise the grants issue it.
    pub lots: Option<Vec<Opening>>,
    pub demand: Vec<Line>,
    /// Seconds after the start, index of the pack, count.
    pub buys: Vec<(u32, usize, u32)>,
    pub holds: Vec<Hold>,
}

/// Credits that are held for a run.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    /// Seconds after the start.
    pub at: u32,
    pub operation: usize,
    pub amount: i128,
    /// Seconds until it is released; a day if `None`.
    pub length: Option<u32>,
    /// Seconds until it is settled, and the actual cost, or released.
    pub end: Option<(u32, Option<i128>)>,
}

/// What is done about a hold: its place among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Open { operation: usize, hold: usize },
    Settle { hold: usize },
    Release { hold: usize },
}

/// A hold that is open.
struct Held {
    hold: usize,
    at: i64,
    until: i64,
    /// Numbers of lots, and how much of each.
    parts: Vec<(usize, i128)>,
}

/// An automatic top-up.
#[derive(Clone, Copy, Debug)]
pub struct Auto {
    pub pack: usize,
    pub below: i128,
    /// As many as reach this; otherwise one.
    pub target: Option<i128>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Table {
    Utc,
    /// Clocks change on 29 March and 25 October 2026.
    Berlin,
    /// Half an hour, on 4 October 2026 and 4 April 2027.
    LordHowe,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key {
    Expires,
    Issued,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cycle {
    Anniversary,
    CalendarMonth,
    Days(u32),
}

#[derive(Clone, Debug)]
pub struct Grant {
    pub class: usize,
    pub amount: i128,
    pub every: Every,
    /// Minute of the day.
    pub at: u32,
    pub ends: Life,
    /// It issues from this second after the start, and before that one.
    pub valid: (Option<u32>, Option<u32>),
    /// It issues only while this class is empty.
    pub if_empty: Option<usize>,
    pub with_plan: bool,
    pub rollover: Option<Rollover>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Every {
    Once,
    Day,
    /// Monday is 0.
    Week(u32),
    Days(u32),
    Cycle,
    Term,
    /// Hours after the first use.
    Rolling(u32),
}

impl Model {
    /// The sum that the grants of a class issue, at the interval of one of them.
    pub fn allowance(&self, of: &Grant, now: i64) -> i128 {
        let is_as_often = |every: Every| match (every, of.every) {
            (Every::Week(_), Every::Week(_)) => true,
            (every, other) => every == other,
        };
        let alike = |grant: &&Grant| {
            grant.class == of.class && is_as_often(grant.every) && self.issues_at(grant, now)
        };
        self.grants.iter().filter(alike).map(|grant| grant.amount).sum()
    }

    fn issues_at(&self, grant: &Grant, now: i64) -> bool {
        let after = now - self.story.start;
        let (from, until) = grant.valid;
        from.is_none_or(|from| i64::from(from) <= after)
            && until.is_none_or(|until| after < i64::from(until))
    }
}

impl Every {
    pub fn is_of_plan(self) -> bool {
        matches!(self, Every::Cycle | Every::Term)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Life {
    Never,
    Reset,
    Cycle,
    Days(u32),
    Months(u32),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rollover {
    pub carry: Option<Carry>,
    /// Days after the issue.
    pub latest: Option<u32>,
    pub cap: Option<Cap>,
    pub on_total: bool,
    pub percent: Option<i128>,
    pub floor: Option<i128>,
    /// Class of the carried credits.
    pub into: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Carry {
    Cycles(u32),
    Days(u32),
    Months(u32),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cap {
    /// In tenths of the allowance.
    Tenths(i128),
    Amount(i128),
}

#[derive(Clone, Debug)]
pub struct Pack {
    pub class: usize,
    pub amount: i128,
    pub life: Life,
}

#[derive(Clone, Debug)]
pub struct Opening {
    pub class: usize,
    pub amount: i128,
    /// Seconds after the start; by the rule of its source if `None`.
    pub ends: Option<u32>,
    /// Seconds after the start; at the start if `None`.
    pub begins: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub operation: usize,
    pub pace: Pace,
    /// Bit 0 is Monday.
    pub days: u32,
    pub active_days: Option<u32>,
    /// Minute of the day.
    pub at: u32,
    /// How many of a hundred runs fail and are refunded.
    pub fails: i128,
}

#[derive(Clone, Debug)]
pub enum Pace {
    /// In hundredths of a run.
    PerDay(i128),
    PerWeek(i128),
    PerMonth(i128),
    /// Seconds after the start; runs at each.
    On(Vec<u32>, u32),
}

/// The outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    pub classes: Vec<Sums>,
    /// Remaining credits of each class at the end of each day.
    pub days: Vec<Vec<i128>>,
    pub wanted: u64,
    pub made: u64,
    pub refused: u64,
    pub failed: u64,
    pub run_out: Option<i64>,
    /// Runs made of each line.
    pub lines: Vec<u64>,
    pub debt: i128,
    /// In cents.
    pub billed: i128,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    pub issued: i128,
    /// Less refunds.
    pub spent: i128,
    pub expired: i128,
    pub forfeited: i128,
    pub left: i128,
    /// The part of it that has not begun.
    pub waiting: i128,
}

#[derive(Clone, Debug)]
struct Lot {
    number: usize,
    class: usize,
    grant: Option<usize>,
    issued_at: i64,
    begins: i64,
    ends: Ends,
    carried: bool,
    left: i128,
    held: i128,
    /// It is over, but some of it is held.
    ended: bool,
}

impl Lot {
    fn end(&mut self) {
        self.left = 0;
        self.ends = Ends::Never;
        self.ended = true;
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Ends {
    Never,
    At(i64),
    WithCycle,
    WithTerm,
    /// This many seconds after its first use.
    AfterUse(i64),
}

/// The progress of a grant that issues some time after the first use of its last issue.
#[derive(Clone, Copy, Debug, Default)]
struct Rolling {
    /// Number of the first lot of the last issue, and the next issue.
    out: Option<usize>,
    due: Option<i64>,
}

/// The instant of a requested run.
struct Wanted {
    at: i64,
    line: usize,
    runs: i128,
}

struct Work<'m> {
    model: &'m Model,
    /// Of grants and cycles.
    clock: Clock,
    end: i64,
    now: i64,
    lots: Vec<Lot>,
    numbers: usize,
    /// Ends of cycles, in order; empty without a plan.
    cycle_ends: Vec<i64>,
    /// The current cycle.
    cycle: usize,
    /// The same for paid terms.
    term_ends: Vec<i64>,
    term: usize,
    /// By grant.
    rolling: Vec<Rolling>,
    /// Numbers of lots that have begun, or have credits again, since debt was last repaid.
    fresh: Vec<usize>,
    /// What counts in each limit: when it was charged, and how much.
    counted: Vec<Vec<(i64, i128)>>,
    open: Vec<Held>,
    /// Failed hundredths of a run by line, not yet a whole run.
    failing: Vec<i128>,
    out: Outcome,
}

/// Computes a model.
pub fn work(model: &Model) -> Outcome {
    let story = &model.story;
    let account = Clock::of(story.zone);
    let clock = if model.utc_policy { Clock::of(Table::Utc) } else { account.clone() };
    let end = account.after_days(story.start, i64::from(story.days));
    let mut work = Work {
        model,
        end,
        now: story.start,
        lots: Vec::new(),
        numbers: 0,
        cycle_ends: cycle_ends(model, &clock, end),
        cycle: 0,
        term_ends: term_ends(model, &clock, end),
        term: 0,
        rolling: vec![Rolling::default(); model.grants.len()],
        fresh: Vec::new(),
        counted: vec![Vec::new(); model.limits.len()],
        open: Vec::new(),
        failing: vec![0; story.demand.len()],
        clock,
        out: Outcome { classes: vec![Sums::default(); model.classes], ..Outcome::default() },
    };
    work.out.lines = vec![0; story.demand.len()];
    work.open();
    work.run(&account);
    for lot in work.lots.iter().filter(|lot| lot.begins > work.now) {
        work.out.classes[lot.class].waiting += lot.left;
    }
    work.out
}

fn cycle_ends(model: &Model, clock: &Clock, end: i64) -> Vec<i64> {
    let since = model.story.since();
    ends(model, end, |n| match model.cycle {
        Cycle::Anniversary => clock.after_months(since, n),
        Cycle::Days(days) => clock.after_days(since, i64::from(days * n)),
        Cycle::CalendarMonth => clock.month_starts(since, n),
    })
}

fn term_ends(model: &Model, clock: &Clock, end: i64) -> Vec<i64> {
    let since = model.story.since();
    ends(model, end, |n| clock.after_months(since, n * model.story.months()))
}

/// Ends of periods after the start, and a few beyond the end, for carried credits.
fn ends(model: &Model, end: i64, nth: impl Fn(u32) -> i64) -> Vec<i64> {
    let mut ends = Vec::new();
    if !model.story.subscribed {
        return ends;
    }
    for n in 1..2_000 {
        let at = nth(n);
        if at > model.story.start {
            ends.push(at);
        }
        if ends.iter().filter(|at| **at > end).count() > 5 {
            break;
        }
    }
    ends
}

impl Story {
    fn since(&self) -> i64 {
        self.start - i64::from(self.since)
    }

    fn months(&self) -> u32 {
        if self.quarterly { 3 } else { 1 }
    }
}

impl Work<'_> {
    fn open(&mut self) {
        let model = self.model;
        let terms_before =
            |n: u32| self.clock.after_months(model.story.since(), n * model.story.months());
        // Anything due at the start is billed, even if the plan began long before.
        let starts = (1..2_000).map(terms_before).take_while(|at| *at <= self.now);
        let is_due = model.story.since == 0 || starts.last() == Some(self.now);
        if model.story.subscribed && is_due {
            self.bill_term();
        }
        match &model.story.lots {
            Some(lots) => {
                // The engine reads opening balances by id: here "lot-00", "lot-01", ...
                assert!(lots.len() < 100);
                lots.iter().for_each(|lot| self.open_lot(lot));
            }
            None => {
                for (place, grant) in model.grants.iter().enumerate() {
                    if self.is_given(grant) {
                        self.issue_grant(place);
                    }
                }
            }
        }
        self.settle();
    }

    /// An opening lot comes from the first grant of its class or, without one, the first pack.
    fn open_lot(&mut self, lot: &Opening) {
        let model = self.model;
        let begins = self.now + i64::from(lot.begins.unwrap_or(0));
        let of_class = |grant: &Grant| grant.class == lot.class && self.is_given(grant);
        let grant = model.grants.iter().position(of_class);
        let pack = model.packs.iter().find(|pack| pack.class == lot.class);
        let explicit = lot.ends.map(|ends| Ends::At(self.now + i64::from(ends)));
        let ends = explicit.unwrap_or_else(|| match (grant, pack) {
            (Some(place), _) => self.ends_of(&model.grants[place], begins),
            (None, Some(pack)) => self.life(pack.life, begins),
            (None, None) => Ends::Never,
        });
        let number = self.issue(lot.class, lot.amount, ends, grant, begins);
        let Some(place) = grant else { return };
        self.rolling[place].out.get_or_insert(number);
        let rule = &model.grants[place];
        let period = if rule.every == Every::Term { &self.term_ends } else { &self.cycle_ends };
        let own_end = period.iter().find(|end| **end > begins);
        // It outlives the cycle it begins in, so it was carried over into it.
        let outlives = matches!((explicit, own_end), (Some(Ends::At(at)), Some(end)) if at > *end);
        self.lots.last_mut().unwrap().carried = outlives && rule.rollover.is_some();
    }

    fn is_given(&self, grant: &Grant) -> bool {
        self.model.story.subscribed || !(grant.with_plan || grant.every.is_of_plan())
    }

    fn bill_term(&mut self) {
        self.out.billed += if self.model.story.quarterly { 25_00 } else { 10_00 };
    }

    fn issue(
        &mut self,
        class: usize,
        amount: i128,
        ends: Ends,
        grant: Option<usize>,
        begins: i64,
    ) -> usize {
        self.numbers += 1;
        self.out.classes[class].issued += amount;
        self.out.classes[class].left += amount;
        self.lots.push(Lot {
            number: self.numbers,
            class,
            grant,
            issued_at: self.now,
            begins,
            ends,
            carried: false,
            left: amount,
            held: 0,
            ended: false,
        });
        if begins <= self.now {
            self.fresh.push(self.numbers);
        }
        self.numbers
    }

    fn issue_grant(&mut self, place: usize) {
        let grant = &self.model.grants[place];
        let spendable = |class: usize| {
            let lots = self.lots.iter().filter(|lot| lot.class == class && lot.begins <= self.now);
            lots.map(|lot| lot.left).sum::<i128>()
        };
        let is_late = grant.if_empty.is_some_and(|class| spendable(class) > 0);
        if is_late || !self.model.issues_at(grant, self.now) {
            // The time from the first use is over all the same.
            self.rolling[place].due = None;
            return;
        }
        let ends = match (grant.ends, grant.every) {
            (Life::Months(months), Every::Cycle | Every::Term) => {
                Ends::At(self.months_of_cycles(grant.every, months))
            }
            _ => self.ends_of(grant, self.now),
        };
        let number = self.issue(grant.class, grant.amount, ends, Some(place), self.now);
        self.rolling[place] = Rolling { out: Some(number), due: None };
    }

    /// The expiry of a grant's credits that begin at an instant.
    fn ends_of(&self, grant: &Grant, begins: i64) -> Ends {
        match (grant.ends, grant.every) {
            (Life::Reset | Life::Cycle, Every::Term) => Ends::WithTerm,
            (Life::Reset, Every::Cycle) => Ends::WithCycle,
            (Life::Reset, Every::Rolling(hours)) => Ends::AfterUse(i64::from(hours) * 3600),
            (Life::Reset, _) => match self.next_of(grant, begins) {
                i64::MAX => Ends::Never,
                next => Ends::At(next),
            },
            (life, _) => self.life(life, begins),
        }
    }

    fn life(&self, life: Life, begins: i64) -> Ends {
        match life {
            Life::Never | Life::Reset => Ends::Never,
            Life::Cycle if self.cycle_ends.is_empty() => Ends::Never,
            Life::Cycle => Ends::WithCycle,
            Life::Days(days) => Ends::At(self.clock.after_days(begins, i64::from(days))),
            Life::Months(months) => Ends::At(self.clock.after_months(begins, months)),
        }
    }

    /// Months after a cycle or a term that begins now, counted from the first one.
    fn months_of_cycles(&self, every: Every, months: u32) -> i64 {
        let months_from = |n| self.clock.after_months(self.model.story.since(), n);
        let by_months = every == Every::Term || self.model.cycle == Cycle::Anniversary;
        match (0..).find(|n| months_from(*n) >= self.now) {
            Some(n) if by_months && months_from(n) == self.now => months_from(n + months),
            _ => self.clock.after_months(self.now, months),
        }
    }

    /// Months after the end of a cycle or a term, counted from the first one.
    fn months_of_end(&self, every: Every, end: i64, months: u32) -> i64 {
        let months_from = |n| self.clock.after_months(self.model.story.since(), n);
        let by_months = every == Every::Term || self.model.cycle == Cycle::Anniversary;
        match (0..).find(|n| months_from(*n) >= end) {
            Some(n) if by_months && months_from(n) == end => months_from(n + months),
            _ => self.clock.after_months(end, months),
        }
    }

    /// The next issue of a grant after an instant; the end of time if there is none.
    fn next_of(&self, grant: &Grant, after: i64) -> i64 {
        let (start, clock) = (self.model.story.start, &self.clock);
        let time = i64::from(grant.at) * 60;
        let first = clock.day(start) - 9;
        let mut days = (0..).map(|i| first + i);
        match grant.every {
            Every::Once | Every::Cycle | Every::Term | Every::Rolling(_) => i64::MAX,
            Every::Day => days.map(|day| clock.instant(day, time)).find(|at| *at > after).unwrap(),
            Every::Week(on) => {
                let of_week = days.by_ref().filter(|day| clock::weekday(*day) == on);
                of_week.map(|day| clock.instant(day, time)).find(|at| *at > after).unwrap()
            }
            Every::Days(n) => (1..)
                .map(|k| clock.after_days(self.model.story.since(), k * i64::from(n)))
                .find(|at| *at > after)
                .unwrap(),
        }
    }

    fn run(&mut self, account: &Clock) {
        let model = self.model;
        let story = &model.story;
        let mut wanted = wanted(model, account, self.end);
        wanted.sort_by_key(|w| (w.at, model.story.demand[w.line].operation, w.line));
        let mut wanted = wanted.into_iter().peekable();
        let mut buys: Vec<(i64, usize, u32)> = story
            .buys
            .iter()
            .map(|(after, pack, count)| (story.start + i64::from(*after), *pack, *count))
            .collect();
        buys.sort_unstable();
        let mut buys = buys.into_iter().peekable();
        let mut steps = self.steps().into_iter().peekable();
        let mut issues: Vec<i64> =
            model.grants.iter().map(|grant| self.next_of(grant, self.now)).collect();
        let mut midnight = account.instant(account.day(story.start) + 1, 0);
        let mut is_over = false;
        loop {
            let mut next = i64::MAX;
            for ((grant, at), rolling) in model.grants.iter().zip(&issues).zip(&self.rolling) {
                if self.is_given(grant) {
                    next = next.min(*at).min(rolling.due.unwrap_or(i64::MAX));
                }
            }
            for lot in &self.lots {
                if let Ends::At(at) = lot.ends {
                    next = next.min(at.max(self.now));
                }
                if lot.begins > self.now {
                    next = next.min(lot.begins);
                }
            }
            next = next.min(self.cycle_ends.get(self.cycle).copied().unwrap_or(i64::MAX));
            next = next.min(self.term_ends.get(self.term).copied().unwrap_or(i64::MAX));
            next = next.min(buys.peek().map_or(i64::MAX, |buy| buy.0));
            next = next.min(steps.peek().map_or(i64::MAX, |step| step.0));
            next = self.open.iter().fold(next, |next, held| next.min(held.until));
            next = next.min(wanted.peek().map_or(i64::MAX, |wanted| wanted.at));
            if next > self.now && !is_over {
                // Credits bought automatically at the end of an instant may expire first.
                self.top_up();
                is_over = true;
                continue;
            }
            is_over = false;
            while midnight <= next && midnight < self.end {
                self.out.days.push(self.left());
                midnight = account.instant(account.day(midnight) + 1, 0);
            }
            if next >= self.end {
                self.out.days.push(self.left());
                return;
            }
            let before = std::mem::replace(&mut self.now, next);
            self.end_holds();
            self.expire();
            let cycle = self.cycle_ends.get(self.cycle) == Some(&self.now);
            let term = self.term_ends.get(self.term) == Some(&self.now);
            if cycle || term {
                self.close(cycle, term);
                self.cycle += usize::from(cycle);
                self.term += usize::from(term);
            }
            if term {
                self.bill_term();
            }
            for (i, grant) in model.grants.iter().enumerate() {
                let due = match grant.every {
                    Every::Cycle => cycle,
                    Every::Term => term,
                    Every::Rolling(_) => self.rolling[i].due == Some(self.now),
                    _ => issues[i] == self.now,
                };
                if due && self.is_given(grant) {
                    self.issue_grant(i);
                }
                if issues[i] == self.now {
                    issues[i] = self.next_of(grant, self.now);
                }
            }
            let begin = self.lots.iter().filter(|lot| lot.begins > before && lot.begins <= next);
            let begin: Vec<usize> = begin.map(|lot| lot.number).collect();
            self.fresh.extend(begin);
            self.settle();
            while let Some((_, pack, count)) = buys.next_if(|buy| buy.0 == self.now) {
                self.buy(pack, i128::from(count));
            }
            while let Some((_, step)) = steps.next_if(|step| step.0 == self.now) {
                self.take(step);
            }
            self.settle();
            while let Some(wanted) = wanted.next_if(|wanted| wanted.at == self.now) {
                self.want(&wanted);
            }
        }
    }

    fn steps(&self) -> Vec<(i64, Step)> {
        let mut steps = Vec::new();
        for (hold, of) in self.model.story.holds.iter().enumerate() {
            let at = self.model.story.start + i64::from(of.at);
            steps.push((at, Step::Open { operation: of.operation, hold }));
            match of.end {
                Some((after, Some(_))) => {
                    steps.push((at + i64::from(after), Step::Settle { hold }))
                }
                Some((after, None)) => steps.push((at + i64::from(after), Step::Release { hold })),
                None => {}
            }
        }
        steps.sort_unstable();
        steps
    }

    fn take(&mut self, step: Step) {
        let holds = &self.model.story.holds;
        match step {
            Step::Open { hold, .. } => self.hold(hold, &holds[hold]),
            Step::Settle { hold } => {
                let Some(held) = self.taken(hold) else { return };
                let actual = holds[hold].end.and_then(|(_, actual)| actual).unwrap();
                self.settle_hold(held, actual);
            }
            Step::Release { hold } => {
                let Some(held) = self.taken(hold) else { return };
                self.release(held.at, &held.parts);
            }
        }
    }

    /// The hold, unless it was refused.
    fn taken(&mut self, hold: usize) -> Option<Held> {
        let place = self.open.iter().position(|held| held.hold == hold)?;
        Some(self.open.remove(place))
    }

    fn hold(&mut self, hold: usize, of: &Hold) {
        if self.balance() < of.amount || self.room().is_some_and(|room| room < of.amount) {
            return;
        }
        let mut parts = Vec::new();
        let mut due = of.amount;
        for i in self.order() {
            let part = due.min(self.lots[i].left);
            if part > 0 {
                self.first_use(i);
                parts.push((self.lots[i].number, part));
            }
            let lot = &mut self.lots[i];
            lot.left -= part;
            lot.held += part;
            due -= part;
            self.out.classes[lot.class].left -= part;
        }
        self.count(of.amount);
        let until = match of.length {
            Some(length) => self.now + i64::from(length),
            None => self.clock.after_days(self.now, 1),
        };
        self.open.push(Held { hold, at: self.now, until, parts });
    }

    fn settle_hold(&mut self, held: Held, actual: i128) {
        let mut due = actual;
        let mut rest = Vec::new();
        for (number, part) in held.parts {
            let spent = due.min(part);
            due -= spent;
            let lot = self.lots.iter_mut().find(|lot| lot.number == number).unwrap();
            lot.held -= spent;
            self.out.classes[lot.class].spent += spent;
            rest.push((number, part - spent));
        }
        self.release(held.at, &rest);
        let room = self.room();
        if due == 0 || room.is_some_and(|room| room < due) {
            return;
        }
        let missing = (due - self.balance()).max(0);
        let may_owe = self.model.debt.is_some_and(|debt| {
            let fits = debt.most.is_none_or(|most| self.out.debt + missing <= most);
            fits && (!debt.only_last || self.out.debt == 0)
        });
        if missing == 0 || may_owe {
            self.spend(due);
        }
    }

    /// Credits go back to their lots; what was counted in limits then counts no more.
    fn release(&mut self, since: i64, parts: &[(usize, i128)]) {
        let all: i128 = parts.iter().map(|(_, part)| part).sum();
        for (place, limit) in self.model.limits.iter().enumerate() {
            let rolls = matches!(limit.window, Window::Rolling(_) | Window::RollingDays(_));
            let until: Vec<i64> = self.counted[place]
                .iter()
                .map(|(at, _)| self.counts_until(limit.window, *at))
                .collect();
            for ((at, used), until) in self.counted[place].iter_mut().zip(until) {
                let is_it = if rolls { *at == since } else { *at <= since && since < until };
                if is_it {
                    *used -= all;
                }
            }
        }
        for (number, part) in parts {
            let lot = self.lots.iter_mut().find(|lot| lot.number == *number).unwrap();
            lot.held -= part;
            if lot.ended {
                self.out.classes[lot.class].expired += part;
            } else {
                lot.left += part;
                self.out.classes[lot.class].left += part;
                self.fresh.push(*number);
            }
        }
        self.lots.retain(|lot| lot.left > 0 || lot.held > 0);
    }

    fn end_holds(&mut self) {
        let mut ended: Vec<(i64, usize)> = self
            .open
            .iter()
            .filter(|held| held.until <= self.now)
            .map(|held| (held.until, held.hold))
            .collect();
        ended.sort_unstable();
        for (_, hold) in ended {
            let held = self.taken(hold).unwrap();
            self.release(held.at, &held.parts);
        }
    }

    /// A charge of its own, that no run makes.
    fn spend(&mut self, amount: i128) {
        self.count(amount);
        let mut due = amount;
        for i in self.order() {
            let paid = due.min(self.lots[i].left);
            if paid > 0 {
                self.first_use(i);
            }
            let lot = &mut self.lots[i];
            lot.left -= paid;
            due -= paid;
            self.out.classes[lot.class].spent += paid;
            self.out.classes[lot.class].left -= paid;
        }
        self.out.debt += due;
        self.lots.retain(|lot| lot.left > 0 || lot.held > 0);
    }

    fn buy(&mut self, place: usize, count: i128) {
        let pack = &self.model.packs[place];
        let ends = self.life(pack.life, self.now);
        self.issue(pack.class, pack.amount * count, ends, None, self.now);
        self.out.billed += 5_00 * count;
    }

    /// Spendable credits.
    fn balance(&self) -> i128 {
        self.lots.iter().filter(|lot| lot.begins <= self.now).map(|lot| lot.left).sum()
    }

    /// Buys until the balance reaches the level.
    fn top_up(&mut self) {
        let Some(auto) = self.model.story.auto else { return };
        while self.balance() < auto.below {
            let size = self.model.packs[auto.pack].amount;
            let missing = auto.target.map(|target| target - self.balance() + self.repaid_first());
            let count = missing.map_or(1, |missing| (missing + size - 1) / size);
            if count <= 0 {
                return;
            }
            self.buy(auto.pack, count);
            self.settle();
        }
    }

    /// Debt that new credits repay first.
    fn repaid_first(&self) -> i128 {
        self.model.debt.filter(|debt| debt.is_repaid).map_or(0, |_| self.out.debt)
    }

    /// New credits repay debt first.
    fn settle(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        if self.model.debt.is_none_or(|debt| !debt.is_repaid) {
            return;
        }
        let mut due = self.out.debt;
        for i in self.order() {
            let lot = &mut self.lots[i];
            if fresh.contains(&lot.number) {
                let paid = due.min(lot.left);
                lot.left -= paid;
                due -= paid;
                self.out.classes[lot.class].spent += paid;
                self.out.classes[lot.class].left -= paid;
            }
        }
        self.out.debt = due;
        self.lots.retain(|lot| lot.left > 0 || lot.held > 0);
    }

    fn left(&self) -> Vec<i128> {
        self.out.classes.iter().map(|class| class.left).collect()
    }

    fn expire(&mut self) {
        for lot in &mut self.lots {
            if matches!(lot.ends, Ends::At(at) if at <= self.now) {
                self.out.classes[lot.class].expired += lot.left;
                self.out.classes[lot.class].left -= lot.left;
                lot.end();
            }
        }
        self.lots.retain(|lot| lot.left > 0 || lot.held > 0);
    }

    fn ends_at(&self, lot: &Lot) -> i64 {
        match lot.ends {
            Ends::Never | Ends::AfterUse(_) => i64::MAX,
            Ends::At(at) => at,
            Ends::WithCycle => self.cycle_ends[self.cycle],
            Ends::WithTerm => self.term_ends[self.term],
        }
    }

    fn want(&mut self, wanted: &Wanted) {
        let price = self.model.prices[self.model.story.demand[wanted.line].operation];
        let mut runs = wanted.runs;
        let only_last = self.model.debt.filter(|debt| debt.only_last);
        let may_owe = match self.model.debt.filter(|debt| !debt.only_last) {
            None => Some(0),
            Some(debt) => debt.most.map(|most| (most - self.out.debt).max(0)),
        };
        if let Some(may_owe) = may_owe {
            runs = runs.min((self.balance() + may_owe) / price);
        }
        if let Some(room) = self.room() {
            runs = runs.min(room / price);
        }
        self.pay(wanted.line, runs, price);
        if let Some(debt) = only_last
            && runs < wanted.runs
            && self.out.debt == 0
            && debt.most.is_none_or(|most| price - self.balance() <= most)
            && self.room().is_none_or(|room| price <= room)
        {
            self.pay(wanted.line, 1, price);
            runs += 1;
        }
        self.out.wanted += wanted.runs as u64;
        self.out.made += runs as u64;
        self.out.lines[wanted.line] += runs as u64;
        self.out.refused += (wanted.runs - runs) as u64;
        if runs < wanted.runs {
            self.out.run_out.get_or_insert(self.now);
        }
    }

    /// When what was first charged at an instant no longer counts in a limit.
    fn counts_until(&self, window: Window, at: i64) -> i64 {
        let (clock, day) = (&self.clock, self.clock.day(at));
        match window {
            Window::Day => clock.instant(day + 1, 0),
            Window::Week => clock.instant(day + 7 - i64::from(clock::weekday(day)), 0),
            Window::Month => clock.month_starts(at, 1),
            Window::Rolling(hours) | Window::FirstUse(hours) => at + i64::from(hours) * 3600,
            Window::RollingDays(days) => clock.after_days(at, i64::from(days)),
        }
    }

    /// What all limits still allow.
    fn room(&self) -> Option<i128> {
        let limits = self.model.limits.iter().enumerate();
        let here = limits.filter(|(_, limit)| self.model.story.subscribed || !limit.with_plan);
        let room = |(place, limit): (usize, &Limit)| {
            let counts = self.counted[place].iter();
            let counts = counts.filter(|(at, _)| self.counts_until(limit.window, *at) > self.now);
            (limit.most - counts.map(|(_, used)| used).sum::<i128>()).max(0)
        };
        here.map(room).min()
    }

    fn count(&mut self, amount: i128) {
        for (place, limit) in self.model.limits.iter().enumerate() {
            let last = self.counted[place].last().map(|(at, _)| *at);
            let goes_on = last.filter(|at| match limit.window {
                Window::Rolling(_) | Window::RollingDays(_) => *at == self.now,
                window => self.counts_until(window, *at) > self.now,
            });
            match goes_on {
                Some(_) => self.counted[place].last_mut().unwrap().1 += amount,
                None if amount > 0 => self.counted[place].push((self.now, amount)),
                None => {}
            }
        }
    }

    /// Some runs, of which some fail.
    fn pay(&mut self, line: usize, runs: i128, price: i128) {
        self.count(runs * price);
        let mut due = runs * price;
        let mut payers = Vec::new();
        for i in self.order() {
            let paid = due.min(self.lots[i].left);
            if paid > 0 {
                self.first_use(i);
                payers.push((i, paid));
            }
            let lot = &mut self.lots[i];
            lot.left -= paid;
            due -= paid;
            self.out.classes[lot.class].spent += paid;
            self.out.classes[lot.class].left -= paid;
        }
        assert!(due == 0 || self.model.debt.is_some());
        self.out.debt += due;
        self.fail(line, runs, (&payers, due));
        self.lots.retain(|lot| lot.left > 0 || lot.held > 0);
    }

    /// Some of the runs failed: the last payments are refunded first, and debt before all.
    fn fail(&mut self, line: usize, runs: i128, (payers, debt): (&[(usize, i128)], i128)) {
        let demand = &self.model.story.demand[line];
        self.failing[line] += demand.fails * runs;
        let failed = self.failing[line] / 100;
        self.failing[line] %= 100;
        self.out.failed += failed as u64;
        let mut back = failed * self.model.prices[demand.operation];
        for counted in &mut self.counted {
            if back > 0 {
                counted.last_mut().unwrap().1 -= back;
            }
        }
        let forgiven = back.min(debt);
        self.out.debt -= forgiven;
        back -= forgiven;
        for (i, paid) in payers.iter().rev() {
            let lot = &mut self.lots[*i];
            let part = back.min(*paid);
            lot.left += part;
            back -= part;
            self.out.classes[lot.class].spent -= part;
            self.out.classes[lot.class].left += part;
            // What comes back repays debt, like what is new.
            self.fresh.push(lot.number);
        }
        assert_eq!(back, 0);
    }

    /// Indices of the lots that have begun, in burn order.
    fn order(&self) -> Vec<usize> {
        let begun = |i: &usize| self.lots[*i].begins <= self.now && !self.lots[*i].ended;
        let mut order: Vec<usize> = (0..self.lots.len()).filter(begun).collect();
        order.sort_by_key(|i| self.rank(&self.lots[*i]));
        order
    }

    /// The first use may start a lot's validity, and the time to its grant's next issue.
    fn first_use(&mut self, i: usize) {
        let (now, lot) = (self.now, &mut self.lots[i]);
        if let Ends::AfterUse(seconds) = lot.ends {
            lot.ends = Ends::At(now + seconds);
        }
        let Some(grant) = lot.grant else { return };
        let Every::Rolling(hours) = self.model.grants[grant].every else { return };
        let rolling = &mut self.rolling[grant];
        if rolling.due.is_none() && rolling.out.is_some_and(|first| first <= lot.number) {
            rolling.due = Some(now + i64::from(hours) * 3600);
        }
    }

    /// The smallest key pays first.
    fn rank(&self, lot: &Lot) -> (usize, Vec<i64>, usize) {
        let listed = self.model.class_order.as_ref();
        let class = listed.map_or(0, |order| {
            order.iter().position(|class| *class == lot.class).unwrap_or(order.len())
        });
        let keys = self.model.then.iter().map(|key| match key {
            Key::Expires => self.ends_at(lot),
            Key::Issued => lot.issued_at,
        });
        (class, keys.collect(), lot.number)
    }

    /// Lots that end with the cycle or the term roll over by the rule of their class, or expire.
    fn close(&mut self, cycle: bool, term: bool) {
        let grants = &self.model.grants;
        let closing: Vec<usize> = self
            .lots
            .iter()
            .filter(|lot| lot.begins < self.now)
            .filter(|lot| match lot.ends {
                Ends::WithCycle => cycle,
                Ends::WithTerm => term,
                _ => false,
            })
            .map(|lot| lot.number)
            .collect();
        let mut rolled = Vec::new();
        for (place, grant) in grants.iter().enumerate() {
            let Some(rule) = grant.rollover else { continue };
            let first = grants.iter().position(|g| g.rollover.is_some() && g.class == grant.class);
            let closes = if grant.every == Every::Term { term } else { cycle };
            if first == Some(place) {
                let closing = closing.iter().copied().filter(|number| !rolled.contains(number));
                let closing: Vec<usize> = closing.collect();
                rolled.extend(self.roll_over(grant, rule, &closing, closes));
            }
        }
        for lot in &mut self.lots {
            if closing.contains(&lot.number) && !rolled.contains(&lot.number) {
                self.out.classes[lot.class].expired += lot.left;
                self.out.classes[lot.class].left -= lot.left;
                lot.end();
            }
        }
        self.lots.retain(|lot| lot.left > 0 || lot.held > 0);
    }

    /// Returns the numbers of the lots that ended.
    fn roll_over(
        &mut self,
        grant: &Grant,
        rule: Rollover,
        closing: &[usize],
        closes: bool,
    ) -> Vec<usize> {
        // The kept amounts, soonest expiry first; equal ones, already carried first.
        let (ends, open) = match grant.every {
            Every::Term => (&self.term_ends, self.term),
            _ => (&self.cycle_ends, self.cycle),
        };
        let until = match rule.carry {
            None => i64::MAX,
            Some(Carry::Cycles(n)) => ends[open + n as usize],
            Some(Carry::Days(days)) => self.clock.after_days(ends[open], i64::from(days)),
            Some(Carry::Months(months)) => self.months_of_end(grant.every, ends[open], months),
        };
        let mut group: Vec<(i64, bool, usize, usize)> = Vec::new();
        for (i, lot) in self.lots.iter().enumerate() {
            let fresh = closing.contains(&lot.number);
            let begun = lot.begins < self.now;
            let is_of_rule = lot.class == grant.class || Some(lot.class) == rule.into;
            // If the rule carries into another class, the cap covers all of that class.
            let is_capped = rule.into == Some(lot.class) && lot.class != grant.class;
            if is_of_rule && begun && (fresh || lot.carried || is_capped) {
                let latest = rule
                    .latest
                    .map_or(i64::MAX, |days| self.clock.after_days(lot.issued_at, i64::from(days)));
                let ends = if fresh { until.min(latest) } else { self.ends_at(lot) };
                if ends <= self.now {
                    continue;
                }
                group.push((ends, fresh, lot.number, i));
            }
        }
        if !closes && group.iter().all(|item| !item.1) {
            return Vec::new();
        }
        group.sort_unstable();
        let share = |item: &(i64, bool, usize, usize)| match rule.percent {
            Some(percent) if item.1 => self.lots[item.3].left * percent / 100,
            _ => self.lots[item.3].left,
        };
        let mut kept: Vec<i128> = group.iter().map(share).collect();
        let seen: Vec<usize> = group.iter().filter(|item| item.1).map(|item| item.2).collect();
        let allowance = self.model.allowance(grant, self.now);
        let cap = rule.cap.map(|cap| match cap {
            Cap::Tenths(tenths) => tenths * allowance / 10,
            Cap::Amount(amount) => amount,
        });
        let cap = cap.map(|cap| if rule.on_total { (cap - allowance).max(0) } else { cap });
        let floor =
            rule.floor.unwrap_or(0).min(group.iter().map(|item| self.lots[item.3].left).sum());
        let cap = cap.map(|cap| cap.max(floor));
        let mut over = cap.map_or(0, |cap| kept.iter().sum::<i128>() - cap).max(0);
        for kept in &mut kept {
            let cut = over.min(*kept);
            *kept -= cut;
            over -= cut;
        }
        // The floor is filled from the latest expiry.
        for (item, kept_now) in group.iter().zip(0..kept.len()).rev() {
            let room = self.lots[item.3].left - kept[kept_now];
            let missing = (floor - kept.iter().sum::<i128>()).max(0);
            kept[kept_now] += missing.min(room);
        }
        for ((ends, fresh, _, i), kept) in group.into_iter().zip(kept) {
            let lot = &mut self.lots[i];
            self.out.classes[lot.class].forfeited += lot.left - kept;
            self.out.classes[lot.class].left -= lot.left - kept;
            let is_over = kept == 0 && lot.left > 0;
            lot.left = kept;
            if is_over {
                lot.end();
            } else if fresh {
                let into = rule.into.unwrap_or(lot.class);
                self.out.classes[lot.class].left -= kept;
                self.out.classes[into].left += kept;
                lot.class = into;
                lot.carried = true;
                lot.ends = if ends < i64::MAX { Ends::At(ends) } else { lot.ends };
            }
        }
        self.lots.retain(|lot| lot.left > 0 || lot.held > 0);
        seen
    }
}

/// Every requested run, with its instant.
fn wanted(model: &Model, clock: &Clock, end: i64) -> Vec<Wanted> {
    let start = model.story.start;
    let mut all = Vec::new();
    for (place, line) in model.story.demand.iter().enumerate() {
        let mut push = |at: i64, runs: i128| {
            if runs > 0 && at >= start && at < end {
                all.push(Wanted { at, line: place, runs });
            }
        };
        if let Pace::On(instants, count) = &line.pace {
            for after in instants {
                push(start + i64::from(*after), i128::from(*count));
            }
            continue;
        }
        let first = clock.day(start);
        // Hundredths of runs carried over.
        let mut rest = num_rational::Ratio::from_integer(0);
        for day in first..=clock.day(end) {
            let period = period(line, clock, day);
            let Some(place) = period.active.iter().position(|active| *active == day) else {
                continue;
            };
            let parts = period.active.len() as i128;
            let rate = num_rational::Ratio::new(period.rate, 100);
            let until = |part: i128| rest + rate * num_rational::Ratio::new(part, parts);
            let place = place as i128;
            let runs = until(place + 1).floor() - until(place).floor();
            push(clock.instant(day, i64::from(line.at) * 60), runs.to_integer());
            if place + 1 == parts {
                rest = until(parts).fract();
            }
        }
    }
    all
}

/// The day, week or month of a rate, and its active days.
struct Period {
    rate: i128,
    active: Vec<i64>,
}

fn period(line: &Line, clock: &Clock, day: i64) -> Period {
    let is_active = |day: &i64| match line.active_days {
        Some(count) => {
            let (first, length) = clock.month_of(*day);
            let count = i64::from(count).min(length);
            (day - first + 1) * count / length > (day - first) * count / length
        }
        None => line.days >> clock::weekday(*day) & 1 == 1,
    };
    match line.pace {
        Pace::PerDay(rate) => {
            Period { rate, active: Some(day).into_iter().filter(is_active).collect() }
        }
        Pace::PerWeek(rate) => {
            let monday = day - i64::from(clock::weekday(day));
            let by_day = |day: &i64| line.days >> clock::weekday(*day) & 1 == 1;
            Period { rate, active: (monday..monday + 7).filter(by_day).collect() }
        }
        Pace::PerMonth(rate) => {
            let (first, length) = clock.month_of(day);
            Period { rate, active: (first..first + length).filter(is_active).collect() }
        }
        Pace::On(..) => Period { rate: 0, active: Vec::new() },
    }
}
