//! From a wallet to its state: indices become names.

use super::format::FormatVersion;
use super::number::{FractionText, Number, OrZero, WallSeconds};
use super::{
    AutoState, Bought, CatalogName, ClassSums, CommandState, EndsBy, GrantAmount, GrantTurn,
    HeldPart, HeldPlan, HoldState, LevelState, LimitState, LimitUseState, LotKind, LotRow,
    MemberUse, MeterState, MonthInvoiceState, NamedLot, NextPlan, PeriodState, PlanPrice, State,
    TopUpSize,
};
use crate::amount::Credits;
use crate::calendar::{Instant, Step, Zone};
use crate::catalog::Catalog;
use crate::catalog::id::{ClassId, GrantId, PlanId, TopUpId};
use crate::catalog::supply::{Level, Limit, Term, TermPrice};
use crate::semantics::SEMANTICS;
use crate::wallet::alert::Alert;
use crate::wallet::auto::Auto;
use crate::wallet::flows::Flows;
use crate::wallet::limit_use::LimitUse;
use crate::wallet::live::{Remembered, WalletLimits};
use crate::wallet::lot::{Ends, Lot, Slot, State as LotLife};
use crate::wallet::member::MemberId;
use crate::wallet::meter::Count;
use crate::wallet::schedule::{IssuePace, Schedule};
use crate::wallet::source::CreditOrigin;
use crate::wallet::subscription::{Period, Scheduled, Subscription};
use crate::wallet::terms::{Bundle, EffectiveTerms};
use crate::wallet::{Wallet, hold};
use std::collections::BTreeMap;

impl Wallet {
    pub(super) fn state(&self) -> State {
        let (catalog, amounts) = (&self.catalog, &*self.amounts);
        let (lot_kinds, lots) = self.lot_rows();
        State {
            format: self.format(),
            wallet: self.live.id.as_str().to_owned(),
            semantics: SEMANTICS,
            catalog: CatalogName {
                id: self.catalog.id().to_owned(),
                version: self.catalog.version().to_owned(),
                digest: self.catalog.digest().to_owned(),
            },
            now: self.now,
            since: self.since,
            zone: (self.zone != Zone::utc()).then(|| self.zone.clone()),
            assumed_grants: amount_states(catalog, amounts),
            assumed_plans: price_states(catalog, amounts),
            assumed_top_ups: size_states(catalog, amounts),
            subscription: self.subscription().map(|held| self.held_plan(held)),
            lapsed: self.standing.has_lapsed(),
            debt: OrZero(self.debt()),
            members: self.member_uses(),
            members_since: self.members.since(),
            grants: self.grants.iter().filter_map(|schedule| self.turn_of(schedule)).collect(),
            last_lot: OrZero(Number(self.lots.last_number())),
            lot_kinds,
            lots,
            last_hold: OrZero(Number(self.holds.last())),
            holds: self.hold_states(),
            bought: self.purchase_counts(),
            bought_credits: OrZero(self.purchases.credits()),
            bought_since: self.purchases.since(),
            month_invoice: self
                .invoices
                .month()
                .map(|month| MonthInvoiceState { due: month.due, money: month.money }),
            auto_top_up: self.auto.as_ref().map(auto_state),
            alerts: self.level_states(),
            meters: self.meter_states(),
            limit_uses: self.limit_states(),
            classes: self.class_sums(),
            billed: OrZero(self.invoices.billed()),
            unpriced: OrZero(self.invoices.unpriced()),
            wasted: self.journal.wasted().map(FractionText),
            limits: Some(&self.live.limits).filter(|of| **of != WalletLimits::default()).cloned(),
            last_receipt: OrZero(Number(self.live.receipts.last())),
            receipts: self.live.receipts.iter().cloned().collect(),
            named_elsewhere: self.named_elsewhere(),
            payment: self.payment_policy().cloned(),
            last_invoice: OrZero(Number(self.book().map_or(0, |book| book.last))),
            invoices: self.invoices(),
            repaid: self.book().into_iter().flat_map(|book| &book.repaid).cloned().collect(),
            commands: self.command_states(),
        }
    }

    /// The version of the format: ours, or the newer one that wrote keys which are unknown here.
    fn format(&self) -> FormatVersion {
        let newer = self.live.newer.format.as_ref().and_then(|text| text.parse().ok());
        let ours = match (self.limit_states().is_empty(), self.live.receipts.elsewhere()) {
            (true, []) => FormatVersion::FIRST,
            (true, _) => FormatVersion::NAMED_ELSEWHERE,
            (false, _) => FormatVersion::CURRENT,
        };
        newer.unwrap_or(ours)
    }

