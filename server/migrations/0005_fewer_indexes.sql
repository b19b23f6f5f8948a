-- Nearly all verdicts are `verified`, of no account: these need no index.
DROP INDEX verdicts_by_account;
DROP INDEX verdicts_by_verdict;
CREATE INDEX verdicts_by_account ON verdicts (account, id) WHERE account IS NOT NULL;
CREATE INDEX verdicts_by_verdict ON verdicts (verdict, id) WHERE verdict <> 'verified';
