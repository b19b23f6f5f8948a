-- Where events are sent. The secret signs them, so it is kept as it is.
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    created BIGINT NOT NULL
);

-- Which entries of ledgers each is sent: `alert`, or `release.hold_ended`.
CREATE TABLE webhook_events (
    webhook TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (webhook, event)
);

-- One row for each entry and webhook, written with the entry: `pending`, `delivered` or `dead`.
CREATE TABLE deliveries (
    webhook TEXT NOT NULL,
    event TEXT NOT NULL,
    account TEXT NOT NULL,
    n BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt BIGINT,
    ended BIGINT,
    error TEXT,
    PRIMARY KEY (webhook, event)
);

CREATE INDEX deliveries_by_attempt ON deliveries (next_attempt);
CREATE INDEX deliveries_by_state ON deliveries (state, webhook, event);

-- Verdicts on quotes. Only ever added to.
CREATE TABLE verdicts (
    id TEXT PRIMARY KEY,
    decided BIGINT NOT NULL,
    api_key TEXT NOT NULL,
    account TEXT,
    quote TEXT,
    catalog TEXT,
    verdict TEXT NOT NULL,
    difference TEXT
);

CREATE INDEX verdicts_by_account ON verdicts (account, id);
CREATE INDEX verdicts_by_verdict ON verdicts (verdict, id);
