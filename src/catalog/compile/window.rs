//! Windows of time: their zones and holidays, and every combination in which they can hold.

use super::super::hours::Hours;
use super::Scope;
use crate::calendar::{ALL_DAYS, HOLIDAYS, MOST_WINDOWS, Moment, TimeOfDay, Window};
use crate::error::ErrorKind;
use crate::json::Path;
use std::sync::Arc;

impl Scope<'_> {
    /// The index of a window in the operation.
    pub(super) fn window(&self, path: &Path, hours: &Hours) -> usize {
        self.check_hours(path, hours);
        let window = Window {
            from: hours.from.unwrap_or(TimeOfDay::MIDNIGHT),
            until: hours.until.unwrap_or(TimeOfDay::MIDNIGHT),
            days: hours.mask(),
            clock: self.kept(path, "zone", &self.document.zones, hours.zone.as_deref(), |table| {
                Some(table.0.clone())
            }),
            holidays: self.kept(
                path,
                "holidays",
                &self.document.holidays,
                hours.holidays.as_deref(),
                |list| list.0.clone(),
            ),
        };
        let mut windows = self.windows.borrow_mut();
        let place = windows.iter().position(|known| *known == window).unwrap_or(windows.len());
        if place >= MOST_WINDOWS {
            let sentence = format!("more than {MOST_WINDOWS} different windows in one operation");
            self.error(path, ErrorKind::Limit, sentence);
            return 0;
        }
        if place == windows.len() {
            windows.push(window);
        }
        self.follows.set(self.follows.get() | 1 << place);
        place
    }

    fn check_hours(&self, path: &Path, hours: &Hours) {
        let Hours { from, until, days, .. } = hours;
        match (from, until) {
            (Some(from), Some(until)) if from == until => {
                let sentence = "`from` and `until` are the same: leave both out for the whole day";
                self.error(path, ErrorKind::Unreachable, sentence);
            }
            (None, None) if days.is_none() => {
                let sentence = "expected `from` and `until`, or `days`, found none of them";
                self.error(path, ErrorKind::Missing, sentence);
            }
            (Some(_), None) | (None, Some(_)) => {
                self.error(
                    path,
                    ErrorKind::Missing,
                    "expected both `from` and `until`, or neither",
                );
            }
            _ => {}
        }
        let with_holidays = days.is_some_and(|days| days.0 & HOLIDAYS != 0);
        if with_holidays && hours.holidays.is_none() {
            let sentence = "expected a key `holidays` that names a list, found none";
            self.error(path, ErrorKind::Missing, sentence);
        }
        if hours.holidays.is_some() && hours.mask() == ALL_DAYS {
            let sentence = "changes nothing: the window is on every day, whether a holiday or not";
            self.error(&path.key("holidays"), ErrorKind::Unreachable, sentence);
        }
    }

    /// The entry with this name in the catalog, and the name.
    fn kept<T, U>(
        &self,
        path: &Path,
        key: &str,
        list: &[(String, T)],
        name: Option<&str>,
        take: impl Fn(&T) -> Option<Arc<U>>,
    ) -> Option<(Arc<str>, Arc<U>)> {
        let name = name?;
        let of = if key == "zone" { "zones" } else { "holidays" };
        self.log.uses(&Path::Root.key(of).key(name));
        let found = list.iter().find(|(known, _)| known == name);
        if found.is_none() {
            let what = if key == "zone" { "zone" } else { "list of holidays" };
            let valid = list.iter().map(|(known, _)| known.as_str()).collect();
            self.unknown(&path.key(key), what, name, valid);
        }
        Some((name.into(), take(&found?.1)?))
    }

    pub(super) fn moments(&self, path: &Path) -> Vec<Moment> {
        let windows = self.windows.borrow();
        if windows.is_empty() {
            return Vec::new();
        }
        Moment::all(&windows).unwrap_or_else(|| {
            let sentence = "its windows follow too many holidays or too different clocks";
            self.error(path, ErrorKind::Limit, sentence);
            Vec::new()
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;

    /// The errors of a catalog with two prices, each in a window.
    fn errors(first: &str, second: &str) -> Vec<String> {
        let text = format!(
            r#"{{ "catalog": "c", "version": "1", "as_of": "2026-10-01",
                 "credit": {{ "name": "credit", "step": "1" }},
                 "zones": {{ "beijing": {{ "name": "Asia/Shanghai",
                                           "offsets": [{{ "from": "1991-09-15", "seconds": 28800 }}] }} }},
                 "holidays": {{ "cn": ["2026-10-01", "2026-10-02"] }},
                 "operations": [ {{ "id": "o", "prices": [
                     {{ "price": "free", "hours": {first} }}, {{ "price": "free", "hours": {second} }} ] }} ] }}"#
        );
        let errors = Catalog::from_json(&text).err();
        errors.into_iter().flatten().map(|error| error.to_string()).collect()
    }

    fn overlap(first: &str, second: &str) -> bool {
        let errors = errors(first, second);
        assert!(errors.len() <= 1, "{errors:?}");
        errors
            .iter()
            .any(|error| error.contains("holds at the same time as /operations/0/prices/0"))
    }

    #[test]
    fn windows_overlap_where_some_instant_is_in_both() {
        let friday_night = r#"{ "from": "22:00", "until": "06:00", "days": "fri" }"#;
        assert!(overlap(friday_night, r#"{ "from": "05:00", "until": "07:00", "days": "sat" }"#));
        assert!(!overlap(friday_night, r#"{ "from": "06:00", "until": "07:00", "days": "sat" }"#));
        assert!(!overlap(friday_night, r#"{ "from": "05:00", "until": "07:00", "days": "fri" }"#));
        assert!(!overlap(r#"{ "days": "weekdays" }"#, r#"{ "days": ["sat", "sun"] }"#));
        assert!(overlap(r#"{ "days": "fri-mon" }"#, r#"{ "days": "mon" }"#));
    }

    #[test]
    fn holidays_keep_windows_apart() {
        let working = r#"{ "days": "weekdays", "holidays": "cn" }"#;
        assert!(!overlap(working, r#"{ "days": "holidays", "holidays": "cn" }"#));
        assert!(!overlap(working, r#"{ "days": ["weekends", "holidays"], "holidays": "cn" }"#));
        assert!(overlap(working, r#"{ "days": "fri" }"#));
    }

    #[test]
    fn clocks_are_compared() {
        let here = r#"{ "from": "09:00", "until": "18:00" }"#;
        let there = |from, until| {
            format!(r#"{{ "from": "{from}", "until": "{until}", "zone": "beijing" }}"#)
        };
        assert!(!overlap(here, &there("02:00", "17:00")));
        assert!(overlap(here, &there("16:59", "17:01")));
        assert!(!overlap(
            r#"{ "days": "sun" }"#,
            &there("12:00", "13:00").replace('}', r#", "days": "sat" }"#)
        ));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let saturday = r#"{ "from": "05:00", "until": "06:00", "days": "sat" }"#;
        for (hours, told) in [
            ("{}", "expected `from` and `until`, or `days`, found none of them"),
            (r#"{ "from": "09:00" }"#, "expected both `from` and `until`, or neither"),
            (
                r#"{ "from": "09:00", "until": "09:00", "days": "mon" }"#,
                "leave both out for the whole day",
            ),
            (r#"{ "days": "holidays" }"#, "expected a key `holidays` that names a list"),
            (
                r#"{ "days": "fri", "holidays": "de" }"#,
                "there is no list of holidays `de`; expected one of: cn",
            ),
            (
                r#"{ "days": "fri", "zone": "bejing" }"#,
                "there is no zone `bejing`; did you mean `beijing`?",
            ),
            (
                r#"{ "from": "06:00", "until": "09:00", "holidays": "cn" }"#,
                "changes nothing: the window is on every day",
            ),
            (r#"{ "days": "mon–fri" }"#, "expected \"mon\" to \"sun\", \"mon-fri\""),
            (r#"{ "days": [] }"#, "expected at least one day, found none"),
        ] {
            let errors = errors(hours, saturday);
            assert!(
                errors.first().is_some_and(|error| error.contains(told)),
                "{hours}: {errors:?}"
            );
        }
    }
}
