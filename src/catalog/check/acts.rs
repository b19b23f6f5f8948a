//! Refuses grant rules that can never act, so that no catalog promises what will not happen.

use super::super::compile::reach;
use super::super::grant::{
    CapDocument, CapOn, Every, Expires, GrantDocument, Renewal, RolloverDocument,
};
use super::super::supply::Reach;
use super::Check;
use crate::amount::{Credits, Decimal};
use crate::error::{Error, ErrorKind};
use crate::json::Path;

impl Check<'_> {
    pub(super) fn grants_act(&self) {
        let list = Path::Root.key("grants");
        let mut ruled: Vec<(usize, Reach)> = Vec::new();
        for (i, grant) in self.document.grants.iter().enumerate() {
            let item = list.index(i);
            let to = reach(self.document, grant);
            if !of_plans(&to).any(|holds| holds) && grant.every.is_of_plan() {
                let sentence = "no plan gives these credits: list the grant in its `grants`";
                let error =
                    || Error::new(ErrorKind::Unreachable, item.key("every").to_string(), sentence);
                match grant.rollover {
                    Some(_) => self.log.error(error()),
                    None => self.log.warning(error),
                }
            } else if grant.rollover.is_some() {
                self.rollover_acts(&item.key("rollover"), grant, &to);
                self.rules_agree(&item.key("rollover"), (i, &to), &ruled);
                ruled.push((i, to));
            }
        }
    }

    /// A rollover applies to credits that end with the cycle or the term of a plan.
    fn rollover_acts(&self, path: &Path, grant: &GrantDocument, to: &Reach) {
        let ends_with_period = match grant.expires {
            Some(Expires::CycleEnd) => true,
            Some(Expires::Reset) => grant.every.is_of_plan(),
            Some(Expires::Never | Expires::After(_)) | None => false,
        };
        let why = if !ends_with_period {
            "it carries credits that end with the cycle: write `\"expires\": \"cycle_end\"`"
        } else if !of_plans(to).any(|holds| holds) {
            "without a plan there is no cycle"
        } else if grant.renewal == Some(Renewal::Reset) && grant.every != Every::Once {
            "the renewal `reset` expires carried credits: write `\"renewal\": \"add\"`"
        } else {
            return self.rollover_carries(path, grant);
        };
        self.error(path, ErrorKind::Unreachable, format!("this rollover never acts: {why}"));
    }

    /// Warns of a rollover that keeps nothing, and of keys that make no difference.
    fn rollover_carries(&self, path: &Path, grant: &GrantDocument) {
        let Some(rule) = &grant.rollover else { return };
        let floors = rule.floor.is_some_and(|floor| floor > Credits::ZERO);
        let takes_all = rule.percent.is_none_or(|percent| percent == Decimal::from(100));
        let at_key = |key: &'static str, sentence: &'static str| {
            let pointer = || path.key(key).to_string();
            self.log.warning(|| Error::new(ErrorKind::Unreachable, pointer(), sentence));
        };
        if rule.percent == Some(Decimal::ZERO) && !floors {
            at_key("percent", "nothing is kept: leave the rollover out");
        }
        match &rule.cap {
            None if rule.cap_on == Some(CapOn::Total) => {
                at_key("cap_on", "there is no `cap` that it could apply to");
            }
            None if floors && takes_all => {
                at_key("floor", "all is kept: a floor needs a `cap` or a `percent` above it");
            }
            Some(cap) if !floors && keeps_nothing(rule, cap, grant.amount) => {
                at_key("cap", "this cap keeps nothing: leave the rollover out");
            }
            _ => {}
        }
    }

    /// A class follows the rollover of its first grant, so another rule for the same plan is an
    /// error.
    fn rules_agree(&self, path: &Path, (place, to): (usize, &Reach), ruled: &[(usize, Reach)]) {
        let grants = &self.document.grants;
        let Some(grant) = grants.get(place) else { return };
        for (other, reach) in ruled {
            let Some(first) = grants.get(*other).filter(|first| first.class == grant.class) else {
                continue;
            };
            let meet = of_plans(to).zip(of_plans(reach)).any(|(a, b)| a && b);
            if meet && first.rollover != grant.rollover {
                let sentence = format!(
                    "the class `{}` follows the rollover of `{}`: write the same one here, or give \
                     these credits another class",
                    grant.class, first.id
                );
                return self.error(path, ErrorKind::Overlap, sentence);
            }
        }
    }
}

/// Whether a cap is 0, or the grant's next issue fills it.
fn keeps_nothing(rule: &RolloverDocument, cap: &CapDocument, amount: Option<Credits>) -> bool {
    let is_total = rule.cap_on == Some(CapOn::Total);
    let taken = if is_total { amount } else { Some(Credits::ZERO) };
    match cap.times {
        Some(times) => times <= Decimal::from(u32::from(is_total)),
        None => cap.amount.zip(taken).is_some_and(|(most, taken)| most <= taken),
    }
}

/// By plan, whether it is among the recipients in some term.
fn of_plans(to: &Reach) -> impl Iterator<Item = bool> + '_ {
    to.of_plans().iter().flatten().copied()
}
