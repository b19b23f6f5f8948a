//! A need on one platform: the best plan and purchases, and their cost in the money of all.

use super::exchange::Exchange;
use super::models::Models;
use super::need::ModelNeed;
use super::offer::{Finder, OfferedLine};
use crate::amount::{Credits, Fraction, Money};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::{Catalog, Date, UnpublishedNumber};
use crate::error::{Error, Errors};
use crate::fit::{Fit, FitOption, FitState, Need};
use crate::json::Read;
use crate::wallet::Account;
use serde::Serialize;
use std::cmp::Ordering;

/// What a need costs on a platform.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Platform {
    /// Id of the catalog.
    pub catalog: Text,
    /// Name of the platform.
    pub name: String,
    /// Version of the catalog.
    pub version: Text,
    /// Date of its prices.
    pub as_of: Date,
    /// ISO code of the platform's money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Text>,
    /// Whether it can be compared, and how well it covers the need.
    pub state: PlatformState,
    /// Why, as a sentence.
    pub reason: String,
    /// The cost of all months in the money of the comparison; to the cent if it is converted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// The cost by month, to the cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_month: Option<Money>,
    /// The cost by month if the need and the smaller margin are both used, to the cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_month_with_margin: Option<Money>,
    /// The cost of all months if the need and the smaller margin are both used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_with_margin: Option<Money>,
    /// Names of grants whose amount is not published and that are left out: the true cost may be
    /// lower.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_counted: Vec<String>,
    /// The operations that make what is needed, line by line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<OfferedLine>,
    /// The best plan, term and purchases, in the platform's own money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<Box<FitOption>>,
}

/// Whether a platform can be compared, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PlatformState {
    /// It covers the need and the smaller margin.
    Covers,
    /// It covers the need, but not the smaller margin.
    NeedOnly,
    /// It covers the need, at a price in another money without a rate.
    NoRate,
    /// A price or an allowance that decides is not published.
    Unknown,
    /// No plan covers the need.
    Short,
    /// It offers the models, but not all with these settings or tags.
    OtherSettings,
    /// It does not offer one of the models.
    NotOffered,
}

impl PlatformState {
    /// Whether it covers the need at a known price, in the money of the comparison.
    pub fn is_ranked(self) -> bool {
        matches!(self, PlatformState::Covers | PlatformState::NeedOnly)
    }
}

/// What covers the need comes first, then by cost, then by id.
pub(super) fn cheapest_first(a: &Platform, b: &Platform) -> Ordering {
    let costs = |one: &Platform| (one.cost, one.cost_with_margin);
    let by_cost = || match a.state.is_ranked() {
        true => costs(a).cmp(&costs(b)),
        false => Ordering::Equal,
    };
    a.state.cmp(&b.state).then_with(by_cost).then_with(|| a.catalog.cmp(&b.catalog))
}

/// A need that is asked of one platform.
pub(super) struct NeedOn<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) need: &'a ModelNeed,
    pub(super) start: Option<Instant>,
    pub(super) exchange: &'a Exchange<'a>,
}

