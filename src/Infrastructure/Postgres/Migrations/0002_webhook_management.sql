-- A version 7 uuid by the database's clock: ids of deliveries sort by the time they became due, as all ids on the wire do.
create function time_ordered_uuid() returns uuid language sql volatile as $$
    select encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
            52, 1), 53, 1),
        'hex')::uuid
$$;
