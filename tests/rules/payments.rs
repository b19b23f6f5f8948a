//! Payment in two steps: what an invoice brings, when it is paid, and when it is not.

use drawdown::{
    Account, Applied, AutoTopUp, Catalog, ChangeAt, Charge, Command, Credits, Demand, EntryKind,
    EntryReason, Instant, InvoiceStatus, InvoiceView, IssueAt, Outcome, PaymentPolicy, Request,
    Term, Wallet, WalletLimits, WalletMapping, WhenUnpaid,
};
use serde_json::json;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn credits(text: &str) -> Credits {
    text.parse().unwrap()
}

fn catalog() -> Catalog {
    catalog_with(&json!({}))
}

fn catalog_with(policies: &serde_json::Value) -> Catalog {
    Catalog::from_json(&document(policies).to_string()).unwrap()
}

fn document(policies: &serde_json::Value) -> serde_json::Value {
    json!({
        "catalog": "small", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "1" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ],
        "classes": { "free": { "paid": false }, "sub": {}, "pack": {} },
        "plans": [ { "id": "pro", "price": { "month": "10.00", "year": "100.00" },
                     "grants": ["pro"] },
                   { "id": "max", "price": { "month": "20.00" }, "grants": ["max"] },
                   { "id": "trial", "price": { "month": "0" }, "grants": ["trial"] } ],
        "grants": [ { "id": "gift", "class": "free", "amount": "40", "every": "once" },
                    { "id": "pro", "class": "sub", "amount": "100", "every": "cycle",
                      "expires": "cycle_end" },
                    { "id": "max", "class": "sub", "amount": "300", "every": "cycle",
                      "expires": "cycle_end" },
                    { "id": "trial", "class": "sub", "amount": "10", "every": "cycle",
                      "expires": "cycle_end" } ],
        "top_ups": [ { "id": "pack", "class": "pack", "credits": "500", "price": "5.00",
                       "expires": "30 days", "limit": 2 } ],
        "burn_order": [ "expires", "issued" ],
        "policies": policies
    })
}

fn open(policy: Option<PaymentPolicy>) -> Wallet {
    open_with(&catalog(), policy)
}

fn open_with(catalog: &Catalog, policy: Option<PaymentPolicy>) -> Wallet {
    let opened = Wallet::open(catalog, "a", &Account::default(), at("2026-11-01T12:00Z"));
    let mut wallet = opened.unwrap().wallet;
    wallet.set_payment_policy(policy).unwrap();
    wallet
}

fn at_once() -> PaymentPolicy {
    PaymentPolicy::default().grace("7 days".parse().unwrap())
}

fn when_paid() -> PaymentPolicy {
    at_once().issue(IssueAt::Payment)
}

fn status(wallet: &Wallet, id: &str) -> InvoiceStatus {
    wallet.invoice_of(id).unwrap().status
}

fn kinds(done: &Applied) -> Vec<(EntryKind, EntryReason)> {
    done.entries.iter().map(|entry| (entry.kind, entry.reason)).collect()
}

/// The pointer and the code of an error.
fn told<T: std::fmt::Debug>(result: Result<T, drawdown::Error>) -> (String, &'static str) {
    let error = result.unwrap_err();
    (error.pointer().to_owned(), error.code())
}

fn buy(wallet: &mut Wallet) -> InvoiceView {
    wallet.buy("pack", 1).unwrap();
    wallet.invoices().pop().unwrap()
}

#[test]
fn without_a_policy_every_invoice_is_paid() {
    let mut wallet = open(None);
    let done = wallet.subscribe("pro", Term::Month).unwrap();
    let [invoice] = &*done.invoices else { panic!("{:?}", done.invoices) };
    assert_eq!((&*invoice.id, invoice.status), ("a/i1", InvoiceStatus::Paid));
    assert_eq!((invoice.plan.as_deref(), invoice.money), (Some("pro"), "10".parse().ok()));
    assert_eq!(invoice.lots.len(), 1);
    assert_eq!(buy(&mut wallet).id, "a/i2");
    assert_eq!(wallet.balance(), credits("640"));
}

