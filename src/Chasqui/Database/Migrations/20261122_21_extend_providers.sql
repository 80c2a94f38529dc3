ALTER TABLE provider
    -- name → ciphertext, by keys that are not in this database
    ADD COLUMN secrets        jsonb NOT NULL DEFAULT '{}',
    -- Nothing is sent while pause_code is set and paused_until is not over; null until: until somebody resumes it.
    ADD COLUMN pause_code     text,                            -- 'byHand', or the carrier's code
    ADD COLUMN pause_detail   text,
    ADD COLUMN paused_until   timestamptz,                     -- the database's clock
    ADD COLUMN pause_count    smallint NOT NULL DEFAULT 0,     -- stops in a row: each pause is twice as long as the one before
    -- What the last check of the account said.
    ADD COLUMN checked_at     timestamptz,
    ADD COLUMN check_works    boolean,
    ADD COLUMN check_sentence text,
    ADD COLUMN balance        text;

-- What each node saw of a provider in the last five minutes; a reader adds the nodes up. Rows of nodes that are gone are old.
CREATE TABLE provider_health (
    business_unit_id uuid NOT NULL,
    provider_id      uuid NOT NULL,
    node             text NOT NULL,
    updated_at       timestamptz NOT NULL,
    sent             integer NOT NULL,
    failed           integer NOT NULL,
    throttled        integer NOT NULL,
    hooks_refused    integer NOT NULL,
    latencies        integer[] NOT NULL,                       -- how many answers took as long as each step of the scale
    failure_code     text,                                     -- of the last failure
    failure_sentence text,
    hook_sentence    text,
    link             text CHECK (link IN ('connecting', 'connected', 'disconnected')),
    link_since       timestamptz,                              -- connected since, or not connected since
    link_sentence    text,
    PRIMARY KEY (business_unit_id, provider_id, node),
    FOREIGN KEY (business_unit_id, provider_id) REFERENCES provider ON DELETE CASCADE
) WITH (fillfactor = 50);
CALL protect('provider_health');

-- Something is wrong with a provider, from when to when.
CREATE TABLE incident (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    provider_id      uuid NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('disconnected', 'accountStop', 'errorRate', 'throttled', 'slow', 'hookRefused')),
    sentence         text NOT NULL,
    count            integer NOT NULL DEFAULT 1,               -- how often it went wrong while open
    opened_at        timestamptz NOT NULL,
    good_since       timestamptz,                              -- it closes when it has been good for a while
    closed_at        timestamptz,
    PRIMARY KEY (business_unit_id, id),
    FOREIGN KEY (business_unit_id, provider_id) REFERENCES provider ON DELETE CASCADE
);
-- Whichever node sees it, there is one.
CREATE UNIQUE INDEX incident_open ON incident (business_unit_id, provider_id, kind) WHERE closed_at IS NULL;
CALL protect('incident');
