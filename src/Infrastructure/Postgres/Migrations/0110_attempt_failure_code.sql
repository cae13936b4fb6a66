-- The error code of the last failed report of the gateway, under the name that the code gives it.
alter table pairing_attempts rename column trouble to failure_code;
