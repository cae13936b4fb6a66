-- Each number and link that was made locked the row of its tenant, to keep it from going: all creations of one tenant at once shared that
-- lock, and waited for each other to write it down (a third of what the database could make, with sixteen at once). A tenant goes only by
-- its deletion, which looks for what is left of it.
alter table numbers drop constraint numbers_tenant_id_fkey;
alter table pairing_links drop constraint pairing_links_tenant_id_fkey;
