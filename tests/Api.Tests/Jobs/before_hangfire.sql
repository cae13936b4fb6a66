CREATE FUNCTION public.time_ordered_uuid() RETURNS uuid
    LANGUAGE sql
    AS $$
    select encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
            52, 1), 53, 1),
        'hex')::uuid
$$;
CREATE TABLE public.api_key_moves (
    link_id uuid NOT NULL,
    key_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    from_number uuid NOT NULL,
    to_number uuid,
    moved_at timestamp with time zone NOT NULL
);
CREATE TABLE public.api_keys (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    hash bytea NOT NULL,
    prefix text NOT NULL,
    last4 text NOT NULL,
    scope text NOT NULL,
    number_id uuid,
    named_by_id boolean DEFAULT false NOT NULL,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT api_keys_scope_check CHECK ((scope = ANY (ARRAY['Tenant'::text, 'Number'::text])))
);
CREATE TABLE public.assets (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    mime_type text NOT NULL,
    file_name text NOT NULL,
    content bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT assets_mime_type_check CHECK ((mime_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/webp'::text])))
);
ALTER TABLE ONLY public.assets ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE TABLE public.delivery_attempts (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    attempt integer NOT NULL,
    succeeded boolean NOT NULL,
    status_code integer,
    response text,
    problem text,
    duration_ms integer NOT NULL,
    next_attempt_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.event_sequences (
    subject_id uuid NOT NULL,
    last bigint NOT NULL
)
WITH (fillfactor='50');
CREATE TABLE public.events (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    type text NOT NULL,
    number_id uuid,
    link_id uuid,
    sequence bigint NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.evolution_sessions (
    instance_name text NOT NULL,
    hook_hash bytea NOT NULL,
    wants_code boolean NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    starting_until timestamp with time zone,
    artifact_hash bytea,
    artifact_at timestamp with time zone,
    restarts integer DEFAULT 0 NOT NULL,
    reconnects integer DEFAULT 0 NOT NULL,
    scanned_at timestamp with time zone,
    connected_at timestamp with time zone,
    owner text,
    end_code integer,
    heard bytea[] DEFAULT '{}'::bytea[] NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    closed_at timestamp with time zone
)
WITH (fillfactor='70');
CREATE TABLE public.foreign_logos (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    tenant_id uuid NOT NULL,
    url text NOT NULL,
    url_hash bytea NOT NULL,
    asset_id uuid,
    tries integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.idempotency_keys (
    tenant_id uuid NOT NULL,
    key text NOT NULL,
    id uuid NOT NULL,
    fingerprint bytea NOT NULL,
    state text NOT NULL,
    claimed_until timestamp with time zone NOT NULL,
    resource text,
    status integer,
    answer_envelope bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT idempotency_keys_state_check CHECK ((state = ANY (ARRAY['Claimed'::text, 'Committed'::text, 'Answered'::text])))
);
CREATE TABLE public.message_sends (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    link_id uuid NOT NULL,
    recipient text NOT NULL,
    template_id uuid,
    template_name text,
    template_language text,
    sender_id uuid,
    status text NOT NULL,
    code text,
    problem text,
    message_id text,
    created_at timestamp with time zone NOT NULL,
    begun_at timestamp with time zone,
    settled_at timestamp with time zone,
    CONSTRAINT message_sends_status_check CHECK ((status = ANY (ARRAY['Pending'::text, 'Sending'::text, 'Sent'::text, 'Failed'::text, 'Unknown'::text])))
);
CREATE TABLE public.meta_completions (
    link_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    mark bytea NOT NULL,
    running_until timestamp with time zone,
    held_envelope bytea,
    held_at timestamp with time zone,
    completed_at timestamp with time zone
);
CREATE TABLE public.meta_credentials (
    number_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    phone_number_id text NOT NULL,
    waba_id text NOT NULL,
    token_envelope bytea NOT NULL,
    token_ends_at timestamp with time zone,
    pin_envelope bytea,
    verified_name text,
    status text,
    quality_rating text,
    messaging_limit_tier text,
    on_business_app boolean NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    look_due_at timestamp with time zone,
    look_tries integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.numbers (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    provider text NOT NULL,
    state text NOT NULL,
    connected_number text,
    connected_at timestamp with time zone,
    last_disconnect_reason text,
    last_disconnect_at timestamp with time zone,
    checked_at timestamp with time zone,
    external_ref text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    missed_at timestamp with time zone,
    session_left boolean DEFAULT false NOT NULL,
    CONSTRAINT numbers_provider_check CHECK ((provider = ANY (ARRAY['PilotStatus'::text, 'Meta'::text]))),
    CONSTRAINT numbers_state_check CHECK ((state = ANY (ARRAY['Close'::text, 'Connecting'::text, 'Open'::text, 'Removed'::text])))
);
CREATE TABLE public.outbox (
    id uuid NOT NULL,
    kind text NOT NULL,
    tenant_id uuid NOT NULL,
    endpoint_id uuid,
    event_id uuid,
    payload jsonb,
    run_at timestamp with time zone DEFAULT now() NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    lease_id uuid,
    lease_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT outbox_kind_check CHECK ((kind = ANY (ARRAY['delivery'::text, 'send'::text, 'cleanup'::text])))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_cost_delay='0');
CREATE TABLE public.pairing_attempts (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    number_id uuid NOT NULL,
    link_id uuid,
    method text,
    phase text NOT NULL,
    needs_start boolean NOT NULL,
    qr_payload text,
    qr_expires_at timestamp with time zone,
    code text,
    code_expires_at timestamp with time zone,
    sequence integer NOT NULL,
    cooling_until timestamp with time zone,
    trouble text,
    version integer DEFAULT 1 NOT NULL,
    started_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    lease_id uuid,
    lease_until timestamp with time zone,
    CONSTRAINT pairing_attempts_method_check CHECK ((method = ANY (ARRAY['Qr'::text, 'Code'::text])))
)
WITH (fillfactor='70');
CREATE TABLE public.pairing_links (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    number_id uuid,
    provider text NOT NULL,
    meta_flow text,
    token_hash bytea NOT NULL,
    token_envelope bytea,
    status text NOT NULL,
    terms jsonb NOT NULL,
    external_ref text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    opens integer DEFAULT 0 NOT NULL,
    opened_at timestamp with time zone,
    started_at timestamp with time zone,
    scanned_at timestamp with time zone,
    abandoned_at timestamp with time zone,
    last_activity_at timestamp with time zone,
    failure_reason text,
    phone_message text,
    renewal_requested_at timestamp with time zone,
    rotated_at timestamp with time zone,
    meta_phase text,
    meta_phase_at timestamp with time zone,
    failure_detail text,
    CONSTRAINT pairing_links_check CHECK (((meta_phase IS NULL) OR (meta_phase_at IS NOT NULL))),
    CONSTRAINT pairing_links_meta_flow_check CHECK ((meta_flow = ANY (ARRAY['Embedded'::text, 'Credentials'::text]))),
    CONSTRAINT pairing_links_meta_phase_check CHECK ((meta_phase = ANY (ARRAY['MetaWaiting'::text, 'MetaRegistering'::text]))),
    CONSTRAINT pairing_links_provider_check CHECK ((provider = ANY (ARRAY['PilotStatus'::text, 'Meta'::text]))),
    CONSTRAINT pairing_links_status_check CHECK ((status = ANY (ARRAY['Active'::text, 'Used'::text, 'Expired'::text, 'Revoked'::text])))
);
CREATE TABLE public.pairing_starts (
    phone text NOT NULL,
    method text NOT NULL,
    attempt_id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    CONSTRAINT pairing_starts_method_check CHECK ((method = ANY (ARRAY['Qr'::text, 'Code'::text])))
);
CREATE TABLE public.qrtz_blob_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    blob_data bytea
);
CREATE TABLE public.qrtz_calendars (
    sched_name text NOT NULL,
    calendar_name text NOT NULL,
    calendar bytea NOT NULL
);
CREATE TABLE public.qrtz_cron_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    cron_expression text NOT NULL,
    time_zone_id text
);
CREATE TABLE public.qrtz_execution_history (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    instance_name text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    fired_time bigint NOT NULL,
    run_time bigint NOT NULL,
    succeeded boolean NOT NULL,
    error_message text,
    retry_attempt integer DEFAULT 0 NOT NULL,
    retry_scheduled boolean DEFAULT false NOT NULL,
    execution_log text,
    result integer,
    summary text,
    metrics text,
    manual boolean,
    fire_instance_id text,
    job_input text,
    job_input_too_large boolean
);
CREATE TABLE public.qrtz_fired_triggers (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    instance_name text NOT NULL,
    fired_time bigint NOT NULL,
    sched_time bigint NOT NULL,
    priority integer NOT NULL,
    state text NOT NULL,
    job_name text,
    job_group text,
    is_nonconcurrent boolean NOT NULL,
    requests_recovery boolean,
    execution_group character varying(200),
    progress integer,
    progress_message character varying(250),
    interrupt_requested_time bigint
);
CREATE TABLE public.qrtz_job_details (
    sched_name text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    description text,
    job_class_name text NOT NULL,
    is_durable boolean NOT NULL,
    is_nonconcurrent boolean NOT NULL,
    is_update_data boolean NOT NULL,
    requests_recovery boolean NOT NULL,
    job_data bytea
);
CREATE TABLE public.qrtz_job_status (
    sched_name text NOT NULL,
    job_group text NOT NULL,
    job_name text NOT NULL,
    first_fired_time bigint NOT NULL,
    last_fired_time bigint NOT NULL,
    last_result integer NOT NULL,
    last_run_time bigint NOT NULL,
    last_instance_name text NOT NULL,
    last_entry_id text,
    last_summary text,
    last_success_time bigint,
    last_failure_time bigint,
    last_failure_message text,
    consecutive_failures integer DEFAULT 0 NOT NULL,
    run_count bigint DEFAULT 0 NOT NULL,
    failure_count bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.qrtz_locks (
    sched_name text NOT NULL,
    lock_name text NOT NULL
);
CREATE TABLE public.qrtz_misfire_history (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    instance_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    job_name text,
    job_group text,
    misfire_time bigint NOT NULL,
    sched_time bigint,
    reason integer
);
CREATE TABLE public.qrtz_paused_job_grps (
    sched_name text NOT NULL,
    job_group text NOT NULL,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint
);
CREATE TABLE public.qrtz_paused_trigger_grps (
    sched_name text NOT NULL,
    trigger_group text NOT NULL,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint
);
CREATE TABLE public.qrtz_scheduler_state (
    sched_name text NOT NULL,
    instance_name text NOT NULL,
    last_checkin_time bigint NOT NULL,
    checkin_interval bigint NOT NULL,
    quartz_version character varying(20)
);
CREATE TABLE public.qrtz_simple_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    repeat_count bigint NOT NULL,
    repeat_interval bigint NOT NULL,
    times_triggered bigint NOT NULL
);
CREATE TABLE public.qrtz_simprop_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    str_prop_1 text,
    str_prop_2 text,
    str_prop_3 text,
    int_prop_1 integer,
    int_prop_2 integer,
    long_prop_1 bigint,
    long_prop_2 bigint,
    dec_prop_1 numeric,
    dec_prop_2 numeric,
    bool_prop_1 boolean,
    bool_prop_2 boolean,
    time_zone_id text
);
CREATE TABLE public.qrtz_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    description text,
    next_fire_time bigint,
    prev_fire_time bigint,
    priority integer,
    trigger_state text NOT NULL,
    trigger_type text NOT NULL,
    start_time bigint NOT NULL,
    end_time bigint,
    calendar_name text,
    misfire_instr smallint,
    misfire_orig_fire_time bigint,
    execution_group character varying(200),
    preferred_node character varying(200),
    preferred_node_auto boolean DEFAULT false NOT NULL,
    retry_policy character varying(250),
    retry_attempt integer,
    continues_trigger_name text,
    continues_trigger_group text,
    continuation_condition integer,
    overlap_policy integer,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint,
    misfire_threshold bigint,
    fixed_delay boolean,
    job_data bytea
);
CREATE TABLE public.schema_migrations (
    number integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.simulator_messages (
    id uuid NOT NULL,
    instance_name text NOT NULL,
    recipient text NOT NULL,
    text text NOT NULL,
    sent_at timestamp with time zone NOT NULL
);
CREATE TABLE public.simulator_sessions (
    instance_name text NOT NULL,
    secret text NOT NULL,
    status text NOT NULL,
    offers_code boolean DEFAULT false NOT NULL,
    offered_at timestamp with time zone,
    linked_phone text,
    until timestamp with time zone,
    gateway_down boolean DEFAULT false NOT NULL
);
CREATE TABLE public.templates (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    category text NOT NULL,
    language text NOT NULL,
    language_key text NOT NULL,
    body text NOT NULL,
    sender_id uuid NOT NULL,
    meta_name text,
    meta_language text,
    meta_url_button integer,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT templates_category_check CHECK ((category = ANY (ARRAY['Otp'::text, 'Utility'::text, 'Marketing'::text])))
);
CREATE TABLE public.tenant_branding (
    tenant_id uuid NOT NULL,
    branding jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
CREATE TABLE public.tenants (
    id uuid NOT NULL,
    name text NOT NULL,
    mode text NOT NULL,
    gateway text NOT NULL,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT tenants_mode_check CHECK ((mode = ANY (ARRAY['Live'::text, 'Test'::text])))
);
CREATE TABLE public.webhook_endpoints (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    scope text NOT NULL,
    number_id uuid,
    name text NOT NULL,
    url text NOT NULL,
    events text[] NOT NULL,
    active boolean NOT NULL,
    secret_envelope bytea NOT NULL,
    previous_secret_envelope bytea,
    previous_valid_until timestamp with time zone,
    failing_since timestamp with time zone,
    last_triggered timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT webhook_endpoints_check CHECK (((scope = 'Number'::text) = (number_id IS NOT NULL))),
    CONSTRAINT webhook_endpoints_scope_check CHECK ((scope = ANY (ARRAY['Tenant'::text, 'Number'::text])))
);
INSERT INTO public.api_keys VALUES ('87d679f9-efce-01d5-595b-cd5942b520f1', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '\x87d27fa51fc95de9854d5cdd2e26c82cbc1894b4ac74d26d7b9750b967cef336', 'ps_test_', 'SNam', 'Tenant', NULL, true, NULL, '2026-11-30 09:59:04.007633+00', '2026-11-30 09:57:14.702043+00');
INSERT INTO public.event_sequences VALUES ('01a22be4-6e8d-70d1-97b0-267cfb118c0b', 2);
INSERT INTO public.event_sequences VALUES ('01a22be4-9de6-7205-bb8d-1f9bc4df6157', 2);
INSERT INTO public.event_sequences VALUES ('01a22be4-c7e6-7c5d-8cfe-659290aabfb2', 4);
INSERT INTO public.events VALUES ('01a22be4-6e8d-72d3-91fa-8544ce1d1735', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'number.created', '01a22be4-6e8d-70d1-97b0-267cfb118c0b', '01a22be4-6e8d-7682-b21d-e0a3c7696818', 1, '{"event":"number.created","data":{"id":"evt_01m8ny8vmdeb9s3ym58k71t5sn","numberId":"num_01m8ny8vmde38sfc16fkxh330b","instanceId":"num_01m8ny8vmde38sfc16fkxh330b","instanceName":"pp-01m8ny8vmde38sfc16fkxh330b","name":"Sender","number":"+5511988880001","provider":"PILOT_STATUS","state":"CLOSE","isFullyConnected":false,"externalRef":null,"metadata":{},"linkId":"lnk_01m8ny8vmdet1b47f0mf3pjt0r","sequence":1,"createdAt":"2026-11-30T09:58:40.525Z"},"type":"number.created","timestamp":"2026-11-30T09:58:40.525Z","schemaVersion":"3"}', '2026-11-30 09:58:40.525232+00');
INSERT INTO public.events VALUES ('01a22be4-6e8d-77b9-9432-2cb6e96467ad', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'link.created', '01a22be4-6e8d-70d1-97b0-267cfb118c0b', '01a22be4-6e8d-7682-b21d-e0a3c7696818', 2, '{"event":"link.created","data":{"id":"evt_01m8ny8vmdeyws8chcpvmp8sxd","linkId":"lnk_01m8ny8vmdet1b47f0mf3pjt0r","numberId":"num_01m8ny8vmde38sfc16fkxh330b","provider":"PILOT_STATUS","status":"active","phase":"ready","externalRef":null,"metadata":{},"sequence":2,"createdAt":"2026-11-30T09:58:40.525Z"},"type":"link.created","timestamp":"2026-11-30T09:58:40.525Z","schemaVersion":"3"}', '2026-11-30 09:58:40.525232+00');
INSERT INTO public.events VALUES ('01a22be4-9de6-7639-a82f-219f69a71711', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'number.created', '01a22be4-9de6-7205-bb8d-1f9bc4df6157', '01a22be4-9de6-7b9c-995f-2b9b54470641', 1, '{"event":"number.created","data":{"id":"evt_01m8ny97f6erwtgbs1kxmte5rh","numberId":"num_01m8ny97f6e82vq38zkf2dyraq","instanceId":"num_01m8ny97f6e82vq38zkf2dyraq","instanceName":"pp-01m8ny97f6e82vq38zkf2dyraq","name":"Loja","number":"+5511988880002","provider":"PILOT_STATUS","state":"CLOSE","isFullyConnected":false,"externalRef":null,"metadata":{},"linkId":"lnk_01m8ny97f6fee9jqsbkda4e1j1","sequence":1,"createdAt":"2026-11-30T09:58:52.646Z"},"type":"number.created","timestamp":"2026-11-30T09:58:52.646Z","schemaVersion":"3"}', '2026-11-30 09:58:52.646551+00');
INSERT INTO public.events VALUES ('01a22be4-9de6-76b4-9df6-985bcfdacaa2', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'link.created', '01a22be4-9de6-7205-bb8d-1f9bc4df6157', '01a22be4-9de6-7b9c-995f-2b9b54470641', 2, '{"event":"link.created","data":{"id":"evt_01m8ny97f6ett9vxmrbf7xnjn2","linkId":"lnk_01m8ny97f6fee9jqsbkda4e1j1","numberId":"num_01m8ny97f6e82vq38zkf2dyraq","provider":"PILOT_STATUS","status":"active","phase":"ready","externalRef":null,"metadata":{},"sequence":2,"createdAt":"2026-11-30T09:58:52.646Z"},"type":"link.created","timestamp":"2026-11-30T09:58:52.646Z","schemaVersion":"3"}', '2026-11-30 09:58:52.646551+00');
INSERT INTO public.events VALUES ('01a22be4-c7e6-7ffe-a98b-d97ddc25a94d', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'number.created', '01a22be4-c7e6-7c5d-8cfe-659290aabfb2', '01a22be4-c7e6-737d-ad9a-49ca5557ee99', 1, '{"event":"number.created","data":{"id":"evt_01m8ny9hz6fzzak2ysfqe2baad","numberId":"num_01m8ny9hz6fherszk5ja8anfxj","instanceId":"num_01m8ny9hz6fherszk5ja8anfxj","instanceName":"pp-01m8ny9hz6fherszk5ja8anfxj","name":"Gone","number":"+5511988880003","provider":"PILOT_STATUS","state":"CLOSE","isFullyConnected":false,"externalRef":null,"metadata":{},"linkId":"lnk_01m8ny9hz6edytv6j9s9anfvms","sequence":1,"createdAt":"2026-11-30T09:59:03.398Z"},"type":"number.created","timestamp":"2026-11-30T09:59:03.398Z","schemaVersion":"3"}', '2026-11-30 09:59:03.398709+00');
INSERT INTO public.events VALUES ('01a22be4-c7e6-719f-aac7-a558cd59c0dc', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'link.created', '01a22be4-c7e6-7c5d-8cfe-659290aabfb2', '01a22be4-c7e6-737d-ad9a-49ca5557ee99', 2, '{"event":"link.created","data":{"id":"evt_01m8ny9hz6e6ftnhx5b36nkg6w","linkId":"lnk_01m8ny9hz6edytv6j9s9anfvms","numberId":"num_01m8ny9hz6fherszk5ja8anfxj","provider":"PILOT_STATUS","status":"active","phase":"ready","externalRef":null,"metadata":{},"sequence":2,"createdAt":"2026-11-30T09:59:03.398Z"},"type":"link.created","timestamp":"2026-11-30T09:59:03.398Z","schemaVersion":"3"}', '2026-11-30 09:59:03.398709+00');
INSERT INTO public.events VALUES ('01a22be4-cadd-7add-98b1-2c494f0d5782', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'link.revoked', '01a22be4-c7e6-7c5d-8cfe-659290aabfb2', '01a22be4-c7e6-737d-ad9a-49ca5557ee99', 3, '{"event":"link.revoked","data":{"id":"evt_01m8ny9jpxfbeshc9c957gtnw2","linkId":"lnk_01m8ny9hz6edytv6j9s9anfvms","numberId":"num_01m8ny9hz6fherszk5ja8anfxj","provider":"PILOT_STATUS","status":"revoked","phase":"expired","externalRef":null,"metadata":{},"sequence":3,"createdAt":"2026-11-30T09:59:04.157Z"},"type":"link.revoked","timestamp":"2026-11-30T09:59:04.157Z","schemaVersion":"3"}', '2026-11-30 09:59:04.157257+00');
INSERT INTO public.events VALUES ('01a22be4-cadd-70fd-8a6f-a7c4dd7ef629', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'number.removed', '01a22be4-c7e6-7c5d-8cfe-659290aabfb2', NULL, 4, '{"event":"number.removed","data":{"id":"evt_01m8ny9jpxe3yrmvx7rkeqxxh9","numberId":"num_01m8ny9hz6fherszk5ja8anfxj","instanceId":"num_01m8ny9hz6fherszk5ja8anfxj","instanceName":"pp-01m8ny9hz6fherszk5ja8anfxj","name":"Gone","number":"+5511988880003","provider":"PILOT_STATUS","state":"CLOSE","isFullyConnected":false,"externalRef":null,"metadata":{},"sequence":4,"createdAt":"2026-11-30T09:59:04.157Z"},"type":"number.removed","timestamp":"2026-11-30T09:59:04.157Z","schemaVersion":"3"}', '2026-11-30 09:59:04.157257+00');
INSERT INTO public.message_sends VALUES ('01a22be4-9de6-71d0-be7c-0318f90b29f5', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-9de6-7b9c-995f-2b9b54470641', '551188880002', '01a22be4-9656-7cfa-afd3-edf75196eaab', 'pilot_status_remote_pairing', 'en', '01a22be4-6e8d-70d1-97b0-267cfb118c0b', 'Pending', NULL, NULL, NULL, '2026-11-30 09:58:52.646551+00', NULL, NULL);
INSERT INTO public.numbers VALUES ('01a22be4-6e8d-70d1-97b0-267cfb118c0b', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '5511988880001', 'Sender', 'PilotStatus', 'Open', '+5511988880001', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-30 09:58:40.525232+00', '2026-11-30 09:58:40.525232+00', NULL, false);
INSERT INTO public.numbers VALUES ('01a22be4-9de6-7205-bb8d-1f9bc4df6157', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '5511988880002', 'Loja', 'PilotStatus', 'Close', NULL, NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-30 09:58:52.646551+00', '2026-11-30 09:58:52.646551+00', NULL, false);
INSERT INTO public.numbers VALUES ('01a22be4-c7e6-7c5d-8cfe-659290aabfb2', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '5511988880003', 'Gone', 'PilotStatus', 'Removed', NULL, NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-30 09:59:03.398709+00', '2026-11-30 09:59:04.157257+00', NULL, false);
INSERT INTO public.outbox VALUES ('01a22be4-7df7-7920-8949-d94fa43918a9', 'delivery', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-59c1-7763-b76c-cc9ce1c82321', '01a22be4-6e8d-72d3-91fa-8544ce1d1735', NULL, '2026-11-30 09:58:44.467956+00', 0, NULL, NULL, '2026-11-30 09:58:44.467956+00');
INSERT INTO public.outbox VALUES ('01a22be4-7e02-780a-877d-689e198baa4e', 'delivery', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-59c1-7763-b76c-cc9ce1c82321', '01a22be4-6e8d-77b9-9432-2cb6e96467ad', NULL, '2026-11-30 09:58:44.467956+00', 0, NULL, NULL, '2026-11-30 09:58:44.467956+00');
INSERT INTO public.outbox VALUES ('01a22be4-a281-7ab4-9b60-6beb95a5dc4f', 'delivery', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-59c1-7763-b76c-cc9ce1c82321', '01a22be4-9de6-7639-a82f-219f69a71711', NULL, '2026-11-30 09:58:53.824147+00', 0, NULL, NULL, '2026-11-30 09:58:53.824147+00');
INSERT INTO public.outbox VALUES ('01a22be4-9de6-71d0-be7c-0318f90b29f5', 'send', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', NULL, NULL, NULL, '2026-11-30 09:58:53.824147+00', 0, NULL, NULL, '2026-11-30 09:58:53.824147+00');
INSERT INTO public.outbox VALUES ('01a22be4-a284-77b4-9aca-d11c029583d7', 'delivery', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-59c1-7763-b76c-cc9ce1c82321', '01a22be4-9de6-76b4-9df6-985bcfdacaa2', NULL, '2026-11-30 09:58:53.824147+00', 0, NULL, NULL, '2026-11-30 09:58:53.824147+00');
INSERT INTO public.outbox VALUES ('01a22be4-c7f1-7c33-90f4-a96b0071dedc', 'delivery', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-59c1-7763-b76c-cc9ce1c82321', '01a22be4-c7e6-7ffe-a98b-d97ddc25a94d', NULL, '2026-11-30 09:59:03.4062+00', 0, NULL, NULL, '2026-11-30 09:59:03.4062+00');
INSERT INTO public.outbox VALUES ('01a22be4-c7f3-7cc6-8ebf-75c2f224021a', 'delivery', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-59c1-7763-b76c-cc9ce1c82321', '01a22be4-c7e6-719f-aac7-a558cd59c0dc', NULL, '2026-11-30 09:59:03.4062+00', 0, NULL, NULL, '2026-11-30 09:59:03.4062+00');
INSERT INTO public.outbox VALUES ('01a22be4-cdbb-700d-9b3c-a670c72b76d6', 'delivery', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-59c1-7763-b76c-cc9ce1c82321', '01a22be4-cadd-7add-98b1-2c494f0d5782', NULL, '2026-11-30 09:59:04.164286+00', 0, NULL, NULL, '2026-11-30 09:59:04.164286+00');
INSERT INTO public.outbox VALUES ('01a22be4-cdbc-7377-982e-467384d095eb', 'delivery', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-59c1-7763-b76c-cc9ce1c82321', '01a22be4-cadd-70fd-8a6f-a7c4dd7ef629', NULL, '2026-11-30 09:59:04.164286+00', 0, NULL, NULL, '2026-11-30 09:59:04.164286+00');
INSERT INTO public.outbox VALUES ('c37a94e6-2610-425c-bc73-87474ec21774', 'cleanup', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', NULL, NULL, '{"act": "Delete", "phone": "5511988880003", "number": "01a22be4-c7e6-7c5d-8cfe-659290aabfb2"}', '2026-11-30 09:59:04.164286+00', 0, NULL, NULL, '2026-11-30 09:59:04.164286+00');
INSERT INTO public.pairing_links VALUES ('01a22be4-6e8d-7682-b21d-e0a3c7696818', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-6e8d-70d1-97b0-267cfb118c0b', 'PilotStatus', NULL, '\x1cf3f3c1bc3df4230aad36b1b07a21d23d97768b44234bb281f987843cfa104c', '\x0104746573742673185d8f4f5a488482a865cf43f273c4081e61922d08082bc70e33d2b2750265a7227e02234aad99b1ebcc8c400cffcf74958b60c8456d1d6afee637488a1423f750918f50d5eb8290', 'Active', '{"policy": "Strict", "methods": ["Qr", "Code"], "branding": {}, "allowedOrigins": []}', NULL, '{}', '2026-11-30 09:58:40.525232+00', '2026-12-01 09:58:40.525232+00', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.pairing_links VALUES ('01a22be4-9de6-7b9c-995f-2b9b54470641', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-9de6-7205-bb8d-1f9bc4df6157', 'PilotStatus', NULL, '\x28db869cfe7b129871fc01a9d824c4fa4936a31944f03b771e464947dcfb3146', '\x01047465737482b994017091f69a144eb4b2a02ca22e2436c9ef7cc8867f2b27990ee78d8e95a8acf1900edbc569be4d6e255e4a7f9e4ccae24f91ec8e0420635cf348db716040bffdea62adf734df3d', 'Active', '{"policy": "Strict", "methods": ["Qr", "Code"], "branding": {}, "allowedOrigins": []}', NULL, '{}', '2026-11-30 09:58:52.646551+00', '2026-12-01 09:58:52.646551+00', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.pairing_links VALUES ('01a22be4-c7e6-737d-ad9a-49ca5557ee99', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', '01a22be4-c7e6-7c5d-8cfe-659290aabfb2', 'PilotStatus', NULL, '\x5e02e29980797771bb32194a3352e9b304beaa3b692ec37da5da2fff7d0f101b', NULL, 'Revoked', '{"policy": "Strict", "methods": ["Qr", "Code"], "branding": {}, "allowedOrigins": []}', NULL, '{}', '2026-11-30 09:59:03.398709+00', '2026-12-01 09:59:03.398709+00', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.schema_migrations VALUES (0, '0000_scheduler.sql', 'b85cd53884f344a038b4e13d5b7b2f333f93a2566ee4a40cabe9b6a8ee60387a', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (1, '0001_first_walk.sql', '063ed47d91636805257af92de863b0197fa2cf24af04b662c3967daf07ae54c8', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (2, '0002_webhook_management.sql', '600343c84fe6b29376d5d578e055e26e8eeb295eeaa32797c0a938a03c349459', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (3, '0003_access_and_branding.sql', 'e6632366ab82b38681976411d52196f46209f8d2eb0582b40521a0829bce8d3e', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (4, '0004_funnel.sql', '23d25ec3c8fbde4a41a38906e9ab1cb8b73e4b046705afbd7ff55538725b0779', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (5, '0005_idempotency.sql', '48e8641650b51c8e565fe00c19f708ca6aba588fbff925fc5eedd9a7ea429c2e', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (9, '0009_owed_clean_ups.sql', '250b91cb044c049b80c54832f2ca85df8946a06dd0b9d068c2e50db8b2c8179e', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (20, '0020_evolution.sql', '3e05fd3da8c037d02c1d498c8352c211838c42df15120cc7217d58991571acc0', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (21, '0021_evolution_closed.sql', '83333c364b224514c519b5f0273a403f3f8e4d21f9614f1405f5f04ee7eff863', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (25, '0025_lost_connections.sql', '36960d00caa732cec7057ad464b9566b23325d518811370953243ae03ed82442', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (26, '0026_pairing_starts.sql', '4b1e73b51061cc135321e57c72d282ec63411de4c1dd86ccb511759c4e9ef829', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (36, '0036_templates.sql', '09498bdfdb8cfbd1c606035c87e57bdbefa4738d20701e6812b6d6394e7c0673', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (37, '0037_message_sends.sql', '072595943809d53c3f070d8da33d43f86d38a52d913a0bcb56df79f8be1f5bd2', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (38, '0038_simulator_messages.sql', 'd135345f3da14fa1725b76e3edc8fdfb30fe4aa1212504fbb373f9e3c1e5aa3c', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (40, '0040_rotated_links.sql', 'ca76ddbe541712498ecf4dc4a507d0269498ecbb2c51e3e848fe1fbcd8a7a9bd', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (50, '0050_meta.sql', '975447b6df70c9871de00db620a0335054acd718d68de1bc7a116075a3f83667', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.schema_migrations VALUES (55, '0055_meta_looks.sql', '9c8c1a9c988c3d2e9aeda275644abe451b5e46dbc1059dba5b32bf0e348376ce', '2026-11-30 09:57:01.719987+00');
INSERT INTO public.templates VALUES ('01a22be4-9656-7cfa-afd3-edf75196eaab', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'pilot_status_remote_pairing', 'Utility', 'en', 'en', '{{link}}', '01a22be4-6e8d-70d1-97b0-267cfb118c0b', NULL, NULL, NULL, '2026-11-30 09:58:50.710477+00');
INSERT INTO public.tenants VALUES ('01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'upgraded', 'Test', 'simulator', '{}', '2026-11-30 09:57:14.702043+00');
INSERT INTO public.webhook_endpoints VALUES ('01a22be4-59c1-7763-b76c-cc9ce1c82321', '01a22be3-1f4e-75c3-b36e-fc4dd77b36e9', 'Tenant', NULL, '127.0.0.1', 'http://127.0.0.1:9/hook', '{*}', true, '\x0104746573742100d29221634d4fa6e8db0d340f59ffc396e6f406cdf07cd8be9963273b5262155302e5be6975a015975a8bd60156137ea38b87ba7e614785b6059298a6077d1bc58dfb8257129b045090c60a81', NULL, NULL, NULL, NULL, '2026-11-30 09:58:35.201941+00', '2026-11-30 09:58:35.201941+00');
ALTER TABLE ONLY public.api_key_moves
    ADD CONSTRAINT api_key_moves_pkey PRIMARY KEY (link_id, key_id);
ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_hash_key UNIQUE (hash);
ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery_attempts
    ADD CONSTRAINT delivery_attempts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.event_sequences
    ADD CONSTRAINT event_sequences_pkey PRIMARY KEY (subject_id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.evolution_sessions
    ADD CONSTRAINT evolution_sessions_hook_hash_key UNIQUE (hook_hash);
ALTER TABLE ONLY public.evolution_sessions
    ADD CONSTRAINT evolution_sessions_pkey PRIMARY KEY (instance_name);
ALTER TABLE ONLY public.foreign_logos
    ADD CONSTRAINT foreign_logos_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (tenant_id, key);
ALTER TABLE ONLY public.message_sends
    ADD CONSTRAINT message_sends_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.meta_completions
    ADD CONSTRAINT meta_completions_pkey PRIMARY KEY (link_id);
ALTER TABLE ONLY public.meta_credentials
    ADD CONSTRAINT meta_credentials_pkey PRIMARY KEY (number_id);
ALTER TABLE ONLY public.numbers
    ADD CONSTRAINT numbers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pairing_attempts
    ADD CONSTRAINT pairing_attempts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pairing_links
    ADD CONSTRAINT pairing_links_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pairing_links
    ADD CONSTRAINT pairing_links_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.qrtz_blob_triggers
    ADD CONSTRAINT qrtz_blob_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);
ALTER TABLE ONLY public.qrtz_calendars
    ADD CONSTRAINT qrtz_calendars_pkey PRIMARY KEY (sched_name, calendar_name);
ALTER TABLE ONLY public.qrtz_cron_triggers
    ADD CONSTRAINT qrtz_cron_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);
ALTER TABLE ONLY public.qrtz_execution_history
    ADD CONSTRAINT qrtz_execution_history_pkey PRIMARY KEY (sched_name, entry_id);
ALTER TABLE ONLY public.qrtz_fired_triggers
    ADD CONSTRAINT qrtz_fired_triggers_pkey PRIMARY KEY (sched_name, entry_id);
ALTER TABLE ONLY public.qrtz_job_details
    ADD CONSTRAINT qrtz_job_details_pkey PRIMARY KEY (sched_name, job_name, job_group);
ALTER TABLE ONLY public.qrtz_job_status
    ADD CONSTRAINT qrtz_job_status_pkey PRIMARY KEY (sched_name, job_group, job_name);
ALTER TABLE ONLY public.qrtz_locks
    ADD CONSTRAINT qrtz_locks_pkey PRIMARY KEY (sched_name, lock_name);
ALTER TABLE ONLY public.qrtz_misfire_history
    ADD CONSTRAINT qrtz_misfire_history_pkey PRIMARY KEY (sched_name, entry_id);
ALTER TABLE ONLY public.qrtz_paused_job_grps
    ADD CONSTRAINT qrtz_paused_job_grps_pkey PRIMARY KEY (sched_name, job_group);
ALTER TABLE ONLY public.qrtz_paused_trigger_grps
    ADD CONSTRAINT qrtz_paused_trigger_grps_pkey PRIMARY KEY (sched_name, trigger_group);
ALTER TABLE ONLY public.qrtz_scheduler_state
    ADD CONSTRAINT qrtz_scheduler_state_pkey PRIMARY KEY (sched_name, instance_name);
ALTER TABLE ONLY public.qrtz_simple_triggers
    ADD CONSTRAINT qrtz_simple_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);
ALTER TABLE ONLY public.qrtz_simprop_triggers
    ADD CONSTRAINT qrtz_simprop_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);
ALTER TABLE ONLY public.qrtz_triggers
    ADD CONSTRAINT qrtz_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);
ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.simulator_messages
    ADD CONSTRAINT simulator_messages_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.simulator_sessions
    ADD CONSTRAINT simulator_sessions_pkey PRIMARY KEY (instance_name);
ALTER TABLE ONLY public.simulator_sessions
    ADD CONSTRAINT simulator_sessions_secret_key UNIQUE (secret);
ALTER TABLE ONLY public.templates
    ADD CONSTRAINT templates_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.templates
    ADD CONSTRAINT templates_tenant_id_name_language_key_key UNIQUE (tenant_id, name, language_key);
ALTER TABLE ONLY public.tenant_branding
    ADD CONSTRAINT tenant_branding_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_pkey PRIMARY KEY (id);
CREATE INDEX api_key_moves_by_key ON public.api_key_moves USING btree (key_id);
CREATE INDEX api_key_moves_by_number ON public.api_key_moves USING btree (to_number);
CREATE INDEX api_keys_by_number ON public.api_keys USING btree (number_id) WHERE (number_id IS NOT NULL);
CREATE INDEX api_keys_by_tenant ON public.api_keys USING btree (tenant_id, created_at DESC, id);
CREATE INDEX assets_by_tenant ON public.assets USING btree (tenant_id, created_at DESC, id);
CREATE INDEX delivery_attempts_by_delivery ON public.delivery_attempts USING btree (delivery_id);
CREATE INDEX delivery_attempts_by_endpoint ON public.delivery_attempts USING btree (endpoint_id, created_at DESC, id);
CREATE INDEX events_by_tenant ON public.events USING btree (tenant_id, created_at DESC, id);
CREATE UNIQUE INDEX foreign_logos_by_url ON public.foreign_logos USING btree (tenant_id, url_hash);
CREATE INDEX foreign_logos_due ON public.foreign_logos USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);
CREATE INDEX idx_qrtz_eh_fire_inst ON public.qrtz_execution_history USING btree (sched_name, fire_instance_id);
CREATE INDEX idx_qrtz_eh_fired_time ON public.qrtz_execution_history USING btree (sched_name, fired_time);
CREATE INDEX idx_qrtz_eh_inst ON public.qrtz_execution_history USING btree (sched_name, instance_name);
CREATE INDEX idx_qrtz_eh_job_time ON public.qrtz_execution_history USING btree (sched_name, job_group, job_name, fired_time);
CREATE INDEX idx_qrtz_eh_trig_time ON public.qrtz_execution_history USING btree (sched_name, trigger_group, trigger_name, fired_time);
CREATE INDEX idx_qrtz_ft_inst_job_req_rcvry ON public.qrtz_fired_triggers USING btree (sched_name, instance_name, requests_recovery);
CREATE INDEX idx_qrtz_ft_j_g ON public.qrtz_fired_triggers USING btree (sched_name, job_name, job_group);
CREATE INDEX idx_qrtz_ft_t_g ON public.qrtz_fired_triggers USING btree (sched_name, trigger_name, trigger_group);
CREATE INDEX idx_qrtz_j_g_n ON public.qrtz_job_details USING btree (sched_name, job_group, job_name);
CREATE INDEX idx_qrtz_mh_inst ON public.qrtz_misfire_history USING btree (sched_name, instance_name);
CREATE INDEX idx_qrtz_mh_misfire_time ON public.qrtz_misfire_history USING btree (sched_name, misfire_time);
CREATE INDEX idx_qrtz_t_c ON public.qrtz_triggers USING btree (sched_name, calendar_name);
CREATE INDEX idx_qrtz_t_g_n ON public.qrtz_triggers USING btree (sched_name, trigger_group, trigger_name);
CREATE INDEX idx_qrtz_t_j ON public.qrtz_triggers USING btree (sched_name, job_name, job_group);
CREATE INDEX idx_qrtz_t_nft_st ON public.qrtz_triggers USING btree (sched_name, trigger_state, next_fire_time, priority DESC, misfire_instr);
CREATE INDEX message_sends_begun ON public.message_sends USING btree (tenant_id, begun_at) WHERE (begun_at IS NOT NULL);
CREATE INDEX message_sends_by_link ON public.message_sends USING btree (link_id, created_at DESC, id);
CREATE INDEX meta_completions_held ON public.meta_completions USING btree (held_at) WHERE (held_envelope IS NOT NULL);
CREATE INDEX meta_credentials_by_account ON public.meta_credentials USING btree (waba_id);
CREATE INDEX meta_credentials_by_phone ON public.meta_credentials USING btree (phone_number_id);
CREATE INDEX meta_credentials_due ON public.meta_credentials USING btree (look_due_at) WHERE (look_due_at IS NOT NULL);
CREATE INDEX numbers_by_tenant ON public.numbers USING btree (tenant_id, created_at DESC, id);
CREATE INDEX numbers_to_check ON public.numbers USING btree (id) WHERE ((state = 'Open'::text) OR session_left);
CREATE INDEX outbox_by_endpoint ON public.outbox USING btree (endpoint_id, run_at, id) WHERE (endpoint_id IS NOT NULL);
CREATE INDEX outbox_clean_ups ON public.outbox USING btree (((payload ->> 'number'::text))) WHERE (kind = 'cleanup'::text);
CREATE INDEX outbox_due ON public.outbox USING btree (run_at, id) WHERE (endpoint_id IS NULL);
CREATE INDEX pairing_attempts_by_number ON public.pairing_attempts USING btree (number_id, started_at DESC);
CREATE UNIQUE INDEX pairing_attempts_one_per_number ON public.pairing_attempts USING btree (number_id) WHERE (ended_at IS NULL);
CREATE INDEX pairing_attempts_to_watch ON public.pairing_attempts USING btree (lease_until) WHERE (ended_at IS NULL);
CREATE INDEX pairing_links_by_number ON public.pairing_links USING btree (number_id);
CREATE INDEX pairing_links_by_tenant ON public.pairing_links USING btree (tenant_id, created_at DESC, id);
CREATE INDEX pairing_links_to_abandon ON public.pairing_links USING btree (last_activity_at) WHERE ((status = 'Active'::text) AND (started_at IS NOT NULL) AND (abandoned_at IS NULL));
CREATE INDEX pairing_links_to_expire ON public.pairing_links USING btree (expires_at) WHERE (status = 'Active'::text);
CREATE INDEX pairing_starts_by_age ON public.pairing_starts USING btree (started_at);
CREATE INDEX pairing_starts_by_phone ON public.pairing_starts USING btree (phone, method, started_at DESC);
CREATE INDEX simulator_messages_by_recipient ON public.simulator_messages USING btree (recipient, sent_at DESC);
CREATE INDEX simulator_messages_by_sender ON public.simulator_messages USING btree (instance_name);
CREATE INDEX templates_by_tenant ON public.templates USING btree (tenant_id, created_at DESC, id);
CREATE INDEX webhook_endpoints_by_tenant ON public.webhook_endpoints USING btree (tenant_id, created_at DESC, id);
ALTER TABLE ONLY public.api_key_moves
    ADD CONSTRAINT api_key_moves_key_id_fkey FOREIGN KEY (key_id) REFERENCES public.api_keys(id);
ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
ALTER TABLE ONLY public.delivery_attempts
    ADD CONSTRAINT delivery_attempts_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES public.webhook_endpoints(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.foreign_logos
    ADD CONSTRAINT foreign_logos_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES public.assets(id);
ALTER TABLE ONLY public.foreign_logos
    ADD CONSTRAINT foreign_logos_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
ALTER TABLE ONLY public.message_sends
    ADD CONSTRAINT message_sends_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.pairing_links(id);
ALTER TABLE ONLY public.message_sends
    ADD CONSTRAINT message_sends_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
ALTER TABLE ONLY public.meta_completions
    ADD CONSTRAINT meta_completions_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.pairing_links(id);
ALTER TABLE ONLY public.meta_completions
    ADD CONSTRAINT meta_completions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
ALTER TABLE ONLY public.meta_credentials
    ADD CONSTRAINT meta_credentials_number_id_fkey FOREIGN KEY (number_id) REFERENCES public.numbers(id);
ALTER TABLE ONLY public.meta_credentials
    ADD CONSTRAINT meta_credentials_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
ALTER TABLE ONLY public.numbers
    ADD CONSTRAINT numbers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
ALTER TABLE ONLY public.pairing_attempts
    ADD CONSTRAINT pairing_attempts_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.pairing_links(id);
ALTER TABLE ONLY public.pairing_attempts
    ADD CONSTRAINT pairing_attempts_number_id_fkey FOREIGN KEY (number_id) REFERENCES public.numbers(id);
ALTER TABLE ONLY public.pairing_links
    ADD CONSTRAINT pairing_links_number_id_fkey FOREIGN KEY (number_id) REFERENCES public.numbers(id);
ALTER TABLE ONLY public.pairing_links
    ADD CONSTRAINT pairing_links_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
ALTER TABLE ONLY public.qrtz_blob_triggers
    ADD CONSTRAINT qrtz_blob_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES public.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;
ALTER TABLE ONLY public.qrtz_cron_triggers
    ADD CONSTRAINT qrtz_cron_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES public.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;
ALTER TABLE ONLY public.qrtz_simple_triggers
    ADD CONSTRAINT qrtz_simple_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES public.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;
ALTER TABLE ONLY public.qrtz_simprop_triggers
    ADD CONSTRAINT qrtz_simprop_triggers_sched_name_trigger_name_trigger_grou_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES public.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;
ALTER TABLE ONLY public.qrtz_triggers
    ADD CONSTRAINT qrtz_triggers_sched_name_job_name_job_group_fkey FOREIGN KEY (sched_name, job_name, job_group) REFERENCES public.qrtz_job_details(sched_name, job_name, job_group);
ALTER TABLE ONLY public.templates
    ADD CONSTRAINT templates_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES public.numbers(id);
ALTER TABLE ONLY public.templates
    ADD CONSTRAINT templates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
ALTER TABLE ONLY public.tenant_branding
    ADD CONSTRAINT tenant_branding_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_number_id_fkey FOREIGN KEY (number_id) REFERENCES public.numbers(id);
ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);
