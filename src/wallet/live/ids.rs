//! Ids that name the wallet they belong to: `acct-7/r12` is the twelfth receipt of `acct-7`.

use super::super::Result;
use crate::catalog::program::Text;
use crate::error::{Error, ErrorKind};
use crate::visible::has_hidden;

/// Longer ids are refused.
const MOST_CHARACTERS: usize = 200;

/// The id of a wallet: the first part of every id that it issues.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WalletId(Text);

/// What an id is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdOf {
    Receipt,
    Hold,
    Invoice,
}

impl IdOf {
    fn letter(self) -> char {
        match self {
            IdOf::Receipt => 'r',
            IdOf::Hold => 'h',
            IdOf::Invoice => 'i',
        }
    }

    fn word(self) -> &'static str {
        match self {
            IdOf::Receipt => "receipt",
            IdOf::Hold => "hold",
            IdOf::Invoice => "invoice",
        }
    }
}

impl WalletId {
    pub(crate) fn new(id: &str) -> Result<Self> {
        check_id("/wallet", id)?;
        Ok(WalletId(id.into()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The id that it issues for a number.
    pub(crate) fn issue(&self, of: IdOf, number: u64) -> String {
        format!("{}/{}{number}", self.0, of.letter())
    }

    /// The number in an id that it has issued.
    pub(crate) fn number(&self, of: IdOf, id: &str) -> Result<u64> {
        let (pointer, word) = (format!("/{}", of.word()), of.word());
        let wrong = |sentence| Error::new(ErrorKind::UnknownName, pointer, sentence);
        let Some((wallet, rest)) = id.rsplit_once('/') else {
            let like = self.issue(of, 1);
            return Err(wrong(format!(
                "expected the id of a {word} such as `{like}`, found `{id}`"
            )));
        };
        if wallet != self.as_str() {
            let own = self.as_str();
            return Err(wrong(format!("`{id}` is of the wallet `{wallet}`, this is `{own}`")));
        }
        let number = rest.strip_prefix(of.letter()).and_then(|digits| digits.parse().ok());
        number.filter(|number| self.issue(of, *number) == id).ok_or_else(|| {
            let like = self.issue(of, 1);
            wrong(format!("expected the id of a {word} such as `{like}`, found `{id}`"))
        })
    }

    /// A name in the wallet, without the wallet that it may begin with.
    pub(crate) fn name_in<'n>(&self, id: &'n str) -> &'n str {
        let own = id.strip_prefix(self.as_str()).and_then(|rest| rest.strip_prefix('/'));
        own.unwrap_or(id)
    }
}

/// Refuses an id that is empty, too long, or has characters that nobody sees.
pub(crate) fn check_id(pointer: &str, id: &str) -> Result<()> {
    if !id.is_empty() && id.chars().count() <= MOST_CHARACTERS && !has_hidden(id) {
        return Ok(());
    }
    let sentence =
        format!("expected an id of 1 to {MOST_CHARACTERS} visible characters, found `{id}`");
    Err(Error::new(ErrorKind::OutOfRange, pointer, sentence))
}
