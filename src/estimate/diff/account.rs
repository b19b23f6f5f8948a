//! Plans, packs, allowances and rules of the account in sentences for customers.

use super::difference::ChangeKind;
use super::settings::Told;
use super::words::inside;
use crate::amount::{Credits, Decimal, Fraction, Money, grouped};
use crate::catalog::id::PlanId;
use crate::catalog::supply::Every;
use crate::catalog::{Catalog, Term, TermPrice, TermsLine, Topic, listed};
use std::cmp::Ordering;

/// The changes of everything that is no operation.
pub(super) fn account(before: &Catalog, after: &Catalog) -> Vec<Told> {
    let mut sides = Sides { before, after, told: Vec::new(), known: Vec::new() };
    sides.plans();
    sides.packs();
    sides.allowances();
    sides.terms();
    sides.told
}

struct Sides<'c> {
    before: &'c Catalog,
    after: &'c Catalog,
    told: Vec<Told>,
    /// How lines of the terms begin whose change is told already: before and after. An empty text
    /// stands for no line.
    known: Vec<(String, String)>,
}

impl Sides<'_> {
    fn tell(&mut self, kind: ChangeKind, sentence: String) {
        self.told.push((kind, sentence));
    }

    fn plans(&mut self) {
        let (old, new) = (self.before.checked(), self.after.checked());
        for (place, plan) in new.plans.iter().enumerate() {
            match old.plan(&plan.id) {
                Some(known) => self.plan(known, PlanId::at(place)),
                None => {
                    let sold = price_lines(self.after, &plan.id);
                    self.tell(ChangeKind::Added, format!("New plan: {}{sold}", plan.name));
                }
            }
        }
        for plan in old.plans.iter().filter(|plan| new.plan(&plan.id).is_none()) {
            self.tell(ChangeKind::Removed, format!("No longer offered: plan {}", plan.name));
        }
    }

    /// A plan of both versions.
    fn plan(&mut self, old: PlanId, new: PlanId) {
        let (before, after) = (self.before.checked(), self.after.checked());
        let (Some(was), Some(plan)) = (before.plan_at(old), after.plan_at(new)) else { return };
        let name = &plan.name;
        if was.name != *name {
            self.tell(ChangeKind::Other, format!("Plan {} is now called {name}", was.name));
        }
        for term in Term::ALL {
            let prices = (term_price(self.before, old, term), term_price(self.after, new, term));
            if prices.0 != prices.1 {
                let (kind, sentence) = self.term(name, term, prices);
                self.tell(kind, sentence);
            }
        }
        let one = Fraction::integer(1);
        let factors = (was.cost_factor.unwrap_or(one), plan.cost_factor.unwrap_or(one));
        let order = factors.1.compare(&factors.0).ok();
        if order.is_some_and(Ordering::is_ne) {
            let kind = worse_if(order, Ordering::Greater);
            let (was, is) = (factor(was.cost_factor), factor(plan.cost_factor));
            self.tell(kind, format!("{name}: runs cost {was} → {is} times their price"));
        }
    }

    /// The price of one term.
    fn term(&self, name: &str, term: Term, prices: (TermPrice, TermPrice)) -> Told {
        let word = term.word();
        let subject = format!("{name}, {}", term.adverb());
        let unpublished = "price not published";
        match prices {
            (TermPrice::Price(was), TermPrice::Price(is)) => {
                let order = (self.before.currency() == self.after.currency()).then(|| is.cmp(&was));
                let kind = worse_if(order, Ordering::Greater);
                let (was, is) = (self.bare(was), self.after.money_text(is));
                (kind, format!("{subject}: {was} → {is} a {word}"))
            }
            (TermPrice::NotSold, TermPrice::Price(is)) => {
                let is = self.after.money_text(is);
                (ChangeKind::Added, format!("New: {subject}, {is} a {word}"))
            }
            (TermPrice::NotSold, _) => {
                (ChangeKind::Added, format!("New: {subject}, {unpublished}"))
            }
            (_, TermPrice::NotSold) => {
                (ChangeKind::Removed, format!("No longer offered: {subject}"))
            }
            (TermPrice::Price(was), _) => {
                let was = self.before.money_text(was);
                (ChangeKind::Other, format!("{subject}: {was} a {word} → {unpublished}"))
            }
            (_, TermPrice::Price(is)) => {
                let is = self.after.money_text(is);
                (ChangeKind::Other, format!("{subject}: {unpublished} → {is} a {word}"))
            }
            _ => (ChangeKind::Other, format!("{subject}: {unpublished}")),
        }
    }

    /// An amount of money without its currency, if both versions have the same.
    fn bare(&self, money: Money) -> String {
        let text = self.before.money_text(money);
        let currency = |catalog: &Catalog| catalog.checked().document.currency.clone();
        let same = currency(self.before).filter(|code| currency(self.after).as_ref() == Some(code));
        let bare = same.and_then(|code| Some(text.strip_suffix(&code)?.trim_end().to_owned()));
        bare.unwrap_or(text)
    }

    fn packs(&mut self) {
        let (old, new) = (self.before.packs(), self.after.packs());
        for pack in &new {
            match old.iter().find(|known| known.id == pack.id) {
                None => {
                    self.tell(
                        ChangeKind::Added,
                        format!("New pack: {}, {}", pack.name, pack.words),
                    );
                    self.known.push((String::new(), format!("{}:", pack.name)));
                }
                Some(known) if known.size != pack.size => {
                    let sentence = self.pack(known, pack);
                    self.tell(known.kind(pack), sentence);
                    let begins = |pack: &Pack| format!("{}: {}", pack.name, pack.words);
                    self.known.push((begins(known), begins(pack)));
                }
                Some(_) => {}
            }
        }
        for pack in old.iter().filter(|pack| !new.iter().any(|known| known.id == pack.id)) {
            self.tell(ChangeKind::Removed, format!("No longer offered: pack {}", pack.name));
            self.known.push((format!("{}:", pack.name), String::new()));
        }
    }

    /// `Small pack, 100 credits: 5.00 → 6.00 USD`.
    fn pack(&self, old: &Pack, new: &Pack) -> String {
        let name = &new.name;
        match (old.size, new.size) {
            ((Some(was), Some(before)), (Some(is), Some(after))) if was == is => {
                let (before, after) = (self.bare(before), self.after.money_text(after));
                format!("{name}, {}: {before} → {after}", self.after.credits_text(is))
            }
            _ => format!("{name}: {} → {}", old.words, new.words),
        }
    }

    /// What grants of both versions issue.
    fn allowances(&mut self) {
        let (old, new) = (&self.before.checked().document, &self.after.checked().document);
        for grant in &new.grants {
            let known = old.grants.iter().find(|known| known.id == grant.id);
            // Of other intervals, amounts do not say which is more: the terms tell both.
            let known = known.filter(|known| known.every == grant.every);
            let Some(amounts) = known.and_then(|known| known.amount.zip(grant.amount)) else {
                continue;
            };
            if amounts.0 != amounts.1 {
                let kind = worse_if(Some(amounts.1.cmp(&amounts.0)), Ordering::Less);
                let (was, is) = (old.credits_text(amounts.0), new.credits_text(amounts.1));
                let who = self.after.who_gets(&grant.id, grant.name.as_deref());
                let every = every(grant.every);
                self.tell(kind, format!("{who}: {} → {is} {every}", grouped(amounts.0)));
                self.known.push((was, is));
            }
        }
    }

    /// All other sentences of the terms that differ, once for all plans that share them.
    fn terms(&mut self) {
        let (old, new) = (self.before.terms(), self.after.terms());
        let mut shared: Vec<(String, Vec<String>)> = Vec::new();
        let both = new.plans.iter().filter_map(|plan| {
            let known = old.plans.iter().find(|known| known.plan == plan.plan)?;
            Some((plan.name.clone(), known.lines.as_slice(), plan.lines.as_slice()))
        });
        let every = ("Every account".to_owned(), old.account.as_slice(), new.account.as_slice());
        for (name, old, new) in both.chain([every]) {
            for sentence in self.lines(old, new) {
                match shared.iter_mut().find(|(known, _)| *known == sentence) {
                    Some((_, names)) => names.push(name.clone()),
                    None => shared.push((sentence, vec![name.clone()])),
                }
            }
        }
        for (sentence, names) in shared {
            self.tell(ChangeKind::Other, format!("{}{sentence}", listed(&names, "and")));
        }
    }

    /// What differs between the sentences of a plan, to be read after its name.
    fn lines(&self, old: &[TermsLine], new: &[TermsLine]) -> Vec<String> {
        let mut gone: Vec<(Topic, String)> =
            old.iter().filter_map(|line| Some((line.topic, self.carried(&line.text)?))).collect();
        let mut fresh = Vec::new();
        for line in new.iter().filter(|line| !self.is_told(&line.text)) {
            match gone.iter().position(|(_, known)| *known == line.text) {
                Some(place) => drop(gone.remove(place)),
                None => fresh.push(line),
            }
        }
        gone.retain(|(topic, _)| *topic != Topic::Price);
        let mut told = Vec::new();
        for line in fresh.into_iter().filter(|line| line.topic != Topic::Price) {
            let text = inside(&line.text);
            match gone.iter().position(|(topic, _)| *topic == line.topic) {
                Some(place) => {
                    let before = inside(&gone.remove(place).1);
                    told.push(format!(": {text} (before: {before})"));
                }
                None => told.push(format!(", new: {text}")),
            }
        }
        told.extend(gone.iter().map(|(_, text)| format!(", no longer: {}", inside(text))));
        told
    }

    /// An old sentence, with the amounts in it whose change is told; `None` if it is told as gone.
    fn carried(&self, text: &str) -> Option<String> {
        for (was, is) in self.known.iter().filter(|(was, _)| !was.is_empty()) {
            if let Some(rest) = text.strip_prefix(was) {
                return (!is.is_empty()).then(|| format!("{is}{rest}"));
            }
        }
        Some(text.to_owned())
    }

    /// Whether a sentence is about something that is told as new.
    fn is_told(&self, text: &str) -> bool {
        self.known.iter().any(|(was, is)| was.is_empty() && text.starts_with(is))
    }
}

