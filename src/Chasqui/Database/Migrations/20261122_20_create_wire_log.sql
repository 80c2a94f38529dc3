-- For how many days what went over the wire is kept; 0 keeps nothing.
ALTER TABLE provider ADD COLUMN wire_log_days integer NOT NULL DEFAULT 7 CHECK (wire_log_days BETWEEN 0 AND 90);

-- What went to a provider and came back, redacted before it gets here. Ids are by time, so that the oldest of a provider are found by
-- the primary key.
CREATE TABLE wire_entry (
    business_unit_id uuid NOT NULL,
    provider_id      uuid NOT NULL,
    id               uuid NOT NULL,
    message_id       uuid,                                     -- null: a bind, a poll, a check
    at               timestamptz NOT NULL,
    outgoing         boolean NOT NULL,
    summary          text NOT NULL,
    body             text NOT NULL,
    PRIMARY KEY (business_unit_id, provider_id, id)
);
CREATE INDEX wire_entry_message ON wire_entry (business_unit_id, message_id, at) WHERE message_id IS NOT NULL;
CALL protect('wire_entry');
