//! What a server looks at before it charges what a browser has quoted.

use drawdown::{Catalog, Instant, QuoteChecks, QuoteDecision, QuoteFault, Request, Span, to_text};

fn catalog(rate: &str) -> Catalog {
    Catalog::from_json(&format!(
        r#"{{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
        "credit": {{ "name": "credit", "step": "1" }}, "currency": "USD",
        "meters": {{ "words": {{ "per": "month", "unit": "word" }} }},
        "operations": [
          {{ "id": "image", "price": [ {{ "line": "image", "rate": "{rate}" }} ],
             "gates": [ {{ "requires": {{ "plan": "pro" }}, "reason": "for Pro" }} ] }},
          {{ "id": "text", "price": [ {{ "line": "text", "quantity": "9", "unit": "word",
                                        "meter": "words", "included": "12", "rate": "1" }} ] }},
          {{ "id": "open", "settings": {{ "size": {{ "choice": ["s", "l"] }} }},
             "price": [ {{ "line": "size", "rate": {{ "by": ["size"], "s": "1", "l": "3" }} }} ] }} ],
        "plans": [ {{ "id": "pro", "price": {{ "month": "9" }} }} ] }}"#
    ))
    .unwrap_or_else(|errors| panic!("{errors}"))
}

fn now() -> Instant {
    "2026-11-10T12:00Z".parse().unwrap()
}

/// What becomes of the quote of a request: its total, or the code of the refusal.
fn decided(request: &Request, checks: &QuoteChecks) -> Result<String, QuoteFault> {
    let catalog = catalog("5");
    let quote = to_text(&catalog.quote(request).unwrap()).unwrap();
    match catalog.verify_for(&quote, checks, |_| true).unwrap() {
        QuoteDecision::Accepted(accepted) => {
            assert_eq!(&accepted.request, request);
            assert!(quote.contains(&accepted.digest));
            Ok(accepted.total.to_string())
        }
        QuoteDecision::Refused(refusal) => {
            assert!(!refusal.text.is_empty());
            Err(refusal.fault)
        }
    }
}

#[test]
fn a_quote_is_for_the_plan_that_is_held() {
    let (pro, none) = (QuoteChecks::new(now()).plan(Some("pro")), QuoteChecks::new(now()));
    let request = Request::new("image").runs(2).at(now());
    assert_eq!(decided(&request.clone().plan("pro"), &pro), Ok("10".into()));
    assert_eq!(decided(&request.clone().plan("pro"), &none), Err(QuoteFault::OtherPlan));
    assert_eq!(decided(&request, &pro), Err(QuoteFault::OtherPlan));
    assert_eq!(decided(&request, &none), Err(QuoteFault::Gate));
}

#[test]
fn a_quote_is_of_about_now() {
    let checks = QuoteChecks::new(now());
    let at = |text: &str| decided(&Request::new("text").at(text.parse().unwrap()), &checks);
    assert_eq!(at("2026-11-10T11:55Z"), Ok("0".into()));
    assert_eq!(at("2026-11-10T12:05Z"), Ok("0".into()));
    assert_eq!(at("2026-11-10T11:54:59Z"), Err(QuoteFault::NotNear));
    assert_eq!(at("2026-11-10T12:05:01Z"), Err(QuoteFault::NotNear));
    assert_eq!(decided(&Request::new("text"), &checks), Err(QuoteFault::NotNear));
    let longer = checks.tolerance("1 hour".parse::<Span>().unwrap());
    let request = Request::new("text").at("2026-11-10T11:00Z".parse().unwrap());
    assert_eq!(decided(&request, &longer), Ok("0".into()));
}

#[test]
fn a_quote_knows_the_use_that_was_counted() {
    let request = Request::new("text").at(now());
    let used = vec![("words".to_owned(), "6".parse().unwrap())];
    let checks = QuoteChecks::new(now()).used(used);
    assert_eq!(decided(&request, &checks), Err(QuoteFault::OtherUse));
    assert_eq!(
        decided(&request.clone().used("words", "6".parse::<drawdown::Decimal>().unwrap()), &checks),
        Ok("3".into())
    );
}

#[test]
fn a_quote_has_a_total_and_is_accepted_once() {
    let checks = QuoteChecks::new(now());
    let open = Request::new("open").at(now());
    assert_eq!(decided(&open, &checks), Err(QuoteFault::NoTotal));
    let catalog = catalog("5");
    let quote = to_text(&catalog.quote(&Request::new("text").at(now())).unwrap()).unwrap();
    let QuoteDecision::Refused(refusal) = catalog.verify_for(&quote, &checks, |_| false).unwrap()
    else {
        panic!("accepted")
    };
    assert_eq!(refusal.fault, QuoteFault::Replayed);
}

#[test]
fn a_changed_quote_or_catalog_is_refused_before_anything_is_remembered() {
    let ours = catalog("5");
    let checks = QuoteChecks::new(now());
    let quote = to_text(&ours.quote(&Request::new("text").at(now())).unwrap()).unwrap();
    let fault = |catalog: &Catalog, quote: &str| {
        let remembered = |_: &str| -> bool { panic!("nothing is remembered") };
        match catalog.verify_for(quote, &checks, remembered).unwrap() {
            QuoteDecision::Refused(refusal) => refusal.fault,
            QuoteDecision::Accepted(_) => panic!("accepted"),
        }
    };
    assert_eq!(fault(&catalog("6"), &quote), QuoteFault::StaleCatalog);
    assert_eq!(fault(&ours, &quote.replace(r#""runs":1"#, r#""runs":2"#)), QuoteFault::Differs);
    assert_eq!(fault(&ours, "{}"), QuoteFault::Malformed);
    assert_eq!(fault(&ours, ""), QuoteFault::Malformed);
}
