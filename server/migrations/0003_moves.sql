-- Accounts that moved to another version of their catalog, and what differed. Only ever added to.
CREATE TABLE moves (
    account TEXT NOT NULL,
    version BIGINT NOT NULL,
    happened BIGINT NOT NULL,
    from_catalog TEXT NOT NULL,
    to_catalog TEXT NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (account, version)
);

CREATE INDEX accounts_by_catalog ON accounts (catalog, id);
