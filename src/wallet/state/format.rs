//! The version of the format, and keys that only a newer one knows.
//!
//! A minor version adds keys at the top of a state, which an older one may leave alone. A major
//! version is needed for anything else.

use super::State;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{Log, Node, Read, Value, read_text};
use crate::wallet::live::Newer;
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A version of the format: `1.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FormatVersion {
    major: u32,
    minor: u32,
}

impl FormatVersion {
    /// What is known here. 1.1 added `named_elsewhere`, 1.2 `limit_uses`.
    pub(crate) const CURRENT: FormatVersion = FormatVersion { major: 1, minor: 2 };
    /// What `named_elsewhere` needs.
    pub(crate) const NAMED_ELSEWHERE: FormatVersion = FormatVersion { major: 1, minor: 1 };
    /// What is written while nothing needs a later one.
    pub(crate) const FIRST: FormatVersion = FormatVersion { major: 1, minor: 0 };
}

impl FromStr for FormatVersion {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (major, minor) = text.split_once('.').ok_or(())?;
        let number = |text: &str| text.parse().map_err(drop);
        Ok(FormatVersion { major: number(major)?, minor: number(minor)? })
    }
}

impl fmt::Display for FormatVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl Read for FormatVersion {
    fn read(node: &Node) -> Self {
        read_text(node, "a version such as \"1.0\"").unwrap_or(Self::CURRENT)
    }
    fn placeholder() -> Self {
        Self::CURRENT
    }
}

impl Serialize for FormatVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schema")]
impl crate::json::schema::Shape for FormatVersion {
    fn shape(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]+\\.[0-9]+$" })
    }
}

/// A state, and the keys of a newer minor version, which are written again.
pub(super) fn read_state(value: Value) -> Result<(State, Newer), Errors> {
    let version = version_of(&value)?;
    if version.major != FormatVersion::CURRENT.major {
        let sentence = format!(
            "this state has the format {version}; formats {}.x are read here",
            FormatVersion::CURRENT.major
        );
        return Err(Error::new(ErrorKind::NoAnswer, "/format", sentence).into());
    }
    let (known, newer) = match value {
        Value::Object(members) if version > FormatVersion::CURRENT => {
            let is_known = |(key, _): &(String, Value)| State::KEYS.contains(&key.as_str());
            let (known, newer) = members.into_iter().partition(is_known);
            (Value::Object(known), Newer { format: Some(version.to_string()), keys: newer })
        }
        value => (value, Newer::default()),
    };
    Ok((Log::default().read(&known)?, newer))
}

fn version_of(value: &Value) -> Result<FormatVersion, Errors> {
    let Some(format) = value.get("format") else {
        let sentence = "expected a key `format`, found none: this is no state of a wallet, or one of \
                        a version before 0.1.0";
        return Err(Error::new(ErrorKind::Missing, "", sentence).into());
    };
    let log = Log::default();
    let root = Node::root(format, &log);
    let version = FormatVersion::read(&Node { path: root.path.key("format"), ..root });
    Errors::check(log.into_lists().0)?;
    Ok(version)
}
