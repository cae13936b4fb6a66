-- The outcome of each entry of a request that makes many links, in order: its answer is made again from them.
alter table idempotency_keys add column outcomes jsonb;
