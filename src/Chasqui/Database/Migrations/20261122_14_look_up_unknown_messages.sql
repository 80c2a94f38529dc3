-- Whoever declares a message unknown, it is asked about later where its provider can be asked: the answer that was lost may be had
-- after all. Nothing of it happens when the provider cannot tell.
CREATE FUNCTION ask_about_unknown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO job (kind, subject_id, business_unit_id, due_at, payload)
    VALUES ('lookUp', NEW.id, NEW.business_unit_id, now() + interval '15 seconds',
            jsonb_build_object('sentAt', OLD.state_changed_at, 'tries', 0, 'notThere', false))
    ON CONFLICT (kind, subject_id) DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER message_unknown AFTER UPDATE OF state ON message
    FOR EACH ROW WHEN (NEW.state = 'unknown' AND OLD.state = 'sending') EXECUTE FUNCTION ask_about_unknown();