#[test]
fn an_account_that_opens_with_a_term_has_its_invoice() {
    let account = Account::default().plan("pro");
    let opened = Wallet::open(&catalog(), "a", &account, at("2026-11-01")).unwrap();
    assert_eq!(opened.invoices.len(), 1);
    assert_eq!(opened.invoices, opened.wallet.invoices());
}

#[test]
fn an_unpaid_term_ends_with_its_grace() {
    let mut wallet = open(Some(at_once()));
    let done = wallet.subscribe("pro", Term::Month).unwrap();
    assert_eq!(done.invoices[0].status, InvoiceStatus::Open);
    assert_eq!(done.invoices[0].until, Some(at("2026-11-08T12:00Z")));
    assert_eq!(wallet.balance(), credits("140"));
    assert!(wallet.charge(&Charge::new("image", credits("30"))).unwrap().is_paid());
    assert_eq!(wallet.next_due(), Some(at("2026-11-08T12:00Z")));
    let entries = wallet.advance_to(at("2026-11-08T12:00Z")).unwrap();
    let told: Vec<&str> = entries.iter().map(|entry| &*entry.text).collect();
    assert_eq!(told, ["pro for 10.00 USD: not paid", "70 of 100 credits revoked", "pro ended"]);
    assert_eq!(status(&wallet, "a/i1"), InvoiceStatus::Void);
    assert_eq!((wallet.plan(), wallet.balance()), (None, credits("40")));
    assert_eq!(wallet.next_due(), None);
}

#[test]
fn a_term_that_is_paid_goes_on_and_the_next_one_is_open_again() {
    let mut wallet = open(Some(at_once()));
    wallet.subscribe("pro", Term::Month).unwrap();
    wallet.pay_invoice("a/i1").unwrap();
    wallet.advance_to(at("2026-12-02")).unwrap();
    assert_eq!(wallet.plan(), Some("pro"));
    let [first, second] = &*wallet.invoices() else { panic!() };
    assert_eq!((first.status, second.status), (InvoiceStatus::Paid, InvoiceStatus::Open));
    assert_eq!(second.until, Some(at("2026-12-08T12:00Z")));
    assert_eq!(second.lots.len(), 1);
}

#[test]
fn credits_that_are_issued_with_the_payment_wait_for_it() {
    let mut wallet = open(Some(when_paid()));
    wallet.subscribe("pro", Term::Month).unwrap();
    assert_eq!((wallet.balance(), wallet.withheld()), (credits("40"), credits("100")));
    assert_eq!(wallet.available("image", None).unwrap(), credits("40"));
    let refused = wallet.charge(&Charge::new("image", credits("50"))).unwrap();
    assert!(refused.refusal().is_some());
    wallet.advance_to(at("2026-11-03T12:00Z")).unwrap();
    let done = wallet.pay_invoice("a/i1").unwrap();
    assert_eq!(kinds(&done), [(EntryKind::Payment, EntryReason::Paid)]);
    assert_eq!(done.entries[0].amount, credits("100"));
    assert_eq!(done.entries[0].lots[0].lot, "pro#2");
    assert_eq!(wallet.balance(), credits("140"));
    let lot = wallet.lots().into_iter().find(|lot| lot.id == "pro#2").unwrap();
    assert_eq!(lot.effective, at("2026-11-03T12:00Z"));
    assert_eq!(lot.expires, Some(at("2026-12-01T12:00Z")));
}

#[test]
fn a_purchase_lives_from_its_payment() {
    let mut wallet = open(Some(when_paid()));
    let invoice = buy(&mut wallet);
    assert_eq!((invoice.status, wallet.balance()), (InvoiceStatus::Open, credits("40")));
    assert_eq!(invoice.top_up.as_deref(), Some("pack"));
    wallet.advance_to(at("2026-11-05T12:00Z")).unwrap();
    wallet.pay_invoice(&invoice.id).unwrap();
    assert_eq!(wallet.balance(), credits("540"));
    let end = at("2026-12-05T12:00Z");
    assert_eq!(
        wallet.lots().iter().find(|lot| lot.class == "pack".into()).unwrap().expires,
        Some(end)
    );
    let gone = wallet.advance_to(end).unwrap();
    assert_eq!(gone.last().unwrap().text, "500 credits expired unused");
}

