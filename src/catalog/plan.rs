//! Plans, grants, top-ups, burn order and policies as a catalog writes them.

use super::rate::When;
use super::source::SourceRef;
use crate::amount::{Credits, Decimal, Money};
use crate::calendar::TimeOfDay;
use crate::json::{Node, Read, Value, read_word, record, words};

record! {
    /// A class of credits.
    pub(crate) struct ClassDocument {
        /// Name for people.
        name: Option<String>,
        /// Whether these credits were paid for.
        paid: Option<bool>,
        /// What happens to them when the subscription ends.
        lapse: Option<Lapse>,
    }
}

words! {
    /// What happens to credits when the subscription ends.
    pub(crate) enum Lapse {
        /// They stay as they are.
        Keep = "keep",
        /// They buy only what the free tier may use.
        Restrict = "restrict",
        /// They wait until a subscription is active again.
        Freeze = "freeze",
        /// They are gone.
        Forfeit = "forfeit",
    }
}

record! {
    /// What is subscribed.
    pub(crate) struct PlanDocument {
        /// Unique in the catalog.
        id: String,
        /// Name for people.
        name: Option<String>,
        /// Whom it is for.
        audience: Option<String>,
        /// Money for the whole term, by term.
        price: Option<TermPrices>,
        /// Sold by contract only.
        contact: bool,
        /// Ids of the grants that come with it.
        grants: Vec<String>,
        /// Multiplies the sum of the components of every price.
        cost_factor: Option<Decimal>,
        /// The refresh period.
        cycle: Option<Cycle>,
        /// Time of day of the renewal.
        renews_at: Option<TimeOfDay>,
        /// Most credits that may be bought in a cycle.
        top_ups_per_cycle: Option<Credits>,
        /// What happens when the plan changes.
        change: Option<ChangesDocument>,
        /// Remarks for people.
        notes: Vec<String>,
        /// Where it is published.
        source: Option<SourceRef>,
    }
}

record! {
    /// Prices of a plan; a term that is sold at a price nobody publishes is null.
    pub(crate) struct TermPrices {
        /// For a month.
        month: TermPrice,
        /// For three months.
        quarter: TermPrice,
        /// For twelve months.
        year: TermPrice,
    }
}

/// The price of one term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TermPrice {
    NotSold,
    Unpublished,
    Price(Money),
}

impl Read for TermPrice {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Null => TermPrice::Unpublished,
            _ => TermPrice::Price(Money::read(node)),
        }
    }
    fn placeholder() -> Self {
        TermPrice::NotSold
    }
}

/// The refresh period of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cycle {
    Anniversary,
    CalendarMonth,
    Term,
    Days(u32),
}

record! {
    /// So many days.
    pub(crate) struct DaysFields {
        /// Whole days.
        days: u32,
    }
}

impl Read for Cycle {
    fn read(node: &Node) -> Self {
        if let Value::Object(_) = node.value {
            return Cycle::Days(DaysFields::read(node).days);
        }
        read_word(node, Cycle::WORDS).unwrap_or(Cycle::Anniversary)
    }
    fn placeholder() -> Self {
        Cycle::Anniversary
    }
}

impl Cycle {
    pub(crate) const WORDS: &'static [(&'static str, Cycle)] = &[
        ("anniversary", Cycle::Anniversary),
        ("calendar_month", Cycle::CalendarMonth),
        ("term", Cycle::Term),
    ];
}

record! {
    /// A rule that issues credits.
    pub(crate) struct GrantDocument {
        /// Unique in the catalog.
        id: String,
        /// Name for people.
        name: Option<String>,
        /// Class of the credits.
        class: String,
        /// Credits of one issue; null when custom or not published.
        amount: Option<Credits>,
        /// How often.
        every: Every,
        /// Time of day of the issue.
        at: Option<TimeOfDay>,
        /// Day of the week of the issue.
        on: Option<WeekDay>,
        /// When an issue ends.
        expires: Option<Expires>,
        /// Who gets it.
        when: Option<When>,
        /// What it may buy; everything when absent.
        pays_for: Option<PaysForDocument>,
        /// What is carried into the next cycle.
        rollover: Option<RolloverDocument>,
        /// How a new issue meets what is left.
        renewal: Option<Renewal>,
        /// One balance for all members.
        shared_pool: bool,
        /// Smaller pays first.
        priority: Option<u32>,
        /// Remarks for people.
        notes: Vec<String>,
        /// Where it is published.
        source: Option<SourceRef>,
    }
}

