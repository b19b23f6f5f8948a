//! Live wallets.

use super::error::{thrown, thrown_one};
use super::handle::JsCatalog;
use super::projection::{JsProjection, detail_of};
use super::read::{given, read, read_instant, read_request, read_text, text, text_in};
use super::{answer, to_js};
use crate::calendar::Instant;
use crate::catalog::AlertLevel;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{Log, Read, Value};
use crate::simulate::{Demand, Scenario};
use crate::wallet::{
    Account, Assumptions, AutoTopUp, Command, CommandAction, Entry, InvoiceView, Member,
    MigrationReport, Opened, PaymentPolicy, Wallet, WalletLimits, WalletMapping,
};
use serde::Serialize;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// See `Wallet` in `wallet/index.d.ts`.
#[wasm_bindgen(js_name = Wallet)]
pub struct JsWallet {
    /// Empty while a change is under way, and for good if the host stops it there, by a stack
    /// overflow: half a change must not be read or saved.
    wallet: Cell<Option<Rc<Wallet>>>,
    began: Cell<JsValue>,
}

impl std::fmt::Debug for JsWallet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsWallet").finish_non_exhaustive()
    }
}

/// What a wallet began with.
#[derive(Serialize)]
struct Began<'a> {
    entries: &'a [Entry],
    #[serde(skip_serializing_if = "Option::is_none")]
    invoices: Option<&'a [InvoiceView]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a MigrationReport>,
}

#[wasm_bindgen(js_class = Wallet)]
impl JsWallet {
    /// A wallet that is opened (id, account, instant), loaded (state) or migrated (state, mapping):
    /// only a constructor makes objects of the class that JavaScript derives from this one.
    #[wasm_bindgen(constructor)]
    pub fn new(
        catalog: &JsCatalog,
        how: &str,
        first: &JsValue,
        second: &JsValue,
        third: &JsValue,
    ) -> Result<JsWallet, JsValue> {
        match how {
            "open" => JsWallet::open(catalog, first, second, third),
            "migrate" => JsWallet::migrate(catalog, first, second),
            _ => {
                let loaded = Wallet::load(&catalog.0, &text_of(first, "a state")?);
                Ok(JsWallet::of(loaded.map_err(|errors| thrown(&errors))?, JsValue::UNDEFINED))
            }
        }
    }

    /// The entries that it began with, and the report of a migration.
    pub fn began(&self) -> JsValue {
        self.began.take()
    }

    /// The state.
    pub fn save(&self) -> Result<String, JsValue> {
        Ok(self.wallet()?.save())
    }

    /// Carries out a command.
    pub fn apply(&self, command: &JsValue) -> Result<JsValue, JsValue> {
        let command = Command::from_json(&text_of(command, "a command")?);
        let command = command.map_err(|errors| thrown(&errors))?;
        to_js(&self.change(|wallet| wallet.apply(&command).map_err(Errors::from))?)
    }

    /// Does now what a command with this key would do.
    pub fn act(&self, key: &str, what: &JsValue) -> Result<JsValue, JsValue> {
        let action = read_action(key, read(what, "an object", "")?).map_err(|e| thrown(&e))?;
        let act = |wallet: &mut Wallet| wallet.perform(wallet.now(), &action).map_err(Errors::from);
        to_js(&self.change(act)?)
    }

    /// Advances to an instant.
    #[wasm_bindgen(js_name = advanceTo)]
    pub fn advance_to(&self, at: &JsValue) -> Result<JsValue, JsValue> {
        let at = read_instant(at)?;
        to_js(&self.change(|wallet| wallet.advance_to(at).map_err(Errors::from))?)
    }

