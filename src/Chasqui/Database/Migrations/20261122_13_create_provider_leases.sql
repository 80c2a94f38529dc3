-- One node at a time listens to a provider's account.
CREATE TABLE provider_lease (
    business_unit_id uuid NOT NULL,
    provider_id      uuid NOT NULL,
    node             text NOT NULL,
    expires_at       timestamptz NOT NULL,                     -- the database's clock
    PRIMARY KEY (business_unit_id, provider_id),
    FOREIGN KEY (business_unit_id, provider_id) REFERENCES provider ON DELETE CASCADE
);
CALL protect('provider_lease');
