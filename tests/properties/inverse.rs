//! The inverse questions against trying everything, over random price models.

use drawdown::{
    Affordable, Catalog, Credits, Decimal, ErrorKind, Reach, Request, SettingValue, What, to_text,
};
use drawdown_tests::cases::cases;
use drawdown_tests::pricing::generate::{
    ALL, SOLD, TAME, Taste, asked_in_full, every_value, model, value,
};
use drawdown_tests::pricing::{Amount, Asked, Given, Kind, Model, write};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

/// More fills of open places than this are not tried.
const FILLS: usize = 64;

/// Nothing unknown, and settings that limit each other.
const LIMITED: Taste = Taste { limits: true, ..TAME };

/// A request with some settings left out.
#[derive(Clone, Debug)]
struct Question {
    model: Model,
    asked: Asked,
    open: Vec<usize>,
    budget: Credits,
}

fn question(taste: Taste) -> impl Strategy<Value = Question> {
    let seeds = vec(any::<u64>(), 4);
    let mask = vec(proptest::bool::weighted(0.4), 4);
    (model(taste), seeds, mask, 1..=3_u32, 0..1440_u32, 0..=60_000_i64).prop_map(
        |(mut model, seeds, mask, runs, minute, budget)| {
            for (setting, open) in model.settings.iter_mut().zip(&mask) {
                if *open {
                    (setting.default, setting.optional) = (None, false);
                }
            }
            let mut asked = asked_in_full(&model, &seeds, runs, Some(minute));
            let open: Vec<usize> = (0..asked.given.len()).filter(|place| mask[*place]).collect();
            for place in &open {
                asked.given[*place] = None;
            }
            let budget = Amount { digits: budget, places: 1 }.to_string().parse().unwrap();
            Question { model, asked, open, budget }
        },
    )
}

impl Question {
    fn catalog(&self) -> Catalog {
        let text = write::catalog(&self.model).to_string();
        Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
    }

    fn request(&self, asked: &Asked) -> Request {
        Request::from_json(&write::request(asked).to_string()).unwrap()
    }

    fn shown(&self) -> String {
        let (catalog, request) = (write::catalog(&self.model), write::request(&self.asked));
        format!("{} for {}\n{catalog}", request, self.budget)
    }

    /// Every way to fill the open places but one, when they are few.
    fn fills(&self, except: Option<usize>) -> Option<Vec<Asked>> {
        let mut all = vec![self.asked.clone()];
        for place in self.open.iter().filter(|place| Some(**place) != except) {
            let values = every_value(&self.model.settings[*place].kind)?;
            let with = |asked: &Asked, value: &Given| {
                let mut asked = asked.clone();
                asked.given[*place] = Some(value.clone());
                asked
            };
            let filled = all.iter().flat_map(|asked| values.iter().map(|value| with(asked, value)));
            all = filled.collect();
            if all.len() > FILLS {
                return None;
            }
        }
        Some(all)
    }
}

/// The dearest of some requests that can be asked for; nothing when one of them has no exact cost.
fn dearest(catalog: &Catalog, requests: impl Iterator<Item = Request>) -> Option<Credits> {
    let mut most = None;
    for request in requests {
        match catalog.estimate(&request) {
            // Of a span that the vendor publishes, the dearest end.
            Ok(estimate) => most = most.max(Some(estimate.total.or(estimate.high)?)),
            Err(errors) if is_refusal(&errors) => {}
            Err(_) => return None,
        }
    }
    most
}

/// Nobody can ask for it, so that it is no case.
fn is_refusal(errors: &drawdown::Errors) -> bool {
    // Each value is within its own range; what is outside breaks a limit between settings.
    let is_one =
        |kind| matches!(kind, ErrorKind::NotSold | ErrorKind::BelowZero | ErrorKind::OutOfRange);
    errors.iter().all(|error| is_one(error.kind()))
}

