/// How much of a simulation is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// Series, totals, shortfalls, alerts, plan changes and invoices.
    Columns,
    /// Every ledger entry too.
    Ledger,
}
