//! The search against brute force, over thousands of small problems.

use super::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

/// The dimensions of problems.
#[derive(Clone, Copy, Debug)]
struct Kind {
    lasting: bool,
    limited: bool,
    masked: bool,
}

/// The life of a bundle, in points.
#[derive(Clone, Copy, Debug)]
enum Lasts {
    Ever,
    Cycle,
    Points(usize),
}

#[derive(Clone, Debug)]
struct Plain {
    /// Credits missing at each point, and which bundles may pay, by cycle.
    cycles: Vec<Vec<(i128, u64)>>,
    /// Size, price, limit and life.
    bundles: Vec<(i128, i128, Option<u32>, Lasts)>,
    most_in_cycle: Option<i128>,
}

fn plain(kind: Kind) -> impl Strategy<Value = Plain> {
    let points = if kind.lasting { 1..5 } else { 1..4usize };
    let payers = if kind.masked { (0..8u64).boxed() } else { Just(u64::MAX).boxed() };
    let cycles = prop::collection::vec(prop::collection::vec((1..9_i128, payers), 0..2), points);
    let limit = prop_oneof![2 => Just(None), 1 => (0..3_u32).prop_map(Some)];
    let limit = if kind.limited { limit.boxed() } else { Just(None).boxed() };
    let lasts =
        prop_oneof![Just(Lasts::Ever), Just(Lasts::Cycle), (1..5_usize).prop_map(Lasts::Points),];
    let lasts = if kind.lasting { Just(Lasts::Ever).boxed() } else { lasts.boxed() };
    let bundles = prop::collection::vec((1..9_i128, 0..9_i128, limit, lasts), 1..4);
    let most = prop_oneof![2 => Just(None), 1 => (3..12_i128).prop_map(Some)];
    let most = if kind.limited { most.boxed() } else { Just(None).boxed() };
    (cycles, bundles, most).prop_map(|(cycles, bundles, most_in_cycle)| Plain {
        cycles,
        bundles,
        most_in_cycle,
    })
}

impl Plain {
    fn problem(&self) -> Problem {
        let limited = self.most_in_cycle.is_some() || self.bundles.iter().any(|b| b.2.is_some());
        let mut points = Vec::new();
        for (cycle, of) in self.cycles.iter().enumerate() {
            let is_last = cycle + 1 == self.cycles.len();
            points.extend(of.iter().map(|(amount, payers)| Point {
                cycle,
                amount: *amount,
                payers: *payers,
            }));
            if limited && !is_last {
                points.push(Point { cycle, amount: 0, payers: u64::MAX });
            }
        }
        let ends = |lasts: Lasts| -> Vec<usize> {
            let end = |(place, point): (usize, &Point)| match lasts {
                Lasts::Ever => points.len(),
                Lasts::Cycle => points.partition_point(|other| other.cycle <= point.cycle),
                Lasts::Points(count) => (place + count).min(points.len()),
            };
            points.iter().enumerate().map(end).collect()
        };
        let bundles = self.bundles.iter().map(|(size, price, limit, lasts)| Bundle {
            size: *size,
            price: *price,
            limit: *limit,
            ends: ends(*lasts),
        });
        let bundles = bundles.collect();
        Problem { points, bundles, most_in_cycle: self.most_in_cycle }
    }
}

/// Whether purchases can pay for the points up to `until`, shared in any way: for every set of
/// points, the bundles that may pay for some of it suffice.
fn pays(problem: &Problem, buys: &[(usize, usize, u32)], until: usize) -> bool {
    let wanted: Vec<usize> = (0..=until.min(problem.points.len() - 1))
        .filter(|p| problem.points[*p].amount > 0)
        .collect();
    (1_u32..1 << wanted.len()).all(|set| {
        let of_set = |place: &usize| set & (1 << place) != 0;
        let set: Vec<usize> = (0..wanted.len()).filter(of_set).map(|place| wanted[place]).collect();
        let missing: i128 = set.iter().map(|point| problem.points[*point].amount).sum();
        let helps = |(at, bundle, _): &&(usize, usize, u32)| {
            let end = problem.bundles[*bundle].ends[*at];
            let may = |point: &usize| problem.points[*point].payers & bit(*bundle) != 0;
            set.iter().any(|point| at <= point && *point < end && may(point))
        };
        let paid = buys.iter().filter(helps);
        let paid: i128 =
            paid.map(|(_, b, count)| problem.bundles[*b].size * i128::from(*count)).sum();
        paid >= missing
    })
}

