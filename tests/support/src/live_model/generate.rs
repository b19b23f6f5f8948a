//! Rules, and the commands of someone who tries everything.

use super::{
    Action, Amount, Auto, Command, DAY, Debt, FILM, HOUR, IMAGE, Key, Lapse, Life, Limits, MINUTE,
    Policy, Random, Rules, Time, Usage, WALLET, Wallet, When,
};

/// Draws the rules of a platform and of an account.
pub fn rules(random: &mut Random) -> Rules {
    let images_alone = random.chance(40);
    let daily = random.chance(75).then(|| (amount(random, 20), random.below(24) as u32));
    let gift = random.chance(40).then(|| (amount(random, 100), some_days(random, 40)));
    let life = match random.below(6) {
        0 | 1 => Life::Cycle,
        2 => Life::Never,
        3 => Life::Days(random.within(3, 50) as u32),
        _ => Life::Carried {
            cap: random.chance(70).then(|| amount(random, 200)),
            cycles: random.chance(50).then(|| random.within(1, 3) as u32),
        },
    };
    let lapses = [Lapse::Keep, Lapse::Restrict, Lapse::Freeze, Lapse::Forfeit];
    let owe = random.chance(50).then(|| random.chance(80).then(|| amount(random, 60)));
    let members = if random.chance(50) {
        vec![("ann", Some(amount(random, 120))), ("bob", random.chance(50).then_some(3_000))]
    } else {
        Vec::new()
    };
    Rules {
        // From January 2026 on, at any second.
        start: 1_767_225_600 + random.within(0, 400 * DAY),
        images_alone: images_alone && (daily.is_some() || gift.is_some()),
        daily,
        gift,
        monthly: [amount(random, 150), amount(random, 150)],
        life,
        pack: (amount(random, 80), some_days(random, 60)),
        limit: random.chance(60).then(|| random.within(1, 3) as u32),
        prices: [[random.pick(&[0, 1_000, 1_000]), 10_000], [2_000, 18_000]],
        pack_price: random.pick(&[500, 500, 500, 0]),
        auto: random.chance(35).then(|| auto(random)),
        policy: random.chance(75).then(|| policy(random)),
        lapse: [(); 3].map(|()| random.pick(&lapses)),
        burn: burn_order(random, matches!(life, Life::Carried { .. })),
        owe,
        debt: random.pick(&[Debt::Carry, Debt::RepayFirst, Debt::ForgiveAtReset]),
        reissue: random.chance(50),
        members,
        limits: Limits {
            late: random.within(1, 30) as u32,
            leap: random.within(3, 60) as u32 * 24 * 60,
            remember: random.pick(&[10, 60, 6 * 60]),
            hold: random.pick(&[15, 12 * 60, 4 * 24 * 60, 35 * 24 * 60]),
            receipts: random.pick(&[60, 24 * 60, 24 * 60, 5 * 24 * 60, 40 * 24 * 60]),
            invoices: random.pick(&[60, 24 * 60, 7 * 24 * 60, 60 * 24 * 60]),
        },
        subscribed: random.chance(60),
    }
}

fn auto(random: &mut Random) -> Auto {
    Auto {
        below: amount(random, 30),
        limit: random.chance(60).then(|| random.within(1, 3) as u32),
        cooldown: random.chance(50).then(|| random.pick(&[1, 24, 24 * 7])),
    }
}

fn policy(random: &mut Random) -> Policy {
    Policy {
        waits: random.chance(50),
        grace: random
            .chance(75)
            .then(|| random.pick(&[1, 5, 24, 72, 168, 720, 24 * 28, 24 * 31, 24 * 31])),
        goes_on: random.chance(30),
    }
}

/// At least a hundredth.
fn amount(random: &mut Random, most: u64) -> Amount {
    let whole = Amount::from(random.below(most)) * 100;
    whole + Amount::from(if random.chance(50) { 100 } else { 1 + random.below(99) })
}

