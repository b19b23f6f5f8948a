//! Credits of a plan, and credits that can be bought besides it.

use super::super::grant::{
    CapDocument, CapOn, Carry, Every, Expires, GrantDocument, OneOrMany, PaysForDocument, Renewal,
    RolloverDocument, TopUpDocument, WeekDay,
};
use super::super::id::{ClassId, PlanId};
use super::super::plan::{Cycle, Lapse};
use super::super::rules::validity;
use super::super::supply::{Held, Limit, Reach, Term, is_for};
use super::{Terms, TermsLine, Topic, line, listed};
use crate::amount::Credits;
use crate::calendar::TimeOfDay;

impl Terms<'_> {
    pub(super) fn cycle(&self, place: PlanId) -> TermsLine {
        let terms = self.supply.terms_of(place);
        let at = terms.and_then(|terms| terms.renews_at);
        let at = at.map(|at| format!(", renewed at {at}")).unwrap_or_default();
        let text = match self.cycle_of(place) {
            Cycle::Anniversary => format!("A cycle is a month from the billing date{at}"),
            Cycle::CalendarMonth => format!("A cycle is a calendar month{at}"),
            Cycle::Term => format!("A cycle is the whole term{at}"),
            Cycle::Days(1) => format!("A cycle is a day{at}"),
            Cycle::Days(days) => format!("A cycle is {days} days{at}"),
        };
        line(Topic::Cycle, text)
    }

    fn cycle_of(&self, place: PlanId) -> Cycle {
        self.supply.terms_of(place).map_or(Cycle::Anniversary, |terms| terms.cycle)
    }

    /// The credits of each grant, and what is carried over.
    pub(super) fn credits(&self, place: Option<PlanId>) -> Vec<TermsLine> {
        let held = self.held(place);
        let mut lines = Vec::new();
        for (i, grant) in self.supply.grants.iter().enumerate() {
            let some = when_paid(&grant.to, &held);
            let Some((document, some)) = self.document.grants.get(i).zip(some) else { continue };
            lines.push(line(Topic::Credits, self.grant(place, document, &some)));
            if let Some(rollover) = document.rollover.as_ref().filter(|_| place.is_some()) {
                lines.push(line(Topic::Rollover, self.rollover(place, document, rollover)));
            }
        }
        if lines.is_empty() {
            lines.push(line(Topic::Credits, format!("No {}", self.unit())));
        }
        lines
    }

    /// `100 credits every day at 00:00, good until the next issue`.
    fn grant(&self, place: Option<PlanId>, grant: &GrantDocument, some: &str) -> String {
        let amount = match grant.amount {
            Some(amount) => self.amount(amount),
            None => format!("An unpublished amount of {}", self.unit()),
        };
        let mut parts = vec![format!("{amount} {}{some}", self.every(place, grant))];
        parts.extend(Some(validity(grant.valid.as_ref())).filter(|words| !words.is_empty()));
        parts.extend(self.if_empty(grant));
        parts.extend(self.ends(place, grant));
        parts.extend(self.renewal(grant));
        parts.extend(self.pays_for(grant.pays_for.as_ref()));
        parts.extend(self.sharing(place, grant));
        parts.join(", ")
    }

    fn every(&self, place: Option<PlanId>, grant: &GrantDocument) -> String {
        let cycle = place.map(|place| self.cycle_of(place));
        let words = match (grant.every, cycle) {
            (Every::Once, _) => "once".to_owned(),
            (Every::Day, _) => "every day".to_owned(),
            (Every::Week, _) => format!("every {}", day_name(grant.on.unwrap_or(WeekDay::Monday))),
            (Every::Cycle, Some(Cycle::Anniversary)) => "each month on the billing date".to_owned(),
            (Every::Cycle, Some(Cycle::CalendarMonth)) => "each calendar month".to_owned(),
            (Every::Cycle, _) => "each cycle".to_owned(),
            (Every::Term, _) => "each term".to_owned(),
            (Every::Days(1), _) => "every day from activation".to_owned(),
            (Every::Days(days), _) => format!("every {days} days from activation"),
            (Every::Hours(1), _) => "every hour".to_owned(),
            (Every::Hours(hours), _) => format!("every {hours} hours"),
            (Every::RollingHours(hours), _) if grant.expires == Some(Expires::Reset) => {
                format!("for {hours} hours from their first use, then again")
            }
            (Every::RollingHours(hours), _) => format!("again {hours} hours after their first use"),
        };
        let midnight =
            matches!(grant.every, Every::Day | Every::Week).then_some(TimeOfDay::MIDNIGHT);
        match grant.at.or(midnight) {
            Some(at) => format!("{words} at {at}"),
            None => words,
        }
    }

    fn if_empty(&self, grant: &GrantDocument) -> Option<String> {
        let name = self.class_called(grant.if_empty.as_ref()?);
        Some(format!("only while no {name} are left"))
    }

    /// When credits of a grant expire; the text of a rollover covers it.
    fn ends(&self, place: Option<PlanId>, grant: &GrantDocument) -> Option<String> {
        let of_cycle = grant.every.is_of_plan();
        match (grant.expires.unwrap_or(Expires::Never), grant.rollover.is_some()) {
            (Expires::Never, _) => Some("without expiry".to_owned()),
            (Expires::CycleEnd, _) if place.is_none() => None,
            (Expires::CycleEnd, true) => None,
            (Expires::Reset, true) if of_cycle => None,
            (Expires::Reset, _) if matches!(grant.every, Every::RollingHours(_)) => None,
            (Expires::Reset, _) if of_cycle => Some("unused ones expire at renewal".to_owned()),
            (Expires::Reset, _) => Some("good until the next issue".to_owned()),
            (Expires::CycleEnd, _) if grant.every == Every::Term => {
                Some("unused ones expire with the term".to_owned())
            }
            (Expires::CycleEnd, _) if of_cycle => Some("unused ones expire at renewal".to_owned()),
            (Expires::CycleEnd, _) => Some("good until the cycle ends".to_owned()),
            (Expires::After(span), _) => Some(format!("good for {span}")),
        }
    }

    fn renewal(&self, grant: &GrantDocument) -> Option<String> {
        match grant.renewal.as_ref()? {
            Renewal::Add => None,
            Renewal::Reset => Some("replacing what is left".to_owned()),
            Renewal::Refill(to) => Some(format!("up to a balance of {}", self.amount(*to))),
            Renewal::SkipOver(cap) => {
                Some(format!("but none while the balance is above {}", self.cap(cap)))
            }
        }
    }

    fn cap(&self, cap: &CapDocument) -> String {
        match (cap.times, cap.amount) {
            (Some(times), _) if times == 1.into() => "the allowance".to_owned(),
            (Some(times), _) if times == 2.into() => "twice the allowance".to_owned(),
            (Some(times), _) => format!("{times} times the allowance"),
            (None, amount) => self.amount(amount.unwrap_or_default()),
        }
    }

    /// `for everything but tier pro`.
    fn pays_for(&self, rule: Option<&PaysForDocument>) -> Option<String> {
        let rule = rule?;
        let only = wanted(rule);
        let not = rule.not.as_deref().map(wanted).filter(|not| !not.is_empty());
        Some(match (only.is_empty(), not) {
            (true, Some(not)) => format!("for everything but {not}"),
            (true, None) => return None,
            (false, Some(not)) => format!("only for {only}, but not for {not}"),
            (false, None) => format!("only for {only}"),
        })
    }

    /// Only stated if the same plan has both kinds.
    fn sharing(&self, place: Option<PlanId>, grant: &GrantDocument) -> Option<String> {
        let held = self.held(place);
        let any = self
            .supply
            .grants
            .iter()
            .any(|grant| grant.shared && held.iter().any(|(held, _)| is_for(&grant.to, *held)));
        match (any, grant.shared_pool) {
            (true, true) => Some("shared by all members".to_owned()),
            (true, false) => Some("for each member".to_owned()),
            (false, _) => None,
        }
    }

    fn rollover(
        &self,
        place: Option<PlanId>,
        grant: &GrantDocument,
        rollover: &RolloverDocument,
    ) -> String {
        let share = rollover.percent.filter(|percent| *percent != 100.into()).map_or_else(
            || "Unused ones roll over".to_owned(),
            |percent| format!("{percent} % of unused ones roll over"),
        );
        let cycle = place.map(|place| self.cycle_of(place));
        let is_of_term = grant.every == Every::Term && cycle != Some(Cycle::Term);
        let period = if is_of_term { "term" } else { "cycle" };
        let time = match rollover.carry {
            Some(Carry::Cycles(1)) => format!(" for one {period}"),
            Some(Carry::Cycles(times)) => format!(" for {times} {period}s"),
            Some(Carry::Span(span)) => format!(" for {span}"),
            None => String::new(),
        };
        let cap = rollover.cap.as_ref().map(|cap| match rollover.cap_on {
            Some(CapOn::Total) => {
                format!(", up to a balance after renewal of {}", self.cap(cap))
            }
            _ => format!(", up to {}", self.cap(cap)),
        });
        let floor = rollover
            .floor
            .filter(|floor| *floor > Credits::ZERO)
            .map(|floor| format!(", at least {}", self.amount(floor)));
        let class = rollover
            .class
            .as_ref()
            .filter(|class| **class != grant.class)
            .map(|class| format!(", as {}", self.class_called(class)));
        let latest = rollover.latest.map(|span| format!(", at most {span} from their issue"));
        let rest = [latest, cap, floor, class].into_iter().flatten().collect::<String>();
        format!("{share}{time}{rest}")
    }

    /// `At most 100 credits in 5 hours`; with its terms if it is not for all of a plan's.
    pub(super) fn limits(&self, place: Option<PlanId>) -> Vec<TermsLine> {
        let held = self.held(place);
        let words = |limit: &Limit| {
            let some = when_paid(&limit.to, &held)?;
            let text = format!("At most {}{some}", self.document.limit_text(limit));
            Some(line(Topic::Limit, text))
        };
        self.supply.limits.iter().filter_map(words).collect()
    }

    /// Top-ups that can be bought with a plan, or without one.
    pub(super) fn top_ups(&self, place: Option<PlanId>) -> Vec<TermsLine> {
        let sold: Vec<&TopUpDocument> = self.sold(place).collect();
        if sold.is_empty() && !self.document.top_ups.is_empty() {
            return vec![line(Topic::TopUp, "No top-ups")];
        }
        let mut lines: Vec<TermsLine> =
            sold.iter().map(|top_up| line(Topic::TopUp, self.top_up(top_up))).collect();
        let most = place.and_then(|place| self.supply.terms_of(place)?.top_ups_per_cycle);
        if let Some(most) = most.filter(|_| !sold.is_empty()) {
            let text = format!("At most {} can be bought in a cycle", self.amount(most));
            lines.push(line(Topic::TopUp, text));
        }
        lines
    }

    fn sold(&self, place: Option<PlanId>) -> impl Iterator<Item = &TopUpDocument> {
        let held: Vec<Option<Held>> = self.held(place).into_iter().map(|(held, _)| held).collect();
        let all = self.supply.top_ups.iter().zip(&self.document.top_ups);
        all.filter(move |(top_up, _)| held.iter().any(|held| is_for(&top_up.to, *held)))
            .map(|(_, document)| document)
    }

    /// `Pack: 1,000 credits for 10.00 USD, good for 90 days`.
    fn top_up(&self, top_up: &TopUpDocument) -> String {
        let name = top_up.name.as_ref().unwrap_or(&top_up.id);
        let size = top_up.credits.map(|credits| self.amount(credits));
        let price = top_up.price.map(|price| self.money(price));
        let mut parts = vec![match (size, price) {
            (Some(size), Some(price)) => format!("{name}: {size} for {price}"),
            (Some(size), None) => format!("{name}: {size} at a price that is not published"),
            (None, Some(price)) => format!("{name}: {price}, of a size that is not published"),
            (None, None) => format!("{name}: size and price are not published"),
        }];
        parts.push(match top_up.expires.unwrap_or(Expires::Never) {
            Expires::After(span) => format!("good for {span}"),
            Expires::CycleEnd => "good until the cycle ends".to_owned(),
            Expires::Never | Expires::Reset => "without expiry".to_owned(),
        });
        let multiple = top_up.multiple.filter(|multiple| *multiple > 1);
        parts.extend(multiple.map(|multiple| format!("in multiples of {multiple}")));
        parts.extend(top_up.limit.map(|limit| match limit {
            1 => "once in a cycle".to_owned(),
            limit => format!("at most {limit} times in a cycle"),
        }));
        parts.extend(self.pays_for(top_up.pays_for.as_ref()));
        parts.join(", ")
    }

    /// What happens to each class of credits that this plan may have.
    pub(super) fn lapse(&self, place: PlanId) -> Option<TermsLine> {
        let held = self.held(Some(place));
        let granted = self.supply.grants.iter().filter(|grant| {
            grant.with_plan && held.iter().any(|(held, _)| is_for(&grant.to, *held))
        });
        let bought = self
            .supply
            .top_ups
            .iter()
            .filter(|top_up| held.iter().any(|(held, _)| is_for(&top_up.to, *held)));
        let mut classes: Vec<ClassId> = granted.map(|grant| grant.class).collect();
        classes.extend(bought.map(|top_up| top_up.class));
        let mut seen = Vec::new();
        classes.retain(|class| {
            !seen.contains(class) && {
                seen.push(*class);
                true
            }
        });
        let rules = classes.iter().map(|class| {
            let rule =
                self.supply.classes.get(class.place()).map_or(Lapse::Keep, |class| class.lapse);
            let words = match rule {
                Lapse::Keep => "stay until they expire",
                Lapse::Restrict
                    if self.supply.free_tier.as_ref().is_some_and(|of| of.is_empty()) =>
                {
                    "are unusable until there is one again"
                }
                Lapse::Restrict => "buy only what the free tier may use",
                Lapse::Freeze => "are frozen until there is one again",
                Lapse::Forfeit => "are forfeited",
            };
            format!("{} {} {words}", self.unit(), quoted(self.class_name(*class)))
        });
        let rules: Vec<String> = rules.collect();
        let text = format!("When the subscription ends, {}", listed(&rules, "and"));
        (!rules.is_empty()).then(|| line(Topic::Lapse, text))
    }
}

