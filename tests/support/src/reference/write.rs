//! Models as the JSON that the engine reads.

use super::clock::table;
use super::{Cap, Carry, Cycle, Every, Hold, Key, Life, Limit, Line, Model, Pace, Table, Window};
use chrono::DateTime;
use serde_json::{Value, json};

/// Hundredths as a decimal, times a factor.
fn amount(hundredths: i128, factor: i128) -> String {
    let all = hundredths * factor;
    format!("{}.{:02}", all / 100, all % 100)
}

pub fn instant(at: i64) -> String {
    let at = DateTime::from_timestamp(at, 0).unwrap().naive_utc();
    format!("{}T{}Z", at.date(), at.time())
}

fn time(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn life(life: Life) -> Value {
    match life {
        Life::Never => json!("never"),
        Life::Reset => json!("reset"),
        Life::Cycle => json!("cycle_end"),
        Life::Days(days) => json!(format!("{days} days")),
        Life::Months(months) => json!(format!("{months} months")),
    }
}

/// The catalog; every amount is multiplied by a factor.
pub fn catalog(model: &Model, factor: i128) -> Value {
    const WEEK: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let grants = model.grants.iter().enumerate().map(|(i, grant)| {
        let mut json = json!({
            "id": format!("grant-{i}"), "class": format!("class-{}", grant.class),
            "amount": amount(grant.amount, factor), "expires": life(grant.ends),
            "every": match grant.every {
                Every::Once => json!("once"),
                Every::Day => json!("day"),
                Every::Week(_) => json!("week"),
                Every::Days(days) => json!({ "days": days }),
                Every::Cycle => json!("cycle"),
                Every::Term => json!("term"),
                Every::Rolling(hours) => json!({ "rolling_hours": hours }),
            },
        });
        if matches!(grant.every, Every::Day | Every::Week(_)) {
            json["at"] = json!(time(grant.at));
        }
        if let Every::Week(on) = grant.every {
            json["on"] = json!(WEEK[on as usize]);
        }
        if let Some(class) = grant.if_empty {
            json["if_empty"] = json!(format!("class-{class}"));
        }
        let after = |seconds: u32| instant(model.story.start + i64::from(seconds));
        match grant.valid {
            (Some(from), Some(until)) => {
                json["valid"] = json!({ "from": after(from), "until": after(until) });
            }
            (Some(from), None) => json["valid"] = json!({ "from": after(from) }),
            (None, Some(until)) => json["valid"] = json!({ "until": after(until) }),
            (None, None) => {}
        }
        if let Some(rule) = grant.rollover {
            let mut rollover = json!({ "cap_on": if rule.on_total { "total" } else { "carried" } });
            if let Some(carry) = rule.carry {
                rollover["carry"] = match carry {
                    Carry::Cycles(cycles) => json!(cycles),
                    Carry::Days(days) => json!(format!("{days} days")),
                    Carry::Months(months) => json!(format!("{months} months")),
                };
            }
            if let Some(days) = rule.latest {
                rollover["latest"] = json!(format!("{days} days"));
            }
            if let Some(floor) = rule.floor {
                rollover["floor"] = json!(amount(floor, factor));
            }
            if let Some(into) = rule.into {
                rollover["class"] = json!(format!("class-{into}"));
            }
            if let Some(percent) = rule.percent {
                rollover["percent"] = json!(percent.to_string());
            }
            match rule.cap {
                Some(Cap::Tenths(tenths)) => {
                    rollover["cap"] =
                        json!({ "times": format!("{}.{}", tenths / 10, tenths % 10) });
                }
                Some(Cap::Amount(cap)) => {
                    rollover["cap"] = json!({ "amount": amount(cap, factor) });
                }
                None => {}
            }
            json["rollover"] = rollover;
        }
        json
    });
    let mine = |grant: &super::Grant| grant.with_plan || grant.every.is_of_plan();
    let of_plan: Vec<String> = (0..model.grants.len())
        .filter(|i| mine(&model.grants[*i]))
        .map(|i| format!("grant-{i}"))
        .collect();
    let packs = model.packs.iter().enumerate().map(|(i, pack)| {
        json!({ "id": format!("pack-{i}"), "class": format!("class-{}", pack.class),
                "credits": amount(pack.amount, factor), "price": "5.00", "expires": life(pack.life) })
    });
    let operations = model.prices.iter().enumerate().map(|(i, price)| {
        json!({ "id": format!("op-{i}"), "price": [ { "line": "run", "rate": amount(*price, factor) } ] })
    });
    let mut burn_order: Vec<Value> = Vec::new();
    if let Some(order) = &model.class_order {
        let classes: Vec<String> = order.iter().map(|class| format!("class-{class}")).collect();
        burn_order.push(json!({ "class": classes }));
    }
    burn_order.extend(model.then.iter().map(|key| match key {
        Key::Expires => json!("expires"),
        Key::Issued => json!("issued"),
    }));
    let classes: serde_json::Map<String, Value> =
        // Unpaid classes are reported less, so the engine uses another path for them.
        (0..model.classes).map(|i| (format!("class-{i}"), json!({ "paid": i % 2 == 1 }))).collect();
    json!({
        "catalog": "model", "version": "1", "as_of": "2026-01-01",
        "credit": { "name": "credit", "step": amount(1, factor) },
        "operations": operations.collect::<Vec<_>>(),
        "classes": classes,
        "plans": [ { "id": "plan", "price": { "month": "10.00", "quarter": "25.00" }, "grants": of_plan,
                     "cycle": match model.cycle {
                         Cycle::Anniversary => json!("anniversary"),
                         Cycle::CalendarMonth => json!("calendar_month"),
                         Cycle::Days(days) => json!({ "days": days }),
                     } } ],
        "grants": grants.collect::<Vec<_>>(),
        "top_ups": packs.collect::<Vec<_>>(),
        "burn_order": burn_order,
        "limits": model.limits.iter().enumerate().map(|of| limit(of, factor)).collect::<Vec<_>>(),
        "policies": policies(model, factor),
    })
}

fn limit((i, limit): (usize, &Limit), factor: i128) -> Value {
    let mut json = json!({
        "id": format!("limit-{i}"), "most": amount(limit.most, factor),
        "per": match limit.window {
            Window::Day => json!("day"),
            Window::Week => json!("week"),
            Window::Month => json!("month"),
            Window::Rolling(hours) | Window::FirstUse(hours) => json!(format!("{hours} hours")),
            Window::RollingDays(days) => json!(format!("{days} days")),
        },
    });
    if let Window::FirstUse(_) = limit.window {
        json["window"] = json!("first_use");
    }
    if limit.with_plan {
        json["when"] = json!({ "plan": "plan" });
    }
    json
}

fn policies(model: &Model, factor: i128) -> Value {
    let mut policies = json!({ "clock": if model.utc_policy { "utc" } else { "account" } });
    if let Some(debt) = model.debt {
        policies["overage"] = json!(if debt.only_last { "last_charge" } else { "debt" });
        policies["debt"] = json!(if debt.is_repaid { "repay_first" } else { "carry" });
        if let Some(most) = debt.most {
            policies["overage_limit"] = json!(amount(most, factor));
        }
    }
    policies
}

/// The scenario; every amount is multiplied by a factor.
pub fn scenario(model: &Model, factor: i128) -> Value {
    let story = &model.story;
    let mut account = json!({});
    if story.subscribed {
        account["plan"] = json!("plan");
        account["term"] = json!(if story.quarterly { "quarter" } else { "month" });
    }
    if story.since > 0 {
        account["since"] = json!(instant(story.start - i64::from(story.since)));
    }
    if let Some(auto) = story.auto {
        let mut rule = json!({ "top_up": format!("pack-{}", auto.pack),
                               "below": amount(auto.below, factor) });
        if let Some(target) = auto.target {
            rule["target"] = json!(amount(target, factor));
        }
        account["auto_top_up"] = rule;
    }
    if story.zone != Table::Utc {
        let rows = table(story.zone);
        let rows: Vec<Value> =
            rows.iter().map(|(from, ahead)| json!({ "from": from, "seconds": ahead })).collect();
        account["zone"] = json!({ "name": format!("{:?}", story.zone), "offsets": rows });
    }
    if let Some(lots) = &story.lots {
        let lot = |(i, lot): (usize, &super::Opening)| {
            let mut json = json!({ "id": format!("lot-{i:02}"),
                                   "class": format!("class-{}", lot.class),
                                   "amount": amount(lot.amount, factor) });
            for (key, after) in [("expires", lot.ends), ("effective", lot.begins)] {
                if let Some(after) = after {
                    json[key] = json!(instant(story.start + i64::from(after)));
                }
            }
            json
        };
        account["lots"] = lots.iter().enumerate().map(lot).collect();
    }
    let demand: Vec<Value> =
        story.demand.iter().enumerate().map(|(i, l)| line(i, l, model)).collect();
    let buys = story.buys.iter().map(|(after, pack, count)| {
        json!({ "at": instant(story.start + i64::from(*after)), "do": "buy",
                "top_up": format!("pack-{pack}"), "count": count })
    });
    let holds = story.holds.iter().enumerate().flat_map(|hold| held(hold, story.start, factor));
    json!({ "start": instant(story.start), "for": format!("{} days", story.days),
            "account": account, "demand": demand, "actions": buys.chain(holds).collect::<Vec<_>>() })
}

/// What is done about a hold.
fn held((place, hold): (usize, &Hold), start: i64, factor: i128) -> Vec<Value> {
    let id = format!("hold-{place:02}");
    let at = start + i64::from(hold.at);
    let mut open = json!({ "at": instant(at), "do": "hold", "hold": id,
                           "operation": format!("op-{}", hold.operation),
                           "amount": amount(hold.amount, factor) });
    if let Some(length) = hold.length {
        open["until"] = json!(instant(at + i64::from(length)));
    }
    let end = hold.end.map(|(after, actual)| {
        let at = instant(at + i64::from(after));
        match actual {
            Some(actual) => {
                json!({ "at": at, "do": "settle", "hold": id, "amount": amount(actual, factor) })
            }
            None => json!({ "at": at, "do": "release", "hold": id }),
        }
    });
    [Some(open), end].into_iter().flatten().collect()
}

fn line(place: usize, line: &Line, model: &Model) -> Value {
    let mut json = json!({ "id": format!("line-{place:02}"),
                           "request": { "operation": format!("op-{}", line.operation) } });
    let runs = |hundredths| amount(hundredths, 1);
    if line.fails > 0 {
        json["fails"] = json!(line.fails);
    }
    match &line.pace {
        Pace::PerDay(rate) => json["per_day"] = json!(runs(*rate)),
        Pace::PerWeek(rate) => json["per_week"] = json!(runs(*rate)),
        Pace::PerMonth(rate) => json["per_month"] = json!(runs(*rate)),
        Pace::On(instants, count) => {
            let on = instants.iter().map(|after| instant(model.story.start + i64::from(*after)));
            json["on"] = on.collect::<Vec<_>>().into();
            json["count"] = json!(count);
            return json;
        }
    }
    json["at"] = json!(time(line.at));
    match line.active_days {
        Some(days) => json["active_days"] = json!(days),
        None => {
            const WEEK: [&str; 7] =
                ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
            let days: Vec<&str> =
                (0..7).filter(|day| line.days >> day & 1 == 1).map(|day| WEEK[day]).collect();
            json["days"] = json!(days);
        }
    }
    json
}
