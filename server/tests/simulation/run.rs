//! A run: processes, clients and a scheduler.

use crate::model::Asked;
use crate::random::Random;
use crate::store::SimStore;
use drawdown::{Account, Catalog, CommandAction, Errors, Instant};
use drawdown_server::accounts::{Accounts, Catalogs, Order, action};
use drawdown_server::clock::Clock;
use drawdown_server::problem::Problem;
use drawdown_server::store::Answer;
use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};

const ACCOUNTS: u64 = 3;
const PROCESSES: u64 = 2;
/// Requests that are on their way at once.
const AT_ONCE: usize = 6;

const CATALOG: &str = r#"{
    "catalog": "plain", "version": "1", "as_of": "2026-01-01",
    "credit": { "name": "credit", "plural": "credits", "step": "1" },
    "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ],
    "classes": { "given": {} },
    "burn_order": [ "issued" ] }"#;

/// A clock that jumps, back too.
#[derive(Clone)]
struct SimClock(Arc<AtomicI64>);

impl Clock for SimClock {
    fn now(&self) -> Instant {
        Instant::from_unix(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

struct One(Arc<Catalog>);

impl Catalogs for One {
    fn by_digest(&self, digest: &str) -> Option<Arc<Catalog>> {
        (digest == self.0.digest()).then(|| Arc::clone(&self.0))
    }

    fn keep(&self, text: &str) -> Result<Arc<Catalog>, Errors> {
        Catalog::from_json(text).map(Arc::new)
    }
}

type Process = Arc<Accounts<SimStore, SimClock>>;
type Answering = Pin<Box<dyn Future<Output = Result<Answer, Problem>>>>;

/// A request that a client has made, and makes again until it is answered.
#[derive(Clone)]
struct Request {
    account: String,
    key: String,
    asked: Asked,
}

struct OnItsWay {
    request: Request,
    /// It was answered before it was sent.
    is_repeated: bool,
    process: u64,
    answering: Answering,
}

/// What has happened in a run.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    commits: u64,
    conflicts: u64,
    lost: u64,
    crashes: u64,
    repeated: u64,
    refused: u64,
    not_found: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, of: &Counts) {
        self.commits += of.commits;
        self.conflicts += of.conflicts;
        self.lost += of.lost;
        self.crashes += of.crashes;
        self.repeated += of.repeated;
        self.refused += of.refused;
        self.not_found += of.not_found;
    }

    /// Every kind of fault must have come about.
    pub(crate) fn assert_varied(&self) {
        let all = [self.commits, self.conflicts, self.lost, self.crashes, self.repeated];
        assert!(all.iter().chain([&self.refused, &self.not_found]).all(|n| *n > 0), "{self:?}");
    }
}

/// A run of a number of operations.
pub(crate) struct Run {
    random: Random,
    seed: u64,
    operations: u64,
    store: SimStore,
    catalog: Arc<Catalog>,
    clock: SimClock,
    processes: Vec<Process>,
    on_its_way: Vec<OnItsWay>,
    /// Requests without an answer, to be made again.
    unanswered: Vec<Request>,
    /// What was answered, by key.
    answered: BTreeMap<String, (Request, Answer)>,
    counts: Counts,
}

impl Run {
    pub(crate) fn new(seed: u64, operations: u64) -> Self {
        let catalog = Arc::new(Catalog::from_json(CATALOG).unwrap());
        let store = SimStore::new(seed ^ 0x5bd1_e995, Catalog::clone(&catalog));
        let start: Instant = "2026-01-01T00:00:00Z".parse().unwrap();
        let clock = SimClock(Arc::new(AtomicI64::new(start.to_unix())));
        let mut run = Run {
            random: Random::new(seed),
            seed,
            operations,
            store,
            catalog,
            clock,
            processes: Vec::new(),
            on_its_way: Vec::new(),
            unanswered: Vec::new(),
            answered: BTreeMap::new(),
            counts: Counts::default(),
        };
        run.processes = (0..PROCESSES).map(|_| run.process()).collect();
        run
    }

