//! A fit, for people.

use crate::need::{label, month};
use crate::table::{Left, Right, counted, line_width, table_within, wrapped};
use drawdown::{
    Assumptions, BufferUnit, Catalog, Decimal, Fit, FitOption, FitState, Generations, Instant,
    Money, Need, Term, TermPrice, TopUpPurchase, UnpublishedNumber, WithMargin, Zone, grouped,
};

/// The pointer of assumed grants in a need.
const GRANTS: &str = "/account/assume/grants/";
/// Narrower tables leave out the cost of unused credits.
const FULL_WIDTH: usize = 90;
/// Longer lists of purchases show equal ones in one row. JSON lists them all.
const MOST_PURCHASES: usize = 12;

pub(super) struct Report<'r> {
    pub(super) catalog: &'r Catalog,
    pub(super) fit: &'r Fit,
    /// The maximum width of a line.
    pub(super) width: usize,
    need: &'r Need,
    zone: Zone,
    /// Top-ups that the catalog leaves open, and how to assume them.
    open_top_ups: Vec<(String, &'static str)>,
}

impl<'r> Report<'r> {
    pub(super) fn new(catalog: &'r Catalog, need: &'r Need, fit: &'r Fit) -> Self {
        let account = need.account.as_ref();
        let zone = account.and_then(|account| account.zone.clone()).unwrap_or_else(Zone::utc);
        let open_top_ups = open_top_ups(catalog);
        Report { catalog, fit, width: line_width(), need, zone, open_top_ups }
    }

    pub(super) fn text(&self) -> String {
        let sections = [
            self.verdict(),
            month(self.catalog, self.need, &self.fit.need),
            self.comparison(),
            self.reasons(),
            self.not_published(),
            self.purchases(),
            self.generations(),
            self.longer_terms(),
        ];
        let shown: Vec<String> = sections.into_iter().filter(|s| !s.is_empty()).collect();
        shown.join("\n")
    }

    /// Without the need, and without the purchases one by one.
    pub(super) fn options(&self) -> String {
        let sections = [self.verdict(), self.comparison(), self.reasons(), self.not_published()];
        let shown: Vec<String> = sections.into_iter().filter(|s| !s.is_empty()).collect();
        shown.join("\n")
    }

    fn verdict(&self) -> String {
        let mut out = wrapped(&self.fit.verdict, self.width, 2);
        if self.fit.need.approximate {
            out.push_str("About: some costs are \"about\", in the vendor's own word\n");
        }
        let unknown = self.fit.options.iter().filter(|o| o.state == FitState::Unknown).count();
        if unknown > 0 {
            let count = counted(unknown as u64, "option");
            out.push_str(&format!("Open: the allowance of {count} is not published\n"));
        }
        out.push_str(&self.assumed());
        for note in &self.fit.assumptions {
            out.push_str(&wrapped(&format!("Assumed: {note}"), self.width, 2));
        }
        out
    }

    /// The assumptions beside the catalog.
    fn assumed(&self) -> String {
        let account = self.need.account.as_ref();
        let Some(assume) = account.and_then(|account| account.assume.as_ref()) else {
            return String::new();
        };
        let Assumptions { grants, plans, top_ups, .. } = assume;
        let mut parts: Vec<String> =
            grants.iter().map(|(id, credits)| format!("{id} {}", self.credits(credits))).collect();
        for (id, prices) in plans {
            let terms = [
                (Term::Month, prices.month),
                (Term::Quarter, prices.quarter),
                (Term::Year, prices.year),
            ];
            parts.extend(terms.into_iter().filter_map(|(term, price)| match price {
                TermPrice::Price(price) => {
                    Some(format!("{id} {} a {}", self.money(price), term.word()))
                }
                _ => None,
            }));
        }
        for (id, top_up) in top_ups {
            let credits = top_up.credits.map(|credits| format!(" {}", self.credits(&credits)));
            let price = top_up.price.map(|price| format!(" for {}", self.money(price)));
            let (credits, price) = (credits.unwrap_or_default(), price.unwrap_or_default());
            parts.push(format!("{id}{credits}{price}"));
        }
        if parts.is_empty() {
            return String::new();
        }
        wrapped(&format!("Assumed: {}", parts.join("; ")), self.width, 2)
    }