    /// Replaces a setting.
    pub fn set(&self, setting: &str, value: &JsValue) -> Result<JsValue, JsValue> {
        let value = given(value).map(|value| read(value, "a value", "")).transpose()?;
        let value = value.unwrap_or(Value::Null);
        let place = format!("/account/{setting}");
        let entries = match setting {
            "members" => {
                let members: Vec<Member> = read_at(&place, &value)?;
                self.change(|wallet| wallet.set_members(&members))
            }
            "alerts" => {
                let alerts: Vec<AlertLevel> = read_at(&place, &value)?;
                self.change(|wallet| wallet.set_alerts(&alerts))
            }
            "auto_top_up" => {
                let rule: Option<AutoTopUp> = read_at(&place, &value)?;
                self.change(|wallet| wallet.set_auto_top_up(rule.as_ref()))
            }
            "assume" => {
                let assume: Assumptions = read_at(&place, &value)?;
                self.change(|wallet| wallet.set_assumptions(&assume))
            }
            "zone" => {
                let zone = read_at(&place, &value)?;
                self.change(|wallet| wallet.set_zone(&zone))
            }
            "payment_policy" => {
                let policy: Option<PaymentPolicy> = read_at("", &value)?;
                self.change(|wallet| wallet.set_payment_policy(policy).map_err(Errors::from))
                    .map(|()| Vec::new())
            }
            _ => {
                let limits: WalletLimits = read_at("", &value)?;
                self.change(|wallet| wallet.set_limits(limits).map_err(Errors::from))
                    .map(|()| Vec::new())
            }
        };
        to_js(&entries?)
    }

    /// What it says about itself, by name: each exported method would add glue.
    pub fn ask(&self, question: &str, about: &JsValue, more: &JsValue) -> Result<JsValue, JsValue> {
        let wallet = &*self.wallet()?;
        match question {
            "id" => to_js(wallet.id()),
            "now" => to_js(&wallet.now()),
            "plan" => to_js(&wallet.plan()),
            "balance" => to_js(&wallet.balance()),
            "withheld" => to_js(&wallet.withheld()),
            "debt" => to_js(&wallet.debt()),
            "billed" => to_js(&wallet.billed()),
            "nextDue" => to_js(&wallet.next_due()),
            "zoneUntil" => to_js(&wallet.zone_until()),
            "subscription" => to_js(&wallet.subscribed()),
            "balances" => to_js(&wallet.balances()),
            "lots" => to_js(&wallet.lot_details()),
            "holds" => to_js(&wallet.holds()),
            "receipts" => to_js(&wallet.receipts().collect::<Vec<_>>()),
            "limits" => to_js(wallet.limits()),
            "invoices" => to_js(&wallet.invoices()),
            "paymentPolicy" => to_js(&wallet.payment_policy()),
            "used" => to_js(&wallet.used()),
            "holdOf" => {
                let id = read_text(about, "the id of a hold", "/hold")?;
                answer(wallet.hold_of(&id).map_err(Errors::from))
            }
            "receiptOf" => {
                let id = read_text(about, "the id of a receipt", "/receipt")?;
                answer(wallet.receipt_of(&id).map_err(Errors::from))
            }
            "invoiceOf" => {
                let id = read_text(about, "the id of an invoice", "/invoice")?;
                answer(wallet.invoice_of(&id).map_err(Errors::from))
            }
            "available" => {
                let operation = read_text(about, "the id of an operation", "/operation")?;
                let member = given(more).map(|id| read_text(id, "the id of a member", "/member"));
                let available = wallet.available(&operation, member.transpose()?.as_deref());
                answer(available.map_err(Errors::from))
            }
            "price" => answer(wallet.price(&read_request(about)?)),
            "runOut" => {
                let demand: Vec<Demand> = read_at("/demand", &read(about, "a list", "/demand")?)?;
                answer(wallet.run_out(&demand))
            }
            _ => Err(thrown_one(Error::internal("no such question"))),
        }
    }

