//! Opening: the wallet of an account at an instant.

use super::account::{Account, OpeningLot};
use super::alert::Alerts;
use super::auto::Auto;
use super::buy::Purchases;
use super::check::check_account;
use super::debt::Owed;
use super::hold::Holds;
use super::invoice::{Books, Invoices};
use super::journal::{Journal, Subject};
use super::kind::Reason;
use super::limit_use::LimitUses;
use super::live::LivePart;
use super::lot::{Ends, NewLot};
use super::lots::Lots;
use super::member::{MemberId, members};
use super::meter::Meters;
use super::schedule::{Grants, IssueNow};
use super::source::CreditOrigin;
use super::subscription::Standing;
use super::{Result, Wallet};
use crate::amount::{Credits, Fraction};
use crate::calendar::{Instant, Zone};
use crate::catalog::id::{ClassId, GrantId, TopUpId};
use crate::catalog::program::Text;
use crate::catalog::supply::{Every, Expires, OrLast, Term};
use crate::catalog::{AlertLevel, Catalog};
use crate::error::Errors;
use crate::json::Log;
use crate::order::sort;

impl Wallet {
    pub(crate) fn member_place(&self, id: &str) -> Result<MemberId> {
        self.members.place(id)
    }

    /// Ids of the members, in order.
    pub(crate) fn member_ids(&self) -> impl Iterator<Item = &Text> {
        self.members.iter().map(|member| &member.id)
    }

    /// Starts a wallet at an instant; the first entries stay in the journal.
    pub(crate) fn start(
        catalog: &Catalog,
        account: &Account,
        at: Instant,
    ) -> std::result::Result<Wallet, Errors> {
        Wallet::start_with(catalog, account, at, None)
    }

    /// Like `start`, with the books of a live wallet.
    pub(super) fn start_with(
        catalog: &Catalog,
        account: &Account,
        at: Instant,
        books: Option<Books>,
    ) -> std::result::Result<Wallet, Errors> {
        let supply = catalog.checked().supply();
        let log = Log::default();
        let amounts = check_account(&log, catalog, account, at);
        Errors::check(log.into_lists().0)?;
        let zone = account.zone.clone().unwrap_or_else(Zone::utc);
        let clock = supply.policies.clock.zone(&zone);
        let own = account.alerts.iter().map(AlertLevel::level);
        let levels = supply.policies.alerts.iter().copied().chain(own);
        let mut wallet = Wallet {
            catalog: catalog.clone(),
            zone,
            clock,
            now: at,
            since: account.since.unwrap_or(at),
            amounts: amounts.into(),
            standing: Standing::default(),
            lots: Lots::default(),
            grants: Grants::default(),
            members: members(account),
            holds: Holds::default(),
            purchases: Purchases::none(supply.top_ups.len()),
            auto: None,
            invoices: Invoices::default(),
            owed: Owed::of(account.debt.unwrap_or_default()),
            alerts: Alerts::of(levels.map(|level| (level, false))),
            meters: Meters::default(),
            limit_uses: LimitUses::default(),
            journal: Journal::new(&supply.classes),
            live: LivePart::default(),
        };
        wallet.invoices.set_books(books);
        wallet.begin_account(account)?;
        Ok(wallet)
    }

    fn begin_account(&mut self, account: &Account) -> Result<()> {
        self.grants = Grants::of(self.supply(), self.members.count());
        if let Some(auto) = &account.auto_top_up {
            let top_up = self.top_up_place("/account/auto_top_up/top_up", &auto.top_up)?;
            self.auto = Some(Auto::new(top_up, auto.clone()));
        }
        if let Some(plan) = &account.plan {
            let plan = self.plan_place("/account/plan", plan)?;
            let term = account.term.unwrap_or(Term::Month);
            let subscription = self.subscription_from(plan, term, self.since)?;
            // A term that begins at the start is still to come.
            let is_due = subscription.paid.start == self.now;
            self.standing.hold(subscription);
            self.alerts.know(self.allowance(self.held()).unwrap_or_default());
            if is_due {
                self.invoice_term()?;
            }
        } else {
            self.alerts.know(Credits::ZERO);
        }
        for (meter, used) in &account.used {
            let place = self.meter_place("/account/used", meter)?;
            self.set_used(place, Fraction::from_decimal(*used));
        }
        self.open_lots(account)?;
        // Lots that have ended by now cannot pay.
        self.expire_due()?;
        self.settle_debt()?;
        self.check_alerts();
        self.note_withheld();
        Ok(())
    }

