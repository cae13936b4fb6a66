using System.Collections.Concurrent;
using PilotPairing.Application.Access;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>
/// What was committed, and units of work on it. A unit of work decides at once and writes with its commit, as the real one does.
/// </summary>
internal sealed class FakeStore : IStore, IInstanceQueries, IAttemptQueries, ILinkQueries, IPendingCleanUps
{
    public Dictionary<NumberId, Instance> Instances { get; } = [];

    public Dictionary<LinkId, PairingLink> Links { get; } = [];

    public Dictionary<NumberId, StoredAttempt> Attempts { get; } = [];

    public Dictionary<NumberId, AttemptTrace> Traces { get; } = [];

    public List<NumberEvent> NumberEvents { get; } = [];

    public List<LinkEvent> LinkEvents { get; } = [];

    public List<WebhookEndpoint> Endpoints { get; } = [];

    public List<(NumberId Number, CleanUp Act)> Pending { get; } = [];

    public List<NumberId> Spent { get; } = [];

    public List<(LinkId Link, LinkActivity Activity)> Touches { get; } = [];

    public Dictionary<LinkId, string> Failures { get; } = [];

    public ConcurrentDictionary<NumberId, DateTimeOffset> Confirmed { get; } = [];

    public List<(PairingMethod Method, AttemptId Attempt, DateTimeOffset At)> Starts { get; } = [];

    /// <summary>What was started too often, and until when.</summary>
    public Dictionary<PairingMethod, DateTimeOffset> FullUntil { get; } = [];

    public List<NumberId> Called { get; } = [];

    /// <summary>Who begins and ends messages.</summary>
    public ISends Sends { get; init; } = new FakeSends();

    /// <summary>What Meta reports of templates.</summary>
    public FakeMetaMessages Meta { get; } = new();

    /// <summary>Of requests that made many links.</summary>
    public List<string> Outcomes { get; } = [];

    public int Commits { get; private set; }

    /// <summary>Somebody else's work, done when a unit of work begins.</summary>
    public Action? BeforeBegin { get; set; }

    public Task<IWork> Begin(CancellationToken cancellationToken)
    {
        BeforeBegin?.Invoke();
        return Task.FromResult<IWork>(new FakeWork(this));
    }

    public Task<Instance?> Find(NumberId id, CancellationToken cancellationToken) =>
        Task.FromResult(Instances.GetValueOrDefault(id) is { State: not InstanceState.Removed } found ? Copy(found) : null);

    public async Task<Instance?> Find(TenantId tenant, NumberId id, CancellationToken cancellationToken) =>
        await Find(id, cancellationToken) is { } found && found.Tenant == tenant ? found : null;

