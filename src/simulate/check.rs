//! Errors in a scenario that can be found before its first instant.

use super::cost::Cost;
use super::demand::Line;
use super::scenario::{
    Action, ActionKind, MOST_ACTIONS, MOST_LINES, MOST_READINGS, RangeEnd, Scenario,
};
use crate::calendar::Zone;
use crate::catalog::supply::Held;
use crate::catalog::{Catalog, Term};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{Log, Path, Read};
use crate::order::{sort, twice};
use crate::wallet::{check_account, known};

impl Scenario {
    /// Errors that do not depend on the balance.
    pub(super) fn check(&self, catalog: &Catalog) -> Result<(), Errors> {
        let account = self.account.as_ref();
        let plan = account.and_then(|account| account.plan.as_deref());
        let plan = plan.and_then(|id| catalog.checked().plan(id));
        let term = account.and_then(|account| account.term).unwrap_or(Term::Month);
        let members = account.iter().flat_map(|account| &account.members);
        let mut members: Vec<&str> = members.map(|member| member.id.as_str()).collect();
        sort(&mut members, Ord::cmp);
        self.check_for(catalog, &members, plan.map(|plan| Held { plan, term }))
    }

    /// The same, for an account with these members that holds this.
    pub(super) fn check_for(
        &self,
        catalog: &Catalog,
        members: &[&str],
        held: Option<Held>,
    ) -> Result<(), Errors> {
        let log = Log::default();
        self.check_all(&log, catalog, members);
        if log.mark() > 0 {
            self.check_requests(&log, catalog, held);
        }
        Errors::check(log.into_lists().0)
    }

    fn check_all(&self, log: &Log, catalog: &Catalog, members: &[&str]) {
        let error = |kind, pointer: String, sentence: String| {
            log.error(Error::new(kind, pointer, sentence));
        };
        if let Some(id) = self.catalog.as_deref().filter(|id| *id != catalog.id()) {
            let sentence =
                format!("expected a scenario for `{}`, found one for `{id}`", catalog.id());
            error(ErrorKind::UnknownName, "/catalog".to_owned(), sentence);
        }
        if self.until.is_some() && self.length.is_some() {
            let sentence = "expected `until` or `for`, found both".to_owned();
            error(ErrorKind::Overlap, "/for".to_owned(), sentence);
        }
        if self.demand.len() > MOST_LINES {
            let sentence =
                format!("expected at most {MOST_LINES} lines, found {}", self.demand.len());
            error(ErrorKind::Limit, "/demand".to_owned(), sentence);
            return;
        }
        if self.actions.len() > MOST_ACTIONS {
            let sentence = format!("expected at most {MOST_ACTIONS} actions");
            error(ErrorKind::Limit, "/actions".to_owned(), sentence);
            return;
        }
        if self.read.len() > MOST_READINGS {
            let sentence = format!("expected at most {MOST_READINGS} instants");
            error(ErrorKind::Limit, "/read".to_owned(), sentence);
        }
        for (i, _) in self.read.iter().enumerate().filter(|(_, at)| **at < self.start) {
            let sentence = format!("expected an instant from the start, {}, on", self.start);
            error(ErrorKind::OutOfRange, format!("/read/{i}"), sentence);
        }
        self.demand.check_fields(&Path::Root.key("demand"), log);
        self.actions.check_fields(&Path::Root.key("actions"), log);
        for (i, demand) in self.demand.iter().enumerate() {
            if !demand.request.run.used.is_empty() {
                let sentence = "the account keeps the meters: write in `used` of `account` what was \
                                used before the start";
                let pointer = format!("/demand/{i}/request/used");
                error(ErrorKind::Overlap, pointer, sentence.to_owned());
            }
            Line::check(log, &format!("/demand/{i}"), demand);
        }
        if let Some(account) = &self.account {
            check_account(log, catalog, account, self.start);
        }
        if let Err(error) = self.end(&Zone::utc()) {
            log.error(error);
        }
        self.check_names(log, catalog, members);
        self.check_ids(log);
        for (i, action) in self.actions.iter().enumerate() {
            self.check_action(log, &format!("/actions/{i}"), action);
        }
    }

