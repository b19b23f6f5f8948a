//! Receipts that the caller keeps: a wallet with thousands of payments stays as small as one with a few.

use super::super::lot::Slot;
use super::super::{Result, Wallet};
use super::ids::IdOf;
use super::receipts::Receipt;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log};

impl Receipt {
    /// Reads a receipt from JSON text, as it is written.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer.
    pub fn from_json(text: &str) -> std::result::Result<Self, Errors> {
        Log::default().read(&json::parse(text)?)
    }
}

impl Wallet {
    /// Takes the receipts out of the wallet, the oldest first: for a server that keeps them in a table
    /// of its own, each under its id. The wallet remembers which of its lots they name, and until
    /// when. [`Wallet::attach_receipt`] brings one back before it is refunded; all have to be back
    /// before a [migration](Wallet::migrate).
    ///
    /// ```
    /// use drawdown::{Account, Catalog, Charge, Receipt, Wallet, to_text};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    ///     "classes": { "free": {} }, "burn_order": [ "issued" ],
    ///     "grants": [ { "id": "start", "class": "free", "amount": "100", "every": "once" } ] }"#)?;
    /// let now = "2026-11-01T12:00Z".parse()?;
    /// let mut wallet = Wallet::open(&catalog, "acct-7", &Account::default(), now)?.wallet;
    /// wallet.charge(&Charge::new("image", "24".parse()?))?;
    /// let kept: Vec<String> = wallet.detach_receipts().iter().map(to_text).collect::<Result<_, _>>()?;
    /// assert!(wallet.refund("acct-7/r1", None).is_err());
    /// wallet.attach_receipt(Receipt::from_json(&kept[0])?)?;
    /// wallet.refund("acct-7/r1", None)?;
    /// assert_eq!(wallet.detach_receipts()[0].refunded, Some("24".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn detach_receipts(&mut self) -> Vec<Receipt> {
        let mut part = std::mem::take(&mut self.live);
        let numbers = self.lots.numbers();
        let lot_of = |number: u64| {
            let slot: Slot = numbers.slot(number)?;
            self.lots.get(slot).map(|lot| lot.number)
        };
        let receipts = part.change(|live| live.receipts.detach(lot_of));
        self.live = part;
        receipts
    }

    /// Brings a receipt back, as it was taken out.
    ///
    /// # Errors
    /// `unknown_name` for a receipt of another wallet, or one that this one has not issued;
    /// `duplicate` for one that is here; `out_of_range` for one that says more than was paid.
    pub fn attach_receipt(&mut self, receipt: Receipt) -> Result<()> {
        let number = self.live.id.number(IdOf::Receipt, &receipt.id)?;
        self.check_detached(number, &receipt)?;
        let mut part = std::mem::take(&mut self.live);
        let is_new = part.change(|live| live.receipts.attach(number, receipt));
        self.live = part;
        if is_new {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Duplicate, "/id", "the receipt is in the wallet already"))
    }

    /// When a receipt can no longer be refunded: its limit after it was paid. `None` if that is later
    /// than any instant.
    pub fn receipt_until(&self, receipt: &Receipt) -> Option<Instant> {
        self.after(receipt.at, self.live.limits.receipts).ok()
    }

    fn check_detached(&self, number: u64, receipt: &Receipt) -> Result<()> {
        let wrong = |pointer: String, sentence: &str| {
            Err(Error::new(ErrorKind::OutOfRange, pointer, sentence.to_owned()))
        };
        if number > self.live.receipts.last() {
            let sentence = format!("the wallet has not issued `{}`", receipt.id);
            return Err(Error::new(ErrorKind::UnknownName, "/id", sentence));
        }
        if receipt.at > self.now {
            return wrong("/at".to_owned(), "expected an instant up to the wallet's");
        }
        if !receipt.is_even() {
            let sentence = "expected the sum of `debt` and the lots, and no more refunded";
            return wrong("/amount".to_owned(), sentence);
        }
        for (i, part) in receipt.left()?.lots.iter().enumerate() {
            let slot = self.lots.slot_of(part.number.into());
            let class = self.class_place(&part.class);
            let spent = match (slot.and_then(|slot| self.lots.get(slot)), class) {
                (Some(lot), _) => Some(lot.spent),
                (None, Some(class)) => self.spent_of(class),
                (None, None) => None,
            };
            if part.amount > spent.unwrap_or(Credits::ZERO) {
                let sentence = "expected at most what was spent and not yet refunded";
                return wrong(format!("/lots/{i}/amount"), sentence);
            }
        }
        Ok(())
    }
}