/// How often a grant issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Every {
    Once,
    Day,
    Week,
    Cycle,
    Term,
    Days(u32),
    Hours(u32),
    RollingHours(u32),
}

record! {
    /// One of these periods.
    pub(crate) struct EveryFields {
        /// Every so many days.
        days: Option<u32>,
        /// Every so many hours.
        hours: Option<u32>,
        /// So many hours from the first use.
        rolling_hours: Option<u32>,
    }
}

impl Every {
    pub(crate) const WORDS: &'static [(&'static str, Every)] = &[
        ("once", Every::Once),
        ("day", Every::Day),
        ("week", Every::Week),
        ("cycle", Every::Cycle),
        ("term", Every::Term),
    ];
}

impl Read for Every {
    fn read(node: &Node) -> Self {
        if !matches!(node.value, Value::Object(_)) {
            return read_word(node, Every::WORDS).unwrap_or(Every::Once);
        }
        let EveryFields { days, hours, rolling_hours } = EveryFields::read(node);
        let every = match (days, hours, rolling_hours) {
            (Some(n), None, None) => Every::Days(n),
            (None, Some(n), None) => Every::Hours(n),
            (None, None, Some(n)) => Every::RollingHours(n),
            _ => Every::Once,
        };
        if matches!(every, Every::Once | Every::Days(0) | Every::Hours(0) | Every::RollingHours(0))
        {
            node.expected("one of `days`, `hours`, `rolling_hours`, at least 1");
        }
        every
    }
    fn placeholder() -> Self {
        Every::Once
    }
}

words! {
    /// A day of the week.
    pub(crate) enum WeekDay {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

/// When credits end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expires {
    Never,
    /// At the next issue of the same grant.
    Reset,
    CycleEnd,
    After(Span),
}

/// `90 days`, `12 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) count: u32,
    pub(crate) unit: SpanUnit,
}

/// The unit of a [`Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpanUnit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
}

impl std::str::FromStr for Span {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (count, unit) = text.split_once(' ').ok_or(())?;
        let unit = match unit.strip_suffix('s').unwrap_or(unit) {
            "minute" => SpanUnit::Minutes,
            "hour" => SpanUnit::Hours,
            "day" => SpanUnit::Days,
            "week" => SpanUnit::Weeks,
            "month" => SpanUnit::Months,
            "year" => SpanUnit::Years,
            _ => return Err(()),
        };
        let count = count.parse().ok().filter(|n| *n > 0).ok_or(())?;
        Ok(Span { count, unit })
    }
}

impl Read for Span {
    fn read(node: &Node) -> Self {
        crate::json::read_text(node, "a span such as \"30 minutes\" or \"90 days\"")
            .unwrap_or(Self::placeholder())
    }
    fn placeholder() -> Self {
        Span { count: 1, unit: SpanUnit::Days }
    }
}

impl Read for Expires {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::String(text) if text == "never" => Expires::Never,
            Value::String(text) if text == "reset" => Expires::Reset,
            Value::String(text) if text == "cycle_end" => Expires::CycleEnd,
            _ => crate::json::read_text(
                node,
                "\"never\", \"reset\", \"cycle_end\", or a span such as \"90 days\"",
            )
            .map_or(Expires::Never, Expires::After),
        }
    }
    fn placeholder() -> Self {
        Expires::Never
    }
}

record! {
    /// What credits may buy: operations that match every key.
    pub(crate) struct PaysForDocument {
        /// Of one of these tiers.
        tier: OneOrMany,
        /// With one of these tags.
        tag: OneOrMany,
        /// One of these operations.
        operation: OneOrMany,
        /// Of one of these tools.
        tool: OneOrMany,
        /// But none that matches this.
        not: Option<Box<PaysForDocument>>,
    }
}

/// A name or a list of names; empty when absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OneOrMany(pub(crate) Vec<String>);

impl Read for OneOrMany {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Array(_) => OneOrMany(Vec::read(node)),
            _ => OneOrMany(vec![String::read(node)]),
        }
    }
    fn placeholder() -> Self {
        OneOrMany::default()
    }
}

record! {
    /// What is carried into the next cycle.
    pub(crate) struct RolloverDocument {
        /// For how many cycles; without it, for as many as there are.
        carry: Option<u32>,
        /// Most that is kept.
        cap: Option<CapDocument>,
        /// Whether the cap is on what is carried, or on the total after renewal.
        cap_on: Option<CapOn>,
        /// What is carried at least.
        floor: Option<Credits>,
        /// Share that is carried, in per cent.
        percent: Option<Decimal>,
        /// Class that carried credits change to.
        class: Option<String>,
    }
}

