CREATE TABLE import (
    business_unit_id uuid NOT NULL REFERENCES business_unit,
    id               uuid NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('messages', 'dnc')),
    dialer_id        uuid,                                     -- the dialer it was uploaded to; rows may name others
    file_name        text NOT NULL,
    strict           boolean NOT NULL DEFAULT false,
    state            text NOT NULL CHECK (state IN ('receiving', 'processing', 'done', 'refused', 'failed')),
    rows             integer NOT NULL DEFAULT 0,               -- data rows read; rows = imported + duplicates + blocked + rejected when done
    imported         integer NOT NULL DEFAULT 0,
    duplicates       integer NOT NULL DEFAULT 0,
    blocked          integer NOT NULL DEFAULT 0,
    rejected         integer NOT NULL DEFAULT 0,
    next_line        integer NOT NULL DEFAULT 0,               -- processing resumes here after a crash
    failure_code     text,
    failure_detail   text,
    created_by       uuid,
    created_at       timestamptz NOT NULL,
    heartbeat_at     timestamptz NOT NULL,                     -- 'receiving' without heartbeat is a broken upload
    finished_at      timestamptz,
    PRIMARY KEY (business_unit_id, id)
);
CREATE INDEX import_recent ON import (business_unit_id, dialer_id, id);
CALL protect('import');

-- Rows of a file between upload and outbox. Unlogged: after a crash of PostgreSQL it is empty and the import fails cleanly.
CREATE UNLOGGED TABLE import_row (
    business_unit_id uuid NOT NULL,
    import_id        uuid NOT NULL,
    line             integer NOT NULL,                         -- in the file, 1-based
    dialer_id        uuid,
    list_id          uuid,                                     -- for a DNC import
    number           text NOT NULL,
    text             text NOT NULL DEFAULT '',
    encoding         text NOT NULL DEFAULT 'gsm7',
    parts            smallint NOT NULL DEFAULT 1,
    priority         integer NOT NULL DEFAULT 9999,
    first_line       boolean NOT NULL DEFAULT true,            -- false: the same number stood on an earlier line
    PRIMARY KEY (business_unit_id, import_id, line)
);
CALL protect('import_row');

CREATE TABLE import_error (
    business_unit_id uuid NOT NULL,
    import_id        uuid NOT NULL,
    line             integer NOT NULL,
    "column"         text NOT NULL,
    code             text NOT NULL,
    message          text NOT NULL,
    PRIMARY KEY (business_unit_id, import_id, line),
    FOREIGN KEY (business_unit_id, import_id) REFERENCES import ON DELETE CASCADE
);
CALL protect('import_error');
