//! What the fuzzers do with a text, and the texts that they begin with. `fuzz_targets/` gives it to libFuzzer,
//! `tests/fuzz/` to a fuzzer of its own that needs no special compiler. Each target reads a text as its reader
//! does, asks what it has read for its answers, and returns whether there were any.

use drawdown::{
    Account, Catalog, Command, Detail, Instant, Need, Quote, QuoteChecks, QuoteHead, QuoteKeys,
    QuoteSigner, QuoteTerms, Request, Scenario, SignedQuote, Simulation, Value, Wallet, parse,
    to_text,
};
use drawdown_tests::corpus::{CATALOGS, NEEDS, SCENARIOS, printed, vectors};
use drawdown_tests::mutation::{Dice, malformed};
use drawdown_tests::rewriting::sorted;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A reader and what it begins with.
pub struct Target {
    pub name: &'static str,
    pub run: fn(&str) -> bool,
    pub seeds: fn() -> Vec<String>,
}

pub const TARGETS: [Target; 6] = [
    Target { name: "catalog", run: catalog, seeds: catalogs },
    Target { name: "request", run: request, seeds: requests },
    Target { name: "scenario", run: scenario, seeds: scenarios },
    Target { name: "need", run: need, seeds: needs },
    Target { name: "quote", run: quote, seeds: quotes },
    Target { name: "wallet", run: wallet, seeds: wallets },
];

const STUDIO: &str = include_str!("../../examples/wallet/studio.json");
const COMMANDS: &str = include_str!("../../examples/wallet/commands.jsonl");

/// A catalog, whether it says how its operations are priced, and its first prices.
pub fn catalog(text: &str) -> bool {
    let Ok(catalog) = Catalog::from_json(text) else { return false };
    let _found = (catalog.check().is_ok(), catalog.warnings().len());
    let info = to_text(&catalog.info()).unwrap();
    let again = Catalog::from_json(text).unwrap();
    assert_eq!(again.digest(), catalog.digest());
    let info = parse(&info).unwrap();
    let Some(Value::Array(operations)) = info.get("operations") else { return true };
    for operation in operations.iter().take(20) {
        if let Some(Value::String(id)) = operation.get("id") {
            let _estimate = catalog.estimate(&Request::new(id.as_str()));
        }
    }
    true
}

fn catalogs() -> Vec<String> {
    CATALOGS.iter().map(|(_, text)| (*text).to_owned()).collect()
}

/// A request for a catalog: `{ "catalog": "...", "request": { ... } }`.
pub fn request(text: &str) -> bool {
    let Some((catalog, asked)) = question(text, "request") else {
        return Request::from_json(text).is_ok();
    };
    let Ok(request) = Request::from_value(&asked) else { return false };
    let Ok(estimate) = catalog.estimate(&request) else { return false };
    let _text = to_text(&estimate).unwrap();
    let _budget = catalog.affordable(&request, "100".parse().unwrap());
    let _cheaper = catalog.cheaper(&request);
    if let Ok(quote) = catalog.quote(&request) {
        let text = to_text(&quote).unwrap();
        let verdict = catalog.verify(&parse(&text).unwrap()).unwrap();
        assert_eq!(verdict.code(), "verified", "{text}");
    }
    true
}

fn requests() -> Vec<String> {
    let all = vectors();
    all.iter().map(|vector| asked(&vector.catalog, "request", vector.request.clone())).collect()
}

/// A scenario for a catalog.
pub fn scenario(text: &str) -> bool {
    let Some((catalog, asked)) = question(text, "scenario") else {
        return Scenario::from_json(text).is_ok();
    };
    let Ok(scenario) = Scenario::from_value(&asked) else { return false };
    let Ok(mut simulation) = Simulation::new(catalog, &scenario, Detail::Ledger) else {
        return false;
    };
    simulation.run().is_ok() && to_text(&simulation.finish()).is_ok()
}

fn scenarios() -> Vec<String> {
    SCENARIOS.iter().map(|(_, text)| beside_its_catalog(text, "scenario")).collect()
}

