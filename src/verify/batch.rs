//! Many quotes at once.

use super::checks::QuoteChecks;
use super::verdict::Verdict;
use crate::catalog::Catalog;
use crate::error::Errors;

impl Catalog {
    /// Verifies many quotes like [`Catalog::verify_with`], on all processors. The results are in the
    /// order of the quotes, and the same as one by one.
    ///
    /// ```
    /// use drawdown::{Catalog, QuoteChecks, Request, Verdict, to_text};
    /// # let catalog = Catalog::from_json(r#"{
    /// #     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    /// #     "credit": { "name": "credit", "step": "1" },
    /// #     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
    /// let quote = to_text(&catalog.quote(&Request::new("image"))?)?;
    /// let checks = QuoteChecks::new("2026-11-01T12:00Z".parse()?);
    /// let verdicts = catalog.verify_batch(&[quote.as_str(), "{}", &quote], &checks);
    /// let codes: Vec<&str> = verdicts.iter().flatten().map(Verdict::code).collect();
    /// assert_eq!(codes, ["verified", "malformed", "verified"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Each result is that of its own quote.
    pub fn verify_batch<T: AsRef<str> + Sync>(
        &self,
        quotes: &[T],
        checks: &QuoteChecks,
    ) -> Vec<Result<Verdict, Errors>> {
        let each = |quotes: &[T]| -> Vec<Result<Verdict, Errors>> {
            quotes.iter().map(|quote| self.verify_with(quote.as_ref(), checks)).collect()
        };
        match part_of_a_processor(quotes.len()) {
            Some(part) => in_parallel(quotes, part, each),
            None => each(quotes),
        }
    }
}

/// Fewer quotes are not worth a thread.
const FEWEST: usize = 16;

/// How many quotes each processor gets, if there are several processors and enough quotes.
fn part_of_a_processor(count: usize) -> Option<usize> {
    if cfg!(target_arch = "wasm32") {
        return None;
    }
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let part = count.div_ceil(processors).max(FEWEST);
    (part < count).then_some(part)
}

/// The results of all parts, in order.
fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    part: usize,
    each: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    std::thread::scope(|scope| {
        let each = &each;
        let parts = items.chunks(part).map(|items| (items, scope.spawn(move || each(items))));
        let parts: Vec<_> = parts.collect();
        // A thread that panicked is a fault of this crate: its part is computed here, where the
        // caller sees the panic.
        parts
            .into_iter()
            .flat_map(|(items, part)| part.join().unwrap_or_else(|_| each(items)))
            .collect()
    })
}