#[test]
fn a_purchase_that_is_not_paid_is_taken_back_and_does_not_count() {
    for policy in [at_once(), when_paid()] {
        let mut wallet = open(Some(policy));
        buy(&mut wallet);
        buy(&mut wallet);
        assert_eq!(told(wallet.buy("pack", 1)).1, "no_answer", "at most twice");
        let done = wallet.fail_payment("a/i1", false).unwrap();
        assert_eq!(kinds(&done), [(EntryKind::Payment, EntryReason::PaymentFailed)]);
        assert_eq!(done.invoices[0].failed, Some(1));
        assert!(wallet.buy("pack", 1).is_err());
        let done = wallet.fail_payment("a/i1", true).unwrap();
        assert_eq!(
            kinds(&done)[1..],
            [(EntryKind::Payment, EntryReason::Unpaid), (EntryKind::Revoke, EntryReason::Unpaid),]
        );
        assert_eq!(done.invoices[0].status, InvoiceStatus::Void);
        assert_eq!(buy(&mut wallet).id, "a/i3");
        for invoice in ["a/i2", "a/i3"] {
            wallet.pay_invoice(invoice).unwrap();
        }
        assert_eq!(wallet.balance(), credits("1040"));
    }
}

#[test]
fn what_costs_nothing_is_paid() {
    let mut wallet = open(Some(when_paid()));
    let done = wallet.subscribe("trial", Term::Month).unwrap();
    assert_eq!(done.invoices[0].status, InvoiceStatus::Paid);
    assert_eq!(wallet.balance(), credits("50"));
}

#[test]
fn each_step_comes_once() {
    let mut wallet = open(Some(at_once()));
    let (paid, failed) = (buy(&mut wallet).id, buy(&mut wallet).id);
    wallet.pay_invoice(&paid).unwrap();
    wallet.fail_payment(&failed, true).unwrap();
    let before = wallet.save();
    let no = ("/invoice".to_owned(), "no_answer");
    assert_eq!(told(wallet.pay_invoice(&paid)), no);
    assert_eq!(told(wallet.fail_payment(&paid, true)), no);
    assert_eq!(told(wallet.pay_invoice(&failed)), no);
    assert_eq!(told(wallet.refund_money(&failed, None, false)), no);
    assert_eq!(told(wallet.charge_back(&failed)), no);
    for id in ["a/i9", "b/i1", "a/r1", ""] {
        assert_eq!(told(wallet.pay_invoice(id)), ("/invoice".to_owned(), "unknown_name"), "{id}");
    }
    assert_eq!(wallet.save(), before);
}

#[test]
fn an_automatic_purchase_waits_for_the_payment_of_the_last_one() {
    // Spent at once, the credits are missing again; those that wait for the payment are then there.
    for (policy, next) in [(at_once(), 1), (when_paid(), 0)] {
        let mut wallet = open(Some(policy));
        let rule = AutoTopUp::new("pack", credits("50"));
        wallet.set_auto_top_up(Some(&rule)).unwrap();
        let all = Charge::new("image", wallet.balance());
        assert!(wallet.charge(&all).unwrap().is_paid());
        assert_eq!((wallet.balance(), wallet.invoices().len()), (Credits::ZERO, 1));
        wallet.pay_invoice("a/i1").unwrap();
        assert_eq!(wallet.invoices().len(), 1 + next);
        assert_eq!(wallet.balance(), credits("500"));
    }
}

#[test]
fn waiting_credits_repay_no_debt() {
    let policies = json!({ "overage": "debt", "debt": "repay_first" });
    let catalog = catalog_with(&policies);
    let mut wallet = open_with(&catalog, Some(when_paid()));
    assert!(wallet.charge(&Charge::new("image", credits("100"))).unwrap().is_paid());
    assert_eq!(wallet.debt(), credits("60"));
    let invoice = buy(&mut wallet);
    assert_eq!(wallet.debt(), credits("60"));
    wallet.pay_invoice(&invoice.id).unwrap();
    assert_eq!((wallet.debt(), wallet.balance()), (Credits::ZERO, credits("440")));
}