words! {
    /// What a cap is on.
    pub(crate) enum CapOn {
        /// On what is carried.
        Carried = "carried",
        /// On the balance after renewal.
        Total = "total",
    }
}

record! {
    /// A cap: exactly one of these.
    pub(crate) struct CapDocument {
        /// As a factor of the allowance.
        times: Option<Decimal>,
        /// In credits.
        amount: Option<Credits>,
    }
}

/// How a new issue meets what is left.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Renewal {
    Add,
    Reset,
    Refill(Credits),
    SkipOver(CapDocument),
}

record! {
    /// One of these renewals.
    pub(crate) struct RenewalFields {
        /// Up to this balance.
        refill: Option<Credits>,
        /// Nothing while the balance is over this.
        skip_over: Option<CapDocument>,
    }
}

impl Read for Renewal {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::String(text) if text == "add" => Renewal::Add,
            Value::String(text) if text == "reset" => Renewal::Reset,
            Value::Object(_) => match RenewalFields::read(node) {
                RenewalFields { refill: Some(to), skip_over: None } => Renewal::Refill(to),
                RenewalFields { refill: None, skip_over: Some(cap) } => Renewal::SkipOver(cap),
                _ => {
                    node.expected("one of `refill` and `skip_over`");
                    Renewal::Add
                }
            },
            _ => {
                node.expected("\"add\", \"reset\", or an object with `refill` or `skip_over`");
                Renewal::Add
            }
        }
    }
    fn placeholder() -> Self {
        Renewal::Add
    }
}

record! {
    /// Credits that can be bought beside a plan.
    pub(crate) struct TopUpDocument {
        /// Unique in the catalog.
        id: String,
        /// Name for people.
        name: Option<String>,
        /// Class of the credits.
        class: String,
        /// Credits of one purchase; null when not published.
        credits: Option<Credits>,
        /// Money for it; null when not published.
        price: Option<Money>,
        /// When they end.
        expires: Option<Expires>,
        /// Who may buy it.
        requires: Option<When>,
        /// Most purchases in a cycle.
        limit: Option<u32>,
        /// Sold in multiples of this many.
        multiple: Option<u32>,
        /// What it may buy; everything when absent.
        pays_for: Option<PaysForDocument>,
        /// Smaller pays first.
        priority: Option<u32>,
        /// Remarks for people.
        notes: Vec<String>,
        /// Where it is published.
        source: Option<SourceRef>,
    }
}

/// One key of the order in which lots pay.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum BurnKey {
    Class(Vec<String>),
    Paid(PaidFirst),
    By(BurnBy),
}

words! {
    /// Whether paid credits are spent before or after free ones.
    pub(crate) enum PaidFirst {
        /// Before.
        First = "first",
        /// After.
        Last = "last",
    }
}

words! {
    /// A property of a lot that orders it.
    pub(crate) enum BurnBy {
        /// Smaller first.
        Priority = "priority",
        /// Sooner first, none last.
        Expires = "expires",
        /// Shorter first.
        Interval = "interval",
        /// Cheaper first.
        UnitCost = "unit_cost",
        /// Earlier first.
        Effective = "effective",
        /// Earlier first.
        Issued = "issued",
        /// Smaller first.
        Amount = "amount",
    }
}

record! {
    /// One of these keys.
    pub(crate) struct BurnFields {
        /// Classes in order.
        class: Option<Vec<String>>,
        /// Where paid credits come.
        paid: Option<PaidFirst>,
    }
}

impl Read for BurnKey {
    fn read(node: &Node) -> Self {
        let Value::Object(_) = node.value else {
            return BurnKey::By(BurnBy::read(node));
        };
        match BurnFields::read(node) {
            BurnFields { class: Some(order), paid: None } => BurnKey::Class(order),
            BurnFields { class: None, paid: Some(paid) } => BurnKey::Paid(paid),
            _ => {
                node.expected("one of `class` and `paid`");
                BurnKey::placeholder()
            }
        }
    }
    fn placeholder() -> Self {
        BurnKey::By(BurnBy::Issued)
    }
}

