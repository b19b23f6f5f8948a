//! Settings of a wallet that may change while it lives: members, alerts, the automatic top-up, the
//! clock, and what is assumed.
//!
//! They change in its state, which then loads like any other: so the same checks hold, and what
//! follows from them is worked out again.

use super::load::moved;
use super::save::{amount_states, auto_state, level_state, price_states, size_states};
use super::{MemberUse, PlanPrice, State, TopUpSize};
use crate::amount::Credits;
use crate::calendar::Zone;
use crate::catalog::supply::{Level, Term, TermPrice};
use crate::catalog::{AlertLevel, Catalog, TermPrices};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::Log;
use crate::order::sort;
use crate::wallet::Wallet;
use crate::wallet::account::{Account, AssumedTopUp, Assumptions, AutoTopUp, Member};
use crate::wallet::alert::Alert;
use crate::wallet::auto::Auto;
use crate::wallet::check::check_account;
use crate::wallet::entry::Entry;
use crate::wallet::member::MemberState;
use crate::wallet::terms::EffectiveTerms;

/// What a change leads to: entries, such as an alert or an automatic purchase.
type Changed = Result<Vec<Entry>, Errors>;

impl Wallet {
    /// Replaces the members. Who stays keeps their use in this cycle; who is new gets their own
    /// grants from the next time on.
    ///
    /// # Errors
    /// As in an [`Account`]; `out_of_range` if a member who goes has lots of their own or holds.
    pub fn set_members(&mut self, members: &[Member]) -> Changed {
        self.check_goers(members)?;
        self.checked(&Account { members: members.to_vec(), ..Account::default() })?;
        let catalog = self.catalog.clone();
        self.adjust(|state| {
            let used = |id: &str| {
                let known = state.members.iter().find(|member| member.id == *id);
                known.map_or(Credits::ZERO, |member| member.used)
            };
            let state_of = |member: &Member| MemberUse {
                id: member.id.clone(),
                cap: member.cap,
                used: used(&member.id),
            };
            let mut list: Vec<MemberUse> = members.iter().map(state_of).collect();
            sort(&mut list, |a, b| a.id.cmp(&b.id));
            // A grant that is not shared comes to each member, or to nobody in particular.
            state.grants.retain(|turn| match &turn.member {
                Some(id) => members.iter().any(|member| member.id == *id),
                None => members.is_empty() || is_shared(&catalog, &turn.grant),
            });
            state.members = list;
        })
    }

    /// Who shares the balance, by id.
    pub fn members(&self) -> Vec<Member> {
        let member = |of: &MemberState| Member { id: of.id.to_string(), cap: of.cap };
        self.members.iter().map(member).collect()
    }

    /// The alert levels that are not the catalog's.
    pub fn alerts(&self) -> Vec<AlertLevel> {
        let level = |alert: &Alert| match alert.level {
            Level::Used(percent) => AlertLevel { percent: Some(percent), credits: None },
            Level::Left(credits) => AlertLevel { percent: None, credits: Some(credits) },
        };
        self.alerts.iter().skip(self.supply().policies.alerts.len()).map(level).collect()
    }

    /// The rule for automatic top-ups.
    pub fn auto_top_up(&self) -> Option<&AutoTopUp> {
        self.auto.as_ref().map(Auto::rule)
    }

    /// Replaces the alert levels that are not the catalog's. Each alerts once the balance has been
    /// above it.
    ///
    /// # Errors
    /// As in an [`Account`].
    pub fn set_alerts(&mut self, alerts: &[AlertLevel]) -> Changed {
        self.checked(&Account { alerts: alerts.to_vec(), ..Account::default() })?;
        let own = self.supply().policies.alerts.len();
        self.adjust(|state| {
            state.alerts.truncate(own);
            state.alerts.extend(alerts.iter().map(|level| level_state(level.level(), false)));
        })
    }

    /// Replaces the rule for automatic top-ups, or ends it. Purchases in this cycle still count.
    ///
    /// # Errors
    /// As in an [`Account`].
    pub fn set_auto_top_up(&mut self, rule: Option<&AutoTopUp>) -> Changed {
        let (auto_top_up, assume) = (rule.cloned(), Some(self.assumptions()));
        self.checked(&Account { auto_top_up, assume, ..Account::default() })?;
        let known = self.auto.as_ref().map_or((0, None), |auto| (auto.count(), auto.last()));
        let id = rule.map(|rule| self.top_up_place("/account/auto_top_up/top_up", &rule.top_up));
        let id = id.transpose()?;
        self.adjust(|state| {
            let auto = rule.zip(id).map(|(rule, id)| Auto::of(id, rule.clone(), known.0, known.1));
            state.auto_top_up = auto.as_ref().map(auto_state);
        })
    }

