-- A recurring job finds what is due and has no job; what waits for a later retry must cost it nothing.
create index outbox_due_deliveries on outbox (run_at) where endpoint_id is not null;

-- How long recent attempts took, as a moving average: slow endpoints have workers of their own.
alter table webhook_endpoints add column recent_ms integer;
