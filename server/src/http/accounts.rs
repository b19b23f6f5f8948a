//! Accounts.

use super::App;
use super::answer::Json;
use super::guard::KeyId;
use super::input::{Body, Key, text_of};
use super::openapi::{Changes, Problems};
use crate::accounts::{Done, Order, QuoteOrder, account_view, action, apply_quote, invoices_view};
use crate::audit::Asker;
use crate::problem::Problem;
use crate::store::{Answer, Verdicted};
use axum::Extension;
use axum::extract::{Path, State};
use drawdown::{Account, Demand, PaymentPolicy, QuoteHead, Scenario, Simulation, Value, parse};
use serde_json::json;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn readers() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(invoices))
        .routes(routes!(run_out))
        .routes(routes!(what_if))
}

pub(super) fn writers() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(open))
        .routes(routes!(charge))
        .routes(routes!(hold))
        .routes(routes!(settle))
        .routes(routes!(release))
        .routes(routes!(refund))
        .routes(routes!(grant))
        .routes(routes!(revoke))
        .routes(routes!(buy))
        .routes(routes!(subscribe))
        .routes(routes!(cancel))
        .routes(routes!(resume))
        .routes(routes!(count))
        .routes(routes!(paid))
        .routes(routes!(failed))
        .routes(routes!(refund_money))
        .routes(routes!(charged_back))
}

type Answered = Result<Answer, Problem>;

/// Opens an account.
#[utoipa::path(post, path = "/v1/accounts", tag = "accounts", params(Key),
    request_body(content = ref("#/components/schemas/OpenAccount")),
    responses((status = 201, description = "The account", body = ref("#/components/schemas/AccountView")),
        Changes))]
async fn open(State(app): State<Arc<App>>, Key(key): Key, body: Body) -> Answered {
    let asked = body.members(&["id", "catalog", "account", "payment"])?;
    let (id, name) = (asked.text("id")?, asked.text("catalog")?);
    let account = match asked.get("account") {
        Some(value) => asked.read("account", |_| Account::from_json(&text_of_or_empty(value)))?,
        None => Account::default(),
    };
    let policy = match asked.get("payment") {
        Some(value) => {
            Some(asked.read("payment", |_| PaymentPolicy::from_json(&text_of_or_empty(value)))?)
        }
        None => None,
    };
    let kept = app.catalog(name)?;
    let now = app.accounts.now();
    app.accounts.store().add_catalog(&kept.catalog, &kept.text, now).await?;
    let order = Order::new(id, &key, "open", &body.0);
    let configure =
        |wallet: &mut drawdown::Wallet| Ok(wallet.set_payment_policy(policy.clone()).map(drop)?);
    app.accounts.open(&order, &kept.catalog, &account, configure).await
}

fn text_of_or_empty(value: &Value) -> String {
    text_of(value).unwrap_or_default()
}

/// An account: balances by class, lots, holds, subscription, what is due next.
#[utoipa::path(get, path = "/v1/accounts/{account}", tag = "accounts",
    params(("account" = String, Path, description = "Its id")),
    responses((status = 200, description = "The account", body = ref("#/components/schemas/AccountView")),
        Problems))]
async fn read(State(app): State<Arc<App>>, Path(account): Path<String>) -> Result<Json, Problem> {
    Ok(Json(account_view(&app.accounts.look(&account).await?)?))
}

/// Its invoices.
#[utoipa::path(get, path = "/v1/accounts/{account}/invoices", tag = "accounts",
    params(("account" = String, Path, description = "Its id")),
    responses((status = 200, description = "Those that are kept, the oldest first",
        body = ref("#/components/schemas/Invoices")), Problems))]
async fn invoices(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
) -> Result<Json, Problem> {
    Ok(Json(invoices_view(&app.accounts.look(&account).await?)?))
}

/// When its credits run out, if a demand comes from now on.
#[utoipa::path(post, path = "/v1/accounts/{account}/run-out", tag = "accounts",
    params(("account" = String, Path, description = "Its id")),
    request_body(content = ref("#/components/schemas/DemandQuestion")),
    responses((status = 200, description = "The instant, or null",
        body = ref("#/components/schemas/RunOutAnswer")), Problems))]
async fn run_out(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    body: Body,
) -> Result<Json, Problem> {
    let asked = body.members(&["demand"])?;
    let wallet = app.accounts.look(&account).await?;
    let demand = demand_of(&asked, wallet.now())?;
    let at = super::work::aside(move |_| Ok(wallet.run_out(&demand)?)).await?;
    Ok(Json(json!({ "run_out": at.map(|at| at.to_string()) }).to_string()))
}

