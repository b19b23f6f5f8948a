//! From a state to a wallet: names become indices, and inconsistent states are refused.

mod books;
mod live;
mod lots;
mod periods;

use super::State;
use super::format::read_state;
use crate::amount::Credits;
use crate::catalog::Catalog;
use crate::catalog::id::{ClassId, GrantId, PlanId, TopUpId};
use crate::catalog::supply::{Supply, TermPrice};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log};
use crate::semantics::SEMANTICS;
use crate::wallet::debt::Owed;
use crate::wallet::limit_use::LimitUses;
use crate::wallet::live::Newer;
use crate::wallet::lot::Slot;
use crate::wallet::member::{MemberId, MemberState, Members};
use crate::wallet::schedule::Grants;
use crate::wallet::subscription::Standing;
use crate::wallet::terms::{Bundle, EffectiveTerms};
use crate::wallet::{Wallet, no_longer_fits};
use std::fmt::Display;

impl Wallet {
    /// Loads a wallet saved by [`Wallet::save`]; it continues exactly as the saved one would have.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer: unknown keys and names, amounts that do not
    /// balance, a state of another catalog, or of a newer version of the rules or of the format.
    pub fn load(catalog: &Catalog, state: &str) -> Result<Wallet, Errors> {
        wallet(catalog, state)
    }
}

/// Slots of the lots of a state, by number, in ascending order.
#[derive(Default)]
struct Places(Vec<(u64, Slot)>);

impl Places {
    /// The number is larger than those before, or an error is logged.
    fn add(&mut self, number: u64, slot: Slot) {
        self.0.push((number, slot));
    }

    fn slot(&self, number: u64) -> Option<Slot> {
        let place = self.0.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.0.get(place).map(|(_, slot)| *slot)
    }
}

pub(super) fn wallet(catalog: &Catalog, text: &str) -> Result<Wallet, Errors> {
    let (state, newer) = read_state(json::parse(text)?)?;
    check_origin(catalog, &state)?;
    checked(catalog, &state, newer, false)
}

/// A state that has moved here from another catalog: its grants may be others, or come at other
/// times.
pub(super) fn moved(catalog: &Catalog, state: &State, newer: Newer) -> Result<Wallet, Errors> {
    checked(catalog, state, newer, true)
}

fn checked(
    catalog: &Catalog,
    state: &State,
    newer: Newer,
    has_moved: bool,
) -> Result<Wallet, Errors> {
    let log = Log::default();
    let supply = catalog.checked().supply();
    let load = Load { catalog, supply, state, log: &log, has_moved };
    let wallet = load.wallet(newer);
    Errors::check(log.into_lists().0)?;
    wallet.ok_or_else(|| no_longer_fits("a state").into())
}

/// Checks that the state is of the catalog, and that its rules are known.
fn check_origin(catalog: &Catalog, state: &State) -> Result<(), Error> {
    if state.catalog.digest != catalog.digest() {
        let (id, version) = (&state.catalog.id, &state.catalog.version);
        let sentence = if (id.as_str(), version.as_str()) == (catalog.id(), catalog.version()) {
            format!(
                "`{id}` has changed since this state was saved, under the same version, {version}"
            )
        } else {
            format!(
                "this state is of `{id}`, version {version}; this catalog is `{}`, version {}",
                catalog.id(),
                catalog.version()
            )
        };
        return Err(Error::new(ErrorKind::NoAnswer, "/catalog/digest", sentence));
    }
    check_rules(state)
}