impl NeedOn<'_> {
    pub(super) fn platform(&self, models: &Models) -> Result<Platform, Errors> {
        let catalog = self.catalog;
        let mut platform = Platform {
            catalog: catalog.id_text(),
            name: catalog.name().to_owned(),
            version: catalog.version_text(),
            as_of: catalog.as_of(),
            currency: self.catalog.currency().map(Into::into),
            state: PlatformState::NotOffered,
            reason: String::new(),
            cost: None,
            per_month: None,
            per_month_with_margin: None,
            cost_with_margin: None,
            not_counted: Vec::new(),
            lines: Vec::new(),
            option: None,
        };
        match (Finder { catalog, models, at: self.start }).offer(self.need) {
            Ok(lines) => platform.lines = lines,
            Err(missing) => {
                if missing.has_model {
                    platform.state = PlatformState::OtherSettings;
                }
                platform.reason = missing.reason;
                return Ok(platform);
            }
        }
        let (account, left_out) = self.account();
        match catalog.fit(&self.need_of(&platform.lines, account)) {
            Ok(fit) => self.judge(&mut platform, fit)?,
            Err(errors) => self.unknown(&mut platform, errors)?,
        }
        if platform.option.is_some() {
            platform.not_counted = left_out;
        }
        Ok(platform)
    }

    fn need_of(&self, lines: &[OfferedLine], account: Account) -> Need {
        let lines = self.need.lines.iter().zip(lines);
        let mut need = Need::new(lines.map(|(line, offered)| line.with(offered.request.clone())));
        need.buffer.clone_from(&self.need.buffer);
        need.start = self.start;
        need.months = self.need.months;
        need.season.clone_from(&self.need.season);
        need.ranges = self.need.ranges;
        need.account = Some(account);
        need
    }

    /// The account, and the names of the grants that it goes without. What comes without a plan is
    /// a gift: if its amount is not published, none is counted, because a platform with a gift is
    /// not dearer than it would be without.
    fn account(&self) -> (Account, Vec<String>) {
        let mut accounts = self.need.accounts.iter();
        let given = accounts.find(|(id, _)| id == self.catalog.id());
        let mut account = given.map_or_else(Read::placeholder, |(_, account)| account.clone());
        let assume = account.assume.get_or_insert_with(Read::placeholder);
        let mut left_out = Vec::new();
        for number in self.catalog.unpublished() {
            let (None, UnpublishedNumber::Grant(id)) = (&number.plan, &number.what) else {
                continue;
            };
            if !assume.grants.iter().any(|(assumed, _)| **assumed == **id) {
                assume.grants.push((id.to_string(), Credits::ZERO));
                left_out.extend(self.name_of(id));
            }
        }
        (account, left_out)
    }

    fn name_of(&self, grant: &str) -> Option<String> {
        let grants = &self.catalog.checked().supply().grants;
        grants.iter().find(|known| *known.id == *grant).map(|known| known.name.clone())
    }

    fn judge(&self, platform: &mut Platform, fit: Fit) -> Result<(), Errors> {
        let may_cover = fit.options.iter().any(|option| option.state == FitState::Unknown);
        let Some(best) = fit.options.into_iter().next() else { return Ok(()) };
        platform.reason = fit.verdict;
        // What does not cover the need is cheap for a reason.
        let covers = matches!(best.state, FitState::Covers | FitState::NeedOnly);
        let convert = |cost: Option<Money>| match cost {
            Some(cost) if covers => self.exchange.cents(cost, self.catalog.currency()),
            _ => Ok(None),
        };
        platform.cost = convert(best.cost)?;
        platform.cost_with_margin =
            convert(best.with_margin.as_ref().and_then(|margin| margin.cost))?;
        platform.per_month = platform.cost.and_then(|cost| self.by_month(cost));
        platform.per_month_with_margin =
            platform.cost_with_margin.and_then(|cost| self.by_month(cost));
        platform.state = match (best.state, best.cost) {
            (FitState::Unknown, _) | (FitState::Covers | FitState::NeedOnly, None) => {
                PlatformState::Unknown
            }
            (FitState::Short | FitState::Blocked, _) if may_cover => PlatformState::Unknown,
            (FitState::Short | FitState::Blocked, _) => PlatformState::Short,
            (_, Some(_)) if platform.cost.is_none() => PlatformState::NoRate,
            (FitState::Covers, _) => PlatformState::Covers,
            (FitState::NeedOnly, _) => PlatformState::NeedOnly,
        };
        if let (PlatformState::NoRate, Some(own)) = (platform.state, &platform.currency) {
            platform.reason += &format!(" There is no rate for {own}.");
        }
        platform.option = Some(Box::new(best));
        Ok(())
    }

    fn by_month(&self, cost: Money) -> Option<Money> {
        let months = Fraction::integer(self.need.months.unwrap_or(12).into());
        Fraction::from_decimal(cost.decimal()).div(&months).ok()?.in_cents()
    }

    /// A need that has been checked may still have no answer here: a cost that is not published.
    /// What is wrong with the account is an error of the need.
    fn unknown(&self, platform: &mut Platform, errors: Errors) -> Result<(), Errors> {
        let is_of_account = |error: &Error| error.pointer().starts_with("/account");
        if errors.iter().any(is_of_account) {
            let id = self.catalog.id();
            return Err(errors.moved(|pointer| {
                let rest = pointer.strip_prefix("/account")?;
                Some(format!("/accounts/{id}{rest}"))
            }));
        }
        platform.state = PlatformState::Unknown;
        platform.reason = errors.first().map_or_else(String::new, |e| e.sentence().to_owned());
        Ok(())
    }
}
