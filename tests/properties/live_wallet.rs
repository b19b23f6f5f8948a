//! A server can trust a live wallet: beside a model of it, after each command, with commands that
//! come again, processes that stop at any point, clocks that are late or leap, and migrations in
//! between.

use drawdown::{
    Account, Catalog, Command, Credits, Entry, EntryKind, EntryReason, Instant, InvoiceStatus,
    Money, Opened, Outcome, PaymentPolicy, PlannedChange, Span, SpanUnit, Term, Wallet,
    WalletLimits, WalletMapping,
};
use drawdown_tests::cases::cases;
use drawdown_tests::live_model::{self as model, Amount, Answer, Fault, Player, Random, Time};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

fn hundredths(amount: Credits) -> Amount {
    amount.decimal().checked_times(100).unwrap().to_integer().unwrap().into()
}

fn cents(money: Money) -> Amount {
    money.decimal().checked_times(100).unwrap().to_integer().unwrap().into()
}

fn seconds(at: Instant) -> Time {
    at.to_unix()
}

fn minutes(count: u32) -> Span {
    Span { count, unit: SpanUnit::Minutes }
}

fn number(id: &str) -> u64 {
    id.rsplit_once('/').unwrap().1[1..].parse().unwrap()
}

/// What the entries say is there, by class.
#[derive(Debug, Default, PartialEq)]
struct Sums {
    left: BTreeMap<String, Amount>,
    held: BTreeMap<String, Amount>,
    debt: Amount,
    /// Cents of open invoices that were paid, without those that were given back.
    income: Amount,
}

impl Sums {
    fn add(&mut self, entry: &Entry) {
        for part in &entry.lots {
            let amount = hundredths(part.amount);
            let (left, held) = match entry.kind {
                EntryKind::Issue | EntryKind::Refund => (amount, 0),
                EntryKind::Spend | EntryKind::Expire | EntryKind::Forfeit | EntryKind::Revoke => {
                    (-amount, 0)
                }
                EntryKind::Hold => (-amount, amount),
                EntryKind::Settle => (0, -amount),
                EntryKind::Release => (amount, -amount),
                _ => (0, 0),
            };
            *self.left.entry(part.class.to_string()).or_default() += left;
            *self.held.entry(part.class.to_string()).or_default() += held;
        }
        self.debt += match (entry.kind, entry.reason) {
            (EntryKind::Spend, EntryReason::Debt) | (EntryKind::Forgive, _) => {
                -hundredths(entry.amount)
            }
            (EntryKind::Spend, _) => hundredths(entry.missing.unwrap_or_default()),
            _ => 0,
        };
        self.income += match (entry.kind, entry.reason) {
            (EntryKind::Payment, EntryReason::Paid) => cents(entry.money.unwrap()),
            (EntryKind::Payment, EntryReason::MoneyRefunded | EntryReason::ChargedBack) => {
                -cents(entry.money.unwrap())
            }
            _ => 0,
        };
    }

    /// Classes have other names now.
    fn rename(&mut self, from: &model::Names, to: &model::Names) {
        for sums in [&mut self.left, &mut self.held] {
            let named = |(class, sum): (String, Amount)| {
                let place = from.classes.iter().position(|known| *known == class).unwrap();
                (to.classes[place].to_owned(), sum)
            };
            *sums = std::mem::take(sums).into_iter().map(named).collect();
        }
    }
}

/// A server with a wallet, beside the model and beside a wallet of a server that never stops.
struct Server {
    /// The versions of the catalog.
    catalogs: [Catalog; 2],
    wallet: Wallet,
    calm: Wallet,
    model: model::Wallet,
    player: Player,
    random: Random,
    sums: Sums,
    /// What became of each command that is remembered.
    outcomes: BTreeMap<String, Outcome>,
    /// Commands that nobody has answered: they come again later.
    unanswered: Vec<model::Command>,
    log: Vec<String>,
}

