-- The resource by its uuid: the answer of a request that died after its commit is made again from it.
alter table idempotency_keys add column resource_id uuid;
