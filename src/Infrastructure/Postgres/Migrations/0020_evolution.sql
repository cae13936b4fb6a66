-- Gateways/Evolution -------------------------------------------------------------------------------

create table evolution_sessions (
    instance_name text primary key,
    hook_hash bytea not null unique, -- of the secret in the path that the gateway calls
    wants_code boolean not null,
    opened_at timestamptz not null,
    starting_until timestamptz, -- a lease on opening it
    artifact_hash bytea,
    artifact_at timestamptz,
    restarts integer not null default 0,
    reconnects integer not null default 0,
    scanned_at timestamptz,
    connected_at timestamptz,
    owner text, -- digits of the phone
    end_code integer,
    heard bytea[] not null default '{}', -- hashes of the last notifications, so that one told twice counts once
    version integer not null default 1
) with (fillfactor = 70);
