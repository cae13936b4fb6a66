create table simulator_messages (
    id uuid primary key,
    instance_name text not null, -- of the sender
    recipient text not null,
    text text not null, -- without the secret of the link it carried
    sent_at timestamptz not null
);
create index simulator_messages_by_recipient on simulator_messages (recipient, sent_at desc);
create index simulator_messages_by_sender on simulator_messages (instance_name);