#[test]
fn money_is_given_back_once() {
    let mut wallet = open(Some(at_once()));
    let id = buy(&mut wallet).id;
    assert_eq!(told(wallet.refund_money(&id, None, false)).1, "no_answer", "not paid yet");
    wallet.pay_invoice(&id).unwrap();
    wallet.refund_money(&id, "2".parse().ok(), false).unwrap();
    assert_eq!(wallet.balance(), credits("540"), "the credits stay");
    for more in ["3.01", "0", "-1"] {
        let wrong = wallet.refund_money(&id, more.parse().ok(), false);
        assert_eq!(told(wrong), ("/money".into(), "out_of_range"));
    }
    let done = wallet.refund_money(&id, None, true).unwrap();
    assert_eq!(done.entries[0].text, "pack for 3.00 USD: money given back");
    assert_eq!(done.entries[1].text, "500 credits revoked");
    assert_eq!(done.invoices[0].returned, "5".parse().ok());
    assert_eq!(wallet.balance(), credits("40"));
    assert_eq!(told(wallet.refund_money(&id, None, false)).0, "/invoice");
}

#[test]
fn a_chargeback_takes_back_what_is_left_and_ends_the_subscription() {
    let mut wallet = open(None);
    wallet.subscribe("pro", Term::Month).unwrap();
    let pack = buy(&mut wallet).id;
    assert!(wallet.charge(&Charge::new("image", credits("20"))).unwrap().is_paid());
    let done = wallet.charge_back(&pack).unwrap();
    assert_eq!((done.entries.len(), wallet.plan()), (2, Some("pro")));
    wallet.refund_money("a/i1", "4".parse().ok(), false).unwrap();
    let done = wallet.charge_back("a/i1").unwrap();
    assert_eq!(done.entries[0].money, "6".parse().ok());
    assert_eq!(status(&wallet, "a/i1"), InvoiceStatus::ChargedBack);
    assert_eq!((wallet.plan(), wallet.balance()), (None, credits("40")));
}

#[test]
fn a_subscription_goes_on_where_the_policy_says_so() {
    let mut wallet = open(Some(at_once().unpaid(WhenUnpaid::Continue)));
    wallet.subscribe("pro", Term::Month).unwrap();
    wallet.advance_to(at("2026-11-09")).unwrap();
    assert_eq!((wallet.plan(), wallet.balance()), (Some("pro"), credits("40")));
}

#[test]
fn an_invoice_of_an_earlier_plan_does_not_end_the_next_one() {
    let mut wallet = open(Some(at_once()));
    wallet.subscribe("pro", Term::Month).unwrap();
    wallet.advance_to(at("2026-11-02")).unwrap();
    let command = json!({ "id": "up", "at": "2026-11-02T00:00Z",
                          "subscribe": { "plan": "max", "when": "now" } });
    let up = wallet.apply(&Command::from_json(&command.to_string()).unwrap()).unwrap();
    let second = up.applied().invoices.iter().find(|of| of.status == InvoiceStatus::Open);
    wallet.pay_invoice(&second.unwrap().id).unwrap();
    wallet.advance_to(at("2026-11-10")).unwrap();
    assert_eq!(status(&wallet, "a/i1"), InvoiceStatus::Void);
    assert_eq!(wallet.plan(), Some("max"));
}

#[test]
fn an_invoice_of_an_earlier_subscription_does_not_end_the_next_one() {
    let mut wallet = open(Some(at_once()));
    wallet.subscribe("pro", Term::Month).unwrap();
    wallet.cancel(ChangeAt::Now).unwrap();
    wallet.advance_to(at("2026-11-02")).unwrap();
    wallet.subscribe("pro", Term::Month).unwrap();
    wallet.pay_invoice("a/i2").unwrap();
    wallet.advance_to(at("2026-11-10")).unwrap();
    assert_eq!(status(&wallet, "a/i1"), InvoiceStatus::Void);
    assert_eq!((wallet.plan(), wallet.balance()), (Some("pro"), credits("140")));
}

