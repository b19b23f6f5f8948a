//! Laws of estimates, over random price models.

use drawdown::{
    Catalog, Credits, Decimal, ErrorKind, Errors, Estimate, Line, LineState, Preview, Quote,
    Request, State, Verdict, parse, to_text, to_value,
};
use drawdown_tests::cases::cases;
use drawdown_tests::pricing::generate::{
    ALL, FORMS, SOLD, TAME, Taste, VENDOR, every_value, model, model_and_asked, value,
};
use drawdown_tests::pricing::oracle::{Answer, Worked, is_refused, whole, work, work_at};
use drawdown_tests::pricing::short::shortened;
use drawdown_tests::pricing::{Amount, Asked, Given, MINUTES, Model, write};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::collection::vec;
use proptest::prelude::*;

/// Below this size of numerators and denominators nothing may be called inexact.
const SAFE_BITS: u64 = 56;

fn catalog(model: &Model) -> Catalog {
    let text = write::catalog(model).to_string();
    Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn request(asked: &Asked) -> Request {
    Request::from_json(&write::request(asked).to_string()).unwrap()
}

fn ratio(decimal: Decimal) -> BigRational {
    let text = decimal.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits: BigInt = format!("{whole}{rest}").parse().unwrap();
    BigRational::new(digits, BigInt::from(10).pow(rest.len() as u32))
}

fn sum<'l>(amounts: impl Iterator<Item = &'l Option<Credits>>) -> Credits {
    amounts.flatten().fold(Credits::ZERO, |sum, amount| sum.checked_add(*amount).unwrap())
}

/// A request and the catalog it is put to, for the message of a failure.
fn shown(model: &Model, asked: &Asked) -> String {
    format!("{}\n{}", write::catalog(model), write::request(asked))
}

/// An estimate without the places of the rules that its reasons name: a named table stands
/// elsewhere.
fn without_rules(estimate: &Estimate) -> serde_json::Value {
    let mut value: serde_json::Value = serde_json::from_str(&to_text(estimate).unwrap()).unwrap();
    for reason in value["reasons"].as_array_mut().unwrap() {
        reason.as_object_mut().unwrap().remove("rule");
    }
    value
}