impl Server {
    fn open(seed: u64) -> Server {
        let mut random = Random(seed);
        let rules = model::rules(&mut random);
        let catalogs = model::NAMES.each_ref().map(|names| {
            Catalog::from_json(&rules.catalog(names)).unwrap_or_else(|e| panic!("{e}"))
        });
        let account = Account::from_json(&rules.account()).unwrap();
        let start = Instant::from_unix(rules.start).unwrap();
        let opened = Wallet::open(&catalogs[0], model::WALLET, &account, start).unwrap();
        let Opened { mut wallet, entries, .. } = opened;
        let limits = &rules.limits;
        let own = WalletLimits::default()
            .late(minutes(limits.late))
            .leap(minutes(limits.leap))
            .remember(minutes(limits.remember))
            .hold(minutes(limits.hold))
            .receipts(minutes(limits.receipts))
            .invoices(minutes(limits.invoices));
        wallet.set_limits(own).unwrap();
        let policy = rules.payment().map(|text| PaymentPolicy::from_json(&text).unwrap());
        wallet.set_payment_policy(policy).unwrap();
        let mut sums = Sums::default();
        entries.iter().for_each(|entry| sums.add(entry));
        let player = Player::new(Random(random.number()));
        let (calm, model) = (wallet.clone(), model::Wallet::open(rules));
        let (outcomes, unanswered, log) = (BTreeMap::new(), Vec::new(), Vec::new());
        Server { catalogs, wallet, calm, model, player, random, sums, outcomes, unanswered, log }
    }

    /// Someone sends a command, and again until there is an answer or until they give up for now.
    fn serve(&mut self) {
        if self.random.chance(2) {
            self.migrate();
        }
        let is_due = !self.unanswered.is_empty() && self.random.chance(15);
        let mut command = if is_due {
            let command = self.unanswered.remove(0);
            self.player.retried(&command, &self.model)
        } else {
            self.player.next(&self.model)
        };
        while self.random.chance(9) {
            self.stop_at(&command);
            if self.random.chance(30) {
                return self.unanswered.push(command);
            }
            command = self.player.retried(&command, &self.model);
        }
        self.carry_out(&command);
        self.check();
    }

    /// The process stops before what a command did is saved, or before anyone is told of it.
    fn stop_at(&mut self, command: &model::Command) {
        if self.random.chance(50) {
            let (before, text) = (self.wallet.save(), command.text());
            let _ = self.wallet.apply(&read(&text));
            self.log.push(format!("lost: {text}"));
            self.load(&before);
        } else {
            self.carry_out(command);
            let after = self.wallet.save();
            self.load(&after);
            self.log.push("not told".to_owned());
        }
        self.check();
    }

    /// All wallets move to the other version of the catalog: names change, and nothing else does.
    fn migrate(&mut self) {
        let from = self.model.names();
        self.model.migrate();
        let to = self.model.names();
        let mapping = WalletMapping::from_json(&self.model.rules.mapping(from, to)).unwrap();
        let catalog = &self.catalogs[self.model.version];
        for wallet in [&mut self.wallet, &mut self.calm] {
            let state = wallet.save();
            let moved = Wallet::migrate(&state, catalog, &mapping);
            let moved = moved.unwrap_or_else(|e| panic!("{e}\n{state}"));
            assert_eq!((&*moved.entries, &*moved.report.dropped), (&[][..], &[][..]));
            *wallet = moved.wallet;
        }
        self.sums.rename(from, to);
        self.log.push(format!("moved to version {}", to.version));
        self.check();
    }

    fn load(&mut self, state: &str) {
        let catalog = &self.catalogs[self.model.version];
        self.wallet = Wallet::load(catalog, state).unwrap_or_else(|e| panic!("{e}\n{state}"));
    }

    /// Carries out a command here and beside.
    fn carry_out(&mut self, command: &model::Command) {
        let text = command.text();
        let told = read(&text);
        self.log.push(text);
        let bills = self.model.invoices.clone();
        let expected = self.model.apply(command);
        let looks = expected.is_err() && self.random.chance(25);
        let before = looks.then(|| self.wallet.save());
        let outcome = self.wallet.apply(&told);
        assert_eq!(outcome, self.calm.apply(&told));
        match outcome {
            Ok(outcome) => {
                assert_eq!(Ok(answer(&outcome)), expected);
                if !outcome.applied().repeated {
                    same_bills(&outcome, &bills, &self.model.invoices);
                }
                self.note(command, outcome);
            }
            Err(error) => {
                let fault = (error.pointer(), error.code());
                assert_eq!(Err::<Answer, Fault>(expected.unwrap_err()), Err(fault_of(fault)));
                let after = looks.then(|| self.wallet.save());
                assert_eq!(after, before, "an error has changed something");
            }
        }
    }

