-- Durable work and timers. A row is due once due_at has passed; a node takes it by moving lease_until on, and removes it
-- in the transaction that does the work. One row for a (kind, subject): setting it again moves it.
CREATE TABLE job (
    kind             text NOT NULL,
    subject_id       uuid NOT NULL,
    business_unit_id uuid NOT NULL,
    due_at           timestamptz NOT NULL,
    lease_until      timestamptz,                              -- the database's clock
    attempts         integer NOT NULL DEFAULT 0,
    payload          jsonb NOT NULL DEFAULT '{}',
    last_error       text,
    PRIMARY KEY (kind, subject_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX job_due ON job (due_at);
CALL protect('job');
