-- Who did what on the operations pages. Failed sign-ins are counted here, so that all nodes count together.
create table audit_log (
    id uuid primary key,
    at timestamptz not null,
    actor text not null,
    role text check (role in ('Viewer', 'Operator')),
    action text not null,
    subject text,
    address text not null,
    session uuid
);
create index audit_log_at on audit_log (at desc, id);
create index audit_log_sign_ins on audit_log (at desc) where action in ('SignedIn', 'SignInFailed');
create index audit_log_sign_outs on audit_log (session) where action = 'SignedOut';

create function audit_log_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit_log is append-only';
end
$$;
create trigger audit_log_append_only before update or delete or truncate on audit_log
    for each statement execute function audit_log_is_append_only();

-- What the session cookies of the operations pages are encrypted with; every element in an envelope.
create table session_keys (
    id uuid primary key,
    name text not null,
    envelope bytea not null,
    created_at timestamptz not null
);
