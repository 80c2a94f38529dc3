-- A provider may give our own id back: it finds the message whose answer was lost, now or when it becomes unknown. And it may tell
-- with a report that the contact has opted out, which holds once the report's message is known.
ALTER TABLE delivery_event ADD COLUMN reference uuid;
ALTER TABLE delivery_event ADD COLUMN opted_out boolean NOT NULL DEFAULT false;
CREATE INDEX delivery_event_reference ON delivery_event (business_unit_id, reference) WHERE message_id IS NULL AND reference IS NOT NULL;
