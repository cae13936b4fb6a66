-- One row per node that watches pairings, kept alive by its beats. After a crash of the server every node writes its row anew.
create unlogged table pairing_watchers (
    id uuid primary key,
    alive_until timestamptz not null
);

-- The lease of an attempt ends with the life of its watcher.
drop index pairing_attempts_to_watch;
alter table pairing_attempts drop column lease_until;
create index pairing_attempts_by_watcher on pairing_attempts (lease_id) where ended_at is null;