    /// What becomes of it in a scenario; from now on, if that does not say when it starts.
    pub fn simulate(
        &self,
        scenario: &JsValue,
        ledger: Option<bool>,
    ) -> Result<JsProjection, JsValue> {
        let mut scenario = read(scenario, "a scenario", "")?;
        let wallet = self.wallet()?;
        if scenario.get("start").is_none()
            && let Value::Object(members) = &mut scenario
        {
            members.push(("start".to_owned(), Value::String(wallet.now().to_string())));
        }
        Scenario::from_value(&scenario)
            .and_then(|scenario| wallet.simulate(&scenario, detail_of(ledger)))
            .map(JsProjection)
            .map_err(|errors| thrown(&errors))
    }
}

impl JsWallet {
    fn of(wallet: Wallet, began: JsValue) -> Self {
        JsWallet { wallet: Cell::new(Some(Rc::new(wallet))), began: Cell::new(began) }
    }

    fn open(
        catalog: &JsCatalog,
        id: &JsValue,
        account: &JsValue,
        at: &JsValue,
    ) -> Result<Self, JsValue> {
        let id = read_text(id, "the id of a wallet", "/wallet")?;
        let account = match given(account) {
            Some(account) => read_at("/account", &read(account, "an account", "/account")?)?,
            None => Account::default(),
        };
        let opened = Wallet::open(&catalog.0, &id, &account, read_instant(at)?);
        let Opened { wallet, entries, invoices } = opened.map_err(|errors| thrown(&errors))?;
        let began = to_js(&Began { entries: &entries, invoices: Some(&invoices), report: None })?;
        Ok(JsWallet::of(wallet, began))
    }

    fn migrate(catalog: &JsCatalog, state: &JsValue, mapping: &JsValue) -> Result<Self, JsValue> {
        let state = text_of(state, "a state")?;
        let mapping = match given(mapping) {
            Some(mapping) => WalletMapping::from_json(&text_of(mapping, "a mapping")?),
            None => Ok(WalletMapping::default()),
        };
        let moved = mapping.and_then(|mapping| Wallet::migrate(&state, &catalog.0, &mapping));
        let moved = moved.map_err(|errors| thrown(&errors))?;
        let (entries, report) = (&*moved.entries, Some(&moved.report));
        let began = to_js(&Began { entries, invoices: None, report })?;
        Ok(JsWallet::of(moved.wallet, began))
    }

    fn wallet(&self) -> Result<Rc<Wallet>, JsValue> {
        let wallet = self.wallet.take();
        self.wallet.set(wallet.clone());
        wallet.ok_or_else(interrupted)
    }

    /// Changes it; after an error it is as before.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut Wallet) -> Result<T, Errors>,
    ) -> Result<T, JsValue> {
        let mut wallet = self.wallet.take().ok_or_else(interrupted)?;
        let changed = change(Rc::make_mut(&mut wallet));
        self.wallet.set(Some(wallet));
        changed.map_err(|errors| thrown(&errors))
    }
}

#[cold]
fn interrupted() -> JsValue {
    let sentence = "this wallet was interrupted in the middle of a change: load its last state";
    thrown_one(Error::new(ErrorKind::Stopped, "", sentence))
}

/// A text, or an object as one.
fn text_of(value: &JsValue, what: &str) -> Result<String, JsValue> {
    match text_in(value) {
        Some(text) => Ok(text),
        None => text(value, what, ""),
    }
}

/// Reads a part of an account; errors are placed as in the whole.
fn read_at<T: Read>(place: &str, value: &Value) -> Result<T, JsValue> {
    Log::of_values().read(value).map_err(|errors| thrown(&errors.under(place)))
}

/// The action of a command that has only this key. Errors are placed in its value, as those of
/// carrying it out are.
fn read_action(key: &str, what: Value) -> Result<CommandAction, Errors> {
    let text = |text: String| Value::String(text);
    let members =
        [("id", text(key.to_owned())), ("at", text(Instant::EPOCH.to_string())), (key, what)];
    let members = members.map(|(key, value)| (key.to_owned(), value)).into();
    let read: Result<Command, Errors> = Log::default().read(&Value::Object(members));
    read.map(|command| command.action).map_err(|errors| errors.within(&format!("/{key}")))
}
