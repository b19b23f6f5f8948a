//! Quotes with terms and signatures, and every verdict.

use drawdown::{
    Catalog, CatalogRef, Instant, QuoteChecks, QuoteDecision, QuoteFault, QuoteHead, QuoteKeys,
    QuoteSigner, QuoteTerms, Request, SEMANTICS, SignedQuote, Verdict, to_text,
};

fn catalog(version: &str, rate: &str) -> Catalog {
    Catalog::from_json(&format!(
        r#"{{ "catalog": "c", "version": "{version}", "as_of": "2026-11-01",
        "credit": {{ "name": "credit", "step": "1" }},
        "operations": [ {{ "id": "image", "price": [ {{ "line": "image", "rate": "{rate}" }} ] }} ] }}"#
    ))
    .unwrap()
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn now() -> Instant {
    instant("2026-11-10T12:00Z")
}

fn terms() -> QuoteTerms {
    QuoteTerms::default()
        .id("order-7")
        .issued(instant("2026-11-10T12:00Z"))
        .expires(instant("2026-11-10T12:15Z"))
        .audience("shop.example")
}

fn request() -> Request {
    Request::new("image").runs(2).at(now())
}

fn ed25519() -> QuoteSigner {
    QuoteSigner::ed25519("2026-11", &[7; 32])
}

fn hmac() -> QuoteSigner {
    QuoteSigner::hmac_sha_256("shared", &[9; 32]).unwrap()
}

fn checks(keys: &[&QuoteSigner]) -> QuoteChecks {
    let keys = keys.iter().fold(QuoteKeys::default(), |keys, signer| keys.key(signer.key()));
    QuoteChecks::new(now()).keys(keys)
}

fn signed(signer: &QuoteSigner) -> String {
    to_text(&signer.sign(&catalog("1", "5").quote_with(&request(), &terms()).unwrap()).unwrap())
        .unwrap()
}

fn code(text: &str, checks: &QuoteChecks) -> &'static str {
    catalog("1", "5").verify_with(text, checks).unwrap().code()
}

#[test]
fn terms_are_part_of_the_quote_and_of_its_digest() {
    let catalog = catalog("1", "5");
    let plain = catalog.quote(&request()).unwrap();
    assert_eq!(plain.id(), plain.digest);
    assert_eq!(catalog.quote_with(&request(), &QuoteTerms::default()).unwrap(), plain);
    let quote = catalog.quote_with(&request(), &terms()).unwrap();
    assert_eq!(quote.id(), "order-7");
    assert_ne!(quote.digest, plain.digest);
    let text = to_text(&quote).unwrap();
    assert!(text.contains(
        r#""id":"order-7","issued":"2026-11-10T12:00:00Z","expires":"2026-11-10T12:15:00Z","audience":"shop.example""#
    ));
    assert_eq!(drawdown::Quote::from_json(&text).unwrap(), quote);
    for (from, to) in [("order-7", "order-8"), ("12:15:00Z", "12:16:00Z"), ("shop", "shpo")] {
        let changed = text.replacen(from, to, 1);
        assert_eq!(catalog.verify_json(&changed).unwrap().code(), "differs", "{to}");
    }
}

#[test]
fn terms_that_contradict_each_other_are_refused() {
    let refused = |terms: QuoteTerms| {
        let errors = catalog("1", "5").quote_with(&request(), &terms).unwrap_err();
        errors.first().unwrap().pointer().to_owned()
    };
    assert_eq!(refused(terms().expires(now())), "/expires");
    assert_eq!(refused(terms().id("")), "/id");
    assert_eq!(refused(terms().id("x".repeat(201))), "/id");
    assert_eq!(refused(terms().audience("a\u{202e}b")), "/audience");
}

