-- The simulated carrier's own books: not ours. What our tables claim is checked against them.
CREATE TABLE simulator_behaviour (
    business_unit_id uuid PRIMARY KEY REFERENCES business_unit,
    settings         jsonb NOT NULL
);
CALL protect('simulator_behaviour');

-- One row for each part a handset got or sent.
CREATE TABLE simulator_message (
    business_unit_id    uuid NOT NULL,
    id                  bigint GENERATED ALWAYS AS IDENTITY,
    provider_id         uuid NOT NULL,
    provider_message_id text NOT NULL,
    direction           text NOT NULL CHECK (direction IN ('toHandset', 'fromHandset')),
    handset             text NOT NULL,
    peer                text NOT NULL,                         -- our sender's address
    client_reference    text,                                  -- our message id, as a real carrier would keep our reference
    part                smallint NOT NULL DEFAULT 1,
    parts               smallint NOT NULL DEFAULT 1,
    text                text NOT NULL,
    media_urls          text[] NOT NULL DEFAULT '{}',
    at                  timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id)
);
CREATE INDEX simulator_message_handset ON simulator_message (business_unit_id, handset, id);
CREATE INDEX simulator_message_reference ON simulator_message (business_unit_id, client_reference) WHERE client_reference IS NOT NULL;
CALL protect('simulator_message');

-- Receipts and inbound messages the carrier has yet to tell us.
CREATE TABLE simulator_event (
    business_unit_id    uuid NOT NULL,
    id                  bigint GENERATED ALWAYS AS IDENTITY,
    provider_id         uuid NOT NULL,
    provider_message_id text NOT NULL,
    kind                text NOT NULL CHECK (kind IN ('receipt', 'inbound')),
    state               text,
    code                text,
    due_at              timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX simulator_event_due ON simulator_event (due_at);
CALL protect('simulator_event');
