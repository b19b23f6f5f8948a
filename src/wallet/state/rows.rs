//! Lots as rows of text: a wallet may have thousands, and objects would take most of the time to
//! save and load it. What many lots have in common is their kind, which is listed once.

use super::{EndsBy, FractionText};
use crate::amount::Credits;
use crate::by_text::split_once;
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::json::{Node, Read, read_text, saved};
use serde::ser::{Serialize, Serializer};
use std::fmt::Write as _;
use std::str::FromStr;

saved! {
    /// What lots have in common.
    pub(crate) struct LotKind {
        /// Their class.
        class: String,
        /// Id of their grant.
        grant: Option<String>,
        /// A refund has issued them again: they are no longer the grant's.
        again: bool,
        /// Id of their top-up.
        top_up: Option<String>,
        /// What determines their end; never when absent.
        ends: Option<EndsBy>,
        /// Seconds from the first use to the end.
        seconds: Option<u32>,
        /// The lot with the smaller number pays first.
        priority: Option<u32>,
        /// Seconds between two issues of the grant.
        interval: Option<u32>,
        /// Money for one credit.
        unit_cost: Option<FractionText>,
        /// Id of the only member who may use them.
        member: Option<String>,
        /// Frozen until there is a subscription.
        frozen: bool,
        /// Usable only for what the free tier may use.
        restricted: bool,
        /// Carried over from an earlier cycle.
        carried: bool,
        /// They have ended, but some credits are held.
        over: bool,
    }
}

/// A lot: its number, the place of its kind, when it was issued, how many credits were issued and
/// how many remain; then, by name, what not every lot has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LotRow {
    pub(super) number: u64,
    pub(super) kind: usize,
    pub(super) issued: Instant,
    pub(super) amount: Credits,
    pub(super) left: Credits,
    pub(super) held: Credits,
    /// Credits spent and not refunded.
    pub(super) spent: Credits,
    /// When it begins to pay; the issue date when absent.
    pub(super) effective: Option<Instant>,
    /// When it expires or expired.
    pub(super) expires: Option<Instant>,
    /// Ranges of the numbers of lots merged into it: from, to.
    pub(super) joined: Vec<(u64, u64)>,
    /// Its given id. It is the last one, because it may contain spaces.
    pub(super) id: Option<Text>,
}

const EXAMPLE: &str = "a lot such as \"12 0 2026-11-01T00:00:00Z 500 380 spent=120\"";
const ID: &str = "id=";

impl LotRow {
    /// One that is spent or held by nobody.
    fn new(number: u64, kind: usize, issued: Instant, (amount, left): (Credits, Credits)) -> Self {
        LotRow {
            number,
            kind,
            issued,
            amount,
            left,
            held: Credits::ZERO,
            spent: Credits::ZERO,
            effective: None,
            expires: None,
            joined: Vec::new(),
            id: None,
        }
    }

    /// Sets what is said by name.
    fn set(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "held" => self.held = value.parse().ok()?,
            "spent" => self.spent = value.parse().ok()?,
            "effective" => self.effective = Some(value.parse().ok()?),
            "expires" => self.expires = Some(value.parse().ok()?),
            "joined" => self.joined = value.split(',').map(range).collect::<Option<_>>()?,
            _ => return None,
        }
        Some(())
    }

    fn parse(text: &str) -> Option<Self> {
        let mut rest = Some(text);
        let (number, kind) = (field(&mut rest)?.parse().ok()?, field(&mut rest)?.parse().ok()?);
        let issued = field(&mut rest)?.parse().ok()?;
        let amounts = (field(&mut rest)?.parse().ok()?, field(&mut rest)?.parse().ok()?);
        let mut row = LotRow::new(number, kind, issued, amounts);
        while let Some(named) = rest {
            if let Some(id) = named.strip_prefix(ID) {
                row.id = Some(id.into());
                break;
            }
            let (name, value) = split_once(field(&mut rest)?, |byte| byte == b'=')?;
            row.set(name, value)?;
        }
        Some(row)
    }
}

/// Takes the text up to the next space off the rest.
fn field<'a>(rest: &mut Option<&'a str>) -> Option<&'a str> {
    let text = (*rest)?;
    let (field, more) = match split_once(text, |byte| byte == b' ') {
        Some((field, more)) => (field, Some(more)),
        None => (text, None),
    };
    *rest = more;
    Some(field)
}

/// A number, or two with a hyphen between them.
fn range(text: &str) -> Option<(u64, u64)> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    Some((from.parse().ok()?, to.parse().ok()?))
}

impl FromStr for LotRow {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        LotRow::parse(text).ok_or(())
    }
}

impl LotRow {
    /// Without the machinery of formatting: with many lots it would take most of the time.
    fn text(&self) -> String {
        let mut out = String::with_capacity(96);
        let LotRow { number, kind, issued, amount, left, .. } = self;
        let _infallible = write!(out, "{number} {kind} ");
        push_instant(*issued, &mut out);
        for credits in [amount, left] {
            out.push(' ');
            credits.decimal().push(&mut out);
        }
        for (name, credits) in [(" held=", self.held), (" spent=", self.spent)] {
            if credits != Credits::ZERO {
                out.push_str(name);
                credits.decimal().push(&mut out);
            }
        }
        for (name, at) in [(" effective=", self.effective), (" expires=", self.expires)] {
            if let Some(at) = at {
                out.push_str(name);
                push_instant(at, &mut out);
            }
        }
        self.push_joined(&mut out);
        if let Some(id) = &self.id {
            out.extend([" ", ID, id]);
        }
        out
    }

    fn push_joined(&self, out: &mut String) {
        for (place, (from, to)) in self.joined.iter().enumerate() {
            out.push_str(if place == 0 { " joined=" } else { "," });
            let _infallible =
                if from == to { write!(out, "{from}") } else { write!(out, "{from}-{to}") };
        }
    }
}

fn push_instant(at: Instant, out: &mut String) {
    out.push_str(str::from_utf8(&at.text()).unwrap_or_default());
}

impl Read for LotRow {
    fn read(node: &Node) -> Self {
        read_text(node, EXAMPLE).unwrap_or_else(Self::placeholder)
    }
    fn placeholder() -> Self {
        LotRow::new(0, 0, Instant::EPOCH, (Credits::ZERO, Credits::ZERO))
    }
}

impl Serialize for LotRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

#[cfg(feature = "schema")]
impl crate::json::schema::Shape for LotRow {
    fn shape(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "Number, place of the kind, date of issue, credits issued, credits left; \
                            then `held`, `spent`, `effective`, `expires`, `joined`, `id`, each with \
                            `=` and only if needed.",
            "pattern": "^[0-9]+ [0-9]+ [^ ]+ [^ ]+ [^ ]+( (held|spent|effective|expires|joined)=[^ ]+)*( id=.*)?$",
        })
    }
}