    /// Replaces the wall clock of the account. A table that ends can so be extended; all that is to
    /// come is worked out by the new one.
    ///
    /// # Errors
    /// `out_of_range` if the current cycle or the paid period would be over by it.
    pub fn set_zone(&mut self, zone: &Zone) -> Changed {
        self.adjust(|state| state.zone = Some(zone.clone()))
    }

    /// The amounts and prices that are assumed where the catalog publishes none.
    pub fn assumptions(&self) -> Assumptions {
        let (catalog, amounts) = (&self.catalog, &*self.amounts);
        let grants = amount_states(catalog, amounts).into_iter().map(|of| (of.grant, of.credits));
        let top_ups = size_states(catalog, amounts).into_iter().map(|of| {
            let TopUpSize { top_up, credits, price } = of;
            (top_up, AssumedTopUp { credits, price })
        });
        let prices = price_states(catalog, amounts);
        let plans = prices.chunk_by(|a, b| a.plan == b.plan).filter_map(term_prices);
        Assumptions { grants: grants.collect(), plans: plans.collect(), top_ups: top_ups.collect() }
    }

    /// Replaces the amounts and prices that are assumed where the catalog publishes none. They hold
    /// for what is issued and billed from now on.
    ///
    /// # Errors
    /// As in an [`Account`]; `no_answer` if it leaves out an amount or a size that a grant of the
    /// account or its automatic top-up needs.
    pub fn set_assumptions(&mut self, assume: &Assumptions) -> Changed {
        let auto_top_up = self.auto.as_ref().map(|auto| auto.rule().clone());
        let assume = Some(assume.clone());
        let terms = self.checked(&Account { auto_top_up, assume, ..Account::default() })?;
        self.check_terms(&terms)?;
        let catalog = self.catalog.clone();
        self.adjust(|state| {
            state.assumed_grants = amount_states(&catalog, &terms);
            state.assumed_plans = price_states(&catalog, &terms);
            state.assumed_top_ups = size_states(&catalog, &terms);
        })
    }

    /// Checks a part of an account; the terms are those that it assumes.
    fn checked(&self, account: &Account) -> Result<EffectiveTerms, Errors> {
        let log = Log::default();
        let terms = check_account(&log, &self.catalog, account, self.now);
        Errors::check(log.into_lists().0)?;
        Ok(terms)
    }

    /// Changes the state, and loads it; on an error, nothing changes.
    fn adjust(&mut self, change: impl FnOnce(&mut State)) -> Changed {
        let mut state = self.state();
        change(&mut state);
        let mut next = moved(&self.catalog, &state, self.live.newer.clone())?;
        next.begin_new_grants()?;
        next.settle_instant()?;
        let entries = next.take_entries();
        *self = next;
        Ok(entries)
    }

    /// The plan that is held and the one that is planned keep the amounts of their grants.
    fn check_terms(&self, terms: &EffectiveTerms) -> Result<(), Error> {
        let mut with_terms = self.clone();
        with_terms.amounts = terms.clone().into();
        with_terms.check_grants(self.held())?;
        let next = self.subscription().and_then(|held| held.next.as_ref());
        next.map_or(Ok(()), |next| with_terms.check_grants(next.to))
    }

    /// Members who go may leave nothing behind.
    fn check_goers(&self, members: &[Member]) -> Result<(), Error> {
        let state = self.state();
        let owners = state.lot_kinds.iter().map(|kind| &kind.member);
        let mut owners = owners.chain(state.holds.iter().map(|hold| &hold.member)).flatten();
        let gone = owners.find(|id| members.iter().all(|member| member.id != **id));
        let Some(id) = gone else { return Ok(()) };
        let sentence = format!("`{id}` has lots or holds: revoke, settle or release them first");
        Err(Error::new(ErrorKind::OutOfRange, "/account/members", sentence))
    }
}

/// The assumed prices of one plan.
fn term_prices(of_plan: &[PlanPrice]) -> Option<(String, TermPrices)> {
    let price = |term| match of_plan.iter().find(|of| of.term == term) {
        Some(of) => of.price.map_or(TermPrice::Unpublished, TermPrice::Price),
        None => TermPrice::NotSold,
    };
    let [month, quarter, year] = Term::ALL.map(price);
    Some((of_plan.first()?.plan.clone(), TermPrices { month, quarter, year }))
}

/// Whether the members share a grant.
fn is_shared(catalog: &Catalog, grant: &str) -> bool {
    let grants = &catalog.checked().supply().grants;
    grants.iter().any(|known| *known.id == *grant && known.shared)
}
