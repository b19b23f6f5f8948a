//! Rules of grants that can never act: they are refused, so that nobody is promised what will not
//! happen.

use super::super::compile::reach;
use super::super::grant::{Every, Expires, GrantDocument, Renewal};
use super::Check;
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
            if !of_plans(&to).any(|holds| holds) && is_of_period(grant) {
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
            Some(Expires::Reset) => is_of_period(grant),
            Some(Expires::Never | Expires::After(_)) | None => false,
        };
        let why = if !ends_with_period {
            "it carries what ends with the cycle: write `\"expires\": \"cycle_end\"`"
        } else if !of_plans(to).any(|holds| holds) {
            "without a plan there is no cycle that credits end with"
        } else if grant.renewal == Some(Renewal::Reset) && grant.every != Every::Once {
            "the renewal `reset` ends what is carried: write `\"renewal\": \"add\"`"
        } else {
            return;
        };
        self.error(path, ErrorKind::Unreachable, format!("this rollover never acts: {why}"));
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

/// Whether a grant comes with the cycle or the term.
fn is_of_period(grant: &GrantDocument) -> bool {
    matches!(grant.every, Every::Cycle | Every::Term)
}

/// For each plan and term, whether it is among those who get it.
fn of_plans(to: &Reach) -> impl Iterator<Item = bool> + '_ {
    to.iter().skip(1).flatten().copied()
}
