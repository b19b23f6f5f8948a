//! Places in the lists of a simulation.

use crate::catalog::id::id;

id! {
    /// The place of a line of the demand.
    LineId
}