    /// Names of the catalog and of members, in demands and actions.
    fn check_names(&self, log: &Log, catalog: &Catalog, members: &[&str]) {
        let checked = catalog.checked();
        let supply = checked.supply();
        let list = Path::Root.key("demand");
        for (i, demand) in self.demand.iter().enumerate() {
            let path = list.index(i);
            let operation = demand.request.operation.as_str();
            if checked.asked_for(operation).is_none() {
                let mut error = checked.unknown_operation(operation);
                error.put_under(&path.key("request").to_string());
                log.error(error);
            }
            if let Some(member) = &demand.member {
                known(log, path.key("member"), "member", member, members);
            }
        }
        let plans: Vec<&str> = checked.plans.iter().map(|plan| &*plan.id).collect();
        let top_ups: Vec<&str> = supply.top_ups.iter().map(|top_up| &*top_up.id).collect();
        let classes: Vec<&str> = supply.classes.iter().map(|class| &*class.id).collect();
        let mut sources: Vec<&str> = supply.grants.iter().map(|grant| &*grant.id).collect();
        sources.extend(&top_ups);
        let members = members.to_vec();
        let list = Path::Root.key("actions");
        for (i, action) in self.actions.iter().enumerate() {
            let path = list.index(i);
            if let Some(operation) = &action.operation
                && checked.asked_for(operation).is_none()
            {
                let mut error = checked.unknown_operation(operation);
                error.put_under(&path.to_string());
                log.error(error);
            }
            for (key, what, name, names) in [
                ("plan", "plan", &action.plan, &plans),
                ("top_up", "top-up", &action.top_up, &top_ups),
                ("class", "class", &action.class, &classes),
                ("from", "grant or top-up", &action.from, &sources),
                ("member", "member", &action.member, &members),
            ] {
                if let Some(name) = name {
                    known(log, path.key(key), what, name, names);
                }
            }
        }
    }

    /// Checks the requests of a scenario that has other errors. Without other errors, requests are
    /// checked when their costs are computed.
    #[cold]
    fn check_requests(&self, log: &Log, catalog: &Catalog, held: Option<Held>) {
        let when = (held, self.start);
        for (i, demand) in self.demand.iter().enumerate() {
            if catalog.checked().asked_for(&demand.request.operation).is_some() {
                let ranges = self.ranges.unwrap_or(RangeEnd::High);
                let errors = Cost::check(catalog, &demand.request, when, ranges, i).err();
                errors.into_iter().flatten().for_each(|error| log.error(error));
            }
        }
    }

    fn check_ids(&self, log: &Log) {
        let ids: Vec<&str> = self.demand.iter().filter_map(|d| d.id.as_deref()).collect();
        if let Some(twice) = twice(&ids) {
            let sentence = format!("two demands have the id `{twice}`");
            log.error(Error::new(ErrorKind::Duplicate, "/demand", sentence));
        }
        let opened = self.actions.iter().filter(|action| action.kind == ActionKind::Hold);
        let ids: Vec<&str> = opened.filter_map(|action| action.hold.as_deref()).collect();
        if let Some(twice) = twice(&ids) {
            let sentence = format!("two holds have the id `{twice}`");
            log.error(Error::new(ErrorKind::Duplicate, "/actions", sentence));
        }
    }

    fn check_action(&self, log: &Log, pointer: &str, action: &Action) {
        let needs: &[(&str, bool)] = match action.kind {
            ActionKind::Subscribe
            | ActionKind::Change
            | ActionKind::Upgrade
            | ActionKind::Downgrade => &[("plan", action.plan.is_some())],
            ActionKind::ChangeTerm => &[("term", action.term.is_some())],
            ActionKind::Buy => &[("top_up", action.top_up.is_some())],
            ActionKind::Spend => &[("amount", action.amount.is_some())],
            ActionKind::Hold | ActionKind::Settle => {
                &[("hold", action.hold.is_some()), ("amount", action.amount.is_some())]
            }
            ActionKind::Release => &[("hold", action.hold.is_some())],
            ActionKind::Grant => {
                &[("class", action.class.is_some()), ("amount", action.amount.is_some())]
            }
            ActionKind::Revoke => {
                let ways = [&action.lot, &action.class, &action.top_up];
                if ways.into_iter().flatten().count() != 1 {
                    let sentence = "expected exactly one of `lot`, `class`, `top_up`";
                    log.error(Error::new(ErrorKind::Missing, pointer, sentence));
                }
                &[]
            }
            ActionKind::Fail => &[("demand", action.demand.is_some())],
            ActionKind::Cancel | ActionKind::Resume => &[],
        };
        for (key, _) in needs.iter().filter(|(_, there)| !there) {
            let sentence = format!("expected a key `{key}`, found none");
            log.error(Error::new(ErrorKind::Missing, pointer, sentence));
        }
        if action.at < self.start {
            let sentence = format!("expected an instant from the start, {}, on", self.start);
            let pointer = format!("{pointer}/at");
            log.error(Error::new(ErrorKind::OutOfRange, pointer, sentence));
        }
        if action.count.is_some() && action.credits.is_some() {
            let sentence = "expected `count` or `credits`, found both";
            let pointer = format!("{pointer}/credits");
            log.error(Error::new(ErrorKind::Overlap, pointer, sentence));
        }
        if let Some(id) = action.hold.as_ref().filter(|_| action.kind != ActionKind::Hold) {
            let opened = self.actions.iter().filter(|other| other.kind == ActionKind::Hold);
            let ids: Vec<&str> = opened.filter_map(|other| other.hold.as_deref()).collect();
            known(log, format!("{pointer}/hold"), "hold", id, &ids);
        }
        if let Some(id) = &action.demand {
            let ids: Vec<&str> = self.demand.iter().filter_map(|d| d.id.as_deref()).collect();
            known(log, format!("{pointer}/demand"), "demand", id, &ids);
        }
    }
}