/// A need for a catalog.
pub fn need(text: &str) -> bool {
    let Some((catalog, asked)) = question(text, "need") else {
        return Need::from_json(text).is_ok();
    };
    let Ok(need) = Need::from_value(&asked) else { return false };
    catalog.fit(&need).is_ok_and(|fit| to_text(&fit).is_ok())
}

fn needs() -> Vec<String> {
    NEEDS.iter().map(|(_, text)| beside_its_catalog(text, "need")).collect()
}

/// A quote, signed or not.
pub fn quote(text: &str) -> bool {
    let _head = QuoteHead::from_json(text);
    let signed = SignedQuote::from_json(text).is_ok();
    let plain = Quote::from_json(text).is_ok();
    let studio = studio();
    let verdict = studio.verify_with(text, &QuoteChecks::new(now()));
    assert!(verdict.is_ok(), "what is no quote has a verdict: {text}");
    let keys = signers().iter().fold(QuoteKeys::default(), |keys, signer| keys.key(signer.key()));
    let verdict = studio.verify_with(text, &QuoteChecks::new(now()).keys(keys.clone())).unwrap();
    if verdict.code() == "verified" {
        // Only what was signed may pass, in whichever order its keys come.
        assert!(same_members(text), "{text}");
    }
    signed || plain
}

/// Whether a text is a signed quote of ours but for the order of keys.
fn same_members(text: &str) -> bool {
    let members = |text: &str| parse(text).ok().map(|value| sorted(&value));
    signed_quotes().iter().any(|ours| members(ours) == members(text))
}

fn now() -> Instant {
    "2026-11-10T12:00Z".parse().unwrap()
}

fn signers() -> [QuoteSigner; 2] {
    [
        QuoteSigner::ed25519("2026-11", &[7; 32]),
        QuoteSigner::hmac_sha_256("shared", &[9; 32]).unwrap(),
    ]
}

fn plain_quotes() -> Vec<Quote> {
    let terms = QuoteTerms::default().id("order-7").expires("2026-11-10T12:15Z".parse().unwrap());
    let image = Request::new("image").at(now());
    let film = Request::new("film").runs(2).plan("pro").at(now());
    [image, film].iter().filter_map(|asked| studio().quote_with(asked, &terms).ok()).collect()
}

fn signed_quotes() -> &'static [String] {
    static QUOTES: OnceLock<Vec<String>> = OnceLock::new();
    QUOTES.get_or_init(|| {
        let signers = signers();
        let pairs = plain_quotes().into_iter().flat_map(|quote| {
            signers.iter().map(|by| to_text(&by.sign(&quote).unwrap()).unwrap()).collect::<Vec<_>>()
        });
        pairs.collect()
    })
}

fn quotes() -> Vec<String> {
    let plain = plain_quotes();
    assert!(!plain.is_empty());
    let plain = plain.iter().map(|quote| to_text(quote).unwrap());
    plain.chain(signed_quotes().iter().cloned()).collect()
}

/// The state of a wallet, and a command: `{ "state": { ... }, "command": { ... } }`.
pub fn wallet(text: &str) -> bool {
    let Ok(Value::Object(members)) = parse(text) else { return false };
    let part =
        |key: &str| members.iter().find(|(of, _)| of == key).map(|(_, value)| printed(value));
    let (Some(state), Some(command)) = (part("state"), part("command")) else { return false };
    let command = Command::from_json(&command);
    let Ok(mut wallet) = Wallet::load(studio(), &state) else { return false };
    let before = wallet.save();
    let Ok(command) = command else { return false };
    let done = wallet.apply(&command);
    let after = wallet.save();
    if done.is_err() {
        assert_eq!(after, before, "an error has changed the wallet: {text}");
    }
    let again = Wallet::load(studio(), &after);
    assert!(again.is_ok(), "a saved state cannot be loaded: {text}\n{:?}", again.err());
    assert_eq!(again.unwrap().save(), after, "{text}");
    done.is_ok()
}

