-- Row-level security is the second wall between business units: the first is the predicate in every statement.
-- A transaction sets chasqui.business_unit (one unit) or chasqui.scope = 'all' (workers that serve every unit);
-- with neither set, every protected table is empty.
CREATE FUNCTION in_scope(row_business_unit uuid) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('chasqui.scope', true) = 'all', false)
        OR coalesce(row_business_unit = nullif(current_setting('chasqui.business_unit', true), '')::uuid, false);

CREATE PROCEDURE protect(table_name regclass, business_unit_column name DEFAULT 'business_unit_id')
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', table_name);
    -- FORCE: the owner is held to it as well, so that an installation with one database role has the same wall.
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('CREATE POLICY business_unit_scope ON %s USING (in_scope(%I)) WITH CHECK (in_scope(%I))',
        table_name, business_unit_column, business_unit_column);
END $$;
