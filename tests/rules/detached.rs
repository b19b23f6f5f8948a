//! Receipts that a server keeps: with them elsewhere, a wallet does what it does with them inside.

use drawdown::{
    Account, Catalog, Charge, CommandAction, Credits, ErrorKind, Instant, Outcome, Receipt,
    RefundCommand, Wallet, WalletMapping, to_text,
};
use drawdown_tests::mutation::Dice;
use std::collections::BTreeMap;

fn catalog() -> Catalog {
    version("1")
}

fn version(version: &str) -> Catalog {
    let text = r#"{
        "catalog": "small", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "step": "0.01" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ],
        "classes": { "free": { "paid": false }, "pack": {} },
        "grants": [ { "id": "daily", "class": "free", "amount": "4", "every": "day", "expires": "reset" } ],
        "top_ups": [ { "id": "pack", "class": "pack", "credits": "30", "price": "5.00" } ],
        "burn_order": [ "expires", "issued" ],
        "policies": { "refund_expired": "reissue" } }"#;
    let text = text.replace(r#""version": "1""#, &format!(r#""version": "{version}""#));
    Catalog::from_json(&text).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn open() -> Wallet {
    let now = at("2026-11-01T12:00Z");
    Wallet::open(&catalog(), "acct-7", &Account::default(), now).unwrap().wallet
}

fn credits(amount: impl ToString) -> Credits {
    amount.to_string().parse().unwrap()
}

/// The wallet as it comes back from a database, and its receipts in a table.
struct Apart {
    state: String,
    table: BTreeMap<String, String>,
}

impl Apart {
    fn perform(&mut self, now: Instant, action: &CommandAction) -> Result<Outcome, ErrorKind> {
        let mut wallet = Wallet::load(&catalog(), &self.state).unwrap();
        if let CommandAction::Refund(refund) = action
            && let Some(text) = self.table.get(&refund.receipt)
        {
            wallet.attach_receipt(Receipt::from_json(text).unwrap()).unwrap();
        }
        let outcome = wallet.perform(now, action).map_err(|error| error.kind())?;
        for receipt in wallet.detach_receipts() {
            self.table.insert(receipt.id.clone(), to_text(&receipt).unwrap());
        }
        self.state = wallet.save();
        Ok(outcome)
    }
}

#[test]
fn a_wallet_without_its_receipts_does_what_it_does_with_them() {
    let (mut closed, mut refunds) = (0, 0);
    for seed in 0..6 {
        let mut dice = Dice::new(seed);
        let mut whole = open();
        let mut apart = Apart { state: open().save(), table: BTreeMap::new() };
        let mut now = whole.now();
        let mut issued = 0;
        for _ in 0..250 {
            now = Instant::from_unix(now.to_unix() + 3600 * (1 + dice.below(60) as i64)).unwrap();
            let action = match dice.below(8) {
                0..4 => CommandAction::Charge(Charge::new("image", credits(1 + dice.below(9)))),
                4 | 5 => CommandAction::Buy(drawdown::BuyCommand::new("pack")),
                6 => CommandAction::Advance,
                _ => {
                    let receipt = format!("acct-7/r{}", 1 + dice.below(1 + issued));
                    let mut refund = RefundCommand::new(receipt);
                    refund.amount = (dice.below(2) == 0).then(|| credits(1));
                    CommandAction::Refund(refund)
                }
            };
            let before = whole.lots().len();
            let one = whole.perform(now, &action).map_err(|error| error.kind());
            let other = apart.perform(now, &action);
            assert_eq!(format!("{one:?}"), format!("{other:?}"), "seed {seed}: {action:?}");
            if let Ok(outcome) = &one {
                issued += usize::from(outcome.receipt().is_some());
                refunds += usize::from(matches!(action, CommandAction::Refund(_)));
                let wallet = Wallet::load(&catalog(), &apart.state).unwrap();
                assert_eq!(
                    format!("{:?}", whole.lots()),
                    format!("{:?}", wallet.lots()),
                    "seed {seed}"
                );
                closed += before.saturating_sub(whole.lots().len());
            }
        }
        assert!(apart.state.len() < whole.save().len());
    }
    assert!(closed > 50 && refunds > 50, "{closed} lots left, {refunds} refunds");
}

#[test]
fn states_do_not_grow_with_payments() {
    let mut wallet = open();
    wallet.buy("pack", 500).unwrap();
    assert!(wallet.save().starts_with(r#"{"format":"1.0","#), "{}", wallet.save());
    let mut longest = 0;
    for n in 0..2000 {
        assert!(wallet.charge(&Charge::new("image", credits(1))).unwrap().is_paid());
        assert_eq!(wallet.detach_receipts().len(), 1);
        if n == 10 {
            longest = wallet.save().len() + 40;
        }
    }
    assert!(wallet.save().len() < longest, "{}", wallet.save());
    // A version that does not know of receipts elsewhere keeps the key as it is.
    assert!(wallet.save().starts_with(r#"{"format":"1.1","#), "{}", wallet.save());
}

#[test]
fn a_receipt_comes_back_as_it_was_taken_out_or_not_at_all() {
    let mut wallet = open();
    assert!(wallet.charge(&Charge::new("image", credits(3))).unwrap().is_paid());
    let [receipt] = wallet.detach_receipts().try_into().unwrap();
    assert_eq!(wallet.receipts().count(), 0);
    let refused = wallet.refund("acct-7/r1", None).unwrap_err();
    assert_eq!((refused.kind(), refused.pointer()), (ErrorKind::UnknownName, "/receipt"));

    let wrong = |change: fn(&mut Receipt)| {
        let (mut wallet, mut receipt) = (wallet.clone(), receipt.clone());
        change(&mut receipt);
        let refused = wallet.attach_receipt(receipt).unwrap_err();
        (refused.kind(), refused.pointer().to_owned())
    };
    let (name, range) = (ErrorKind::UnknownName, ErrorKind::OutOfRange);
    assert_eq!(wrong(|of| of.id = "other/r1".into()), (name, "/receipt".into()));
    assert_eq!(wrong(|of| of.id = "acct-7/r2".into()), (name, "/id".into()));
    assert_eq!(wrong(|of| of.at = "2030-01-01T00:00Z".parse().unwrap()), (range, "/at".into()));
    assert_eq!(wrong(|of| of.amount = "4".parse().unwrap()), (range, "/amount".into()));
    let more = |of: &mut Receipt| {
        of.amount = "4".parse().unwrap();
        of.lots[0].amount = "4".parse().unwrap();
    };
    assert_eq!(wrong(more), (range, "/lots/0/amount".into()));

    wallet.attach_receipt(receipt.clone()).unwrap();
    assert_eq!(wallet.attach_receipt(receipt).unwrap_err().kind(), ErrorKind::Duplicate);
    wallet.refund("acct-7/r1", None).unwrap();
    assert_eq!(wallet.refund("acct-7/r1", None).unwrap_err().kind(), ErrorKind::OutOfRange);
}

#[test]
fn a_migration_takes_what_is_inside() {
    let mut wallet = open();
    assert!(wallet.charge(&Charge::new("image", credits(3))).unwrap().is_paid());
    let [receipt] = wallet.detach_receipts().try_into().unwrap();
    wallet.attach_receipt(receipt).unwrap();
    let moved = Wallet::migrate(&wallet.save(), &version("2"), &WalletMapping::default()).unwrap();
    let mut wallet = moved.wallet;
    wallet.refund("acct-7/r1", None).unwrap();
    assert_eq!(wallet.detach_receipts()[0].refundable(), Credits::ZERO);
}
