-- Rows of every table that the operations pages read, at times of the last 30 days: @rows numbers, links, events and delivery attempts,
-- a fifth as many pairing attempts and messages. Half belong to one tenant (0), the rest is spread over 99.
set session_replication_role = replica;
set synchronous_commit = off;

-- Ids are by time, as those of the product.
create function pg_temp.at(i bigint) returns timestamptz language sql stable as
    $$ select now() - (@rows - i) * (interval '30 days' / @rows) $$;
create function pg_temp.id(kind int, i bigint) returns uuid language sql stable as
    $$ select (overlay(lpad(to_hex((extract(epoch from pg_temp.at(i)) * 1000)::bigint), 12, '0') placing '-' from 9 for 0)
        || '-7' || lpad(kind::text, 3, '0') || '-8000-' || lpad(to_hex(i), 12, '0'))::uuid $$;
create function pg_temp.tenant(i bigint) returns uuid language sql immutable as
    $$ select ('00000000-0000-7000-8000-' || lpad(to_hex(case when i % 2 = 0 then 0 else i / 2 % 99 + 1 end), 12, '0'))::uuid $$;

create temporary table tenant_ids as
select i, ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid as id from generate_series(0, 99) i;

insert into tenants (id, name, mode, gateway, created_at)
select id, 'Tenant ' || i, 'Test', 'simulator', now() - interval '90 days' from tenant_ids;

insert into webhook_endpoints (id, tenant_id, scope, name, url, events, active, secret_envelope, created_at, updated_at)
select id, id, 'Tenant', 'endpoint', 'https://example.com/', '{number.removed}', true, '', now(), now() from tenant_ids;

insert into numbers (id, tenant_id, number, name, provider, state, external_ref, metadata, created_at, updated_at)
select pg_temp.id(3, i), pg_temp.tenant(i), '55119' || lpad(i::text, 8, '0'), 'Number ' || i,
       case when i / 2 % 500 = 7 then 'Meta' else 'PilotStatus' end,
       case when i / 2 % 500 = 9 then 'Connecting' when i / 2 % 10 < 6 then 'Open' when i / 2 % 10 < 9 then 'Close' else 'Removed' end,
       'customer-' || i, '{}', pg_temp.at(i), now()
  from generate_series(1, @rows) i;

insert into pairing_links (id, tenant_id, number_id, provider, token_hash, status, terms, external_ref, metadata, created_at, expires_at, opened_at, started_at, used_at)
select pg_temp.id(4, i), pg_temp.tenant(i), pg_temp.id(3, i), 'PilotStatus', sha256(int8send(i)),
       case when i / 2 % 500 = 7 then 'Revoked' when i / 2 % 10 < 6 then 'Used' when i / 2 % 10 < 9 then 'Expired' else 'Active' end,
       '{"policy": "Strict", "methods": ["Qr", "Code"], "branding": {}, "allowedOrigins": []}', 'customer-' || i, '{}', pg_temp.at(i),
       case when i / 2 % 10 = 9 then now() + interval '1 day' else pg_temp.at(i) + interval '1 hour' end,
       case when i / 2 % 10 < 8 then pg_temp.at(i) end, case when i / 2 % 10 < 7 then pg_temp.at(i) end,
       case when i / 2 % 10 < 6 and i / 2 % 500 <> 7 then pg_temp.at(i) + interval '1 minute' end
  from generate_series(1, @rows) i;

insert into pairing_attempts (id, tenant_id, number_id, link_id, method, phase, needs_start, sequence, started_at, changed_at, ended_at, failure_code)
select pg_temp.id(6, i), pg_temp.tenant(i), pg_temp.id(3, i), pg_temp.id(4, i), 'Qr', case when i % 10 = 0 then 'Ready' else 'Connected' end, false, 1, pg_temp.at(i), pg_temp.at(i), pg_temp.at(i),
       case when i % 10 = 0 then 'GATEWAY_UNAVAILABLE' end
  from generate_series(1, @rows, 5) i;

insert into events (id, tenant_id, type, number_id, link_id, sequence, body, created_at)
select pg_temp.id(7, i), pg_temp.tenant(i), 'link.created', pg_temp.id(3, i), pg_temp.id(4, i), 1, '{"type":"link.created","data":{}}', pg_temp.at(i)
  from generate_series(1, @rows) i;

