//! What a live wallet has, and what commands do to it.

use super::payment::Invoice;
use super::plan::Plan;
use super::{
    Action, Amount, Answer, Command, FILM, FREE, Fault, IMAGE, Key, MINUTE, NAMES, NEVER, Names,
    Rules, Time, Usage, WALLET,
};

/// A live wallet.
#[derive(Clone, Debug)]
pub struct Wallet {
    pub rules: Rules,
    /// The version of the catalog, as a place in `NAMES`.
    pub version: usize,
    pub now: Time,
    pub plan: Option<Plan>,
    /// Those that have not ended, or of which something is held.
    pub lots: Vec<Lot>,
    pub last_lot: u64,
    /// The ids of all that there were.
    pub ids: Vec<String>,
    /// Lots that came, or have credits again, since debt was last repaid.
    pub fresh: Vec<u64>,
    pub next_daily: Option<Time>,
    pub debt: Amount,
    /// What has repaid debt: when, and which lots.
    pub repaid: Vec<(Time, Lot, Amount)>,
    /// What each member has used in this cycle.
    pub used: Vec<Amount>,
    /// When that began.
    pub counted: Time,
    /// Packs that were bought in this cycle, purchases that came by themselves, and the last of them.
    pub bought: u32,
    pub auto_bought: u32,
    pub last_auto: Option<Time>,
    /// Those that are kept.
    pub invoices: Vec<Invoice>,
    pub last_invoice: u64,
    /// Money that was paid for open invoices, without what was given back.
    pub income: Amount,
    /// Those that are open.
    pub holds: Vec<Hold>,
    pub last_hold: u64,
    /// Those that are kept.
    pub receipts: Vec<Receipt>,
    pub last_receipt: u64,
    /// The commands that are remembered: when they were carried out, and what became of them.
    pub known: Vec<(Time, Command, Answer)>,
}

#[derive(Clone, Debug)]
pub struct Lot {
    pub number: u64,
    pub id: String,
    pub source: Source,
    pub class: usize,
    pub issued: Time,
    /// When it began to pay.
    pub effective: Time,
    /// It waits for a payment, and does not pay until then.
    pub waits: bool,
    pub expires: Time,
    /// It ends with the cycle, and `expires` is when that ends.
    pub with_cycle: bool,
    pub amount: Amount,
    pub left: Amount,
    pub held: Amount,
    pub frozen: bool,
    pub restricted: bool,
    pub carried: bool,
    /// It has ended; some of it is held.
    pub is_over: bool,
}

/// Where a lot comes from; grants and packs name it.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    Grant(usize),
    Pack,
    /// By hand, or by a refund: it keeps its name.
    Given(String),
}

/// How long a new lot lasts.
pub(super) enum Reach {
    Until(Time),
    Cycle,
}

#[derive(Clone, Debug)]
pub struct Hold {
    pub number: u64,
    pub at: Time,
    pub until: Time,
    pub operation: usize,
    pub member: Option<usize>,
    /// Numbers of the lots, and amounts.
    pub parts: Vec<(u64, Amount)>,
}

#[derive(Clone, Debug)]
pub struct Receipt {
    pub number: u64,
    pub at: Time,
    pub operation: usize,
    pub member: Option<usize>,
    pub amount: Amount,
    pub debt: Amount,
    pub refunded: Amount,
    /// As the lots were when they paid.
    pub parts: Vec<(Lot, Amount)>,
}

impl Lot {
    pub(super) fn ends_by_itself(&self) -> bool {
        !self.with_cycle && !self.is_over && self.expires < NEVER
    }

    /// What is held stays until it is settled or released.
    pub(super) fn end(&mut self) {
        self.left = 0;
        self.is_over = true;
        self.with_cycle = false;
    }
}

impl Hold {
    pub fn amount(&self) -> Amount {
        self.parts.iter().map(|(_, amount)| amount).sum()
    }
}

impl Receipt {
    pub fn refundable(&self) -> Amount {
        self.amount - self.refunded
    }