    public Task<IReadOnlySet<NumberId>> Own(TenantId tenant, IReadOnlyCollection<NumberId> asked, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<NumberId?> FindSamePhone(TenantId tenant, PhoneNumber phone, CancellationToken cancellationToken) => Task.FromResult(
        Instances.Values.FirstOrDefault(instance => instance.Tenant == tenant && instance.Number.SamePhone(phone))?.Id);

    public Task<StoredAttempt?> Current(NumberId number, CancellationToken cancellationToken) => Task.FromResult(CurrentOf(number));

    public Task<IReadOnlyList<GivenUpAttempt>> GivenUp(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<GivenUpAttempt>>(
            [.. Attempts.Values.Select(stored => stored.Attempt)
                .Where(attempt => attempt.Phase == PairingPhase.GatewayUnavailable && attempt.EndedAt >= since)
                .Select(attempt => new GivenUpAttempt(attempt.Id, attempt.Tenant))]);

    public Task<PairingLink?> Find(LinkId id, CancellationToken cancellationToken) => Task.FromResult(Links.GetValueOrDefault(id));

    public Task<PairingLink?> Find(TenantId tenant, LinkId id, CancellationToken cancellationToken) =>
        Task.FromResult(Links.GetValueOrDefault(id) is { } link && link.Tenant == tenant ? link : null);

    public Task<IReadOnlyList<Instance>> Find(IReadOnlyCollection<NumberId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Instance>>([.. ids.Select(id => Copy(Instances[id]))]);

    public Task<IReadOnlyList<DueCheck>> ToCheck(DateTimeOffset before, DateTimeOffset lostSince, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DueCheck>>(
            [.. Instances.Values.Where(number => number.State == InstanceState.Open || number.LastCheck.MayReturn)
                .Select(number => new DueCheck(number.Id, number.Tenant))]);

    public Task<Page<Instance>> List(NumberFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<LinkDetail>> List(ListOwnLinks request, DateTimeOffset now, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<LinkId>> OfNumber(TenantId tenant, NumberId number, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LinkDetail?> Detail(TenantId tenant, LinkId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> Hurry(NumberId number, CancellationToken cancellationToken) =>
        Task.FromResult(Pending.Any(pending => pending.Number == number));

    public static Instance Copy(Instance of, InstanceState? state = null, PhoneNumber? connected = null, LastCheck? lastCheck = null) =>
        Instance.FromStore(
        of.Id, of.Tenant, of.Number, of.Name, of.Provider, of.Labels, state ?? of.State, connected ?? of.ConnectedNumber, of.ConnectedAt,
        lastCheck ?? of.LastCheck, of.LastDisconnect, of.CreatedAt, of.UpdatedAt);

    private static PairingAttempt Copy(PairingAttempt of) => PairingAttempt.FromStore(
        of.Id, of.Tenant, of.Number, of.Link, of.Method, of.Phase, of.Artifacts, of.Sequence, of.NeedsStart, of.StartedAt, of.ChangedAt,
        of.CoolingUntil, of.Failure, of.EndedAt);

    private StoredAttempt? CurrentOf(NumberId number) =>
        Attempts.GetValueOrDefault(number) is { Attempt.EndedAt: null } stored ? new(Copy(stored.Attempt), stored.Version) : null;

    private sealed class FakeWork(FakeStore store)
        : IWork, ITenants, IKeys, IInstances, ILinks, IAttempts, IPairingStarts, IEndpoints, IEvents, ICleanUps
    {
        private readonly NoKeyMoves _keyMoves = new();
        private readonly List<Action> _writes = [];

        public T Repository<T>()
            where T : class => this as T ?? store.Sends as T ?? store.Meta as T ?? _keyMoves as T ?? throw new NotSupportedException();

        public Task Commit(CancellationToken cancellationToken)
        {
            _writes.ForEach(write => write());
            store.Commits++;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public void Add(TestEvent test) => throw new NotSupportedException();

        public Task<WebhookEndpoint?> Change(Caller caller, EndpointId id, EndpointChange change, DateTimeOffset now) =>
            throw new NotSupportedException();

        public Task<bool> Remove(Caller caller, EndpointId id) => throw new NotSupportedException();

        public Task<bool> Rotate(
            Caller caller, EndpointId id, WebhookSecret secret, DateTimeOffset previousValidUntil, DateTimeOffset now) =>
                throw new NotSupportedException();

        public void Add(Tenant tenant, DateTimeOffset now) => throw new NotSupportedException();

        public Task<TenantSettings> Change(TenantId tenant, SettingsChange change) => throw new NotSupportedException();

        public void Add(ApiKey key) => throw new NotSupportedException();

        public Task<ApiKeyRow?> Retire(KeyId key, DateTimeOffset diesAt) => throw new NotSupportedException();

        public Task<bool> Revoke(TenantId tenant, KeyId key, DateTimeOffset now) => throw new NotSupportedException();

        public Task<bool> Suspend(TenantId tenant, DateTimeOffset? since) => throw new NotSupportedException();

        public Task<ScheduledDeletion?> ScheduleDeletion(TenantId tenant, DateTimeOffset at) => throw new NotSupportedException();

        public Task<bool> CancelDeletion(TenantId tenant) => throw new NotSupportedException();

        public Task<bool> Delete(TenantId tenant) => throw new NotSupportedException();

        public Task RetireOf(TenantId tenant, NumberId number, DateTimeOffset diesAt, DateTimeOffset now) =>
            throw new NotSupportedException();

        public void CloseAll(TenantId tenant, NumberId number, DateTimeOffset now) => throw new NotSupportedException();

        public Task<IReadOnlyList<PairingLink>> RevokeAll(NumberId number, DateTimeOffset now) => throw new NotSupportedException();

        public Task<IReadOnlyList<PairingLink>> AbandonDue(DateTimeOffset quietSince, DateTimeOffset now, int atMost) =>
            throw new NotSupportedException();

        public void NoteVisitor(LinkId link, PageVisitor visitor) => throw new NotSupportedException();

        public void NoteTap(LinkId link, bool returned, DateTimeOffset now) => throw new NotSupportedException();

        public void NoteMessage(LinkId link, string message, DateTimeOffset now) => throw new NotSupportedException();

        public Task<bool> RequestRenewal(LinkId link, DateTimeOffset now) => throw new NotSupportedException();

        public void Step(PairingLink link, MetaStep step) => throw new NotSupportedException();

        public Task<bool> LeaveMeta(PairingLink link, string reason, string? detail, DateTimeOffset now) =>
            throw new NotSupportedException();

        public Task<bool> Spend(PairingLink link, DateTimeOffset now) => throw new NotSupportedException();

        public void Attach(LinkId link, NumberId number) => throw new NotSupportedException();

        public Task<bool> Renew(NumberId id, PhoneNumber connectedNumber, DateTimeOffset now) => throw new NotSupportedException();

        public Task<bool> SwitchToMeta(NumberId id, PhoneNumber connectedNumber, DateTimeOffset now) => throw new NotSupportedException();

        public Task<bool> Revoke(LinkId link) => throw new NotSupportedException();

        public Task<bool> Rotate(PairingLink link, PairingToken token, DateTimeOffset now, DateTimeOffset expiresAt) =>
            throw new NotSupportedException();

        public Task<bool> Change(LinkId link, LinkChange change) => throw new NotSupportedException();

        public void AddOutcomes(LinkId first, string outcomes) => _writes.Add(() => store.Outcomes.Add(outcomes));

        public Task<LinkTouch?> Touch(LinkId link, LinkActivity activity, DateTimeOffset now, PairingMethod? method)
        {
            var isFirst = store.Touches.All(known => known != (link, activity));
            _writes.Add(() => store.Touches.Add((link, activity)));
            return Task.FromResult<LinkTouch?>(
                new(isFirst && activity == LinkActivity.Opened, isFirst && activity == LinkActivity.Started));
        }

        public void NoteFailure(LinkId link, string reason, DateTimeOffset now) => _writes.Add(() => store.Failures[link] = reason);

        public Task<IReadOnlyList<PairingLink>> ExpireDue(DateTimeOffset now, int atMost) => throw new NotSupportedException();

        public Task<PairingLink?> Expire(LinkId link, DateTimeOffset now) => throw new NotSupportedException();

        public void Add(Instance instance) => _writes.Add(() => store.Instances.Add(instance.Id, instance));

        public void Add(PairingLink link, PairingToken token) => _writes.Add(() => store.Links.Add(link.Id, link));

        public Task<bool> Add(WebhookEndpoint endpoint, WebhookSecret secret, WebhookLimit limit)
        {
            if (store.Endpoints.Count >= limit.PerTenant)
                return Task.FromResult(false);
            _writes.Add(() => store.Endpoints.Add(endpoint));
            return Task.FromResult(true);
        }

        public void Add(NumberEvent happened) => _writes.Add(() => store.NumberEvents.Add(happened));

        public void Add(LinkEvent happened) => _writes.Add(() => store.LinkEvents.Add(happened));

        public void Add(Instance instance, CleanUp act) => _writes.Add(() => store.Pending.Add((instance.Id, act)));

        public void AddIfSessionLeft(TenantId tenant, NumberId number, PhoneNumber phone)
        {
            if (store.Instances[number].LastCheck.MayReturn)
                _writes.Add(() => store.Pending.Add((number, CleanUp.Logout)));
        }

        public void Add(PairingAttempt attempt) => _writes.Add(() => store.Attempts[attempt.Number] = new(Copy(attempt), 1));

        public void SpendAll(NumberId number, DateTimeOffset now) => _writes.Add(() => store.Spent.Add(number));

        public Task<DateTimeOffset?> Take(PhoneNumber phone, PairingMethod method, AttemptId attempt, DateTimeOffset now)
        {
            if (store.FullUntil.TryGetValue(method, out var until))
                return Task.FromResult<DateTimeOffset?>(until);
            _writes.Add(() => store.Starts.Add((method, attempt, now)));
            return Task.FromResult<DateTimeOffset?>(null);
        }

        public Task<DateTimeOffset?> FullUntil(PhoneNumber phone, PairingMethod method, DateTimeOffset now) =>
            Task.FromResult<DateTimeOffset?>(store.FullUntil.TryGetValue(method, out var until) ? until : null);

        public void GiveBack(PhoneNumber phone, AttemptId attempt, DateTimeOffset startedAt) =>
            _writes.Add(() => store.Starts.RemoveAll(start => start.Attempt == attempt && start.At == startedAt));

        public void CallWatcher(NumberId number) => _writes.Add(() => store.Called.Add(number));

        public Task<bool> Hold(NumberId id) =>
            Task.FromResult(store.Instances[id].State is InstanceState.Close or InstanceState.Connecting);

        public Task<bool> Change(NumberId id, NumberChange change, DateTimeOffset now) => throw new NotSupportedException();

        public Task<bool> BeginPairing(NumberId id, DateTimeOffset now) =>
            Move(id, InstanceState.Connecting, InstanceState.Close, InstanceState.Connecting);

        public Task<bool> StopPairing(NumberId id, DateTimeOffset now) =>
            Move(id, InstanceState.Close, InstanceState.Close, InstanceState.Connecting);

        public Task<bool> Disconnect(NumberId id, DisconnectReason reason, DateTimeOffset? missedAt, DateTimeOffset now)
        {
            if (store.Instances[id].State != InstanceState.Open
                || (missedAt is not null && store.Instances[id].LastCheck.MissedAt != missedAt))
                return Task.FromResult(false);
            _writes.Add(() => store.Instances[id] = Copy(store.Instances[id], InstanceState.Close,
                lastCheck: new(now, null, reason == DisconnectReason.Unknown)));
            return Task.FromResult(true);
        }

        public void Miss(NumberId id, DateTimeOffset now) =>
            _writes.Add(() => store.Instances[id] = Copy(store.Instances[id],
                lastCheck: store.Instances[id].LastCheck with { MissedAt = store.Instances[id].LastCheck.MissedAt ?? now }));

        public Task<bool> Reopen(NumberId id, DateTimeOffset now)
        {
            if (!store.Instances[id].LastCheck.MayReturn)
                return Task.FromResult(false);
            _writes.Add(() => store.Instances[id] = Copy(store.Instances[id], InstanceState.Open, lastCheck: default(LastCheck)));
            return Task.FromResult(true);
        }

        public void Confirm(IReadOnlyCollection<NumberId> numbers, DateTimeOffset seen) =>
            _writes.AddRange(numbers.Select<NumberId, Action>(number => () => store.Confirmed[number] = seen));

        public Task<bool> Remove(NumberId id, DateTimeOffset now) =>
            Move(id, InstanceState.Removed, InstanceState.Close, InstanceState.Connecting, InstanceState.Open);

        public Task<bool> Open(NumberId id, PhoneNumber connectedNumber, DateTimeOffset now)
        {
            if (store.Instances[id].State != InstanceState.Connecting)
                return Task.FromResult(false);
            _writes.Add(() => store.Instances[id] = Copy(store.Instances[id], InstanceState.Open, connectedNumber));
            return Task.FromResult(true);
        }

        public Task<StoredAttempt?> Current(NumberId number) => Task.FromResult(store.CurrentOf(number));

        public Task<int> Reopen(IReadOnlyCollection<AttemptId> ids)
        {
            var reopened = store.Attempts.Values.Where(stored => ids.Contains(stored.Attempt.Id)).ToList();
            foreach (var stored in reopened)
                _writes.Add(() => store.Attempts.Remove(stored.Attempt.Number));
            return Task.FromResult(reopened.Count);
        }

        public Task<AttemptTrace> LastOf(NumberId number) => Task.FromResult(store.Traces.GetValueOrDefault(number));

        public Task<bool> Save(StoredAttempt stored)
        {
            if (store.Attempts.GetValueOrDefault(stored.Attempt.Number) is not { } known || known.Version != stored.Version)
                return Task.FromResult(false);
            _writes.Add(() => store.Attempts[stored.Attempt.Number] = new(Copy(stored.Attempt), stored.Version + 1));
            return Task.FromResult(true);
        }

        private Task<bool> Move(NumberId id, InstanceState to, params ReadOnlySpan<InstanceState> from)
        {
            if (!from.Contains(store.Instances[id].State))
                return Task.FromResult(false);
            _writes.Add(() => store.Instances[id] = Copy(store.Instances[id], to));
            return Task.FromResult(true);
        }
    }

    /// <summary>No key of these tests follows a link.</summary>
    private sealed class NoKeyMoves : IKeyMoves
    {
        public void Follow(Caller caller, NumberId to)
        {
        }

        public void Begin(Caller caller, LinkId link, NumberId? to, DateTimeOffset now)
        {
        }

        public void Arrive(PairingLink link, NumberId number)
        {
        }

        public void Complete(NumberId number)
        {
        }

        public void Inherit(KeyId old, KeyId successor)
        {
        }

        public Task TurnBack(IReadOnlyCollection<LinkId> links) => Task.CompletedTask;

        public Task End(TenantId tenant, NumberId number, DateTimeOffset now) => Task.CompletedTask;
    }
}
