//! Rules and commands as texts that the library reads.

use super::{
    Action, Amount, CLASSES, Command, Debt, FILM, FREE, IMAGE, Key, Lapse, Life, PACK, Rules, SUB,
    Time, Usage,
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
    /// The catalog.
    pub fn catalog(&self) -> String {
        let lapse = |class: usize| match self.lapse[class] {
            Lapse::Keep => "keep",
            Lapse::Restrict => "restrict",
            Lapse::Freeze => "freeze",
            Lapse::Forfeit => "forfeit",
        };
        let classes: Map<String, Value> = (0..CLASSES.len())
            .map(|class| {
                let rule = json!({ "paid": class != FREE, "lapse": lapse(class) });
                (CLASSES[class].to_owned(), rule)
            })
            .collect();
        let (pack, lasts) = self.pack;
        json!({
            "catalog": "small", "version": "1", "as_of": "2026-11-01", "currency": "USD",
            "credit": { "name": "credit", "plural": "credits", "step": "0.01" },
            "operations": [
                { "id": IMAGE, "price": [ { "line": "image", "rate": "1" } ] },
                { "id": FILM, "price": [ { "line": "film", "rate": "1" } ] },
            ],
            "classes": classes,
            "plans": [ { "id": "pro", "price": { "month": "10.00" }, "grants": [ "monthly" ] } ],
            "grants": self.grants(),
            "top_ups": [ { "id": "pack", "class": CLASSES[PACK], "credits": amount(pack),
                           "price": "5.00", "expires": days(lasts) } ],
            "burn_order": self.burn.iter().map(key).collect::<Vec<Value>>(),
            "policies": self.policies(),
        })
        .to_string()
    }

    fn grants(&self) -> Vec<Value> {
        let pays_for = if self.images_alone { json!({ "operation": IMAGE }) } else { Value::Null };
        let daily = self.daily.map(|(credits, hour)| {
            json!({ "id": "daily", "class": CLASSES[FREE], "amount": amount(credits),
                    "every": "day", "at": format!("{hour:02}:00"), "expires": "reset",
                    "pays_for": pays_for, "shared_pool": true })
        });
        let gift = self.gift.map(|(credits, lasts)| {
            json!({ "id": "gift", "class": CLASSES[FREE], "amount": amount(credits),
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
        let monthly = json!({ "id": "monthly", "class": CLASSES[SUB],
            "amount": amount(self.monthly), "every": "cycle", "expires": expires,
            "rollover": rollover, "shared_pool": true });
        [daily, gift, Some(monthly)].into_iter().flatten().map(object).collect()
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
        }))
    }

    /// The account.
    pub fn account(&self) -> String {
        let member = |(id, cap): &(&str, Option<Amount>)| {
            object(json!({ "id": id, "cap": cap.map(amount) }))
        };
        let members: Vec<Value> = self.members.iter().map(member).collect();
        let plan = self.subscribed.then_some("pro");
        object(json!({ "plan": plan, "members": members })).to_string()
    }
}

fn key(key: &Key) -> Value {
    match key {
        Key::Expires => json!("expires"),
        Key::Issued => json!("issued"),
        Key::Effective => json!("effective"),
        Key::Classes(order) => {
            let names: Vec<&str> = order.iter().map(|class| CLASSES[*class]).collect();
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
            Action::Buy { count } => ("buy", json!({ "top_up": "pack", "count": count })),
            Action::Subscribe => ("subscribe", json!({ "plan": "pro" })),
            Action::Cancel { now: true } => ("cancel", json!({ "when": "now" })),
            Action::Cancel { now: false } => ("cancel", json!({})),
            Action::Resume => ("resume", json!(true)),
        };
        let mut text = json!({ "id": self.id, "at": instant(self.at), action: body });
        if self.confirm {
            text["confirm"] = json!(true);
        }
        text.to_string()
    }
}