fn price(problem: &Problem, buys: &[(usize, usize, u32)]) -> i128 {
    buys.iter().map(|(_, bundle, count)| problem.bundles[*bundle].price * i128::from(*count)).sum()
}

/// Whether every cycle respects the limits of bundles and credits.
fn is_allowed(problem: &Problem, buys: &[(usize, usize, u32)]) -> bool {
    let cycle_of = |point: usize| problem.points[point].cycle;
    (0..problem.points.len()).map(cycle_of).all(|cycle| {
        let here = || buys.iter().filter(|(point, ..)| cycle_of(*point) == cycle);
        let count = |bundle: usize| here().filter(|b| b.1 == bundle).map(|b| b.2).sum::<u32>();
        let credits: i128 = here().map(|b| problem.bundles[b.1].size * i128::from(b.2)).sum();
        let mut bundles = problem.bundles.iter().enumerate();
        bundles.all(|(place, bundle)| bundle.limit.is_none_or(|most| count(place) <= most))
            && problem.most_in_cycle.is_none_or(|most| credits <= most)
    })
}

/// The price of the cheapest cover below a bound. Tries every number of every bundle at every
/// point, up to all that it could pay for.
///
/// An error if there are too many to try.
fn cheapest(problem: &Problem, below: i128) -> Result<Option<i128>, ()> {
    let mut best = below;
    let mut tries = MOST_TRIES;
    try_all(problem, (0, 0), &mut Vec::new(), (&mut best, &mut tries));
    if tries == 0 { Err(()) } else { Ok((best < below).then_some(best)) }
}

const MOST_TRIES: u32 = 100_000;

fn try_all(
    problem: &Problem,
    (point, bundle): (usize, usize),
    buys: &mut Vec<(usize, usize, u32)>,
    (best, tries): (&mut i128, &mut u32),
) {
    *tries = tries.saturating_sub(1);
    if *tries == 0 {
        return;
    }
    if bundle == problem.bundles.len() {
        if problem.points[point].amount > 0 && !pays(problem, buys, point) {
            return;
        }
        if point + 1 == problem.points.len() {
            *best = price(problem, buys);
            return;
        }
        return try_all(problem, (point + 1, 0), buys, (best, tries));
    }
    let Bundle { size, price: each, ends, .. } = &problem.bundles[bundle];
    let (size, each) = (*size, *each);
    let until = ends[point].max(point);
    let paid_for: i128 = problem.points[point..until].iter().map(|point| point.amount).sum();
    let before = price(problem, buys);
    for count in 0..=(paid_for + size - 1) / size {
        if before + each * count >= *best || !is_worth(problem, buys, (size, each, count), *best) {
            continue;
        }
        let count = u32::try_from(count).unwrap();
        if count > 0 {
            buys.push((point, bundle, count));
        }
        if count == 0 || is_allowed(problem, buys) {
            try_all(problem, (point, bundle + 1), buys, (best, tries));
        }
        if count > 0 {
            buys.pop();
        }
    }
}

/// Whether the missing credits could cost less than the best so far, by the price of a credit.
fn is_worth(
    problem: &Problem,
    buys: &[(usize, usize, u32)],
    (size, each, count): (i128, i128, i128),
    best: i128,
) -> bool {
    let all: i128 = problem.points.iter().map(|point| point.amount).sum();
    let bought = buys.iter().map(|(_, b, n)| problem.bundles[*b].size * i128::from(*n));
    let left = all - bought.sum::<i128>() - size * count;
    let spent = price(problem, buys) + each * count;
    left <= 0 || problem.bundles.iter().any(|b| spent * b.size + left * b.price < best * b.size)
}