    fn note(&mut self, command: &model::Command, outcome: Outcome) {
        if !outcome.applied().repeated {
            outcome.entries().iter().for_each(|entry| self.sums.add(entry));
            self.outcomes.insert(command.id.clone(), outcome);
            return;
        }
        let first = &self.outcomes[&command.id];
        assert_eq!(outcome.entries(), first.entries());
        assert_eq!(outcome.receipt(), first.receipt());
        assert_eq!(outcome.hold(), first.hold());
        assert_eq!(outcome.applied().invoices, first.applied().invoices);
        assert_eq!(outcome.refusal(), first.refusal());
    }

    fn check(&mut self) {
        same_lots(&self.wallet, &self.model);
        same_sums(&self.wallet, &self.model, &self.sums);
        same_papers(&self.wallet, &self.model);
        same_invoices(&self.wallet, &self.model);
        if self.random.chance(3) {
            self.compare_states();
        }
    }

    /// What is saved is loaded, and saved again, as it was; and it is what a server has that has
    /// never stopped.
    fn compare_states(&mut self) {
        let state = self.wallet.save();
        assert_eq!(state, self.calm.save(), "a server that stopped, and one that did not");
        self.load(&state);
        assert_eq!(self.wallet.save(), state);
        same_memory(&serde_json::from_str(&state).unwrap(), &self.model);
    }
}

fn read(text: &str) -> Command {
    Command::from_json(text).unwrap()
}

fn answer(outcome: &Outcome) -> Answer {
    let refusal = outcome.refusal();
    let answer = Answer {
        receipt: outcome.receipt().map(|receipt| number(&receipt.id)),
        hold: outcome.hold().map(|hold| number(&hold.id)),
        refused: refusal.map(|why| (hundredths(why.available), hundredths(why.shortfall))),
        repeated: outcome.applied().repeated,
    };
    let is_right = match outcome {
        Outcome::Paid(_) => answer.refused.is_none(),
        Outcome::Partly(..) => answer.refused.is_some() && answer.receipt.is_some(),
        Outcome::Refused(..) => answer.refused.is_some() && answer.receipt.is_none(),
    };
    assert!(is_right, "{outcome:?}");
    answer
}

/// The pointer and the code, if the model knows of such.
fn fault_of((pointer, code): (&str, &str)) -> Fault {
    const POINTERS: [&str; 18] = [
        "",
        "/id",
        "/at",
        "/operation",
        "/member",
        "/amount",
        "/until",
        "/hold",
        "/receipt",
        "/class",
        "/expires",
        "/lot",
        "/count",
        "/top_up",
        "/plan",
        "/when",
        "/invoice",
        "/money",
    ];
    const CODES: [&str; 4] = ["unknown_name", "out_of_range", "duplicate", "no_answer"];
    let of = |known: &[&'static str], found: &str| {
        known.iter().find(|known| **known == found).copied().unwrap_or("another")
    };
    (of(&POINTERS, pointer), of(&CODES, code))
}

/// Lots: in burn order, and then those of which something is held.
fn same_lots(wallet: &Wallet, model: &model::Wallet) {
    assert_eq!(seconds(wallet.now()), model.now);
    let lots: Vec<_> = wallet
        .lots()
        .into_iter()
        .map(|lot| {
            let amounts = [lot.amount, lot.remaining, lot.held].map(hundredths);
            let expires = lot.expires.map_or(model::NEVER, seconds);
            let times = [seconds(lot.issued), expires];
            // One that waits for its payment begins at no known time.
            let effective = Some(seconds(lot.effective)).filter(|at| *at <= model.now);
            let class = lot.class.to_string();
            (lot.id, class, amounts, times, effective, [lot.frozen, lot.restricted])
        })
        .collect();
    let of = |lot: &model::Lot| {
        let amounts = [lot.amount, lot.left, lot.held];
        let class = model.names().classes[lot.class].to_owned();
        let effective = Some(lot.effective).filter(|_| !lot.waits);
        let times = [lot.issued, lot.expires];
        (lot.id.clone(), class, amounts, times, effective, [lot.frozen, lot.restricted])
    };
    let payers = model.payers();
    let paying = payers.iter().filter_map(|n| model.lots.iter().find(|lot| lot.number == *n));
    let held = model.lots.iter().filter(|lot| lot.waits || (lot.left == 0 && lot.held > 0));
    assert_eq!(lots, paying.chain(held).map(of).collect::<Vec<_>>());
}

