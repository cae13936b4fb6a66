-- Gateways/Baileys ---------------------------------------------------------------------------------

-- One row per node and gateway whose sessions it may run, kept alive by its beats. After a crash of the server every node writes its anew.
create unlogged table gateway_nodes (
    id uuid not null,
    gateway text not null,
    alive_until timestamptz not null,
    failure text, -- why it runs no session; null while it can
    node_version text,
    whatsapp_version text, -- the client's version that sessions say they are
    whatsapp_current text, -- what WhatsApp's own client is; null while that is not known
    primary key (id, gateway)
);

-- The state of a number's session, and what it must remember. Its owner runs the socket, and writes only while it is the owner.
create table baileys_sessions (
    number_id uuid primary key,
    tenant_id uuid not null,
    gateway text not null,
    phone text not null,
    method text not null check (method in ('Qr', 'Code', 'Both')),
    status text not null check (status in ('Starting', 'Offering', 'Linking', 'Passkey', 'Open', 'Lost', 'Unreachable', 'Outdated',
        'Exhausted', 'Limited', 'Ended', 'Corrupt')),
    opening integer not null default 1, -- how often it was started; what belongs to an earlier start is ignored
    ending boolean not null default false, -- its device is to be unlinked
    owner uuid,
    qr text,
    qr_until timestamptz,
    code text,
    code_until timestamptz,
    identity text, -- digits of the phone
    connected_at timestamptz,
    end_reason text,
    detail text,
    limited_until timestamptz,
    credentials_envelope bytea,
    changed_at timestamptz not null
) with (fillfactor = 70);
create index baileys_sessions_by_owner on baileys_sessions (gateway, owner);

-- Keys of a session, each an envelope under an id that only the session can make.
create table baileys_keys (
    id uuid primary key,
    number_id uuid not null references baileys_sessions on delete cascade,
    tenant_id uuid not null,
    value_envelope bytea not null
) with (fillfactor = 80);
create index baileys_keys_by_number on baileys_keys (number_id);

-- A text that another node's session is to send, for as long as somebody waits for the outcome.
create table baileys_sends (
    id uuid primary key,
    number_id uuid not null references baileys_sessions on delete cascade,
    tenant_id uuid not null,
    message_envelope bytea not null,
    claimed_at timestamptz,
    outcome text,
    created_at timestamptz not null
);
create index baileys_sends_by_number on baileys_sends (number_id);
