//! The account a wallet is opened for: plan, zone, members, opening lots, and what is assumed.

use super::alert::Alerts;
use super::buy::{Auto, Purchases};
use super::entry::{Entry, Reason};
use super::issue::{Amounts, IssueNow, Pace, Schedule, Source};
use super::journal::{Journal, Subject};
use super::lot::{Ends, Lots, NewLot};
use super::{Result, Wallet, limit, out_of_time};
use crate::amount::{Credits, Fraction, Money};
use crate::calendar::{Instant, MOST_OFFSETS, Offset, Recurrence, Span, Zone};
use crate::catalog::program::Text;
use crate::catalog::supply::{Clock, Every, Expires, Level, Term, TermPrice};
use crate::catalog::{AlertLevel, Catalog, TermPrices};
use crate::error::{Error, ErrorKind, Errors, nearest_hint};
use crate::json::{self, Log, Node, Read, Value, record};
use crate::order::{sort, twice};

/// More opening lots than this are refused.
const MOST_LOTS: usize = 100_000;
/// More members than this are refused.
const MOST_MEMBERS: usize = 10_000;

record! {
    /// An account as it stands at the start.
    pub struct Account {
        /// Id of the plan held; none when absent.
        plan: Option<String>,
        /// How it is paid; by the month when absent.
        term: Option<Term>,
        /// When the plan began, or the account was opened; the start when absent.
        since: Option<Instant>,
        /// The wall clock of the account, as a table; UTC when absent.
        zone: Option<Zone>,
        /// Who shares the balance.
        members: Vec<Member>,
        /// The balance at the start. When absent, the account starts with what its grants give in
        /// the period that holds the start, as if it had just begun.
        lots: Option<Vec<OpeningLot>>,
        /// Credits owed at the start.
        debt: Option<Credits>,
        /// Levels at which to alert, beside those of the catalog.
        alerts: Vec<AlertLevel>,
        /// A purchase that makes itself.
        auto_top_up: Option<AutoTopUp>,
        /// Amounts and prices that the catalog does not publish.
        assume: Option<Assumptions>,
    }
}

record! {
    /// Someone who shares the balance.
    pub struct Member {
        /// Unique in the account.
        id: String,
        /// Most credits in a cycle.
        cap: Option<Credits>,
    }
}

record! {
    /// Credits that are there at the start.
    pub struct OpeningLot {
        /// Unique in the account; the class when absent and only one lot has it.
        id: Option<String>,
        /// Class of the credits.
        class: String,
        /// How many there are.
        amount: Credits,
        /// When they begin to pay; at the start when absent.
        effective: Option<Instant>,
        /// When they end; as the rule they come from says when absent.
        expires: Option<Instant>,
        /// Id of the grant or top-up they come from; the first that fits the class when absent.
        from: Option<String>,
        /// Smaller pays first.
        priority: Option<u32>,
        /// Only this member may use them.
        member: Option<String>,
    }
}

record! {
    /// Buys a top-up whenever the balance falls below a threshold.
    pub struct AutoTopUp {
        /// Id of the top-up.
        top_up: String,
        /// The threshold.
        below: Credits,
        /// How many at once; one when absent.
        count: Option<u32>,
        /// As many as bring the balance to this, instead of `count`.
        target: Option<Credits>,
        /// Most purchases in a cycle.
        limit: Option<u32>,
        /// Time between two purchases, such as "1 day".
        cooldown: Option<Span>,
    }
}

record! {
    /// Amounts and prices to assume where the catalog publishes none, by id.
    pub struct Assumptions {
        /// Credits of one issue, by grant.
        grants: Vec<(String, Credits)>,
        /// Money for a term, by plan.
        plans: Vec<(String, TermPrices)>,
        /// Size and price, by top-up.
        top_ups: Vec<(String, AssumedTopUp)>,
    }
}

record! {
    /// Size and price of a top-up.
    pub struct AssumedTopUp {
        /// Credits of one purchase.
        credits: Option<Credits>,
        /// Money for it.
        price: Option<Money>,
    }
}

impl Default for Account {
    /// No plan, UTC, one person, and what the grants give.
    fn default() -> Self {
        Account::placeholder()
    }
}

