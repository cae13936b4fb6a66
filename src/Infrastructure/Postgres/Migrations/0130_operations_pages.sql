-- What an action was given, beside what it was done to.
alter table audit_log add column detail text;
create index audit_log_by_actor on audit_log (actor, at desc, id);
create index audit_log_by_action on audit_log (action, at desc, id);
create index audit_log_by_subject on audit_log (subject, at desc, id) where subject is not null;

-- The operations pages list the rows of all tenants, by id, which is by time. What they look for has an index of its own.
-- One index a state, not one index over the states: its order is that of the rows on disk, which the planner sees.
create index pairing_links_active on pairing_links (id) where status = 'Active';
create index pairing_links_used on pairing_links (id) where status = 'Used';
create index pairing_links_expired on pairing_links (id) where status = 'Expired';
create index pairing_links_revoked on pairing_links (id) where status = 'Revoked';
create index numbers_closed on numbers (id) where state = 'Close';
create index numbers_connecting on numbers (id) where state = 'Connecting';
create index numbers_open on numbers (id) where state = 'Open';
create index numbers_removed on numbers (id) where state = 'Removed';
create index message_sends_not_sent on message_sends (id) where status <> 'Sent';
-- By a hash: the lists of one tenant keep to the tenant's own index of references.
create index pairing_links_of_all_by_external_ref on pairing_links (hashtextextended(external_ref, 0), id) where external_ref is not null;
create index numbers_of_all_by_external_ref on numbers (hashtextextended(external_ref, 0), id) where external_ref is not null;
create index numbers_of_all_by_phone on numbers (number, id);
create index numbers_of_all_by_connected_phone on numbers (connected_number, id) where connected_number is not null;
create index pairing_attempts_failed on pairing_attempts (id) where failure_code is not null;
create index pairing_attempts_connected on pairing_attempts (id) where phase = 'Connected';
create index events_by_link_without_number on events (link_id, created_at) where number_id is null and link_id is not null;
create index delivery_attempts_by_event on delivery_attempts (event_id);
create index delivery_attempts_failed on delivery_attempts (id) where not succeeded;
create index message_sends_by_tenant on message_sends (tenant_id, id);

-- While it is set, none of the tenant's keys opens anything.
alter table tenants add column suspended_at timestamptz;
