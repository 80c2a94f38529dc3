CREATE TABLE provider (
    business_unit_id uuid NOT NULL REFERENCES business_unit,
    id               uuid NOT NULL,
    name             text NOT NULL,
    kind             text NOT NULL,
    settings         jsonb NOT NULL DEFAULT '{}',
    is_default       boolean NOT NULL DEFAULT false,
    enabled          boolean NOT NULL DEFAULT true,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id),
    UNIQUE (business_unit_id, name)
);
CREATE UNIQUE INDEX provider_default ON provider (business_unit_id) WHERE is_default;
CALL protect('provider');

-- A do-not-contact list: the business unit's own, a dialer's, or a group that senders name.
CREATE TABLE dnc_list (
    business_unit_id uuid NOT NULL REFERENCES business_unit,
    id               uuid NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('businessUnit', 'dialer', 'group')),
    name             text NOT NULL,
    PRIMARY KEY (business_unit_id, id)
);
CREATE UNIQUE INDEX dnc_list_business_unit ON dnc_list (business_unit_id) WHERE kind = 'businessUnit';
CALL protect('dnc_list');

CREATE TABLE sender (
    business_unit_id   uuid NOT NULL REFERENCES business_unit,
    id                 uuid NOT NULL,
    provider_id        uuid NOT NULL,
    kind               text NOT NULL CHECK (kind IN ('longCode', 'shortCode', 'tollFree', 'alphanumeric', 'whatsApp')),
    address            text NOT NULL,                          -- E.164, short code or alphanumeric name
    label              text NOT NULL DEFAULT '',
    enabled            boolean NOT NULL DEFAULT true,
    inbound            boolean NOT NULL DEFAULT true,
    mms                boolean NOT NULL DEFAULT false,
    verified           boolean NOT NULL DEFAULT true,
    messages_per_second numeric NOT NULL DEFAULT 5 CHECK (messages_per_second > 0),
    dnc_list_id        uuid,                                   -- the group STOP adds to; null: the business unit's list
    created_at         timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id),
    UNIQUE (business_unit_id, address),
    FOREIGN KEY (business_unit_id, provider_id) REFERENCES provider,
    FOREIGN KEY (business_unit_id, dnc_list_id) REFERENCES dnc_list
);
CALL protect('sender');

-- One node at a time sends for a sender and paces it. The fence rises with every new holder: whoever comes back late
-- with an older fence can neither claim nor send.
CREATE TABLE sender_lease (
    business_unit_id uuid NOT NULL,
    sender_id        uuid NOT NULL,
    node             text NOT NULL,
    fence            bigint NOT NULL,
    expires_at       timestamptz NOT NULL,                     -- the database's clock
    PRIMARY KEY (business_unit_id, sender_id),
    FOREIGN KEY (business_unit_id, sender_id) REFERENCES sender ON DELETE CASCADE
);
CALL protect('sender_lease');
