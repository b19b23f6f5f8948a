//! Settings of a wallet that may change while it lives: members, alerts, the automatic top-up, the
//! clock, and what is assumed.
//!
//! They change in its state, which then loads like any other: so the same checks hold, and what
//! follows from them is worked out again.

use super::load::moved;
use super::save::{auto_state, level_state, price_states, size_states};
use super::{GrantAmount, MemberUse, State};
use crate::amount::Credits;
use crate::calendar::Zone;
use crate::catalog::{AlertLevel, Catalog};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::Log;
use crate::order::sort;
use crate::wallet::Wallet;
use crate::wallet::account::{Account, Assumptions, AutoTopUp, Member};
use crate::wallet::auto::Auto;
use crate::wallet::check::check_account;
use crate::wallet::entry::Entry;
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
        let account = Account { members: members.to_vec(), ..Account::default() };
        let catalog = self.catalog.clone();
        self.adjust(&account, |state, _| {
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

    /// Replaces the alert levels that are not the catalog's. Each alerts once the balance has been
    /// above it.
    ///
    /// # Errors
    /// As in an [`Account`].
    pub fn set_alerts(&mut self, alerts: &[AlertLevel]) -> Changed {
        let account = Account { alerts: alerts.to_vec(), ..Account::default() };
        let own = self.supply().policies.alerts.len();
        self.adjust(&account, |state, _| {
            state.alerts.truncate(own);
            state.alerts.extend(alerts.iter().map(|level| level_state(level.level(), false)));
        })
    }

    /// Replaces the rule for automatic top-ups, or ends it. Purchases in this cycle still count.
    ///
    /// # Errors
    /// As in an [`Account`].
    pub fn set_auto_top_up(&mut self, rule: Option<&AutoTopUp>) -> Changed {
        let account = Account { auto_top_up: rule.cloned(), ..Account::default() };
        let known = self.auto.as_ref().map_or((0, None), |auto| (auto.count(), auto.last()));
        let id = rule.map(|rule| self.top_up_place("/account/auto_top_up/top_up", &rule.top_up));
        let id = id.transpose()?;
        self.adjust(&account, |state, _| {
            let auto = rule.zip(id).map(|(rule, id)| Auto::of(id, rule.clone(), known.0, known.1));
            state.auto_top_up = auto.as_ref().map(auto_state);
        })
    }

    /// Replaces the wall clock of the account. A table that ends can so be extended; all that is to
    /// come is worked out by the new one.
    ///
    /// # Errors
    /// `out_of_range` if the current cycle or the next issue of a grant would be over by it.
    pub fn set_zone(&mut self, zone: &Zone) -> Changed {
        self.adjust(&Account::default(), |state, _| state.zone = zone.clone())
    }

    /// Replaces the amounts and prices that are assumed where the catalog publishes none. They hold
    /// for what is issued and billed from now on.
    ///
    /// # Errors
    /// As in an [`Account`].
    pub fn set_assumptions(&mut self, assume: &Assumptions) -> Changed {
        let account = Account { assume: Some(assume.clone()), ..Account::default() };
        let catalog = self.catalog.clone();
        let supply = catalog.checked().supply();
        self.adjust(&account, |state, amounts| {
            let grants = supply.placed_grants().filter_map(|(place, grant)| {
                let credits =
                    amounts.amount(place).filter(|_| amounts.amount(place) != grant.amount)?;
                Some(GrantAmount { grant: grant.id.to_string(), credits })
            });
            state.assumed_grants = grants.collect();
            state.assumed_plans = price_states(&catalog, amounts);
            state.assumed_top_ups = size_states(&catalog, amounts);
        })
    }

    /// Checks what an account says, changes the state, and loads it; on an error, nothing changes.
    fn adjust(
        &mut self,
        account: &Account,
        change: impl FnOnce(&mut State, &EffectiveTerms),
    ) -> Changed {
        let log = Log::default();
        let amounts = check_account(&log, &self.catalog, account, self.now);
        Errors::check(log.into_lists().0)?;
        let mut state = self.state();
        change(&mut state, &amounts);
        let mut next = moved(&self.catalog, &state, self.live.newer.clone())?;
        next.begin_new_grants()?;
        next.settle_instant()?;
        let entries = next.take_entries();
        *self = next;
        Ok(entries)
    }

    /// Members who go may leave nothing behind.
    fn check_goers(&self, members: &[Member]) -> Result<(), Error> {
        let state = self.state();
        let owners = state.lots.iter().map(|lot| &lot.member);
        let mut owners = owners.chain(state.holds.iter().map(|hold| &hold.member)).flatten();
        let gone = owners.find(|id| members.iter().all(|member| member.id != **id));
        let Some(id) = gone else { return Ok(()) };
        let sentence = format!("`{id}` has lots or holds: revoke, settle or release them first");
        Err(Error::new(ErrorKind::OutOfRange, "/account/members", sentence))
    }
}

/// Whether the members share a grant.
fn is_shared(catalog: &Catalog, grant: &str) -> bool {
    let grants = &catalog.checked().supply().grants;
    grants.iter().any(|known| *known.id == *grant && known.shared)
}
