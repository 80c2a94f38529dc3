-- More than a text: {"media": […], "template": {…}, "interactive": {…}}; null for a text alone.
-- intended_sender_id: who it was meant to go with, where it went with another (sender_id says with whom).
ALTER TABLE message
    ADD COLUMN content            jsonb,
    ADD COLUMN intended_sender_id uuid;

-- hop: how often it fell over; other_provider: it goes by its sender's fallback provider (ADR 0063).
ALTER TABLE outbox
    ADD COLUMN hop            smallint NOT NULL DEFAULT 0,
    ADD COLUMN other_provider boolean NOT NULL DEFAULT false;
ALTER TABLE attempt
    ADD COLUMN hop            smallint NOT NULL DEFAULT 0,
    ADD COLUMN other_provider boolean NOT NULL DEFAULT false;