    fn named_elsewhere(&self) -> Vec<NamedLot> {
        let named = self.live.receipts.elsewhere().iter();
        named.map(|(lot, at)| NamedLot { lot: Number(*lot), at: *at }).collect()
    }

    fn command_states(&self) -> Vec<CommandState> {
        let state = |(id, known): (&String, &Remembered)| CommandState {
            id: id.clone(),
            at: known.at,
            body: known.body.clone(),
            outcome: known.outcome.clone(),
        };
        self.live.memory.iter().map(state).collect()
    }

    fn meter_states(&self) -> Vec<MeterState> {
        let meters = &self.catalog.checked().document.meters;
        let state = |(count, (name, _)): (&Option<Count>, &(String, _))| {
            let count = count.as_ref().filter(|count| !count.used.is_zero())?;
            let (used, since) = (FractionText(count.used), count.since);
            Some(MeterState { meter: name.clone(), used, since })
        };
        self.meters.counts().iter().zip(meters).filter_map(state).collect()
    }

    fn limit_states(&self) -> Vec<LimitState> {
        let state = |(uses, limit): (&Vec<LimitUse>, &Limit)| {
            let counts = uses.iter().filter(|of| of.until > self.now);
            let uses: Vec<LimitUseState> =
                counts.map(|of| LimitUseState { at: of.at, used: of.used }).collect();
            (!uses.is_empty()).then(|| LimitState { limit: limit.id.to_string(), uses })
        };
        self.limit_uses.iter().zip(&self.supply().limits).filter_map(state).collect()
    }

    fn grant_id(&self, place: GrantId) -> String {
        self.supply().grant(place).map_or_else(String::new, |grant| grant.id.to_string())
    }

    fn top_up_id(&self, place: TopUpId) -> String {
        self.supply().top_up(place).map_or_else(String::new, |top_up| top_up.id.to_string())
    }

    fn plan_id(&self, place: PlanId) -> String {
        let plan = self.catalog.checked().plan_at(place);
        plan.map_or_else(String::new, |plan| plan.id.to_string())
    }

    fn member_id(&self, place: Option<MemberId>) -> Option<String> {
        place.and_then(|place| self.members.id(place)).map(|id| id.to_string())
    }

    /// Amounts that differ from the catalog's.
    fn held_plan(&self, held: &Subscription) -> HeldPlan {
        HeldPlan {
            plan: self.plan_id(held.plan),
            term: held.term,
            since: held.since,
            cycle: period(&held.cycle),
            paid: period(&held.paid),
            next: held.next.as_ref().map(|next| self.next_plan(held.plan, next)),
        }
    }

    fn next_plan(&self, held: PlanId, next: &Scheduled) -> NextPlan {
        let plan = self.supply().terms_of(held);
        NextPlan {
            plan: next.to.map(|held| self.plan_id(held.plan)),
            term: next.to.map(|held| held.term),
            at_term_end: next.at_term_end,
            up: next.to.is_some() && plan.is_some_and(|plan| plan.upgrade == next.change),
        }
    }

    fn member_uses(&self) -> Vec<MemberUse> {
        let members = self.members.iter();
        members.map(|m| MemberUse { id: m.id.to_string(), cap: m.cap, used: m.used }).collect()
    }

    /// The progress of a grant; `None` if the subscription schedules it.
    fn turn_of(&self, schedule: &Schedule) -> Option<GrantTurn> {
        let mut turn = GrantTurn {
            grant: self.grant_id(schedule.grant()),
            member: self.member_id(schedule.member()),
            done: false,
            out: None,
            n: None,
            anchor: None,
            next: None,
        };
        match schedule.pace() {
            IssuePace::WithCycle | IssuePace::WithTerm => return None,
            IssuePace::Once(done) => turn.done = *done,
            IssuePace::Calendar { n, .. } => turn.n = Some(*n),
            IssuePace::Activation { recurrence, n, .. } => {
                turn.n = Some(*n);
                turn.anchor = recurrence.map(|from| WallSeconds(from.parts().0.0));
            }
            IssuePace::Rolling { out, due, .. } => (turn.out, turn.next) = (out.map(Number), *due),
        }
        Some(turn)
    }

