//! What has become of the lots when a calm is over.

use super::super::issue::Pace;
use super::super::order::rank;
use super::super::{Result, Wallet, limit};
use super::{Calm, Payer, Turns, renew};

impl Wallet {
    /// Puts a calm back.
    pub(crate) fn end_calm(&mut self, calm: &mut Calm) -> Result<()> {
        for (class, flows) in calm.flows.iter().enumerate() {
            self.journal.add(class, flows, calm.unit)?;
        }
        calm.unpool();
        let turns = calm.turns.filter(|turns| turns.count > 0);
        if let Some(turns) = turns {
            self.put_rounds_back(calm, turns)?;
        }
        self.lots.forget_ends(self.now);
        for payer in &calm.payers {
            let Some(lot) = self.lots.get_mut(payer.slot) else { continue };
            lot.remaining = calm.unit.credits(payer.left);
            let spent = lot.spent.checked_add(calm.unit.credits(payer.paid));
            lot.spent = spent.ok_or_else(|| limit("a lot"))?;
        }
        let left = calm.payers.iter().filter(|payer| payer.left > 0);
        self.lots.order.clear();
        self.lots.order.extend(left.map(|payer| payer.slot));
        Ok(())
    }

    /// The lots of the last turn, as if each had been issued then.
    fn put_rounds_back(&mut self, calm: &Calm, turns: Turns) -> Result<()> {
        let (unit, each) = (calm.unit, calm.rounds().count() as u64);
        let before = self.lots.next_number.saturating_add(u64::from(turns.count - 1) * each);
        self.lots.next_number = before.saturating_add(each);
        for (Payer { slot, info, .. }, round) in calm.rounds() {
            let Some(lot) = self.lots.get_mut(*slot) else { continue };
            let (first_cost, source) = (lot.unit_cost, lot.source);
            let number = before + round.place as u64 + 1;
            renew(lot, number, (turns.last.unwrap_or(self.now), turns.next), round);
            lot.rank = rank(self.catalog.checked().supply(), lot);
            lot.info = *info;
            self.lots.note_end(*slot, turns.next);
            let wasted = [(round.first_unused, first_cost), (round.unused, round.unit_cost)];
            for (unused, cost) in wasted.iter().filter(|(unused, _)| *unused > 0) {
                self.journal.waste(unit.credits(*unused), cost.as_ref(), source);
            }
            self.go_to_turn(round.schedule, turns);
        }
        self.find_next_issue();
        Ok(())
    }

    fn go_to_turn(&mut self, schedule: usize, turns: Turns) {
        let Some(schedule) = self.schedules.get_mut(schedule) else { return };
        schedule.next = turns.next;
        match &mut schedule.pace {
            Pace::Calendar { n, last, .. } => {
                *last = turns.n.checked_sub(1);
                *n = turns.n;
            }
            Pace::Activation { n, .. } => *n = turns.n,
            _ => {}
        }
    }
}