    /// What is left of its debt and of its lots: refunds take the debt, then the last lots.
    fn left(&self) -> (Amount, Vec<(Lot, Amount)>) {
        let owed = self.debt.min(self.refunded);
        let mut gone = self.refunded - owed;
        let mut parts = self.parts.clone();
        for (_, amount) in parts.iter_mut().rev() {
            let less = gone.min(*amount);
            *amount -= less;
            gone -= less;
        }
        (self.debt - owed, parts)
    }
}

/// What is to be paid.
#[derive(Clone, Copy)]
struct Run {
    operation: usize,
    member: Option<usize>,
    amount: Amount,
}

/// What was not paid: what could have paid, and what is missing.
type Short = (Amount, Amount);

impl Wallet {
    pub fn open(rules: Rules) -> Self {
        let mut wallet = Wallet {
            version: 0,
            now: rules.start,
            plan: None,
            lots: Vec::new(),
            last_lot: 0,
            ids: Vec::new(),
            fresh: Vec::new(),
            next_daily: None,
            debt: 0,
            repaid: Vec::new(),
            used: vec![0; rules.members.len()],
            counted: rules.start,
            bought: 0,
            auto_bought: 0,
            last_auto: None,
            invoices: Vec::new(),
            last_invoice: 0,
            income: 0,
            holds: Vec::new(),
            last_hold: 0,
            receipts: Vec::new(),
            last_receipt: 0,
            known: Vec::new(),
            rules,
        };
        wallet.begin();
        wallet
    }

    /// Carries out a command once, or changes nothing.
    pub fn apply(&mut self, command: &Command) -> Result<Answer, Fault> {
        if let Some((_, known, answer)) = self.known.iter().find(|known| known.1.id == command.id) {
            let is_same = known.action == command.action;
            let again = Answer { repeated: true, ..answer.clone() };
            return if is_same { Ok(again) } else { Err(("/id", "duplicate")) };
        }
        let at = self.instant_of(command)?;
        let before = self.clone();
        self.run_to(at);
        let has_forgotten = self.forget_receipts();
        let answer = self.act(&command.action).inspect_err(|_| *self = before)?;
        self.end_instant();
        if has_forgotten {
            self.forget_spent();
        }
        self.forget_invoices();
        let (now, kept) = (self.now, Time::from(self.rules.limits.receipts) * MINUTE);
        self.repaid.retain(|(at, ..)| at + kept >= now);
        let span = Time::from(self.rules.limits.remember) * MINUTE;
        self.known.retain(|(at, ..)| at + span >= now);
        self.known.push((now, command.clone(), answer.clone()));
        Ok(answer)
    }

    fn instant_of(&self, command: &Command) -> Result<Time, Fault> {
        let limits = &self.rules.limits;
        let (late, leap) = (Time::from(limits.late) * MINUTE, Time::from(limits.leap) * MINUTE);
        let is_late = command.at < self.now - late;
        let leaps = command.at > self.now + leap && !command.confirm;
        if is_late || leaps { Err(("/at", "out_of_range")) } else { Ok(command.at.max(self.now)) }
    }