/// The lines of an estimate add up to what it says, in every column.
fn assert_adds_up(estimate: &Estimate, model: &Model, asked: &Asked) {
    let lines = &estimate.lines;
    let shown = || format!("{}\n{}", to_text(estimate).unwrap(), shown(model, asked));
    // What the last place takes is less than a unit of it for each line, and never another rule's.
    let most = BigRational::new((lines.len() + 1).into(), BigInt::from(10).pow(12));
    for line in lines.iter().filter(|line| line.text == "to the twelfth decimal place") {
        for amount in [line.amount, line.low, line.high].into_iter().flatten() {
            let amount = ratio(amount.decimal());
            assert!(-&most <= amount && amount <= most, "{}", shown());
        }
    }
    match estimate.state {
        State::Exact => {
            assert!(lines.iter().all(|line| line.amount.is_some()), "{}", shown());
            assert_eq!(
                Some(sum(lines.iter().map(|line| &line.amount))),
                estimate.total,
                "{}",
                shown()
            );
        }
        State::Range => {
            assert!(
                lines.iter().all(|line| line.low.is_some() && line.high.is_some()),
                "{}",
                shown()
            );
            assert_eq!(Some(sum(lines.iter().map(|line| &line.low))), estimate.low, "{}", shown());
            assert_eq!(
                Some(sum(lines.iter().map(|line| &line.high))),
                estimate.high,
                "{}",
                shown()
            );
            assert!(estimate.low < estimate.high, "{}", shown());
            let has_span = shown().contains("\"from\"");
            assert!(has_span || !estimate.open.is_empty(), "{}", shown());
        }
        State::Rate | State::Unknown => {
            let known = sum(lines.iter().map(|line| &line.amount));
            assert_eq!(known, estimate.known.unwrap_or_default(), "{}", shown());
            // A line is either known as it is or between two ends, and no end is above the other.
            for line in lines.iter().filter(|line| line.state != LineState::After) {
                assert!(line.amount.is_none() || line.low.is_none(), "{}", shown());
                assert_eq!(line.low.is_some(), line.high.is_some(), "{}", shown());
                assert!(line.low <= line.high, "{}", shown());
                assert_eq!(line.rate_low.is_some(), line.rate_high.is_some(), "{}", shown());
            }
            assert!(!estimate.reasons.is_empty(), "{}", shown());
        }
    }
    let has =
        [estimate.total, estimate.low, estimate.known].map(|amount| usize::from(amount.is_some()));
    assert!(has.iter().sum::<usize>() <= 1, "{}", shown());
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn totals_are_those_of_big_fractions((model, asked) in model_and_asked(VENDOR), luck in vec(any::<u64>(), 6)) {
        let mut answers = vec![work(&model, &asked)];
        answers.extend(luck.iter().map(|luck| work_at(&model, &asked, *luck)));
        let found = catalog(&model).estimate(&request(&asked));
        if let Ok(estimate) = &found {
            assert_adds_up(estimate, &model, &asked);
        }
        if answers.iter().any(|answer| answer.has_spans) {
            check_span(&found, &answers, &shown(&model, &asked))?;
            return Ok(());
        }
        let expected = answers.swap_remove(0);
        match found {
            Ok(estimate) => {
                let total = estimate.total.map(|total| ratio(total.decimal()));
                match expected.answer {
                    Answer::Total(expected) => prop_assert_eq!(total, Some(expected), "{}", shown(&model, &asked)),
                    Answer::Unknown => prop_assert_eq!(estimate.state, State::Unknown, "{}", shown(&model, &asked)),
                    other => prop_assert!(false, "{other:?} in {}", shown(&model, &asked)),
                }
                if let (Some(per_run), Some(expected)) = (estimate.per_run, expected.per_run) {
                    prop_assert_eq!(ratio(per_run.decimal()), expected);
                }
            }
            Err(errors) => match errors.first().unwrap().kind() {
                ErrorKind::DivisionByZero => {
                    prop_assert_eq!(expected.answer, Answer::DivisionByZero, "{}", shown(&model, &asked));
                }
                ErrorKind::OutOfRange => {
                    // What is beyond every listed choice is so beside one that is not listed.
                    let refused = expected.answer == Answer::Refused || has_other(&asked);
                    prop_assert!(refused, "{}\n{}", errors, shown(&model, &asked));
                }
                ErrorKind::NotSold | ErrorKind::BelowZero => {
                    prop_assert_eq!(expected.answer, Answer::Refused, "{}", shown(&model, &asked));
                }
                ErrorKind::Inexact => prop_assert!(expected.bits > SAFE_BITS, "{}", shown(&model, &asked)),
                _ => prop_assert!(false, "{errors}\n{}", shown(&model, &asked)),
            },
        }
    }

    /// The shorter forms of a catalog say the same as the long one, of exact and of open requests.
    #[test]
    fn shorter_forms_answer_alike(opened in opened(FORMS), seed in any::<u64>()) {
        let Opened { model, asked, concrete, .. } = opened;
        let long = write::catalog(&model);
        let short = shortened(long.clone(), seed);
        let [of_long, of_short] = [&long, &short].map(|catalog| {
            let text = catalog.to_string();
            Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
        });
        prop_assert_eq!(of_short.warnings().len(), of_long.warnings().len(), "{}", short);
        for asked in std::iter::once(&asked).chain(concrete.iter().take(4)) {
            let request = request(asked);
            match (of_long.estimate(&request), of_short.estimate(&request)) {
                (Ok(long), Ok(other)) => {
                    prop_assert_eq!(without_rules(&long), without_rules(&other), "{}\n{}", short, write::request(asked));
                }
                (long, other) => {
                    let kinds = |answer: Result<Estimate, drawdown::Errors>| {
                        answer.err().map(|errors| errors.iter().map(|error| (error.kind(), error.pointer().to_owned())).collect::<Vec<_>>())
                    };
                    prop_assert_eq!(kinds(long), kinds(other), "{}\n{}", short, write::request(asked));
                }
            }
        }
    }

    #[test]
    fn total_is_runs_times_one_run((model, asked) in model_and_asked(ALL)) {
        let Ok(estimate) = catalog(&model).estimate(&request(&asked)) else { return Ok(()) };
        if let (Some(total), Some(per_run)) = (estimate.total, estimate.per_run) {
            // One run may have been rounded at the twelfth place.
            let (total, runs) = (ratio(total.decimal()), whole(asked.runs.into()));
            let off = total - ratio(per_run.decimal()) * &runs;
            let most = runs / BigRational::from_integer(BigInt::from(10).pow(12));
            prop_assert!(-&most <= off && off <= most, "{}", shown(&model, &asked));
        }
    }

    /// What a slider shows is what is estimated.
    #[test]
    fn previews_show_the_estimate((model, asked) in model_and_asked(VENDOR), other in vec(any::<u64>(), 4)) {
        let catalog = catalog(&model);
        let plan = asked.plan.checked_sub(1).map(|plan| format!("p{plan}"));
        let request = request(&asked);
        let mut preview = catalog.preview(write::OPERATION, plan.as_deref(), request.run.at).unwrap();
        // Whatever was set before leaves no trace.
        for (place, (setting, seed)) in model.settings.iter().zip(&other).enumerate() {
            let _refused = put(&mut preview, place, &value(&setting.kind, *seed));
        }
        preview.set(0, Decimal::from(3)).unwrap();
        preview.set_used("meter", Decimal::from(5)).unwrap();
        preview.set_used("meter", asked.used.map_or(Decimal::ZERO, Amount::decimal)).unwrap();
        preview.set(0, Decimal::from(asked.runs)).unwrap();
        for (place, (given, setting)) in asked.given.iter().zip(&model.settings).enumerate() {
            match given.as_ref().or(setting.default.as_ref()) {
                // A text that is not listed has no place on a slider.
                Some(Given::Other("other")) => return Ok(()),
                Some(given) => {
                    if put(&mut preview, place, given).is_err() {
                        prop_assert!(catalog.estimate(&request).is_err(), "{}", shown(&model, &asked));
                        return Ok(());
                    }
                }
                None => preview.clear(place + 1).unwrap(),
            }
        }
        // Lists are not for sliders.
        if model.settings.iter().zip(&asked.given).any(|(setting, given)| {
            matches!(setting.kind, drawdown_tests::pricing::Kind::List { .. }) && (given.is_some() || setting.default.is_some())
        }) {
            return Ok(());
        }
        match (preview.total(), catalog.estimate(&request)) {
            (Ok(total), Ok(estimate)) => prop_assert_eq!(total, estimate.total, "{}", shown(&model, &asked)),
            (Err(a), Err(b)) => prop_assert_eq!(Some(a.kind()), b.first().map(|b| b.kind())),
            // The total may fit where its lines do not: then it is the right one.
            (Ok(total), Err(errors)) if errors.first().is_some_and(|e| e.kind() == ErrorKind::Inexact) => {
                let expected = work(&model, &asked);
                prop_assert!(expected.bits > SAFE_BITS, "{}", shown(&model, &asked));
                let total = total.map(|total| Answer::Total(ratio(total.decimal())));
                prop_assert_eq!(total, Some(expected.answer), "{}", shown(&model, &asked));
            }
            (a, b) => prop_assert!(false, "{a:?}, not {b:?}\n{}", shown(&model, &asked)),
        }
    }

    #[test]
    fn quotes_of_all_models_are_read_and_verify((model, asked) in model_and_asked(VENDOR)) {
        let catalog = catalog(&model);
        let request = request(&asked);
        prop_assert_eq!(&Request::from_json(&to_text(&request).unwrap()).unwrap(), &request);
        let Ok(quote) = catalog.quote(&request) else { return Ok(()) };
        let text = to_text(&quote).unwrap();
        prop_assert_eq!(parse(&text).unwrap(), to_value(&quote).unwrap());
        prop_assert_eq!(catalog.verify_json(&text).unwrap(), Verdict::Verified);
        let read = Quote::from_json(&text).unwrap();
        prop_assert_eq!(&to_text(&read).unwrap(), &text);
        prop_assert_eq!(read, quote);
    }
}

