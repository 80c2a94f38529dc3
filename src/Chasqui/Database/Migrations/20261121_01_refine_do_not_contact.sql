-- The one text that may go to a number that has just opted out is the confirmation of it. The flag stays with the message,
-- because the gate asks again at the moment of sending.
ALTER TABLE message ADD COLUMN dnc_exempt boolean NOT NULL DEFAULT false;

-- A dialer whose DNC check is off skips the lists that people maintain. What the contact said is never skipped: an opt-out
-- counts for every sender and dialer it was given to.
CREATE OR REPLACE FUNCTION is_do_not_contact(unit uuid, contact_number text, by_sender uuid, by_dialer uuid) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN EXISTS (
        SELECT 1
        FROM dnc_entry AS entry
        JOIN dnc_list AS list ON list.business_unit_id = entry.business_unit_id AND list.id = entry.list_id
        LEFT JOIN dialer ON dialer.business_unit_id = unit AND dialer.id = by_dialer
        WHERE entry.business_unit_id = unit AND entry.number = contact_number
          AND (list.kind = 'businessUnit'
            OR list.id = (SELECT dnc_list_id FROM sender WHERE sender.business_unit_id = unit AND sender.id = by_sender)
            OR list.id = dialer.dnc_list_id)
          AND (entry.source = 'optOut' OR coalesce(dialer.check_dnc, true)));
