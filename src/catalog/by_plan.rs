//! What differs by plan, also for an account that has none.

use super::id::PlanId;

/// A value for an account without a plan, then one for each plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ByPlan<T>(Vec<T>);

impl<T> ByPlan<T> {
    /// The value without a plan comes first.
    pub(crate) fn of(values: Vec<T>) -> Self {
        ByPlan(values)
    }

    pub(crate) fn get(&self, plan: Option<PlanId>) -> Option<&T> {
        self.0.get(place_among_all(plan))
    }

    pub(crate) fn get_mut(&mut self, plan: Option<PlanId>) -> Option<&mut T> {
        self.0.get_mut(place_among_all(plan))
    }

    /// The value without a plan, then those of the plans.
    pub(crate) fn all(&self) -> &[T] {
        &self.0
    }

    /// The values of the plans.
    pub(crate) fn of_plans(&self) -> &[T] {
        self.0.get(1..).unwrap_or_default()
    }
}

/// Having no plan comes first, then the plans.
fn place_among_all(plan: Option<PlanId>) -> usize {
    plan.map_or(0, |plan| plan.place() + 1)
}

/// `None`, then the place of each plan of a catalog that has `plans` of them.
pub(crate) fn no_plan_and_each(plans: usize) -> impl Iterator<Item = Option<PlanId>> {
    std::iter::once(None).chain((0..plans).map(|place| Some(PlanId::at(place))))
}