/// Sums: of each class, of debt, of what members may use; and those of the entries.
fn same_sums(wallet: &Wallet, model: &model::Wallet, told: &Sums) {
    for balance in wallet.balances() {
        let place = model.names().classes.iter().position(|class| *class == balance.class).unwrap();
        let lots = model.lots.iter().filter(|lot| lot.class == place);
        let sum = |of: &dyn Fn(&model::Lot) -> Amount| lots.clone().map(of).sum::<Amount>();
        let (left, held) = (hundredths(balance.left), hundredths(balance.held));
        assert_eq!((left, held), (sum(&|lot| lot.left), sum(&|lot| lot.held)));
        let frozen = sum(&|lot| if lot.frozen { lot.left } else { 0 });
        let spendable = sum(&|lot| if model.is_withheld(lot) { 0 } else { lot.left });
        assert_eq!(hundredths(balance.frozen), frozen);
        assert_eq!(hundredths(balance.spendable), spendable);
        let told = [&told.left, &told.held].map(|of| of.get(&balance.class).copied());
        assert_eq!(told.map(Option::unwrap_or_default), [left, held], "{}", balance.class);
    }
    assert_eq!(told.income, model.income);
    let debt = hundredths(wallet.debt());
    assert_eq!((debt, told.debt), (model.debt, model.debt));
    for operation in [model::IMAGE, model::FILM] {
        let members = (0..model.rules.members.len()).map(Some);
        for place in members.chain([None]) {
            let id = place.map(|place| model.rules.members[place].0);
            let name = model.names().operations[operation];
            let available = hundredths(wallet.available(name, id).unwrap());
            assert_eq!(available, model.available(operation, place), "{name} {id:?}");
        }
    }
}

/// Receipts, holds, the subscription, what is due next.
fn same_papers(wallet: &Wallet, model: &model::Wallet) {
    assert_eq!(wallet.receipts().count(), model.receipts.len());
    for (receipt, expected) in wallet.receipts().zip(&model.receipts) {
        let debt = receipt.debt.unwrap_or_default();
        let amounts = [receipt.amount, debt, receipt.refundable()].map(hundredths);
        assert_eq!(amounts, [expected.amount, expected.debt, expected.refundable()]);
        assert_eq!((number(&receipt.id), seconds(receipt.at)), (expected.number, expected.at));
        assert_eq!(receipt.operation, model.names().operations[expected.operation]);
        let parts = receipt.lots.iter().map(|part| hundredths(part.amount));
        assert!(parts.eq(expected.parts.iter().map(|(_, amount)| *amount)), "{receipt:?}");
    }
    let holds: Vec<_> = wallet
        .holds()
        .iter()
        .map(|hold| {
            let member = (hold.operation.clone(), hold.member.clone());
            let (at, until) = (seconds(hold.at), seconds(hold.until));
            (number(&hold.id), at, until, hundredths(hold.amount), member)
        })
        .collect();
    let expected = |hold: &model::Hold| {
        let member = hold.member.map(|place| model.rules.members[place].0.to_owned());
        let member = (model.names().operations[hold.operation].to_owned(), member);
        (hold.number, hold.at, hold.until, hold.amount(), member)
    };
    assert_eq!(holds, model.holds.iter().map(expected).collect::<Vec<_>>());
    let subscribed = wallet.subscribed().map(|held| {
        let times = [held.since, held.cycle_from, held.cycle_until, held.paid_until].map(seconds);
        let planned =
            held.planned.map(|PlannedChange { at, plan, term, .. }| (seconds(at), plan.zip(term)));
        (held.plan, held.term, times, planned)
    });
    let plans = &model.names().plans;
    let term = |year: bool| if year { Term::Year } else { Term::Month };
    let plan = model.plan.map(|held| {
        let times = [held.since, held.from(), held.until(), held.paid_until()];
        let planned = held.next.map(|next| {
            let at = if next.at_term_end { held.paid_until() } else { held.until() };
            (at, next.to.map(|(place, year)| (plans[place].to_owned(), term(year))))
        });
        (plans[held.place].to_owned(), term(held.year), times, planned)
    });
    assert_eq!(subscribed, plan);
    if let Some(due) = model.next_due() {
        let said = wallet.next_due().map(seconds);
        assert!(said.is_some_and(|said| said > model.now && said <= due), "{said:?} {due}");
    }
}

