//! Rules, and the commands of someone who tries everything.

use super::{
    Action, Amount, CLASSES, Command, DAY, Debt, FILM, HOUR, IMAGE, Key, Lapse, Life, Limits,
    MINUTE, Random, Rules, Time, Usage, WALLET, Wallet,
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
        monthly: amount(random, 150),
        life,
        pack: (amount(random, 80), some_days(random, 60)),
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
        },
        subscribed: random.chance(60),
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
            let (at, confirm) = self.instant(wallet);
            Command { id, at, confirm, action: self.action(wallet, at.max(wallet.now)) }
        };
        self.sent.push(command.clone());
        command
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
        match self.random.below(100) {
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
                let class = if self.random.chance(4) { "fre" } else { self.random.pick(&CLASSES) };
                let amount = self.near(1_000);
                Action::Grant { class: class.to_owned(), amount, expires: self.end(at) }
            }
            84..=86 => Action::Revoke { lot: self.lot(wallet) },
            87..=90 => Action::Buy { count: self.random.pick(&[1, 1, 1, 2, 3, 0]) },
            91..=94 => Action::Subscribe,
            95..=97 => Action::Cancel { now: self.random.chance(40) },
            _ => Action::Resume,
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
        let operation = match self.random.below(40) {
            0 => "imago",
            1..=12 => FILM,
            _ => IMAGE,
        };
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
            true if wallet.names.is_empty() => "daily#9".to_owned(),
            true => self.random.pick(&wallet.names),
            false => self.random.pick(&wallet.lots).id,
        };
        match self.random.below(10) {
            0 => format!("{WALLET}/{id}"),
            1 => format!("other/{id}"),
            _ => id,
        }
    }
}
