-- What carriers told by HTTP, as it came. What it says is done within the request; a row still 'stored' after a while was
-- interrupted and is done again.
CREATE TABLE webhook_event (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    provider_id      uuid NOT NULL,
    topic            text NOT NULL,                            -- what follows the provider in the address; '' for nothing
    received_at      timestamptz NOT NULL,
    method           text NOT NULL,
    query            text NOT NULL,
    content_type     text,
    body             bytea NOT NULL,
    replay_key       text,                                     -- the same in a repetition of the very request
    state            text NOT NULL CHECK (state IN ('stored', 'done', 'failed')),
    tidings          json,                                     -- messages and reports read from it, until they are done
    tries            smallint NOT NULL DEFAULT 0,
    tried_at         timestamptz NOT NULL,                     -- the database's clock
    fault            text,                                     -- for the operator: why it failed
    PRIMARY KEY (business_unit_id, id)
);
CREATE UNIQUE INDEX webhook_event_replay ON webhook_event (business_unit_id, provider_id, replay_key) WHERE replay_key IS NOT NULL;
CREATE INDEX webhook_event_open ON webhook_event (tried_at) WHERE state = 'stored';
CREATE INDEX webhook_event_age ON webhook_event (received_at);
CALL protect('webhook_event');