fn demand_of(
    asked: &super::input::Members,
    now: drawdown::Instant,
) -> Result<Vec<Demand>, Problem> {
    asked.read("demand", |value| {
        let start = Value::String(now.to_string());
        let members = vec![("start".to_owned(), start), ("demand".to_owned(), value.clone())];
        Ok(Scenario::from_value(&Value::Object(members))?.demand)
    })
}

/// What becomes of it in a scenario, from now on.
#[utoipa::path(post, path = "/v1/accounts/{account}/what-if", tag = "accounts",
    params(("account" = String, Path, description = "Its id")),
    request_body(content = ref("#/components/schemas/Scenario")),
    responses((status = 200, description = "The projection", body = ref("#/components/schemas/Projection")),
        Problems))]
async fn what_if(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    body: Body,
) -> Result<Json, Problem> {
    let scenario = Scenario::from_json(&body.0)?;
    let wallet = app.accounts.look(&account).await?;
    let text = super::work::aside(move |wanted| {
        let simulation = Simulation::from_wallet(&wallet, &scenario, drawdown::Detail::Ledger)?;
        Ok(drawdown::to_text(&wanted.projection(simulation)?)?)
    });
    Ok(Json(text.await?))
}

/// Carries out what a body asks under a word of the library's commands.
async fn order(
    app: &App,
    account: &str,
    key: &str,
    (word, body): (&str, &str),
    path: &[(&str, &str)],
) -> Answered {
    let what = path.iter().fold(word.to_owned(), |what, (_, id)| format!("{what} {id}"));
    let order = Order::new(account, key, &what, body);
    let action = action(word, body, path)?;
    app.accounts.apply(&order, action).await
}

/// Charges credits: an amount, what a request costs, or what a quote says.
#[utoipa::path(post, path = "/v1/accounts/{account}/charges", tag = "credits",
    params(("account" = String, Path, description = "Its id"), Key),
    request_body(content = ref("#/components/schemas/ChargeOrder")), responses(Changes))]
async fn charge(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    Extension(KeyId(api_key)): Extension<KeyId>,
    Key(key): Key,
    body: Body,
) -> Answered {
    if let Some(quoted) = quoted(&app, &body, false)? {
        let asker = Asker { api_key, account: Some(account) };
        return by_quote(&app, &asker, &key, "charge", (&body, quoted)).await;
    }
    let word = by_request(&body, "charge", "charge_request")?;
    order(&app, &account, &key, (word, &body.0), &[]).await
}

/// Reserves credits: an amount, the most that a request may cost, or what a quote says.
#[utoipa::path(post, path = "/v1/accounts/{account}/holds", tag = "credits",
    params(("account" = String, Path, description = "Its id"), Key),
    request_body(content = ref("#/components/schemas/HoldOrder")), responses(Changes))]
async fn hold(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    Extension(KeyId(api_key)): Extension<KeyId>,
    Key(key): Key,
    body: Body,
) -> Answered {
    if let Some(quoted) = quoted(&app, &body, true)? {
        let asker = Asker { api_key, account: Some(account) };
        return by_quote(&app, &asker, &key, "hold", (&body, quoted)).await;
    }
    let word = by_request(&body, "hold", "hold_request")?;
    order(&app, &account, &key, (word, &body.0), &[]).await
}

/// What a body with a quote asks.
fn quoted(app: &App, body: &Body, holds: bool) -> Result<Option<QuoteOrder>, Problem> {
    if parse(&body.0)?.get("quote").is_none() {
        return Ok(None);
    }
    let keys: &[&str] = if holds { &["quote", "member", "until"] } else { &["quote", "member"] };
    let asked = body.members(keys)?;
    let quote = asked.get("quote").unwrap_or(&Value::Null);
    let checks = app.quotes.checks(quote, app.accounts.now());
    let quote = text_of(quote)?;
    let member = asked.some_text("member")?.map(str::to_owned);
    let until = asked
        .some_text("until")?
        .map(str::parse)
        .transpose()
        .map_err(|error| Problem::new(422, "type", format!("`until` is {error}")))?;
    Ok(Some(QuoteOrder { quote, member, hold: holds.then_some(until), checks }))
}

/// Takes a quote. What is decided about it is noted: with the change, or else behind the answer.
async fn by_quote(
    app: &App,
    asker: &Asker,
    key: &str,
    word: &str,
    (body, quoted): (&Body, QuoteOrder),
) -> Answered {
    let account = asker.account.as_deref().unwrap_or_default();
    let order = Order::new(account, key, word, &body.0);
    let take = |wallet: &mut drawdown::Wallet, now| {
        let done = apply_quote(wallet, now, &quoted)?;
        let code = if done.quote.is_some() { "accepted" } else { "verified" };
        let verdict = Some(Verdicted::new(asker, now, head_of(&quoted.quote), code));
        Ok(Done { verdict, ..done })
    };
    let answer = app.accounts.change(&order, take).await;
    let refused = answer.as_ref().err();
    if let Some(verdict) = refused.and_then(|why| verdict_of(app, asker, &quoted.quote, why)) {
        app.audit.note([verdict]).await?;
    }
    answer
}