    fn comparison(&self) -> String {
        let options = self.fit.options.iter().enumerate();
        let rows: Vec<[String; 11]> = options.map(|(i, option)| self.row(i + 1, option)).collect();
        let columns = [
            ("", Left),
            ("option", Left),
            ("a month", Right),
            ("in all", Right),
            ("with margin", Right),
            ("needs", Right),
            ("covers", Right),
            ("room", Right),
            ("top-ups", Left),
            ("unused", Right),
            ("worth", Right),
        ];
        let currency = self.fit.currency.as_deref();
        let currency = currency.map(|currency| format!(", in {currency}")).unwrap_or_default();
        let start = self.moment(self.fit.start);
        let title =
            format!("{} from {start}{currency}{}\n\n", self.time(), season(&self.need.season));
        let table = table_within(self.width, columns, &rows);
        format!("{title}{table}{}", self.legend())
    }

    /// The meaning of the table's columns and marks.
    fn legend(&self) -> String {
        let options = &self.fit.options;
        let mut parts = vec!["room: how far the need can grow before a run is refused"];
        let differs = |o: &FitOption| o.with_margin.as_ref().is_some_and(|m| m.cost != o.cost);
        if options.iter().any(differs) {
            parts.insert(0, "with margin: the cost in all if the margin is used too");
        }
        if options.iter().any(|option| option.buffer_low) {
            parts.push("covers: the need plus this margin, or this share of it");
        }
        if options.iter().any(|option| self.is_shown_as_wasted(option)) && self.width >= FULL_WIDTH
        {
            parts.push("worth: the money paid for unused credits");
        }
        if options.iter().any(|option| option.frontier) {
            parts.push("*: no other option that covers it costs less and has more room");
        }
        if options.iter().any(|option| option.plan.is_some() && option.cost.is_none()) {
            parts.push("?: not published");
        }
        wrapped(&parts.join("; "), self.width, 0)
    }

    fn row(&self, rank: usize, option: &FitOption) -> [String; 11] {
        let is_known = option.state != FitState::Unknown;
        let money = |money: Option<Money>| match money {
            Some(_) => self.coins(money),
            None => "?".to_owned(),
        };
        let has_own_need = is_known && option.need.is_some_and(|need| self.is_other_need(need));
        let unused = self.is_shown_as_wasted(option);
        let margin = option.with_margin.as_ref().and_then(|margin| margin.cost);
        let margin = margin.filter(|margin| Some(*margin) != option.cost);
        let worth = option.wasted_money.filter(|_| unused && self.width >= FULL_WIDTH);
        [
            format!("{rank}{}", if option.frontier { " *" } else { "" }),
            self.short(&option.name, option.term),
            money(option.per_month),
            money(option.cost),
            self.coins(margin),
            option.need.filter(|_| has_own_need).map(grouped).unwrap_or_default(),
            self.covers(option),
            room(option),
            bought(&option.top_ups),
            if unused { grouped(option.wasted) } else { String::new() },
            self.coins(worth),
        ]
    }

    fn is_shown_as_wasted(&self, option: &FitOption) -> bool {
        option.state != FitState::Unknown && option.wasted > drawdown::Credits::ZERO
    }

    /// Whether a plan has its own prices.
    fn is_other_need(&self, need: drawdown::Credits) -> bool {
        need != self.fit.need.need.high && need != self.fit.need.need.low
    }

    /// How much is covered: the larger margin, the smaller one, the need, or a part of it.
    fn covers(&self, option: &FitOption) -> String {
        let buffer = &self.fit.need.buffer;
        let unit = if buffer.unit == BufferUnit::Percent { " %" } else { "" };
        match option.state {
            FitState::Covers if option.buffer_high => format!("+{}{unit}", buffer.high),
            FitState::Covers => format!("+{}{unit}", buffer.low),
            FitState::NeedOnly => "need".to_owned(),
            FitState::Short => format!("{} %", option.covered),
            FitState::Blocked => "blocked".to_owned(),
            FitState::Unknown => "?".to_owned(),
        }
    }

