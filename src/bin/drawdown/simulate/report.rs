//! A projection, for people.

use super::ledger::word;
use super::sparkline::sparkline;
use crate::table::{Left, Right, counted, table};
use drawdown::{
    Catalog, Cause, Credits, Instant, LotView, Money, MonthRow, Projection, Scenario, Shortfall,
    Term, Way, WayKind, grouped,
};

/// Maximum number of shortfalls, events and lots; the rest is counted. JSON lists them all.
const MOST_SHORTFALLS: usize = 5;
const MOST_EVENTS: usize = 60;
const MOST_LOTS: usize = 12;

pub(super) fn report(catalog: &Catalog, scenario: &Scenario, projection: &Projection) -> String {
    let report = Report { catalog, scenario, projection };
    let sections = [
        report.header(),
        report.run_out(),
        report.balance(),
        report.months(),
        report.shortfalls(),
        report.events(),
        report.readings(),
        report.shares(),
        report.lots(),
        report.totals(),
    ];
    joined(sections)
}

/// What happened to an account whose usage comes from a log.
pub(crate) fn account_report(
    catalog: &Catalog,
    scenario: &Scenario,
    projection: &Projection,
) -> String {
    let report = Report { catalog, scenario, projection };
    joined([report.header(), report.balance(), report.months(), report.events(), report.lots()])
}

fn joined(sections: impl IntoIterator<Item = String>) -> String {
    let shown = sections.into_iter().filter(|section| !section.is_empty());
    shown.collect::<Vec<_>>().join("\n")
}

/// The name of a plan for people.
pub(crate) fn plan_name(catalog: &Catalog, id: &str) -> String {
    let plans = catalog.info().plans;
    plans.into_iter().find(|plan| plan.id == id).map_or_else(|| id.to_owned(), |plan| plan.name)
}

struct Report<'r> {
    catalog: &'r Catalog,
    scenario: &'r Scenario,
    projection: &'r Projection,
}

