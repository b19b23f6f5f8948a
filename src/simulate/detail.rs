/// How much of what happens is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Series, totals, shortfalls, alerts, plan changes and invoices.
    Columns,
    /// Every entry too.
    Ledger,
}