    /// The balance at the start: as given, or what the grants issue.
    fn open_lots(&mut self, account: &Account) -> Result<()> {
        let said: Vec<OpeningLot> =
            account.balance.iter().map(|(class, amount)| OpeningLot::new(class, *amount)).collect();
        let lots = match &account.lots {
            Some(lots) => lots,
            None if said.is_empty() => {
                return self.refresh_schedules_since(IssueNow::WithFirstCycle, self.since);
            }
            None => &said,
        };
        // The given lots include what grants issued before.
        self.refresh_schedules_since(IssueNow::Nothing, self.since)?;
        let mut order: Vec<&OpeningLot> = lots.iter().collect();
        sort(&mut order, |a, b| opening_order(a).cmp(&opening_order(b)));
        for lot in order {
            self.open_lot(lot)?;
        }
        self.journal.mark_opening();
        if account.lots.is_none() { self.issue_unsaid(account) } else { Ok(()) }
    }

    /// For classes that the balance does not name, issues what their grants issue in this period.
    /// One-time grants were issued when the account was opened.
    fn issue_unsaid(&mut self, account: &Account) -> Result<()> {
        let is_new = self.since == self.now;
        let classes = &self.supply().classes;
        let said: Vec<bool> = classes
            .iter()
            .map(|class| account.balance.iter().any(|(named, _)| *named == *class.id))
            .collect();
        for place in 0..self.grants.len() {
            let Some(schedule) = self.grants.get(place).filter(|s| s.is_active()) else { continue };
            let Some(grant) = self.supply().grant(schedule.grant()) else { continue };
            let was_once = matches!(grant.every, Every::Once) && !is_new;
            if !was_once && said.get(grant.class.place()) == Some(&false) {
                self.issue_scheduled(place)?;
            }
        }
        self.grants.find_next_issue();
        Ok(())
    }

    fn open_lot(&mut self, lot: &OpeningLot) -> Result<()> {
        let Some(class) = self.class_place(&lot.class) else { return Ok(()) };
        let source = self.opening_source(lot, class);
        let starts = lot.effective.unwrap_or(self.now);
        let (ends, rank) = self.rules_of(source, starts)?;
        let ends = lot.expires.map_or(ends, Ends::At);
        let (priority, interval) = rank.unwrap_or((OrLast::LAST, OrLast::LAST));
        let member = lot.member.as_deref().map(|id| self.members.place(id)).transpose()?;
        let new = NewLot {
            given: Some(lot.id.as_deref().unwrap_or(&lot.class).into()),
            class,
            source,
            effective: starts,
            ends,
            priority: lot.priority.map_or(priority, |number| OrLast::of(Some(number))),
            interval,
            unit_cost: self.opening_unit_cost(source, class),
            amount: lot.amount,
            member,
        };
        let slot = self.issue(new, Reason::Opening, Subject::Class(class), None)?;
        let is_carried = self.was_carried(source, lot.expires, starts);
        if let Some(slot) = slot.filter(|_| is_carried) {
            self.lots.mark_carried(slot);
        }
        if let CreditOrigin::Grant(grant) = source {
            let number = slot.and_then(|slot| self.lots.get(slot)).map(|lot| lot.number);
            self.grants.opened_rolling(grant, member, number);
        }
        Ok(())
    }

    /// When credits of a source expire that begin at an instant; their priority and interval.
    pub(super) fn rules_of(
        &self,
        source: CreditOrigin,
        starts: Instant,
    ) -> Result<(Ends, Option<(OrLast, OrLast)>)> {
        let supply = self.supply();
        Ok(match source {
            CreditOrigin::Grant(place) => {
                let rank = supply.grant(place).map(|grant| (grant.priority, grant.interval));
                (self.opening_end(place, starts)?, rank)
            }
            CreditOrigin::TopUp(place) => {
                let rank = supply.top_up(place).map(|top_up| (top_up.priority, OrLast::LAST));
                (self.ends_of_top_up(place, starts)?, rank)
            }
            CreditOrigin::Given | CreditOrigin::Again(_) => (Ends::Never, None),
        })
    }

