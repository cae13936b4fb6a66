-- Recurring jobs are Hangfire's now, in schema jobs. These tables held no outstanding work, only when each job was due.
do $$
declare
    scheduler_table text;
begin
    for scheduler_table in select tablename from pg_tables where schemaname = current_schema() and tablename like 'qrtz\_%' loop
        execute format('drop table %I cascade', scheduler_table);
    end loop;
end
$$;