impl Report<'_> {
    /// The plan, the time, and the certainty of the numbers.
    fn header(&self) -> String {
        let Projection { start, until, catalog, version, .. } = self.projection;
        let info = self.catalog.info();
        let (from, to) = (self.projection.date(*start), self.projection.date(*until));
        let clock = self.projection.zone().name();
        let mut out = format!("{}: {}, {from} – {to} ({clock})\n", info.name, self.plan());
        out.push_str(&format!("{catalog} {version}\n"));
        out.extend(self.scenario.about.iter().map(|about| format!("{about}\n")));
        out.extend(self.projection.assumptions.iter().map(|note| format!("Assumed: {note}\n")));
        if self.projection.approximate {
            out.push_str("About: some costs are \"about\", in the vendor's own word\n");
        }
        if self.projection.ranged {
            out.push_str("Ranges: some settings are open; costs are the high end, or the end that `ranges` selects\n");
        }
        out
    }

    fn plan(&self) -> String {
        let account = self.scenario.account.as_ref();
        let Some(id) = account.and_then(|account| account.plan.as_ref()) else {
            return "no plan".to_owned();
        };
        let term = account.and_then(|account| account.term).unwrap_or(Term::Month);
        format!("{}, by the {}", plan_name(self.catalog, id), term.word())
    }

    fn run_out(&self) -> String {
        let refused = self.projection.totals.refused;
        let Some(at) = self.projection.run_out else {
            return "Nothing is refused: the credits last to the end\n".to_owned();
        };
        let (date, time) = (self.projection.date(at), self.projection.time(at));
        let first = self.projection.shortfalls.first().map(|shortfall| shortfall.cause);
        let what = match first {
            Some(Cause::Limit) => "A limit of use is reached",
            _ => "Credits run out",
        };
        format!("{what} on {date} at {time}; {} refused\n", counted(refused, "run"))
    }

    /// The balance as a sparkline.
    fn balance(&self) -> String {
        let line = sparkline(&self.projection.balances());
        if line.top == Credits::ZERO {
            return String::new();
        }
        let each = match line.days {
            1 => "one mark per day".to_owned(),
            days => format!("one mark per {days} days, for their lowest balance"),
        };
        format!("Balance, 0 to {}: {each}\n{}\n", self.amount(line.top), line.marks)
    }

    fn months(&self) -> String {
        let rows = self.projection.months();
        let mut shown: Vec<[String; 10]> = rows.iter().map(|row| self.month(row)).collect();
        if rows.len() > 1 {
            shown.push(self.all_months(&rows));
        }
        let columns = [
            ("month", Left),
            ("opened", Right),
            ("issued", Right),
            ("spent", Right),
            ("refunded", Right),
            ("held", Right),
            ("lost", Right),
            ("revoked", Right),
            ("closing", Right),
            (&*self.billed_in(), Right),
        ];
        let unpriced = if self.projection.totals.unpriced > 0 {
            "?: an invoice whose price is not published\n"
        } else {
            ""
        };
        format!("{}{unpriced}", table(columns, &shown))
    }

    fn billed_in(&self) -> String {
        let currency = self.projection.currency.as_deref();
        currency.map_or_else(|| "billed".to_owned(), |currency| format!("billed, {currency}"))
    }

    fn month(&self, row: &MonthRow) -> [String; 10] {
        // A whole month needs no day of the month.
        let date = self.projection.date(row.start);
        let month = date.split_once(' ').map_or(date.as_str(), |(_, month)| month);
        [
            month.to_owned(),
            grouped(row.opened),
            grouped(row.issued),
            grouped(row.spent),
            seldom(row.refunded),
            seldom(row.held),
            seldom(row.lost),
            seldom(row.revoked),
            grouped(row.closing),
            self.billed(row.billed, row.unpriced),
        ]
    }

    fn billed(&self, money: Money, unpriced: u32) -> String {
        let coins = money.coins(self.projection.currency.as_deref());
        match (money, unpriced) {
            (Money::ZERO, 0) => String::new(),
            (Money::ZERO, _) => "?".to_owned(),
            (_, 0) => coins,
            _ => format!("{coins} + ?"),
        }
    }

    fn all_months(&self, rows: &[MonthRow]) -> [String; 10] {
        let totals = &self.projection.totals;
        let held =
            rows.iter().fold(Credits::ZERO, |sum, row| sum.checked_add(row.held).unwrap_or(sum));
        let revoked = self
            .projection
            .classes
            .iter()
            .fold(Credits::ZERO, |sum, class| sum.checked_add(class.revoked).unwrap_or(sum));
        [
            "all".to_owned(),
            grouped(totals.opened),
            grouped(totals.issued),
            grouped(totals.spent),
            seldom(totals.refunded),
            seldom(held),
            seldom(totals.wasted),
            seldom(revoked),
            grouped(totals.closing),
            self.billed(totals.billed, totals.unpriced),
        ]
    }

    fn shortfalls(&self) -> String {
        let all = &self.projection.shortfalls;
        let shown = all.iter().take(MOST_SHORTFALLS).map(|shortfall| self.shortfall(shortfall));
        let mut out = shown.collect::<Vec<_>>().join("\n");
        out.push_str(&more(all.len(), MOST_SHORTFALLS, "shortfall"));
        out
    }

    fn shortfall(&self, shortfall: &Shortfall) -> String {
        let from = self.moment(shortfall.from);
        let until =
            shortfall.until.map_or_else(|| "the end".to_owned(), |until| self.moment(until));
        let (fate, rest) = (shortfall.fate(), shortfall.later_words());
        let mut out = format!(
            "Short from {from} to {until}: {} of {} {fate}{rest}, {} missing ({})\n",
            counted(shortfall.runs, "run"),
            wanted(shortfall),
            self.amount(shortfall.missing),
            word(&shortfall.cause).replace('_', " "),
        );
        let (open, known): (Vec<&Way>, Vec<&Way>) =
            shortfall.ways.iter().partition(|way| is_open(way));
        if !known.is_empty() {
            let rows: Vec<[String; 5]> = known.iter().map(|way| self.way(way)).collect();
            let columns = [
                ("way out", Left),
                ("when", Left),
                (&*self.projection.unit, Right),
                ("price", Right),
                ("covers it", Left),
            ];
            out.push_str(&table(columns, &rows));
        }
        if !open.is_empty() {
            let names: Vec<&str> = open.iter().map(|way| way.name.as_str()).collect();
            out.push_str(&format!("Of unpublished size: {}\n", names.join("; ")));
        }
        out
    }

    fn way(&self, way: &Way) -> [String; 5] {
        let name = match way.kind {
            WayKind::Wait => format!("wait for {}", way.name),
            WayKind::TopUp => format!("buy {} × {}", way.count.unwrap_or(1), way.name),
            WayKind::Upgrade => format!("upgrade to {}", way.name),
            WayKind::FreeRun => way.name.clone(),
        };
        let term = way.term.map(|term| format!(", by the {}", term.word())).unwrap_or_default();
        let is_sold = matches!(way.kind, WayKind::TopUp | WayKind::Upgrade);
        let price = match way.price {
            Some(price) => self.money(price),
            None if is_sold => "not published".to_owned(),
            None => String::new(),
        };
        let covers = if way.covers { "yes" } else { "no" };
        [
            format!("{name}{term}"),
            self.moment(way.at),
            way.credits.map(grouped).unwrap_or_default(),
            price,
            covers.to_owned(),
        ]
    }

    fn events(&self) -> String {
        let events = self.projection.events();
        let mut out: String =
            events.iter().take(MOST_EVENTS).map(|event| format!("{}\n", event.text)).collect();
        out.push_str(&more(events.len(), MOST_EVENTS, "event"));
        if out.is_empty() { out } else { format!("What happens:\n{out}") }
    }

    /// What each class has at the instants that the scenario reads.
    fn readings(&self) -> String {
        let readings = self.projection.readings.iter();
        let rows = readings.flat_map(|reading| {
            let moment = self.moment(reading.at);
            let owed = reading.owed;
            reading.classes.iter().enumerate().map(move |(place, class)| {
                let once = |text: String| if place == 0 { text } else { String::new() };
                [
                    once(moment.clone()),
                    class.class.to_string(),
                    grouped(class.left),
                    grouped(class.spendable),
                    grouped(class.frozen),
                    grouped(class.held),
                    once(grouped(owed)),
                ]
            })
        });
        let rows: Vec<[String; 7]> = rows.collect();
        if rows.is_empty() {
            return String::new();
        }
        let columns = [
            ("read at", Left),
            ("class", Left),
            ("left", Right),
            ("spendable", Right),
            ("frozen", Right),
            ("held", Right),
            ("owed", Right),
        ];
        table(columns, &rows)
    }

    /// Totals by member, operation and project, if there are several.
    fn shares(&self) -> String {
        let Projection { members, operations, projects, .. } = self.projection;
        let by_operation =
            operations.iter().map(|o| share(&o.operation, o.made, o.refused, o.spent));
        let by_member = members.iter().map(|m| share(&m.member, m.made, m.refused, m.spent));
        let by_project = projects.iter().map(|p| share(&p.project, p.made, p.refused, p.spent));
        let tables = [
            ("operation", by_operation.collect::<Vec<_>>(), operations.len() > 1),
            ("member", by_member.collect(), !members.is_empty()),
            ("project", by_project.collect(), !projects.is_empty()),
        ];
        let unit = &*self.projection.unit;
        let tables =
            tables.into_iter().filter(|(.., is_shown)| *is_shown).map(|(heading, rows, _)| {
                table([(heading, Left), ("made", Right), ("refused", Right), (unit, Right)], &rows)
            });
        tables.collect::<Vec<_>>().join("\n")
    }

    fn lots(&self) -> String {
        let lots = &self.projection.lots;
        if lots.is_empty() {
            return String::new();
        }
        let rows: Vec<[String; 4]> = lots.iter().take(MOST_LOTS).map(|lot| self.lot(lot)).collect();
        let columns =
            [("left at the end", Left), ("class", Left), ("credits", Right), ("ends", Left)];
        format!("{}{}", table(columns, &rows), more(lots.len(), MOST_LOTS, "lot"))
    }

    fn lot(&self, lot: &LotView) -> [String; 4] {
        let ends = match lot.expires {
            _ if lot.frozen => "frozen".to_owned(),
            _ if lot.effective >= self.projection.until => self.later(lot),
            Some(at) => self.moment(at),
            None => "never".to_owned(),
        };
        [lot.id.clone(), lot.class.to_string(), grouped(lot.remaining), ends]
    }

    /// The expiry of a lot; before it begins, also its beginning.
    fn later(&self, lot: &LotView) -> String {
        let begins = format!("begins {}", self.moment(lot.effective));
        match lot.expires {
            Some(at) => format!("{} ({begins})", self.moment(at)),
            None => format!("never ({begins})"),
        }
    }

    fn totals(&self) -> String {
        let totals = &self.projection.totals;
        let wasted = match totals.wasted_money {
            _ if totals.wasted == Credits::ZERO => String::new(),
            Some(Money::ZERO) => ", which cost nothing".to_owned(),
            Some(money) => format!(", which cost {}", self.money(money)),
            None => ", at a cost that is not published".to_owned(),
        };
        let mut out = format!("Unused: {}{wasted}\n", self.amount(totals.wasted));
        if totals.withheld > Credits::ZERO {
            let withheld = self.amount(totals.withheld);
            out.push_str(&format!("Left at the end, but withheld: {withheld}\n"));
        }
        if totals.debt > Credits::ZERO {
            out.push_str(&format!("Debt: {}\n", self.amount(totals.debt)));
        }
        let counts =
            [(totals.free, "free"), (totals.refused, "refused"), (totals.failed, "failed")];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: String = counts.map(|(n, what)| format!(", {} {what}", grouped(n))).collect();
        out.push_str(&format!(
            "Runs: {} wanted, {} made{counts}\n",
            grouped(totals.wanted),
            grouped(totals.made)
        ));
        let unpriced = match totals.unpriced {
            0 => String::new(),
            count => format!(
                ", without {} whose price is not published",
                counted(count.into(), "invoice")
            ),
        };
        out.push_str(&format!("Billed: {}{unpriced}\n", self.money(totals.billed)));
        out
    }

    /// A date, with the time of day if it is not midnight.
    fn moment(&self, at: Instant) -> String {
        self.projection.zone().moment(at)
    }

    fn amount(&self, credits: Credits) -> String {
        self.catalog.credits_text(credits)
    }

    fn money(&self, money: Money) -> String {
        self.catalog.money_text(money)
    }
}

/// `nano-banana (finals)`: the operation, and the demand's id if there is one.
fn wanted(shortfall: &Shortfall) -> String {
    match &shortfall.demand {
        Some(id) => format!("{} ({id})", shortfall.operation),
        None => shortfall.operation.to_string(),
    }
}

/// A way out that may help, but whose size is not published.
fn is_open(way: &Way) -> bool {
    way.credits.is_none() && matches!(way.kind, WayKind::TopUp | WayKind::Upgrade)
}

/// An amount in a column that is omitted if it is always 0.
fn seldom(credits: Credits) -> String {
    if credits == Credits::ZERO { String::new() } else { grouped(credits) }
}

fn share(name: &str, made: u64, refused: u64, spent: Credits) -> [String; 4] {
    let refused = if refused == 0 { String::new() } else { grouped(refused) };
    [name.to_owned(), grouped(made), refused, grouped(spent)]
}

/// The number of unlisted rows.
fn more(count: usize, most: usize, what: &str) -> String {
    match count.saturating_sub(most) {
        0 => String::new(),
        rest => {
            let rest = u64::try_from(rest).unwrap_or(u64::MAX);
            format!("and {} more; --json lists all\n", counted(rest, what))
        }
    }
}