    /// The lots, and what they have in common.
    fn lot_rows(&self) -> (Vec<LotKind>, Vec<LotRow>) {
        let (mut kinds, mut places) = (Vec::new(), BTreeMap::new());
        // Most lots are of the kind of the one before.
        let mut last: Option<(KindKey, usize)> = None;
        let row = |slot: Slot| {
            let lot = self.lots.get(slot)?;
            let key = KindKey::of(lot);
            let kind = match last {
                Some((known, place)) if known == key => place,
                _ => *places.entry(key).or_insert_with(|| {
                    kinds.push(self.lot_kind(lot));
                    kinds.len() - 1
                }),
            };
            last = Some((key, kind));
            Some(lot_row(kind, lot))
        };
        let rows = self.lots.open().into_iter().filter_map(row).collect();
        (kinds, rows)
    }

    fn lot_kind(&self, lot: &Lot) -> LotKind {
        let (ends, seconds) = match lot.ends {
            Ends::Never => (None, None),
            Ends::At(_) => (Some(EndsBy::At), None),
            Ends::Cycle => (Some(EndsBy::Cycle), None),
            Ends::Term => (Some(EndsBy::Term), None),
            Ends::AfterUse(seconds) => (Some(EndsBy::Use), Some(seconds)),
        };
        let (grant, top_up) = match lot.source {
            CreditOrigin::Grant(place) | CreditOrigin::Again(place) => {
                (Some(self.grant_id(place)), None)
            }
            CreditOrigin::TopUp(place) => (None, Some(self.top_up_id(place))),
            CreditOrigin::Given => (None, None),
        };
        LotKind {
            class: self.class_id(lot.class).to_string(),
            grant,
            again: matches!(lot.source, CreditOrigin::Again(_)),
            top_up,
            ends,
            seconds,
            priority: lot.priority.number(),
            interval: lot.interval.number(),
            unit_cost: lot.unit_cost.map(FractionText),
            member: self.member_id(lot.member),
            frozen: lot.frozen,
            restricted: lot.restricted,
            carried: lot.carried,
            over: lot.state == LotLife::Ended,
        }
    }

    fn hold_states(&self) -> Vec<HoldState> {
        let part = |part: &hold::HeldPart| {
            Some(HeldPart { lot: Number(self.lots.get(part.slot)?.number), amount: part.amount })
        };
        let hold = |(number, held): (u64, &hold::HoldAllocation)| HoldState {
            n: Number(number),
            at: held.at,
            until: held.until,
            operation: self.operation_id(held.operation).to_string(),
            member: self.member_id(held.member),
            lots: held.parts.iter().filter_map(part).collect(),
        };
        self.holds.iter().map(hold).collect()
    }

    fn purchase_counts(&self) -> Vec<Bought> {
        let counts = self.purchases.counts().iter().enumerate();
        counts
            .filter(|(_, count)| **count > 0)
            .map(|(place, count)| Bought {
                top_up: self.top_up_id(TopUpId::at(place)),
                count: *count,
            })
            .collect()
    }

    fn level_states(&self) -> Vec<LevelState> {
        self.alerts.iter().map(|alert: &Alert| level_state(alert.level, alert.armed)).collect()
    }

    fn class_sums(&self) -> Vec<ClassSums> {
        let flows = self.journal.flows().iter().enumerate();
        flows
            .filter(|(_, flows)| **flows != Flows::default())
            .map(|(class, flows)| ClassSums {
                class: self.class_id(ClassId::at(class)).to_string(),
                issued: some_amount(flows.issued),
                spent: some_amount(flows.spent),
                refunded: some_amount(flows.refunded),
                expired: some_amount(flows.expired),
                forfeited: some_amount(flows.forfeited),
                revoked: some_amount(flows.revoked),
                rolled_in: some_amount(flows.rolled_in),
                rolled_out: some_amount(flows.rolled_out),
            })
            .collect()
    }
}

pub(super) fn auto_state(auto: &Auto) -> AutoState {
    let rule = auto.rule();
    AutoState {
        top_up: rule.top_up.clone(),
        below: rule.below,
        count: rule.count,
        target: rule.target,
        limit: rule.limit,
        cooldown: rule.cooldown,
        bought: auto.count(),
        last: auto.last(),
    }
}

