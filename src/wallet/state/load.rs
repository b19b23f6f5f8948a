//! From a state to the wallet: names become places, and what does not add up is refused.

use super::{
    AutoState, ClassSums, EndsBy, GrantTurn, HeldPlan, HoldState, LevelState, LotState, NextPlan,
    Numbers, PeriodState, State,
};
use crate::amount::{Credits, Fraction};
use crate::calendar::{Instant, Recurrence, Step, Wall, Zone};
use crate::catalog::Catalog;
use crate::catalog::supply::{Change, Clock, Held, Level, Supply, TermPrice, is_for};
use crate::error::{Error, ErrorKind, Errors, nearest_hint};
use crate::json::{self, Log, Node, Read};
use crate::semantics::SEMANTICS;
use crate::wallet::Count;
use crate::wallet::account::AutoTopUp;
use crate::wallet::alert::Alerts;
use crate::wallet::buy::{Auto, Purchases};
use crate::wallet::hold::{HoldAllocation as HeldParts, Holds};
use crate::wallet::issue::{EffectiveTerms, IssuePace, Schedule};
use crate::wallet::journal::{Flows, Journal, TOO_MUCH};
use crate::wallet::lot::{Ends, Lot, Lots, NewLot, Slot, State as LotLife};
use crate::wallet::member::{MemberState, Members};
use crate::wallet::plan::{Period, Scheduled, Subscription};
use crate::wallet::source::CreditOrigin;
use crate::wallet::{Wallet, limit};
use std::collections::BTreeMap;

impl Wallet {
    /// A wallet from what [`Wallet::save`] gave; it goes on exactly as that one would have.
    ///
    /// # Errors
    /// Every error of the text, with its JSON pointer: unknown keys and names, amounts that do not
    /// add up, and a state of another catalog or of other rules.
    pub fn load(catalog: &Catalog, state: &str) -> Result<Wallet, Errors> {
        wallet(catalog, state)
    }
}

/// Where the lots of a state are, by their numbers.
type Places = BTreeMap<u64, Slot>;

pub(super) fn wallet(catalog: &Catalog, text: &str) -> Result<Wallet, Errors> {
    let value = json::parse(text)?;
    let log = Log::default();
    let state = State::read(&Node::root(&value, &log));
    Errors::check(log.into_lists().0)?;
    check_origin(catalog, &state)?;
    let log = Log::default();
    let load = Load { catalog, supply: catalog.checked().supply(), state: &state, log: &log };
    let wallet = load.wallet();
    Errors::check(log.into_lists().0)?;
    wallet.ok_or_else(|| limit("a state").into())
}

/// A state is of one catalog and one version of the rules.
fn check_origin(catalog: &Catalog, state: &State) -> Result<(), Error> {
    if state.catalog.digest != catalog.digest() {
        let sentence = format!(
            "this state is of `{}`, version {}, with another digest than `{}`, version {}",
            state.catalog.id,
            state.catalog.version,
            catalog.id(),
            catalog.version()
        );
        return Err(Error::new(ErrorKind::NoAnswer, "/catalog/digest", sentence));
    }
    if state.semantics != SEMANTICS {
        let sentence = format!(
            "this state follows version {} of the rules, these are version {SEMANTICS}",
            state.semantics
        );
        return Err(Error::new(ErrorKind::NoAnswer, "/semantics", sentence));
    }
    Ok(())
}

struct Load<'a> {
    catalog: &'a Catalog,
    supply: &'a Supply,
    state: &'a State,
    log: &'a Log,
}

