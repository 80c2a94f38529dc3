-- Parts of messages from contacts. They wait here for each other, and for a day after so that one told again is known.
CREATE TABLE inbound_part (
    business_unit_id    uuid NOT NULL,
    group_id            uuid NOT NULL,                         -- the parts of one message
    number              smallint NOT NULL,                     -- 1-based
    provider_id         uuid NOT NULL,
    contact_address     text NOT NULL,                         -- as the provider wrote it
    our_address         text NOT NULL,
    reference           text NOT NULL,                         -- what the parts share; phones use each again after 256 messages
    total               smallint NOT NULL,
    provider_message_id text NOT NULL,                         -- '' when the provider gives none
    told                json NOT NULL,
    received_at         timestamptz NOT NULL,
    joined_at           timestamptz,
    PRIMARY KEY (business_unit_id, group_id, number)
);
CREATE INDEX inbound_part_key ON inbound_part (business_unit_id, provider_id, contact_address, our_address, reference, total);
CREATE INDEX inbound_part_joined ON inbound_part (joined_at) WHERE joined_at IS NOT NULL;
CALL protect('inbound_part');
