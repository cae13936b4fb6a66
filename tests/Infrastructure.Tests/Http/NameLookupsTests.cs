using System.Collections.Concurrent;
using System.Net;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Http;

/// <summary>A name server that never answers: its caller waits no longer than its deadline, and no other caller waits at all.</summary>
public sealed class NameLookupsTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly IPAddress Answer = IPAddress.Parse("8.8.8.8");
    private readonly ManualResetEventSlim _awake = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly NameLookups _lookups;

    public NameLookupsTests() => _lookups = new(Resolve);

    public void Dispose() => _awake.Set();

    [Fact]
    public async Task One_tenants_dead_names_hold_up_neither_the_pool_nor_anybody_else()
    {
        var dead = Enumerable.Range(0, 100).Select(index => Find($"dead{index}.example", "loud")).ToList();

        (await Find("good.example", "quiet").WaitAsync(Soon)).Should().Equal(Answer);
        (await _lookups.Find("good.example", LookupShare.Operator, default).WaitAsync(Soon)).Should().Equal(Answer);
        await Task.WhenAll(Enumerable.Range(0, 4 * Environment.ProcessorCount).Select(_ => Task.Run(() => { }))).WaitAsync(Soon);

        dead.Should().NotContain(one => one.IsCompleted);
        _asked.Count(host => host.StartsWith("dead")).Should().Be(NameLookups.PerShare);
        _awake.Set();
        await Task.WhenAll(dead).WaitAsync(Soon);
    }

    [Fact]
    public async Task The_dead_names_of_all_tenants_leave_threads_for_the_operator()
    {
        var dead = Enumerable.Range(0, 100).Select(index => Find($"dead{index}.example", $"tenant {index % 25}")).ToList();

        (await _lookups.Find("gateway.example", LookupShare.Operator, default).WaitAsync(Soon)).Should().Equal(Answer);
        await Until(() => _asked.Count(host => host.StartsWith("dead")) == NameLookups.Threads - NameLookups.KeptForOperator);

        _awake.Set();
        await Task.WhenAll(dead).WaitAsync(Soon);
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_asked()
    {
        using var patience = new CancellationTokenSource();
        var impatient = Enumerable.Range(0, 100).Select(index => _lookups.Find($"dead{index}.example", new("loud"), patience.Token))
            .ToList();
        await Until(() => _asked.Count == NameLookups.PerShare);

        await patience.CancelAsync();

        foreach (var one in impatient)
            await ((Func<Task>)(() => one)).Should().ThrowAsync<OperationCanceledException>();
        _awake.Set();
        await Find("good.example", "loud").WaitAsync(Soon);
        _asked.Should().HaveCount(NameLookups.PerShare + 1);
    }

    [Fact]
    public async Task One_name_is_asked_for_once_at_a_time()
    {
        var same = Enumerable.Range(0, 20).Select(_ => Find("dead.example", "loud")).ToList();
        await Until(() => !_asked.IsEmpty);
        _awake.Set();

        await Task.WhenAll(same).WaitAsync(Soon);

        _asked.Should().ContainSingle();
    }

    [Fact]
    public async Task A_name_that_is_not_found_fails_every_caller()
    {
        var unknown = () => Find("unknown.example", "loud");

        (await unknown.Should().ThrowAsync<System.Net.Sockets.SocketException>()).Which.SocketErrorCode.Should()
            .Be(System.Net.Sockets.SocketError.HostNotFound);
    }

    [Fact]
    public async Task Registrations_are_answered_within_their_patience()
    {
        var clock = new FakeClock();
        var check = new UrlCheck(new AddressGuard(new([], []), _lookups.Find), clock);
        var tenant = new TenantId(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        var asked = Enumerable.Range(0, 40).Select(index => check.Problem($"https://dead{index}.example/", tenant, default)).ToList();
        asked.Should().NotContain(one => one.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(3));

        (await Task.WhenAll(asked).WaitAsync(Soon)).Should()
            .AllSatisfy(problem => problem.Should().BeNull("a host that is not set up yet is no error"));
    }

    private static async Task Until(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Soon);
        while (!isSo())
            await Task.Delay(5, patience.Token);
    }

    private Task<IPAddress[]> Find(string host, string share) => _lookups.Find(host, new(share), default);

    private IPAddress[] Resolve(string host)
    {
        _asked.Enqueue(host);
        if (host.StartsWith("unknown", StringComparison.Ordinal))
            throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound);
        if (host.StartsWith("dead", StringComparison.Ordinal))
            _awake.Wait();
        return [Answer];
    }
}
