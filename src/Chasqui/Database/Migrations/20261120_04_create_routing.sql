CREATE TABLE queue (
    business_unit_id       uuid NOT NULL REFERENCES business_unit,
    id                     uuid NOT NULL,
    name                   text NOT NULL CHECK (name ~ '^[A-Za-z0-9_.:-]{2,30}$'),
    enabled                boolean NOT NULL DEFAULT true,
    eligibility            text NOT NULL DEFAULT 'nocall',
    distribution           text NOT NULL DEFAULT 'rrmemory',
    max_interactions       integer NOT NULL DEFAULT 3 CHECK (max_interactions BETWEEN 1 AND 100),  -- per agent, of this queue
    service_level_seconds  integer NOT NULL DEFAULT 30 CHECK (service_level_seconds > 0),
    abandonment_seconds    integer NOT NULL DEFAULT 3600 CHECK (abandonment_seconds > 0),
    wrap_up_seconds        integer NOT NULL DEFAULT 0 CHECK (wrap_up_seconds BETWEEN 0 AND 3600),
    schedule               jsonb NOT NULL DEFAULT '[]',        -- [{"days":["monday",…],"from":"09:00","to":"18:00"}]; empty: always open
    time_zone              text,                               -- null: the business unit's
    out_of_hours_message   text,
    disposition_required   boolean NOT NULL DEFAULT false,
    sender_id              uuid,                               -- the sender for new outbound conversations of this queue
    last_served_user_id    uuid,                               -- rrmemory's cursor: the next one in the row after this agent
    created_at             timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id),
    FOREIGN KEY (business_unit_id, sender_id) REFERENCES sender
);
CREATE UNIQUE INDEX queue_name ON queue (business_unit_id, lower(name));
CALL protect('queue');

CREATE TABLE queue_member (
    business_unit_id uuid NOT NULL,
    queue_id         uuid NOT NULL,
    user_id          uuid NOT NULL,
    penalty          integer NOT NULL DEFAULT 0 CHECK (penalty BETWEEN 0 AND 100),
    added_at         timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, queue_id, user_id),
    FOREIGN KEY (business_unit_id, queue_id) REFERENCES queue ON DELETE CASCADE,
    FOREIGN KEY (business_unit_id, user_id) REFERENCES app_user ON DELETE CASCADE
);
CREATE INDEX queue_member_user ON queue_member (business_unit_id, user_id);
CALL protect('queue_member');

CREATE TABLE disposition (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    queue_id         uuid NOT NULL,
    name             text NOT NULL,
    position         integer NOT NULL DEFAULT 0,
    PRIMARY KEY (business_unit_id, id),
    UNIQUE (business_unit_id, queue_id, name),
    FOREIGN KEY (business_unit_id, queue_id) REFERENCES queue ON DELETE CASCADE
);
CALL protect('disposition');

-- Sender + queue: where inbound enters. An inbound number leads to exactly one queue (A8).
CREATE TABLE entry_point (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    name             text NOT NULL,
    sender_id        uuid NOT NULL,
    queue_id         uuid NOT NULL,
    PRIMARY KEY (business_unit_id, id),
    UNIQUE (business_unit_id, sender_id),
    FOREIGN KEY (business_unit_id, sender_id) REFERENCES sender,
    FOREIGN KEY (business_unit_id, queue_id) REFERENCES queue
);
CALL protect('entry_point');

CREATE TABLE contact (
    business_unit_id uuid NOT NULL REFERENCES business_unit,
    id               uuid NOT NULL,
    number           text NOT NULL,                            -- E.164
    name             text,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id),
    UNIQUE (business_unit_id, number)
);
CALL protect('contact');

-- The whole thread with a contact over one sender, over all time.
CREATE TABLE conversation (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    contact_id       uuid NOT NULL,
    sender_id        uuid NOT NULL,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id),
    UNIQUE (business_unit_id, contact_id, sender_id),
    FOREIGN KEY (business_unit_id, contact_id) REFERENCES contact,
    FOREIGN KEY (business_unit_id, sender_id) REFERENCES sender
);
CALL protect('conversation');