#[test]
fn a_quote_is_valid_from_its_issue_until_it_expires() {
    let text = to_text(&catalog("1", "5").quote_with(&request(), &terms()).unwrap()).unwrap();
    let at = |at: &str| {
        let checks = QuoteChecks::new(instant(at));
        catalog("1", "5").verify_with(&text, &checks).unwrap()
    };
    let (issued, expired) = (instant("2026-11-10T12:00Z"), instant("2026-11-10T12:15Z"));
    assert_eq!(at("2026-11-10T12:00Z"), Verdict::Verified);
    assert_eq!(at("2026-11-10T12:14:59Z"), Verdict::Verified);
    assert_eq!(at("2026-11-10T12:15Z"), Verdict::Expired { expired, now: expired });
    let now = instant("2026-11-10T11:59:59Z");
    assert_eq!(at("2026-11-10T11:59:59Z"), Verdict::NotYetValid { issued, now });
    // Without a clock it is only computed again.
    assert_eq!(catalog("1", "5").verify_json(&text).unwrap(), Verdict::Verified);
}

#[test]
fn each_signature_must_hold() {
    let (first, second) = (ed25519(), hmac());
    for signer in [&first, &second] {
        let text = signed(signer);
        assert_eq!(code(&text, &checks(&[&first, &second])), "verified");
        assert_eq!(code(&text.replace("order-7", "order-8"), &checks(&[signer])), "forged");
        assert_eq!(code(&text, &checks(&[])), "unknown_key");
        assert_eq!(code(&text, &QuoteChecks::new(now())), "unknown_key");
        // A key of the same id that is another.
        let other = QuoteSigner::ed25519(signer.id(), &[8; 32]);
        assert_eq!(code(&text, &checks(&[&other])), "forged");
    }
    let both = second.add_to(SignedQuote::from_json(&signed(&first)).unwrap());
    let text = to_text(&both).unwrap();
    assert_eq!(code(&text, &checks(&[&first, &second])), "verified");
    assert_eq!(code(&text, &checks(&[&first])), "unknown_key");
    assert_eq!(QuoteHead::from_json(&text).unwrap().id.as_deref(), Some("order-7"));
}

