//! Invoices as a page to print: one sheet each.

use super::invoice::{flow, money, period, total};
use drawdown::{UsageInvoice, Zone, grouped};

const STYLE: &str = "\
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; }
article { break-after: page; padding-block: 1rem 2rem; }
article + article { border-top: 1px solid; }
h1 { font-size: 1.5rem; margin: 0; }
table { border-collapse: collapse; margin-block: 1rem; width: 100%; }
caption { font-weight: 600; text-align: start; }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  padding: 0.25rem 0.5rem; text-align: start; }
th:not(:first-child), td:not(:first-child) { text-align: end; font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { overflow-wrap: anywhere; }
@media (max-width: 24rem) { th, td { padding-inline: 0.125rem; } }
tfoot th { border-bottom: none; }
footer { font-size: 0.875rem; overflow-wrap: anywhere; }
@media print { article + article { border: none; } @page { size: A4; margin: 2cm; } }
";

pub(super) fn page(name: &str, invoices: &[UsageInvoice], zone: &Zone) -> String {
    let articles: Vec<String> =
        invoices.iter().map(|invoice| article(name, invoice, zone)).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Invoices: {}</title>\n\
         <style>\n{STYLE}</style>\n<main>\n{}</main>\n</html>\n",
        escaped(name),
        articles.concat()
    )
}

fn article(name: &str, invoice: &UsageInvoice, zone: &Zone) -> String {
    let plan = invoice.plan.as_deref().unwrap_or("no plan");
    let charges: Vec<Vec<String>> = invoice
        .charges
        .iter()
        .map(|charge| vec![charge.text.clone(), money(charge.money, invoice)])
        .collect();
    let total_row = vec!["Total".to_owned(), total(invoice)];
    let usage: Vec<Vec<String>> = invoice
        .usage
        .iter()
        .map(|used| {
            let counts = [used.runs, used.failed].map(grouped);
            let [runs, failed] = counts;
            vec![used.operation.clone(), runs, failed, grouped(used.credits)]
        })
        .collect();
    let flow: Vec<Vec<String>> =
        flow(invoice).into_iter().map(|(what, amount)| vec![what.to_owned(), amount]).collect();
    let catalog = &invoice.catalog;
    format!(
        "<article>\n<h1>Invoice {}</h1>\n<p>{}, {}<br>{}</p>\n{}{}{}<footer>By the catalog {} {}, \
         digest {}</footer>\n</article>\n",
        invoice.number,
        escaped(name),
        escaped(plan),
        escaped(&period(invoice, zone)),
        table("Charges", &["Charge", "Amount"], &charges, Some(&total_row)),
        table("Usage", &["Operation", "Runs", "Failed", "Credits"], &usage, None),
        table("Credits", &["", "Credits"], &flow, None),
        escaped(&catalog.id),
        escaped(&catalog.version),
        escaped(&catalog.digest),
    )
}

fn table(
    caption: &str,
    headings: &[&str],
    rows: &[Vec<String>],
    total: Option<&Vec<String>>,
) -> String {
    let heading = |text: &&str| format!("<th scope=\"col\">{}</th>", escaped(text));
    let headings: String = headings.iter().map(heading).collect();
    let rows: String = rows.iter().map(|row| self::row(row, "td")).collect();
    let total =
        total.map_or(String::new(), |row| format!("<tfoot>{}</tfoot>\n", self::row(row, "th")));
    format!(
        "<table>\n<caption>{caption}</caption>\n<thead><tr>{headings}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n{total}</table>\n"
    )
}

fn row(cells: &[String], tag: &str) -> String {
    let cells: String =
        cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect();
    format!("<tr>{cells}</tr>\n")
}

/// Text in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_log_becomes_markup() {
        assert_eq!(escaped("<b a=\"1\">&"), "&lt;b a=&quot;1&quot;&gt;&amp;");
    }
}