/// Why an account does not take a quote; `None` if that is not for the quote.
fn verdict_of(app: &App, asker: &Asker, quote: &str, why: &Problem) -> Option<Verdicted> {
    let code = match why.code {
        "quote" => why.members.get("fault")?.as_str()?,
        "price_moved" => "price_moved",
        "quote_used" => "replayed",
        _ => return None,
    };
    let verdict =
        Verdicted::new(asker, app.accounts.now(), head_of(quote), code).with_text(&why.detail);
    let total = |key| why.members.get(key)?.as_str()?.parse::<drawdown::Credits>().ok();
    let difference = total("quoted").zip(total("current"));
    let difference = difference.and_then(|(quoted, current)| quoted.checked_sub(current));
    Some(Verdicted { difference: difference.map(|credits| credits.to_string()), ..verdict })
}

fn head_of(quote: &str) -> Option<QuoteHead> {
    QuoteHead::from_json(quote).ok()
}

/// Which of two commands a body is for.
fn by_request<'w>(body: &Body, amount: &'w str, request: &'w str) -> Result<&'w str, Problem> {
    Ok(if parse(&body.0)?.get("request").is_some() { request } else { amount })
}

/// Charges what a run has really cost, and releases the rest of its hold.
#[utoipa::path(post, path = "/v1/accounts/{account}/holds/{hold}/settle", tag = "credits",
    params(("account" = String, Path, description = "Its id"),
        ("hold" = String, Path, description = "The part of the hold's id after the account, such as `h3`"), Key),
    request_body(content = ref("#/components/schemas/AmountOrder")), responses(Changes))]
async fn settle(
    State(app): State<Arc<App>>,
    Path((account, hold)): Path<(String, String)>,
    Key(key): Key,
    body: Body,
) -> Answered {
    let id = format!("{account}/{hold}");
    order(&app, &account, &key, ("settle", &body.0), &[("hold", &id)]).await
}

/// Gives a hold back.
#[utoipa::path(post, path = "/v1/accounts/{account}/holds/{hold}/release", tag = "credits",
    params(("account" = String, Path, description = "Its id"),
        ("hold" = String, Path, description = "The part of the hold's id after the account, such as `h3`"), Key),
    responses(Changes))]
async fn release(
    State(app): State<Arc<App>>,
    Path((account, hold)): Path<(String, String)>,
    Key(key): Key,
) -> Answered {
    let id = format!("{account}/{hold}");
    order(&app, &account, &key, ("release", "{}"), &[("hold", &id)]).await
}

/// Refunds a receipt, or a part of it.
#[utoipa::path(post, path = "/v1/accounts/{account}/receipts/{receipt}/refund", tag = "credits",
    params(("account" = String, Path, description = "Its id"),
        ("receipt" = String, Path, description = "The part of the receipt's id after the account, such as `r12`"), Key),
    request_body(content = ref("#/components/schemas/SomeAmountOrder")), responses(Changes))]
async fn refund(
    State(app): State<Arc<App>>,
    Path((account, receipt)): Path<(String, String)>,
    Key(key): Key,
    body: Body,
) -> Answered {
    let id = format!("{account}/{receipt}");
    order(&app, &account, &key, ("refund", body.or_empty()), &[("receipt", &id)]).await
}

/// Issues credits by hand.
#[utoipa::path(post, path = "/v1/accounts/{account}/grants", tag = "credits",
    params(("account" = String, Path, description = "Its id"), Key),
    request_body(content = ref("#/components/schemas/GrantCommand")), responses(Changes))]
async fn grant(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    Key(key): Key,
    body: Body,
) -> Answered {
    order(&app, &account, &key, ("grant", &body.0), &[]).await
}

/// Takes away what remains of a lot.
#[utoipa::path(post, path = "/v1/accounts/{account}/revocations", tag = "credits",
    params(("account" = String, Path, description = "Its id"), Key),
    request_body(content = ref("#/components/schemas/RevokeCommand")), responses(Changes))]
async fn revoke(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    Key(key): Key,
    body: Body,
) -> Answered {
    order(&app, &account, &key, ("revoke", &body.0), &[]).await
}

/// Buys a top-up.
#[utoipa::path(post, path = "/v1/accounts/{account}/purchases", tag = "money",
    params(("account" = String, Path, description = "Its id"), Key),
    request_body(content = ref("#/components/schemas/BuyCommand")), responses(Changes))]