fn has_other(asked: &Asked) -> bool {
    asked.given.iter().any(|given| matches!(given, Some(Given::Other(_))))
}

/// Whatever the published spans come to, the total lies in the range.
fn check_span(
    found: &Result<Estimate, Errors>,
    answers: &[Worked],
    shown: &str,
) -> Result<(), TestCaseError> {
    match found {
        Ok(estimate) => {
            let low = estimate.low.or(estimate.total);
            let Some((low, high)) = low.zip(estimate.high.or(estimate.total)) else {
                prop_assert_eq!(estimate.state, State::Unknown, "{}", shown);
                return Ok(());
            };
            for answer in answers {
                match &answer.answer {
                    Answer::Total(total) => {
                        let inside =
                            ratio(low.decimal()) <= *total && *total <= ratio(high.decimal());
                        prop_assert!(inside, "{total} in {low}..={high}\n{shown}");
                    }
                    other => prop_assert_eq!(other, &Answer::Refused, "{}", shown),
                }
            }
        }
        Err(errors) if is_refusal(errors) => {
            for answer in answers {
                prop_assert_eq!(&answer.answer, &Answer::Refused, "{}", shown);
            }
        }
        // The arithmetic may stop somewhere in a span.
        Err(_) => {}
    }
    Ok(())
}