#[test]
fn with_keys_a_quote_must_be_signed() {
    let checks = checks(&[&ed25519()]);
    let quote = to_text(&catalog("1", "5").quote(&request()).unwrap()).unwrap();
    assert_eq!(code(&quote, &checks), "malformed");
    let empty = format!(r#"{{"quote":{quote},"signatures":[]}}"#);
    assert_eq!(code(&empty, &checks), "malformed");
    assert_eq!(code(&empty.replace(r#","signatures":[]"#, ""), &checks), "malformed");
    let twice = ed25519().add_to(SignedQuote::from_json(&signed(&ed25519())).unwrap());
    assert_eq!(code(&to_text(&twice).unwrap(), &checks), "malformed");
    let surplus = signed(&ed25519()).replacen('{', r#"{"more":1,"#, 1);
    assert_eq!(code(&surplus, &checks), "malformed");
}

#[test]
fn several_keys_are_valid_at_once_each_for_its_time() {
    let (old, new) = (QuoteSigner::ed25519("old", &[1; 32]), QuoteSigner::ed25519("new", &[2; 32]));
    let (from, until) = (instant("2026-11-10T12:00Z"), instant("2026-11-10T12:05Z"));
    let keys = QuoteKeys::default().key(old.key().until(until)).key(new.key().from(from));
    let at = |signer: &QuoteSigner, at: &str| {
        code(&signed(signer), &QuoteChecks::new(instant(at)).keys(keys.clone()))
    };
    assert_eq!(at(&old, "2026-11-10T12:04:59Z"), "verified");
    assert_eq!(at(&new, "2026-11-10T12:04:59Z"), "verified");
    assert_eq!(at(&old, "2026-11-10T12:05:00Z"), "unknown_key");
    assert_eq!(at(&new, "2026-11-10T11:59:59Z"), "unknown_key");
    assert_eq!(at(&new, "2026-11-10T12:05:00Z"), "verified");
}

/// Of one signature there is one text: the unused bits of its last character must be zero.
#[test]
fn a_signature_has_one_text() {
    let text = signed(&hmac());
    let (start, _) = text.rsplit_once("\"}]}").unwrap();
    let last = start.chars().next_back().unwrap();
    for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/".chars() {
        let changed = format!("{}{other}\"}}]}}", &start[..start.len() - 1]);
        let expected = if other == last { "verified" } else { "forged" };
        assert_eq!(code(&changed, &checks(&[&hmac()])), expected, "{other}");
    }
}

#[test]
fn the_algorithm_is_that_of_the_key() {
    // An HMAC with the public key as its secret: whoever trusts `alg` accepts it.
    let public = ed25519().key().public().unwrap();
    let forger = QuoteSigner::hmac_sha_256("2026-11", &public).unwrap();
    assert_eq!(code(&signed(&forger), &checks(&[&ed25519()])), "forged");
    let renamed = signed(&forger).replace("HMAC-SHA-256", "Ed25519");
    assert_eq!(code(&renamed, &checks(&[&ed25519()])), "forged");
    let unknown = signed(&forger).replace("HMAC-SHA-256", "none");
    assert_eq!(code(&unknown, &checks(&[&ed25519()])), "malformed");
}

#[test]
fn a_newer_catalog_says_both_prices() {
    let (ours, text) = (catalog("2", "6"), signed(&ed25519()));
    let verdict = ours.verify_with(&text, &checks(&[&ed25519()])).unwrap();
    let expected = Verdict::StaleCatalog {
        quoted: CatalogRef::of(&catalog("1", "5")),
        current: CatalogRef::of(&ours),
        quoted_total: Some("10".parse().unwrap()),
        current_total: Some("12".parse().unwrap()),
    };
    assert_eq!(verdict, expected);
    assert_eq!(verdict.to_string(), "made with c 1, this is c 2; the total was 10 and is 12 now");
}

#[test]
fn other_rules_and_differences_are_told_apart() {
    let quote = to_text(&catalog("1", "5").quote(&request()).unwrap()).unwrap();
    let verdict = |text: &str| catalog("1", "5").verify_json(text).unwrap();
    let older = quote.replace(&format!("\"semantics\":{SEMANTICS}"), "\"semantics\":1");
    assert_eq!(verdict(&older), Verdict::OtherSemantics { quoted: 1, current: SEMANTICS });
    let cheaper = quote.replacen(r#""total":"10""#, r#""total":"7""#, 1);
    let Verdict::Differs { pointer, expected, found, difference } = verdict(&cheaper) else {
        panic!("{:?}", verdict(&cheaper))
    };
    assert_eq!([pointer, expected, found], ["/estimate/total", "\"10\"", "\"7\""]);
    assert_eq!(difference, Some("-3".parse().unwrap()));
}

#[test]
fn what_is_no_quote_is_malformed_at_a_place() {
    let quote = to_text(&catalog("1", "5").quote(&request()).unwrap()).unwrap();
    let place = |text: &str| match catalog("1", "5").verify_json(text).unwrap() {
        Verdict::Malformed { pointer, text } => {
            assert!(!text.is_empty());
            pointer
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(place(""), "");
    assert_eq!(place("7"), "");
    assert_eq!(place(&quote.replace("\"kind\":\"estimate\"", "\"kind\":\"wish\"")), "/kind");
    assert_eq!(place(&quote.replace("\"runs\":2", "\"runs\":\"two\"")), "/request/runs");
    assert_eq!(
        place(&quote.replace("\"operation\":\"image\"", "\"operation\":\"x\"")),
        "/request/operation"
    );
    let signed = signed(&ed25519());
    let signature = signed.replace("\"alg\":", "\"algorithm\":");
    assert_eq!(place(&signature), "/signatures/0/algorithm");
}

#[test]
fn a_server_accepts_what_is_for_it() {
    let signer = ed25519();
    let decide = |checks: &QuoteChecks| match catalog("1", "5")
        .verify_for(&signed(&signer), checks, |_| true)
        .unwrap()
    {
        QuoteDecision::Accepted(accepted) => Ok((accepted.id, accepted.total.to_string())),
        QuoteDecision::Refused(refusal) => Err(refusal.fault),
    };
    let ours = checks(&[&signer]).audience("shop.example");
    assert_eq!(decide(&ours), Ok(("order-7".to_owned(), "10".to_owned())));
    assert_eq!(decide(&checks(&[&signer])), Err(QuoteFault::OtherAudience));
    assert_eq!(decide(&checks(&[&signer]).audience("shop")), Err(QuoteFault::OtherAudience));
    assert_eq!(decide(&checks(&[]).audience("shop.example")), Err(QuoteFault::UnknownKey));
    let mut late = ours.clone();
    late.now = instant("2026-11-10T13:00Z");
    assert_eq!(decide(&late), Err(QuoteFault::Expired));
}

/// A simulation says what would be spent; nothing is charged for it, and a server does not run it.
#[test]
fn only_a_quote_of_an_estimate_is_accepted() {
    let scenario = drawdown::parse(r#"{ "start": "2026-11-10", "for": "1 day" }"#).unwrap();
    let (signer, ours) = (ed25519(), catalog("1", "5"));
    let quote = ours.quote_simulation(&scenario, &QuoteTerms::default()).unwrap();
    let text = to_text(&signer.sign(&quote).unwrap()).unwrap();
    assert_eq!(code(&text, &checks(&[&signer])), "verified");
    match ours.verify_for(&text, &checks(&[&signer]), |_| true).unwrap() {
        QuoteDecision::Refused(refusal) => assert_eq!(refusal.fault, QuoteFault::NoTotal),
        QuoteDecision::Accepted(accepted) => panic!("{accepted:?}"),
    }
}

#[test]
fn no_secret_is_shown() {
    let secret = "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk";
    let text = format!(r#"{{ "key": "shared", "alg": "HMAC-SHA-256", "secret": "{secret}" }}"#);
    let (signer, keys) =
        (QuoteSigner::from_json(&text).unwrap(), QuoteKeys::from_json(&text).unwrap());
    assert_eq!(signed(&signer), signed(&hmac()));
    assert_eq!(code(&signed(&hmac()), &QuoteChecks::new(now()).keys(keys.clone())), "verified");
    let shown = format!("{signer:?} {keys:?} {:?}", checks(&[&signer]));
    assert!(
        shown.contains("shared") && !shown.contains("CQk") && !shown.contains("9, 9"),
        "{shown}"
    );
    for wrong in ["CQkJCQk", "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=", "Cäk"] {
        let errors = QuoteSigner::from_json(&text.replace(secret, wrong)).unwrap_err();
        assert_eq!(errors.first().unwrap().pointer(), "/secret");
        assert!(!errors.to_string().contains(wrong), "{errors}");
    }
    let ed25519 = text.replace("HMAC-SHA-256", "Ed25519");
    assert!(QuoteKeys::from_json(&ed25519).is_err(), "those who check must not have it");
}

#[test]
fn keys_are_written_and_read() {
    let key = ed25519().key().from(now());
    let text = to_text(&key).unwrap();
    let keys = QuoteKeys::from_json(&format!(r#"{{"keys":[{text}]}}"#)).unwrap();
    let read = keys.iter().next().unwrap();
    assert_eq!((read.id(), read.public()), ("2026-11", key.public()));
    assert!(to_text(&hmac().key()).is_err());
    let twice = format!(r#"{{"keys":[{text},{text}]}}"#);
    assert_eq!(QuoteKeys::from_json(&twice).unwrap_err().first().unwrap().pointer(), "/keys/1/key");
    let zero =
        r#"{"key":"z","alg":"Ed25519","public":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#;
    assert!(QuoteKeys::from_json(zero).is_err(), "a weak key signs anything");
}

#[test]
fn a_batch_answers_in_order_and_as_one_by_one() {
    let (catalog, checks) = (catalog("1", "5"), checks(&[&ed25519()]));
    let texts = [
        signed(&ed25519()),
        signed(&hmac()),
        "{".to_owned(),
        signed(&ed25519()).replace("order-7", "order-8"),
    ];
    let texts: Vec<&String> = texts.iter().cycle().take(1_001).collect();
    let one_by_one: Vec<_> = texts.iter().map(|text| catalog.verify_with(text, &checks)).collect();
    assert_eq!(catalog.verify_batch(&texts, &checks), one_by_one);
    assert_eq!(catalog.verify_batch(&texts[..0], &checks), []);
    let codes: Vec<&str> = one_by_one[..4].iter().flatten().map(Verdict::code).collect();
    assert_eq!(codes, ["verified", "unknown_key", "malformed", "forged"]);
}