/// What makes a kind of lots, for comparing: class, source, end, priority, interval, cost, member
/// and flags.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct KindKey {
    class: ClassId,
    source: (u8, usize),
    ends: (u8, u32),
    order: (Option<u32>, Option<u32>),
    unit_cost: Option<(i128, i128)>,
    member: Option<MemberId>,
    flags: [bool; 4],
}

impl KindKey {
    fn of(lot: &Lot) -> Self {
        KindKey {
            class: lot.class,
            source: match lot.source {
                CreditOrigin::Grant(grant) => (0, grant.place()),
                CreditOrigin::TopUp(top_up) => (1, top_up.place()),
                CreditOrigin::Given => (2, 0),
                CreditOrigin::Again(grant) => (3, grant.place()),
            },
            ends: match lot.ends {
                Ends::Never => (0, 0),
                Ends::At(_) => (1, 0),
                Ends::Cycle => (2, 0),
                Ends::Term => (3, 0),
                Ends::AfterUse(seconds) => (4, seconds),
            },
            order: (lot.priority.number(), lot.interval.number()),
            unit_cost: lot.unit_cost.map(|cost| cost.parts()),
            member: lot.member,
            flags: [lot.frozen, lot.restricted, lot.carried, lot.state == LotLife::Ended],
        }
    }
}

fn lot_row(kind: usize, lot: &Lot) -> LotRow {
    let is_fixed = !lot.ends.is_bound() && lot.expires < Instant::MAX;
    LotRow {
        number: lot.number,
        kind,
        issued: lot.issued_at,
        amount: lot.issued,
        left: lot.remaining,
        held: lot.held,
        spent: lot.spent,
        effective: (lot.effective != lot.issued_at).then_some(lot.effective),
        expires: is_fixed.then_some(lot.expires),
        joined: lot.joined.clone(),
        id: lot.given.clone(),
    }
}

fn period(period: &Period) -> PeriodState {
    let (anchor, step) = period.recurrence.parts();
    PeriodState {
        anchor: WallSeconds(anchor.0),
        days: match step {
            Step::Days(days) => Some(days),
            Step::Months(_) | Step::Seconds(_) => None,
        },
        stride: period.stride,
        n: period.n,
        start: period.start,
    }
}

fn some_amount(amount: Credits) -> Option<Credits> {
    (amount != Credits::ZERO).then_some(amount)
}

pub(super) fn level_state(level: Level, armed: bool) -> LevelState {
    match level {
        Level::Used(percent) => LevelState { percent: Some(percent), credits: None, armed },
        Level::Left(credits) => LevelState { percent: None, credits: Some(credits), armed },
    }
}

/// Amounts that differ from the catalog's.
pub(super) fn amount_states(catalog: &Catalog, amounts: &EffectiveTerms) -> Vec<GrantAmount> {
    let grants = catalog.checked().supply().placed_grants();
    let assumed = grants.filter_map(|(place, grant)| {
        let credits = amounts.amount(place)?;
        let differs = grant.amount != Some(credits);
        differs.then(|| GrantAmount { grant: grant.id.to_string(), credits })
    });
    assumed.collect()
}

/// Prices that differ from the catalog's.
pub(super) fn price_states(catalog: &Catalog, amounts: &EffectiveTerms) -> Vec<PlanPrice> {
    let (checked, mut assumed) = (catalog.checked(), Vec::new());
    for (place, plan) in checked.supply().plans.iter().enumerate() {
        let place = PlanId::at(place);
        for (term, known) in Term::ALL.into_iter().zip(plan.prices) {
            let price = amounts.price(place, term);
            if price != Some(known) {
                let plan =
                    checked.plan_at(place).map_or_else(String::new, |plan| plan.id.to_string());
                let price = match price {
                    Some(TermPrice::Price(money)) => Some(money),
                    _ => None,
                };
                assumed.push(PlanPrice { plan, term, price });
            }
        }
    }
    assumed
}

/// Sizes and prices that differ from the catalog's.
pub(super) fn size_states(catalog: &Catalog, amounts: &EffectiveTerms) -> Vec<TopUpSize> {
    let top_ups = catalog.checked().supply().placed_top_ups();
    let assumed = top_ups.filter_map(|(place, top_up)| {
        let Bundle { credits, price } = amounts.bundle(place)?;
        let differs = (top_up.credits, top_up.price) != (credits, price);
        differs.then(|| TopUpSize { top_up: top_up.id.to_string(), credits, price })
    });
    assumed.collect()
}