impl Account {
    /// Reads an account from JSON text.
    ///
    /// # Errors
    /// Every error of the text, with its JSON pointer; unknown keys too.
    pub fn from_json(text: &str) -> std::result::Result<Self, Errors> {
        let value = json::parse(text)?;
        let log = Log::default();
        let account = Account::read(&Node::root(&value, &log));
        Errors::check(log.into_lists().0)?;
        Ok(account)
    }
}

record! {
    /// A zone by its table.
    pub(crate) struct ZoneFields {
        /// Its name.
        name: String,
        /// By how much it is ahead of UTC, and from when.
        offsets: Vec<OffsetFields>,
    }
}

record! {
    /// From an instant on, so many seconds ahead of UTC.
    pub(crate) struct OffsetFields {
        /// First instant.
        from: Instant,
        /// Seconds ahead of UTC; negative to the west.
        seconds: SignedSeconds,
    }
}

/// Whole seconds, which may be negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SignedSeconds(i32);

impl Read for SignedSeconds {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Number(text) if text.parse::<i32>().is_ok() => {
                SignedSeconds(text.parse().unwrap_or(0))
            }
            _ => {
                node.expected("whole seconds");
                SignedSeconds(0)
            }
        }
    }
    fn placeholder() -> Self {
        SignedSeconds(0)
    }
}

impl Read for Zone {
    fn read(node: &Node) -> Self {
        if let Value::String(name) = node.value {
            if name != "UTC" {
                let sentence = format!(
                    "no zone is looked up here: give `{name}` as a table of offsets, which the \
                     command line and the npm package make from the name"
                );
                node.error(ErrorKind::UnknownName, sentence);
            }
            return Zone::utc();
        }
        let fields = ZoneFields::read(node);
        let offsets = fields.offsets.iter().map(|o| Offset::new(o.from, o.seconds.0));
        let offsets: Vec<Offset> = offsets.collect();
        Zone::new(&fields.name, &offsets).unwrap_or_else(|| {
            if !offsets.is_empty() || node.member("offsets").is_some() {
                node.expected(&format!(
                    "1 to {MOST_OFFSETS} offsets in order of time, none more than 26 hours"
                ));
            }
            Zone::utc()
        })
    }
    fn placeholder() -> Self {
        Zone::utc()
    }
}

/// Who shares the balance, and what each has used in this cycle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members {
    pub(crate) list: Vec<MemberState>,
}

#[derive(Clone, Debug)]
pub(crate) struct MemberState {
    pub(crate) id: Text,
    pub(crate) cap: Option<Credits>,
    pub(crate) used: Credits,
}

impl Members {
    pub(crate) fn place(&self, id: &str) -> Result<usize> {
        self.list.iter().position(|member| *member.id == *id).ok_or_else(|| {
            let ids: Vec<&str> = self.list.iter().map(|member| &*member.id).collect();
            let sentence = format!("there is no member `{id}`{}", nearest_hint(id, &ids));
            Error::new(ErrorKind::UnknownName, "/member", sentence)
        })
    }

    pub(crate) fn id(&self, place: usize) -> Option<Text> {
        self.list.get(place).map(|member| member.id.clone())
    }

    /// What a member may still use in this cycle, when there is a cap.
    pub(super) fn room(&self, member: Option<usize>) -> Option<Credits> {
        let member = self.list.get(member?)?;
        Some(member.cap?.checked_sub(member.used).unwrap_or_default().max(Credits::ZERO))
    }

    pub(super) fn used_by_others(&self, member: Option<usize>) -> Credits {
        let others = self.list.iter().enumerate().filter(|(i, _)| Some(*i) != member);
        let sum = others
            .fold(Credits::ZERO, |sum, (_, other)| sum.checked_add(other.used).unwrap_or(sum));
        if self.list.len() < 2 { Credits::ZERO } else { sum }
    }

    pub(super) fn use_up(&mut self, member: Option<usize>, amount: Credits) -> Result<()> {
        let Some(member) = member.and_then(|member| self.list.get_mut(member)) else {
            return Ok(());
        };
        member.used = member.used.checked_add(amount).ok_or_else(|| limit("a member's use"))?;
        Ok(())
    }

    pub(super) fn give_back(&mut self, member: Option<usize>, amount: Credits) {
        if let Some(member) = member.and_then(|member| self.list.get_mut(member)) {
            let used = member.used.checked_sub(amount).unwrap_or_default();
            member.used = used.max(Credits::ZERO);
        }
    }