fn is_refusal(errors: &Errors) -> bool {
    let is_refusal =
        |kind| matches!(kind, ErrorKind::NotSold | ErrorKind::BelowZero | ErrorKind::OutOfRange);
    errors.iter().all(|error| is_refusal(error.kind()))
}

fn put(preview: &mut Preview, place: usize, given: &Given) -> Result<(), drawdown::Error> {
    let slot = preview.slot(&format!("s{place}")).unwrap();
    match given {
        Given::Number(amount) => preview.set(slot, amount.decimal()),
        Given::Choice(place) => preview.pick(slot, *place),
        Given::Flag(flag) => preview.pick(slot, usize::from(*flag)),
        Given::Other(text) => preview.set(slot, text.parse().unwrap()),
        Given::List(_) => Ok(()),
    }
}

/// A request with some settings left out, and the concrete requests it may turn into.
#[derive(Clone, Debug)]
struct Opened {
    model: Model,
    asked: Asked,
    concrete: Vec<Asked>,
    /// All there is to choose has been chosen.
    is_all: bool,
}

fn opened(taste: Taste) -> impl Strategy<Value = Opened> {
    let seeds = || vec(any::<u64>(), 4);
    let minute =
        if taste.hours { proptest::option::of(MINUTES).boxed() } else { Just(Some(0)).boxed() };
    (model(taste), seeds(), vec(any::<bool>(), 3), vec((seeds(), MINUTES), 8), 1..=3_u32, minute)
        .prop_map(|(mut model, seeds, mask, fills, runs, minute)| {
            // Without its default, a setting is open when it is left out.
            for (setting, open) in model.settings.iter_mut().zip(&mask) {
                if *open {
                    (setting.default, setting.optional) = (None, false);
                }
            }
            let mut asked =
                drawdown_tests::pricing::generate::asked_in_full(&model, &seeds, runs, minute);
            for (given, open) in asked.given.iter_mut().zip(&mask) {
                if *open {
                    *given = None;
                }
            }
            let open: Vec<usize> = (0..asked.given.len()).filter(|place| mask[*place]).collect();
            let filled = |(seeds, at): &(Vec<u64>, u32)| {
                let mut filled = asked.clone();
                for place in &open {
                    filled.given[*place] = Some(value(&model.settings[*place].kind, seeds[*place]));
                }
                filled.minute = filled.minute.or(Some(*at));
                filled
            };
            let mut concrete: Vec<Asked> = fills.iter().map(filled).collect();
            let all = if minute.is_some() { all_fills(&model, &asked, &open) } else { None };
            let is_all = all.is_some();
            concrete.extend(all.into_iter().flatten());
            Opened { model, asked, concrete, is_all }
        })
}

