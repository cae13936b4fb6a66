-- Statistics ---------------------------------------------------------------------------------------

-- How the link was last started.
alter table pairing_links add column started_method text check (started_method in ('Qr', 'Code', 'Meta'));

-- Links whose place in the funnel may have changed since it was counted. Written by every transaction that changes one.
create table pairing_funnel_changes (
    id bigint generated always as identity primary key,
    link_id uuid not null
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

-- As what each link is counted now, so that a change moves it and counts nothing twice.
create table pairing_funnel_links (
    link_id uuid primary key references pairing_links (id) on delete cascade,
    tenant_id uuid not null,
    day date not null,
    device text not null,
    method text not null,
    language text not null,
    opened boolean not null,
    started boolean not null,
    scanned boolean not null,
    connected boolean not null,
    failure text,
    seconds integer
) with (fillfactor = 80);

-- The sums, by the day (UTC) on which the links were made. They do not shrink when old links are deleted; a tenant's go with the tenant.
create table pairing_funnel (
    tenant_id uuid not null references tenants (id) on delete cascade,
    day date not null,
    device text not null,
    method text not null,
    language text not null,
    created bigint not null,
    opened bigint not null,
    started bigint not null,
    scanned bigint not null,
    connected bigint not null,
    failed bigint not null,
    primary key (tenant_id, day, device, method, language)
) with (fillfactor = 70);
create index pairing_funnel_by_day on pairing_funnel (day);

create table pairing_funnel_failures (
    tenant_id uuid not null references tenants (id) on delete cascade,
    day date not null,
    device text not null,
    method text not null,
    language text not null,
    reason text not null,
    links bigint not null,
    primary key (tenant_id, day, device, method, language, reason)
) with (fillfactor = 70);
create index pairing_funnel_failures_by_day on pairing_funnel_failures (day);

-- A histogram, of which medians of any group are made: exact up to 127 seconds, then with a width of at most 1/64.
create table pairing_funnel_times (
    tenant_id uuid not null references tenants (id) on delete cascade,
    day date not null,
    device text not null,
    method text not null,
    language text not null,
    seconds integer not null,
    links bigint not null,
    primary key (tenant_id, day, device, method, language, seconds)
) with (fillfactor = 70);
create index pairing_funnel_times_by_day on pairing_funnel_times (day);

create function note_pairing_funnel_change() returns trigger language plpgsql as $$
begin
    insert into pairing_funnel_changes (link_id) values (new.id);
    return null;
end
$$;

create trigger pairing_links_made after insert on pairing_links
    for each row execute function note_pairing_funnel_change();

create trigger pairing_links_moved
    after update of opened_at, started_at, scanned_at, used_at, failure_reason, started_method, opened_device, opened_language, terms on pairing_links
    for each row
    when ((old.opened_at, old.started_at, old.scanned_at, old.used_at, old.failure_reason, old.started_method, old.opened_device, old.opened_language, old.terms->>'locale')
          is distinct from
          (new.opened_at, new.started_at, new.scanned_at, new.used_at, new.failure_reason, new.started_method, new.opened_device, new.opened_language, new.terms->>'locale'))
    execute function note_pairing_funnel_change();

-- The links that are there already.
insert into pairing_funnel_changes (link_id) select id from pairing_links order by created_at;