    pub(super) fn new_cycle(&mut self) {
        for member in &mut self.list {
            member.used = Credits::ZERO;
        }
    }
}

impl Wallet {
    pub(crate) fn member_place(&self, id: &str) -> Result<usize> {
        self.members.place(id)
    }

    /// Ids of the members, in order.
    pub(crate) fn member_ids(&self) -> impl Iterator<Item = &Text> {
        self.members.list.iter().map(|member| &member.id)
    }

    /// Opens the wallet of an account at an instant.
    ///
    /// # Errors
    /// Every name that is not in the catalog, every amount that is out of range, and every
    /// allowance that is neither published nor assumed.
    pub fn open(
        catalog: &Catalog,
        account: &Account,
        at: Instant,
    ) -> std::result::Result<(Wallet, Vec<Entry>), Errors> {
        let mut wallet = Wallet::start(catalog, account, at)?;
        let entries = wallet.take_entries();
        Ok((wallet, entries))
    }

    /// As [`Wallet::open`], with the first entries in the journal.
    pub(crate) fn start(
        catalog: &Catalog,
        account: &Account,
        at: Instant,
    ) -> std::result::Result<Wallet, Errors> {
        let supply = &catalog.checked().supply;
        let log = Log::default();
        check(&log, catalog, account, at);
        let amounts = amounts(&log, catalog, account.assume.as_ref());
        Errors::check(log.into_lists().0)?;
        let zone = account.zone.clone().unwrap_or_else(Zone::utc);
        let clock = match supply.policies.clock {
            Clock::Account => zone.clone(),
            Clock::Utc => Zone::utc(),
        };
        let mut levels = supply.policies.alerts.clone();
        levels.extend(account.alerts.iter().map(AlertLevel::level));
        let mut wallet = Wallet {
            catalog: catalog.clone(),
            zone,
            clock,
            now: at,
            since: account.since.unwrap_or(at),
            amounts,
            subscription: None,
            lapsed: false,
            lots: Lots::default(),
            schedules: Vec::new(),
            next_issue: Instant::MAX,
            members: members(account),
            holds: Default::default(),
            last_hold: 0,
            purchases: Purchases { counts: vec![0; supply.top_ups.len()], ..Purchases::default() },
            debt: account.debt.unwrap_or_default(),
            alerts: Alerts::new(levels),
            journal: Journal::new(supply.classes.len()),
        };
        wallet.begin_account(account)?;
        Ok(wallet)
    }

    fn begin_account(&mut self, account: &Account) -> Result<()> {
        self.schedules = self.new_schedules();
        if let Some(auto) = &account.auto_top_up {
            let top_up = self.top_up_place("/account/auto_top_up/top_up", &auto.top_up)?;
            let rule = auto.clone();
            if self.bundle(top_up, 1).is_none() {
                let sentence = format!(
                    "the size of `{}` is not published: give the one to assume",
                    auto.top_up
                );
                let pointer = format!("/account/assume/top_ups/{}", auto.top_up);
                return Err(Error::new(ErrorKind::NoAnswer, pointer, sentence));
            }
            self.purchases.auto = Some(Auto { top_up, rule, count: 0, last: None });
        }
        let is_new = account.since.is_none_or(|since| since == self.now);
        if let Some(plan) = &account.plan {
            let plan = self.plan_place("/account/plan", plan)?;
            let term = account.term.unwrap_or(Term::Month);
            if account.term.is_some() {
                self.check_sold("/account/term", plan, term)?;
            }
            let subscription = self.subscription_from(plan, term, self.since)?;
            self.subscription = Some(subscription);
            self.alerts.know(self.allowance(self.held()).unwrap_or_default());
            if is_new {
                self.invoice_term()?;
            }
        } else {
            self.alerts.know(Credits::ZERO);
        }
        self.open_lots(account)?;
        // What has ended by now cannot pay now.
        while let Some(slot) = self.lots.next_ended(self.now) {
            self.expire(slot)?;
        }
        self.settle_debt()?;
        self.look_at_alerts();
        Ok(())
    }

    /// The balance at the start: as given, or what the grants give.
    fn open_lots(&mut self, account: &Account) -> Result<()> {
        let Some(lots) = &account.lots else {
            return self.refresh_schedules_since(IssueNow::WithFirstCycle, self.since);
        };
        // What grants gave before is among the lots.
        self.refresh_schedules_since(IssueNow::Nothing, self.since)?;
        let mut order: Vec<&OpeningLot> = lots.iter().collect();
        sort(&mut order, |a, b| opening_order(a).cmp(&opening_order(b)));
        for lot in order {
            self.open_lot(lot)?;
        }
        self.journal.opening = self.journal.flows().to_vec();
        Ok(())
    }

