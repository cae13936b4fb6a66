-- Pairing ------------------------------------------------------------------------------------------

-- What a phone was shown through links of live tenants: WhatsApp limits the phone, whoever asks for it.
create table pairing_starts (
    phone text not null,
    method text not null check (method in ('Qr', 'Code')),
    attempt_id uuid not null,
    started_at timestamptz not null
);
create index pairing_starts_by_phone on pairing_starts (phone, method, started_at desc);
create index pairing_starts_by_age on pairing_starts (started_at);
