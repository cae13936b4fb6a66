-- Every filter of a list, and every look-up of a creation, has an index, so that none of them depends on how many rows there are.

-- Numbers ------------------------------------------------------------------------------------------

-- Without the removed ones, which no list shows and a tenant may have any number of.
drop index numbers_by_tenant;
create index numbers_by_tenant on numbers (tenant_id, created_at desc, id) where state <> 'Removed';
create index numbers_by_phone on numbers (tenant_id, number, created_at, id) where state <> 'Removed';
create index numbers_by_state on numbers (tenant_id, state, created_at desc, id) where state <> 'Removed';
create index numbers_by_provider on numbers (tenant_id, provider, created_at desc, id) where state <> 'Removed';
create index numbers_by_external_ref on numbers (tenant_id, external_ref, created_at desc, id) where state <> 'Removed' and external_ref is not null;

-- Pairing ------------------------------------------------------------------------------------------

drop index pairing_links_by_number;
create index pairing_links_by_number on pairing_links (number_id, created_at desc, id);
create index pairing_links_by_status on pairing_links (tenant_id, status, created_at desc, id);
create index pairing_links_by_external_ref on pairing_links (tenant_id, external_ref, created_at desc, id) where external_ref is not null;

-- Webhooks -----------------------------------------------------------------------------------------

create index events_by_number on events (number_id, created_at desc, id) where number_id is not null;
create index delivery_attempts_by_event_type on delivery_attempts (endpoint_id, event_type, created_at desc, id);
