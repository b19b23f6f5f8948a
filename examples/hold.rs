//! A server that keeps a balance in its own process. It verifies a quote that a browser has made, holds its
//! credits, and settles or releases the hold: each once, however often it is asked.
//!
//! `cargo run --example hold`

use drawdown::{
    Account, Catalog, Command, CommandAction, Credits, Entry, HoldRequestCommand, HoldView,
    Instant, Outcome, QuoteChecks, QuoteDecision, QuoteFault, Request, Wallet, to_text,
};
use std::collections::BTreeMap;
use std::error::Error;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What your database has of one account. Here it is in memory.
#[derive(Clone)]
struct Rows {
    state: String,
    ledger: Vec<Entry>,
    /// Digest of the quote and the hold, by the id of the job.
    jobs: BTreeMap<String, (String, HoldView)>,
}

/// What the browser is told.
enum Answer {
    Held(HoldView),
    /// 402, 403 or 409; nothing is held.
    Refused(u16, String),
}

struct Books {
    catalog: Catalog,
    rows: Rows,
}

impl Books {
    fn open(catalog: Catalog, id: &str, plan: &str, now: Instant) -> Result<Self> {
        let opened = Wallet::open(&catalog, id, &Account::default().plan(plan), now)?;
        let (state, ledger) = (opened.wallet.save(), opened.entries);
        Ok(Books { catalog, rows: Rows { state, ledger, jobs: BTreeMap::new() } })
    }

    /// Reads, changes and writes the account, one caller at a time (`&mut`): all of it or, after an
    /// error, nothing.
    fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Wallet, &mut Rows) -> Result<T>,
    ) -> Result<T> {
        let mut rows = self.rows.clone();
        let mut wallet = Wallet::load(&self.catalog, &rows.state)?;
        let done = work(&mut wallet, &mut rows)?;
        rows.state = wallet.save();
        self.rows = rows;
        Ok(done)
    }

    /// Holds what a quote says. `job` is an id that the browser makes once for each click.
    fn hold(&mut self, job: &str, quote: &str, now: Instant) -> Result<Answer> {
        self.transaction(|wallet, rows| {
            // What is due by now comes first: it may end the plan that the quote is for.
            let now = now.max(wallet.now());
            rows.ledger.extend(wallet.advance_to(now)?);
            if let Some((_, hold)) = rows.jobs.get(job) {
                return Ok(Answer::Held(hold.clone()));
            }
            let checks = QuoteChecks::new(now).plan(wallet.plan()).used(wallet.used());
            let is_new = |digest: &str| rows.jobs.values().all(|(used, _)| used != digest);
            let accepted = match wallet.catalog().verify_for(quote, &checks, is_new)? {
                QuoteDecision::Accepted(accepted) => accepted,
                QuoteDecision::Refused(why) => {
                    let status = if why.fault == QuoteFault::Gate { 403 } else { 409 };
                    return Ok(Answer::Refused(status, why.text));
                }
            };
            let order = HoldRequestCommand::new(accepted.request);
            let outcome = wallet.perform(now, &CommandAction::HoldRequest(order))?;
            rows.ledger.extend_from_slice(outcome.entries());
            match outcome {
                Outcome::Paid(done) => {
                    let hold = done.hold.ok_or("a hold that was made")?;
                    if hold.amount != accepted.total {
                        return Err("the price has changed this second: quote again".into());
                    }
                    rows.jobs.insert(job.to_owned(), (accepted.digest, hold.clone()));
                    Ok(Answer::Held(hold))
                }
                Outcome::Refused(_, why) | Outcome::Partly(_, why) => Ok(match why.gate {
                    Some(gate) => Answer::Refused(403, gate),
                    None => Answer::Refused(402, format!("{} credits are missing", why.shortfall)),
                }),
            }
        })
    }

    /// Ends a job: with what its run has cost, or `None` if it has failed.
    fn end(&mut self, job: &str, cost: Option<Credits>, now: Instant) -> Result<()> {
        self.transaction(|wallet, rows| {
            let (_, hold) = rows.jobs.get(job).ok_or("no such job")?;
            let id = format!("{job} ends");
            let command = match cost {
                Some(cost) => Command::settle(id, now, &*hold.id, cost),
                None => Command::release(id, now, &*hold.id),
            };
            // Under the same id, it happens once; the entries are in the ledger by then.
            let done = wallet.apply(&command)?;
            if !done.applied().repeated {
                rows.ledger.extend_from_slice(done.entries());
            }
            // A cost above the hold that the balance does not cover either.
            if let Some(why) = done.refusal() {
                println!("{job}: {} are not paid", why.shortfall);
            }
            Ok(())
        })
    }
}

fn main() -> Result<()> {
    let text = include_str!("catalogs/atelier.json");
    let now: Instant = "2026-11-02T09:00Z".parse()?;
    let mut books = Books::open(Catalog::from_json(text)?, "acct-7", "pro", now)?;

    // In the browser: the same code, compiled to wasm.
    let browser = Catalog::from_json(text)?;
    let film = Request::new("film").set("seconds", 8).plan("pro").at(now);
    let quote = to_text(&browser.quote(&film)?)?;
    let other = to_text(&browser.quote(&film.clone().set("seconds", 2))?)?;
    let many = to_text(&browser.quote(&film.runs(50))?)?;

    for (job, quote) in [
        ("job-1", quote.as_str()),
        ("job-1", &quote), // the answer was lost, and the browser asks again
        ("job-2", &quote), // another click on the same quote
        ("job-3", &quote.replace(r#""total":"96""#, r#""total":"9""#)),
        ("job-4", &many),
        ("job-5", &other),
    ] {
        match books.hold(job, quote, now)? {
            Answer::Held(hold) => println!("{job}: {} held", hold.amount),
            Answer::Refused(status, why) => println!("{job}: {status}, {why}"),
        }
    }
    // The first film came out shorter, and its worker says so twice; the other one failed.
    books.end("job-1", Some("72".parse()?), now)?;
    books.end("job-1", Some("72".parse()?), now)?;
    books.end("job-5", None, now)?;
    for entry in &books.rows.ledger {
        println!("{} {:?}: {}", entry.at, entry.kind, entry.text);
    }
    println!("balance: {}", Wallet::load(&books.catalog, &books.rows.state)?.balance());
    Ok(())
}