/// `of class “Plan”`.
fn quoted(name: &str) -> String {
    format!("of class \u{201c}{name}\u{201d}")
}

/// `tier pro or max with tag video`.
fn wanted(rule: &PaysForDocument) -> String {
    let keys = [
        ("tier", &rule.tier),
        ("tag", &rule.tag),
        ("operation", &rule.operation),
        ("tool", &rule.tool),
    ];
    let keys = keys.into_iter().filter(|(_, OneOrMany(names))| !names.is_empty());
    let words = keys.map(|(key, OneOrMany(names))| format!("{key} {}", listed(names, "or")));
    words.collect::<Vec<_>>().join(" with ")
}

fn day_name(day: WeekDay) -> &'static str {
    match day {
        WeekDay::Monday => "Monday",
        WeekDay::Tuesday => "Tuesday",
        WeekDay::Wednesday => "Wednesday",
        WeekDay::Thursday => "Thursday",
        WeekDay::Friday => "Friday",
        WeekDay::Saturday => "Saturday",
        WeekDay::Sunday => "Sunday",
    }
}

/// `, when paid by the quarter or the year`: nothing for all terms of a plan, `None` for none.
fn when_paid(to: &Reach, held: &[(Option<Held>, Term)]) -> Option<String> {
    let terms = held.iter().filter(|(held, _)| is_for(to, *held));
    let terms: Vec<&str> = terms.map(|(_, term)| term.word()).collect();
    match terms.len() {
        0 => None,
        count if count == held.len() => Some(String::new()),
        _ => Some(format!(", when paid by the {}", terms.join(" or the "))),
    }
}
