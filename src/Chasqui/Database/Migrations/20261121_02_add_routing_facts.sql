-- The contact was told that the queue is closed: once for an interaction, whatever else the system wrote in it.
ALTER TABLE interaction ADD COLUMN out_of_hours_at timestamptz;

-- The last heartbeat of the agent's own browser: while there is one, a request alone vouches for no longer than it does.
ALTER TABLE agent ADD COLUMN socket_seen_at timestamptz;
