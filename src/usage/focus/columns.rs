//! The columns of FOCUS that a usage log fills, and how. Those of commitments, regions and
//! resources do not apply to credits.

use super::cell::{FocusCell, FocusKind};
use super::charge::Unit;
use super::line::Line;
use super::spec::SubAccount;
use crate::amount::Decimal;
use std::borrow::Cow;

type Cell = for<'a> fn(Line<'a>) -> FocusCell<'a>;

/// A column of a FOCUS file.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FocusColumn {
    /// Its column id.
    pub id: &'static str,
    /// What it holds.
    pub kind: FocusKind,
    pub(super) cell: Cell,
}

/// FOCUS columns by their ids, then own columns by theirs.
pub(super) const COLUMNS: &[FocusColumn] = &[
    // Credits are paid before they are used: their purchase was billed, not the run.
    decimal("BilledCost", |_| FocusCell::Decimal(Decimal::ZERO)),
    text("BillingAccountId", |line| some(line.account())),
    text("BillingAccountName", |line| optional(line.account_name())),
    text("BillingCurrency", |line| some(&line.terms().billing_currency)),
    instant("BillingPeriodEnd", |line| FocusCell::Instant(line.charge.billing_until)),
    instant("BillingPeriodStart", |line| FocusCell::Instant(line.charge.billing_from)),
    text("ChargeCategory", |_| some("Usage")),
    // A log does not say which run a refund is for, so none is known to correct a closed period.
    text("ChargeClass", |_| FocusCell::Absent),
    text("ChargeDescription", |line| owned(line.description())),
    text("ChargeFrequency", |_| some("Usage-Based")),
    instant("ChargePeriodEnd", |line| FocusCell::Instant(line.charge.charge_until)),
    instant("ChargePeriodStart", |line| FocusCell::Instant(line.charge.key.from)),
    decimal("ConsumedQuantity", |line| count(line.charge.runs)),
    text("ConsumedUnit", |_| some("Runs")),
    decimal("ContractedCost", |line| FocusCell::Decimal(line.charge.contracted.total)),
    decimal("ContractedUnitPrice", |line| FocusCell::Decimal(line.charge.contracted.unit)),
    decimal("EffectiveCost", |line| FocusCell::Decimal(line.charge.contracted.total)),
    // Platforms do not say on whose machines they run: the seller stands for them.
    text("HostProviderName", |line| some(&line.terms().service_provider)),
    text("InvoiceDetailId", |_| FocusCell::Absent),
    text("InvoiceId", |_| FocusCell::Absent),
    text("InvoiceIssuerName", |line| some(&line.terms().invoice_issuer)),
    decimal("ListCost", |line| FocusCell::Decimal(line.charge.list.total)),
    decimal("ListUnitPrice", |line| FocusCell::Decimal(line.charge.list.unit)),
    text("PricingCategory", |_| some("Standard")),
    text("PricingCurrency", |line| some(&line.terms().pricing_currency)),
    decimal("PricingCurrencyContractedUnitPrice", |line| {
        FocusCell::Decimal(line.charge.key.price.decimal())
    }),
    decimal("PricingCurrencyEffectiveCost", |line| {
        FocusCell::Decimal(line.charge.credits.decimal())
    }),
    decimal("PricingCurrencyListUnitPrice", |line| {
        FocusCell::Decimal(line.charge.key.price.decimal())
    }),
    decimal("PricingQuantity", |line| FocusCell::Decimal(line.charge.quantity)),
    text("PricingUnit", |line| match line.charge.key.unit {
        Unit::Run => some("Runs"),
        Unit::Request => some("Requests"),
    }),
    text("ServiceCategory", |_| some("AI and Machine Learning")),
    text("ServiceName", |line| some(&line.terms().service)),
    text("ServiceProviderName", |line| some(&line.terms().service_provider)),
    text("ServiceSubcategory", |_| some("Generative AI")),
    text("SkuId", |line| optional(line.sku().map(|sku| &*sku.id))),
    text("SkuMeter", |line| optional(line.sku().map(|sku| &*sku.name))),
    json("SkuPriceDetails", |line| optional(line.sku().and_then(|sku| sku.details.as_deref()))),
    text("SkuPriceId", |line| optional(line.sku().map(|sku| &*sku.price_id))),
    text("SubAccountId", |line| optional(line.sub_account())),
    text("SubAccountName", |line| optional(line.sub_account())),
    text("SubAccountType", |line| match line.terms().sub_account {
        _ if line.sub_account().is_none() => FocusCell::Absent,
        SubAccount::Member => some("Member"),
        SubAccount::Project => some("Project"),
    }),
    json("Tags", |line| line.tags().map_or(FocusCell::Absent, owned)),
    // Otherwise the sub account says it.
    text("x_MemberId", |line| match line.terms().sub_account {
        SubAccount::Member => FocusCell::Absent,
        SubAccount::Project => optional(line.member()),
    }),
    text("x_Outcome", |line| some(line.charge.key.outcome.word())),
];

const fn text(id: &'static str, cell: Cell) -> FocusColumn {
    FocusColumn { id, kind: FocusKind::Text, cell }
}

const fn decimal(id: &'static str, cell: Cell) -> FocusColumn {
    FocusColumn { id, kind: FocusKind::Decimal, cell }
}

const fn instant(id: &'static str, cell: Cell) -> FocusColumn {
    FocusColumn { id, kind: FocusKind::Instant, cell }
}

const fn json(id: &'static str, cell: Cell) -> FocusColumn {
    FocusColumn { id, kind: FocusKind::Json, cell }
}

fn some(text: &str) -> FocusCell<'_> {
    FocusCell::Text(Cow::Borrowed(text))
}

/// FOCUS has no empty texts.
fn optional(text: Option<&str>) -> FocusCell<'_> {
    text.filter(|text| !text.is_empty()).map_or(FocusCell::Absent, some)
}

fn count(number: u64) -> FocusCell<'static> {
    Decimal::ONE.checked_times(number).map_or(FocusCell::Absent, FocusCell::Decimal)
}

fn owned(text: String) -> FocusCell<'static> {
    FocusCell::Text(Cow::Owned(text))
}
