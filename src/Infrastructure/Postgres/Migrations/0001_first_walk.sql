-- Access -------------------------------------------------------------------------------------------

create table tenants (
    id uuid primary key,
    name text not null,
    mode text not null check (mode in ('Live', 'Test')),
    gateway text not null,
    settings jsonb not null default '{}',
    created_at timestamptz not null
);

create table api_keys (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    hash bytea not null unique,
    prefix text not null,
    last4 text not null,
    scope text not null check (scope in ('Tenant', 'Number')),
    number_id uuid,
    named_by_id boolean not null default false,
    revoked_at timestamptz, -- in the future while an old key lives on beside its successor
    last_used_at timestamptz,
    created_at timestamptz not null
);
create index api_keys_by_tenant on api_keys (tenant_id, created_at desc, id);
create index api_keys_by_number on api_keys (number_id) where number_id is not null;

-- Numbers ------------------------------------------------------------------------------------------

create table numbers (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    number text not null,
    name text not null,
    provider text not null check (provider in ('PilotStatus', 'Meta')),
    state text not null check (state in ('Close', 'Connecting', 'Open', 'Removed')),
    connected_number text,
    connected_at timestamptz,
    last_disconnect_reason text,
    last_disconnect_at timestamptz,
    checked_at timestamptz,
    external_ref text,
    metadata jsonb not null default '{}',
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index numbers_by_tenant on numbers (tenant_id, created_at desc, id);

-- Pairing ------------------------------------------------------------------------------------------

create table pairing_links (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    number_id uuid references numbers (id),
    provider text not null check (provider in ('PilotStatus', 'Meta')),
    meta_flow text check (meta_flow in ('Embedded', 'Credentials')),
    token_hash bytea not null unique,
    token_envelope bytea, -- wiped when the token can no longer be used
    status text not null check (status in ('Active', 'Used', 'Expired', 'Revoked')),
    terms jsonb not null,
    external_ref text,
    metadata jsonb not null default '{}',
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index pairing_links_by_tenant on pairing_links (tenant_id, created_at desc, id);
create index pairing_links_by_number on pairing_links (number_id);
create index pairing_links_to_expire on pairing_links (expires_at) where status = 'Active';

create table pairing_attempts (
    id uuid primary key,
    tenant_id uuid not null,
    number_id uuid not null references numbers (id),
    link_id uuid references pairing_links (id),
    method text check (method in ('Qr', 'Code')),
    phase text not null,
    needs_start boolean not null,
    qr_payload text,
    qr_expires_at timestamptz,
    code text,
    code_expires_at timestamptz,
    sequence integer not null,
    cooling_until timestamptz,
    trouble text,
    version integer not null default 1, -- who saves an older one lost a race and looks again
    started_at timestamptz not null,
    changed_at timestamptz not null,
    ended_at timestamptz,
    lease_id uuid,
    lease_until timestamptz
) with (fillfactor = 70);
create unique index pairing_attempts_one_per_number on pairing_attempts (number_id) where ended_at is null;
create index pairing_attempts_by_number on pairing_attempts (number_id, started_at desc);
create index pairing_attempts_to_watch on pairing_attempts (lease_until) where ended_at is null;

-- Branding -----------------------------------------------------------------------------------------

create table tenant_branding (
    tenant_id uuid primary key references tenants (id),
    branding jsonb not null,
    updated_at timestamptz not null
);

-- Webhooks -----------------------------------------------------------------------------------------

create table webhook_endpoints (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    scope text not null check (scope in ('Tenant', 'Number')),
    number_id uuid references numbers (id),
    name text not null,
    url text not null,
    events text[] not null,
    active boolean not null,
    secret_envelope bytea not null,
    previous_secret_envelope bytea,
    previous_valid_until timestamptz,
    failing_since timestamptz,
    last_triggered timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check ((scope = 'Number') = (number_id is not null))
);
create index webhook_endpoints_by_tenant on webhook_endpoints (tenant_id, created_at desc, id);

create table event_sequences (
    subject_id uuid primary key, -- a number, or a link that has none yet
    last bigint not null
) with (fillfactor = 50);

create table events (
    id uuid primary key,
    tenant_id uuid not null,
    type text not null,
    number_id uuid,
    link_id uuid,
    sequence bigint not null,
    body text not null, -- exactly the bytes that are signed and sent
    created_at timestamptz not null
);
create index events_by_tenant on events (tenant_id, created_at desc, id);

-- One row for everything owed after a commit; a settled row is deleted, its history stays in delivery_attempts.
create table outbox (
    id uuid primary key,
    kind text not null check (kind in ('delivery', 'send', 'cleanup')),
    tenant_id uuid not null,
    endpoint_id uuid,
    event_id uuid,
    payload jsonb,
    run_at timestamptz not null default now(),
    attempt integer not null default 0,
    lease_id uuid,
    lease_until timestamptz,
    created_at timestamptz not null default now()
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index outbox_due on outbox (run_at, id) where endpoint_id is null;
create index outbox_by_endpoint on outbox (endpoint_id, run_at, id) where endpoint_id is not null;

create table delivery_attempts (
    id uuid primary key,
    tenant_id uuid not null,
    delivery_id uuid not null,
    endpoint_id uuid not null references webhook_endpoints (id) on delete cascade,
    event_id uuid not null,
    event_type text not null,
    attempt integer not null,
    succeeded boolean not null,
    status_code integer,
    response text,
    problem text,
    duration_ms integer not null,
    next_attempt_at timestamptz,
    created_at timestamptz not null
);
create index delivery_attempts_by_endpoint on delivery_attempts (endpoint_id, created_at desc, id);
create index delivery_attempts_by_delivery on delivery_attempts (delivery_id);

-- Gateways/Simulator -------------------------------------------------------------------------------

create table simulator_sessions (
    instance_name text primary key,
    secret text not null unique, -- names the simulated phone in the QR payload; the codes derive from it
    status text not null,
    offers_code boolean not null default false,
    offered_at timestamptz, -- the first artifact of the session
    linked_phone text,
    until timestamptz, -- end of a scripted trouble
    gateway_down boolean not null default false
);