#[derive(Debug, Default)]
struct Tally {
    problems: u32,
    covered: u32,
    proven: u32,
    /// Covers that brute force could judge, and problems that also have no cover by brute force.
    compared: u32,
    none: u32,
}

/// Checks every problem of a kind: proven covers are the cheapest, and no claim is wrong.
fn compare(kind: Kind, count: u32, most_steps: usize) -> Tally {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let strategy = plain(kind);
    let mut tally = Tally::default();
    for _ in 0..count {
        let plain = strategy.new_tree(&mut runner).unwrap().current();
        let problem = plain.problem();
        if problem.points.is_empty() {
            continue;
        }
        tally.problems += 1;
        let found = problem.solve(most_steps);
        let Ok(cover) = found else {
            // Sharing is not searched, so a cover may be missed if bundles differ in what they pay
            // for.
            if most_steps == MOST_STEPS && !kind.masked {
                let found = cheapest(&problem, 1_000);
                assert!(!matches!(found, Ok(Some(_))), "{found:?}: {plain:?}");
                tally.none += u32::from(found.is_ok());
            }
            continue;
        };
        tally.covered += 1;
        is_late(&problem, &cover);
        assert_eq!(price(&problem, &cover.buys), cover.cost, "{plain:?} {cover:?}");
        let until = problem.points.len() - 1;
        assert!(pays(&problem, &cover.buys, until), "{plain:?} {cover:?}");
        assert!(is_allowed(&problem, &cover.buys), "{plain:?} {cover:?}");
        assert!(cover.least <= cover.cost, "{plain:?} {cover:?}");
        let Ok(best) = cheapest(&problem, cover.cost) else { continue };
        tally.compared += 1;
        let best = best.unwrap_or(cover.cost);
        assert!(cover.least <= best, "{best} is enough: {plain:?} {cover:?}");
        tally.proven += u32::from(cover.least == cover.cost);
    }
    tally
}

/// Postponed purchases still suffice, and none of them can be postponed alone.
fn is_late(problem: &Problem, cover: &PurchasePlan) {
    let late = problem.late(&cover.buys);
    let until = problem.points.len() - 1;
    assert_eq!(price(problem, &late), cover.cost, "{problem:?} {cover:?}");
    assert!(is_allowed(problem, &late), "{problem:?} {cover:?} {late:?}");
    assert!(pays(problem, &late, until), "{problem:?} {cover:?} {late:?}");
    assert!(late == cover.buys || problem.bundles.iter().any(|b| problem.is_limited(b)));
    for (place, (at, ..)) in late.iter().enumerate() {
        let mut waits = late.clone();
        waits[place].0 += 1;
        let last = *at == until || late[place].2 > 1;
        assert!(
            last || cover.buys == late
                || !problem.is_enough(&waits)
                || !is_allowed(problem, &waits)
        );
    }
}

const ALL: Kind = Kind { lasting: true, limited: false, masked: false };

#[test]
fn one_sum_is_a_knapsack() {
    let tally = compare(ALL, 3_000, MOST_STEPS);
    assert!(tally.proven == tally.covered && tally.covered > 2_000, "{tally:?}");
}

#[test]
fn bundles_that_end_are_bought_for_least() {
    let tally = compare(Kind { lasting: false, ..ALL }, 3_000, MOST_STEPS);
    assert!(tally.proven == tally.covered && tally.covered > 1_000, "{tally:?}");
}

#[test]
fn limits_of_a_cycle_are_used_ahead() {
    for lasting in [true, false] {
        let tally = compare(Kind { lasting, limited: true, ..ALL }, 2_000, MOST_STEPS);
        assert!(tally.proven == tally.covered && tally.covered > 500, "{tally:?}");
    }
}

#[test]
fn bundles_that_pay_for_some_only() {
    for (lasting, limited) in [(true, false), (true, true), (false, false), (false, true)] {
        let tally = compare(Kind { lasting, limited, masked: true }, 1_000, MOST_STEPS);
        assert!(tally.covered > 100, "{tally:?}");
    }
}

