CREATE TABLE business_unit (
    id          uuid PRIMARY KEY,
    name        text NOT NULL,
    country     text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),  -- national numbers are read with this country
    time_zone   text NOT NULL,                                 -- IANA name; schedules without their own zone use it
    language    text NOT NULL DEFAULT 'en',
    created_at  timestamptz NOT NULL
);
CALL protect('business_unit', 'id');

CREATE TABLE app_user (
    business_unit_id        uuid NOT NULL REFERENCES business_unit,
    id                      uuid NOT NULL,
    email                   text NOT NULL,                     -- lower case; the sign-in name
    name                    text NOT NULL,
    password_hash           text,
    security_stamp          uuid NOT NULL,                     -- changes with the password or rights: older sessions end
    enabled                 boolean NOT NULL DEFAULT true,
    language                text,
    max_interactions        integer NOT NULL DEFAULT 3 CHECK (max_interactions BETWEEN 1 AND 100),
    refusal_timeout_seconds integer NOT NULL DEFAULT 45 CHECK (refusal_timeout_seconds BETWEEN 15 AND 300),
    created_at              timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, id)
);
CREATE UNIQUE INDEX app_user_email_key ON app_user (email);
CALL protect('app_user');

CREATE TABLE role (
    business_unit_id uuid NOT NULL REFERENCES business_unit,
    id               uuid NOT NULL,
    name             text NOT NULL,
    permissions      text[] NOT NULL,
    PRIMARY KEY (business_unit_id, id),
    UNIQUE (business_unit_id, name)
);
CALL protect('role');

CREATE TABLE user_role (
    business_unit_id uuid NOT NULL,
    user_id          uuid NOT NULL,
    role_id          uuid NOT NULL,
    PRIMARY KEY (business_unit_id, user_id, role_id),
    FOREIGN KEY (business_unit_id, user_id) REFERENCES app_user ON DELETE CASCADE,
    FOREIGN KEY (business_unit_id, role_id) REFERENCES role
);
CALL protect('user_role');

-- A server-side session: the cookie carries 256 random bits, only their SHA-256 is stored.
CREATE TABLE session (
    token_hash       bytea PRIMARY KEY,
    business_unit_id uuid NOT NULL,
    user_id          uuid NOT NULL,
    security_stamp   uuid NOT NULL,
    created_at       timestamptz NOT NULL,
    seen_at          timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    FOREIGN KEY (business_unit_id, user_id) REFERENCES app_user ON DELETE CASCADE
);
CREATE INDEX session_by_user ON session (business_unit_id, user_id);
CREATE INDEX session_expiry ON session (expires_at);
CALL protect('session');

-- Failed sign-ins per account name (hashed: a stranger's typing is not ours to keep), for the exponential delay.
CREATE TABLE sign_in_throttle (
    account_hash  bytea PRIMARY KEY,
    failures      integer NOT NULL,
    blocked_until timestamptz NOT NULL
);

CREATE TABLE api_key (
    business_unit_id uuid NOT NULL REFERENCES business_unit,
    id               uuid NOT NULL,
    name             text NOT NULL,
    prefix           text NOT NULL,                            -- public part, shown in lists
    secret_hash      bytea NOT NULL,                           -- SHA-256 of the whole key; it carries 256 random bits
    scopes           text[] NOT NULL,
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz,
    last_used_at     timestamptz,
    revoked_at       timestamptz,
    PRIMARY KEY (business_unit_id, id)
);
CREATE UNIQUE INDEX api_key_secret ON api_key (secret_hash);
CALL protect('api_key');

CREATE TABLE security_group (
    business_unit_id uuid NOT NULL REFERENCES business_unit,
    id               uuid NOT NULL,
    name             text NOT NULL,
    PRIMARY KEY (business_unit_id, id),
    UNIQUE (business_unit_id, name)
);
CALL protect('security_group');

CREATE TABLE security_group_user (
    business_unit_id uuid NOT NULL,
    group_id         uuid NOT NULL,
    user_id          uuid NOT NULL,
    PRIMARY KEY (business_unit_id, group_id, user_id),
    FOREIGN KEY (business_unit_id, group_id) REFERENCES security_group ON DELETE CASCADE,
    FOREIGN KEY (business_unit_id, user_id) REFERENCES app_user ON DELETE CASCADE
);
CREATE INDEX security_group_user_user ON security_group_user (business_unit_id, user_id);
CALL protect('security_group_user');

-- What was done, by whom, to what; written in the transaction that does it. No secrets in details.
CREATE TABLE audit_entry (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    at               timestamptz NOT NULL,
    actor_kind       text NOT NULL,                            -- 'user', 'api-key', 'system'
    actor_id         uuid,
    action           text NOT NULL,                            -- 'dialer.start', 'user.disable' …
    object_kind      text NOT NULL,
    object_id        uuid,
    details          jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (business_unit_id, id)
);
CALL protect('audit_entry');

-- The answer given for an Idempotency-Key, kept so that a repeated request gets the same one.
CREATE TABLE idempotency_key (
    business_unit_id uuid NOT NULL,
    actor_id         uuid NOT NULL,
    key              text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash     bytea NOT NULL,
    status           integer NOT NULL,
    body             text NOT NULL,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, actor_id, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
CALL protect('idempotency_key');
