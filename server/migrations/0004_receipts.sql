-- Receipts, each as JSON: so that the state of a busy account stays small. They are kept as long as they can be
-- refunded.
CREATE TABLE receipts (
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    kept_until BIGINT,
    receipt TEXT NOT NULL,
    PRIMARY KEY (account, id)
);

CREATE INDEX receipts_by_age ON receipts (kept_until);
