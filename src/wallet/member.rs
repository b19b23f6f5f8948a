//! Members: who shares the balance, and what each may use in a cycle.

use super::account::Account;
use super::{Fits, Result};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::id;
use crate::catalog::program::Text;
use crate::error::place_of;
use crate::order::sort;

id! {
    /// The place of a member.
    MemberId
}

/// Who shares the balance, and what each has used in this cycle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members {
    list: Vec<MemberState>,
    /// When this cycle's use began: what was used before is not given back.
    since: Option<Instant>,
}

/// A member, and what they have used in this cycle.
#[derive(Clone, Debug)]
pub(crate) struct MemberState {
    pub(crate) id: Text,
    pub(crate) cap: Option<Credits>,
    pub(crate) used: Credits,
}

impl Members {
    /// In the order of their ids.
    pub(super) fn of(list: Vec<MemberState>, since: Option<Instant>) -> Self {
        Members { list, since }
    }

    /// When this cycle's use began; `None` if nobody has a use, or it was never counted anew.
    pub(super) fn since(&self) -> Option<Instant> {
        self.since
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, MemberState> {
        self.list.iter()
    }

    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn place(&self, id: &str) -> Result<MemberId> {
        let ids = self.list.iter().map(|member| &*member.id);
        place_of("/member", "member", id, ids).map(MemberId::at)
    }

    pub(crate) fn id(&self, member: MemberId) -> Option<Text> {
        self.list.get(member.place()).map(|member| member.id.clone())
    }

    /// What a member may still use in this cycle; `None` without a cap.
    pub(super) fn room(&self, member: Option<MemberId>) -> Option<Credits> {
        let member = self.list.get(member?.place())?;
        Some(member.cap?.checked_sub(member.used).unwrap_or_default().max(Credits::ZERO))
    }

    pub(super) fn used_by_others(&self, member: Option<MemberId>) -> Credits {
        let others =
            self.list.iter().enumerate().filter(|(place, _)| Some(MemberId::at(*place)) != member);
        let sum = others
            .fold(Credits::ZERO, |sum, (_, other)| sum.checked_add(other.used).unwrap_or(sum));
        if self.list.len() < 2 { Credits::ZERO } else { sum }
    }

    pub(super) fn use_up(&mut self, member: Option<MemberId>, amount: Credits) -> Result<()> {
        let Some(member) = member.and_then(|member| self.list.get_mut(member.place())) else {
            return Ok(());
        };
        member.used = member.used.checked_add(amount).fits("a member's use")?;
        Ok(())
    }

    /// Takes use back that was counted at an instant: if that was in this cycle.
    pub(super) fn give_back(&mut self, member: Option<MemberId>, amount: Credits, at: Instant) {
        if self.since.is_some_and(|since| at < since) {
            return;
        }
        if let Some(member) = member.and_then(|member| self.list.get_mut(member.place())) {
            let used = member.used.checked_sub(amount).unwrap_or_default();
            member.used = used.max(Credits::ZERO);
        }
    }

    pub(super) fn new_cycle(&mut self, now: Instant) {
        self.since = Some(now).filter(|_| !self.list.is_empty());
        for member in &mut self.list {
            member.used = Credits::ZERO;
        }
    }
}

pub(super) fn members(account: &Account) -> Members {
    let mut list: Vec<MemberState> = account
        .members
        .iter()
        .map(|member| MemberState {
            id: member.id.as_str().into(),
            cap: member.cap,
            used: Credits::ZERO,
        })
        .collect();
    sort(&mut list, |a, b| a.id.cmp(&b.id));
    Members { list, since: None }
}