/// Every way to fill the open places, when they are few.
fn all_fills(model: &Model, asked: &Asked, open: &[usize]) -> Option<Vec<Asked>> {
    let mut all = vec![asked.clone()];
    for place in open {
        let values = every_value(&model.settings[*place].kind)?;
        let with = |asked: &Asked, value: &Given| {
            let mut asked = asked.clone();
            asked.given[*place] = Some(value.clone());
            asked
        };
        all = all.iter().flat_map(|asked| values.iter().map(|value| with(asked, value))).collect();
        if all.len() > 64 {
            return None;
        }
    }
    Some(all)
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn ranges_hold_every_concrete_choice(opened in opened(VENDOR)) {
        check_range(&opened)?;
    }

    /// As above, with settings that limit each other.
    #[test]
    fn ranges_hold_what_limits_allow(opened in opened(Taste { limits: true, ..TAME })) {
        check_range(&opened)?;
    }

    /// As above, with nothing in it that would make a cost unknown.
    #[test]
    fn ranges_of_plain_prices_hold_every_concrete_choice(opened in opened(TAME)) {
        check_range(&opened)?;
    }

    /// What is not sold is in no range.
    #[test]
    fn ranges_of_what_is_sold_hold_every_concrete_choice(opened in opened(SOLD)) {
        check_range(&opened)?;
    }

    /// The order in which a catalog lists choices and settings changes no estimate.
    #[test]
    fn the_order_of_choices_and_keys_changes_nothing(opened in opened(VENDOR), after in vec(any::<bool>(), 3)) {
        let Opened { mut model, mut asked, .. } = opened;
        leave_for_later(&mut model, &mut asked, &after);
        let text = write::catalog(&model).to_string();
        let turned = Catalog::from_json(&write::turned(&model).to_string()).unwrap();
        let [a, b] = [catalog(&model), turned].map(|catalog| match catalog.estimate(&request(&asked)) {
            Ok(estimate) => to_text(&estimate).unwrap(),
            Err(errors) => errors.iter().map(|error| error.kind().code()).collect(),
        });
        prop_assert_eq!(a, b, "{}", text);
    }

    /// A rate beside open choices covers the rate of each of them, and no total is above its most.
    #[test]
    fn rates_hold_every_concrete_choice(opened in opened(SOLD), after in vec(any::<bool>(), 3)) {
        check_rate(opened, &after)?;
    }

    /// As above, where parts may be unpriced or below zero.
    #[test]
    fn rates_of_all_models_hold_every_concrete_choice(opened in opened(VENDOR), after in vec(any::<bool>(), 3)) {
        check_rate(opened, &after)?;
    }

    /// A number in the ranges of `sold` can be asked for, and no other.
    #[test]
    fn numbers_in_the_ranges_can_be_asked_for((model, asked) in model_and_asked(Taste { limits: true, ..SOLD })) {
        let catalog = catalog(&model);
        // What is refused already says nothing of a single setting.
        let Ok(sold) = catalog.sold(&request(&asked)) else { return Ok(()) };
        for (place, setting) in model.settings.iter().enumerate() {
            let name = format!("s{place}");
            let of_setting = sold.iter().find(|sold| *sold.setting == *name);
            let Some(ranges) = of_setting.and_then(|of| of.ranges.as_ref()) else { continue };
            for given in every_value(&setting.kind).into_iter().flatten() {
                let Given::Number(number) = given else { continue };
                let number = number.decimal();
                let inside = ranges.iter().any(|range| range.from.is_none_or(|from| from <= number) && range.to.is_none_or(|to| number <= to));
                let found = catalog.estimate(&request(&asked).set(name.as_str(), number));
                // Where arithmetic stops, nobody knows.
                if found.as_ref().is_err_and(|errors| !is_refusal(errors)) {
                    continue;
                }
                prop_assert_eq!(found.is_ok(), inside, "{} {}\n{}", name, number, shown(&model, &asked));
            }
        }
    }

    /// What `sold` lists can be asked for, and nothing else can.
    #[test]
    fn what_is_sold_can_be_asked_for((model, asked) in model_and_asked(SOLD)) {
        let catalog = catalog(&model);
        for setting in catalog.sold(&request(&asked)).unwrap() {
            for (value, is_sold) in setting.sold.iter().map(|value| (value, true)).chain(setting.not_sold.iter().map(|value| (value, false))) {
                let other = request(&asked).set(&*setting.setting, value.clone());
                let refused = catalog.estimate(&other).is_err_and(|errors| errors.iter().any(|error| error.kind() == ErrorKind::NotSold));
                prop_assert_eq!(refused, !is_sold, "{} {}\n{}", setting.setting, value, shown(&model, &asked));
            }
        }
    }
}

