-- When the tenant is deleted with all its data; until then none of its keys opens anything, and it can be kept instead.
alter table tenants add column delete_at timestamptz;
-- Since when it is being deleted: from here on there is no way back.
alter table tenants add column deleting_since timestamptz;
create index tenants_to_delete on tenants (delete_at) where delete_at is not null;

-- Without it, every link that is deleted would be looked for in all attempts.
create index pairing_attempts_by_link on pairing_attempts (link_id) where link_id is not null;
