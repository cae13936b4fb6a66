-- What is owed of them is a row of the outbox under the same id. Neither says what the message says: it carries the link.
create table message_sends (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    link_id uuid not null references pairing_links (id),
    recipient text not null, -- as phones are compared, for the limit
    template_id uuid,
    template_name text,
    template_language text,
    sender_id uuid,
    status text not null check (status in ('Pending', 'Sending', 'Sent', 'Failed', 'Unknown')),
    code text,
    problem text,
    message_id text,
    created_at timestamptz not null,
    begun_at timestamptz, -- by the database's clock, from which the limits count
    settled_at timestamptz
);
create index message_sends_by_link on message_sends (link_id, created_at desc, id);
create index message_sends_begun on message_sends (tenant_id, begun_at) where begun_at is not null;