/// Checks that the rules of a state are known. Older rules have the same states: what they lead to
/// from here on is worked out by today's.
pub(super) fn check_rules(state: &State) -> Result<(), Error> {
    if state.semantics > SEMANTICS {
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
    /// From another catalog.
    has_moved: bool,
}

/// A key below a pointer: a text only when it is needed.
#[derive(Clone, Copy)]
struct Below<P>(P, &'static str);

impl<P: Display> Display for Below<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}

impl Load<'_> {
    #[cold]
    fn error(&self, kind: ErrorKind, pointer: impl Display, sentence: impl Into<String>) {
        self.log.error(Error::new(kind, pointer.to_string(), sentence));
    }

    #[cold]
    fn wrong(&self, pointer: impl Display, sentence: impl Into<String>) {
        self.error(ErrorKind::OutOfRange, pointer, sentence);
    }

    /// The index of a name in a list.
    fn place<'n>(
        &self,
        pointer: impl Display,
        what: &str,
        name: &str,
        valid: impl Iterator<Item = &'n str> + Clone,
    ) -> Option<usize> {
        let place = valid.clone().position(|known| known == name);
        if place.is_none() {
            self.log.unknown_name(pointer, what, name, &valid.collect::<Vec<_>>());
        }
        place
    }

    fn grant(&self, pointer: impl Display, id: &str) -> Option<GrantId> {
        let ids = self.supply.grants.iter().map(|grant| &*grant.id);
        self.place(pointer, "grant", id, ids).map(GrantId::at)
    }

    fn top_up(&self, pointer: impl Display, id: &str) -> Option<TopUpId> {
        let ids = self.supply.top_ups.iter().map(|top_up| &*top_up.id);
        self.place(pointer, "top-up", id, ids).map(TopUpId::at)
    }

    fn plan(&self, pointer: impl Display, id: &str) -> Option<PlanId> {
        let ids = self.catalog.checked().plans.iter().map(|plan| &*plan.id);
        self.place(pointer, "plan", id, ids).map(PlanId::at)
    }

    fn class(&self, pointer: impl Display, id: &str) -> Option<ClassId> {
        let ids = self.supply.classes.iter().map(|class| &*class.id);
        self.place(pointer, "class", id, ids).map(ClassId::at)
    }

    /// The index of a member; `None` if no member is named.
    fn member(&self, pointer: impl Display, id: Option<&String>) -> Option<MemberId> {
        let ids = self.state.members.iter().map(|member| member.id.as_str());
        self.place(pointer, "member", id?, ids).map(MemberId::at)
    }

    /// Logs an amount below 0.
    fn amount(&self, pointer: impl Display + Copy, amount: Credits) -> Credits {
        if amount < Credits::ZERO {
            self.wrong(pointer, format!("expected at least 0, found {amount}"));
        }
        amount
    }

    fn wallet(&self, newer: Newer) -> Option<Wallet> {
        let state = self.state;
        let clock = self.supply.policies.clock.zone(&state.wall_clock());
        if state.since > state.now {
            self.wrong("/since", format!("expected an instant up to {}", state.now));
        }
        let members = self.members();
        let (lots, places) = self.lots();
        let mut wallet = Wallet {
            catalog: self.catalog.clone(),
            zone: state.wall_clock(),
            now: state.now,
            since: state.since,
            amounts: self.amounts().into(),
            standing: Standing::without_plan(state.lapsed),
            holds: self.holds(&lots, &places),
            lots,
            grants: Grants::default(),
            members,
            purchases: self.purchases(),
            auto: state.auto_top_up.as_ref().and_then(|auto| self.auto(auto)),
            invoices: self.invoices(),
            owed: Owed::of(self.amount("/debt", state.debt.0)),
            alerts: self.alerts(),
            meters: self.meters(),
            limit_uses: LimitUses::default(),
            journal: self.journal(),
            live: self.live(newer).into(),
            clock,
        };
        let book = self.invoice_book(&wallet.live.id);
        wallet.invoices.set_books(Some(book.into_books()));
        if let Some(subscription) = self.subscription(&wallet) {
            wallet.standing.hold(subscription);
        }
        wallet.limit_uses = self.limit_uses(&wallet);
        self.finish_lots(&mut wallet);
        wallet.grants = self.schedules(&wallet);
        self.check_sums(&wallet);
        self.check_receipts(&wallet);
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
                let sentence = "expected members sorted by id, each once";
                self.error(ErrorKind::Duplicate, format_args!("/members/{i}/id"), sentence);
            }
            before = Some(&member.id);
            let cap = member.cap.map(|cap| self.amount(format_args!("/members/{i}/cap"), cap));
            let used = self.amount(format_args!("/members/{i}/used"), member.used);
            list.push(MemberState { id: member.id.as_str().into(), cap, used });
        }
        let since = self.state.members_since;
        if let Some(since) = since {
            self.not_later("/members_since", since);
        }
        Members::of(list, since)
    }

    /// Amounts and prices: the catalog's and the assumed ones.
    fn amounts(&self) -> EffectiveTerms {
        let mut amounts = EffectiveTerms::published(self.supply);
        for (i, of) in self.state.assumed_grants.iter().enumerate() {
            let credits = self.amount(format_args!("/assumed_grants/{i}/credits"), of.credits);
            if let Some(grant) = self.grant(format_args!("/assumed_grants/{i}/grant"), &of.grant) {
                amounts.assume_amount(grant, credits);
            }
        }
        for (i, of) in self.state.assumed_plans.iter().enumerate() {
            if let Some(plan) = self.plan(format_args!("/assumed_plans/{i}/plan"), &of.plan) {
                let price = of.price.map_or(TermPrice::Unpublished, TermPrice::Price);
                amounts.assume_price(plan, of.term, price);
            }
        }
        for (i, of) in self.state.assumed_top_ups.iter().enumerate() {
            let pointer = format_args!("/assumed_top_ups/{i}/credits");
            let credits = of.credits.map(|credits| self.amount(pointer, credits));
            let place = self.top_up(format_args!("/assumed_top_ups/{i}/top_up"), &of.top_up);
            if let Some(top_up) = place {
                amounts.assume_bundle(top_up, Bundle { credits, price: of.price });
            }
        }
        amounts
    }
}