fn status(of: InvoiceStatus) -> model::Status {
    match of {
        InvoiceStatus::Open => model::Status::Open,
        InvoiceStatus::Paid => model::Status::Paid,
        InvoiceStatus::Void => model::Status::Void,
        InvoiceStatus::ChargedBack => model::Status::ChargedBack,
    }
}

/// Invoices, with what came with each.
fn same_invoices(wallet: &Wallet, model: &model::Wallet) {
    assert_eq!(wallet.invoices().len(), model.invoices.len(), "{:#?}", model.invoices);
    for (invoice, expected) in wallet.invoices().iter().zip(&model.invoices) {
        let (money, returned) = (invoice.money.unwrap(), invoice.returned.unwrap_or_default());
        let found = model::Invoice {
            number: number(&invoice.id),
            at: seconds(invoice.at),
            status: status(invoice.status),
            reason: expected.reason,
            plan: expected.plan,
            money: cents(money),
            until: invoice.until.map(seconds),
            failed: invoice.failed.unwrap_or_default(),
            returned: cents(returned),
            lots: invoice.lots.iter().map(|of| (of.number.into(), hundredths(of.amount))).collect(),
            packs: expected.packs,
            closed: invoice.closed.map(seconds),
        };
        assert_eq!(found, *expected);
        assert_eq!(format!("{:?}", invoice.reason.word()), format!("{:?}", expected.reason));
        let plan = expected.plan.map(|place| model.names().plans[place]);
        let top_up = plan.is_none().then_some(model.names().top_up);
        assert_eq!((invoice.plan.as_deref(), invoice.top_up.as_deref()), (plan, top_up));
    }
}

/// An outcome tells of each invoice that is new or another than before.
fn same_bills(outcome: &Outcome, before: &[model::Invoice], after: &[model::Invoice]) {
    let told = outcome.applied().invoices.iter().map(|invoice| number(&invoice.id));
    let is_kept = |number: &u64| after.iter().any(|invoice| invoice.number == *number);
    let changed = after.iter().filter(|invoice| !before.contains(invoice));
    let changed: Vec<u64> = changed.map(|invoice| invoice.number).collect();
    assert_eq!(told.filter(is_kept).collect::<Vec<_>>(), changed);
}

/// What nobody can ask for: the commands that are remembered, what was bought in this cycle, and what
/// members have used.
fn same_memory(state: &Value, model: &model::Wallet) {
    let text = |of: &Value| of.as_str().unwrap().to_owned();
    let known = state["commands"].as_array().into_iter().flatten();
    let known: Vec<_> = known.map(|of| (text(&of["id"]), text(&of["at"]))).collect();
    let expected = model
        .known
        .iter()
        .map(|(at, command, _)| (command.id.clone(), Instant::from_unix(*at).unwrap().to_string()));
    assert_eq!(known, expected.collect::<Vec<_>>());
    let bought = state["bought"].as_array().into_iter().flatten();
    let bought: u64 = bought.map(|of| of["count"].as_u64().unwrap()).sum();
    let by_itself = state["auto_top_up"]["bought"].as_u64().unwrap_or(0);
    assert_eq!([bought, by_itself], [model.bought, model.auto_bought].map(u64::from));
    let members = state["members"].as_array().into_iter().flatten();
    let used = members.map(|of| hundredths(text(&of["used"]).parse().unwrap()));
    assert_eq!(used.collect::<Vec<_>>(), model.used);
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn a_live_wallet_is_like_its_model(seed in any::<u64>().no_shrink(), count in 1..500_u32) {
        let mut server = Server::open(seed);
        let served = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            (0..count).for_each(|_| server.serve());
            server.compare_states();
        }));
        if let Err(why) = served {
            let text = why.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let why = why.downcast_ref::<String>().cloned().or(text).unwrap_or_default();
            let from = server.log.len().saturating_sub(12);
            let last = server.log[from..].join("\n");
            prop_assert!(false, "{}\n{:#?}\n{}", why, server.model.rules, last);
        }
    }
}
