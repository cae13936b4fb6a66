-- What the page reports of the browser that opened a link, and of the tap that opens WhatsApp on the phone.
alter table pairing_links
    add column opened_device text check (opened_device in ('Android', 'Ios', 'Desktop', 'Other')),
    add column opened_in_app boolean,
    add column opened_language text,
    add column tapped_at timestamptz,
    add column tap_returned_at timestamptz;