fn check_runs(question: &Question, catalog: &Catalog, found: &Affordable) -> TestCaseResult {
    let Some(fills) = question.fills(None) else { return Ok(()) };
    let cost =
        |runs: u32| dearest(catalog, fills.iter().map(|asked| question.request(asked).runs(runs)));
    let fits = |runs: u32| cost(runs).is_some_and(|cost| cost <= question.budget);
    let most = match found.runs {
        None => {
            for runs in 1..=4 {
                prop_assert_eq!(cost(runs), None, "{} runs: {}", runs, question.shown());
            }
            return Ok(());
        }
        Some(None) => {
            for asked in &fills {
                let all = catalog.estimate(&question.request(asked).runs(u32::MAX));
                let holds = match all {
                    Ok(estimate) => {
                        estimate.total.or(estimate.high).is_some_and(|most| most <= question.budget)
                    }
                    // So many runs may be more than exact arithmetic holds line by line.
                    Err(errors) => {
                        let is_inexact = errors.iter().all(|e| e.kind() == ErrorKind::Inexact);
                        is_inexact || is_refusal(&errors)
                    }
                };
                prop_assert!(holds, "{}", question.shown());
            }
            return Ok(());
        }
        Some(Some(runs)) => runs,
    };
    // So many runs may be more than exact arithmetic holds line by line.
    let is_exact = |runs| {
        fills.iter().all(|asked| {
            let estimate = catalog.estimate(&question.request(asked).runs(runs));
            estimate.map_or_else(|errors| is_refusal(&errors), |_| true)
        })
    };
    if most > 0 && is_exact(most) {
        prop_assert!(fits(most), "{} runs: {}", most, question.shown());
        prop_assert_eq!(found.cost, cost(most), "{}", question.shown());
    }
    let beyond = if found.at_least { 0 } else { 12 };
    for more in (1..=beyond).filter_map(|n| most.checked_add(n)) {
        prop_assert!(!fits(more), "{} runs fit, not {}: {}", more, most, question.shown());
    }
    Ok(())
}

/// The values to try for a setting, from the lowest to the highest.
fn candidates(kind: &Kind, found: Option<&SettingValue>, seeds: &[u64]) -> Vec<SettingValue> {
    let written = |given: &Given| match given {
        Given::Number(amount) => SettingValue::Number(amount.decimal()),
        Given::Choice(place) => SettingValue::Text(format!("c{place}")),
        Given::Flag(flag) => SettingValue::Flag(*flag),
        Given::Other(text) => SettingValue::Text((*text).to_owned()),
        Given::List(items) => SettingValue::List(items.iter().map(|item| item.decimal()).collect()),
    };
    if let Some(values) = every_value(kind) {
        let mut values: Vec<SettingValue> = values.iter().map(written).collect();
        if !matches!(kind, Kind::Choice(_)) {
            values.sort();
        }
        return values;
    }
    // Where any decimal is allowed: the one that was found, the next one, and some others.
    let mut values: Vec<SettingValue> =
        seeds.iter().map(|seed| written(&value(kind, *seed))).collect();
    if let Some(SettingValue::Number(most)) = found {
        let next: Decimal = "0.000000000001".parse().unwrap();
        values.push(SettingValue::Number(*most));
        if let Kind::Smooth { max, .. } = kind {
            values.extend(
                most.checked_add(next).filter(|next| *next <= max.decimal()).map(Into::into),
            );
        }
    }
    values.sort();
    values
}

fn check_reach(
    question: &Question,
    catalog: &Catalog,
    place: usize,
    reach: Option<&Reach>,
) -> TestCaseResult {
    let kind = &question.model.settings[place].kind;
    if matches!(kind, Kind::Flag | Kind::List { .. }) {
        prop_assert!(reach.is_none());
        return Ok(());
    }
    let Some(fills) = question.fills(Some(place)) else { return Ok(()) };
    let name = format!("s{place}");
    let cost = |value: &SettingValue| {
        let with = |asked| question.request(asked).set(name.as_str(), value.clone());
        dearest(catalog, fills.iter().map(with))
    };
    let found = reach.and_then(|reach| reach.value.as_ref());
    let seeds = [1, 7, 19, 31, 53, u64::MAX / 3];
    let values = candidates(kind, found, &seeds);
    let costs: Vec<Option<Credits>> = values.iter().map(cost).collect();
    let Some(reach) = reach else {
        prop_assert!(costs.iter().all(Option::is_none), "{}: {}", name, question.shown());
        return Ok(());
    };
    let fitting = |cost: &Option<Credits>| cost.is_some_and(|cost| cost <= question.budget);
    let most = costs.iter().rposition(fitting);
    if reach.at_least {
        let holds = found.is_none_or(|value| fitting(&cost(value)));
        prop_assert!(holds, "{}: {}", name, question.shown());
        return Ok(());
    }
    let expected = most.map(|most| &values[most]);
    // A total that only its last rounding brings down to the budget does not count.
    let is_a_hair_above = matches!(kind, Kind::Smooth { .. })
        && found < expected
        && most.is_some_and(|most| costs[most] == Some(question.budget));
    if is_a_hair_above {
        return Ok(());
    }
    prop_assert_eq!(found, expected, "{}: {}", &name, question.shown());
    prop_assert_eq!(
        reach.cost,
        most.and_then(|most| costs[most]),
        "{}: {}",
        &name,
        question.shown()
    );
    Ok(())
}

