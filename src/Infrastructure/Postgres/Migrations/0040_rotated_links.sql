-- A link may last thirty days from its newest token, not from its first.
alter table pairing_links add column rotated_at timestamptz;
