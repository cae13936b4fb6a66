create table templates (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    name text not null,
    category text not null check (category in ('Otp', 'Utility', 'Marketing')),
    language text not null,
    language_key text not null, -- as languages are compared: lower case, with hyphens
    body text not null,
    sender_id uuid not null references numbers (id),
    meta_name text,
    meta_language text,
    meta_url_button integer,
    created_at timestamptz not null,
    unique (tenant_id, name, language_key)
);
create index templates_by_tenant on templates (tenant_id, created_at desc, id);
