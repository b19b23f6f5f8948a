-- One set of statements for SQLite and PostgreSQL. Instants are seconds since 1970; amounts stand only
-- inside `state` and `entry`, as exact decimal texts.

CREATE TABLE catalogs (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    body TEXT NOT NULL,
    added BIGINT NOT NULL
);

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    catalog TEXT NOT NULL,
    state TEXT NOT NULL,
    entries BIGINT NOT NULL,
    next_due BIGINT,
    opened BIGINT NOT NULL,
    changed BIGINT NOT NULL
);

CREATE INDEX accounts_by_due ON accounts (next_due);

-- Only ever added to.
CREATE TABLE ledger (
    account TEXT NOT NULL,
    n BIGINT NOT NULL,
    happened BIGINT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (account, n)
);

-- What was answered under an idempotency key.
CREATE TABLE answers (
    account TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    answered BIGINT NOT NULL,
    PRIMARY KEY (account, idempotency_key)
);

CREATE INDEX answers_by_age ON answers (answered);

-- Quotes that were accepted: none is accepted twice.
CREATE TABLE accepted_quotes (
    digest TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    accepted BIGINT NOT NULL
);

CREATE INDEX accepted_quotes_by_age ON accepted_quotes (accepted);

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created BIGINT NOT NULL,
    revoked BIGINT
);