/// Dearer if it went this way, cheaper if it went the other.
fn worse_if(order: Option<Ordering>, worse: Ordering) -> ChangeKind {
    match order {
        Some(order) if order == worse => ChangeKind::Dearer,
        Some(Ordering::Less | Ordering::Greater) => ChangeKind::Cheaper,
        _ => ChangeKind::Other,
    }
}

fn term_price(catalog: &Catalog, plan: PlanId, term: Term) -> TermPrice {
    let prices = catalog.checked().supply().terms_of(plan).map(|terms| terms.prices);
    let price = prices.and_then(|prices| prices.get(term as usize).copied());
    price.unwrap_or(TermPrice::NotSold)
}

/// `, sold for 24.00 USD a month`.
fn price_lines(catalog: &Catalog, plan: &str) -> String {
    let terms = catalog.terms();
    let plan = terms.plans.iter().find(|known| known.plan.as_deref() == Some(plan));
    let lines = plan.iter().flat_map(|plan| &plan.lines);
    let prices = lines.filter(|line| line.topic == Topic::Price);
    prices.map(|line| format!(", {}", inside(&line.text))).collect()
}

/// A cost factor; 1 if a plan has none.
fn factor(factor: Option<Fraction>) -> Decimal {
    factor.and_then(|factor| factor.to_decimal()).unwrap_or(Decimal::ONE)
}