    /// A lot that outlives the cycle it begins in, although its grant rolls over at that cycle's
    /// end, was carried over before.
    fn was_carried(&self, source: CreditOrigin, expires: Option<Instant>, starts: Instant) -> bool {
        let (CreditOrigin::Grant(grant), Some(end)) = (source, expires) else { return false };
        let grant = self.supply().grant(grant).filter(|grant| grant.rollover.is_some());
        let Some((grant, held)) = grant.zip(self.subscription()) else { return false };
        let period = match self.end_of_period(grant.every) {
            Ends::Term => &held.paid,
            _ => &held.cycle,
        };
        period.end_holding(starts, &self.clock).is_some_and(|period| end > period)
    }

    /// The source of opening credits: as given, or the first rule of their class.
    fn opening_source(&self, lot: &OpeningLot, class: ClassId) -> CreditOrigin {
        let supply = self.supply();
        if let Some(from) = &lot.from {
            let grant = supply.grants.iter().position(|grant| *grant.id == **from).map(GrantId::at);
            let top_up =
                supply.top_ups.iter().position(|top_up| *top_up.id == **from).map(TopUpId::at);
            return grant
                .map(CreditOrigin::Grant)
                .or(top_up.map(CreditOrigin::TopUp))
                .unwrap_or(CreditOrigin::Given);
        }
        let mut held = supply.grants_for(self.held());
        let grant = held.find(|(_, grant)| grant.class == class).map(|(place, _)| place);
        let top_up =
            supply.top_ups.iter().position(|top_up| top_up.class == class).map(TopUpId::at);
        grant
            .map(CreditOrigin::Grant)
            .or(top_up.map(CreditOrigin::TopUp))
            .unwrap_or(CreditOrigin::Given)
    }

    /// The cost of opening credits: none for a free class, unknown for manual ones.
    fn opening_unit_cost(&self, source: CreditOrigin, class: ClassId) -> Option<Fraction> {
        let supply = self.supply();
        if supply.classes.get(class.place()).is_some_and(|class| !class.paid) {
            return Some(Fraction::ZERO);
        }
        match source {
            CreditOrigin::Grant(place) => self.grant_unit_cost(place, supply.grant(place)?),
            CreditOrigin::TopUp(place) => {
                let (credits, price) = self.bundle(place, 1)?;
                let price = Fraction::from_decimal(price?.decimal());
                price.div(&Fraction::from_decimal(credits.decimal())).ok()
            }
            CreditOrigin::Given | CreditOrigin::Again(_) => None,
        }
    }

    /// When opening credits of a grant expire: with the cycle, or at the first issue after they
    /// begin.
    fn opening_end(&self, grant: GrantId, starts: Instant) -> Result<Ends> {
        let next = self.grants.iter().find(|schedule| schedule.grant() == grant);
        let next = next.and_then(|schedule| schedule.issue_after(starts, &self.clock));
        let Some(grant) = self.supply().grant(grant) else { return Ok(Ends::Never) };
        Ok(match (grant.expires, grant.every) {
            (Expires::Never, _) => Ends::Never,
            // From when they begin to pay: when they were issued is not known.
            (Expires::After(span), _) => Ends::At(self.after(starts, span)?),
            (Expires::CycleEnd, every) | (Expires::Reset, every @ (Every::Cycle | Every::Term)) => {
                self.end_of_period(every)
            }
            (Expires::Reset, Every::RollingHours(hours)) => {
                Ends::AfterUse(hours.saturating_mul(3600))
            }
            (Expires::Reset, _) => next.map_or(Ends::Never, Ends::At),
        })
    }
}

/// Sorted by id and content, so that the input order makes no difference.
fn opening_order(lot: &OpeningLot) -> (&str, &str, Option<Instant>, Credits, Option<&str>) {
    let id = lot.id.as_deref().unwrap_or(&lot.class);
    (id, &lot.class, lot.expires, lot.amount, lot.member.as_deref())
}
