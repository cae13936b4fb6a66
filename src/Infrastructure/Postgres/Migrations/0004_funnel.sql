-- How far a customer came with a link, and what stopped him.
alter table pairing_links
    add column opens integer not null default 0,
    add column opened_at timestamptz,
    add column started_at timestamptz,
    add column scanned_at timestamptz,
    add column abandoned_at timestamptz,
    add column last_activity_at timestamptz,
    add column failure_reason text,
    add column phone_message text,
    add column renewal_requested_at timestamptz;

create index pairing_links_to_abandon on pairing_links (last_activity_at) where status = 'Active' and started_at is not null and abandoned_at is null;