    fn reasons(&self) -> String {
        let options = self.fit.options.iter().enumerate();
        let lines = options.map(|(i, option)| {
            let label = self.short(&option.name, option.term);
            wrapped(&format!("{}. {label}: {}", i + 1, option.reason), self.width, 3)
        });
        lines.collect()
    }

    /// The flags that assume what is not published.
    fn not_published(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        let is_open =
            |option: &&FitOption| option.cost.is_none() && option.state != FitState::Blocked;
        for option in self.fit.options.iter().filter(is_open) {
            let grants = option.assume.iter().filter_map(|pointer| pointer.strip_prefix(GRANTS));
            let flags = grants.map(|id| format!("--assume-grant {id}=CREDITS"));
            let term = option.term.unwrap_or(Term::Month);
            let price = option.plan.as_deref().filter(|plan| self.is_open_price(plan, term));
            let price = price.map(|plan| format!("--assume-plan {plan}={}", price_of(term)));
            let flags: Vec<String> = flags.chain(price).collect();
            if !flags.is_empty() {
                lines.push(format!("{}: {}", option.name, flags.join(" ")));
            }
        }
        lines.extend(self.own_price());
        let lacks = |state| matches!(state, FitState::Short | FitState::NeedOnly);
        if self.fit.options.iter().any(|option| lacks(option.state)) {
            let open = self.open_top_ups.iter().filter(|(id, _)| !self.is_assumed(id));
            lines.extend(open.map(|(id, form)| format!("Top-ups: --assume-top-up {id}={form}")));
        }
        if lines.is_empty() {
            return String::new();
        }
        let lines = lines.iter().map(|line| wrapped(&format!("  {line}"), self.width, 4));
        format!("Not published; to assume it:\n{}", lines.collect::<String>())
    }

    /// How to assume the price of the account's plan, which each option begins with.
    fn own_price(&self) -> Option<String> {
        let account = self.need.account.as_ref()?;
        let (plan, term) = (account.plan.as_deref()?, account.term.unwrap_or(Term::Month));
        let is_named =
            |option: &FitOption| option.plan.as_deref() == Some(plan) && option.term == Some(term);
        if self.fit.options.iter().any(is_named) || !self.is_open_price(plan, term) {
            return None;
        }
        Some(format!("The plan of the account: --assume-plan {plan}={}", price_of(term)))
    }

    /// Whether neither the catalog nor the account has the price of a plan.
    fn is_open_price(&self, plan: &str, term: Term) -> bool {
        let assume = self.need.account.as_ref().and_then(|account| account.assume.as_ref());
        let assumed = assume.and_then(|assume| assume.plans.iter().find(|(id, _)| id == plan));
        let is_assumed =
            assumed.is_some_and(|(_, price)| matches!(price.of(term), TermPrice::Price(_)));
        let is_open = |open: &drawdown::Unpublished| {
            open.plan.as_deref() == Some(plan) && open.what == UnpublishedNumber::Price(term)
        };
        !is_assumed && self.catalog.unpublished().iter().any(is_open)
    }

    /// Whether a top-up is assumed, or must not be bought.
    fn is_assumed(&self, top_up: &str) -> bool {
        let assume = self.need.account.as_ref().and_then(|account| account.assume.as_ref());
        let closed =
            self.need.top_ups.as_ref().is_some_and(|ids| !ids.iter().any(|id| id == top_up));
        closed || assume.is_some_and(|assume| assume.top_ups.iter().any(|(id, _)| id == top_up))
    }

    fn purchases(&self) -> String {
        let has_bought = |best: &&FitOption| !best.top_ups.is_empty() || margin_of(best).is_some();
        let Some(best) = self.fit.options.first().filter(has_bought) else {
            return String::new();
        };
        let as_said = match best.top_ups.as_slice() {
            [] => String::new(),
            list => format!("{}{}", self.list(list), self.sure(best.proven, best.gap)),
        };
        let margin = margin_of(best).map(|margin| {
            let list = self.list(&margin.top_ups);
            format!("With the margin:\n{list}{}", self.sure(margin.proven, margin.gap))
        });
        let margin = margin.unwrap_or_default();
        let gap = if as_said.is_empty() || margin.is_empty() { "" } else { "\n" };
        format!("{as_said}{}{gap}{margin}", self.left(best))
    }

