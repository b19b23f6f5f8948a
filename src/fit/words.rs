//! Options in words: what they cost, and why they lose.

use super::answer::{FitOption, FitState};
use crate::amount::{Credits, Decimal, Fraction, Mode, Money, grouped};
use crate::calendar::{DAY, Instant};
use crate::catalog::Catalog;
use crate::catalog::id::TopUpId;
use crate::simulate::Cycle;
use crate::wallet::Wallet;

/// The texts of a catalog for a need of some months.
pub(super) struct FitText<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) months: u32,
}

impl FitText<'_> {
    /// How well an option covers the need, ignoring what others cost.
    pub(super) fn of(&self, option: &FitOption, cycles: &[Cycle], wallet: &Wallet) -> String {
        match option.state {
            FitState::Covers => String::new(),
            FitState::NeedOnly => "covers the need, but not the margin on top".to_owned(),
            FitState::Short => {
                let missing = self.credits(self.by_month(option.missing));
                let refused = cycles.iter().filter(|cycle| cycle.refused.is_some());
                match refused.clone().next().is_some() && refused.clone().all(|of| of.is_limited) {
                    true => format!(
                        "{}; {missing} a month are refused, and no top-up lifts a limit",
                        refused_first("reaches a limit of use", cycles, wallet),
                    ),
                    false => format!(
                        "{}; {missing} short a month{}",
                        refused_first("runs out", cycles, wallet),
                        self.no_top_up(option, wallet),
                    ),
                }
            }
            FitState::Blocked => {
                let reasons = option.blocked.iter();
                let reasons: Vec<String> =
                    reasons.map(|b| format!("`{}`: {}", b.operation, b.reason)).collect();
                format!("does not allow {}", reasons.join("; "))
            }
            FitState::Unknown => option.reason.clone(),
        }
    }

    /// The recommendation.
    pub(super) fn verdict(&self, options: &[FitOption]) -> String {
        let Some(best) = options.first() else {
            return "There are no options to compare".to_owned();
        };
        let label = self.label(best);
        match (best.state, self.priced(best)) {
            (FitState::Covers, Some(price)) => format!("{label}{price}{}", self.unpriced(options)),
            (FitState::Covers, None) => {
                let first =
                    format!("{label} is the smallest that covers it; its price is not published");
                format!("{first}{}", self.need_only(options))
            }
            (FitState::NeedOnly, price) => {
                let price = price.map(|price| format!("; {label}{price}")).unwrap_or_default();
                format!("No option covers the margin; {label} covers the need as it is{price}")
            }
            (FitState::Short, _) => {
                let unknown = options.iter().filter(|option| option.state == FitState::Unknown);
                match unknown.count() {
                    0 => {
                        let found = options.iter().all(|option| option.proven);
                        let covers = if found { "covers it" } else { "was found to cover it" };
                        format!(
                            "No option {covers}; {label} comes nearest, with {} %",
                            best.covered
                        )
                    }
                    unknown => {
                        let others = if unknown == 1 { "option gives" } else { "options give" };
                        format!(
                            "No known option covers it: what {unknown} {others} is not \
                             published; of the others {label} comes nearest, with {} %",
                            best.covered
                        )
                    }
                }
            }
            (FitState::Blocked, _) => "No option allows the whole need".to_owned(),
            (FitState::Unknown, _) => "The options' allowances are not published".to_owned(),
        }
    }

    /// " with 2 top-ups: 8.00 USD for 1 month, 8.00 USD a month on average, 10.00 USD with the
    /// margin"; `None` if the cost is not published.
    fn priced(&self, option: &FitOption) -> Option<String> {
        let (cost, month) = option.cost.zip(option.per_month)?;
        let (cost, month) = (self.money(cost), self.money(month));
        Some(format!(
            "{}: {cost} for {}, {month} a month on average{}",
            self.with_top_ups(option),
            self.time(),
            self.with_the_margin(option)
        ))
    }

    /// "; Pro covers it too, but its price is not published".
    fn unpriced(&self, options: &[FitOption]) -> String {
        let is_unpriced = |o: &&FitOption| o.state == FitState::Covers && o.cost.is_none();
        let names: Vec<&str> =
            options.iter().filter(is_unpriced).map(|option| option.name.as_str()).collect();
        match names.as_slice() {
            [] => String::new(),
            [one] => format!("; {one} covers it too, but its price is not published"),
            [others @ .., last] => format!(
                "; {} and {last} cover it too, but their prices are not published",
                others.join(", ")
            ),
        }
    }

    /// "; without a margin Basic, paid monthly covers the need: 8.00 USD ...".
    fn need_only(&self, options: &[FitOption]) -> String {
        let mut others = options.iter().filter(|option| option.state == FitState::NeedOnly);
        let told = others.find_map(|option| Some((self.label(option), self.priced(option)?)));
        told.map(|(label, price)| format!("; without a margin {label} covers the need{price}"))
            .unwrap_or_default()
    }

    /// " with 3 top-ups".
    fn with_top_ups(&self, option: &FitOption) -> String {
        let count = option.top_ups.iter().map(|bought| u64::from(bought.count)).sum::<u64>();
        match count {
            0 => String::new(),
            1 => " with 1 top-up".to_owned(),
            _ => format!(" with {} top-ups", grouped(count)),
        }
    }

    /// Why purchases do not help.
    fn no_top_up(&self, option: &FitOption, wallet: &Wallet) -> &'static str {
        let places = (0..wallet.supply().top_ups.len()).map(TopUpId::at);
        let least = |place: TopUpId| wallet.least_count(place).unwrap_or(1);
        let mut sold =
            places.filter(|place| wallet.may_not_buy(*place, least(*place)).is_none()).peekable();
        if sold.peek().is_none() {
            return ", and no top-up is sold for it";
        }
        let mut bundles = sold.map(|place| wallet.bundle(place, 1));
        match bundles.all(|bundle| bundle.is_none_or(|(_, price)| price.is_none())) {
            true => ", and no top-up has a published size and price",
            false if !option.proven => ", and no sufficient top-ups were found",
            false => ", and the top-ups on sale do not suffice",
        }
    }

    /// "Pro, paid yearly".
    pub(super) fn label(&self, option: &FitOption) -> String {
        match option.term {
            None => option.name.clone(),
            Some(term) => format!("{}, paid {}", option.name, term.adverb()),
        }
    }

    /// "1,000 credits".
    pub(super) fn credits(&self, amount: Credits) -> String {
        self.catalog.checked().document.credits_text(amount)
    }

    /// "1,250.00 USD".
    pub(super) fn money(&self, money: Money) -> String {
        self.catalog.checked().document.money_text(money)
    }

    /// An average month's share, rounded up to a whole credit.
    fn by_month(&self, amount: Credits) -> Credits {
        let month = Fraction::from_decimal(amount.decimal())
            .div(&Fraction::from_decimal(Decimal::from(self.months)));
        let whole = month.ok().and_then(|month| month.rounded(Mode::Ceil, Fraction::ONE));
        whole.map_or(amount, Credits::from)
    }
}

/// "runs out on day 19 of each cycle".
fn refused_first(what: &str, cycles: &[Cycle], wallet: &Wallet) -> String {
    let date = |at: Instant| wallet.zone().date(at);
    let refused: Vec<(i64, Instant)> = cycles
        .iter()
        .filter_map(|cycle| {
            let at = cycle.refused?;
            Some(((at.to_unix() - cycle.start.to_unix()) / DAY + 1, at))
        })
        .collect();
    let Some((_, first)) = refused.first() else { return what.to_owned() };
    let days = refused.iter().map(|(day, _)| *day);
    let (from, to) = (days.clone().min().unwrap_or(0), days.max().unwrap_or(0));
    match (cycles.len(), refused.len()) {
        (1, _) => format!("{what} on {}", date(*first)),
        (all, some) if all > some => {
            format!("{what} in {some} of {all} cycles, first on {}", date(*first))
        }
        _ if from == to => format!("{what} on day {from} of each cycle"),
        _ => format!("{what} between day {from} and day {to} of each cycle"),
    }
}
