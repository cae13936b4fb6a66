-- What fails is rare where it is looked for among all: without these, a list of the failures of an endpoint, or of messages in a state that
-- none is in, reads everything to find nothing.
create index delivery_attempts_failed_by_endpoint on delivery_attempts (endpoint_id, created_at desc, id) where not succeeded;
create index message_sends_not_sent_by_status on message_sends (status, id) where status <> 'Sent';
create index message_sends_not_sent_by_tenant on message_sends (tenant_id, status, created_at desc, id) where status <> 'Sent';
drop index message_sends_not_sent;

-- In an order that the primary key does not have: the planner read the messages of all from the newest on to find those of a tenant that has
-- none.
create index message_sends_of_tenant on message_sends (tenant_id, created_at desc, id);
drop index message_sends_by_tenant;
