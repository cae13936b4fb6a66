using Microsoft.Extensions.Logging.Abstractions;
using PilotPairing.Application.Access;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Testing;

namespace PilotPairing.Application.Tests.Connections;

/// <summary>The order and limits of a round of checks; the result of a check is tested beside <see cref="InstanceReconciler"/>.</summary>
public sealed class ReconcileNumbersTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly FakeClock _clock = new(Some.Now);
    private readonly FakeStore _store = new();
    private readonly Gateways _gateways = new();

    [Fact]
    public async Task What_the_gateways_confirm_is_written_down_and_what_they_lost_is_not()
    {
        var (good, lost) = (Stored("a"), Stored("b"));
        _gateways["a"] = _ => new SessionReport.Connected(Some.Phone);
        _gateways["b"] = _ => new SessionReport.Reconnecting();

        (await Reconcile()).Should().Be(new Reconciled(2, 1));

        _store.Confirmed.Should().Equal(new Dictionary<NumberId, DateTimeOffset> { [good] = Some.Now });
        _store.Instances[lost].LastCheck.MissedAt.Should().Be(Some.Now);
    }

    [Fact]
    public async Task A_dead_gateway_holds_up_nobody_elses_numbers_and_ends_with_the_round()
    {
        var dead = Enumerable.Range(0, 50).Select(_ => Stored("dead")).ToList();
        var alive = Enumerable.Range(0, 50).Select(_ => Stored("alive")).ToList();
        _gateways["alive"] = _ => new SessionReport.Connected(Some.Phone);

        var round = Reconcile(perGateway: 4);

        while (_store.Confirmed.Count < alive.Count)
            await Task.Yield();
        round.IsCompleted.Should().BeFalse("the dead gateway is still being asked");
        // The round's deadline waits by the clock, and that of each call.
        while (await Task.WhenAny(round, _clock.UntilWaiting(1 + 4)) != round)
            _clock.Advance(Patience);

        (await round).Should().Be(new Reconciled(100, 50));
        (_clock.GetUtcNow() - Some.Now).Should().BeCloseTo(Budget, Patience);
        dead.Should().OnlyContain(number =>
            _store.Instances[number].State == InstanceState.Open && _store.Instances[number].LastCheck.MissedAt == null);
        _gateways.MostAtOnce.Should().Be(4);
    }

    [Fact]
    public async Task A_check_that_breaks_leaves_the_others_their_round()
    {
        Stored("broken");
        var good = Stored("broken");
        _gateways["broken"] = number =>
            number == good ? new SessionReport.Connected(Some.Phone) : throw new InvalidOperationException("a bug");

        (await Reconcile()).Should().Be(new Reconciled(2, 1));
    }

    private async Task<Reconciled> Reconcile(int perGateway = 8)
    {
        var accept = new AcceptConnection(_store, _store, _store, _clock);
        var reconciler = new InstanceReconciler(_store, _store, _gateways, _store, accept,
            new EndConnection(
                _store, new DisconnectedEvent(_gateways, new FixedRandom()), _clock), new SaveAttempt(_store, _store, _clock), _clock,
                NullLogger<InstanceReconciler>.Instance);
        var handler = new ReconcileNumbersHandler(_store, _gateways, reconciler, _store, _clock,
            NullLogger<ReconcileNumbersHandler>.Instance);
        return (await handler.Handle(new(Budget, Patience, perGateway), default)).Value;
    }

    private NumberId Stored(string gateway)
    {
        var number = Some.Number(InstanceState.Open, _gateways.TenantOf(gateway));
        _store.Instances.Add(number.Id, number);
        return number.Id;
    }

    /// <summary>A gateway per name; one that nobody gave a word never answers.</summary>
    private sealed class Gateways : IGateways, ITenantDirectory
    {
        private readonly Dictionary<string, TenantId> _tenants = [];
        private readonly Dictionary<string, Func<NumberId, SessionReport>> _words = [];
        private int _waiting;

        public int MostAtOnce { get; private set; }

        public IReadOnlyList<ConfiguredGateway> Configured => [];

        public Func<NumberId, SessionReport> this[string gateway]
        {
            set => _words[gateway] = value;
        }

        public TenantId TenantOf(string gateway)
        {
            if (!_tenants.TryGetValue(gateway, out var tenant))
                _tenants.Add(gateway, tenant = new(Guid.CreateVersion7(Some.Now)));
            return tenant;
        }

        public ValueTask<IWhatsAppGateway> Of(TenantId tenant, CancellationToken cancellationToken)
        {
            var name = NameOf(tenant);
            return ValueTask.FromResult<IWhatsAppGateway>(new FakeGateway { OnState = (number, token) => Answer(name, number, token) });
        }

        public ValueTask<bool> Serves(TenantId tenant, CancellationToken cancellationToken) => ValueTask.FromResult(true);

        public ValueTask<Tenant?> Find(TenantId tenant, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Tenant?>(new(tenant, "tenant", TenantMode.Live, NameOf(tenant)));

        public ValueTask<BrandingLayer> BrandingOf(TenantId tenant, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<TenantSettings> SettingsOf(TenantId tenant, CancellationToken cancellationToken) =>
            ValueTask.FromResult(TenantSettings.Default);

        private string NameOf(TenantId tenant) => _tenants.Single(known => known.Value == tenant).Key;

        private async Task<SessionReport> Answer(string gateway, NumberId number, CancellationToken cancellationToken)
        {
            if (_words.TryGetValue(gateway, out var word))
                return word(number);
            lock (_words)
                MostAtOnce = Math.Max(MostAtOnce, ++_waiting);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                throw new InvalidOperationException("Nobody waits for ever");
            }
            finally
            {
                lock (_words)
                    _waiting--;
            }
        }
    }
}
