-- The numbers of an endpoint beside its first one, which stays in number_id: the version before delivers that one's events.
alter table webhook_endpoints add column more_number_ids uuid[] not null default '{}';
