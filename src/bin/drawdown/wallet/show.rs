//! `drawdown wallet show`

use super::Saved;
use crate::answer::Answer;
use crate::simulate::plan_name;
use crate::table::{Left, Right, table};
use drawdown::{
    Catalog, ClassBalance, Credits, HoldView, LotView, Money, SubscriptionView, Wallet, grouped,
};
use serde::Serialize;

/// Show what a wallet has: balances, plan, lots, holds, and what is due next
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    saved: Saved,

    /// Print everything as JSON: exact, every amount a decimal string
    #[arg(long)]
    json: bool,
}

/// What a wallet says about itself.
#[derive(Serialize)]
struct Shown {
    wallet: String,
    now: drawdown::Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_due: Option<drawdown::Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone_until: Option<drawdown::Instant>,
    spendable: Credits,
    debt: Credits,
    billed: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription: Option<SubscriptionView>,
    classes: Vec<ClassBalance>,
    lots: Vec<LotView>,
    holds: Vec<HoldView>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let (catalog, wallet) = args.saved.load()?;
    let shown = Shown::of(&wallet);
    if args.json { Answer::json(&shown) } else { Ok(Answer::new(shown.report(&catalog))) }
}

impl Shown {
    fn of(wallet: &Wallet) -> Self {
        Shown {
            wallet: wallet.id().to_owned(),
            now: wallet.now(),
            next_due: wallet.next_due(),
            zone_until: wallet.zone_until(),
            spendable: wallet.balance(),
            debt: wallet.debt(),
            billed: wallet.billed(),
            subscription: wallet.subscribed(),
            classes: wallet.balances(),
            lots: wallet.lots(),
            holds: wallet.holds(),
        }
    }

    fn report(&self, catalog: &Catalog) -> String {
        let unit = catalog.info().units;
        let mut out =
            format!("{}: {} {unit} at {}\n", self.wallet, grouped(self.spendable), self.now);
        if self.debt > Credits::ZERO {
            out.push_str(&format!("Owed: {} {unit}\n", grouped(self.debt)));
        }
        out.push_str(&self.plan(catalog));
        out.extend(self.next_due.map(|due| format!("Next due: {due}\n")));
        if let Some(until) = self.zone_until.filter(|until| *until <= self.now) {
            out.push_str(&format!("The table of its wall clock ended at {until}: extend it\n"));
        }
        for part in [self.class_table(), self.lot_table(), self.hold_table()] {
            if !part.is_empty() {
                out.push('\n');
                out.push_str(&part);
            }
        }
        out
    }

    fn plan(&self, catalog: &Catalog) -> String {
        let Some(held) = &self.subscription else { return "No plan\n".to_owned() };
        let name = plan_name(catalog, &held.plan);
        let mut out =
            format!("{name}, by the {}, paid until {}\n", held.term.word(), held.paid_until);
        if let Some(planned) = &held.planned {
            let what = match &planned.plan {
                Some(plan) => format!("changes to {}", plan_name(catalog, plan)),
                None => "ends".to_owned(),
            };
            out.push_str(&format!("{name} {what} at {}\n", planned.at));
        }
        out
    }

    fn class_table(&self) -> String {
        let row = |of: &ClassBalance| {
            let amounts = [of.left, of.spendable, of.frozen, of.held].map(grouped);
            let [left, spendable, frozen, held] = amounts;
            [of.class.clone(), left, spendable, frozen, held]
        };
        let rows: Vec<[String; 5]> = self.classes.iter().map(row).collect();
        let columns = [
            ("class", Left),
            ("left", Right),
            ("spendable", Right),
            ("frozen", Right),
            ("held", Right),
        ];
        table(columns, &rows)
    }

    fn lot_table(&self) -> String {
        let row = |lot: &LotView| {
            let end = lot.expires.map_or_else(|| "never".to_owned(), |end| end.to_string());
            [lot.id.clone(), grouped(lot.remaining), grouped(lot.held), end]
        };
        let rows: Vec<[String; 4]> = self.lots.iter().map(row).collect();
        if rows.is_empty() {
            return String::new();
        }
        table([("lot", Left), ("left", Right), ("held", Right), ("expires", Left)], &rows)
    }

    fn hold_table(&self) -> String {
        let row = |hold: &HoldView| {
            let (amount, until) = (grouped(hold.amount), hold.until.to_string());
            [hold.id.clone(), amount, hold.operation.clone(), until]
        };
        let rows: Vec<[String; 4]> = self.holds.iter().map(row).collect();
        if rows.is_empty() {
            return String::new();
        }
        table([("hold", Left), ("amount", Right), ("operation", Left), ("until", Left)], &rows)
    }
}
