//! Random models.

use super::{
    Auto, Cap, Carry, Cycle, Debt, Every, Grant, Hold, Key, Life, Limit, Line, Model, Opening,
    Pace, Pack, Rollover, Story, Table, Window,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const CLASSES: usize = 3;
const DAY: u32 = 86_400;

/// Midnight UTC of 15 December 2025.
const FIRST: i64 = 1_765_756_800;

/// Amounts small enough for interesting cases: demand often meets the remaining balance.
fn amount() -> impl Strategy<Value = i128> {
    prop_oneof![3 => (1..40i128).prop_map(|n| n * 100), 1 => 1..5_000i128]
}

/// Times of day at which clocks change, among others.
fn minute() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), Just(120), Just(150), Just(720), 0..1440u32]
}

fn grant() -> impl Strategy<Value = Grant> {
    let every = prop_oneof![
        1 => Just(Every::Once),
        2 => Just(Every::Day),
        1 => (0..7u32).prop_map(Every::Week),
        1 => (1..20u32).prop_map(Every::Days),
        6 => Just(Every::Cycle),
        1 => Just(Every::Term),
        1 => (1..60u32).prop_map(Every::Rolling),
    ];
    let ends = prop_oneof![
        1 => Just(Life::Never),
        3 => Just(Life::Reset),
        3 => Just(Life::Cycle),
        1 => (1..60u32).prop_map(Life::Days),
        1 => (1..4u32).prop_map(Life::Months),
    ];
    let cap = prop_oneof![(0..25i128).prop_map(Cap::Tenths), amount().prop_map(Cap::Amount)];
    let percent = option::weighted(0.3, 0..=100i128);
    let (floor, into) = (option::weighted(0.3, amount()), option::weighted(0.4, 0..CLASSES));
    let carry = prop_oneof![
        3 => (1..4u32).prop_map(Carry::Cycles),
        1 => (1..100u32).prop_map(Carry::Days),
        1 => (1..4u32).prop_map(Carry::Months),
    ];
    let carry = (option::of(carry), option::weighted(0.2, 1..100u32));
    let rollover = (carry, option::of(cap), any::<bool>(), percent, floor, into).prop_map(
        |((carry, latest), cap, on_total, percent, floor, into)| Rollover {
            carry,
            latest,
            cap,
            on_total,
            percent,
            floor,
            into,
        },
    );
    let rollover = option::weighted(0.8, rollover);
    let (from, length) = (0..60 * DAY, 1..60 * DAY);
    let valid = prop_oneof![
        6 => Just((None, None)),
        1 => from.clone().prop_map(|from| (Some(from), None)),
        1 => length.clone().prop_map(|until| (None, Some(until))),
        1 => (from, length).prop_map(|(from, length)| (Some(from), Some(from + length))),
    ];
    let if_empty = option::weighted(0.15, 0..CLASSES);
    (0..CLASSES, amount(), (every, valid, if_empty), minute(), ends, any::<bool>(), rollover)
        .prop_map(|(class, amount, (every, valid, if_empty), at, ends, with_plan, rollover)| {
            Grant {
                class,
                amount,
                every,
                at,
                valid,
                if_empty: if_empty.filter(|_| !matches!(every, Every::Rolling(_))),
                // A grant with a rollover must end with the cycle or the term.
                ends: match ends {
                    Life::Days(_) | Life::Months(_) | Life::Never
                        if every.is_of_plan() && rollover.is_some() =>
                    {
                        Life::Cycle
                    }
                    ends => ends,
                },
                with_plan,
                rollover: rollover.filter(|_| every.is_of_plan() || ends == Life::Cycle),
            }
        })
}

fn pack() -> impl Strategy<Value = Pack> {
    let life = prop_oneof![
        Just(Life::Never),
        Just(Life::Cycle),
        (1..60u32).prop_map(Life::Days),
        (1..4u32).prop_map(Life::Months)
    ];
    (0..CLASSES, amount(), life).prop_map(|(class, amount, life)| Pack { class, amount, life })
}