/// Makes some of the settings known only after the run; nobody gives them a value.
fn leave_for_later(model: &mut Model, asked: &mut Asked, after: &[bool]) {
    let settings = model.settings.iter_mut().zip(&mut asked.given).zip(after);
    for ((setting, given), _) in settings.filter(|(_, after)| **after) {
        (setting.after, setting.default, setting.optional) = (true, None, false);
        *given = None;
    }
}

fn check_rate(opened: Opened, after: &[bool]) -> Result<(), TestCaseError> {
    let Opened { mut model, asked, concrete, .. } = opened;
    let full = concrete.clone();
    let mut whole = asked;
    leave_for_later(&mut model, &mut whole, after);
    let catalog = catalog(&model);
    let Ok(estimate) = catalog.estimate(&request(&whole)) else { return Ok(()) };
    assert_adds_up(&estimate, &model, &whole);
    if estimate.state != State::Rate {
        return Ok(());
    }
    for mut chosen in concrete {
        leave_for_later(&mut model.clone(), &mut chosen, after);
        let found = match catalog.estimate(&request(&chosen)) {
            Ok(found) => found,
            Err(errors) => {
                prop_assert!(is_refusal(&errors), "{errors}\n{}", shown(&model, &chosen));
                continue;
            }
        };
        prop_assert!(found.state != State::Unknown, "{}", shown(&model, &chosen));
        for line in found.lines.iter().filter(|line| line.state == LineState::After) {
            let covers = estimate.lines.iter().any(|wide| covers(wide, line));
            prop_assert!(
                covers,
                "{line:?}\n{}\n{}",
                to_text(&estimate).unwrap(),
                shown(&model, &chosen)
            );
        }
    }
    for chosen in full {
        let Ok(found) = catalog.estimate(&request(&chosen)) else { continue };
        if let (Some(most), Some(total)) = (estimate.high, found.total.or(found.high)) {
            prop_assert!(total <= most, "{total} above {most}\n{}", shown(&model, &chosen));
        }
    }
    Ok(())
}

fn ratio_is_zero(text: &str) -> bool {
    fine(text) == fine("0")
}

