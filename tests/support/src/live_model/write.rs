//! Rules and commands as texts that the library reads.

use super::{
    Action, Amount, Auto, Command, DAILY, Debt, FILM, FREE, GIFT, IMAGE, Key, Lapse, Life, NAMES,
    Names, OF_PLANS, PACK, Policy, Rules, SUB, Time, Usage, When,
};
use chrono::{DateTime, SecondsFormat};
use serde_json::{Map, Value, json};

pub fn amount(hundredths: Amount) -> String {
    let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.abs());
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

fn instant(at: Time) -> String {
    let at = DateTime::from_timestamp(at, 0).unwrap();
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn days(days: Option<u32>) -> String {
    days.map_or("never".to_owned(), |days| format!("{days} days"))
}

/// Without what is `null`.
fn object(of: Value) -> Value {
    match of {
        Value::Object(keys) => keys.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        other => other,
    }
}

impl Rules {
    /// A version of the catalog.
    pub fn catalog(&self, names: &Names) -> String {
        let lapse = |class: usize| match self.lapse[class] {
            Lapse::Keep => "keep",
            Lapse::Restrict => "restrict",
            Lapse::Freeze => "freeze",
            Lapse::Forfeit => "forfeit",
        };
        let classes: Map<String, Value> = (0..names.classes.len())
            .map(|class| {
                let rule = json!({ "paid": class != FREE, "lapse": lapse(class) });
                (names.classes[class].to_owned(), rule)
            })
            .collect();
        let (pack, lasts) = self.pack;
        json!({
            "catalog": "small", "version": names.version, "as_of": "2026-11-01", "currency": "USD",
            "credit": { "name": "credit", "plural": "credits", "step": "0.01" },
            "operations": [
                { "id": names.operations[IMAGE], "price": [ { "line": "image", "rate": "1" } ] },
                { "id": names.operations[FILM], "price": [ { "line": "film", "rate": "1" } ] },
            ],
            "classes": classes,
            "plans": [ self.plan(names, 0), self.plan(names, 1) ],
            "grants": self.grants(names),
            "top_ups": [ object(json!({ "id": names.top_up, "class": names.classes[PACK],
                "credits": amount(pack), "price": amount(self.pack_price),
                "expires": days(lasts), "limit": self.limit })) ],
            "burn_order": self.burn.iter().map(|of| key(of, names)).collect::<Vec<Value>>(),
            "policies": self.policies(),
        })
        .to_string()
    }

    /// Any change begins a new cycle and a new term.
    fn plan(&self, names: &Names, place: usize) -> Value {
        let [month, year] = self.prices[place].map(amount);
        json!({ "id": names.plans[place], "price": { "month": month, "year": year },
                "grants": [ names.grants[OF_PLANS + place] ] })
    }

    fn grants(&self, names: &Names) -> Vec<Value> {
        let image = json!({ "operation": names.operations[IMAGE] });
        let pays_for = if self.images_alone { image } else { Value::Null };
        let daily = self.daily.map(|(credits, hour)| {
            json!({ "id": names.grants[DAILY], "class": names.classes[FREE], "amount": amount(credits),
                    "every": "day", "at": format!("{hour:02}:00"), "expires": "reset",
                    "pays_for": pays_for, "shared_pool": true })
        });
        let gift = self.gift.map(|(credits, lasts)| {
            json!({ "id": names.grants[GIFT], "class": names.classes[FREE], "amount": amount(credits),
                    "every": "once", "expires": days(lasts), "pays_for": pays_for,
                    "shared_pool": true })
        });
        let (expires, rollover) = match self.life {
            Life::Cycle => ("cycle_end".to_owned(), Value::Null),
            Life::Never => ("never".to_owned(), Value::Null),
            Life::Days(lasts) => (days(Some(lasts)), Value::Null),
            Life::Carried { cap, cycles } => {
                let cap = cap.map(|cap| json!({ "amount": amount(cap) }));
                ("cycle_end".to_owned(), object(json!({ "cap": cap, "carry": cycles })))
            }
        };
        let of_plan = |place: usize| {
            json!({ "id": names.grants[OF_PLANS + place], "class": names.classes[SUB],
                    "amount": amount(self.monthly[place]), "every": "cycle", "expires": expires,
                    "rollover": rollover, "shared_pool": true })
        };
        let all = [daily, gift, Some(of_plan(0)), Some(of_plan(1))];
        all.into_iter().flatten().map(object).collect()
    }

    fn policies(&self) -> Value {
        let debt = match self.debt {
            Debt::Carry => "carry",
            Debt::RepayFirst => "repay_first",
            Debt::ForgiveAtReset => "forgive_at_reset",
        };
        let overage = self.owe.map(|_| "debt");
        object(json!({
            "refund_expired": if self.reissue { "reissue" } else { "expire" },
            "overage": overage, "debt": overage.map(|_| debt),
            "overage_limit": self.owe.flatten().map(amount), "member_caps": true,
            "change": { "downgrade": { "cycle": "reset" } },
        }))
    }

    /// The account.
    pub fn account(&self) -> String {
        let member = |(id, cap): &(&str, Option<Amount>)| {
            object(json!({ "id": id, "cap": cap.map(amount) }))
        };
        let members: Vec<Value> = self.members.iter().map(member).collect();
        let plan = self.subscribed.then_some(NAMES[0].plans[0]);
        let auto = self.auto.map(|Auto { below, limit, cooldown }| {
            let cooldown = cooldown.map(|hours| format!("{hours} hours"));
            object(json!({ "top_up": NAMES[0].top_up, "below": amount(below), "limit": limit,
                           "cooldown": cooldown }))
        });
        object(json!({ "plan": plan, "members": members, "auto_top_up": auto })).to_string()
    }

    /// What becomes of the names in one version of the catalog in another.
    pub fn mapping(&self, from: &Names, to: &Names) -> String {
        let pairs = |from: &[&str], to: &[&str]| -> Map<String, Value> {
            from.iter().zip(to).map(|(from, to)| ((*from).to_owned(), json!(to))).collect()
        };
        let is_there = |place: usize| match place {
            DAILY => self.daily.is_some(),
            GIFT => self.gift.is_some(),
            _ => true,
        };
        let grants = (0..from.grants.len()).filter(|place| is_there(*place));
        let grants = grants.map(|place| (from.grants[place].to_owned(), json!(to.grants[place])));
        json!({
            "classes": pairs(&from.classes, &to.classes), "plans": pairs(&from.plans, &to.plans),
            "grants": grants.collect::<Map<String, Value>>(),
            "top_ups": pairs(&[from.top_up], &[to.top_up]),
            "operations": pairs(&from.operations, &to.operations),
        })
        .to_string()
    }

    /// The payment policy.
    pub fn payment(&self) -> Option<String> {
        let Policy { waits, grace, goes_on } = self.policy?;
        let policy = json!({ "issue": waits.then_some("payment"),
                             "grace": grace.map(|hours| format!("{hours} hours")),
                             "unpaid": goes_on.then_some("continue") });
        Some(object(policy).to_string())
    }
}

fn when(when: When) -> &'static str {
    match when {
        When::Now => "now",
        When::CycleEnd => "cycle_end",
        When::TermEnd => "term_end",
    }
}