fn line(operations: usize, days: u32) -> impl Strategy<Value = Line> {
    let rate = || prop_oneof![(0..8i128).prop_map(|n| n * 100), 0..2_000i128];
    let pace = prop_oneof![
        3 => rate().prop_map(Pace::PerDay),
        1 => rate().prop_map(Pace::PerWeek),
        1 => rate().prop_map(|rate| Pace::PerMonth(rate * 5)),
        1 => (vec(0..days * DAY, 1..5), 1..20u32).prop_map(|(on, count)| Pace::On(on, count)),
    ];
    let active = option::weighted(0.2, 1..32u32);
    let fails = prop_oneof![4 => Just(0i128), 1 => 1..=100i128];
    (0..operations, pace, 1..128u32, active, minute(), fails).prop_map(
        |(operation, pace, days, active_days, at, fails)| {
            let weekly = matches!(pace, Pace::PerWeek(_));
            let active_days = active_days.filter(|_| !weekly);
            Line { operation, pace, days, active_days, at, fails }
        },
    )
}

fn story(operations: usize, packs: usize) -> impl Strategy<Value = Story> {
    let start = (0..420i64, prop_oneof![Just(0i64), Just(9 * 3600 + 1800), 0..86_400i64]);
    let zone =
        prop_oneof![2 => Just(Table::Utc), 2 => Just(Table::Berlin), 1 => Just(Table::LordHowe)];
    (1..100u32).prop_flat_map(move |days| {
        let start = start.clone().prop_map(|(day, seconds)| FIRST + day * 86_400 + seconds);
        let ends = option::weighted(0.6, 1..2 * days * DAY);
        let begins = option::weighted(0.3, 1..2 * days * DAY);
        let lot = (0..CLASSES, amount(), ends, begins).prop_map(|(class, amount, ends, begins)| {
            // A lot that ends before it begins has no defined meaning.
            let ends = ends.map(|ends| ends + begins.unwrap_or(0));
            Opening { class, amount, ends, begins }
        });
        let lots = option::weighted(0.3, vec(lot, 0..4));
        let buys = vec((0..days * DAY, 0..packs.max(1), 1..4u32), 0..if packs > 0 { 5 } else { 1 });
        let demand = vec(line(operations, days), 0..4);
        let length = prop_oneof![Just(None), (1..5 * DAY).prop_map(Some)];
        let end = option::weighted(0.7, (0..DAY, option::weighted(0.7, amount())));
        let hold = (0..days * DAY, 0..operations, amount(), length, end).prop_map(
            |(at, operation, amount, length, end)| {
                // Settled after its end, a hold is no longer open; the shortest day has 23 hours.
                let most = length.unwrap_or(82_800);
                let end = end.map(|(after, actual)| (after % most, actual));
                Hold { at, operation, amount, length, end }
            },
        );
        let holds = prop_oneof![3 => Just(Vec::new()), 1 => vec(hold, 1..6)];
        let subscribed = prop::bool::weighted(0.8);
        let since =
            prop_oneof![3 => Just(0u32), 1 => 1..200 * DAY, 1 => (1..200u32).prop_map(|n| n * DAY)];
        let auto = (0..packs.max(1), amount(), option::weighted(0.7, amount()));
        let auto = option::weighted(0.3, auto).prop_map(move |auto| {
            let auto = auto.filter(|_| packs > 0);
            auto.map(|(pack, below, target)| Auto { pack, below, target })
        });
        let plan = (subscribed, since, any::<bool>(), auto);
        (start, zone.clone(), plan, lots, demand, (buys, holds)).prop_map(
            move |(
                start,
                zone,
                (subscribed, since, quarterly, auto),
                lots,
                demand,
                (buys, holds),
            )| Story {
                start,
                days,
                zone,
                subscribed,
                since,
                quarterly,
                auto,
                lots,
                demand,
                buys,
                holds,
            },
        )
    })
}