/// Whether a line over many choices covers that of one.
fn covers(wide: &Line, line: &Line) -> bool {
    let ends = |line: &Line| line.rate_low.or(line.rate).zip(line.rate_high.or(line.rate));
    // What is no decimal stands in the text alone.
    let inside = match (ends(wide), ends(line)) {
        (Some((low, high)), Some((least, most))) => {
            let [low, high, least, most] =
                [low, high, least, most].map(|end| fine(&end.to_string()));
            low <= least && most <= high
        }
        (None, _) => true,
        // What is free shows no rate.
        (Some((low, _)), None) => line.text.contains('…') || ratio_is_zero(&low.to_string()),
    };
    wide.rule == line.rule && wide.state == LineState::After && inside
}

fn fine(text: &str) -> BigRational {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{rest}").parse().unwrap();
    BigRational::new(digits, BigInt::from(10).pow(rest.len() as u32))
}

fn check_range(opened: &Opened) -> Result<(), TestCaseError> {
    let Opened { model, asked, concrete, is_all } = opened;
    let catalog = catalog(model);
    let estimate = match catalog.estimate(&request(asked)) {
        Ok(estimate) => estimate,
        Err(errors) => {
            // What is refused while some settings are open is so for each of their values.
            if errors.iter().any(|error| error.kind() == ErrorKind::OutOfRange) {
                let all = concrete.iter().all(|asked| is_refused(model, asked));
                prop_assert!(all, "{errors}\n{}", shown(model, asked));
            }
            return Ok(());
        }
    };
    assert_adds_up(&estimate, model, asked);
    let (low, high) = match estimate.state {
        State::Exact => (estimate.total.unwrap(), estimate.total.unwrap()),
        State::Range => (estimate.low.unwrap(), estimate.high.unwrap()),
        State::Rate | State::Unknown => return Ok(()),
    };
    let (mut ends, mut is_all) = (Vec::new(), *is_all);
    for asked in concrete {
        if is_refused(model, asked) {
            prop_assert!(catalog.estimate(&request(asked)).is_err(), "{}", shown(model, asked));
            continue;
        }
        let found = match catalog.estimate(&request(asked)) {
            Ok(found) => found,
            // What has no cost lies in no range.
            Err(errors) if errors.iter().all(|error| error.kind() == ErrorKind::Inexact) => {
                is_all = false;
                continue;
            }
            Err(errors) => {
                // Nobody can ask for it.
                prop_assert!(is_refusal(&errors), "{errors}\n{}", shown(model, asked));
                continue;
            }
        };
        let bounds = found.total.or(found.low).zip(found.total.or(found.high));
        let inside = bounds.is_some_and(|(least, most)| low <= least && most <= high);
        prop_assert!(
            inside,
            "{bounds:?} in {low}..={high}\n{}\n{}",
            shown(model, &opened.asked),
            write::request(asked)
        );
        ends.extend(bounds.iter().flat_map(|(least, most)| [*least, *most]));
    }
    if is_all {
        let ends = (ends.iter().min().copied(), ends.iter().max().copied());
        prop_assert_eq!(ends, (Some(low), Some(high)), "{}", shown(model, asked));
    }
    Ok(())
}

/// A rising price: graduated tiers with rates that are not negative.
#[derive(Clone, Debug)]
struct Rising(String);