    fn act(&mut self, action: &Action) -> Result<Answer, Fault> {
        let mut answer = Answer { receipt: None, hold: None, refused: None, repeated: false };
        match action {
            Action::Advance => {}
            Action::Charge { of } => {
                let run = self.check(of)?;
                match self.pay(run) {
                    Ok((debt, parts)) => answer.receipt = Some(self.give(run, debt, parts)),
                    Err(short) => answer.refused = Some(short),
                }
            }
            Action::Hold { of, until } => match self.open_hold(of, *until)? {
                Ok(number) => answer.hold = Some(number),
                Err(short) => answer.refused = Some(short),
            },
            Action::Settle { hold, amount } => {
                let (receipt, refused) = self.settle(hold, *amount)?;
                (answer.receipt, answer.refused) = (Some(receipt), refused);
            }
            Action::Release { hold } => {
                let hold = self.take_hold(hold)?;
                self.release(hold);
            }
            Action::Refund { receipt, amount } => self.refund(receipt, *amount)?,
            Action::Grant { class, amount, expires } => self.grant(class, *amount, *expires)?,
            Action::Revoke { lot } => {
                let of = lot.strip_prefix(&format!("{WALLET}/")).unwrap_or(lot);
                let named = self.lots.iter_mut().find(|lot| lot.id == *of);
                named.ok_or(("/lot", "unknown_name"))?.end();
                self.forget_lots();
            }
            Action::Buy { top_up, count } => {
                if top_up != self.names().top_up {
                    return Err(("/top_up", "unknown_name"));
                }
                if *count == 0 {
                    return Err(("/count", "out_of_range"));
                }
                if !self.may_buy(*count) {
                    return Err(("/top_up", "no_answer"));
                }
                self.buy(*count, false);
            }
            Action::Subscribe { plan, year, when } => self.subscribe(plan, *year, *when)?,
            Action::Cancel { when } => self.cancel(*when)?,
            Action::Resume => {
                let planned = self.plan.as_mut().and_then(|plan| plan.next.take());
                planned.ok_or(("", "no_answer"))?;
            }
            Action::Pay { invoice } => {
                let place = self.invoice(invoice)?;
                self.pay_invoice(place)?;
            }
            Action::Fail { invoice, last } => {
                let place = self.invoice(invoice)?;
                self.fail_payment(place, *last)?;
            }
            Action::RefundMoney { invoice, money, revoke } => {
                let place = self.invoice(invoice)?;
                self.refund_money(place, *money, *revoke)?;
            }
            Action::ChargeBack { invoice } => {
                let place = self.invoice(invoice)?;
                self.charge_back(place)?;
            }
        }
        Ok(answer)
    }

    // Names.