pub fn model() -> impl Strategy<Value = Model> {
    let cycle = prop_oneof![
        3 => Just(Cycle::Anniversary),
        1 => Just(Cycle::CalendarMonth),
        2 => (1..40u32).prop_map(Cycle::Days)
    ];
    let class_order = option::of(
        (0..=CLASSES, Just((0..CLASSES).collect::<Vec<usize>>()).prop_shuffle()).prop_map(
            |(length, mut order)| {
                order.truncate(length.max(1));
                order
            },
        ),
    );
    let then = prop_oneof![
        Just(vec![]),
        Just(vec![Key::Expires]),
        Just(vec![Key::Issued]),
        Just(vec![Key::Expires, Key::Issued]),
        Just(vec![Key::Issued, Key::Expires])
    ];
    let prices = vec(prop_oneof![(1..10i128).prop_map(|n| n * 50), 1..1_500i128], 1..4);
    let parts = (vec(grant(), 0..4), vec(pack(), 0..3), prices);
    let debt = (option::of(amount()), prop::bool::weighted(0.7), any::<bool>())
        .prop_map(|(most, is_repaid, only_last)| Debt { most, is_repaid, only_last });
    let debt = option::weighted(0.2, debt);
    let window = prop_oneof![
        Just(Window::Day),
        Just(Window::Week),
        Just(Window::Month),
        (1..200u32).prop_map(Window::Rolling),
        (1..200u32).prop_map(Window::FirstUse),
        (1..20u32).prop_map(Window::RollingDays),
    ];
    let limit = (amount(), window, any::<bool>()).prop_map(|(most, window, with_plan)| Limit {
        most,
        window,
        with_plan,
    });
    let limits = prop_oneof![4 => Just(Vec::new()), 1 => vec(limit, 1..4)];
    (parts, cycle, class_order, then, any::<bool>(), (debt, limits)).prop_flat_map(
        |((mut grants, packs, prices), cycle, class_order, then, utc_policy, (debt, limits))| {
            // A class has one rule.
            for place in 1..grants.len() {
                let (before, rest) = grants.split_at_mut(place);
                let same = |first: &&Grant| first.class == rest[0].class;
                let first = before.iter().filter(same).find_map(|first| first.rollover);
                if let (Some(own), Some(first)) = (&mut rest[0].rollover, first) {
                    *own = first;
                }
            }
            // The effect of two rules on one lot is not documented.
            if grants.iter().filter(|grant| grant.rollover.is_some()).count() > 1 {
                grants.iter_mut().filter_map(|g| g.rollover.as_mut()).for_each(|r| r.into = None);
            }
            let cuts = |rule: Rollover| rule.cap.is_some() || rule.percent.is_some();
            let is_cut = grants.iter().filter_map(|grant| grant.rollover).any(cuts);
            story(prices.len(), packs.len()).prop_map(move |mut story| {
                // What is held of lots that were merged outlives a cut; the reference merges none.
                if is_cut {
                    story.holds.clear();
                }
                Model {
                    classes: CLASSES,
                    class_order: class_order.clone(),
                    then: then.clone(),
                    cycle,
                    grants: grants.clone(),
                    packs: packs.clone(),
                    prices: prices.clone(),
                    utc_policy,
                    debt,
                    limits: limits.clone(),
                    story,
                }
            })
        },
    )
}

/// With daily reset grants of unpaid classes.
pub fn days(model: &mut Model, masks: [u8; 3]) {
    for (place, grant) in model.grants.iter_mut().enumerate() {
        let [daily, same, other] = masks.map(|mask| mask >> place & 1 == 1);
        if !daily {
            continue;
        }
        grant.every = if other { Every::Days(1 + place as u32) } else { Every::Day };
        grant.ends = Life::Reset;
        grant.rollover = None;
        grant.class -= grant.class % 2;
        if same {
            grant.at = 0;
        }
    }
}