fn check_affordable(question: &Question) -> TestCaseResult {
    let catalog = question.catalog();
    let Ok(found) = catalog.affordable(&question.request(&question.asked), question.budget) else {
        return Ok(());
    };
    check_runs(question, &catalog, &found)?;
    for place in 0..question.model.settings.len() {
        let reach = found.settings.iter().find(|reach| *reach.setting == *format!("s{place}"));
        check_reach(question, &catalog, place, reach)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(1000))]

    /// The most that fits fits whatever else is chosen, and nothing above it does.
    #[test]
    fn affordable_finds_the_most_that_fits(question in question(ALL)) {
        check_affordable(&question)?;
    }

    /// As above, with nothing in it that would make a cost unknown.
    #[test]
    fn affordable_finds_the_most_that_fits_plain_prices(question in question(TAME)) {
        check_affordable(&question)?;
    }

    /// As above, with spans that vendors publish and with what they do not sell.
    #[test]
    fn affordable_finds_the_most_that_fits_spans_and_what_is_sold(question in question(SOLD)) {
        check_affordable(&question)?;
    }

    /// As above, with limits between settings and choices that are not listed.
    #[test]
    fn affordable_finds_the_most_that_fits_within_limits(question in question(LIMITED)) {
        check_affordable(&question)?;
    }
}

/// A question about a request in full.
fn asked_in_full_question(taste: Taste) -> impl Strategy<Value = Question> {
    (model(taste), vec(any::<u64>(), 4), 1..=3_u32, 0..1440_u32).prop_map(
        |(model, seeds, runs, minute)| {
            let asked = asked_in_full(&model, &seeds, runs, Some(minute));
            Question { model, asked, open: Vec::new(), budget: Credits::ZERO }
        },
    )
}

proptest! {
    #![proptest_config(cases(1000))]

    /// Every alternative costs what it says, and less; and no other value of a tradable setting
    /// that costs less is left out.
    #[test]
    fn cheaper_alternatives_are_all_there_and_what_they_say(question in asked_in_full_question(ALL)) {
        let catalog = question.catalog();
        let request = question.request(&question.asked);
        let Ok(cheaper) = catalog.cheaper(&request) else { return Ok(()) };
        let total = cheaper.total;
        prop_assert_eq!(catalog.estimate(&request).unwrap().total, Some(total));
        for other in &cheaper.alternatives {
            let estimate = catalog.estimate(&other.request).unwrap();
            prop_assert_eq!(estimate.total, Some(other.total), "{}", question.shown());
            prop_assert!(other.total < total);
            prop_assert_eq!(total.checked_sub(other.total), Some(other.saving));
            prop_assert_eq!(&estimate.gates, &other.gates);
            prop_assert!(!other.change.is_empty() && !other.changes.is_empty());
            for change in other.changes.iter().filter(|change| change.what == What::Setting) {
                let place: usize = change.name[1..].parse().unwrap();
                prop_assert!(write::is_tradable(place), "{}", question.shown());
            }
            let text = to_text(&other.request).unwrap();
            prop_assert_eq!(to_text(&Request::from_json(&text).unwrap()).unwrap(), text);
        }
        prop_assert!(cheaper.alternatives.windows(2).all(|pair| pair[0].total <= pair[1].total));
        for (place, setting) in question.model.settings.iter().enumerate() {
            let Some(values) = every_value(&setting.kind).filter(|_| write::is_tradable(place)) else {
                continue;
            };
            for value in values {
                let mut asked = question.asked.clone();
                asked.given[place] = Some(value);
                let cost = dearest(&catalog, [question.request(&asked)].into_iter());
                if cost.is_some_and(|cost| cost < total) {
                    let listed = cheaper.alternatives.iter().any(|other| Some(other.total) == cost);
                    prop_assert!(listed, "{}\n{}", question.shown(), write::request(&asked));
                }
            }
        }
    }
}