async fn buy(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    Key(key): Key,
    body: Body,
) -> Answered {
    order(&app, &account, &key, ("buy", &body.0), &[]).await
}

/// Subscribes, or changes the plan or its term.
#[utoipa::path(put, path = "/v1/accounts/{account}/subscription", tag = "money",
    params(("account" = String, Path, description = "Its id"), Key),
    request_body(content = ref("#/components/schemas/SubscribeCommand")), responses(Changes))]
async fn subscribe(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    Key(key): Key,
    body: Body,
) -> Answered {
    order(&app, &account, &key, ("subscribe", &body.0), &[]).await
}

/// Cancels the subscription.
#[utoipa::path(post, path = "/v1/accounts/{account}/subscription/cancel", tag = "money",
    params(("account" = String, Path, description = "Its id"), Key),
    request_body(content = ref("#/components/schemas/CancelCommand")), responses(Changes))]
async fn cancel(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    Key(key): Key,
    body: Body,
) -> Answered {
    order(&app, &account, &key, ("cancel", body.or_empty()), &[]).await
}

/// Withdraws a cancellation or a change that is planned.
#[utoipa::path(post, path = "/v1/accounts/{account}/subscription/resume", tag = "money",
    params(("account" = String, Path, description = "Its id"), Key), responses(Changes))]
async fn resume(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    Key(key): Key,
) -> Answered {
    order(&app, &account, &key, ("resume", "true"), &[]).await
}

/// Counts use in a meter.
#[utoipa::path(post, path = "/v1/accounts/{account}/counts", tag = "credits",
    params(("account" = String, Path, description = "Its id"), Key),
    request_body(content = ref("#/components/schemas/CountCommand")), responses(Changes))]
async fn count(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    Key(key): Key,
    body: Body,
) -> Answered {
    order(&app, &account, &key, ("count", &body.0), &[]).await
}

/// An invoice is paid.
#[utoipa::path(post, path = "/v1/accounts/{account}/invoices/{invoice}/paid", tag = "money",
    params(("account" = String, Path, description = "Its id"),
        ("invoice" = String, Path, description = "The part of the invoice's id after the account, such as `i5`"), Key),
    responses(Changes))]
async fn paid(
    State(app): State<Arc<App>>,
    Path((account, invoice)): Path<(String, String)>,
    Key(key): Key,
) -> Answered {
    let id = format!("{account}/{invoice}");
    order(&app, &account, &key, ("pay_invoice", "{}"), &[("invoice", &id)]).await
}

/// A payment of an invoice has failed; with `last`, no other will be tried.
#[utoipa::path(post, path = "/v1/accounts/{account}/invoices/{invoice}/failed", tag = "money",
    params(("account" = String, Path, description = "Its id"),
        ("invoice" = String, Path, description = "The part of the invoice's id after the account, such as `i5`"), Key),
    request_body(content = ref("#/components/schemas/FailedPayment")), responses(Changes))]
async fn failed(
    State(app): State<Arc<App>>,
    Path((account, invoice)): Path<(String, String)>,
    Key(key): Key,
    body: Body,
) -> Answered {
    let id = format!("{account}/{invoice}");
    order(&app, &account, &key, ("fail_payment", body.or_empty()), &[("invoice", &id)]).await
}

/// Money of a paid invoice is given back.
#[utoipa::path(post, path = "/v1/accounts/{account}/invoices/{invoice}/refund", tag = "money",
    params(("account" = String, Path, description = "Its id"),
        ("invoice" = String, Path, description = "The part of the invoice's id after the account, such as `i5`"), Key),
    request_body(content = ref("#/components/schemas/MoneyRefund")), responses(Changes))]
async fn refund_money(
    State(app): State<Arc<App>>,
    Path((account, invoice)): Path<(String, String)>,
    Key(key): Key,
    body: Body,
) -> Answered {
    let id = format!("{account}/{invoice}");
    order(&app, &account, &key, ("refund_money", body.or_empty()), &[("invoice", &id)]).await
}

/// The payment of an invoice was charged back.
#[utoipa::path(post, path = "/v1/accounts/{account}/invoices/{invoice}/charged-back", tag = "money",
    params(("account" = String, Path, description = "Its id"),
        ("invoice" = String, Path, description = "The part of the invoice's id after the account, such as `i5`"), Key),
    responses(Changes))]
async fn charged_back(
    State(app): State<Arc<App>>,
    Path((account, invoice)): Path<(String, String)>,
    Key(key): Key,
) -> Answered {
    let id = format!("{account}/{invoice}");
    order(&app, &account, &key, ("charge_back", "{}"), &[("invoice", &id)]).await
}
