//! The head of an operation: enough to find it, and to know what pays for it, before it is read.

use super::policy::FailedRuns;
use super::program::Text;
use crate::json::{Field, Node, Read};

/// Read for every operation when a catalog is opened; the rest of an operation waits for its first
/// use.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Head {
    pub(crate) id: Text,
    /// Name for people; see [`Head::name`].
    own_name: Option<String>,
    pub(crate) tool: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) tier: Option<String>,
    pub(crate) tags: Vec<String>,
    /// If it differs from the policies.
    pub(crate) failed_runs: Option<FailedRuns>,
}

impl Head {
    /// Name for people; the id if there is none.
    pub(crate) fn name(&self) -> &str {
        self.own_name.as_deref().unwrap_or(&self.id)
    }
}

impl Head {
    pub(super) const FIELDS: &[Field] = &[
        Field { key: "id", required: true, within: None },
        Field { key: "name", required: false, within: None },
        Field { key: "tool", required: false, within: None },
        Field { key: "model", required: false, within: None },
        Field { key: "tier", required: false, within: None },
        Field { key: "tags", required: false, within: None },
        Field { key: "failed_runs", required: false, within: None },
    ];
}

impl Read for Head {
    fn read(node: &Node) -> Self {
        let mut head = Head::placeholder();
        node.fill_some(
            Head::FIELDS,
            &mut [
                &mut head.id,
                &mut head.own_name,
                &mut head.tool,
                &mut head.model,
                &mut head.tier,
                &mut head.tags,
                &mut head.failed_runs,
            ],
        );
        head
    }

    fn placeholder() -> Self {
        Head {
            id: Text::placeholder(),
            own_name: None,
            tool: None,
            model: None,
            tier: None,
            tags: Vec::new(),
            failed_runs: None,
        }
    }
}

/// In the file it is a whole operation.
#[cfg(feature = "schema")]
impl crate::json::schema::Shape for Head {
    fn shape(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        super::operation::OperationDocument::shape(generator)
    }
}