    fn process(&self) -> Process {
        let catalogs = Arc::new(One(Arc::clone(&self.catalog)));
        Arc::new(Accounts::new(self.store.clone(), self.clock.clone(), catalogs))
    }

    /// Plays until every request is answered.
    pub(crate) fn play(mut self) -> Counts {
        let mut made = 0;
        loop {
            while self.on_its_way.len() < AT_ONCE && self.begin(&mut made) {}
            if self.on_its_way.is_empty() {
                break;
            }
            self.step();
        }
        self.ask_again();
        let world = self.store.0.lock().unwrap();
        self.counts.commits = world.commits;
        self.counts.conflicts = world.conflicts;
        self.counts.lost = world.lost;
        self.counts
    }

    /// Begins a request: one without an answer again, or a new one.
    fn begin(&mut self, made: &mut u64) -> bool {
        let is_again =
            !self.unanswered.is_empty() && (*made >= self.operations || self.random.once_in(2));
        let request = if is_again {
            let place = self.random.below(self.unanswered.len() as u64) as usize;
            self.unanswered.swap_remove(place)
        } else if *made < self.operations {
            *made += 1;
            let request = self.new_request(*made);
            // Some clients are impatient, and ask twice at once.
            if self.random.once_in(10) {
                self.unanswered.push(request.clone());
            }
            request
        } else {
            return false;
        };
        self.send(request);
        true
    }

    fn new_request(&mut self, n: u64) -> Request {
        let account = self.random.below(ACCOUNTS);
        let (account, key) = (format!("a{account}"), format!("k{n}"));
        let is_open = self.store.0.lock().unwrap().accounts.contains_key(&account);
        let asked = if is_open { self.some_action() } else { Asked::Open };
        self.store.0.lock().unwrap().asked.insert(key.clone(), asked.clone());
        Request { account, key, asked }
    }

    fn some_action(&mut self) -> Asked {
        let random = &mut self.random;
        let amount = 1 + random.below(30) as i64;
        match random.below(8) {
            0 => Asked::Grant(amount * 3),
            1..=2 => Asked::Charge(amount),
            3 => Asked::Hold(amount, self.clock.now().to_unix() + 60 + random.below(2_000) as i64),
            4 => Asked::Settle(1 + random.below(12), amount),
            5 => Asked::Release(1 + random.below(12)),
            _ => Asked::Refund(1 + random.below(12), amount),
        }
    }

    fn send(&mut self, request: Request) {
        let process = self.random.below(PROCESSES);
        let accounts = Arc::clone(&self.processes[process as usize]);
        let (catalog, asked) = (Arc::clone(&self.catalog), request.clone());
        let answering: Answering = Box::pin(async move {
            let what = format!("{:?}", asked.asked);
            let order = Order::new(&asked.account, &asked.key, &what, "");
            match action_of(&asked) {
                None => accounts.open(&order, &catalog, &Account::default(), |_| Ok(())).await,
                Some(action) => accounts.apply(&order, action).await,
            }
        });
        let is_repeated = self.answered.contains_key(&request.key);
        self.on_its_way.push(OnItsWay { request, is_repeated, process, answering });
    }

    /// One step of one request, a crash, or a jump of the clock.
    fn step(&mut self) {
        if self.random.once_in(400) {
            self.crash();
        }
        if self.random.once_in(30) {
            let seconds = self.random.below(240) as i64 - 30;
            self.clock.0.fetch_add(seconds, Ordering::Relaxed);
        }
        if self.on_its_way.is_empty() {
            return;
        }
        let place = self.random.below(self.on_its_way.len() as u64) as usize;
        let mut context = Context::from_waker(Waker::noop());
        let polled = self.on_its_way[place].answering.as_mut().poll(&mut context);
        if let Poll::Ready(answer) = polled {
            let ended = self.on_its_way.swap_remove(place);
            self.ended(ended.request, ended.is_repeated, answer);
        }
    }

