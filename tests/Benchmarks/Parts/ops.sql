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

create temporary table days as
select id as tenant, current_date - day as day, device, method, language
  from tenant_ids, generate_series(0, 89) day, unnest('{ios,android,desktop}'::text[]) device, unnest('{qr,code}'::text[]) method, unnest('{en,es,pt-BR}'::text[]) language;
insert into pairing_funnel (tenant_id, day, device, method, language, created, opened, started, scanned, connected, failed)
select tenant, day, device, method, language, 10, 8, 7, 6, 6, 1 from days;
insert into pairing_funnel_times (tenant_id, day, device, method, language, seconds, links)
select tenant, day, device, method, language, seconds, 2 from days, unnest('{23,41,90}'::int[]) seconds;
insert into pairing_funnel_failures (tenant_id, day, device, method, language, reason, links)
select tenant, day, device, method, language, 'stalled', 1 from days;
insert into pairing_funnel_links (link_id, tenant_id, day, device, method, language, opened, started, scanned, connected)
select pg_temp.id(4, i), pg_temp.tenant(i), pg_temp.at(i)::date, 'ios', 'qr', 'en', true, true, true, true from generate_series(1, @rows) i;

reset session_replication_role;