fn rising() -> impl Strategy<Value = Rising> {
    let amount =
        |most: i64| (0..=most, 0..=2_u32).prop_map(|(digits, places)| Amount { digits, places });
    let tier =
        (1..=90_i64, any::<bool>(), amount(500), proptest::option::weighted(0.3, amount(60)));
    let mode = proptest::sample::select(vec!["ceil", "floor", "half_up", "half_even"]);
    let size = proptest::sample::select(vec!["1", "0.5", "5", "0.01", "30"]);
    let round = || proptest::option::of((size.clone(), mode.clone()));
    let per = proptest::sample::select(vec![1, 3, 7, 60, 1000, 3600]);
    (vec(tier, 1..=4), 0..=40_u32, round(), round(), proptest::option::of(amount(3000)), per).prop_map(
        |(tiers, included, block, round, minimum, per)| {
            let mut top = 0;
            let last = tiers.len() - 1;
            let tiers: Vec<_> = tiers.into_iter().enumerate().map(|(i, (width, closed, rate, flat))| {
                top += width;
                let mut tier = serde_json::json!({ "rate": rate.to_string() });
                if i < last {
                    tier[if closed { "up_to" } else { "below" }] = top.into();
                }
                if let Some(flat) = flat {
                    tier["flat"] = flat.to_string().into();
                }
                tier
            }).collect();
            let mut component = serde_json::json!({
                "line": "x", "quantity": "n", "included": included, "per": per, "tiers": { "graduated": tiers }
            });
            if let Some((size, mode)) = block {
                component["block"] = serde_json::json!({ "size": size, "mode": mode });
            }
            let mut steps = Vec::new();
            if let Some(minimum) = minimum {
                steps.push(serde_json::json!({ "minimum": minimum.to_string() }));
            }
            if let Some((to, mode)) = round {
                steps.push(serde_json::json!({ "round": { "to": to, "mode": mode } }));
            }
            let catalog = serde_json::json!({
                "catalog": "rising", "version": "1", "as_of": "2026-11-01", "credit": { "name": "credit", "step": "0.01" },
                "operations": [{
                    "id": "op", "settings": { "n": { "number": { "min": 0 } } }, "price": [component], "adjust": steps,
                }],
            });
            Rising(catalog.to_string())
        },
    )
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn more_never_costs_less_in_graduated_tiers(Rising(text) in rising(), mut quantities in vec(0..=4000_i64, 2..=8)) {
        let catalog = Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
        quantities.sort_unstable();
        let mut before = Credits::ZERO;
        for digits in quantities {
            let amount = Amount { digits, places: 1 };
            let total = catalog.estimate(&Request::new("op").set("n", amount.decimal())).unwrap().total.unwrap();
            prop_assert!(before <= total, "{amount} costs {total}, less than {before}\n{text}");
            before = total;
        }
    }

    /// More credits never buy less: neither of the quantity nor of the runs.
    #[test]
    fn more_credits_never_buy_less(
        Rising(text) in rising(), n in 0..=400_i64, mut budgets in vec(0..=20_000_i64, 2..=5)
    ) {
        let catalog = Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
        let request = Request::new("op").set("n", Amount { digits: n, places: 1 }.decimal());
        budgets.sort_unstable();
        let mut before = (0, Decimal::ZERO);
        for budget in budgets {
            let budget: Credits = Amount { digits: budget, places: 2 }.to_string().parse().unwrap();
            let found = catalog.affordable(&request, budget).unwrap();
            let runs = found.runs.map_or(0, |runs| runs.unwrap_or(u32::MAX));
            let reach = found.settings.iter().find(|reach| &*reach.setting == "n");
            let most = match reach.and_then(|reach| reach.value.clone()) {
                Some(drawdown::SettingValue::Number(most)) => most,
                // Where the last tier is free, so many credits buy any number.
                None if reach.is_some_and(|reach| reach.any) => Decimal::from(u32::MAX),
                _ => Decimal::ZERO,
            };
            prop_assert!(before.0 <= runs && before.1 <= most, "{budget} buys {runs} and {most}, less than {before:?}\n{text}");
            before = (runs, most);
        }
    }
}

#[test]
fn the_oracle_rounds_as_the_words_say() {
    use drawdown_tests::pricing::Mode::{Ceil, Floor, HalfEven, HalfUp};
    let half = BigRational::new(5.into(), 2.into());
    for (mode, up, down) in [(Ceil, 3, -2), (Floor, 2, -3), (HalfUp, 3, -3), (HalfEven, 2, -2)] {
        assert_eq!(drawdown_tests::pricing::oracle::rounded(&half, &whole(1), mode), whole(up));
        assert_eq!(
            drawdown_tests::pricing::oracle::rounded(&-half.clone(), &whole(1), mode),
            whole(down)
        );
    }
}