insert into delivery_attempts (id, tenant_id, delivery_id, endpoint_id, event_id, event_type, attempt, succeeded, status_code, response, duration_ms, created_at)
select pg_temp.id(8, i), pg_temp.tenant(i), pg_temp.id(9, i), pg_temp.tenant(i), pg_temp.id(7, i), 'link.created', 1, i % 10 <> 3, case when i % 10 = 3 then 500 else 200 end, 'ok', 5, pg_temp.at(i)
  from generate_series(1, @rows) i;

insert into message_sends (id, tenant_id, link_id, recipient, status, created_at)
select pg_temp.id(10, i), pg_temp.tenant(i), pg_temp.id(4, i), '5511900000000', case when i % 10 = 1 then 'Failed' else 'Sent' end, pg_temp.at(i)
  from generate_series(1, @rows, 5) i;

insert into audit_log (id, at, actor, role, action, subject, address)
select pg_temp.id(11, i), pg_temp.at(i), 'ops', 'Operator', 'LinkRevoked', 'lnk_' || i, '127.0.0.1' from generate_series(1, @rows, 10) i;

-- Many attempts within the last hour, beside those of the month.
insert into delivery_attempts (id, tenant_id, delivery_id, endpoint_id, event_id, event_type, attempt, succeeded, status_code, response, duration_ms, created_at)
select (overlay(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') placing '-' from 9 for 0) || '-7012-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
       pg_temp.tenant(i), pg_temp.id(9, 1000 + i), pg_temp.tenant(i), pg_temp.id(7, 1000 + i), 'link.created', 2, i % 10 <> 3, case when i % 10 = 3 then 500 else 200 end, 'ok', 5, at
  from (select i, now() - (60000 - i) * (interval '55 minutes' / 60000) as at from generate_series(1, 60000) i) recent;

insert into api_keys (id, tenant_id, hash, prefix, last4, scope, created_at)
select id, id, sha256(convert_to('@key', 'UTF8')), 'ps_test_', '0000', 'Tenant', now() - interval '90 days' from tenant_ids where i = 0;

-- The funnel of a link each, with as many different times to pair as there really are: most within two minutes, a tenth far longer.
insert into pairing_funnel_links (link_id, tenant_id, day, device, method, language, opened, started, scanned, connected, failure, seconds)
select pg_temp.id(4, i), pg_temp.tenant(i), pg_temp.at(i)::date, ('{ios,android,desktop}'::text[])[1 + i / 200 % 3], ('{qr,code}'::text[])[1 + i / 600 % 2],
       ('{en,es,pt-BR,other}'::text[])[1 + i / 1200 % 4], i / 2 % 10 < 8, i / 2 % 10 < 7, i / 2 % 10 < 6, i / 2 % 10 < 6,
       case when i / 2 % 10 = 6 then ('{stalled,number_mismatch,gateway_unavailable}'::text[])[1 + i / 20 % 3] end,
       case when i / 2 % 10 < 6 then seconds / width * width end
  from (select i, 12 + i / 20 * 7919 % 103 + case when i / 20 % 10 = 3 then i / 20 * 1723 % 1500 else 0 end as seconds from generate_series(1, @rows) i) made
 cross join lateral (select (2 ^ greatest(0, floor(log(2.0, seconds)) - 6))::int as width) bucket;

-- From here on with the triggers that keep the sums of all tenants.
reset session_replication_role;
create temporary view months as select month * 30 as ago from generate_series(0, 2) month;
insert into pairing_funnel (tenant_id, day, device, method, language, created, opened, started, scanned, connected, failed)
select tenant_id, day - ago, device, method, language, count(*), count(*) filter (where opened), count(*) filter (where started), count(*) filter (where scanned),
       count(*) filter (where connected), count(failure)
  from pairing_funnel_links, months group by 1, 2, 3, 4, 5;
insert into pairing_funnel_times (tenant_id, day, device, method, language, seconds, links)
select tenant_id, day - ago, device, method, language, seconds, count(*) from pairing_funnel_links, months where seconds is not null group by 1, 2, 3, 4, 5, 6;
insert into pairing_funnel_failures (tenant_id, day, device, method, language, reason, links)
select tenant_id, day - ago, device, method, language, failure, count(*) from pairing_funnel_links, months where failure is not null group by 1, 2, 3, 4, 5, 6;