fn wallets() -> Vec<String> {
    let account = Account::from_json(r#"{ "plan": "pro" }"#).unwrap();
    let at = "2026-11-01T12:00:00Z".parse().unwrap();
    let mut wallet = Wallet::open(studio(), "a", &account, at).unwrap().wallet;
    let mut seeds = Vec::new();
    for line in COMMANDS.lines().filter(|line| !line.trim().is_empty()) {
        seeds.push(format!(r#"{{"state":{},"command":{line}}}"#, wallet.save()));
        let _done = wallet.apply(&Command::from_json(line).unwrap());
    }
    seeds
}

fn studio() -> &'static Catalog {
    static STUDIO_CATALOG: OnceLock<Catalog> = OnceLock::new();
    STUDIO_CATALOG.get_or_init(|| Catalog::from_json(STUDIO).unwrap())
}

/// A catalog of the corpus, by its id or the name of its file.
fn known(name: &str) -> Option<&'static Catalog> {
    static KNOWN: OnceLock<HashMap<String, Catalog>> = OnceLock::new();
    let all = KNOWN.get_or_init(|| {
        let read = |(path, text): &(&str, &str)| {
            let catalog = Catalog::from_json(text).unwrap();
            let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".json");
            (name.to_owned(), catalog)
        };
        CATALOGS.iter().map(read).collect()
    });
    all.get(name.trim_end_matches(".json"))
}

/// The catalog and the question of a text.
fn question(text: &str, key: &str) -> Option<(&'static Catalog, Value)> {
    let value = parse(text).ok()?;
    let Some(Value::String(name)) = value.get("catalog") else { return None };
    Some((known(name)?, value.get(key)?.clone()))
}

fn asked(catalog: &str, key: &str, asked: Value) -> String {
    let catalog = ("catalog".to_owned(), Value::String(catalog.to_owned()));
    printed(&Value::Object(vec![catalog, (key.to_owned(), asked)]))
}

/// A question of the corpus, which names its catalog in its own text.
fn beside_its_catalog(text: &str, key: &str) -> String {
    let Ok(Value::Object(mut members)) = parse(text) else { return text.to_owned() };
    let name = members.iter().find_map(|(key, value)| match value {
        Value::String(name) if key == "catalog" => Some(name.clone()),
        _ => None,
    });
    members.retain(|(key, _)| key != "catalog");
    asked(&name.unwrap_or_default(), key, Value::Object(members))
}

/// Another text: with faults in its values, or in its bytes.
pub fn mutated(dice: &mut Dice, text: &str) -> String {
    match (parse(text), dice.below(6)) {
        (Ok(Value::Object(members)), 0 | 1) => last_spoilt(dice, &members),
        (Ok(value), 0..5) => malformed(dice, &value),
        _ => flipped(dice, text.as_bytes()),
    }
}

/// With faults in the last member alone, which is the question or the command: the rest is still accepted.
fn last_spoilt(dice: &mut Dice, members: &[(String, Value)]) -> String {
    let Some(((last_key, last), first)) = members.split_last() else { return String::new() };
    let key = |of: &str| printed(&Value::String(of.to_owned())) + ":";
    let first: String = first.iter().map(|(of, value)| key(of) + &printed(value) + ",").collect();
    format!("{{{first}{}{}}}", key(last_key), malformed(dice, last))
}

fn flipped(dice: &mut Dice, bytes: &[u8]) -> String {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len());
        match dice.below(4) {
            0 => bytes.insert(at.min(bytes.len()), dice.below(256) as u8),
            1 if !bytes.is_empty() => drop(bytes.remove(at)),
            2 => bytes.truncate(at.max(1)),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// [`mutated`], as libFuzzer asks for it: in place, within a room. Returns the new size.
pub fn mutate(bytes: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut dice = Dice::new(seed.into());
    let text = mutated(&mut dice, &String::from_utf8_lossy(&bytes[..size]));
    let length = text.len().min(most).min(bytes.len());
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    length
}