fn some_days(random: &mut Random, most: i64) -> Option<u32> {
    random.chance(70).then(|| random.within(1, most) as u32)
}

/// Without mergers of lots that are carried over.
fn burn_order(random: &mut Random, carries: bool) -> Vec<Key> {
    let age = if carries { Key::Effective } else { Key::Issued };
    let mut order = random.pick(&[[0, 1, 2], [2, 1, 0], [1, 2, 0]]).to_vec();
    if random.chance(30) {
        order.pop();
    }
    match random.below(4) {
        0 => vec![Key::Expires, age],
        1 => vec![Key::Classes(order), Key::Expires, age],
        2 => vec![age],
        _ => vec![Key::Classes(order), age, Key::Expires],
    }
}

/// Someone who sends commands to a wallet: mostly sensible ones, some wrong, late or sent again.
#[derive(Clone, Debug)]
pub struct Player {
    random: Random,
    /// Commands by now.
    count: u64,
    sent: Vec<Command>,
}

impl Player {
    pub fn new(random: Random) -> Self {
        Player { random, count: 0, sent: Vec::new() }
    }

    /// The next command to a wallet.
    pub fn next(&mut self, wallet: &Wallet) -> Command {
        let command = if self.random.chance(15) && !self.sent.is_empty() {
            self.old(wallet)
        } else {
            self.count += 1;
            let id = format!("job-{}", self.count);
            let (at, confirm, action) = if self.hurries() {
                let is_payment = self.random.chance(50);
                let action = if is_payment { self.payment(wallet) } else { self.subscribe(wallet) };
                (wallet.now, false, action)
            } else {
                let (at, confirm) = self.instant(wallet);
                (at, confirm, self.action(wallet, at.max(wallet.now)))
            };
            Command { id, at, confirm, action }
        };
        self.sent.push(command.clone());
        command
    }

    /// Whether the next change of plan or payment comes in the same second as the last change.
    fn hurries(&mut self) -> bool {
        let last = self.sent.last().map(|sent| &sent.action);
        let is_change = matches!(last, Some(Action::Subscribe { .. } | Action::Cancel { .. }));
        is_change && self.random.chance(40)
    }

    /// One that was sent before: lately or long ago, with another instant, or another content.
    fn old(&mut self, wallet: &Wallet) -> Command {
        let back = if self.random.chance(70) { 6 } else { self.sent.len() as u64 };
        let back = self.random.below(back.min(self.sent.len() as u64)) as usize;
        let mut command = self.sent[self.sent.len() - 1 - back].clone();
        if self.random.chance(80) {
            (command.at, command.confirm) = self.instant(wallet);
        }
        if self.random.chance(20) {
            command.action = self.action(wallet, wallet.now);
        }
        command
    }

    /// A command that is sent again, because nobody answered.
    pub fn retried(&mut self, command: &Command, wallet: &Wallet) -> Command {
        let wait = match self.random.below(4) {
            0 => 0,
            1 => self.random.within(0, 2 * HOUR),
            _ => self.random.within(1, 5 * MINUTE),
        };
        Command { at: (command.at + wait).max(wallet.now.min(command.at + DAY)), ..command.clone() }
    }

    fn instant(&mut self, wallet: &Wallet) -> (Time, bool) {
        let limits = &wallet.rules.limits;
        let (late, leap) = (Time::from(limits.late) * MINUTE, Time::from(limits.leap) * MINUTE);
        let now = wallet.now;
        let due = wallet.next_due().unwrap_or(now);
        let kept = Time::from(limits.receipts.min(limits.remember)) * MINUTE;
        let random = &mut self.random;
        match random.below(40) {
            0 => (now - late, false),
            1 => (now - late - 1, false),
            2 | 3 => (now - random.within(0, late), false),
            4 => (now - random.within(0, 3 * DAY), random.chance(50)),
            5 if random.chance(10) => (now + leap, false),
            6 => (now + leap + 1, random.chance(3)),
            7 | 8 if due < now + 40 * DAY => (due - 1 + random.within(0, 2), false),
            9 if random.chance(40) => (now + kept + random.within(0, 1), false),
            10 if random.chance(80) => (now + random.within(0, 3 * DAY), false),
            11 if random.chance(20) => (now + random.within(0, 20 * DAY), false),
            12..=17 => (now + random.within(0, 5 * HOUR), false),
            18..=27 => (now, false),
            _ => (now + random.within(0, 10 * MINUTE), false),
        }
    }