    /// Purchases, with equal ones in one row.
    fn list(&self, bought: &[TopUpPurchase]) -> String {
        let groups = match bought.len() {
            ..=MOST_PURCHASES => bought.iter().map(|one| (one, 1)).collect(),
            _ => alike(bought),
        };
        let rows: Vec<[String; 4]> = groups.iter().map(|group| self.purchase(*group)).collect();
        let currency = self.currency();
        let columns = [("buy", Left), ("when", Left), (&*self.units(), Right), (currency, Right)];
        table_within(self.width, columns, &rows)
    }

    fn sure(&self, proven: bool, gap: Option<Money>) -> String {
        match (proven, gap) {
            (true, _) => "No cheaper set of purchases suffices\n".to_owned(),
            (false, Some(gap)) => {
                format!(
                    "A cheaper set of purchases may exist; it would save {} at most\n",
                    self.money(gap)
                )
            }
            (false, None) => "A cheaper set of purchases may exist\n".to_owned(),
        }
    }

    /// Remaining credits of top-ups.
    fn left(&self, best: &FitOption) -> String {
        if best.left == drawdown::Credits::ZERO {
            return String::new();
        }
        let worth = best.left_money.map(|money| format!(", which cost {}", self.money(money)));
        let left = self.credits(&best.left);
        format!("Left of top-ups at the end: {left}{}\n", worth.unwrap_or_default())
    }

    /// "2 × pack on 1 Nov", or "22 times, the first on 1 Nov": credits and money of all of them.
    fn purchase(&self, (bought, times): (&TopUpPurchase, u32)) -> [String; 4] {
        let first = self.moment(bought.at);
        let when = match times {
            1 => first,
            _ => format!("{} times, the first on {first}", grouped(times)),
        };
        let all = |decimal: Decimal| decimal.checked_times(times.into());
        let credits = all(bought.credits.decimal()).map_or_else(|| "?".to_owned(), grouped);
        let price = bought.price.and_then(|price| all(price.decimal()));
        [
            format!("{} × {}", grouped(bought.count), bought.name),
            when,
            credits,
            price.map_or_else(|| "?".to_owned(), |price| self.coins(Some(price.into()))),
        ]
    }

    /// How many runs of one kind the credits of the best option would pay for.
    fn generations(&self) -> String {
        let serves = |best: &&FitOption| best.state <= FitState::NeedOnly;
        let Some(best) = self.fit.options.first().filter(serves) else {
            return String::new();
        };
        let items = self.fit.need.lines.iter().zip(&best.generations);
        let is_known = |one: &Generations| one.standard.is_some() || one.actual.is_some();
        let rows: Vec<[String; 3]> = items
            .enumerate()
            .filter(|(_, (_, one))| is_known(one))
            .map(|(i, (item, Generations { standard, actual, .. }))| {
                let count = |count: &Option<i64>| count.map(grouped).unwrap_or_default();
                let name = label(self.catalog, self.need.lines.get(i), item);
                [name, count(standard), count(actual)]
            })
            .collect();
        if rows.is_empty() {
            return String::new();
        }
        let columns = [("only", Left), ("default settings", Right), ("as in the need", Right)];
        let option = self.short(&best.name, best.term);
        let title = format!("What a month of {option} pays for, including top-ups:");
        let title = wrapped(&title, self.width, 2);
        format!("{title}{}", table_within(self.width, columns, &rows))
    }

    fn longer_terms(&self) -> String {
        let lines = self.fit.longer_terms.iter();
        let lines: String = lines.map(|longer| wrapped(&longer.text, self.width, 2)).collect();
        if lines.is_empty() { lines } else { format!("Longer terms:\n{lines}") }
    }