    pub fn names(&self) -> &'static Names {
        &NAMES[self.version]
    }

    /// The wallet moves to the other version of the catalog.
    pub fn migrate(&mut self) {
        self.version = 1 - self.version;
        for place in 0..self.lots.len() {
            self.lots[place].id = self.id_of(&self.lots[place].source, self.lots[place].number);
            self.ids.push(self.lots[place].id.clone());
        }
    }

    fn id_of(&self, source: &Source, number: u64) -> String {
        match source {
            Source::Grant(place) => format!("{}#{number}", self.names().grants[*place]),
            Source::Pack => format!("{}#{number}", self.names().top_up),
            Source::Given(name) => format!("{name}#{number}"),
        }
    }

    // Lots.

    pub(super) fn lot(&mut self, number: u64) -> Option<&mut Lot> {
        self.lots.iter_mut().find(|lot| lot.number == number)
    }

    pub(super) fn forget_lots(&mut self) {
        self.lots.retain(|lot| !lot.is_over || lot.held > 0);
    }

    /// Says the number of the new lot, if there is one.
    pub(super) fn issue(
        &mut self,
        source: Source,
        class: usize,
        amount: Amount,
        reach: Reach,
    ) -> Option<u64> {
        if amount == 0 {
            return None;
        }
        self.last_lot += 1;
        let number = self.last_lot;
        let with_cycle = matches!(reach, Reach::Cycle) && self.plan.is_some();
        let expires = match (reach, self.plan) {
            (Reach::Until(end), _) => end,
            (Reach::Cycle, Some(plan)) => plan.until(),
            (Reach::Cycle, None) => NEVER,
        };
        let id = self.id_of(&source, number);
        self.ids.push(id.clone());
        self.fresh.push(number);
        self.lots.push(Lot {
            number,
            id,
            source,
            class,
            issued: self.now,
            effective: self.now,
            waits: false,
            expires,
            with_cycle,
            amount,
            left: amount,
            held: 0,
            frozen: false,
            restricted: false,
            carried: false,
            is_over: false,
        });
        Some(number)
    }

    /// Numbers of the lots that have something left, in burn order.
    pub fn payers(&self) -> Vec<u64> {
        let mut lots: Vec<&Lot> =
            self.lots.iter().filter(|lot| lot.left > 0 && !lot.waits).collect();
        lots.sort_by_key(|lot| {
            let key = |key: &Key| match key {
                Key::Expires => lot.expires,
                Key::Issued => lot.issued,
                Key::Effective => lot.effective,
                Key::Classes(order) => {
                    order.iter().position(|class| *class == lot.class).map_or(NEVER, |at| at as i64)
                }
            };
            let keys: Vec<Time> = self.rules.burn.iter().map(key).collect();
            (keys, lot.number)
        });
        lots.iter().map(|lot| lot.number).collect()
    }

    /// Whether the credits that everyone gets pay for an operation. Restricted credits pay for
    /// nothing else.
    fn is_free(&self, operation: usize) -> bool {
        let has_free = self.rules.daily.is_some() || self.rules.gift.is_some();
        has_free && !(self.rules.images_alone && operation == FILM)
    }

    fn may_pay(&self, lot: &Lot, operation: usize) -> bool {
        let is_not_for_it = lot.class == FREE && self.rules.images_alone && operation == FILM;
        let pays = !lot.frozen && !lot.waits && !is_not_for_it;
        pays && (!lot.restricted || self.is_free(operation))
    }

    /// Whether a lot cannot pay for anything now.
    pub fn is_withheld(&self, lot: &Lot) -> bool {
        lot.frozen || lot.waits || (lot.restricted && !self.is_free(IMAGE))
    }

    /// What can be spent now, on something.
    pub(super) fn spendable(&self) -> Amount {
        self.lots.iter().filter(|lot| !self.is_withheld(lot)).map(|lot| lot.left).sum()
    }

    /// What may pay for an operation of a member.
    pub fn available(&self, operation: usize, member: Option<usize>) -> Amount {
        let lots = self.lots.iter().filter(|lot| self.may_pay(lot, operation));
        let sum: Amount = lots.map(|lot| lot.left).sum();
        self.room(member).map_or(sum, |room| sum.min(room))
    }

    /// What a member may still use in this cycle.
    fn room(&self, member: Option<usize>) -> Option<Amount> {
        let member = member?;
        self.rules.members[member].1.map(|cap| (cap - self.used[member]).max(0))
    }

    fn use_up(&mut self, member: Option<usize>, amount: Amount) {
        if let Some(member) = member {
            self.used[member] += amount;
        }
    }

    /// What was used in another cycle is not given back.
    fn give_back(&mut self, member: Option<usize>, amount: Amount, at: Time) {
        if let Some(member) = member.filter(|_| at >= self.counted) {
            self.used[member] = (self.used[member] - amount).max(0);
        }
    }

    // Charges and holds.

    /// The places of the operation and of the member, if everything has its name and the amount is
    /// one.
    fn check(&self, of: &Usage) -> Result<Run, Fault> {
        let operation = self.names().operations.iter().position(|known| *known == of.operation);
        let operation = operation.ok_or(("/operation", "unknown_name"))?;
        let place = |id: &String| self.rules.members.iter().position(|member| member.0 == *id);
        let member = of.member.as_ref().map(|id| place(id).ok_or(("/member", "unknown_name")));
        let (member, amount) = (member.transpose()?, of.amount);
        if amount < 0 {
            return Err(("/amount", "out_of_range"));
        }
        Ok(Run { operation, member, amount })
    }

    /// What lots would pay, in order, and what is missing.
    fn cover(&self, of: Run) -> (Vec<(u64, Amount)>, Amount) {
        let (mut parts, mut missing) = (Vec::new(), of.amount);
        for number in self.payers() {
            let Some(lot) = self.lots.iter().find(|lot| lot.number == number) else { continue };
            let amount = missing.min(lot.left);
            if amount > 0 && self.may_pay(lot, of.operation) {
                parts.push((number, amount));
                missing -= amount;
            }
        }
        (parts, missing)
    }

    /// Whether a cap forbids it.
    fn over_cap(&self, of: Run) -> Result<(), Short> {
        match self.room(of.member) {
            Some(room) if of.amount > room => Err((room, of.amount - room)),
            _ => Ok(()),
        }
    }

    /// Pays: what became debt, and which lots paid.
    fn pay(&mut self, of: Run) -> Result<(Amount, Vec<(Lot, Amount)>), Short> {
        self.over_cap(of)?;
        let (parts, missing) = self.cover(of);
        let may_owe = match self.rules.owe {
            None => false,
            Some(None) => true,
            Some(Some(most)) => self.debt + missing <= most,
        };
        if missing > 0 && !may_owe {
            return Err((of.amount - missing, missing));
        }
        let mut paid = Vec::new();
        for (number, amount) in parts {
            if let Some(lot) = self.lot(number) {
                lot.left -= amount;
                paid.push((lot.clone(), amount));
            }
        }
        self.debt += missing;
        self.use_up(of.member, of.amount);
        Ok((missing, paid))
    }

    fn open_hold(&mut self, of: &Usage, until: Option<Time>) -> Result<Result<u64, Short>, Fault> {
        let of = self.check(of)?;
        let limit = Time::from(self.rules.limits.hold) * MINUTE;
        let until = until.unwrap_or(self.now + limit);
        if until <= self.now {
            return Err(("/until", "out_of_range"));
        }
        if let Err(short) = self.over_cap(of) {
            return Ok(Err(short));
        }
        let (parts, missing) = self.cover(of);
        if missing > 0 {
            return Ok(Err((of.amount - missing, missing)));
        }
        for (number, amount) in &parts {
            if let Some(lot) = self.lot(*number) {
                lot.left -= amount;
                lot.held += amount;
            }
        }
        self.use_up(of.member, of.amount);
        self.last_hold += 1;
        let (number, at, Run { operation, member, .. }) = (self.last_hold, self.now, of);
        self.holds.push(Hold { number, at, until, operation, member, parts });
        Ok(Ok(number))
    }

    /// An open hold, by its id.
    fn take_hold(&mut self, id: &str) -> Result<Hold, Fault> {
        let place = self.holds.iter().position(|hold| format!("{WALLET}/h{}", hold.number) == id);
        place.map(|place| self.holds.remove(place)).ok_or(("/hold", "unknown_name"))
    }

    /// Charges the hold and releases the rest; what costs more is a charge of its own.
    fn settle(&mut self, hold: &str, cost: Amount) -> Result<(u64, Option<Short>), Fault> {
        let mut hold = self.take_hold(hold)?;
        if cost < 0 {
            return Err(("/amount", "out_of_range"));
        }
        let (mut left, mut paid) = (cost, Vec::new());
        for (number, amount) in &mut hold.parts {
            let part = left.min(*amount);
            left -= part;
            *amount -= part;
            if let Some(lot) = self.lot(*number) {
                lot.held -= part;
                if part > 0 {
                    paid.push((lot.clone(), part));
                }
            }
        }
        let (operation, member) = (hold.operation, hold.member);
        let of = |amount| Run { operation, member, amount };
        self.release(hold);
        if left == 0 {
            return Ok((self.give(of(cost), 0, paid), None));
        }
        match self.pay(of(left)) {
            Ok((debt, more)) => {
                paid.extend(more);
                Ok((self.give(of(cost), debt, paid), None))
            }
            Err(short) => Ok((self.give(of(cost - left), 0, paid), Some(short))),
        }
    }

    /// Gives held credits back to their lots. If a lot has ended, they end too.
    pub(super) fn release(&mut self, hold: Hold) {
        self.give_back(hold.member, hold.amount(), hold.at);
        for (number, amount) in hold.parts {
            let Some(lot) = self.lot(number) else { continue };
            lot.held -= amount;
            if !lot.is_over {
                lot.left += amount;
                self.fresh.push(number);
            }
        }
        self.forget_lots();
    }

    // Receipts.

    /// Issues a receipt; says its number.
    fn give(&mut self, of: Run, debt: Amount, parts: Vec<(Lot, Amount)>) -> u64 {
        self.last_receipt += 1;
        self.receipts.push(Receipt {
            number: self.last_receipt,
            at: self.now,
            operation: of.operation,
            member: of.member,
            amount: of.amount,
            debt,
            refunded: 0,
            parts,
        });
        self.last_receipt
    }

    /// Says whether there were any.
    fn forget_receipts(&mut self) -> bool {
        let (now, span) = (self.now, Time::from(self.rules.limits.receipts) * MINUTE);
        let before = self.receipts.len();
        self.receipts.retain(|receipt| receipt.at + span >= now);
        self.receipts.len() < before
    }

    /// Lots that are spent and never end leave when no receipt names them.
    fn forget_spent(&mut self) {
        let parts = self.receipts.iter().flat_map(|receipt| &receipt.parts);
        let repaid = self.repaid.iter().map(|(_, lot, _)| lot.number);
        let named: Vec<u64> = parts.map(|(lot, _)| lot.number).chain(repaid).collect();
        self.lots.retain(|lot| {
            let is_spent = lot.left == 0 && lot.held == 0 && !lot.is_over && !lot.waits;
            let ends = lot.with_cycle || lot.expires < NEVER;
            !is_spent || ends || named.contains(&lot.number)
        });
    }

    fn refund(&mut self, id: &str, amount: Option<Amount>) -> Result<(), Fault> {
        let is_it = |receipt: &Receipt| format!("{WALLET}/r{}", receipt.number) == id;
        let place = self.receipts.iter().position(is_it).ok_or(("/receipt", "unknown_name"))?;
        let receipt = self.receipts[place].clone();
        let most = receipt.refundable();
        if most == 0 {
            return Err(("/receipt", "out_of_range"));
        }
        let amount = amount.unwrap_or(most);
        if amount <= 0 || amount > most {
            return Err(("/amount", "out_of_range"));
        }
        self.receipts[place].refunded += amount;
        let (debt, parts) = receipt.left();
        let owed = amount.min(debt);
        let forgiven = owed.min(self.debt);
        self.debt -= forgiven;
        let mut left = amount - owed;
        for (lot, most) in parts.iter().rev() {
            let share = left.min(*most);
            left -= share;
            self.refund_to(lot, share);
        }
        self.repay();
        self.give_back_repaid(owed - forgiven, receipt.at);
        self.give_back(receipt.member, amount, receipt.at);
        Ok(())
    }

    /// Debt that was repaid since then comes back to the lots that repaid it, the last one first.
    fn give_back_repaid(&mut self, mut amount: Amount, since: Time) {
        for place in (0..self.repaid.len()).rev() {
            let (at, lot, most) = self.repaid[place].clone();
            let share = if at < since { 0 } else { amount.min(most) };
            amount -= share;
            self.repaid[place].2 -= share;
            self.refund_to(&lot, share);
        }
        self.repaid.retain(|(.., left)| *left > 0);
    }

    /// Refunds to a lot or, if it has ended, as the rules say.
    fn refund_to(&mut self, paid: &Lot, share: Amount) {
        if share == 0 {
            return;
        }
        if let Some(lot) = self.lot(paid.number).filter(|lot| !lot.is_over) {
            lot.left += share;
            self.fresh.push(paid.number);
        } else if self.rules.reissue {
            let life = (paid.expires < NEVER).then(|| paid.expires - paid.issued);
            let expires = life.map_or(NEVER, |life| self.now + life);
            let of = Source::Given(format!("{}-refund", paid.id));
            self.issue(of, paid.class, share, Reach::Until(expires));
        }
    }

    fn grant(&mut self, class: &str, amount: Amount, expires: Option<Time>) -> Result<(), Fault> {
        let place = self.names().classes.iter().position(|known| *known == class);
        let place = place.ok_or(("/class", "unknown_name"))?;
        if amount < 0 {
            return Err(("/amount", "out_of_range"));
        }
        if expires.is_some_and(|end| end <= self.now) {
            return Err(("/expires", "out_of_range"));
        }
        let reach = Reach::Until(expires.unwrap_or(NEVER));
        self.issue(Source::Given(class.to_owned()), place, amount, reach);
        Ok(())
    }
}
