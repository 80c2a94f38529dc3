CREATE TABLE dialer (
    business_unit_id   uuid NOT NULL REFERENCES business_unit,
    id                 uuid NOT NULL,
    name               text NOT NULL CHECK (name ~ '^[A-Za-z0-9_.:-]{2,30}$'),
    sender_id          uuid NOT NULL,
    enabled            boolean NOT NULL DEFAULT true,
    running            boolean NOT NULL DEFAULT false,         -- started and not stopped; sends only while enabled and on schedule
    schedule           jsonb NOT NULL DEFAULT '[]',            -- as queue.schedule; empty: at any time
    time_zone          text,                                   -- null: the business unit's
    dial_string        text NOT NULL DEFAULT '',
    gap_milliseconds   integer NOT NULL DEFAULT 0 CHECK (gap_milliseconds BETWEEN 0 AND 3600000),  -- time between messages
    check_dnc          boolean NOT NULL DEFAULT true,
    dnc_list_id        uuid NOT NULL,                          -- this dialer's own list
    created_at         timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id),
    FOREIGN KEY (business_unit_id, sender_id) REFERENCES sender,
    FOREIGN KEY (business_unit_id, dnc_list_id) REFERENCES dnc_list
);
CREATE UNIQUE INDEX dialer_name ON dialer (business_unit_id, lower(name));
CALL protect('dialer');

CREATE TABLE security_group_dialer (
    business_unit_id uuid NOT NULL,
    group_id         uuid NOT NULL,
    dialer_id        uuid NOT NULL,
    PRIMARY KEY (business_unit_id, group_id, dialer_id),
    FOREIGN KEY (business_unit_id, group_id) REFERENCES security_group ON DELETE CASCADE,
    FOREIGN KEY (business_unit_id, dialer_id) REFERENCES dialer ON DELETE CASCADE
);
CALL protect('security_group_dialer');

-- Every message, in and out. The contact's thread is found by number, so a bulk message needs no contact made first.
CREATE TABLE message (
    business_unit_id    uuid NOT NULL,
    id                  uuid NOT NULL,
    direction           text NOT NULL CHECK (direction IN ('in', 'out')),
    number              text NOT NULL,                         -- the contact's, E.164
    sender_id           uuid NOT NULL,                         -- ours
    interaction_id      uuid,
    dialer_id           uuid,
    import_id           uuid,
    import_line         integer,
    author_kind         text NOT NULL CHECK (author_kind IN ('agent', 'contact', 'script', 'dialer', 'api', 'system')),
    author_id           uuid,
    client_id           uuid,                                  -- the browser's id of an agent's reply: one bubble, one row
    text                text NOT NULL,
    media               jsonb,
    encoding            text NOT NULL CHECK (encoding IN ('gsm7', 'ucs2')),
    parts               smallint NOT NULL,
    priority            integer NOT NULL DEFAULT 9999,         -- 1 goes first
    state               text NOT NULL CHECK (state IN ('received', 'queued', 'sending', 'accepted', 'sent', 'delivered', 'read',
                            'blocked', 'rejected', 'failed', 'undelivered', 'expired', 'cancelled', 'unknown')),
    verdict             text NOT NULL DEFAULT 'allowed',       -- the gate's, by code
    failure_code        text,
    failure_detail      text,
    attempts            smallint NOT NULL DEFAULT 0,
    provider_id         uuid,
    provider_message_id text,                                  -- inbound: the provider's id, for deduplication
    created_at          timestamptz NOT NULL,
    accepted_at         timestamptz,
    state_changed_at    timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id)
) WITH (fillfactor = 80);
CREATE INDEX message_number ON message (business_unit_id, number, id);
CREATE INDEX message_interaction ON message (business_unit_id, interaction_id, id) WHERE interaction_id IS NOT NULL;
CREATE INDEX message_dialer ON message (business_unit_id, dialer_id, id) WHERE dialer_id IS NOT NULL;
CREATE UNIQUE INDEX message_inbound ON message (business_unit_id, provider_id, provider_message_id) WHERE direction = 'in';
CREATE UNIQUE INDEX message_import ON message (business_unit_id, import_id, import_line) WHERE import_id IS NOT NULL;
CREATE UNIQUE INDEX message_client ON message (business_unit_id, interaction_id, client_id) WHERE client_id IS NOT NULL;
CALL protect('message');