record! {
    /// Rules of the account.
    pub(crate) struct PoliciesDocument {
        /// What a failed run costs.
        failed_runs: Option<FailedRuns>,
        /// Whether a charge may exceed the balance.
        overage: Option<Overage>,
        /// What becomes of debt.
        debt: Option<Debt>,
        /// What happens when the plan changes.
        change: Option<ChangesDocument>,
        /// What a person can do without credits.
        when_empty: Vec<WhenEmpty>,
        /// The billing period.
        billing: Option<Billing>,
        /// By how much usage figures lag.
        reporting_lag: Option<String>,
        /// Whether members can have caps.
        member_caps: bool,
        /// Levels at which a person is told.
        alerts: Vec<AlertDocument>,
    }
}

words! {
    /// What a failed run costs.
    pub(crate) enum FailedRuns {
        /// Its credits come back.
        Refund = "refund",
        /// It costs like any other.
        Charge = "charge",
    }
}

words! {
    /// Whether a charge may exceed the balance.
    pub(crate) enum Overage {
        /// It is refused.
        None = "none",
        /// The rest becomes debt.
        Debt = "debt",
    }
}

words! {
    /// What becomes of debt.
    pub(crate) enum Debt {
        /// There is none.
        None = "none",
        /// Gone at the next reset.
        ForgiveAtReset = "forgive_at_reset",
        /// It stays.
        Carry = "carry",
        /// New credits pay it first.
        RepayFirst = "repay_first",
    }
}

words! {
    /// The billing period.
    pub(crate) enum Billing {
        /// From the day of subscription.
        Anniversary = "anniversary",
        /// From the first to the last day of a month.
        CalendarMonth = "calendar_month",
    }
}

/// A way out when credits have run out: in words, or as a rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum WhenEmpty {
    Words(String),
    FreeRun(FreeRunDocument),
}

record! {
    /// A run that costs nothing, every so often.
    pub(crate) struct FreeRunDocument {
        /// How often.
        every: Span,
        /// Which tool.
        tool: Option<String>,
        /// Which plan.
        plan: OneOrMany,
    }
}

record! {
    /// A way out as a rule.
    pub(crate) struct WhenEmptyFields {
        /// A free run every so often.
        free_run: FreeRunDocument,
    }
}

impl Read for WhenEmpty {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Object(_) => WhenEmpty::FreeRun(WhenEmptyFields::read(node).free_run),
            _ => WhenEmpty::Words(String::read(node)),
        }
    }
    fn placeholder() -> Self {
        WhenEmpty::Words(String::new())
    }
}

record! {
    /// A level: exactly one of these.
    pub(crate) struct AlertDocument {
        /// Per cent of the allowance used.
        percent: Option<Decimal>,
        /// Credits left.
        credits: Option<Credits>,
    }
}

record! {
    /// What happens when the plan changes.
    pub(crate) struct ChangesDocument {
        /// To a larger plan.
        upgrade: Option<ChangeDocument>,
        /// To a smaller plan.
        downgrade: Option<ChangeDocument>,
    }
}

record! {
    /// One kind of plan change.
    pub(crate) struct ChangeDocument {
        /// When it takes place.
        when: Option<ChangeWhen>,
        /// What is issued.
        allowance: Option<Allowance>,
        /// Whether the cycle starts anew.
        cycle: Option<CycleChange>,
        /// What becomes of credits of the old plan.
        old_lots: Option<OldLots>,
    }
}

words! {
    /// When a plan change takes place.
    pub(crate) enum ChangeWhen {
        /// At once.
        Now = "now",
        /// At the end of the cycle.
        CycleEnd = "cycle_end",
    }
}

words! {
    /// What a plan change issues.
    pub(crate) enum Allowance {
        /// The new allowance on top.
        Full = "full",
        /// What the new plan has more.
        Difference = "difference",
        /// By the time that is left.
        Prorated = "prorated",
        /// Nothing until the next cycle.
        None = "none",
    }
}

words! {
    /// What a plan change does to the cycle.
    pub(crate) enum CycleChange {
        /// It starts anew.
        Reset = "reset",
        /// It goes on.
        Keep = "keep",
    }
}

words! {
    /// What becomes of credits of the old plan.
    pub(crate) enum OldLots {
        /// They stay.
        Keep = "keep",
        /// They stay until the cycle ends.
        KeepToCycleEnd = "keep_to_cycle_end",
        /// They are cut to the new plan's cap.
        CapToNew = "cap_to_new",
        /// They are gone.
        Forfeit = "forfeit",
    }
}
