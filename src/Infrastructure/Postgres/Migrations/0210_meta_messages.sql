-- What Graph reports of a template, kept between two reports.
alter table templates
    add column meta_report jsonb,
    add column meta_reported_at timestamptz,
    add column meta_due_at timestamptz; -- when Graph is asked next; null for texts and for authentication templates
create index templates_due on templates (meta_due_at) where meta_due_at is not null;
create index templates_by_sender on templates (sender_id);
update templates set meta_due_at = now() where meta_name is not null and category <> 'Otp';

-- What Meta reports of a message that it took. The status stays Sent: a version that does not know receipts reads that.
alter table message_sends
    add column receipt text check (receipt in ('Delivered', 'Read')),
    add column meta_number text; -- Meta's id of the sender, which every receipt names
create index message_sends_by_message on message_sends (message_id) where meta_number is not null;