#[test]
fn a_lot_comes_with_one_invoice() {
    let mut wallet = open(Some(when_paid()));
    wallet.subscribe("pro", Term::Month).unwrap();
    let up = json!({ "id": "up", "at": "2026-11-01T12:00Z",
                     "subscribe": { "plan": "max", "when": "now" } });
    assert!(wallet.apply(&Command::from_json(&up.to_string()).unwrap()).unwrap().is_paid());
    wallet.pay_invoice("a/i1").unwrap();
    assert_eq!(wallet.balance(), credits("140"), "those of the next invoice wait");
    assert_eq!(wallet.invoice_of("a/i2").unwrap().lots.len(), 1);
    assert_eq!(Wallet::load(&catalog(), &wallet.save()).unwrap().save(), wallet.save());
}

#[test]
fn an_unpaid_purchase_of_an_earlier_cycle_leaves_the_count_of_this_one() {
    let mut wallet = open(Some(PaymentPolicy::default()));
    wallet.subscribe("pro", Term::Month).unwrap();
    let early = buy(&mut wallet).id;
    wallet.cancel(ChangeAt::TermEnd).unwrap();
    wallet.advance_to(at("2026-12-02")).unwrap();
    buy(&mut wallet);
    buy(&mut wallet);
    wallet.fail_payment(&early, true).unwrap();
    assert_eq!(told(wallet.buy("pack", 1)).1, "no_answer", "at most twice");
}

#[test]
fn credits_of_the_cycle_end_with_it_even_if_the_subscription_lapses_then() {
    let policy = PaymentPolicy::default().grace("30 days".parse().unwrap());
    let mut wallet = open(Some(policy));
    wallet.subscribe("pro", Term::Month).unwrap();
    wallet.pay_invoice("a/i1").unwrap();
    let up = json!({ "id": "up", "at": "2026-11-01T12:00Z",
                     "subscribe": { "plan": "max", "when": "now" } });
    assert!(wallet.apply(&Command::from_json(&up.to_string()).unwrap()).unwrap().is_paid());
    assert_eq!(wallet.balance(), credits("440"));
    // The time to pay the second invoice is over at the instant at which the cycle ends.
    wallet.advance_to(at("2026-12-01T12:00Z")).unwrap();
    assert_eq!((wallet.plan(), wallet.balance()), (None, credits("40")));
}

#[test]
fn waiting_credits_of_a_plan_end_as_in_a_wallet_that_is_loaded() {
    let mut wallet = open(Some(PaymentPolicy::default().issue(IssueAt::Payment)));
    wallet.subscribe("pro", Term::Month).unwrap();
    let loaded = Wallet::load(&catalog(), &wallet.save()).unwrap();
    for (mut wallet, pays) in [(wallet.clone(), true), (loaded, true), (wallet, false)] {
        let end = |wallet: &Wallet| wallet.lots().last().unwrap().expires;
        assert_eq!(end(&wallet), Some(at("2026-12-01T12:00Z")));
        wallet.cancel(ChangeAt::Now).unwrap();
        assert_eq!(end(&wallet), Some(at("2026-12-01T12:00Z")));
        if pays {
            wallet.pay_invoice("a/i1").unwrap();
        }
        wallet.advance_to(at("2026-12-02")).unwrap();
        assert_eq!((wallet.balance(), wallet.withheld()), (credits("40"), Credits::ZERO));
    }
}

/// A wallet in the middle of everything: a paid and an unpaid term, purchases.
fn busy() -> Wallet {
    let mut wallet = open(Some(when_paid()));
    wallet.subscribe("pro", Term::Month).unwrap();
    wallet.pay_invoice("a/i1").unwrap();
    let failed = buy(&mut wallet).id;
    wallet.fail_payment(&failed, false).unwrap();
    wallet.advance_to(at("2026-11-02")).unwrap();
    let paid = buy(&mut wallet).id;
    wallet.pay_invoice(&paid).unwrap();
    wallet.refund_money(&paid, "1".parse().ok(), false).unwrap();
    wallet
}

