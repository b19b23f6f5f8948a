//! Products and quotients of whole numbers, fast for 64 bits.

/// Most factors fit 64 bits, where one widening multiplication cannot overflow.
pub(super) fn multiply(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => Some(match product(a, b) {
            Some(product) => product.into(),
            None => i128::from(a) * i128::from(b),
        }),
        _ => a.checked_mul(b),
    }
}

/// Tests the bits, because a checked multiplication in wasm would use 128 bits.
pub(super) fn product(a: i64, b: i64) -> Option<i64> {
    let spare = a.unsigned_abs().leading_zeros() + b.unsigned_abs().leading_zeros();
    (spare > 64).then(|| a.wrapping_mul(b))
}

/// Quotient and remainder; most amounts fit 64 bits, where division is fast.
pub(super) fn quotient(above: i128, below: i128) -> (i128, i128) {
    match (i64::try_from(above), i64::try_from(below)) {
        (Ok(a), Ok(b)) if b > 0 => (i128::from(a / b), i128::from(a % b)),
        // A product is faster than a second division.
        _ => {
            let whole = above / below;
            (whole, above - whole * below)
        }
    }
}
