create table idempotency_keys (
    tenant_id uuid not null,
    key text not null,
    id uuid not null, -- the claim: whoever holds another one lost it
    fingerprint bytea not null, -- an HMAC of route and body; the request itself is not kept
    state text not null check (state in ('Claimed', 'Committed', 'Answered')),
    claimed_until timestamptz not null,
    resource text, -- what the committed work made
    status integer,
    answer_envelope bytea,
    created_at timestamptz not null default now(),
    primary key (tenant_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