#[test]
fn a_leap_is_as_many_steps() {
    let (mut leaping, mut stepping) = (busy(), busy());
    leaping.advance_to(at("2027-01-01")).unwrap();
    let mut now = stepping.now();
    while now < at("2027-01-01") {
        now = Instant::from_unix(now.to_unix() + 6 * 3600).unwrap();
        stepping.advance_to(now).unwrap();
        stepping = Wallet::load(&catalog(), &stepping.save()).unwrap();
    }
    assert_eq!(leaping.save(), stepping.save());
    assert_eq!(leaping.plan(), None, "the second term was not paid");
}

#[test]
fn invoices_are_saved() {
    let wallet = busy();
    let again = Wallet::load(&catalog(), &wallet.save()).unwrap();
    assert_eq!(again.invoices(), wallet.invoices());
    assert_eq!(again.payment_policy(), wallet.payment_policy());
    assert_eq!(again.save(), wallet.save());
}

#[test]
fn impossible_invoices_are_refused() {
    let state: serde_json::Value = serde_json::from_str(&busy().save()).unwrap();
    for (change, pointer) in [
        (json!({ "id": "a/i9" }), "/invoices/1/id"),
        (json!({ "id": "b/i2" }), "/invoices/1/id"),
        (json!({ "at": "2026-11-03T00:00:00Z" }), "/invoices/1/at"),
        (json!({ "until": "2026-11-02T00:00:00Z" }), "/invoices/1/until"),
        (json!({ "closed": "2026-11-01T12:00:00Z" }), "/invoices/1/closed"),
        (json!({ "returned": "5.01" }), "/invoices/1/returned"),
        (json!({ "top_up": "sack" }), "/invoices/1/top_up"),
        (json!({ "lots": [ { "number": 99, "amount": "1" } ] }), "/invoices/1/lots/0/number"),
        (json!({ "lots": [ { "number": 3, "amount": "-1" } ] }), "/invoices/1/lots/0/amount"),
    ] {
        let mut state = state.clone();
        for (key, value) in change.as_object().unwrap() {
            state["invoices"][1][key] = value.clone();
        }
        let errors = Wallet::load(&catalog(), &state.to_string()).unwrap_err();
        assert_eq!(errors.first().unwrap().pointer(), pointer);
    }
    let mut state = state.clone();
    state["payment"]["grace"] = json!("0 days");
    let errors = Wallet::load(&catalog(), &state.to_string()).unwrap_err();
    assert_eq!(errors.first().unwrap().pointer(), "/payment/grace");
}

#[test]
fn old_invoices_are_forgotten_and_open_ones_stay() {
    let mut wallet = open(Some(PaymentPolicy::default()));
    wallet.set_limits(WalletLimits::default().invoices("10 days".parse().unwrap())).unwrap();
    let (first, second) = (buy(&mut wallet).id, buy(&mut wallet).id);
    wallet.pay_invoice(&second).unwrap();
    wallet.advance_to(at("2026-12-01")).unwrap();
    assert_eq!(told(wallet.charge_back(&second)).1, "unknown_name");
    assert_eq!(status(&wallet, &first), InvoiceStatus::Open);
    let paid = wallet.pay_invoice(&first).unwrap();
    assert_eq!(paid.invoices[0].closed, Some(at("2026-12-01")));
    wallet.advance_to(at("2026-12-11")).unwrap();
    assert_eq!(wallet.invoices().len(), 1, "it was paid ten days ago");
    wallet.advance_to(at("2026-12-11T00:00:01Z")).unwrap();
    assert_eq!(wallet.invoices().len(), 0);
    assert_eq!(told(wallet.charge_back(&first)).1, "unknown_name");
    let done = wallet.subscribe("pro", Term::Month).unwrap();
    assert_eq!(done.invoices[0].id, "a/i3", "no number is used again");
}

#[test]
fn what_is_refunded_comes_with_no_other_invoice() {
    let mut wallet = open(Some(PaymentPolicy::default().issue(IssueAt::Payment)));
    wallet.set_limits(WalletLimits::default().invoices("1 hour".parse().unwrap())).unwrap();
    wallet.subscribe("pro", Term::Month).unwrap();
    wallet.advance_to(at("2026-12-01T12:00Z")).unwrap();
    wallet.pay_invoice("a/i2").unwrap();
    let all = Charge::new("image", wallet.balance());
    let receipt = wallet.charge(&all).unwrap().receipt().unwrap().id.clone();
    // The second invoice is forgotten, and the first is still open.
    wallet.advance_to(at("2026-12-02")).unwrap();
    let mut wallet = Wallet::load(&catalog(), &wallet.save()).unwrap();
    assert_eq!(wallet.invoices().len(), 1);
    wallet.refund(&receipt, None).unwrap();
    assert_eq!((wallet.balance(), wallet.withheld()), (credits("140"), credits("100")));
}

