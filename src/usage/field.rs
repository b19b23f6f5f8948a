//! The fields of an event, and the names under which logs commonly hold them.

/// A field of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    At,
    Account,
    Member,
    Project,
    Operation,
    Runs,
    Outcome,
    Charged,
}

pub(super) const FIELDS: [Field; 9] = [
    Field::Id,
    Field::At,
    Field::Account,
    Field::Member,
    Field::Project,
    Field::Operation,
    Field::Runs,
    Field::Outcome,
    Field::Charged,
];

impl Field {
    pub(super) fn place(self) -> usize {
        self as usize
    }

    /// Its name in a mapping.
    pub(super) fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::At => "at",
            Field::Account => "account",
            Field::Member => "member",
            Field::Project => "project",
            Field::Operation => "operation",
            Field::Runs => "runs",
            Field::Outcome => "outcome",
            Field::Charged => "charged",
        }
    }

    /// Usual names, in lower case with underscores, the surest first.
    pub(super) fn usual(self) -> &'static [&'static str] {
        match self {
            Field::Id => &["id", "event_id", "request_id", "job_id", "task_id", "generation_id"],
            Field::At => &[
                "at",
                "timestamp",
                "datetime",
                "date_time",
                "created_at",
                "time",
                "created",
                "started_at",
                "completed_at",
                "date",
            ],
            Field::Account => &[
                "account",
                "account_id",
                "organization",
                "organisation",
                "organization_id",
                "org",
                "workspace",
                "workspace_id",
                "team",
                "customer",
                "customer_id",
            ],
            Field::Member => &[
                "member",
                "member_id",
                "user",
                "user_id",
                "user_email",
                "email",
                "username",
                "created_by",
            ],
            Field::Project => &[
                "project",
                "project_id",
                "project_name",
                "board",
                "folder",
                "space",
                "api_key",
                "api_key_name",
            ],
            Field::Operation => &[
                "operation",
                "operation_id",
                "model",
                "model_id",
                "model_name",
                "tool",
                "feature",
                "action",
                "type",
                "sku",
            ],
            Field::Runs => &["runs", "count", "quantity", "generations", "n", "requests"],
            Field::Outcome => &["outcome", "status", "state", "result"],
            Field::Charged => &[
                "charged",
                "credits",
                "credits_used",
                "credits_charged",
                "credits_spent",
                "credit_cost",
                "units",
                "compute_units",
                "amount",
                "cost",
            ],
        }
    }
}
