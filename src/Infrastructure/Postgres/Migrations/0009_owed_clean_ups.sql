-- A pairing asks what its gateway is still owed before it starts.
create index outbox_clean_ups on outbox ((payload->>'number')) where kind = 'cleanup';