    /// A process stops, and another one takes its place.
    fn crash(&mut self) {
        let stopped = self.random.below(PROCESSES);
        let (gone, stay): (Vec<_>, Vec<_>) =
            self.on_its_way.drain(..).partition(|request| request.process == stopped);
        self.on_its_way = stay;
        self.unanswered.extend(gone.into_iter().map(|gone| gone.request));
        self.processes[stopped as usize] = self.process();
        self.counts.crashes += 1;
    }

    fn ended(&mut self, request: Request, is_repeated: bool, answer: Result<Answer, Problem>) {
        match answer {
            Ok(answer) => {
                self.counts.refused += u64::from(answer.status == 402);
                match self.answered.get(&request.key) {
                    Some((_, before)) => {
                        assert_eq!(*before, answer, "seed {}: {}", self.seed, request.key);
                        self.counts.repeated += 1;
                    }
                    None => drop(self.answered.insert(request.key.clone(), (request, answer))),
                }
            }
            Err(problem) if problem.status == 503 => self.unanswered.push(request),
            // It is not there, or somebody else was first: nothing has happened.
            Err(problem) => {
                let is_expected = matches!(problem.status, 404 | 409 | 422);
                assert!(is_expected, "seed {}: {:?} {problem:?}", self.seed, request.asked);
                assert!(!is_repeated, "seed {}: {}", self.seed, request.key);
                self.counts.not_found += 1;
            }
        }
    }

    /// Every answer is given again, by a process that has never seen the request.
    fn ask_again(&mut self) {
        let answered: HashMap<_, _> = std::mem::take(&mut self.answered).into_iter().collect();
        let mut keys: Vec<_> = answered.keys().cloned().collect();
        keys.sort();
        for key in keys.into_iter().step_by(7) {
            let (request, before) = &answered[&key];
            loop {
                self.send(request.clone());
                let Some(mut last) = self.on_its_way.pop() else { continue };
                let mut context = Context::from_waker(Waker::noop());
                let answer = loop {
                    if let Poll::Ready(answer) = last.answering.as_mut().poll(&mut context) {
                        break answer;
                    }
                };
                match answer {
                    Ok(answer) => {
                        assert_eq!(*before, answer, "seed {}: {key}", self.seed);
                        break;
                    }
                    Err(problem) => assert_eq!(problem.status, 503, "seed {}: {key}", self.seed),
                }
            }
        }
    }
}

/// The action that a request asks for; none to open the account.
fn action_of(request: &Request) -> Option<CommandAction> {
    let id = |letter: char, number: &u64| format!("{}/{letter}{number}", request.account);
    let read =
        |word: &str, body: String, path: &[(&str, &str)]| Some(action(word, &body, path).unwrap());
    match &request.asked {
        Asked::Open => None,
        Asked::Grant(amount) => {
            read("grant", format!(r#"{{ "class": "given", "amount": "{amount}" }}"#), &[])
        }
        Asked::Charge(amount) => {
            read("charge", format!(r#"{{ "operation": "image", "amount": "{amount}" }}"#), &[])
        }
        Asked::Hold(amount, end) => {
            let until = Instant::from_unix(*end).unwrap();
            read(
                "hold",
                format!(r#"{{ "operation": "image", "amount": "{amount}", "until": "{until}" }}"#),
                &[],
            )
        }
        Asked::Settle(hold, amount) => {
            read("settle", format!(r#"{{ "amount": "{amount}" }}"#), &[("hold", &id('h', hold))])
        }
        Asked::Release(hold) => read("release", "{}".into(), &[("hold", &id('h', hold))]),
        Asked::Refund(receipt, amount) => {
            let receipt = id('r', receipt);
            read("refund", format!(r#"{{ "amount": "{amount}" }}"#), &[("receipt", &receipt)])
        }
    }
}
