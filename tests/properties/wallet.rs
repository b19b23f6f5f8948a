//! Properties of wallets: random catalogs, and random things that happen to an account.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use drawdown::{
    Account, Catalog, ChangeAt, Charge, Credits, Decimal, Demand, Detail, Entry, EntryKind,
    EntryReason, Instant, Opened, Request, Scenario, Term, Wallet, to_text,
};
use drawdown_tests::cases::cases;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeMap;

/// What a catalog is made of; amounts are multiplied by a scale when it is written.
#[derive(Clone, Debug)]
struct Rules {
    plans: Vec<PlanRules>,
    free: (&'static str, u32),
    lapse: [&'static str; 4],
    burn: &'static str,
    overage: bool,
    debt: &'static str,
    refund_expired: &'static str,
    billing: &'static str,
    change: [(&'static str, &'static str, &'static str, &'static str); 2],
    shared: bool,
    auto: Option<(u32, bool)>,
    members: usize,
    lots: Vec<(usize, u32, Option<u32>)>,
}

#[derive(Clone, Debug)]
struct PlanRules {
    amount: u32,
    expires: &'static str,
    cycle: &'static str,
    renewal: (&'static str, u32),
    rollover: Option<RolloverRules>,
}

/// Cycles, cap, what the cap is on, floor, per cent, and whether the class changes.
type RolloverRules = (Option<u32>, u32, &'static str, u32, u32, bool);

const CLASSES: [&str; 4] = ["free", "sub", "rolled", "bought"];

fn plan_rules() -> impl Strategy<Value = PlanRules> {
    let rollover = (
        prop::option::of(1..4_u32),
        0..300_u32,
        select(&["carried", "total"][..]),
        0..30_u32,
        select(&[0_u32, 33, 50, 100][..]),
        any::<bool>(),
    );
    (
        1..200_u32,
        select(&["cycle_end", "cycle_end", "never", "45 days", "2 months", "reset"][..]),
        select(&[r#""anniversary""#, r#""calendar_month""#, r#"{ "days": 10 }"#, r#""term""#][..]),
        (select(&["add", "add", "reset", "refill", "skip_over"][..]), 0..300_u32),
        prop::option::of(rollover),
    )
        .prop_map(|(amount, expires, cycle, renewal, rollover)| PlanRules {
            amount,
            expires,
            cycle,
            renewal,
            rollover,
        })
}

fn rules() -> impl Strategy<Value = Rules> {
    let lapse = || select(&["keep", "restrict", "freeze", "forfeit"][..]);
    let change = || {
        (
            select(&["now", "cycle_end"][..]),
            select(&["full", "difference", "prorated", "none"][..]),
            select(&["reset", "keep"][..]),
            select(&["keep", "keep_to_cycle_end", "cap_to_new", "forfeit"][..]),
        )
    };
    let free = select(
        &[
            r#""every": "day", "expires": "reset""#,
            r#""every": "week", "on": "friday", "at": "06:00", "expires": "reset""#,
            r#""every": { "hours": 36 }, "expires": "3 days""#,
            r#""every": { "rolling_hours": 24 }, "expires": "reset""#,
            r#""every": "once", "expires": "90 days""#,
        ][..],
    );
    let burn = select(
        &[
            r#"{ "class": ["free", "sub", "rolled", "bought"] }, "expires", "issued""#,
            r#""expires", { "paid": "first" }, "unit_cost""#,
            r#""amount", "effective", "interval", "priority""#,
            r#"{ "paid": "last" }, { "class": ["bought", "rolled", "sub"] }"#,
        ][..],
    );
    (
        (
            prop::collection::vec(plan_rules(), 2),
            (free, 1..40_u32),
            [lapse(), lapse(), lapse(), lapse()],
        ),
        (burn, any::<bool>(), select(&["none", "carry", "repay_first", "forgive_at_reset"][..])),
        (select(&["expire", "reissue"][..]), select(&["anniversary", "calendar_month"][..])),
        [change(), change()],
        (any::<bool>(), prop::option::of((1..30_u32, any::<bool>())), 0..3_usize),
        prop::collection::vec((0..4_usize, 1..50_u32, prop::option::of(0..40_u32)), 0..4),
    )
        .prop_map(|(a, b, c, change, d, lots)| Rules {
            plans: a.0,
            free: a.1,
            lapse: a.2,
            burn: b.0,
            overage: b.1,
            debt: b.2,
            refund_expired: c.0,
            billing: c.1,
            change,
            shared: d.0,
            auto: d.1,
            members: d.2,
            lots,
        })
}

impl Rules {
    fn catalog(&self, scale: u32) -> Catalog {
        let amount = |n: u32| n * scale;
        let plans: Vec<String> = self
            .plans
            .iter()
            .enumerate()
            .map(|(i, plan)| {
                let price = r#"{ "month": "20", "quarter": "50", "year": "180" }"#;
                let cycle = plan.cycle;
                format!(
                    r#"{{ "id": "p{i}", "price": {price}, "grants": ["g{i}"], "cycle": {cycle} }}"#
                )
            })
            .collect();
        let grants: Vec<String> =
            self.plans.iter().enumerate().map(|(i, plan)| plan.grant(i, scale)).collect();
        let change = |(when, allowance, cycle, old): (&str, &str, &str, &str)| {
            format!(
                r#"{{ "when": "{when}", "allowance": "{allowance}", "cycle": "{cycle}",
                      "old_lots": "{old}" }}"#
            )
        };
        let class = |i: usize, paid: bool| {
            format!(r#""{}": {{ "paid": {paid}, "lapse": "{}" }}"#, CLASSES[i], self.lapse[i])
        };
        let text = format!(
            r#"{{ "catalog": "random", "version": "1", "as_of": "2026-11-01",
              "credit": {{ "name": "credit", "step": "{step}" }}, "currency": "USD",
              "operations": [
                {{ "id": "image", "tier": "basic", "price": [ {{ "line": "image", "rate": "1" }} ] }},
                {{ "id": "video", "tier": "pro", "price": [ {{ "line": "video", "rate": "1" }} ] }} ],
              "classes": {{ {classes} }},
              "plans": [ {plans} ],
              "grants": [ {grants},
                {{ "id": "free", "class": "free", "amount": "{free}", {free_rule},
                   "shared_pool": {shared}, "pays_for": {{ "tier": "basic" }} }} ],
              "top_ups": [ {{ "id": "pack", "class": "bought", "credits": "{pack}",
                              "price": "5.00", "expires": "3 months", "limit": 4 }} ],
              "burn_order": [ {burn} ],
              "policies": {{ "overage": "{overage}", "overage_limit": "{most}", "debt": "{debt}",
                "refund_expired": "{refund}", "billing": "{billing}", "member_caps": true,
                "change": {{ "upgrade": {up}, "downgrade": {down} }},
                "alerts": [ {{ "percent": "80" }}, {{ "credits": "{level}" }} ] }} }}"#,
            step = amount(1),
            classes = [class(0, false), class(1, true), class(2, true), class(3, true)].join(", "),
            plans = plans.join(", "),
            grants = grants.join(", "),
            free = amount(self.free.1),
            free_rule = self.free.0,
            shared = self.shared,
            pack = amount(25),
            burn = self.burn,
            overage = if self.overage { "debt" } else { "none" },
            most = amount(60),
            debt = self.debt,
            refund = self.refund_expired,
            billing = self.billing,
            up = change(self.change[0]),
            down = change(self.change[1]),
            level = amount(15),
        );
        Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
    }

    fn account(&self, scale: u32, plan: bool, turned: bool) -> Account {
        let mut lots: Vec<String> = Vec::new();
        for (i, (class, amount, days)) in self.lots.iter().enumerate() {
            let class = CLASSES[*class];
            let expires = days.map(|days| {
                let at = start().to_unix() + i64::from(days) * 86_400;
                format!(r#", "expires": "{}""#, Instant::from_unix(at).unwrap())
            });
            let (amount, expires) = (amount * scale, expires.unwrap_or_default());
            lots.push(format!(
                r#"{{ "id": "lot-{i}", "class": "{class}", "amount": "{amount}"{expires} }}"#
            ));
        }
        if turned {
            lots.reverse();
        }
        let members: Vec<String> = (0..self.members)
            .map(|i| format!(r#"{{ "id": "m{i}", "cap": "{}" }}"#, 50 * scale * (i as u32 + 1)))
            .collect();
        let lots = if self.lots.is_empty() {
            String::new()
        } else {
            format!(r#""lots": [ {} ], "#, lots.join(", "))
        };
        let auto = self.auto.map_or_else(String::new, |(below, rests)| {
            let cooldown = if rests { r#", "cooldown": "5 days""# } else { "" };
            format!(
                r#""auto_top_up": {{ "top_up": "pack", "below": "{}", "limit": 3{cooldown} }}, "#,
                below * scale
            )
        });
        let plan = if plan { r#""plan": "p0", "# } else { "" };
        let text = format!(r#"{{ {plan}{lots}{auto}"members": [ {} ] }}"#, members.join(", "));
        Account::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
    }
}

impl PlanRules {
    fn grant(&self, i: usize, scale: u32) -> String {
        let renewal = match self.renewal {
            (word @ ("add" | "reset"), _) => format!(r#""{word}""#),
            ("refill", to) => format!(r#"{{ "refill": "{}" }}"#, to * scale),
            (_, over) => format!(r#"{{ "skip_over": {{ "amount": "{}" }} }}"#, over * scale),
        };
        // A rollover is about what ends with the cycle, and is not reset.
        let rolls = matches!(self.expires, "cycle_end" | "reset") && self.renewal.0 != "reset";
        let rollover = self.rollover.filter(|_| rolls).map_or_else(String::new, |rule| {
            let (carry, cap, on, floor, percent, class) = rule;
            let carry = carry.map_or_else(String::new, |n| format!(r#""carry": {n}, "#));
            let class = if class { r#", "class": "rolled""# } else { "" };
            let (cap, floor) = (cap * scale, floor * scale);
            format!(
                r#", "rollover": {{ {carry}"cap": {{ "amount": "{cap}" }}, "cap_on": "{on}",
                     "floor": "{floor}", "percent": "{percent}"{class} }}"#
            )
        });
        format!(
            r#"{{ "id": "g{i}", "class": "sub", "amount": "{}", "every": "cycle",
                 "expires": "{}", "shared_pool": true, "renewal": {renewal}{rollover} }}"#,
            self.amount * scale,
            self.expires
        )
    }
}

#[derive(Clone, Debug)]
enum Step {
    Advance(u32),
    Charge(u32, bool, usize),
    Hold(u32, bool, usize),
    Settle(usize, u32),
    Release(usize),
    Refund(usize),
    Buy(u32),
    Grant(usize, u32, Option<u32>),
    Revoke(usize),
    Subscribe(usize, Term),
    Cancel(bool),
    Resume,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_000_000_u32).prop_map(Step::Advance),
        2 => (0..40_u32).prop_map(|days| Step::Advance(days * 86_400)),
        6 => (0..60_u32, any::<bool>(), 0..3_usize).prop_map(|(n, op, m)| Step::Charge(n, op, m)),
        3 => (1..60_u32, any::<bool>(), 0..3_usize).prop_map(|(n, op, m)| Step::Hold(n, op, m)),
        2 => (0..4_usize, 0..80_u32).prop_map(|(i, n)| Step::Settle(i, n)),
        1 => (0..4_usize).prop_map(Step::Release),
        2 => (0..6_usize).prop_map(Step::Refund),
        2 => (1..3_u32).prop_map(Step::Buy),
        2 => (0..4_usize, 0..50_u32, prop::option::of(1..60_u32))
            .prop_map(|(class, n, days)| Step::Grant(class, n, days)),
        1 => (0..6_usize).prop_map(Step::Revoke),
        2 => (0..2_usize, select(&Term::ALL[..])).prop_map(|(p, term)| Step::Subscribe(p, term)),
        1 => any::<bool>().prop_map(Step::Cancel),
        1 => Just(Step::Resume),
    ]
}

fn start() -> Instant {
    "2026-01-31T10:30Z".parse().unwrap()
}

fn credits(n: u32) -> Credits {
    Credits::from(Decimal::from(n))
}

/// A wallet with what its host keeps: receipts and holds.
struct Host {
    wallet: Wallet,
    catalog: Catalog,
    /// By id.
    receipts: Vec<String>,
    holds: Vec<String>,
    entries: Vec<Entry>,
    members: usize,
    scale: u32,
    /// Moves in small steps, and is saved and loaded all the time.
    breaks: bool,
}

impl Host {
    fn open(rules: &Rules, scale: u32, plan: bool, turned: bool) -> Host {
        let catalog = rules.catalog(scale);
        let account = rules.account(scale, plan, turned);
        let opened = Wallet::open(&catalog, "random", &account, start()).unwrap();
        let Opened { wallet, entries, .. } = opened;
        let (receipts, holds) = (Vec::new(), Vec::new());
        let members = rules.members;
        Host { wallet, catalog, receipts, holds, entries, members, scale, breaks: false }
    }

    fn charge_of(&self, amount: u32, video: bool, member: usize) -> Charge {
        let charge =
            Charge::new(if video { "video" } else { "image" }, credits(amount * self.scale));
        if self.members == 0 { charge } else { charge.by(format!("m{}", member % self.members)) }
    }

    fn advance(&mut self, seconds: u32) -> Vec<Entry> {
        let from = self.wallet.now().to_unix();
        let parts = if self.breaks { 3 } else { 1 };
        let mut entries = Vec::new();
        for part in 1..=parts {
            let at = from + i64::from(seconds) * part / parts;
            entries.extend(self.wallet.advance_to(Instant::from_unix(at).unwrap()).unwrap());
            self.reload();
        }
        entries
    }

    fn reload(&mut self) {
        if self.breaks {
            let state = self.wallet.save();
            self.wallet = Wallet::load(&self.catalog, &state)
                .unwrap_or_else(|errors| panic!("{errors}\n{state}"));
            assert_eq!(self.wallet.save(), state);
        }
    }

    /// What a step leads to; what may not be done changes nothing.
    fn take(&mut self, step: &Step) -> Vec<Entry> {
        let before = self.wallet.save();
        let entries = match step {
            Step::Advance(seconds) => Ok(self.advance(*seconds)),
            Step::Charge(amount, video, member) => {
                let charge = self.charge_of(*amount, *video, *member);
                self.wallet.charge(&charge).map(|charged| {
                    self.receipts.extend(charged.receipt().map(|receipt| receipt.id.clone()));
                    charged.into_applied().entries
                })
            }
            Step::Hold(amount, video, member) => {
                let charge = self.charge_of(*amount, *video, *member);
                let until = Instant::from_unix(self.wallet.now().to_unix() + 40 * 86_400);
                self.wallet.hold(&charge, until).map(|held| {
                    self.holds.extend(held.hold().map(|hold| hold.id.clone()));
                    held.into_applied().entries
                })
            }
            Step::Settle(i, actual) if *i < self.holds.len() => {
                let hold = self.holds.remove(*i);
                self.wallet.settle(&hold, credits(actual * self.scale)).map(|charged| {
                    self.receipts.extend(charged.receipt().map(|receipt| receipt.id.clone()));
                    charged.into_applied().entries
                })
            }
            Step::Release(i) if *i < self.holds.len() => {
                let hold = self.holds.remove(*i);
                self.wallet.release(&hold)
            }
            Step::Refund(i) if *i < self.receipts.len() => {
                let receipt = self.receipts.remove(*i);
                self.wallet.refund(&receipt, None)
            }
            Step::Buy(count) => self.wallet.buy("pack", *count),
            Step::Grant(class, amount, days) => {
                let end = days.map(|days| self.wallet.now().to_unix() + i64::from(days) * 86_400);
                let end = end.and_then(Instant::from_unix);
                self.wallet.grant(CLASSES[*class], credits(amount * self.scale), end)
            }
            Step::Revoke(i) => match self.wallet.lots().get(*i) {
                Some(lot) => self.wallet.revoke(&lot.id.clone()),
                None => Ok(Vec::new()),
            },
            Step::Subscribe(plan, term) => {
                self.wallet.subscribe(&format!("p{plan}"), *term).map(|done| done.entries)
            }
            Step::Cancel(now) => {
                let when = if *now { ChangeAt::Now } else { ChangeAt::TermEnd };
                self.wallet.cancel(when).map(|done| done.entries)
            }
            Step::Resume => self.wallet.resume(),
            Step::Settle(..) | Step::Release(_) | Step::Refund(_) => Ok(Vec::new()),
        };
        if entries.is_err() {
            assert_eq!(self.wallet.save(), before, "{step:?}");
        }
        let entries = entries.unwrap_or_default();
        self.reload();
        self.entries.extend(entries.iter().cloned());
        entries
    }
}

type Sums = BTreeMap<String, Credits>;

fn change(sums: &mut Sums, name: &str, amount: Credits, up: bool) {
    let sum = sums.entry(name.to_owned()).or_default();
    *sum = if up { sum.checked_add(amount) } else { sum.checked_sub(amount) }.unwrap();
}

/// What is left by class, held by lot and owed, worked out from the ledger alone.
#[derive(Default)]
struct Ledger {
    left: Sums,
    held: Sums,
    debt: Credits,
}

impl Ledger {
    fn add(&mut self, entry: &Entry) {
        let parts = entry.lots.iter().map(|part| part.amount);
        let sum = parts.fold(Credits::ZERO, |sum, part| sum.checked_add(part).unwrap());
        let owed = match entry.kind {
            EntryKind::Spend => entry.missing.unwrap_or_default(),
            EntryKind::Refuse | EntryKind::Alert | EntryKind::Forgive => entry.amount,
            _ => Credits::ZERO,
        };
        let debt = match (entry.kind, entry.reason) {
            (EntryKind::Spend, EntryReason::Debt) | (EntryKind::Forgive, _) => {
                self.debt.checked_sub(entry.amount)
            }
            (EntryKind::Spend, _) => self.debt.checked_add(entry.missing.unwrap_or_default()),
            _ => Some(self.debt),
        };
        self.debt = debt.unwrap();
        assert_eq!(sum.checked_add(owed), Some(entry.amount), "{entry:?}");
        for part in &entry.lots {
            let class = &*part.class;
            match entry.kind {
                EntryKind::Issue | EntryKind::Refund => {
                    change(&mut self.left, class, part.amount, true)
                }
                EntryKind::Spend | EntryKind::Expire | EntryKind::Forfeit | EntryKind::Revoke => {
                    change(&mut self.left, class, part.amount, false);
                }
                EntryKind::Hold => {
                    change(&mut self.left, class, part.amount, false);
                    change(&mut self.held, &part.lot, part.amount, true);
                }
                EntryKind::Settle => change(&mut self.held, &part.lot, part.amount, false),
                EntryKind::Release => {
                    change(&mut self.left, class, part.amount, true);
                    change(&mut self.held, &part.lot, part.amount, false);
                }
                EntryKind::RollOver => {
                    change(&mut self.left, class, part.amount, false);
                    change(&mut self.left, entry.about.as_deref().unwrap(), part.amount, true);
                }
                _ => {}
            }
        }
    }

    /// The lots say the same.
    fn check(&self, wallet: &Wallet) {
        let (mut left, mut held, mut all) = (Sums::new(), Sums::new(), Credits::ZERO);
        for lot in wallet.lots() {
            change(&mut left, &lot.class, lot.remaining, true);
            change(&mut held, &lot.id, lot.held, true);
            all = all.checked_add(lot.remaining).unwrap();
            let there = lot.remaining.checked_add(lot.held).unwrap();
            assert!(lot.remaining >= Credits::ZERO && lot.held >= Credits::ZERO, "{lot:?}");
            assert!(there <= lot.amount, "{lot:?}");
            assert!(
                lot.expires.is_none_or(|end| end > wallet.now()) || lot.remaining == Credits::ZERO
            );
        }
        assert_eq!(wallet.balance().checked_add(wallet.withheld()), Some(all));
        assert_eq!(wallet.debt(), self.debt);
        assert_eq!(some(&self.left), some(&left));
        assert_eq!(some(&self.held), some(&held));
    }
}

fn some(sums: &Sums) -> Vec<(&String, &Credits)> {
    sums.iter().filter(|(_, sum)| **sum != Credits::ZERO).collect()
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..most)
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn the_ledger_says_what_is_left(rules in rules(), plan: bool, steps in steps(25)) {
        let mut host = Host::open(&rules, 1, plan, false);
        let mut ledger = Ledger::default();
        host.entries.iter().for_each(|entry| ledger.add(entry));
        ledger.check(&host.wallet);
        for step in &steps {
            host.take(step).iter().for_each(|entry| ledger.add(entry));
            ledger.check(&host.wallet);
        }
    }

    #[test]
    fn a_forecast_is_the_wallet_played_on(
        rules in rules(), plan: bool, steps in steps(15), day in 0..9_u32, ledger: bool,
    ) {
        let mut host = Host::open(&rules, 1, plan, false);
        for step in &steps {
            host.take(step);
        }
        // One run at a noon, for some weeks: several at once are paid together in a simulation.
        let start = host.wallet.now();
        let runs = 20;
        let noon = |n: u32| {
            let seconds = i64::from(day + n * 3) * 86_400 + 43_200;
            Instant::from_unix(start.to_unix() + seconds).unwrap()
        };
        let end = Instant::from_unix(start.to_unix() + 90 * 86_400).unwrap();
        let mut demand = Demand::new(Request::new("image")).on((0..runs).map(noon));
        if rules.members > 0 {
            demand = demand.member("m0");
        }
        let scenario = Scenario::new(start).until(end).demand([demand]);
        let detail = if ledger { Detail::Ledger } else { Detail::Columns };
        let projection = host.wallet.simulate(&scenario, detail).unwrap();
        let mut wallet = host.wallet.clone();
        let mut refused = None;
        for n in 0..runs {
            wallet.advance_to(noon(n)).unwrap();
            let mut charge = Charge::new("image", credits(1));
            if rules.members > 0 {
                charge = charge.by("m0");
            }
            if !wallet.charge(&charge).unwrap().is_paid() {
                refused.get_or_insert(noon(n));
            }
        }
        wallet.advance_to(Instant::from_unix(end.to_unix() - 1).unwrap()).unwrap();
        prop_assert_eq!(to_text(&projection.lots).unwrap(), to_text(&wallet.lots()).unwrap());
        prop_assert_eq!(projection.run_out, refused);
    }

    #[test]
    fn small_steps_and_saved_states_change_nothing(
        rules in rules(), plan: bool, steps in steps(20),
    ) {
        let mut at_once = Host::open(&rules, 1, plan, false);
        let mut broken = Host::open(&rules, 1, plan, false);
        broken.breaks = true;
        for step in &steps {
            prop_assert_eq!(at_once.take(step), broken.take(step));
            prop_assert_eq!(at_once.wallet.lots(), broken.wallet.lots());
        }
        prop_assert_eq!(at_once.wallet.save(), broken.wallet.save());
    }

    #[test]
    fn ten_times_all_amounts_is_ten_times_the_ledger(
        rules in rules(), plan: bool, steps in steps(20),
    ) {
        let mut one = Host::open(&rules, 1, plan, false);
        let mut ten = Host::open(&rules, 10, plan, false);
        for step in &steps {
            one.take(step);
            ten.take(step);
        }
        prop_assert_eq!(one.entries.len(), ten.entries.len());
        for (one, ten) in one.entries.iter().zip(&ten.entries) {
            prop_assert_eq!((one.at, one.kind, one.reason), (ten.at, ten.kind, ten.reason));
            prop_assert_eq!(one.amount.checked_times(10), Some(ten.amount));
            prop_assert_eq!(one.missing.map(|m| m.checked_times(10).unwrap()), ten.missing);
            prop_assert_eq!(one.money, ten.money);
            let tenfold = one.lots.iter().map(|p| (&p.lot, p.amount.checked_times(10).unwrap()));
            prop_assert!(tenfold.eq(ten.lots.iter().map(|p| (&p.lot, p.amount))));
        }
    }

    #[test]
    fn lots_pay_in_the_order_in_which_they_are_shown(
        rules in rules(), plan: bool, steps in steps(25),
    ) {
        let mut host = Host::open(&rules, 1, plan, false);
        for step in &steps {
            let before = host.wallet.lots();
            let place = |id: &str| before.iter().position(|lot| lot.id == id);
            let entries = host.take(step);
            let (Step::Charge(..) | Step::Hold(..)) = step else { continue };
            let Some(first) = entries.first() else { continue };
            let places: Vec<usize> = first.lots.iter().map(|p| place(&p.lot).unwrap()).collect();
            prop_assert!(places.is_sorted_by(|a, b| a < b));
            for part in first.lots.iter().rev().skip(1) {
                prop_assert_eq!(before[place(&part.lot).unwrap()].remaining, part.amount);
            }
        }
    }

    #[test]
    fn the_order_of_opening_lots_changes_nothing(
        rules in rules(), plan: bool, steps in steps(10),
    ) {
        let mut forth = Host::open(&rules, 1, plan, false);
        let mut back = Host::open(&rules, 1, plan, true);
        prop_assert_eq!(&forth.entries, &back.entries);
        for step in &steps {
            prop_assert_eq!(forth.take(step), back.take(step));
        }
        prop_assert_eq!(forth.wallet.save(), back.wallet.save());
    }
}
