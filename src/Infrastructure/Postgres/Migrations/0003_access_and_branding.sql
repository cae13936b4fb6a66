-- Access -------------------------------------------------------------------------------------------

-- A number key that followed a link to its new number, until the number connects or the link dies.
create table api_key_moves (
    link_id uuid not null,
    key_id uuid not null references api_keys (id),
    tenant_id uuid not null,
    from_number uuid not null,
    to_number uuid, -- a link of the official API learns it at completion
    moved_at timestamptz not null,
    primary key (link_id, key_id)
);
create index api_key_moves_by_key on api_key_moves (key_id);
create index api_key_moves_by_number on api_key_moves (to_number);

-- Branding -----------------------------------------------------------------------------------------

create table assets (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    mime_type text not null check (mime_type in ('image/png', 'image/jpeg', 'image/webp')),
    file_name text not null,
    content bytea not null,
    created_at timestamptz not null
);
create index assets_by_tenant on assets (tenant_id, created_at desc, id);
alter table assets alter column content set storage external; -- images do not compress

-- A logo on somebody else's server, fetched once in the background; pages show our copy or none.
create table foreign_logos (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null references tenants (id),
    url text not null,
    url_hash bytea not null, -- SHA-256: a URL may be longer than an index entry
    asset_id uuid references assets (id),
    tries integer not null default 0,
    due_at timestamptz, -- null when fetched or given up
    created_at timestamptz not null
);
create unique index foreign_logos_by_url on foreign_logos (tenant_id, url_hash);
create index foreign_logos_due on foreign_logos (due_at) where due_at is not null;
