-- Meta said that something changed about a number: when Graph is asked next, and how often that was tried since.
alter table meta_credentials
    add column look_due_at timestamptz,
    add column look_tries int not null default 0;
create index meta_credentials_due on meta_credentials (look_due_at) where look_due_at is not null;