fn key(key: &Key, names: &Names) -> Value {
    match key {
        Key::Expires => json!("expires"),
        Key::Issued => json!("issued"),
        Key::Effective => json!("effective"),
        Key::Classes(order) => {
            let names: Vec<&str> = order.iter().map(|class| names.classes[*class]).collect();
            json!({ "class": names })
        }
    }
}

impl Command {
    /// The command.
    pub fn text(&self) -> String {
        let usage = |of: &Usage, until: Option<Time>| {
            object(json!({ "operation": of.operation, "amount": amount(of.amount),
                           "member": of.member, "until": until.map(instant) }))
        };
        let (action, body) = match &self.action {
            Action::Advance => ("advance", json!(true)),
            Action::Charge { of } => ("charge", usage(of, None)),
            Action::Hold { of, until } => ("hold", usage(of, *until)),
            Action::Settle { hold, amount: cost } => {
                ("settle", json!({ "hold": hold, "amount": amount(*cost) }))
            }
            Action::Release { hold } => ("release", json!({ "hold": hold })),
            Action::Refund { receipt, amount: of } => {
                ("refund", object(json!({ "receipt": receipt, "amount": of.map(amount) })))
            }
            Action::Grant { class, amount: of, expires } => {
                let expires = expires.map(instant);
                let grant = json!({ "class": class, "amount": amount(*of), "expires": expires });
                ("grant", object(grant))
            }
            Action::Revoke { lot } => ("revoke", json!({ "lot": lot })),
            Action::Buy { top_up, count } => ("buy", json!({ "top_up": top_up, "count": count })),
            Action::Subscribe { plan, year, when: at } => {
                let term = year.map(|year| if year { "year" } else { "month" });
                let body = json!({ "plan": plan, "term": term, "when": at.map(when) });
                ("subscribe", object(body))
            }
            Action::Cancel { when: at } => ("cancel", object(json!({ "when": at.map(when) }))),
            Action::Resume => ("resume", json!(true)),
            Action::Pay { invoice } => ("pay_invoice", json!({ "invoice": invoice })),
            Action::Fail { invoice, last } => {
                ("fail_payment", json!({ "invoice": invoice, "last": last }))
            }
            Action::RefundMoney { invoice, money, revoke } => {
                let money = money.map(amount);
                let body = json!({ "invoice": invoice, "money": money, "revoke": revoke });
                ("refund_money", object(body))
            }
            Action::ChargeBack { invoice } => ("charge_back", json!({ "invoice": invoice })),
        };
        let mut text = json!({ "id": self.id, "at": instant(self.at), action: body });
        if self.confirm {
            text["confirm"] = json!(true);
        }
        text.to_string()
    }
}
