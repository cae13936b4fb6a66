-- Entries of the audit log may be deleted 90 days after they were written, where the operator sets a retention. Nobody can change one, or
-- delete a younger one.
create function audit_log_keeps_young_entries() returns trigger language plpgsql as $$
begin
    if old.at > now() - interval '90 days' then
        raise exception 'audit_log is append-only';
    end if;
    return old;
end
$$;
drop trigger audit_log_append_only on audit_log;
create trigger audit_log_append_only before update or truncate on audit_log
    for each statement execute function audit_log_is_append_only();
create trigger audit_log_kept before delete on audit_log
    for each row execute function audit_log_keeps_young_entries();