    /// "Pro, yearly"
    pub(super) fn short(&self, name: &str, term: Option<Term>) -> String {
        match term {
            None => name.to_owned(),
            Some(term) => format!("{name}, {}", term.adverb()),
        }
    }

    /// "USD in 12 months"
    pub(super) fn in_all(&self) -> String {
        format!("{} in {}", self.currency(), self.time())
    }

    /// The money, for a heading.
    pub(super) fn currency(&self) -> &str {
        self.fit.currency.as_deref().unwrap_or("cost")
    }

    pub(super) fn moment(&self, at: Instant) -> String {
        self.zone.moment(at)
    }

    pub(super) fn runs(&self, count: u64) -> String {
        counted(count, "run")
    }

    pub(super) fn units(&self) -> String {
        self.catalog.info().units
    }

    /// "12 months"
    pub(super) fn time(&self) -> String {
        counted(self.fit.months.into(), "month")
    }

    fn credits(&self, amount: &drawdown::Credits) -> String {
        self.catalog.credits_text(*amount)
    }

    fn money(&self, money: Money) -> String {
        self.catalog.money_text(money)
    }

    /// Money without its currency, for a column; empty where there is none.
    pub(super) fn coins(&self, money: Option<Money>) -> String {
        money.map(|money| money.coins(self.fit.currency.as_deref())).unwrap_or_default()
    }
}

/// The range of a need's seasonal factors.
fn season(factors: &[Decimal]) -> String {
    match (factors.iter().min(), factors.iter().max()) {
        (Some(low), Some(high)) => format!("; by season {low} to {high} times the need"),
        _ => String::new(),
    }
}

/// `25 %`; headroom above 100 is not computed.
fn room(option: &FitOption) -> String {
    match option.headroom {
        None => String::new(),
        Some(_) if option.unlimited => "no limit".to_owned(),
        Some(100..) => "100 % +".to_owned(),
        Some(per_cent) => format!("{per_cent} %"),
    }
}

/// The purchases for the margin, if they differ.
fn margin_of(option: &FitOption) -> Option<&WithMargin> {
    let margin = option.with_margin.as_ref()?;
    let differs = margin.top_ups != option.top_ups && !margin.top_ups.is_empty();
    differs.then_some(margin)
}

/// Groups equal purchases, each with its count, in the order of the first ones.
fn alike(bought: &[TopUpPurchase]) -> Vec<(&TopUpPurchase, u32)> {
    let what = |one: &TopUpPurchase| (one.top_up.clone(), one.count, one.credits, one.price);
    let mut groups: Vec<(&TopUpPurchase, u32)> = Vec::new();
    for one in bought {
        match groups.iter_mut().find(|group| what(group.0) == what(one)) {
            Some((_, times)) => *times += 1,
            None => groups.push((one, 1)),
        }
    }
    groups
}

/// `18 × pack`: all purchases.
fn bought(list: &[TopUpPurchase]) -> String {
    let mut sums: Vec<(&str, u64)> = Vec::new();
    for bought in list {
        let count = u64::from(bought.count);
        match sums.iter_mut().find(|(id, _)| *id == &*bought.top_up) {
            Some((_, sum)) => *sum = sum.saturating_add(count),
            None => sums.push((&bought.top_up, count)),
        }
    }
    let words = sums.iter().map(|(id, sum)| format!("{} × {id}", grouped(sum)));
    words.collect::<Vec<_>>().join(", ")
}

fn price_of(term: Term) -> String {
    format!("PRICE/{}", term.word())
}

/// The top-ups whose size or price is not published, and what would be assumed of them.
fn open_top_ups(catalog: &Catalog) -> Vec<(String, &'static str)> {
    let mut open: Vec<(String, &'static str)> = Vec::new();
    for number in catalog.unpublished() {
        match number.what {
            UnpublishedNumber::TopUpCredits(id) => open.push((id.to_string(), "CREDITS")),
            UnpublishedNumber::TopUpPrice(id) => match open.last_mut() {
                Some((of, form)) if **of == *id => *form = "CREDITS@PRICE",
                _ => open.push((id.to_string(), "@PRICE")),
            },
            _ => {}
        }
    }
    open
}
