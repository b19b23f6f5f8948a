//! `drawdown usage invoice`

use super::invoice_page;
use super::replay::AccountArgs;
use crate::answer::Answer;
use crate::failure::Failure;
use crate::table::{Left, Right, brief, table};
use drawdown::{Money, UsageInvoice, Zone, grouped};

/// The billing history: an invoice for each cycle, with what was used
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    account: AccountArgs,

    /// Only the invoice of the cycle that contains this instant
    #[arg(long, value_name = "INSTANT")]
    at: Option<drawdown::Instant>,

    /// Print everything as JSON: exact, every amount a decimal string
    #[arg(long)]
    json: bool,

    /// Print a page to print or to save as PDF
    #[arg(long, conflicts_with = "json")]
    html: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let catalog = args.account.catalog()?;
    let (_, replay) = args.account.replay(&catalog, false)?;
    let mut invoices = replay.invoices()?;
    if let Some(at) = args.at {
        invoices.retain(|invoice| at >= invoice.from && at < invoice.until);
        if invoices.is_empty() {
            let hint =
                "the history goes from the start of the account to a day after the last event";
            return Err(Failure::new(format!("--at {at}: no cycle contains it"), hint).into());
        }
    }
    if args.json {
        return Answer::json(&invoices);
    }
    let (name, zone) = (catalog.info().name, replay.projection.zone());
    if args.html {
        return Ok(Answer::new(invoice_page::page(&name, &invoices, zone)));
    }
    let texts: Vec<String> = invoices.iter().map(|invoice| text(&name, invoice, zone)).collect();
    Ok(Answer::new(texts.join("\n\n")))
}

/// An amount with its currency; a price that is not published is no amount.
pub(super) fn money(money: Option<Money>, invoice: &UsageInvoice) -> String {
    let currency = invoice.currency.as_deref();
    money.map_or_else(|| "not published".to_owned(), |money| money.words(currency))
}

/// The total, and that it lacks what has no published price.
pub(super) fn total(invoice: &UsageInvoice) -> String {
    let known = money(Some(invoice.total), invoice);
    if invoice.unpriced == 0 { known } else { format!("{known} + ?") }
}

/// `1 Nov 2026 – 1 Dec 2026`
pub(super) fn period(invoice: &UsageInvoice, zone: &Zone) -> String {
    let open = if invoice.open { ", not ended" } else { "" };
    format!("{} – {}{open}", zone.moment(invoice.from), zone.moment(invoice.until))
}

/// The flow of credits, in words and amounts.
pub(super) fn flow(invoice: &UsageInvoice) -> [(&'static str, String); 6] {
    [
        ("at the beginning", grouped(invoice.opened)),
        ("issued", grouped(invoice.issued)),
        ("spent", grouped(invoice.spent)),
        ("refunded", grouped(invoice.refunded)),
        ("expired or lost", grouped(invoice.lost)),
        ("at the end", grouped(invoice.closing)),
    ]
}

fn text(name: &str, invoice: &UsageInvoice, zone: &Zone) -> String {
    let plan = invoice.plan.as_deref().unwrap_or("no plan");
    let mut out =
        format!("Invoice {}: {name}, {plan}, {}\n\n", invoice.number, period(invoice, zone));
    let mut charges: Vec<[String; 2]> = invoice
        .charges
        .iter()
        .map(|charge| [charge.text.clone(), money(charge.money, invoice)])
        .collect();
    charges.push(["total".to_owned(), total(invoice)]);
    out.push_str(&table([("charge", Left), ("amount", Right)], &charges));
    if !invoice.usage.is_empty() {
        let rows: Vec<[String; 4]> = invoice
            .usage
            .iter()
            .map(|used| {
                let failed = if used.failed == 0 { String::new() } else { grouped(used.failed) };
                [used.operation.clone(), grouped(used.runs), failed, brief(used.credits)]
            })
            .collect();
        out.push('\n');
        let columns = [("usage", Left), ("runs", Right), ("failed", Right), ("credits", Right)];
        out.push_str(&table(columns, &rows));
    }
    let rows = flow(invoice).map(|(what, amount)| [what.to_owned(), amount]);
    out.push('\n');
    out.push_str(&table([("credits", Left), ("", Right)], &rows));
    out
}