    fn open_lot(&mut self, lot: &OpeningLot) -> Result<()> {
        let Some(class) = self.class_place(&lot.class) else { return Ok(()) };
        let source = self.opening_source(lot, class);
        let starts = lot.effective.unwrap_or(self.now);
        let ends = match (lot.expires, source) {
            (Some(at), _) => Ends::At(at),
            (None, Source::Grant(grant)) => self.opening_end(grant, starts)?,
            (None, Source::TopUp(top_up)) => {
                match self.supply().top_ups.get(top_up).map(|top_up| top_up.expires) {
                    Some(Expires::After(span)) => Ends::At(self.span_from(starts, span)?),
                    Some(Expires::CycleEnd) if self.subscription.is_some() => Ends::Cycle,
                    _ => Ends::Never,
                }
            }
            (None, Source::Given) => Ends::Never,
        };
        let supply = self.supply();
        let (priority, interval) = match source {
            Source::Grant(place) => {
                supply.grants.get(place).map(|grant| (grant.priority, grant.interval))
            }
            Source::TopUp(place) => {
                supply.top_ups.get(place).map(|top_up| (top_up.priority, u32::MAX))
            }
            Source::Given => None,
        }
        .unwrap_or((u32::MAX, u32::MAX));
        let member = lot.member.as_deref().map(|id| self.members.place(id)).transpose()?;
        let new = NewLot {
            given: Some(lot.id.as_deref().unwrap_or(&lot.class).into()),
            class,
            source,
            effective: starts,
            ends,
            priority: lot.priority.unwrap_or(priority),
            interval,
            unit_cost: self.opening_unit_cost(source, class),
            amount: lot.amount,
            member,
        };
        self.issue(new, Reason::Opening, Subject::Class(class), None).map(drop)
    }

    /// Where opening credits come from: as said, or the first rule of their class.
    fn opening_source(&self, lot: &OpeningLot, class: usize) -> Source {
        let supply = self.supply();
        if let Some(from) = &lot.from {
            let grant = supply.grants.iter().position(|grant| *grant.id == **from);
            let top_up = supply.top_ups.iter().position(|top_up| *top_up.id == **from);
            return grant.map(Source::Grant).or(top_up.map(Source::TopUp)).unwrap_or(Source::Given);
        }
        let mut held = supply.grants_for(self.held());
        let grant = held.find(|(_, grant)| grant.class == class).map(|(place, _)| place);
        let top_up = supply.top_ups.iter().position(|top_up| top_up.class == class);
        grant.map(Source::Grant).or(top_up.map(Source::TopUp)).unwrap_or(Source::Given)
    }

    /// What opening credits cost: nothing when the class is free; unknown by hand.
    fn opening_unit_cost(&self, source: Source, class: usize) -> Option<Fraction> {
        let supply = self.supply();
        if supply.classes.get(class).is_some_and(|class| !class.paid) {
            return Some(Fraction::ZERO);
        }
        match source {
            Source::Grant(place) => self.grant_unit_cost(place, supply.grants.get(place)?),
            Source::TopUp(place) => {
                let (credits, price) = self.bundle(place, 1)?;
                let price = Fraction::from_decimal(price?.decimal());
                price.div(&Fraction::from_decimal(credits.decimal())).ok()
            }
            Source::Given => None,
        }
    }

    /// When opening credits of a grant end: with the cycle, or at its next issue.
    fn opening_end(&self, place: usize, starts: Instant) -> Result<Ends> {
        let next = self.schedules.iter().find(|schedule| schedule.grant == place);
        let next = next.map(|schedule| schedule.next).filter(|next| *next < Instant::MAX);
        let Some(grant) = self.supply().grants.get(place) else { return Ok(Ends::Never) };
        Ok(match (grant.expires, grant.every) {
            (Expires::Never, _) => Ends::Never,
            (Expires::After(span), _) => Ends::At(self.span_from(starts, span)?),
            (Expires::CycleEnd, every) | (Expires::Reset, every @ (Every::Cycle | Every::Term)) => {
                self.end_of_period(every)
            }
            (Expires::Reset, Every::RollingHours(hours)) => {
                Ends::AfterUse(hours.saturating_mul(3600))
            }
            (Expires::Reset, _) => next.map_or(Ends::Never, Ends::At),
        })
    }