-- How many messages are in each state, kept as deltas by the triggers below: no counter row to fight over, no caller
-- that can forget. A job folds the deltas together. dialer_id is all zeroes for what no dialer sent. State 'badNumber'
-- counts refused import rows (the monitor's "other"); it is no message.
CREATE TABLE message_tally (
    business_unit_id uuid NOT NULL,
    dialer_id        uuid NOT NULL,
    state            text NOT NULL,
    count            bigint NOT NULL
);
CREATE INDEX message_tally_dialer ON message_tally (business_unit_id, dialer_id, state);
CALL protect('message_tally');

CREATE FUNCTION tally_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO message_tally (business_unit_id, dialer_id, state, count)
        SELECT business_unit_id, coalesce(dialer_id, '00000000-0000-0000-0000-000000000000'), state, count(*)
        FROM after GROUP BY 1, 2, 3;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO message_tally (business_unit_id, dialer_id, state, count)
        SELECT business_unit_id, coalesce(dialer_id, '00000000-0000-0000-0000-000000000000'), state, -count(*)
        FROM before GROUP BY 1, 2, 3;
    ELSE
        INSERT INTO message_tally (business_unit_id, dialer_id, state, count)
        SELECT business_unit_id, dialer_id, state, sum(n)
        FROM (SELECT business_unit_id, coalesce(dialer_id, '00000000-0000-0000-0000-000000000000') AS dialer_id, state, 1 AS n FROM after
              UNION ALL
              SELECT business_unit_id, coalesce(dialer_id, '00000000-0000-0000-0000-000000000000'), state, -1 FROM before) AS change
        GROUP BY 1, 2, 3 HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER message_tally_insert AFTER INSERT ON message REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION tally_messages();
CREATE TRIGGER message_tally_update AFTER UPDATE ON message REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION tally_messages();
CREATE TRIGGER message_tally_delete AFTER DELETE ON message REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION tally_messages();

-- Messages waiting to go out: narrow, and empty when all is sent. Read in order of priority, then entry, within a lane.
-- A lane is a dialer's messages, or (all zeroes) what agents, the API and the system send.
CREATE TABLE outbox (
    seq              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    business_unit_id uuid NOT NULL,
    message_id       uuid NOT NULL,
    sender_id        uuid NOT NULL,
    lane_id          uuid NOT NULL,
    priority         integer NOT NULL,
    not_before       timestamptz NOT NULL,                     -- the database's clock; a retry waits here
    attempts         smallint NOT NULL DEFAULT 0
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000);
CREATE INDEX outbox_lane ON outbox (business_unit_id, sender_id, lane_id, priority, seq);
CREATE UNIQUE INDEX outbox_message ON outbox (business_unit_id, message_id);
CALL protect('outbox');

-- A message in a provider's hands: written and committed before its first byte leaves, removed with the answer. One left
-- behind by a node that died is an unknown outcome, never a reason to send again.
CREATE TABLE attempt (
    business_unit_id uuid NOT NULL,
    message_id       uuid NOT NULL,
    sender_id        uuid NOT NULL,
    provider_id      uuid NOT NULL,
    fence            bigint NOT NULL,
    number           smallint NOT NULL,                        -- 1 for the first
    started_at       timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, message_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX attempt_sender ON attempt (business_unit_id, sender_id, fence);
CALL protect('attempt');

CREATE TABLE message_part (
    business_unit_id    uuid NOT NULL,
    message_id          uuid NOT NULL,
    number              smallint NOT NULL,                     -- 1-based
    provider_id         uuid NOT NULL,
    provider_message_id text NOT NULL,
    state               text NOT NULL,
    code                text,
    state_changed_at    timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, message_id, number)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX message_part_provider ON message_part (business_unit_id, provider_id, provider_message_id);
CALL protect('message_part');

-- Every delivery report as it came, applied or not; message_id is null until its part is known (it may come before the
-- provider's answer does).
CREATE TABLE delivery_event (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    business_unit_id    uuid NOT NULL,
    provider_id         uuid NOT NULL,
    provider_message_id text NOT NULL,
    message_id          uuid,
    state               text NOT NULL,
    code                text,
    reported_at         timestamptz,
    received_at         timestamptz NOT NULL
);
CREATE INDEX delivery_event_orphan ON delivery_event (business_unit_id, provider_id, provider_message_id) WHERE message_id IS NULL;
CREATE INDEX delivery_event_message ON delivery_event (business_unit_id, message_id) WHERE message_id IS NOT NULL;
CALL protect('delivery_event');

CREATE TABLE dnc_entry (
    business_unit_id uuid NOT NULL,
    number           text NOT NULL,
    list_id          uuid NOT NULL,
    source           text NOT NULL,                            -- 'import', 'optOut', 'screen', 'api'
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, number, list_id),
    FOREIGN KEY (business_unit_id, list_id) REFERENCES dnc_list ON DELETE CASCADE
);
CREATE INDEX dnc_entry_list ON dnc_entry (business_unit_id, list_id, number);
CALL protect('dnc_entry');

-- Opt-outs and opt-ins as they happened; never changed.
CREATE TABLE consent_event (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    number           text NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('optedOut', 'optedIn')),
    list_id          uuid NOT NULL,
    source           text NOT NULL,
    message_id       uuid,
    at               timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id)
);
CREATE INDEX consent_event_number ON consent_event (business_unit_id, number, id);
CALL protect('consent_event');

-- The gate's first question, asked in one place for one message and for a million: is this number on the business unit's
-- list, on the list its sender names, or on its dialer's?
CREATE FUNCTION is_do_not_contact(unit uuid, contact_number text, by_sender uuid, by_dialer uuid) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN EXISTS (
        SELECT 1
        FROM dnc_entry AS entry
        JOIN dnc_list AS list ON list.business_unit_id = entry.business_unit_id AND list.id = entry.list_id
        WHERE entry.business_unit_id = unit AND entry.number = contact_number
          AND (list.kind = 'businessUnit'
            OR list.id = (SELECT dnc_list_id FROM sender WHERE sender.business_unit_id = unit AND sender.id = by_sender)
            OR list.id = (SELECT dnc_list_id FROM dialer WHERE dialer.business_unit_id = unit AND dialer.id = by_dialer)));
