//! Rules of grants that can never act: they are refused, so that nobody is promised what will not
//! happen.

use super::super::compile::reach;
use super::super::grant::{
    CapDocument, CapOn, Every, Expires, GrantDocument, Renewal, RolloverDocument,
};
use super::Check;
use crate::amount::{Credits, Decimal};
use crate::error::{Error, ErrorKind};
use crate::json::Path;

/// Who gets the credits of a grant: no plan, then each plan, by term.
type Reach = Vec<[bool; 3]>;

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

    /// A rollover is about what ends with the cycle or the term of a plan.
    fn rollover_acts(&self, path: &Path, grant: &GrantDocument, to: &Reach) {
        let ends_with_period = match grant.expires {
            Some(Expires::CycleEnd) => true,
            Some(Expires::Reset) => grant.every.is_of_plan(),
            Some(Expires::Never | Expires::After(_)) | None => false,
        };
        let why = if !ends_with_period {
            "it carries what ends with the cycle: write `\"expires\": \"cycle_end\"`"
        } else if !of_plans(to).any(|holds| holds) {
            "without a plan there is no cycle that credits end with"
        } else if grant.renewal == Some(Renewal::Reset) && grant.every != Every::Once {
            "the renewal `reset` ends what is carried: write `\"renewal\": \"add\"`"
        } else {
            return self.rollover_carries(path, grant);
        };
        self.error(path, ErrorKind::Unreachable, format!("this rollover never acts: {why}"));
    }

    /// A rollover that keeps nothing, and a key of one that makes no difference, is a slip.
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
                at_key("cap_on", "it says what a `cap` is on: there is none");
            }
            None if floors && takes_all => {
                at_key("floor", "all is kept: a floor needs a `cap` or a `percent` above it");
            }
            Some(cap) if !floors && keeps_nothing(rule, cap, grant.amount) => {
                at_key("cap", "nothing is ever left below this cap: leave the rollover out");
            }
            _ => {}
        }
    }

    /// A class follows the rule of its first grant: another rule for the same plan is never followed.
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

/// Whether a cap is 0, or is filled by what the grant gives next.
fn keeps_nothing(rule: &RolloverDocument, cap: &CapDocument, amount: Option<Credits>) -> bool {
    let is_total = rule.cap_on == Some(CapOn::Total);
    let taken = if is_total { amount } else { Some(Credits::ZERO) };
    match cap.times {
        Some(times) => times <= Decimal::from(u32::from(is_total)),
        None => cap.amount.zip(taken).is_some_and(|(most, taken)| most <= taken),
    }
}

/// For each plan and term, whether it is among those who get it.
fn of_plans(to: &Reach) -> impl Iterator<Item = bool> + '_ {
    to.iter().skip(1).flatten().copied()
}