    /// As if credits had been issued when they begin to pay.
    fn span_from(&self, starts: Instant, span: Span) -> Result<Instant> {
        Recurrence::from(starts, span.step(), &self.clock)
            .nth(1, &self.clock)
            .ok_or_else(out_of_time)
    }

    /// One for each grant, and for each member where they do not share it.
    pub(super) fn new_schedules(&self) -> Vec<Schedule> {
        let mut schedules = Vec::new();
        for (place, grant) in self.supply().grants.iter().enumerate() {
            let members = if grant.shared { 0 } else { self.members.list.len() };
            let one = |member| Schedule {
                grant: place,
                member,
                pace: Pace::of(grant),
                active: false,
                next: Instant::MAX,
            };
            match members {
                0 => schedules.push(one(None)),
                _ => schedules.extend((0..members).map(|member| one(Some(member)))),
            }
        }
        schedules
    }
}

/// By id and content, so that the order of the input makes no difference.
fn opening_order(lot: &OpeningLot) -> (&str, &str, Option<Instant>, Credits, Option<&str>) {
    let id = lot.id.as_deref().unwrap_or(&lot.class);
    (id, &lot.class, lot.expires, lot.amount, lot.member.as_deref())
}

fn members(account: &Account) -> Members {
    let mut list: Vec<MemberState> = account
        .members
        .iter()
        .map(|member| MemberState {
            id: member.id.as_str().into(),
            cap: member.cap,
            used: Credits::ZERO,
        })
        .collect();
    sort(&mut list, |a, b| a.id.cmp(&b.id));
    Members { list }
}

fn check(log: &Log, catalog: &Catalog, account: &Account, at: Instant) {
    let supply = &catalog.checked().supply;
    let error = |kind, pointer: String, sentence: String| {
        log.error(Error::new(kind, pointer, sentence));
    };
    if account.since.is_some_and(|since| since > at) {
        let sentence = format!("expected an instant up to the start, {at}");
        error(ErrorKind::OutOfRange, "/account/since".to_owned(), sentence);
    }
    if account.members.len() > MOST_MEMBERS {
        let sentence = format!("expected at most {MOST_MEMBERS} members");
        error(ErrorKind::Limit, "/account/members".to_owned(), sentence);
        return;
    }
    let ids: Vec<&str> = account.members.iter().map(|member| member.id.as_str()).collect();
    if let Some(twice) = twice(&ids) {
        let sentence = format!("the member `{twice}` stands here twice");
        error(ErrorKind::Duplicate, "/account/members".to_owned(), sentence);
    }
    check_amounts(log, account);
    let has_cap = account.members.iter().any(|member| member.cap.is_some());
    if has_cap && !supply.policies.member_caps {
        let sentence = "this platform knows no caps of members".to_owned();
        error(ErrorKind::NoAnswer, "/account/members".to_owned(), sentence);
    }
    let lots = account.lots.as_deref().unwrap_or(&[]);
    if lots.len() > MOST_LOTS {
        let sentence = format!("expected at most {MOST_LOTS} lots");
        error(ErrorKind::Limit, "/account/lots".to_owned(), sentence);
        return;
    }
    for (i, lot) in lots.iter().enumerate() {
        let pointer = format!("/account/lots/{i}");
        check_lot(log, catalog, &pointer, lot, &ids);
    }
    check_lot_ids(log, lots);
}

/// No amount is below 0.
fn check_amounts(log: &Log, account: &Account) {
    let least_zero = |pointer: &str, amount: Credits| {
        if amount < Credits::ZERO {
            let sentence = format!("expected at least 0, found {amount}");
            log.error(Error::new(ErrorKind::OutOfRange, format!("/account/{pointer}"), sentence));
        }
    };
    least_zero("debt", account.debt.unwrap_or_default());
    for (i, member) in account.members.iter().enumerate() {
        least_zero(&format!("members/{i}/cap"), member.cap.unwrap_or_default());
    }
    if let Some(auto) = &account.auto_top_up {
        least_zero("auto_top_up/below", auto.below);
        least_zero("auto_top_up/target", auto.target.unwrap_or_default());
    }
    let Some(assume) = &account.assume else { return };
    for (id, credits) in &assume.grants {
        least_zero(&format!("assume/grants/{id}"), *credits);
    }
    for (id, top_up) in &assume.top_ups {
        least_zero(&format!("assume/top_ups/{id}/credits"), top_up.credits.unwrap_or_default());
    }
}