    fn action(&mut self, wallet: &Wallet, at: Time) -> Action {
        let is_held = !wallet.holds.is_empty() || self.random.chance(15);
        let is_billed = !wallet.invoices.is_empty() || self.random.chance(15);
        match self.random.below(120) {
            48..=62 if !is_held => Action::Hold { of: self.usage(wallet), until: self.end(at) },
            0..=5 => Action::Advance,
            6..=33 => Action::Charge { of: self.usage(wallet) },
            34..=47 => Action::Hold { of: self.usage(wallet), until: self.end(at) },
            48..=57 => {
                let (hold, amount) = self.hold(wallet);
                Action::Settle { hold, amount: self.near(amount) }
            }
            58..=62 => Action::Release { hold: self.hold(wallet).0 },
            63..=78 => self.refund(wallet),
            79..=83 => {
                let classes = &wallet.names().classes;
                let class = if self.random.chance(4) { "fre" } else { self.random.pick(classes) };
                let amount = self.near(1_000);
                Action::Grant { class: class.to_owned(), amount, expires: self.end(at) }
            }
            84..=86 => Action::Revoke { lot: self.lot(wallet) },
            87..=91 => {
                let top_up = if self.random.chance(2) { "pick" } else { wallet.names().top_up };
                let count = self.random.pick(&[1, 1, 1, 2, 3, 0]);
                Action::Buy { top_up: top_up.to_owned(), count }
            }
            92..=97 => self.subscribe(wallet),
            98..=100 => Action::Cancel { when: self.when() },
            101 | 102 => Action::Resume,
            _ if is_billed => self.payment(wallet),
            _ => Action::Advance,
        }
    }

    fn when(&mut self) -> Option<When> {
        self.random.pick(&[None, None, Some(When::Now), Some(When::CycleEnd), Some(When::TermEnd)])
    }

    fn subscribe(&mut self, wallet: &Wallet) -> Action {
        let plans = &wallet.names().plans;
        let plan = if self.random.chance(3) { "plus" } else { self.random.pick(plans) };
        let year = self.random.pick(&[None, None, Some(false), Some(false), Some(true)]);
        Action::Subscribe { plan: plan.to_owned(), year, when: self.when() }
    }

    /// What becomes of an invoice, mostly of one that is open.
    fn payment(&mut self, wallet: &Wallet) -> Action {
        let open: Vec<u64> =
            wallet.invoices.iter().filter(|of| of.is_open()).map(|of| of.number).collect();
        let kept: Vec<u64> = wallet.invoices.iter().map(|of| of.number).collect();
        let number = match self.random.below(10) {
            0..=5 if !open.is_empty() => self.random.pick(&open),
            0..=8 if !kept.is_empty() => self.random.pick(&kept),
            _ => self.random.below(wallet.last_invoice + 2),
        };
        let is_wrong = self.random.chance(5);
        let invoice =
            if is_wrong { self.id('i', 'r', number) } else { format!("{WALLET}/i{number}") };
        let of = wallet.invoices.iter().find(|of| of.number == number);
        match self.random.below(if of.is_some_and(|of| of.is_open()) { 14 } else { 18 }) {
            0..=6 => Action::Pay { invoice },
            7..=11 => Action::Fail { invoice, last: self.random.chance(40) },
            12 => Action::ChargeBack { invoice },
            _ => {
                let left = of.map_or(500, |of| of.money - of.returned);
                let money = self.random.chance(60).then(|| self.near(left));
                Action::RefundMoney { invoice, money, revoke: self.random.chance(40) }
            }
        }
    }

