//! Laws of quotes, over random price models: as it was made, a quote is verified; with anything
//! changed, it is not.

use drawdown::{
    Catalog, Instant, QuoteChecks, QuoteKeys, QuoteSigner, QuoteTerms, Request, Verdict, to_text,
    to_value,
};
use drawdown_tests::cases::cases;
use drawdown_tests::mutation::alterations;
use drawdown_tests::pricing::generate::{VENDOR, model_and_asked};
use drawdown_tests::pricing::{Asked, Model, write};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;

fn now() -> Instant {
    "2026-11-10T12:00Z".parse().unwrap()
}

/// Terms that hold now.
fn terms() -> impl Strategy<Value = QuoteTerms> {
    let text = || option::of("[a-z0-9 \"\\\\é😀]{1,12}");
    let span = || option::of(1..100_000_i64);
    (text(), text(), span(), span()).prop_map(|(id, audience, past, future)| {
        let at = |offset: i64| Instant::from_unix(now().to_unix() + offset).unwrap();
        let mut terms = QuoteTerms::default();
        (terms.id, terms.audience) = (id, audience);
        terms.issued = past.map(|past| at(1 - past));
        terms.expires = future.map(at);
        terms
    })
}

fn signer(secret: [u8; 32], public: bool) -> QuoteSigner {
    match public {
        true => QuoteSigner::ed25519("key", &secret),
        false => QuoteSigner::hmac_sha_256("key", &secret).unwrap(),
    }
}

fn checks(signer: &QuoteSigner) -> QuoteChecks {
    QuoteChecks::new(now()).keys(QuoteKeys::default().key(signer.key()))
}

/// A signed quote as text, if the request has an answer.
fn signed(
    model: &Model,
    asked: &Asked,
    terms: &QuoteTerms,
    signer: &QuoteSigner,
) -> Option<(Catalog, String)> {
    let catalog = Catalog::from_json(&write::catalog(model).to_string()).unwrap();
    let request = Request::from_json(&write::request(asked).to_string()).unwrap();
    let quote = catalog.quote_with(&request, terms).ok()?;
    Some((catalog, to_text(&signer.sign(&quote).unwrap()).unwrap()))
}

fn is_verified(catalog: &Catalog, text: &str, checks: &QuoteChecks) -> bool {
    catalog.verify_with(text, checks) == Ok(Verdict::Verified)
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn a_signed_quote_is_verified_and_with_a_flipped_bit_it_is_not(
        (model, asked) in model_and_asked(VENDOR),
        terms in terms(),
        secret in any::<[u8; 32]>(),
        public in any::<bool>(),
        places in prop::collection::vec((any::<Index>(), 0..8_u8), 64),
    ) {
        let signer = signer(secret, public);
        let Some((catalog, text)) = signed(&model, &asked, &terms, &signer) else { return Ok(()) };
        let checks = checks(&signer);
        prop_assert_eq!(catalog.verify_with(&text, &checks), Ok(Verdict::Verified), "{}", text);
        for (place, bit) in places {
            let mut bytes = text.clone().into_bytes();
            let place = place.index(bytes.len());
            bytes[place] ^= 1 << bit;
            // Other bytes than those of a text are refused before.
            let Ok(flipped) = String::from_utf8(bytes) else { continue };
            prop_assert!(!is_verified(&catalog, &flipped, &checks), "{place} {bit}: {flipped}");
        }
    }

    #[test]
    fn another_key_does_not_verify_it(
        (model, asked) in model_and_asked(VENDOR),
        secrets in any::<[[u8; 32]; 2]>(),
        public in any::<bool>(),
    ) {
        let [ours, theirs] = secrets.map(|secret| signer(secret, public));
        let terms = QuoteTerms::default();
        let Some((catalog, text)) = signed(&model, &asked, &terms, &theirs) else { return Ok(()) };
        prop_assert_eq!(catalog.verify_with(&text, &checks(&ours)), Ok(Verdict::Forged));
    }
}

proptest! {
    #![proptest_config(cases(6))]

    /// Every value changed, every key left out, added or renamed: one by one.
    #[test]
    fn no_altered_quote_is_verified((model, asked) in model_and_asked(VENDOR), terms in terms()) {
        let signer = signer([7; 32], false);
        let Some((catalog, text)) = signed(&model, &asked, &terms, &signer) else { return Ok(()) };
        let (whole, checks) = (drawdown::parse(&text).unwrap(), checks(&signer));
        for (what, altered) in alterations(&whole) {
            let text = to_text(&altered).unwrap();
            prop_assert!(!is_verified(&catalog, &text, &checks), "{what}: {text}");
        }
        // Without a signature, too: the digest does not fit.
        let quote = whole.get("quote").unwrap();
        prop_assert_eq!(catalog.verify(quote), Ok(Verdict::Verified));
        for (what, altered) in alterations(quote) {
            let verdict = catalog.verify(&to_value(&altered).unwrap());
            prop_assert!(verdict != Ok(Verdict::Verified), "{what}");
        }
    }
}
