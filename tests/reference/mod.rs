//! A second wallet and a second simulation, written plainly: whole hundredths of credits, a list
//! of lots that is sorted at every step, occurrences written out beforehand. It shares no code with
//! the engine and knows a part of what the engine knows.

mod clock;
pub(crate) mod generate;
pub(crate) mod write;

use clock::Clock;

/// A platform and what someone does there.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// How many classes there are; their places are their names.
    pub(crate) classes: usize,
    /// The class order of the burn order, when there is one, and its other keys.
    pub(crate) class_order: Option<Vec<usize>>,
    pub(crate) then: Vec<Key>,
    pub(crate) cycle: Cycle,
    pub(crate) grants: Vec<Grant>,
    pub(crate) packs: Vec<Pack>,
    /// Prices of the operations, in hundredths.
    pub(crate) prices: Vec<i128>,
    pub(crate) utc_policy: bool,
    pub(crate) story: Story,
}

#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) start: i64,
    pub(crate) days: u32,
    pub(crate) zone: Table,
    pub(crate) subscribed: bool,
    /// The balance at the start; otherwise the grants give it.
    pub(crate) lots: Option<Vec<Opening>>,
    pub(crate) demand: Vec<Line>,
    /// Seconds after the start, which pack, how many.
    pub(crate) buys: Vec<(u32, usize, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Table {
    Utc,
    /// Clocks change on 29 March and 25 October 2026.
    Berlin,
    /// Half an hour, on 4 October 2026 and 4 April 2027.
    LordHowe,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Key {
    Expires,
    Issued,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cycle {
    Anniversary,
    CalendarMonth,
    Days(u32),
}

#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) class: usize,
    pub(crate) amount: i128,
    pub(crate) every: Every,
    /// Minute of the day.
    pub(crate) at: u32,
    pub(crate) ends: Life,
    pub(crate) with_plan: bool,
    pub(crate) rollover: Option<Rollover>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Every {
    Once,
    Day,
    /// Monday is 0.
    Week(u32),
    Days(u32),
    Cycle,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Life {
    Never,
    Reset,
    Cycle,
    Days(u32),
    Months(u32),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rollover {
    pub(crate) carry: Option<u32>,
    pub(crate) cap: Option<Cap>,
    pub(crate) on_total: bool,
    pub(crate) percent: Option<i128>,
    pub(crate) floor: Option<i128>,
    /// Class that carried credits change to.
    pub(crate) into: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cap {
    /// In tenths of the allowance.
    Tenths(i128),
    Amount(i128),
}

#[derive(Clone, Debug)]
pub(crate) struct Pack {
    pub(crate) class: usize,
    pub(crate) amount: i128,
    pub(crate) life: Life,
}

#[derive(Clone, Debug)]
pub(crate) struct Opening {
    pub(crate) class: usize,
    pub(crate) amount: i128,
    /// Seconds after the start.
    pub(crate) ends: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) operation: usize,
    pub(crate) pace: Pace,
    /// Bit 0 is Monday.
    pub(crate) days: u32,
    pub(crate) active_days: Option<u32>,
    /// Minute of the day.
    pub(crate) at: u32,
}

#[derive(Clone, Debug)]
pub(crate) enum Pace {
    /// In hundredths of a run.
    PerDay(i128),
    PerWeek(i128),
    PerMonth(i128),
    /// Seconds after the start; how many at each.
    On(Vec<u32>, u32),
}

/// What comes of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) classes: Vec<Sums>,
    /// What is left of each class at the end of each day.
    pub(crate) days: Vec<Vec<i128>>,
    pub(crate) wanted: u64,
    pub(crate) made: u64,
    pub(crate) refused: u64,
    pub(crate) run_out: Option<i64>,
    /// Runs made of each line.
    pub(crate) lines: Vec<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sums {
    pub(crate) issued: i128,
    pub(crate) spent: i128,
    pub(crate) expired: i128,
    pub(crate) forfeited: i128,
    pub(crate) left: i128,
}

#[derive(Clone, Debug)]
struct Lot {
    number: usize,
    class: usize,
    issued_at: i64,
    ends: Ends,
    carried: bool,
    left: i128,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Ends {
    Never,
    At(i64),
    WithCycle,
}

/// When a wanted run is wanted.
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
    /// Ends of cycles, the first one first; empty without a plan.
    cycle_ends: Vec<i64>,
    /// The cycle that is open.
    cycle: usize,
    out: Outcome,
}

/// Works a model through.
pub(crate) fn work(model: &Model) -> Outcome {
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
        clock,
        out: Outcome { classes: vec![Sums::default(); model.classes], ..Outcome::default() },
    };
    work.out.lines = vec![0; story.demand.len()];
    work.open();
    work.run(&account);
    work.out
}

fn cycle_ends(model: &Model, clock: &Clock, end: i64) -> Vec<i64> {
    let start = model.story.start;
    if !model.story.subscribed {
        return Vec::new();
    }
    let mut ends = Vec::new();
    // A few beyond the end, for what is carried into them.
    for n in 1..2_000 {
        let at = match model.cycle {
            Cycle::Anniversary => clock.after_months(start, n),
            Cycle::Days(days) => clock.after_days(start, i64::from(days * n)),
            Cycle::CalendarMonth => clock.month_starts(start, n),
        };
        ends.push(at);
        if ends.iter().filter(|at| **at > end).count() > 5 {
            break;
        }
    }
    ends
}

impl Work<'_> {
    fn open(&mut self) {
        let model = self.model;
        match &model.story.lots {
            Some(lots) => {
                for (i, lot) in lots.iter().enumerate() {
                    let ends = Ends::At(self.now + i64::from(lot.ends));
                    // The engine reads opening balances by id: here "lot-00", "lot-01", ...
                    assert!(i < 100);
                    self.issue(lot.class, lot.amount, ends);
                }
            }
            None => {
                for grant in &model.grants {
                    if self.is_given(grant) {
                        self.issue_grant(grant);
                    }
                }
            }
        }
    }

    fn is_given(&self, grant: &Grant) -> bool {
        self.model.story.subscribed || !(grant.with_plan || grant.every == Every::Cycle)
    }

    fn issue(&mut self, class: usize, amount: i128, ends: Ends) {
        self.numbers += 1;
        self.out.classes[class].issued += amount;
        self.out.classes[class].left += amount;
        self.lots.push(Lot {
            number: self.numbers,
            class,
            issued_at: self.now,
            ends,
            carried: false,
            left: amount,
        });
    }

    fn issue_grant(&mut self, grant: &Grant) {
        let ends = match (grant.ends, grant.every) {
            (Life::Reset, Every::Once) => Ends::Never,
            (Life::Reset, Every::Cycle) => Ends::WithCycle,
            (Life::Reset, _) => Ends::At(self.next_of(grant)),
            (Life::Months(months), Every::Cycle) => Ends::At(self.months_of_cycles(months)),
            (life, _) => self.life(life),
        };
        self.issue(grant.class, grant.amount, ends);
    }

    fn life(&self, life: Life) -> Ends {
        match life {
            Life::Never | Life::Reset => Ends::Never,
            Life::Cycle if self.cycle_ends.is_empty() => Ends::Never,
            Life::Cycle => Ends::WithCycle,
            Life::Days(days) => Ends::At(self.clock.after_days(self.now, i64::from(days))),
            Life::Months(months) => Ends::At(self.clock.after_months(self.now, months)),
        }
    }

    /// Months after a cycle that begins now, counted from where the first one began.
    fn months_of_cycles(&self, months: u32) -> i64 {
        let months_from = |n| self.clock.after_months(self.model.story.start, n);
        match (0..).find(|n| months_from(*n) >= self.now) {
            Some(n) if self.model.cycle == Cycle::Anniversary => months_from(n + months),
            _ => self.clock.after_months(self.now, months),
        }
    }

    /// The next issue of a grant after now; the end of time when there is none.
    fn next_of(&self, grant: &Grant) -> i64 {
        let (start, clock) = (self.model.story.start, &self.clock);
        let time = i64::from(grant.at) * 60;
        let first = clock.day(start) - 9;
        let mut days = (0..).map(|i| first + i);
        match grant.every {
            Every::Once | Every::Cycle => i64::MAX,
            Every::Day => {
                days.map(|day| clock.instant(day, time)).find(|at| *at > self.now).unwrap()
            }
            Every::Week(on) => {
                let of_week = days.by_ref().filter(|day| clock::weekday(*day) == on);
                of_week.map(|day| clock.instant(day, time)).find(|at| *at > self.now).unwrap()
            }
            Every::Days(n) => (1..)
                .map(|k| clock.after_days(start, k * i64::from(n)))
                .find(|at| *at > self.now)
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
        let mut issues: Vec<i64> = model.grants.iter().map(|grant| self.next_of(grant)).collect();
        let mut midnight = account.instant(account.day(story.start) + 1, 0);
        loop {
            let mut next = i64::MAX;
            for (grant, at) in model.grants.iter().zip(&issues) {
                if self.is_given(grant) {
                    next = next.min(*at);
                }
            }
            for lot in &self.lots {
                if let Ends::At(at) = lot.ends {
                    next = next.min(at.max(self.now));
                }
            }
            next = next.min(self.cycle_ends.get(self.cycle).copied().unwrap_or(i64::MAX));
            next = next.min(buys.peek().map_or(i64::MAX, |buy| buy.0));
            next = next.min(wanted.peek().map_or(i64::MAX, |wanted| wanted.at));
            while midnight <= next && midnight < self.end {
                self.out.days.push(self.left());
                midnight = account.instant(account.day(midnight) + 1, 0);
            }
            if next >= self.end {
                self.out.days.push(self.left());
                return;
            }
            self.now = next;
            self.expire();
            let closes = self.cycle_ends.get(self.cycle) == Some(&self.now);
            if closes {
                self.close_cycle();
                self.cycle += 1;
            }
            for (i, grant) in model.grants.iter().enumerate() {
                let due = if grant.every == Every::Cycle { closes } else { issues[i] == self.now };
                if due && self.is_given(grant) {
                    self.issue_grant(grant);
                }
                if issues[i] == self.now {
                    issues[i] = self.next_of(grant);
                }
            }
            while let Some((_, pack, count)) = buys.next_if(|buy| buy.0 == self.now) {
                let pack = &model.packs[pack];
                let ends = self.life(pack.life);
                self.issue(pack.class, pack.amount * i128::from(count), ends);
            }
            while let Some(wanted) = wanted.next_if(|wanted| wanted.at == self.now) {
                self.want(&wanted);
            }
        }
    }

    fn left(&self) -> Vec<i128> {
        self.out.classes.iter().map(|class| class.left).collect()
    }

    fn expire(&mut self) {
        for lot in &mut self.lots {
            if matches!(lot.ends, Ends::At(at) if at <= self.now) {
                self.out.classes[lot.class].expired += lot.left;
                self.out.classes[lot.class].left -= lot.left;
                lot.left = 0;
            }
        }
        self.lots.retain(|lot| lot.left > 0);
    }

    fn ends_at(&self, lot: &Lot) -> i64 {
        match lot.ends {
            Ends::Never => i64::MAX,
            Ends::At(at) => at,
            Ends::WithCycle => self.cycle_ends[self.cycle],
        }
    }

    fn want(&mut self, wanted: &Wanted) {
        let price = self.model.prices[self.model.story.demand[wanted.line].operation];
        let balance: i128 = self.lots.iter().map(|lot| lot.left).sum();
        let runs = wanted.runs.min(balance / price);
        self.out.wanted += wanted.runs as u64;
        self.out.made += runs as u64;
        self.out.lines[wanted.line] += runs as u64;
        self.out.refused += (wanted.runs - runs) as u64;
        if runs < wanted.runs {
            self.out.run_out.get_or_insert(self.now);
        }
        let mut order: Vec<usize> = (0..self.lots.len()).collect();
        order.sort_by_key(|i| self.rank(&self.lots[*i]));
        let mut due = runs * price;
        for i in order {
            let lot = &mut self.lots[i];
            let paid = due.min(lot.left);
            lot.left -= paid;
            due -= paid;
            self.out.classes[lot.class].spent += paid;
            self.out.classes[lot.class].left -= paid;
        }
        assert_eq!(due, 0);
        self.lots.retain(|lot| lot.left > 0);
    }

    /// Smaller pays first.
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

    /// Lots that end with the cycle roll over by the rule of their class, or expire.
    fn close_cycle(&mut self) {
        let grants = &self.model.grants;
        for (place, grant) in grants.iter().enumerate() {
            let Some(rule) = grant.rollover else { continue };
            let first = grants.iter().position(|g| g.rollover.is_some() && g.class == grant.class);
            if first == Some(place) {
                self.roll_over(grant, rule);
            }
        }
        for lot in &mut self.lots {
            if lot.ends == Ends::WithCycle && !lot.carried {
                self.out.classes[lot.class].expired += lot.left;
                self.out.classes[lot.class].left -= lot.left;
                lot.left = 0;
            }
        }
        self.lots.retain(|lot| lot.left > 0);
    }

    fn roll_over(&mut self, grant: &Grant, rule: Rollover) {
        // What is kept of each, the soonest to end first; what was carried before first of those.
        let until = rule.carry.map_or(i64::MAX, |n| self.cycle_ends[self.cycle + n as usize]);
        let mut group: Vec<(i64, bool, usize, usize)> = Vec::new();
        for (i, lot) in self.lots.iter().enumerate() {
            let fresh = lot.ends == Ends::WithCycle;
            let is_of_rule = lot.class == grant.class || Some(lot.class) == rule.into;
            if is_of_rule && (fresh || lot.carried) {
                let ends = if fresh { until } else { self.ends_at(lot) };
                group.push((ends, fresh, lot.number, i));
            }
        }
        group.sort_unstable();
        let share = |lot: &Lot| match rule.percent {
            Some(percent) if lot.ends == Ends::WithCycle => lot.left * percent / 100,
            _ => lot.left,
        };
        let mut kept: Vec<i128> = group.iter().map(|item| share(&self.lots[item.3])).collect();
        let cap = rule.cap.map(|cap| match cap {
            Cap::Tenths(tenths) => tenths * grant.amount / 10,
            Cap::Amount(amount) => amount,
        });
        let cap = cap.map(|cap| if rule.on_total { (cap - grant.amount).max(0) } else { cap });
        let floor =
            rule.floor.unwrap_or(0).min(group.iter().map(|item| self.lots[item.3].left).sum());
        let cap = cap.map(|cap| cap.max(floor));
        let mut over = cap.map_or(0, |cap| kept.iter().sum::<i128>() - cap).max(0);
        for kept in &mut kept {
            let cut = over.min(*kept);
            *kept -= cut;
            over -= cut;
        }
        // The floor is filled from what ends last.
        for (item, kept_now) in group.iter().zip(0..kept.len()).rev() {
            let room = self.lots[item.3].left - kept[kept_now];
            let missing = (floor - kept.iter().sum::<i128>()).max(0);
            kept[kept_now] += missing.min(room);
        }
        for ((ends, fresh, _, i), kept) in group.into_iter().zip(kept) {
            let lot = &mut self.lots[i];
            self.out.classes[lot.class].forfeited += lot.left - kept;
            self.out.classes[lot.class].left -= lot.left - kept;
            lot.left = kept;
            if fresh {
                let into = rule.into.unwrap_or(lot.class);
                self.out.classes[lot.class].left -= kept;
                self.out.classes[into].left += kept;
                lot.class = into;
                lot.carried = true;
                lot.ends = if ends < i64::MAX { Ends::At(ends) } else { Ends::WithCycle };
            }
        }
        self.lots.retain(|lot| lot.left > 0);
    }
}

/// Every wanted run, with its instant.
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
        // Hundredths of runs that were not whole yet.
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

/// The day, week or month that a rate is for, and its active days.
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