/// How often a grant issues.
fn every(every: Every) -> String {
    match every {
        Every::Once => "once".to_owned(),
        Every::Day => "a day".to_owned(),
        Every::Week => "a week".to_owned(),
        Every::Cycle => "each cycle".to_owned(),
        Every::Term => "each term".to_owned(),
        Every::Days(days) => format!("every {days} days"),
        Every::Hours(hours) | Every::RollingHours(hours) => format!("every {hours} hours"),
    }
}

/// Credits that can be bought.
struct Pack {
    id: String,
    name: String,
    size: (Option<Credits>, Option<Money>),
    words: String,
}

impl Pack {
    /// What another size or price of this pack means.
    fn kind(&self, after: &Pack) -> ChangeKind {
        let (Some(was), Some(is)) = (self.rate(), after.rate()) else { return ChangeKind::Other };
        worse_if(is.compare(&was).ok(), Ordering::Greater)
    }

    /// Money for a credit.
    fn rate(&self) -> Option<Fraction> {
        let (credits, money) = (self.size.0?, self.size.1?);
        Fraction::from_decimal(money.decimal()).div(&Fraction::from_decimal(credits.decimal())).ok()
    }
}

impl Catalog {
    fn packs(&self) -> Vec<Pack> {
        let packs = self.checked().document.top_ups.iter().map(|pack| Pack {
            id: pack.id.clone(),
            name: pack.name.clone().unwrap_or_else(|| pack.id.clone()),
            size: (pack.credits, pack.price),
            words: match (pack.credits, pack.price) {
                (Some(credits), Some(price)) => {
                    format!("{} for {}", self.credits_text(credits), self.money_text(price))
                }
                (Some(credits), None) => {
                    format!("{} at a price that is not published", self.credits_text(credits))
                }
                (None, Some(price)) => {
                    format!("{}, of a size that is not published", self.money_text(price))
                }
                (None, None) => "size and price are not published".to_owned(),
            },
        });
        packs.collect()
    }

    /// The plans that list a grant; or else its own name.
    fn who_gets(&self, grant: &str, name: Option<&str>) -> String {
        let plans = self.checked().document.plans.iter();
        let plans = plans.filter(|plan| plan.grants.iter().any(|id| id == grant));
        let names: Vec<String> =
            plans.map(|plan| plan.name.clone().unwrap_or_else(|| plan.id.clone())).collect();
        match (names.is_empty(), name) {
            (false, _) => listed(&names, "and"),
            (true, Some(name)) => name.to_owned(),
            (true, None) => grant.to_owned(),
        }
    }
}
