-- Numbers ------------------------------------------------------------------------------------------

alter table numbers
    add column missed_at timestamptz, -- the first check that found the connection gone; a later one confirms the loss
    add column session_left boolean not null default false; -- the session of a lost connection is still at the gateway, to come back or to be in the way

-- Not by checked_at, which changes all the time: an index on it would cost every check an index entry.
create index numbers_to_check on numbers (id) where state = 'Open' or session_left;