fn check_lot(log: &Log, catalog: &Catalog, pointer: &str, lot: &OpeningLot, members: &[&str]) {
    let supply = &catalog.checked().supply;
    let unknown = |key: &str, what: &str, name: &str, valid: &[&str]| {
        if !valid.contains(&name) {
            let sentence = format!("there is no {what} `{name}`{}", nearest_hint(name, valid));
            log.error(Error::new(ErrorKind::UnknownName, format!("{pointer}/{key}"), sentence));
        }
    };
    let classes: Vec<&str> = supply.classes.iter().map(|class| &*class.id).collect();
    unknown("class", "class", &lot.class, &classes);
    if let Some(from) = &lot.from {
        let mut sources: Vec<&str> = supply.grants.iter().map(|grant| &*grant.id).collect();
        sources.extend(supply.top_ups.iter().map(|top_up| &*top_up.id));
        unknown("from", "grant or top-up", from, &sources);
    }
    if let Some(member) = &lot.member {
        unknown("member", "member", member, members);
    }
    if lot.amount < Credits::ZERO {
        let sentence = format!("expected at least 0, found {}", lot.amount);
        log.error(Error::new(ErrorKind::OutOfRange, format!("{pointer}/amount"), sentence));
    }
}

fn check_lot_ids(log: &Log, lots: &[OpeningLot]) {
    let ids: Vec<&str> = lots.iter().map(|lot| lot.id.as_deref().unwrap_or(&lot.class)).collect();
    if let Some(twice) = twice(&ids) {
        let sentence = format!("two lots are called `{twice}`: give each an `id` of its own");
        log.error(Error::new(ErrorKind::Duplicate, "/account/lots", sentence));
    }
}

fn amounts(log: &Log, catalog: &Catalog, assume: Option<&Assumptions>) -> Amounts {
    let checked = catalog.checked();
    let supply = &checked.supply;
    let mut amounts = Amounts {
        grants: supply.grants.iter().map(|grant| grant.amount).collect(),
        prices: supply.plans.iter().map(|plan| plan.prices).collect(),
        top_ups: supply.top_ups.iter().map(|top_up| (top_up.credits, top_up.price)).collect(),
    };
    let Some(assume) = assume else { return amounts };
    let place = |list: &str, what: &str, id: &str, ids: Vec<&str>| {
        let place = ids.iter().position(|known| *known == id);
        if place.is_none() {
            let sentence = format!("there is no {what} `{id}`{}", nearest_hint(id, &ids));
            let pointer = format!("/account/assume/{list}/{id}");
            log.error(Error::new(ErrorKind::UnknownName, pointer, sentence));
        }
        place
    };
    for (id, credits) in &assume.grants {
        let ids = supply.grants.iter().map(|grant| &*grant.id).collect();
        let at = place("grants", "grant", id, ids);
        if let Some(amount) = at.and_then(|at| amounts.grants.get_mut(at)) {
            *amount = Some(*credits);
        }
    }
    for (id, prices) in &assume.plans {
        let ids = checked.plans.iter().map(|plan| &*plan.id).collect();
        let at = place("plans", "plan", id, ids);
        if let Some(known) = at.and_then(|at| amounts.prices.get_mut(at)) {
            for (known, given) in known.iter_mut().zip([prices.month, prices.quarter, prices.year])
            {
                *known = if given == TermPrice::NotSold { *known } else { given };
            }
        }
    }
    for (id, given) in &assume.top_ups {
        let ids = supply.top_ups.iter().map(|top_up| &*top_up.id).collect();
        let at = place("top_ups", "top-up", id, ids);
        if let Some((credits, price)) = at.and_then(|at| amounts.top_ups.get_mut(at)) {
            *credits = given.credits.or(*credits);
            *price = given.price.or(*price);
        }
    }
    amounts
}

impl AlertLevel {
    fn level(&self) -> Level {
        match (self.percent, self.credits) {
            (Some(percent), _) => Level::Used(percent),
            (None, credits) => Level::Left(credits.unwrap_or_default()),
        }
    }
}
