-- Every number and link that is made is written into every index, so what two of them can do, one does. A phone and a reference come
-- first, and serve the lists of one tenant as well as those of all.

drop index numbers_of_all_by_phone;
drop index numbers_by_phone;
create index numbers_by_phone on numbers (number, tenant_id, created_at, id) where state <> 'Removed';
create index numbers_removed_by_phone on numbers (number, id) where state = 'Removed';

drop index numbers_of_all_by_external_ref;
drop index numbers_by_external_ref;
create index numbers_by_external_ref on numbers (external_ref, tenant_id, created_at desc, id) where state <> 'Removed' and external_ref is not null;
create index numbers_removed_by_external_ref on numbers (external_ref, id) where state = 'Removed' and external_ref is not null;

drop index pairing_links_of_all_by_external_ref;
drop index pairing_links_by_external_ref;
create index pairing_links_by_external_ref on pairing_links (external_ref, tenant_id, created_at desc, id) where external_ref is not null;

-- Nearly all numbers are those that a phone pairs, which the list by tenant finds.
drop index numbers_by_provider;
create index numbers_by_provider on numbers (tenant_id, provider, created_at desc, id) where state <> 'Removed' and provider = 'Meta';
