-- A socket that begins anew is closed for a moment; one that stays closed without a code has ended.
alter table evolution_sessions add column closed_at timestamptz;
