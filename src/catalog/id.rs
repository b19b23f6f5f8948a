//! Places in a catalog's lists, each of a type of its own, so that no place of one list is taken for
//! a place of another.

/// A place in a list.
macro_rules! id {
    ($(#[doc = $doc:literal])* $name:ident) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(usize);

        impl $name {
            pub(crate) const fn at(place: usize) -> Self {
                $name(place)
            }

            pub(crate) const fn place(self) -> usize {
                self.0
            }
        }
    };
}

pub(crate) use id;

id! {
    /// The place of a class of credits.
    ClassId
}

id! {
    /// The place of an operation.
    OperationId
}

impl OperationId {
    /// Of what is spent on no operation: only credits for everything pay.
    pub(crate) const NONE: OperationId = OperationId::at(usize::MAX);
}

id! {
    /// The place of a plan.
    PlanId
}

id! {
    /// The place of a grant.
    GrantId
}

id! {
    /// The place of a top-up.
    TopUpId
}

id! {
    /// The place of a limit.
    LimitId
}
