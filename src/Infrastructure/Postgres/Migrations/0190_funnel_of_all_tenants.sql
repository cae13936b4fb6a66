-- The funnel of all tenants together, by one dimension at a time. What an operator asks for is then a few hundred rows a day, however many
-- tenants, links and combinations of dimensions there are.
-- The dimensions are all (whose key is empty), device, method, language and tenant (whose key is the tenant's id).

create table pairing_funnel_of_all (
    dimension text not null,
    day date not null,
    key text not null,
    created bigint not null,
    opened bigint not null,
    started bigint not null,
    scanned bigint not null,
    connected bigint not null,
    failed bigint not null,
    primary key (dimension, day, key)
) with (fillfactor = 70);

-- By the key first: failures and times are read of the largest groups alone.
create table pairing_funnel_failures_of_all (
    dimension text not null,
    key text not null,
    day date not null,
    reason text not null,
    links bigint not null,
    primary key (dimension, key, day, reason)
) with (fillfactor = 70);

create table pairing_funnel_times_of_all (
    dimension text not null,
    key text not null,
    day date not null,
    seconds integer not null,
    links bigint not null,
    primary key (dimension, key, day, seconds)
) with (fillfactor = 70);

create function pairing_funnel_parts(tenant uuid, device text, method text, language text)
returns table (dimension text, key text) language sql immutable as $$
    values ('all', ''), ('device', device), ('method', method), ('language', language), ('tenant', tenant::text)
$$;

-- What a statement added to the sums of tenants and took from them. Triggers keep the sums of all together the same for each
-- writer of those of tenants: the job that counts, the deletion of a tenant, and a version that does not know these tables.
create function moved_in_pairing_funnel(operation text) returns text language sql immutable as $$
    select case operation
        when 'INSERT' then 'select 1 as sign, * from added'
        when 'DELETE' then 'select -1 as sign, * from removed'
        else 'select 1 as sign, * from added union all select -1 as sign, * from removed' end
$$;

-- The order is that in which rows are locked: two that move the same ones wait for each other and do not deadlock.
create function sum_up_pairing_funnel() returns trigger language plpgsql as $$
begin
    execute
        'insert into pairing_funnel_of_all as held (dimension, day, key, created, opened, started, scanned, connected, failed)
         select part.dimension, day, part.key, sum(sign * created), sum(sign * opened), sum(sign * started), sum(sign * scanned),
                sum(sign * connected), sum(sign * failed)
           from (' || moved_in_pairing_funnel(tg_op) || ') moved cross join pairing_funnel_parts(tenant_id, device, method, language) part
          group by 1, 2, 3 order by 1, 2, 3
             on conflict (dimension, day, key) do update
            set created = held.created + excluded.created, opened = held.opened + excluded.opened,
                started = held.started + excluded.started, scanned = held.scanned + excluded.scanned,
                connected = held.connected + excluded.connected, failed = held.failed + excluded.failed';
    -- Nothing may name a tenant that is gone.
    if tg_op = 'DELETE' then
        delete from pairing_funnel_of_all held using (select distinct tenant_id::text as key, day from removed) gone
         where held.dimension = 'tenant' and held.day = gone.day and held.key = gone.key and held.created = 0;
    end if;
    return null;
end
$$;

-- The same for the tables of failures and times; its argument is the column that they have beside the links.
create function sum_up_pairing_funnel_by() returns trigger language plpgsql as $$
declare
    held text := tg_table_name || '_of_all';
begin
    execute format(
        'insert into %1$I as held (dimension, key, day, %2$I, links)
         select part.dimension, part.key, day, %2$I, sum(sign * links)
           from (%3$s) moved cross join pairing_funnel_parts(tenant_id, device, method, language) part
          group by 1, 2, 3, 4 order by 1, 2, 3, 4
             on conflict (dimension, key, day, %2$I) do update set links = held.links + excluded.links',
        held, tg_argv[0], moved_in_pairing_funnel(tg_op));
    if tg_op = 'DELETE' then
        execute format(
            'delete from %I held using (select distinct tenant_id::text as key, day from removed) gone
              where held.dimension = ''tenant'' and held.key = gone.key and held.day = gone.day and held.links = 0', held);
    end if;
    return null;
end
$$;

create trigger pairing_funnel_added after insert on pairing_funnel
    referencing new table as added for each statement execute function sum_up_pairing_funnel();
create trigger pairing_funnel_moved after update on pairing_funnel
    referencing new table as added old table as removed for each statement execute function sum_up_pairing_funnel();
create trigger pairing_funnel_removed after delete on pairing_funnel
    referencing old table as removed for each statement execute function sum_up_pairing_funnel();

create trigger pairing_funnel_failures_added after insert on pairing_funnel_failures
    referencing new table as added for each statement execute function sum_up_pairing_funnel_by('reason');
create trigger pairing_funnel_failures_moved after update on pairing_funnel_failures
    referencing new table as added old table as removed for each statement execute function sum_up_pairing_funnel_by('reason');
create trigger pairing_funnel_failures_removed after delete on pairing_funnel_failures
    referencing old table as removed for each statement execute function sum_up_pairing_funnel_by('reason');

create trigger pairing_funnel_times_added after insert on pairing_funnel_times
    referencing new table as added for each statement execute function sum_up_pairing_funnel_by('seconds');
create trigger pairing_funnel_times_moved after update on pairing_funnel_times
    referencing new table as added old table as removed for each statement execute function sum_up_pairing_funnel_by('seconds');
create trigger pairing_funnel_times_removed after delete on pairing_funnel_times
    referencing old table as removed for each statement execute function sum_up_pairing_funnel_by('seconds');

-- What is counted already.
insert into pairing_funnel_of_all (dimension, day, key, created, opened, started, scanned, connected, failed)
select part.dimension, day, part.key, sum(created), sum(opened), sum(started), sum(scanned), sum(connected), sum(failed)
  from pairing_funnel cross join pairing_funnel_parts(tenant_id, device, method, language) part group by 1, 2, 3;
insert into pairing_funnel_failures_of_all (dimension, key, day, reason, links)
select part.dimension, part.key, day, reason, sum(links)
  from pairing_funnel_failures cross join pairing_funnel_parts(tenant_id, device, method, language) part group by 1, 2, 3, 4;
insert into pairing_funnel_times_of_all (dimension, key, day, seconds, links)
select part.dimension, part.key, day, seconds, sum(links)
  from pairing_funnel_times cross join pairing_funnel_parts(tenant_id, device, method, language) part group by 1, 2, 3, 4;
