-- How far a customer is with the official API's signup, and what Meta said when it failed.
alter table pairing_links
    add column meta_phase text check (meta_phase in ('MetaWaiting', 'MetaRegistering')),
    add column meta_phase_at timestamptz,
    add column failure_detail text,
    add check (meta_phase is null or meta_phase_at is not null);

-- The completion of a link: at most one runs, and the same one again is recognised by its mark.
create table meta_completions (
    link_id uuid primary key references pairing_links (id),
    tenant_id uuid not null references tenants (id),
    mark bytea not null, -- SHA-256 of what the browser brought
    running_until timestamptz,
    held_envelope bytea, -- what a code was exchanged for, until the completion is over
    held_at timestamptz,
    completed_at timestamptz
);
create index meta_completions_held on meta_completions (held_at) where held_envelope is not null;

-- What is known of a number of the official API beside the number itself. Its row goes with the number.
create table meta_credentials (
    number_id uuid primary key references numbers (id),
    tenant_id uuid not null references tenants (id),
    phone_number_id text not null,
    waba_id text not null,
    token_envelope bytea not null,
    token_ends_at timestamptz,
    pin_envelope bytea,
    verified_name text,
    status text,
    quality_rating text,
    messaging_limit_tier text,
    on_business_app boolean not null,
    asked_at timestamptz not null -- when Graph said so
);
create index meta_credentials_by_phone on meta_credentials (phone_number_id);
create index meta_credentials_by_account on meta_credentials (waba_id);
