//! Purchases, meters, alerts and sums from a saved state.

use super::super::{AutoState, ClassSums, LevelState, LimitUseState, LotRow};
use super::Load;
use crate::amount::{Credits, Fraction};
use crate::catalog::id::{ClassId, LimitId};
use crate::catalog::supply::Level;
use crate::error::ErrorKind;
use crate::wallet::Wallet;
use crate::wallet::account::AutoTopUp;
use crate::wallet::alert::Alerts;
use crate::wallet::auto::Auto;
use crate::wallet::buy::Purchases;
use crate::wallet::flows::{Flows, TOO_MUCH};
use crate::wallet::invoice::{Invoices, MonthInvoice};
use crate::wallet::journal::Journal;
use crate::wallet::limit_use::{LimitUse, LimitUses};
use crate::wallet::meter::{Count, Meters};
use std::fmt::Display;

impl Load<'_> {
    pub(super) fn purchases(&self) -> Purchases {
        let state = self.state;
        let mut counts = vec![0; self.supply.top_ups.len()];
        for (i, bought) in state.bought.iter().enumerate() {
            let place = self.top_up(format_args!("/bought/{i}/top_up"), &bought.top_up);
            if let Some(count) = place.and_then(|place| counts.get_mut(place.place())) {
                *count = bought.count;
            }
        }
        state.bought_since.into_iter().for_each(|since| self.not_later("/bought_since", since));
        let credits = self.amount("/bought_credits", state.bought_credits.0);
        Purchases::of(counts, credits, state.bought_since)
    }

    pub(super) fn invoices(&self) -> Invoices {
        let state = self.state;
        let month = state.month_invoice.as_ref();
        if let Some(invoice) = month.filter(|invoice| invoice.due <= state.now) {
            let sentence = format!("expected an instant in the future, found {}", invoice.due);
            self.wrong("/month_invoice/due", sentence);
        }
        let month = month.map(|of| MonthInvoice { due: of.due, money: of.money });
        Invoices::of(month, state.billed.0, state.unpriced.0)
    }

    pub(super) fn auto(&self, saved: &AutoState) -> Option<Auto> {
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
        Some(Auto::of(top_up, rule, saved.bought, saved.last))
    }

    pub(super) fn meters(&self) -> Meters {
        let known = &self.catalog.checked().document.meters;
        let mut meters = vec![None; if self.state.meters.is_empty() { 0 } else { known.len() }];
        let names = known.iter().map(|(name, _)| name.as_str());
        for (i, saved) in self.state.meters.iter().enumerate() {
            let place =
                self.place(format_args!("/meters/{i}/meter"), "meter", &saved.meter, names.clone());
            match place.and_then(|place| meters.get_mut(place)) {
                Some(count) if count.is_none() && saved.since <= self.state.now => {
                    *count = Some(Count { used: saved.used.0, since: saved.since });
                }
                Some(Some(_)) => self.wrong(format_args!("/meters/{i}"), "is listed twice"),
                Some(None) => {
                    let sentence = format!("expected an instant up to {}", self.state.now);
                    self.wrong(format_args!("/meters/{i}/since"), sentence);
                }
                None => {}
            }
        }
        Meters::of(meters)
    }

    pub(super) fn limit_uses(&self, wallet: &Wallet) -> LimitUses {
        let supply = wallet.supply();
        let known = supply.limits.iter().map(|limit| &*limit.id);
        let mut all: Vec<Vec<LimitUse>> = vec![Vec::new(); supply.limits.len()];
        for (i, saved) in self.state.limit_uses.iter().enumerate() {
            let pointer = format_args!("/limit_uses/{i}/limit");
            let Some(place) = self.place(pointer, "limit", &saved.limit, known.clone()) else {
                continue;
            };
            let limit = supply.limit(LimitId::at(place));
            let (Some(limit), Some(uses)) = (limit, all.get_mut(place)) else { continue };
            for (n, LimitUseState { at, used }) in saved.uses.iter().enumerate() {
                let is_next = uses.last().is_none_or(|last| last.at < *at);
                if !is_next || *at > self.state.now {
                    let sentence =
                        format!("expected an instant after the last, up to {}", self.state.now);
                    self.wrong(format_args!("/limit_uses/{i}/uses/{n}/at"), sentence);
                }
                if *used < Credits::ZERO {
                    let sentence = format!("expected at least 0, found {used}");
                    self.wrong(format_args!("/limit_uses/{i}/uses/{n}/used"), sentence);
                }
                uses.push(LimitUse {
                    at: *at,
                    used: *used,
                    until: wallet.window_end(limit.pace, *at),
                });
            }
        }
        LimitUses::of(all)
    }

    pub(super) fn alerts(&self) -> Alerts {
        let level = |(i, saved): (usize, &LevelState)| match (saved.percent, saved.credits) {
            (Some(percent), None) => Level::Used(percent),
            (None, Some(credits)) => Level::Left(credits),
            _ => {
                let sentence = "expected exactly one of `percent`, `credits`";
                self.wrong(format_args!("/alerts/{i}"), sentence);
                Level::Left(Credits::ZERO)
            }
        };
        let saved = self.state.alerts.iter().enumerate();
        Alerts::of(saved.map(|(i, saved)| (level((i, saved)), saved.armed)))
    }

    pub(super) fn journal(&self) -> Journal {
        let journal = Journal::new(&self.supply.classes);
        let (mut flows, mut seen) = (journal.flows().to_vec(), Vec::new());
        for (i, saved) in self.state.classes.iter().enumerate() {
            let pointer = format_args!("/classes/{i}");
            let Some(class) = self.class(format_args!("{pointer}/class"), &saved.class) else {
                continue;
            };
            if seen.contains(&class) {
                let sentence = format!("the class `{}` is listed twice", saved.class);
                self.error(ErrorKind::Duplicate, format_args!("{pointer}/class"), sentence);
            }
            seen.push(class);
            if let Some(flows) = flows.get_mut(class.place()) {
                *flows = self.flows(pointer, saved);
            }
        }
        for saved in &self.state.lot_kinds {
            let class = self.supply.classes.iter().position(|class| *class.id == *saved.class);
            let class = class.map(ClassId::at);
            if class.is_some_and(|class| !seen.contains(&class)) {
                let sentence = format!("expected the sums of the class `{}`", saved.class);
                self.error(ErrorKind::Missing, "/classes", sentence);
            }
        }
        journal.with_sums(flows, self.state.wasted.map(|wasted| wasted.0))
    }

    /// The sums of a class; remaining and held credits come from its lots.
    fn flows(&self, pointer: impl Display + Copy, saved: &ClassSums) -> Flows {
        let of = |key: &str, amount: Option<Credits>| {
            self.amount(format_args!("{pointer}/{key}"), amount.unwrap_or_default())
        };
        let kinds: Vec<bool> =
            self.state.lot_kinds.iter().map(|kind| kind.class == saved.class).collect();
        let of_class = |lot: &&LotRow| kinds.get(lot.kind) == Some(&true);
        let sum = |part: fn(&LotRow) -> Credits| {
            let mut lots = self.state.lots.iter().filter(of_class);
            lots.try_fold(Credits::ZERO, |sum, lot| sum.checked_add(part(lot)))
                .unwrap_or_else(|| self.amount_limit(pointer))
        };
        Flows {
            issued: of("issued", saved.issued),
            spent: of("spent", saved.spent),
            refunded: of("refunded", saved.refunded),
            held: sum(|lot| lot.held),
            expired: of("expired", saved.expired),
            forfeited: of("forfeited", saved.forfeited),
            revoked: of("revoked", saved.revoked),
            rolled_in: of("rolled_in", saved.rolled_in),
            rolled_out: of("rolled_out", saved.rolled_out),
            remaining: sum(|lot| lot.left),
            withheld: Credits::ZERO,
        }
    }

    fn amount_limit(&self, pointer: impl Display + Copy) -> Credits {
        self.error(ErrorKind::Inexact, pointer, "the sum of the lots no longer fits");
        Credits::ZERO
    }

    /// In every class, what came in equals what went out plus what is there.
    pub(super) fn check_sums(&self, wallet: &Wallet) {
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
                    "the sums of `{id}` do not balance: issued + rolled in + refunded must equal \
                     spent + ended + rolled out + held + remaining"
                );
                self.wrong("/classes", sentence);
            }
        }
    }
}
