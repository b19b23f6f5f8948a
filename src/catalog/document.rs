//! The whole catalog file, as written.

use super::condition::When;
use super::grant::{GrantDocument, TopUpDocument};
use super::head::Head;
use super::limit::LimitDocument;
use super::meter::MeterDocument;
use super::plan::{ClassDocument, PlanDocument};
use super::policy::{BurnKey, PoliciesDocument};
use super::rate::Table;
use super::setting::SettingDocument;
use super::source::{Date, Source};
use super::supply::{Limit, LimitPace};
use super::zone::{ClockTable, HolidayList};
use crate::amount::{Credits, Decimal, Money, grouped};
use crate::json::{Within, record};
use crate::order::{Places, sort};

record! {
    /// A catalog: the prices and rules of a platform's credits.
    pub(crate) struct Document {
        /// Id of the catalog: lower-case letters, digits, `-`, `_`.
        catalog: String,
        /// Name for people.
        name: Option<String>,
        /// What it covers, in a sentence.
        about: Option<String>,
        /// Any text; changes with every change of the file.
        version: String,
        /// Date on which the prices were read; the default instant of requests.
        as_of: Date,
        /// The unit of all prices.
        credit: CreditDocument,
        /// Plural words of the units of quantities, by unit.
        units: Vec<(String, String)>,
        /// ISO code of the currency of plans and top-ups.
        currency: Option<String>,
        /// Pages with the published rules, by name.
        sources: Vec<(String, Source)>,
        /// Clocks that `hours` may follow, by name.
        zones: Vec<(String, ClockTable)>,
        /// Lists of holidays that `hours` may follow, by name.
        holidays: Vec<(String, HolidayList)>,
        /// Counts over a period, by name.
        meters: Vec<(String, MeterDocument)>,
        /// Remarks for people.
        notes: Vec<String>,
        /// Tables for prices, by name.
        tables: Vec<(String, Table)>,
        /// Conditions for prices, gates and notes, by name.
        conditions: Vec<(String, When)>,
        /// Groups of settings for operations, by name.
        setting_groups: Vec<(String, Vec<(String, SettingDocument)>)>,
        /// The operations.
        operations: Vec<Head>,
        /// Classes of credits.
        classes: Vec<(String, ClassDocument)>,
        /// The plans.
        plans: Vec<PlanDocument>,
        /// Rules that issue credits.
        grants: Vec<GrantDocument>,
        /// Credits that can be bought besides a plan.
        top_ups: Vec<TopUpDocument>,
        /// The most that may be charged in a time.
        limits: Vec<LimitDocument>,
        /// The order in which lots pay.
        burn_order: Vec<BurnKey>,
        /// Policies of the account.
        policies: Option<PoliciesDocument>,
    }
}

record! {
    /// The unit of all prices.
    pub(crate) struct CreditDocument {
        /// Singular name.
        name: String,
        /// Plural name.
        plural: Option<String>,
        /// Smallest part.
        #[within(Within::POSITIVE)]
        step: Decimal,
    }
}

impl Document {
    /// The condition with a name.
    pub(super) fn condition(&self, name: &str) -> Option<&When> {
        self.conditions.iter().find(|(known, _)| known == name).map(|(_, when)| when)
    }

    /// Puts classes in the order in which the burn order, grants and top-ups name them, then the
    /// others by id, because the digest does not depend on the order of keys in the file.
    pub(super) fn in_order(mut self) -> Self {
        let ranked = self.burn_order.iter().filter_map(|key| match key {
            BurnKey::Class(classes) => Some(classes),
            _ => None,
        });
        let named: Vec<&str> = ranked
            .flatten()
            .chain(self.grants.iter().map(|grant| &grant.class))
            .chain(self.top_ups.iter().map(|top_up| &top_up.class))
            .map(String::as_str)
            .collect();
        let places = Places::of(&named);
        let rank = |id: &str| places.find(id).unwrap_or(named.len());
        let mut classes = std::mem::take(&mut self.classes);
        sort(&mut classes, |a, b| rank(&a.0).cmp(&rank(&b.0)).then_with(|| a.0.cmp(&b.0)));
        self.classes = classes;
        self
    }
}

impl Document {
    /// The unit for an amount: singular for one credit, otherwise plural.
    pub(crate) fn unit_for(&self, amount: Decimal) -> &str {
        match &self.credit.plural {
            Some(plural) if amount != Decimal::ONE => plural,
            _ => &self.credit.name,
        }
    }

    /// `1,000 credits`.
    pub(crate) fn credits_text(&self, amount: Credits) -> String {
        format!("{} {}", grouped(amount), self.unit_for(amount.decimal()))
    }

    /// `100 credits in 5 hours`.
    pub(crate) fn limit_text(&self, limit: &Limit) -> String {
        let most = self.credits_text(limit.most);
        match limit.pace {
            LimitPace::Day => format!("{most} a day"),
            LimitPace::Week => format!("{most} a week"),
            LimitPace::Month => format!("{most} a calendar month"),
            LimitPace::Rolling(span) => format!("{most} in {span}"),
            LimitPace::FirstUse(span) => format!("{most} within {span} of the first use"),
        }
    }

    /// `1,250.00 USD`.
    pub(crate) fn money_text(&self, money: Money) -> String {
        money.words(self.currency.as_deref())
    }
}
