-- Browsers that have signed in to an account before. A stranger's failed attempts delay strangers: a known browser has a
-- delay of its own, so that nobody can be kept out by somebody else's guessing.
CREATE TABLE known_device (
    business_unit_id uuid NOT NULL,
    user_id          uuid NOT NULL,
    token_hash       bytea NOT NULL,                           -- SHA-256 of the cookie's 256 random bits
    seen_at          timestamptz NOT NULL,
    PRIMARY KEY (business_unit_id, user_id, token_hash),
    FOREIGN KEY (business_unit_id, user_id) REFERENCES app_user ON DELETE CASCADE
);
CALL protect('known_device');
