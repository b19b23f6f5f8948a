//! A service that signs its quotes, and takes no others.

use crate::harness::{Client, Place, Server, places};
use serde_json::{Value, json};

/// The first test key of RFC 8032.
const SECRET: &str = r#"{ "key": "2026-11", "alg": "Ed25519",
    "secret": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A" }"#;
/// One that the service does not know.
const OTHER: &str = r#"{ "key": "2026-11", "alg": "Ed25519",
    "secret": "TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs" }"#;

fn start(place: &Place, key: Option<&str>) -> Server {
    let secret = place.file("secret.json", SECRET);
    let settings = [
        ("QUOTES__SIGNING_KEY", secret.as_str()),
        ("QUOTES__REQUIRE_SIGNATURE", "true"),
        ("QUOTES__AUDIENCE", "shop.example"),
        ("QUOTES__VALID_FOR", "15 minutes"),
    ];
    place.start_with(key, &settings)
}

fn now() -> drawdown::Instant {
    drawdown::Instant::try_from(std::time::SystemTime::now()).unwrap()
}

fn image(runs: u32) -> Value {
    json!({ "operation": "image", "runs": runs, "plan": "pro", "at": now().to_string() })
}

fn quote(client: &Client, runs: u32) -> Value {
    let asked = json!({ "catalog": "studio", "request": image(runs) });
    let quoted = client.post("/v1/quote", "-", &asked.to_string());
    assert_eq!(quoted.status, 200, "{quoted:?}");
    quoted.body
}

fn verdict(client: &Client, quote: &Value) -> Value {
    client.post("/v1/verify", "-", &quote.to_string()).body["verdict"].clone()
}

#[test]
fn only_its_own_quotes_are_taken() {
    for place in places("signed") {
        let server = start(&place, None);
        let client = server.client();
        let open = r#"{ "id": "acct-7", "catalog": "studio", "account": { "plan": "pro" } }"#;
        assert_eq!(client.post("/v1/accounts", "open-7", open).status, 201);
        let hold = |key: &str, quote: &Value| {
            client.post("/v1/accounts/acct-7/holds", key, &json!({ "quote": quote }).to_string())
        };
        let fault_of = |key: &str, quote: &Value| {
            let refused = hold(key, quote);
            (refused.status, refused.body["fault"].as_str().unwrap_or_default().to_owned())
        };

        let signed = quote(&client, 1);
        assert_eq!(signed["signatures"][0]["key"], json!("2026-11"), "{signed}");
        assert_eq!(signed["quote"]["audience"], json!("shop.example"));
        assert!(signed["quote"]["expires"].is_string());
        assert_eq!(verdict(&client, &signed), json!("verified"));
        let held = hold("hold-1", &signed);
        assert_eq!((held.status, &held.body["hold"]["amount"]), (200, &json!("8")), "{held:?}");
        assert_eq!(hold("hold-2", &signed).body["code"], json!("quote_used"));

        // The same quote without its signature.
        let bare = quote(&client, 2)["quote"].clone();
        assert_ne!(verdict(&client, &bare), json!("verified"));
        assert_ne!(hold("hold-3", &bare).status, 200);

        // A quote that says other things than what was signed.
        let mut changed = quote(&client, 3);
        changed["quote"]["request"]["runs"] = json!(1);
        assert_eq!(verdict(&client, &changed), json!("forged"));
        assert_eq!(fault_of("hold-4", &changed), (403, "forged".to_owned()));

        // One that somebody else has made, under the same id of a key.
        let catalog = client.get("/v1/catalogs/studio").body.to_string();
        let catalog = drawdown::Catalog::from_json(&catalog).unwrap();
        let request = drawdown::Request::from_json(&image(4).to_string()).unwrap();
        let of = |secret: &str, audience: &str| -> Value {
            let terms = drawdown::QuoteTerms::default().audience(audience);
            let quote = catalog.quote_with(&request, &terms).unwrap();
            let signer = drawdown::QuoteSigner::from_json(secret).unwrap();
            let text = drawdown::to_text(&signer.sign(&quote).unwrap()).unwrap();
            serde_json::from_str(&text).unwrap()
        };
        assert_eq!(fault_of("hold-5", &of(OTHER, "shop.example")), (403, "forged".to_owned()));
        assert_eq!(fault_of("hold-6", &of(SECRET, "toys.example")).0, 403);
        assert_eq!(hold("hold-7", &of(SECRET, "shop.example")).status, 200);
        client.assert_sums("acct-7");

        // Pages check signatures with the public key; the secret is nowhere.
        let keys = client.get("/v1/quote-keys").body;
        let public = json!("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert_eq!(keys["keys"][0]["public"], public);
        assert!(!keys.to_string().contains("nWGxne"));
    }
}

#[test]
fn simulations_and_fits_are_quoted_too() {
    for place in places("quoted_plans") {
        let server = start(&place, None);
        let client = server.client();
        let scenario = json!({ "start": "2026-11-01", "for": "1 month", "account": { "plan": "pro" },
            "demand": [{ "request": { "operation": "image" }, "per_day": 2 }] });
        let need = json!({ "start": "2026-11-01", "lines": [
            { "request": { "operation": "image" }, "per_month": 200 }] });
        let questions = [
            json!({ "catalog": "studio", "scenario": scenario, "terms": { "id": "plan-7" } }),
            json!({ "catalog": "studio", "need": need }),
        ];
        for question in questions {
            let quoted = client.post("/v1/quote", "-", &question.to_string());
            assert_eq!(quoted.status, 200, "{quoted:?}");
            assert_eq!(verdict(&client, &quoted.body), json!("verified"));
        }
        let two = json!({ "catalog": "studio", "request": image(1), "need": {} }).to_string();
        assert_eq!(client.post("/v1/quote", "-", &two).status, 422);
    }
}
