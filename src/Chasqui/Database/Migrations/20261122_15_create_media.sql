-- Pictures and files from contacts. A message names them; a job fetches them, so that nobody waits for somebody else's server.
CREATE TABLE media (
    business_unit_id uuid NOT NULL,
    id               uuid NOT NULL,
    message_id       uuid NOT NULL,
    provider_id      uuid NOT NULL,
    reference        text NOT NULL,                            -- an address, or an id that the provider knows
    told_type        text,                                     -- as the provider said; not believed
    file_name        text,                                     -- as the contact named it
    state            text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'stored', 'gone')),
    content_type     text,                                     -- by its first octets
    content          bytea,
    fault            text,                                     -- why it is gone, for the operator
    created_at       timestamptz NOT NULL,
    fetched_at       timestamptz,
    PRIMARY KEY (business_unit_id, id)
);
CREATE INDEX media_message ON media (business_unit_id, message_id);
ALTER TABLE media ALTER COLUMN content SET STORAGE EXTERNAL; -- pictures are compressed already
CALL protect('media');