#[test]
fn a_migration_takes_invoices_along() {
    let mut text = document(&json!({}));
    text["version"] = json!("2");
    text["top_ups"][0]["id"] = json!("bundle");
    let new = Catalog::from_json(&text.to_string()).unwrap();
    let state = busy().save();
    let lost = Wallet::migrate(&state, &new, &WalletMapping::default()).unwrap_err();
    assert!(lost.first().unwrap().pointer().ends_with("/top_up"));
    let mapping = WalletMapping::from_json(r#"{ "top_ups": { "pack": "bundle" } }"#).unwrap();
    let mut moved = Wallet::migrate(&state, &new, &mapping).unwrap().wallet;
    assert_eq!(moved.invoices().len(), 3);
    assert_eq!(moved.invoice_of("a/i2").unwrap().top_up.as_deref(), Some("bundle"));
    let before = moved.balance();
    moved.pay_invoice("a/i2").unwrap();
    assert_eq!(moved.balance(), before.checked_add(credits("500")).unwrap());
    let gone = WalletMapping::from_json(r#"{ "top_ups": { "pack": null } }"#).unwrap();
    let moved = Wallet::migrate(&state, &new, &gone).unwrap().wallet;
    assert_eq!(moved.invoice_of("a/i2").unwrap().top_up, None);
}

#[test]
fn forecasts_take_invoices_as_paid() {
    let mut wallet = open(Some(when_paid()));
    wallet.subscribe("pro", Term::Month).unwrap();
    let demand = [Demand::new(Request::new("image")).per_day(20)];
    // 140 last for seven days, as if all were paid.
    assert_eq!(wallet.run_out(&demand).unwrap(), Some(at("2026-11-08T12:00Z")));
    let before = wallet.save();
    wallet.pay_invoice("a/i1").unwrap();
    assert_eq!(wallet.run_out(&demand).unwrap(), Some(at("2026-11-08T12:00Z")));
    assert_ne!(wallet.save(), before);
}

#[test]
fn payments_are_commands_too() {
    let mut wallet = open(Some(when_paid()));
    let commands = [
        json!({ "id": "1", "at": "2026-11-01T12:00Z", "buy": { "top_up": "pack" } }),
        json!({ "id": "2", "at": "2026-11-01T12:01Z",
                "fail_payment": { "invoice": "a/i1", "last": false } }),
        json!({ "id": "3", "at": "2026-11-01T12:02Z", "pay_invoice": { "invoice": "a/i1" } }),
        json!({ "id": "4", "at": "2026-11-01T12:03Z",
                "refund_money": { "invoice": "a/i1", "money": "1", "revoke": false } }),
        json!({ "id": "5", "at": "2026-11-01T12:04Z", "charge_back": { "invoice": "a/i1" } }),
    ];
    for text in &commands {
        let command = Command::from_json(&text.to_string()).unwrap();
        let written = serde_json::to_value(&command).unwrap();
        assert_eq!(Command::from_json(&written.to_string()).unwrap(), command);
        let outcome = wallet.apply(&command).unwrap();
        assert_eq!(outcome.applied().invoices.len(), 1, "{text}");
        let said = serde_json::to_string(&outcome).unwrap();
        assert!(said.contains("\"invoices\""));
        let saved = wallet.save();
        let again = wallet.apply(&command).unwrap();
        assert!(again.applied().repeated);
        assert_eq!(wallet.save(), saved);
    }
    assert_eq!(wallet.balance(), credits("40"));
    let cancelled = wallet.cancel(ChangeAt::Now);
    assert!(cancelled.is_err(), "nothing is held");
    let Outcome::Paid(_) = wallet.charge(&Charge::new("image", credits("1"))).unwrap() else {
        panic!("refused")
    };
}