    /// An amount at a limit, or somewhere below or a little above.
    fn near(&mut self, limit: Amount) -> Amount {
        let random = &mut self.random;
        match random.below(12) {
            0 => limit,
            1 => limit + 1,
            2 => (limit - 1).max(0),
            3 => 0,
            4 if random.chance(20) => -1,
            5 => limit + Amount::from(random.below(3_000)),
            _ => Amount::from(random.below(limit.clamp(1, 1 << 40) as u64)) / 2 + 1,
        }
    }

    fn usage(&mut self, wallet: &Wallet) -> Usage {
        let operation = if self.random.chance(30) { FILM } else { IMAGE };
        let members = &wallet.rules.members;
        let place = match members.len() as u64 {
            0 => None,
            count => Some(self.random.below(count) as usize).filter(|_| self.random.chance(80)),
        };
        let debt = wallet.rules.owe.flatten().map_or(0, |most| most - wallet.debt);
        let most = wallet.available(operation, place);
        let most = if self.random.chance(30) { most + debt } else { most };
        let member = place.map(|place| members[place].0.to_owned());
        let member = if self.random.chance(1) { Some("eve".to_owned()) } else { member };
        let is_wrong = self.random.chance(2);
        let operation = if is_wrong { "imago" } else { wallet.names().operations[operation] };
        Usage { operation: operation.to_owned(), amount: self.near(most), member }
    }

    fn end(&mut self, at: Time) -> Option<Time> {
        let random = &mut self.random;
        match random.below(12) {
            0 => Some(at),
            1 => Some(at + 1),
            2 => Some(at - random.within(0, DAY)),
            3..=5 => Some(at + random.within(1, 2 * HOUR)),
            6 | 7 => Some(at + random.within(1, 40 * DAY)),
            _ => None,
        }
    }

    /// The id of a hold, mostly of an open one, and its amount.
    fn hold(&mut self, wallet: &Wallet) -> (String, Amount) {
        if !wallet.holds.is_empty() && self.random.chance(85) {
            let hold = self.random.pick(&wallet.holds);
            return (format!("{WALLET}/h{}", hold.number), hold.amount());
        }
        let number = self.random.below(wallet.last_hold + 2);
        (self.id('h', 'r', number), 500)
    }

    fn refund(&mut self, wallet: &Wallet) -> Action {
        let kept = &wallet.receipts;
        if !kept.is_empty() && self.random.chance(85) {
            let receipt = self.random.pick(kept);
            let most = receipt.refundable();
            let amount = self.random.chance(60).then(|| self.near(most));
            return Action::Refund { receipt: format!("{WALLET}/r{}", receipt.number), amount };
        }
        let number = self.random.below(wallet.last_receipt + 2);
        let amount = self.random.maybe(100);
        Action::Refund { receipt: self.id('r', 'h', number), amount }
    }

    /// The id of something of this wallet or of another, or no id at all.
    fn id(&mut self, letter: char, other: char, number: u64) -> String {
        match self.random.below(10) {
            0 => format!("acct/{letter}{number}"),
            1 => format!("other/7/{letter}{number}"),
            2 => format!("{WALLET}/{other}{number}"),
            3 => format!("{WALLET}/{letter}0{number}"),
            4 => format!("{letter}{number}"),
            _ => format!("{WALLET}/{letter}{number}"),
        }
    }

    fn lot(&mut self, wallet: &Wallet) -> String {
        let id = match wallet.lots.is_empty() || self.random.chance(20) {
            true if wallet.ids.is_empty() => "daily#9".to_owned(),
            true => self.random.pick(&wallet.ids),
            false => self.random.pick(&wallet.lots).id,
        };
        match self.random.below(10) {
            0 => format!("{WALLET}/{id}"),
            1 => format!("other/{id}"),
            _ => id,
        }
    }
}