CREATE TABLE interaction (
    business_unit_id  uuid NOT NULL,
    id                uuid NOT NULL,
    conversation_id   uuid NOT NULL,
    queue_id          uuid NOT NULL,
    state             text NOT NULL CHECK (state IN ('waiting', 'offered', 'active', 'wrapUp', 'closed')),
    owner_id          uuid,                                    -- the agent who has it: set from acceptance on
    preferred_user_id uuid,                                    -- who had it before: gets it back first
    created_at        timestamptz NOT NULL,
    queued_at         timestamptz NOT NULL,
    accepted_at       timestamptz,
    first_reply_at    timestamptz,
    closed_at         timestamptz,
    wrap_up_until     timestamptz,
    close_reason      text CHECK (close_reason IN ('handled', 'abandoned', 'outOfHours', 'optedOut')),
    disposition_id    uuid,
    note              text,
    last_message_at   timestamptz NOT NULL,
    last_inbound_at   timestamptz,
    waiting_for       text NOT NULL DEFAULT 'agent' CHECK (waiting_for IN ('agent', 'contact')),
    unread            integer NOT NULL DEFAULT 0,              -- inbound messages the owner has not seen
    PRIMARY KEY (business_unit_id, id),
    FOREIGN KEY (business_unit_id, conversation_id) REFERENCES conversation,
    FOREIGN KEY (business_unit_id, queue_id) REFERENCES queue,
    FOREIGN KEY (business_unit_id, disposition_id) REFERENCES disposition
) WITH (fillfactor = 80);
-- I5: a conversation has at most one open interaction.
CREATE UNIQUE INDEX interaction_open ON interaction (business_unit_id, conversation_id) WHERE state <> 'closed';
CREATE INDEX interaction_waiting ON interaction (business_unit_id, queue_id, queued_at, id) WHERE state = 'waiting';
CREATE INDEX interaction_owner ON interaction (business_unit_id, owner_id) WHERE state IN ('active', 'wrapUp');
CREATE INDEX interaction_history ON interaction (business_unit_id, conversation_id, id);
CALL protect('interaction');

CREATE TABLE offer (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    interaction_id   uuid NOT NULL,
    queue_id         uuid NOT NULL,
    user_id          uuid NOT NULL,
    state            text NOT NULL CHECK (state IN ('live', 'accepted', 'refused', 'expired', 'rescinded')),
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    answered_at      timestamptz,
    PRIMARY KEY (business_unit_id, id),
    FOREIGN KEY (business_unit_id, interaction_id) REFERENCES interaction
);
-- I3: an interaction has at most one live offer.
CREATE UNIQUE INDEX offer_live ON offer (business_unit_id, interaction_id) WHERE state = 'live';
CREATE INDEX offer_live_user ON offer (business_unit_id, user_id) WHERE state = 'live';
CREATE INDEX offer_interaction ON offer (business_unit_id, interaction_id);
CALL protect('offer');

-- An agent's presence and load. One row a user, made when the user first goes to work.
CREATE TABLE agent (
    business_unit_id  uuid NOT NULL,
    user_id           uuid NOT NULL,
    signed_in         boolean NOT NULL DEFAULT false,
    present_until     timestamptz,                             -- heartbeats move it on; past it the agent is lost
    break_reason      text,                                    -- null: not on break
    not_responding    boolean NOT NULL DEFAULT false,
    missed_offers     integer NOT NULL DEFAULT 0,
    load              integer NOT NULL DEFAULT 0 CHECK (load >= 0),  -- live offers + active + wrap-up (I2)
    completed         integer NOT NULL DEFAULT 0,
    state_changed_at  timestamptz NOT NULL,
    state_changed_by  text NOT NULL DEFAULT 'agent',           -- 'agent', 'supervisor', 'system'
    last_offered_at   timestamptz,
    last_assigned_at  timestamptz,
    PRIMARY KEY (business_unit_id, user_id),
    FOREIGN KEY (business_unit_id, user_id) REFERENCES app_user ON DELETE CASCADE
) WITH (fillfactor = 70);
CALL protect('agent');

CREATE TABLE agent_state_change (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    user_id          uuid NOT NULL,
    state            text NOT NULL,                            -- the shown state: disconnected, free, busy, freeOnBreak, busyOnBreak
    break_reason     text,
    cause            text NOT NULL,                            -- 'agent', 'supervisor', 'system'
    actor_id         uuid,
    at               timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id)
);
CALL protect('agent_state_change');

-- Each routing decision with every candidate and why (not): "why is it still waiting?" is answered from here.
CREATE TABLE routing_decision (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    interaction_id   uuid NOT NULL,
    queue_id         uuid NOT NULL,
    at               timestamptz NOT NULL,
    outcome          text NOT NULL,                            -- 'offered', 'noCandidate'
    chosen_user_id   uuid,
    candidates       jsonb NOT NULL,
    PRIMARY KEY (business_unit_id, id)
);
CREATE INDEX routing_decision_interaction ON routing_decision (business_unit_id, interaction_id, id);
CALL protect('routing_decision');

CREATE TABLE security_group_queue (
    business_unit_id uuid NOT NULL,
    group_id         uuid NOT NULL,
    queue_id         uuid NOT NULL,
    PRIMARY KEY (business_unit_id, group_id, queue_id),
    FOREIGN KEY (business_unit_id, group_id) REFERENCES security_group ON DELETE CASCADE,
    FOREIGN KEY (business_unit_id, queue_id) REFERENCES queue ON DELETE CASCADE
);
CALL protect('security_group_queue');