impl Load<'_> {
    #[cold]
    fn error(&self, kind: ErrorKind, pointer: impl Into<String>, sentence: impl Into<String>) {
        self.log.error(Error::new(kind, pointer, sentence));
    }

    #[cold]
    fn wrong(&self, pointer: impl Into<String>, sentence: impl Into<String>) {
        self.error(ErrorKind::OutOfRange, pointer, sentence);
    }

    /// The place of a name among these.
    fn place(&self, pointer: &str, what: &str, name: &str, valid: &[&str]) -> Option<usize> {
        let place = valid.iter().position(|known| *known == name);
        if place.is_none() {
            let sentence = format!("there is no {what} `{name}`{}", nearest_hint(name, valid));
            self.error(ErrorKind::UnknownName, pointer, sentence);
        }
        place
    }

    fn grant(&self, pointer: &str, id: &str) -> Option<usize> {
        let ids: Vec<&str> = self.supply.grants.iter().map(|grant| &*grant.id).collect();
        self.place(pointer, "grant", id, &ids)
    }

    fn top_up(&self, pointer: &str, id: &str) -> Option<usize> {
        let ids: Vec<&str> = self.supply.top_ups.iter().map(|top_up| &*top_up.id).collect();
        self.place(pointer, "top-up", id, &ids)
    }

    fn plan(&self, pointer: &str, id: &str) -> Option<usize> {
        let ids: Vec<&str> = self.catalog.checked().plans.iter().map(|plan| &*plan.id).collect();
        self.place(pointer, "plan", id, &ids)
    }

    fn class(&self, pointer: &str, id: &str) -> Option<usize> {
        let ids: Vec<&str> = self.supply.classes.iter().map(|class| &*class.id).collect();
        self.place(pointer, "class", id, &ids)
    }

    /// The place of a member; no member when none is named.
    fn member(&self, pointer: &str, id: Option<&String>) -> Option<usize> {
        let ids: Vec<&str> = self.state.members.iter().map(|member| member.id.as_str()).collect();
        self.place(pointer, "member", id?, &ids)
    }

    /// Logs an amount below 0.
    fn amount(&self, pointer: &str, amount: Credits) -> Credits {
        if amount < Credits::ZERO {
            self.wrong(pointer, format!("expected at least 0, found {amount}"));
        }
        amount
    }

    fn wallet(&self) -> Option<Wallet> {
        let state = self.state;
        let clock = match self.supply.policies.clock {
            Clock::Account => state.zone.clone(),
            Clock::Utc => Zone::utc(),
        };
        if state.since > state.now {
            self.wrong("/since", format!("expected an instant up to {}", state.now));
        }
        let members = self.members();
        let (lots, places) = self.lots();
        let mut wallet = Wallet {
            catalog: self.catalog.clone(),
            zone: state.zone.clone(),
            now: state.now,
            since: state.since,
            amounts: self.amounts().into(),
            subscription: None,
            lapsed: state.lapsed,
            holds: self.holds(&lots, &places),
            last_hold: state.last_hold.0,
            lots,
            schedules: Vec::new(),
            next_issue: Instant::MAX,
            members,
            purchases: self.purchases(),
            debt: self.amount("/debt", state.debt),
            alerts: self.alerts(),
            meters: self.meters(),
            journal: self.journal(),
            clock,
        };
        wallet.subscription = self.subscription(&wallet);
        self.finish_lots(&mut wallet);
        self.schedules(&mut wallet);
        self.check_sums(&wallet);
        wallet.find_next_issue();
        wallet.reorder();
        let allowance = wallet.allowance(wallet.held()).unwrap_or_default();
        wallet.alerts.know(allowance);
        Some(wallet)
    }

    fn members(&self) -> Members {
        let mut before: Option<&str> = None;
        let mut list = Vec::new();
        for (i, member) in self.state.members.iter().enumerate() {
            if before.is_some_and(|before| before >= member.id.as_str()) {
                let sentence = "expected members in the order of their ids, each once";
                self.error(ErrorKind::Duplicate, format!("/members/{i}/id"), sentence);
            }
            before = Some(&member.id);
            let cap = member.cap.map(|cap| self.amount(&format!("/members/{i}/cap"), cap));
            let used = self.amount(&format!("/members/{i}/used"), member.used);
            list.push(MemberState { id: member.id.as_str().into(), cap, used });
        }
        Members { list }
    }

    /// Amounts and prices: the catalog's, and what is assumed.
    fn amounts(&self) -> EffectiveTerms {
        let supply = self.supply;
        let mut amounts = EffectiveTerms {
            grants: supply.grants.iter().map(|grant| grant.amount).collect(),
            prices: supply.plans.iter().map(|plan| plan.prices).collect(),
            top_ups: supply.top_ups.iter().map(|top_up| (top_up.credits, top_up.price)).collect(),
        };
        for (i, of) in self.state.assumed_grants.iter().enumerate() {
            let credits = self.amount(&format!("/assumed_grants/{i}/credits"), of.credits);
            let place = self.grant(&format!("/assumed_grants/{i}/grant"), &of.grant);
            if let Some(amount) = place.and_then(|place| amounts.grants.get_mut(place)) {
                *amount = Some(credits);
            }
        }
        for (i, of) in self.state.assumed_plans.iter().enumerate() {
            let place = self.plan(&format!("/assumed_plans/{i}/plan"), &of.plan);
            let prices = place.and_then(|place| amounts.prices.get_mut(place));
            if let Some(price) = prices.and_then(|prices| prices.get_mut(of.term as usize)) {
                *price = of.price.map_or(TermPrice::Unpublished, TermPrice::Price);
            }
        }
        for (i, of) in self.state.assumed_top_ups.iter().enumerate() {
            let pointer = format!("/assumed_top_ups/{i}/credits");
            let credits = of.credits.map(|credits| self.amount(&pointer, credits));
            let place = self.top_up(&format!("/assumed_top_ups/{i}/top_up"), &of.top_up);
            if let Some(size) = place.and_then(|place| amounts.top_ups.get_mut(place)) {
                *size = (credits, of.price);
            }
        }
        amounts
    }

    fn subscription(&self, wallet: &Wallet) -> Option<Subscription> {
        let held = self.state.subscription.as_ref()?;
        let plan = self.plan("/subscription/plan", &held.plan)?;
        let cycle = self.period("/subscription/cycle", &held.cycle, &wallet.clock)?;
        let paid = self.period("/subscription/paid", &held.paid, &wallet.clock)?;
        let next = held.next.as_ref().and_then(|next| self.next(held, plan, next));
        self.check_amounts_known(wallet, Some((plan, held.term)));
        Some(Subscription {
            plan,
            term: held.term,
            since: held.since,
            cycle,
            paid,
            cycle_price: wallet.cycle_price(plan, held.term),
            next,
        })
    }

    fn check_amounts_known(&self, wallet: &Wallet, held: Held) {
        if let Err(error) = wallet.check_grants(held) {
            self.wrong("/subscription/plan", error.sentence());
        }
    }

    /// A period that began by now and ends after it.
    fn period(&self, pointer: &str, saved: &PeriodState, clock: &Zone) -> Option<Period> {
        let step = saved.days.map_or(Step::Months(1), Step::Days);
        let recurrence = Recurrence::at_wall(Wall(saved.anchor.0), step);
        let is_sane = saved.days != Some(0) && (1..=12).contains(&saved.stride);
        let end = recurrence.nth(saved.n, clock).filter(|end| {
            is_sane
                && saved.n >= saved.stride
                && saved.start <= self.state.now
                && *end > self.state.now
        });
        let Some(end) = end else {
            let sentence = format!("expected a period that holds {}", self.state.now);
            self.wrong(pointer, sentence);
            return None;
        };
        Some(Period { recurrence, stride: saved.stride, n: saved.n, start: saved.start, end })
    }

    fn next(&self, held: &HeldPlan, plan: usize, next: &NextPlan) -> Option<Scheduled> {
        let terms = self.supply.plans.get(plan)?;
        let change = match (&next.plan, next.up) {
            (None, _) => Change::of(None, false),
            (Some(_), true) => terms.upgrade,
            (Some(_), false) => terms.downgrade,
        };
        let to = match &next.plan {
            None => None,
            Some(id) => {
                let plan = self.plan("/subscription/next/plan", id)?;
                Some((plan, next.term.unwrap_or(held.term)))
            }
        };
        Some(Scheduled { to, at_term_end: next.at_term_end, change })
    }

    fn lots(&self) -> (Lots, Places) {
        let (mut lots, mut places) = (Lots::default(), Places::new());
        lots.next_number = self.state.last_lot.0;
        let mut before = 0;
        for (i, saved) in self.state.lots.iter().enumerate() {
            let number = saved.n.0;
            if number <= before || number > lots.next_number {
                let sentence = format!(
                    "expected numbers from 1 to `last_lot`, {}, in order, each once",
                    lots.next_number
                );
                self.error(ErrorKind::Duplicate, format!("/lots/{i}/n"), sentence);
            }
            before = number.max(before);
            if let Some(lot) = self.lot(&format!("/lots/{i}"), saved) {
                places.insert(number, lots.insert(lot));
            }
        }
        (lots, places)
    }

    /// The numbers of lots that have become part of one: each is later than the one before.
    fn joined(&self, pointer: &str, saved: &LotState) -> Vec<(u64, u64)> {
        let (mut joined, mut before) = (Vec::new(), saved.n.0);
        for (i, Numbers { from, to }) in saved.joined.iter().enumerate() {
            if from.0 <= before || to.0 < from.0 || to.0 > self.state.last_lot.0 {
                let sentence = format!("expected numbers after {before}, up to `last_lot`");
                self.wrong(format!("{pointer}/{i}"), sentence);
            }
            before = to.0.max(before);
            joined.push((from.0, to.0));
        }
        joined
    }

    fn lot(&self, pointer: &str, saved: &LotState) -> Option<Lot> {
        let at = |key: &str| format!("{pointer}/{key}");
        let class = self.class(&at("class"), &saved.class)?;
        let source = match (&saved.grant, &saved.top_up) {
            (Some(id), None) => CreditOrigin::Grant(self.grant(&at("grant"), id)?),
            (None, Some(id)) => CreditOrigin::TopUp(self.top_up(&at("top_up"), id)?),
            (None, None) => CreditOrigin::Given,
            (Some(_), Some(_)) => {
                self.wrong(pointer, "expected at most one of `grant` and `top_up`");
                return None;
            }
        };
        self.check_amounts(pointer, saved);
        let new = NewLot {
            given: saved.id.as_deref().map(Into::into),
            class,
            source,
            effective: saved.effective.unwrap_or(saved.issued),
            ends: self.ends(pointer, saved)?,
            priority: saved.priority.unwrap_or(u32::MAX),
            interval: saved.interval.unwrap_or(u32::MAX),
            unit_cost: saved.unit_cost.map(|cost| cost.0),
            amount: saved.amount,
            member: self.member(&at("member"), saved.member.as_ref()),
        };
        let mut lot = new.into_lot(saved.n.0, saved.issued);
        lot.expires = saved.expires.unwrap_or(Instant::MAX);
        lot.remaining = saved.left;
        lot.held = saved.held.unwrap_or_default();
        lot.spent = saved.spent.unwrap_or_default();
        lot.frozen = saved.frozen;
        lot.restricted = saved.restricted;
        lot.carried = saved.carried;
        lot.joined = self.joined(&at("joined"), saved);
        lot.state = match saved.over {
            true => LotLife::Ended,
            false if lot.effective > self.state.now => LotLife::Waiting,
            false => LotLife::Active,
        };
        Some(lot)
    }

    fn check_amounts(&self, pointer: &str, saved: &LotState) {
        let (held, spent) = (saved.held.unwrap_or_default(), saved.spent.unwrap_or_default());
        if saved.amount <= Credits::ZERO {
            let sentence = format!("expected more than 0, found {}", saved.amount);
            self.wrong(format!("{pointer}/amount"), sentence);
        }
        self.amount(&format!("{pointer}/left"), saved.left);
        self.amount(&format!("{pointer}/held"), held);
        self.amount(&format!("{pointer}/spent"), spent);
        let all = saved.left.checked_add(held).and_then(|sum| sum.checked_add(spent));
        if all.is_none_or(|all| all > saved.amount) {
            let sentence = "expected at least what is left, held and spent of it";
            self.wrong(format!("{pointer}/amount"), sentence);
        }
        if saved.issued > self.state.now {
            let sentence = format!("expected an instant up to {}", self.state.now);
            self.wrong(format!("{pointer}/issued"), sentence);
        }
        if saved.over && (saved.left != Credits::ZERO || held == Credits::ZERO) {
            let sentence = "a lot that is over has nothing left, and something held";
            self.wrong(format!("{pointer}/over"), sentence);
        }
    }

    fn ends(&self, pointer: &str, saved: &LotState) -> Option<Ends> {
        let wrong = |key: &str, sentence: &str| self.wrong(format!("{pointer}/{key}"), sentence);
        match (saved.ends, saved.expires, saved.seconds) {
            (None, None, None) => Some(Ends::Never),
            (None, Some(_), None) if saved.over => Some(Ends::Never),
            (Some(EndsBy::At), Some(at), None) if at > self.state.now => Some(Ends::At(at)),
            (Some(EndsBy::Use), None, Some(seconds)) => Some(Ends::AfterUse(seconds)),
            (Some(EndsBy::Cycle), None, None) if self.state.subscription.is_some() => {
                Some(Ends::Cycle)
            }
            (Some(EndsBy::Term), None, None) if self.state.subscription.is_some() => {
                Some(Ends::Term)
            }
            (Some(EndsBy::Cycle | EndsBy::Term), None, None) => {
                wrong("ends", "a lot ends with the subscription, but no plan is held");
                None
            }
            (Some(EndsBy::At), ..) => {
                wrong("expires", "expected an instant that is still to come");
                None
            }
            _ => {
                wrong("ends", "`expires` goes with \"at\", `seconds` with \"use\"");
                None
            }
        }
    }

    /// Ends and beginnings are noted, and what may pay is put in a list; the order comes later.
    fn finish_lots(&self, wallet: &mut Wallet) {
        for slot in wallet.lots.open() {
            let Some(lot) = wallet.lots.get(slot) else { continue };
            let (ends, life, starts) = (lot.ends, lot.state, lot.effective);
            let pays = life == LotLife::Active && lot.remaining > Credits::ZERO;
            match ends {
                Ends::At(at) => wallet.lots.note_end(slot, at),
                Ends::Cycle | Ends::Term => {
                    let end = wallet.lots.get(slot).map(|lot| wallet.expiry(lot));
                    if let (Some(lot), Some(end)) = (wallet.lots.get_mut(slot), end) {
                        lot.expires = end;
                    }
                }
                Ends::Never | Ends::AfterUse(_) => {}
            }
            if life == LotLife::Waiting {
                wallet.lots.note_start(slot, starts);
            }
            if pays {
                wallet.lots.order.push_back(slot);
            }
        }
    }

    fn holds(&self, lots: &Lots, places: &Places) -> Holds {
        let (mut holds, mut sums) = (Holds::new(), BTreeMap::<Slot, Credits>::new());
        for (i, saved) in self.state.holds.iter().enumerate() {
            let pointer = format!("/holds/{i}");
            let is_next = holds.last_key_value().is_none_or(|(last, _)| *last < saved.n.0);
            if saved.n.0 == 0 || saved.n.0 > self.state.last_hold.0 || !is_next {
                let sentence = format!(
                    "expected numbers from 1 to `last_hold`, {}, in order, each once",
                    self.state.last_hold.0
                );
                self.error(ErrorKind::Duplicate, format!("{pointer}/n"), sentence);
            }
            if let Some(held) = self.hold(&pointer, saved, places, &mut sums) {
                holds.insert(saved.n.0, held);
            }
        }
        for (i, saved) in self.state.lots.iter().enumerate() {
            let slot = places.get(&saved.n.0);
            let held = slot.and_then(|slot| lots.get(*slot)).map(|lot| lot.held);
            let sum = slot.and_then(|slot| sums.get(slot)).copied();
            if slot.is_some() && held.unwrap_or_default() != sum.unwrap_or_default() {
                let sentence = format!("the holds have {} of this lot", sum.unwrap_or_default());
                self.wrong(format!("/lots/{i}/held"), sentence);
            }
        }
        holds
    }

    fn hold(
        &self,
        pointer: &str,
        saved: &HoldState,
        places: &Places,
        sums: &mut BTreeMap<Slot, Credits>,
    ) -> Option<HeldParts> {
        let (operation, _) = self.catalog.checked().head(&saved.operation).or_else(|| {
            let sentence = format!("there is no operation `{}`", saved.operation);
            self.error(ErrorKind::UnknownName, format!("{pointer}/operation"), sentence);
            None
        })?;
        let member = self.member(&format!("{pointer}/member"), saved.member.as_ref());
        let mut parts = Vec::new();
        for (i, part) in saved.lots.iter().enumerate() {
            let Some(slot) = places.get(&part.lot.0) else {
                let sentence = format!("there is no lot {}", part.lot.0);
                self.error(ErrorKind::UnknownName, format!("{pointer}/lots/{i}/lot"), sentence);
                continue;
            };
            let amount = self.amount(&format!("{pointer}/lots/{i}/amount"), part.amount);
            let sum = sums.entry(*slot).or_default();
            *sum = sum.checked_add(amount).unwrap_or(*sum);
            parts.push((*slot, amount));
        }
        Some(HeldParts { operation, member, parts })
    }

    /// One for each grant and member, each as far as it was.
    fn schedules(&self, wallet: &mut Wallet) {
        let held = wallet.held();
        let mut schedules = wallet.new_schedules();
        let mut seen = vec![false; schedules.len()];
        for (i, saved) in self.state.grants.iter().enumerate() {
            let pointer = format!("/grants/{i}");
            let Some(grant) = self.grant(&format!("{pointer}/grant"), &saved.grant) else {
                continue;
            };
            let member = self.member(&format!("{pointer}/member"), saved.member.as_ref());
            let is_it = |of: &Schedule| of.grant == grant && of.member == member;
            let place = schedules.iter().position(is_it);
            let found =
                place.and_then(|place| Some((schedules.get_mut(place)?, seen.get_mut(place)?)));
            match found {
                Some((schedule, seen)) if !*seen => {
                    *seen = true;
                    Self::turn(schedule, saved);
                }
                _ => self.error(
                    ErrorKind::Duplicate,
                    pointer,
                    "expected each grant once, or once for each member who gets it",
                ),
            }
        }
        for (schedule, seen) in schedules.iter_mut().zip(seen) {
            let to = self.supply.grants.get(schedule.grant).map(|grant| is_for(&grant.to, held));
            schedule.active = to.unwrap_or(false);
            let moves_itself = !matches!(schedule.pace, IssuePace::WithCycle | IssuePace::WithTerm);
            if moves_itself && !seen {
                let id = self.supply.grants.get(schedule.grant).map_or("", |grant| &*grant.id);
                let sentence = format!("expected how far `{id}` is, for whoever gets it");
                self.error(ErrorKind::Missing, "/grants", sentence);
            } else if schedule.active {
                self.find_next(wallet, schedule);
            } else {
                schedule.next = Instant::MAX;
            }
        }
        wallet.schedules = schedules;
    }

    fn turn(schedule: &mut Schedule, saved: &GrantTurn) {
        schedule.next = saved.next.unwrap_or(Instant::MAX);
        match &mut schedule.pace {
            IssuePace::WithCycle | IssuePace::WithTerm => {}
            IssuePace::Once(done) => *done = saved.done,
            IssuePace::Calendar { n, last, .. } => (*n, *last) = (saved.n.unwrap_or(0), saved.last),
            IssuePace::Activation { step, recurrence, n } => {
                *n = saved.n.unwrap_or(0);
                *recurrence = saved.anchor.map(|anchor| Recurrence::at_wall(Wall(anchor.0), *step));
            }
            IssuePace::Rolling { out, due, .. } => {
                (*out, *due) = (saved.out.map(|number| number.0), saved.next);
            }
        }
    }

    /// When a grant comes next that is counted: after now, since all that was due has happened.
    fn find_next(&self, wallet: &Wallet, schedule: &mut Schedule) {
        let next = match &schedule.pace {
            IssuePace::WithCycle | IssuePace::WithTerm | IssuePace::Once(_) => {
                schedule.next = Instant::MAX;
                return;
            }
            IssuePace::Rolling { .. } if schedule.next < self.state.now => None,
            IssuePace::Rolling { .. } => return,
            IssuePace::Calendar { recurrence, n, .. } => recurrence.nth(*n, &wallet.clock),
            IssuePace::Activation { recurrence, n, .. } => {
                recurrence.and_then(|from| from.nth(*n, &wallet.clock))
            }
        };
        match next.filter(|next| *next > self.state.now) {
            Some(next) => schedule.next = next,
            None => {
                let id = self.supply.grants.get(schedule.grant).map_or("", |grant| &*grant.id);
                let sentence = format!("the next issue of `{id}` is not after {}", self.state.now);
                self.wrong("/grants", sentence);
            }
        }
    }

    fn purchases(&self) -> Purchases {
        let state = self.state;
        let mut counts = vec![0; self.supply.top_ups.len()];
        for (i, bought) in state.bought.iter().enumerate() {
            let place = self.top_up(&format!("/bought/{i}/top_up"), &bought.top_up);
            if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                *count = bought.count;
            }
        }
        if let Some(invoice) = state.invoice.as_ref().filter(|invoice| invoice.due <= state.now) {
            let sentence =
                format!("expected an instant that is still to come, found {}", invoice.due);
            self.wrong("/invoice/due", sentence);
        }
        Purchases {
            counts,
            credits: self.amount("/bought_credits", state.bought_credits),
            next_invoice: state.invoice.as_ref().map(|invoice| invoice.due),
            month: state.invoice.as_ref().and_then(|invoice| invoice.money),
            open: state.invoice.is_some(),
            auto: state.auto_top_up.as_ref().and_then(|auto| self.auto(auto)),
        }
    }

    fn auto(&self, saved: &AutoState) -> Option<Auto> {
        let top_up = self.top_up("/auto_top_up/top_up", &saved.top_up)?;
        if saved.last.is_some_and(|last| last > self.state.now) {
            let sentence = format!("expected an instant up to {}", self.state.now);
            self.wrong("/auto_top_up/last", sentence);
        }
        let rule = AutoTopUp {
            top_up: saved.top_up.clone(),
            below: self.amount("/auto_top_up/below", saved.below),
            count: saved.count,
            target: saved.target,
            limit: saved.limit,
            cooldown: saved.cooldown,
        };
        Some(Auto { top_up, rule, count: saved.bought, last: saved.last })
    }

    fn meters(&self) -> Vec<Option<Count>> {
        let known = &self.catalog.checked().document.meters;
        let mut meters = vec![None; if self.state.meters.is_empty() { 0 } else { known.len() }];
        for (i, saved) in self.state.meters.iter().enumerate() {
            let place = known.iter().position(|(name, _)| *name == saved.meter);
            match place.and_then(|place| meters.get_mut(place)) {
                Some(count) if count.is_none() && saved.since <= self.state.now => {
                    *count = Some(Count { used: saved.used.0, since: saved.since });
                }
                Some(Some(_)) => self.wrong(format!("/meters/{i}"), "stands here twice"),
                Some(None) => {
                    let sentence = format!("expected an instant up to {}", self.state.now);
                    self.wrong(format!("/meters/{i}/since"), sentence);
                }
                None => {
                    let sentence = format!("there is no meter `{}`", saved.meter);
                    self.wrong(format!("/meters/{i}/meter"), sentence);
                }
            }
        }
        meters
    }

    fn alerts(&self) -> Alerts {
        let level = |(i, saved): (usize, &LevelState)| match (saved.percent, saved.credits) {
            (Some(percent), None) => Level::Used(percent),
            (None, Some(credits)) => Level::Left(credits),
            _ => {
                let sentence = "expected one of `percent` and `credits`";
                self.wrong(format!("/alerts/{i}"), sentence);
                Level::Left(Credits::ZERO)
            }
        };
        let mut alerts = Alerts::new(self.state.alerts.iter().enumerate().map(level).collect());
        alerts.armed = self.state.alerts.iter().map(|level| level.armed).collect();
        alerts
    }

    fn journal(&self) -> Journal {
        let mut journal = Journal::new(self.supply.classes.len());
        let (mut flows, mut seen) = (journal.flows().to_vec(), Vec::new());
        for (i, saved) in self.state.classes.iter().enumerate() {
            let pointer = format!("/classes/{i}");
            let Some(class) = self.class(&format!("{pointer}/class"), &saved.class) else {
                continue;
            };
            if seen.contains(&class) {
                let sentence = format!("the class `{}` stands here twice", saved.class);
                self.error(ErrorKind::Duplicate, format!("{pointer}/class"), sentence);
            }
            seen.push(class);
            if let Some(flows) = flows.get_mut(class) {
                *flows = self.flows(&pointer, saved);
            }
        }
        for saved in &self.state.lots {
            let class = self.supply.classes.iter().position(|class| *class.id == *saved.class);
            if class.is_some_and(|class| !seen.contains(&class)) {
                let sentence = format!("expected the sums of the class `{}`", saved.class);
                self.error(ErrorKind::Missing, "/classes", sentence);
            }
        }
        journal.set_flows(flows);
        journal.billed = self.state.billed;
        journal.unpriced = self.state.unpriced;
        journal.wasted = self.state.wasted.map(|wasted| wasted.0);
        journal
    }

    /// The sums of a class; what is left and held comes from its lots.
    fn flows(&self, pointer: &str, saved: &ClassSums) -> Flows {
        let of = |key: &str, amount: Option<Credits>| {
            self.amount(&format!("{pointer}/{key}"), amount.unwrap_or_default())
        };
        let of_class = |lot: &&LotState| lot.class == saved.class;
        let sum = |part: fn(&LotState) -> Credits| {
            let mut lots = self.state.lots.iter().filter(of_class);
            lots.try_fold(Credits::ZERO, |sum, lot| sum.checked_add(part(lot)))
                .unwrap_or_else(|| self.amount_limit(pointer))
        };
        Flows {
            issued: of("issued", Some(saved.issued)),
            spent: of("spent", saved.spent),
            refunded: of("refunded", saved.refunded),
            held: sum(|lot| lot.held.unwrap_or_default()),
            expired: of("expired", saved.expired),
            forfeited: of("forfeited", saved.forfeited),
            revoked: of("revoked", saved.revoked),
            rolled_in: of("rolled_in", saved.rolled_in),
            rolled_out: of("rolled_out", saved.rolled_out),
            remaining: sum(|lot| lot.left),
            withheld: Credits::ZERO,
        }
    }

    fn amount_limit(&self, pointer: &str) -> Credits {
        self.error(ErrorKind::Inexact, pointer, "the sum of the lots no longer fits");
        Credits::ZERO
    }

    /// In every class, what came in is what went out and what is there.
    fn check_sums(&self, wallet: &Wallet) {
        for (class, flows) in wallet.journal.flows().iter().enumerate() {
            let add = |amounts: &[Credits]| {
                amounts.iter().try_fold(Fraction::ZERO, |sum, amount| {
                    sum.add(&Fraction::from_decimal(amount.decimal())).ok()
                })
            };
            let came = add(&[flows.issued, flows.rolled_in, flows.refunded]);
            let (expired, forfeited, revoked) = (flows.expired, flows.forfeited, flows.revoked);
            let (spent, out) = (flows.spent, flows.rolled_out);
            let went = add(&[spent, flows.held, expired, forfeited, revoked, out, flows.remaining]);
            let is_even = came
                .zip(went)
                .is_some_and(|(came, went)| came.compare(&went).is_ok_and(|order| order.is_eq()));
            if !flows.is_within_limit() {
                self.error(ErrorKind::Inexact, "/classes", TOO_MUCH);
            }
            if !is_even {
                let id = self.supply.classes.get(class).map_or("", |class| &*class.id);
                let sentence = format!(
                    "the sums of `{id}` do not add up: issued, rolled in and refunded is what was \
                     spent, ended, rolled out, is held and left"
                );
                self.wrong("/classes", sentence);
            }
        }
    }
}
