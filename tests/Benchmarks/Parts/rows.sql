-- Rows of every table whose size a look-up could depend on: @rows numbers and links, a fifth as many of the others. Half of them
-- belong to one tenant (0), the rest is spread over 99. Every attribute goes by the pair i / 2, so that each tenant has all values;
-- Connecting, Meta and Revoked are rare.
set session_replication_role = replica;
set synchronous_commit = off;

create function pg_temp.id(kind int, i bigint) returns uuid language sql immutable as
    $$ select ('00000000-0000-7' || lpad(kind::text, 3, '0') || '-8000-' || lpad(to_hex(i), 12, '0'))::uuid $$;
create function pg_temp.tenant(i bigint) returns uuid language sql immutable as
    $$ select ('00000000-0000-7000-8000-' || lpad(to_hex(case when i % 2 = 0 then 0 else i / 2 % 99 + 1 end), 12, '0'))::uuid $$;
create function pg_temp.at(i bigint, n bigint) returns timestamptz language sql stable as
    $$ select now() - interval '80 days' + i * (interval '80 days' / n) $$;

insert into tenants (id, name, mode, gateway, created_at)
select pg_temp.id(0, i), 'Tenant ' || i, 'Test', 'simulator', now() - interval '90 days' from generate_series(0, 99) i;

insert into api_keys (id, tenant_id, hash, prefix, last4, scope, created_at)
values (pg_temp.id(1, 0), pg_temp.id(0, 0), sha256(convert_to('@key', 'UTF8')), 'ps_test_', '0000', 'Tenant', now() - interval '90 days');

insert into webhook_endpoints (id, tenant_id, scope, name, url, events, active, secret_envelope, created_at, updated_at)
select pg_temp.id(2, i), pg_temp.id(0, i), 'Tenant', 'endpoint', 'https://example.com/', '{number.removed}', true, '', now(), now() from generate_series(0, 99) i;

insert into numbers (id, tenant_id, number, name, provider, state, external_ref, metadata, created_at, updated_at)
select pg_temp.id(3, i), pg_temp.tenant(i), '55119' || lpad(i::text, 8, '0'), 'Number ' || i,
       case when i / 2 % 500 = 7 then 'Meta' else 'PilotStatus' end,
       case when i / 2 % 500 = 9 then 'Connecting' when i / 2 % 10 < 6 then 'Open' when i / 2 % 10 < 9 then 'Close' else 'Removed' end,
       'customer-' || i, '{}', pg_temp.at(i, @rows), now()
  from generate_series(1, @rows) i;

insert into pairing_links (id, tenant_id, number_id, provider, token_hash, status, terms, external_ref, metadata, created_at, expires_at, used_at)
select pg_temp.id(4, i), pg_temp.tenant(i), pg_temp.id(3, i), 'PilotStatus', sha256(int8send(i)),
       case when i / 2 % 500 = 7 then 'Revoked' when i / 2 % 10 < 6 then 'Used' when i / 2 % 10 < 9 then 'Expired' else 'Active' end,
       '{"policy": "Strict", "methods": ["Qr", "Code"], "branding": {}, "allowedOrigins": []}', 'customer-' || i, '{}', pg_temp.at(i, @rows),
       case when i / 2 % 10 = 9 then now() + interval '1 day' else pg_temp.at(i, @rows) + interval '1 hour' end,
       case when i / 2 % 10 < 6 and i / 2 % 500 <> 7 then pg_temp.at(i, @rows) + interval '1 minute' end
  from generate_series(1, @rows) i;

insert into api_keys (id, tenant_id, hash, prefix, last4, scope, number_id, created_at)
select pg_temp.id(5, i), pg_temp.tenant(i), sha256(int8send(-i)), 'ps_test_', '0000', 'Number', pg_temp.id(3, i), pg_temp.at(i, @rows)
  from generate_series(1, @rows, 10) j, generate_series(j, j + 1) i;

insert into pairing_attempts (id, tenant_id, number_id, link_id, method, phase, needs_start, sequence, started_at, changed_at, ended_at)
select pg_temp.id(6, i), pg_temp.tenant(i), pg_temp.id(3, i), pg_temp.id(4, i), 'Qr', 'Connected', false, 1, pg_temp.at(i, @rows), pg_temp.at(i, @rows), pg_temp.at(i, @rows)
  from generate_series(1, @rows, 10) j, generate_series(j, j + 1) i;

insert into events (id, tenant_id, type, number_id, sequence, body, created_at)
select pg_temp.id(7, i), pg_temp.tenant(i), 'number.created', pg_temp.id(3, i), 1, '{"type":"number.created","data":{}}', pg_temp.at(i, @rows)
  from generate_series(1, @rows, 10) j, generate_series(j, j + 1) i;

insert into delivery_attempts (id, tenant_id, delivery_id, endpoint_id, event_id, event_type, attempt, succeeded, status_code, response, duration_ms, created_at)
select pg_temp.id(8, i), pg_temp.tenant(i), pg_temp.id(9, i), pg_temp.id(2, case when i % 2 = 0 then 0 else i / 2 % 99 + 1 end), pg_temp.id(7, i),
       case when i / 2 % 500 = 5 then 'number.connected' else 'number.created' end, 1, true, 200, 'ok', 5, pg_temp.at(i, @rows)
  from generate_series(1, @rows, 10) j, generate_series(j, j + 1) i;

reset session_replication_role;
