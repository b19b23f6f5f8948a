//! Receipts, which the store keeps beside the accounts.

use crate::by_hand::{CHARGE, World, block_on};
use crate::harness::places;
use drawdown::WalletLimits;
use drawdown_server::accounts::{NewSettings, Order, apply_settings};
use drawdown_server::problem::Problem;
use serde_json::json;

const REFUND: &str = r#"{ "receipt": "a/r1" }"#;

#[test]
fn a_receipt_is_kept_as_long_as_the_account_says_now() {
    for place in places("receipts") {
        block_on(async {
            let world = World::open(place.database(), "2026-03-10T12:00:00Z").await;
            world.charge("one").await;
            world.charge("two").await;
            world.clock.set("2026-03-20T12:00:00Z");
            let limits = WalletLimits::from_json(r#"{ "receipts": "365 days" }"#).unwrap();
            let new = NewSettings { limits: Some(limits), ..NewSettings::default() };
            let order = Order::new("a", "longer", "settings", "{}");
            let set = |wallet: &mut drawdown::Wallet, now| apply_settings(wallet, now, &new);
            world.accounts.change_all(&order, set).await.unwrap();

            // 90 days were the limit when it was paid.
            world.clock.set("2026-09-01T12:00:00Z");
            let now = world.accounts.now();
            world.accounts.store().forget(now, now, now).await.unwrap();
            let refunded = world.order("back", "refund", REFUND).await.unwrap();
            assert_eq!(refunded.status, 200, "{refunded:?}");
            assert_eq!(world.order("back", "refund", REFUND).await.unwrap(), refunded);
            let again = world.order("again", "refund", REFUND).await.unwrap_err();
            assert_eq!((again.status, again.code), (409, "not_open"));

            world.clock.set("2027-03-20T12:00:00Z");
            let now = world.accounts.now();
            world.accounts.store().forget(now, now, now).await.unwrap();
            let late = world.order("late", "refund", r#"{ "receipt": "a/r2" }"#).await.unwrap_err();
            assert_eq!(late.status, 404, "{late:?}");
            world.accounts.store().close().await;
        });
    }
}

/// The client was impatient: its first attempt is under way in another process.
#[test]
fn what_is_refused_was_not_done_by_the_same_order() {
    for place in places("same_order") {
        block_on(async {
            let world = World::open(place.database(), "2026-03-10T12:00:00Z").await;
            let order = Order::new("a", "one", "charge", CHARGE);
            let first = |_: &mut drawdown::Wallet, _| {
                std::thread::scope(|scope| {
                    let charge =
                        || block_on(async { drop(world.again().await.charge("one").await) });
                    scope.spawn(charge).join().unwrap();
                });
                Err(Problem::new(422, "out_of_range", "too late"))
            };
            let answer = world.accounts.change(&order, first).await.unwrap();
            assert_eq!(answer, world.charge("one").await);
            let spent = world.entries().await;
            assert_eq!(spent.iter().filter(|entry| entry["kind"] == "spend").count(), 1);
            world.accounts.store().close().await;
        });
    }
}

#[test]
fn many_receipts_are_brought_back_and_written_again() {
    for place in places("many_receipts") {
        block_on(async {
            let world = World::open(place.database(), "2026-03-10T12:00:00Z").await;
            let count = 150;
            for n in 0..count {
                let body = r#"{ "operation": "image", "amount": "1" }"#;
                let paid = world.order(&format!("job-{n}"), "charge", body).await.unwrap();
                assert_eq!(paid.status, 200, "{paid:?}");
            }
            let limits = WalletLimits::from_json(r#"{ "receipts": "30 days" }"#).unwrap();
            let new = NewSettings { limits: Some(limits), ..NewSettings::default() };
            let order = Order::new("a", "shorter", "settings", "{}");
            let set = |wallet: &mut drawdown::Wallet, now| apply_settings(wallet, now, &new);
            world.accounts.change_all(&order, set).await.unwrap();
            world.order("back", "refund", r#"{ "receipt": "a/r150" }"#).await.unwrap();
            let begun = world.accounts.now();
            let forgotten = |now| world.accounts.store().forget(begun, begun, now);
            world.clock.set("2026-04-09T11:59:00Z");
            assert_eq!(forgotten(world.accounts.now()).await.unwrap(), 0);
            world.clock.set("2026-04-09T12:00:01Z");
            assert_eq!(forgotten(world.accounts.now()).await.unwrap(), count);
            world.accounts.store().close().await;
        });
    }
}

#[test]
fn a_receipt_that_was_changed_is_found() {
    for place in places("broken_receipt") {
        let server = place.start(None);
        let client = server.client();
        let open = json!({ "id": "a", "catalog": "studio", "account": { "plan": "pro" } });
        assert_eq!(client.post("/v1/accounts", "open", &open.to_string()).status, 201);
        let charge = r#"{ "operation": "image", "amount": "10" }"#;
        assert_eq!(client.post("/v1/accounts/a/charges", "job-1", charge).status, 200);
        assert!(place.run(&["check"]).is_ok());
        place.sql("UPDATE receipts SET receipt = replace(receipt, '\"10\"', '\"1000\"')");
        let told = place.run(&["check"]).unwrap_err();
        assert!(told.contains("a receipt of this account is broken"), "{told}");
        let refused = client.post("/v1/accounts/a/receipts/r1/refund", "back", "{}");
        assert_eq!((refused.status, &refused.body["code"]), (500, &json!("receipt")));
    }
}
