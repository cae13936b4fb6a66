-- Operating ----------------------------------------------------------------------------------------

-- The processes that serve this installation, and fingerprints of the settings that must be the same on all of them. After a crash of the
-- server every process writes its row anew.
create unlogged table server_nodes (
    id uuid primary key,
    name text not null,
    settings jsonb not null,
    seen_at timestamptz not null
);