/// With bundles that expire, a cover may be too expensive, but then it says so.
#[test]
fn a_search_that_is_cut_short_says_by_how_much_it_may_be_off() {
    for most_steps in [1, 3, 10, 30] {
        for (lasting, limited) in [(true, false), (false, false), (false, true)] {
            compare(Kind { lasting, limited, masked: false }, 300, most_steps);
        }
    }
}

fn bundle(size: i128, price: i128, limit: Option<u32>, ends: [usize; 3]) -> Bundle {
    Bundle { size, price, limit, ends: ends.into() }
}

/// Three points that each lack this many credits; which bundles may pay for each.
fn lacking(amounts: [(i128, u64); 3], bundles: Vec<Bundle>) -> Problem {
    let points = amounts.into_iter().map(|(amount, payers)| Point { cycle: 0, amount, payers });
    Problem { points: points.collect(), bundles, most_in_cycle: None }
}

/// The first bundle pays for the first two points alone, the second for the last alone: 2 × 5 and 7.
#[test]
fn what_shares_no_bundle_is_bounded_apart() {
    let bundles = vec![bundle(10, 5, None, [3; 3]), bundle(10, 7, None, [3; 3])];
    let problem = lacking([(10, 0b01), (10, 0b01), (10, 0b10)], bundles);
    let cover = problem.solve(MOST_STEPS).unwrap();
    assert_eq!((cover.cost, cover.least), (17, 17));
    assert_eq!(problem.bound(&problem.masks(), MOST_STEPS), 17);
}

/// One point only the second bundle pays for, which costs 7: 3 of both together would cost 15.
#[test]
fn what_only_some_bundles_pay_for_costs_at_least_as_much() {
    let bundles = vec![bundle(10, 5, None, [3; 3]), bundle(10, 7, None, [3; 3])];
    let problem = lacking([(10, 0b11), (10, 0b10), (10, 0b10)], bundles);
    assert_eq!(problem.least_within(0b10, MOST_STEPS), 14);
    assert_eq!(problem.least_within(0b11, MOST_STEPS), 15);
    assert_eq!(problem.bound(&problem.masks(), MOST_STEPS), 15);
    assert_eq!(problem.solve(MOST_STEPS).unwrap().cost, 19);
}

/// Each bundle pays for one point: 3 of 4 credits for 9, not one of 12 for 10. A credit costs at
/// least 3/4, so 30 cost at least 22.5.
#[test]
fn a_search_without_steps_buys_what_suffices_at_each_point() {
    let bundles = |limit| vec![bundle(4, 3, limit, [1, 2, 3]), bundle(12, 10, None, [1, 2, 3])];
    let points = [(10, u64::MAX); 3];
    let cover = lacking(points, bundles(None)).solve(1).unwrap();
    assert_eq!((cover.cost, cover.least), (27, 23));
    assert_eq!(cover.buys, [(0, 0, 3), (1, 0, 3), (2, 0, 3)]);
    // 4 in a cycle: 3 for the first point, one and a large one for the second, a large one.
    let cover = lacking(points, bundles(Some(4))).solve(1).unwrap();
    assert_eq!(cover.buys, [(0, 0, 3), (1, 0, 1), (1, 1, 1), (2, 1, 1)]);
    assert_eq!((cover.cost, cover.least), (32, 23));
}

/// 15 of 7 credits for 5 cost 75; cut short, it is known only that 100 credits cost at least 72.
#[test]
fn a_knapsack_without_steps_takes_the_cheapest_credits() {
    let bundles = vec![bundle(7, 5, None, [3; 3]), bundle(9, 7, None, [3; 3])];
    let problem = lacking([(100, u64::MAX), (0, u64::MAX), (0, u64::MAX)], bundles);
    let cover = problem.solve(1).unwrap();
    assert_eq!((cover.cost, cover.least), (75, 72));
    let cover = problem.solve(MOST_STEPS).unwrap();
    // 13 of 7 and one of 9 are 100 for 72.
    assert_eq!((cover.cost, cover.least), (72, 72));
}
