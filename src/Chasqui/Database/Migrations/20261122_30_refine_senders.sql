-- One sender, many pipes: where a message goes next when its provider refuses the sender, or is not there (ADR 0063).
ALTER TABLE sender
    ADD COLUMN verified_at          timestamptz,
    ADD COLUMN global_outbound      boolean NOT NULL DEFAULT false,   -- for whoever names no sender
    ADD COLUMN fallback_provider_id uuid,                             -- the same address by another account: tried first
    ADD COLUMN fallback_sender_id   uuid,                             -- then this one; at most three in a row, never a circle
    ADD FOREIGN KEY (business_unit_id, fallback_provider_id) REFERENCES provider,
    ADD FOREIGN KEY (business_unit_id, fallback_sender_id) REFERENCES sender;
UPDATE sender SET verified_at = created_at WHERE verified;
CREATE UNIQUE INDEX sender_global_outbound ON sender (business_unit_id) WHERE global_outbound;

CREATE UNIQUE INDEX dnc_list_group ON dnc_list (business_unit_id, lower(name)) WHERE kind = 'group';
