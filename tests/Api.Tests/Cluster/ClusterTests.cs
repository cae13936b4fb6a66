using Dapper;
using PilotPairing.Api.Tests.Connections;
using PilotPairing.Api.Tests.Operating;
using Xunit.Abstractions;

namespace PilotPairing.Api.Tests.Cluster;

/// <summary>
/// Two nodes, a worker and a proxy as processes of their own: what one node made the other serves, and a node that ends, in order or not,
/// takes nothing with it. <c>build/cluster</c> starts them.
/// </summary>
[Collection(nameof(ClusterTests))]
public sealed class ClusterTests(RunningCluster cluster, ITestOutputHelper output) : IClassFixture<RunningCluster>
{
    private const int Callers = 4;
    private const int Streams = 3;

    [Fact]
    public async Task A_link_made_on_one_node_pairs_on_the_other_and_its_stream_hears_of_it()
    {
        var link = await cluster.NewLink("a");
        await using var stream = await EventReader.Open(cluster.Http("b"), link.Token());
        (await stream.Next()).Name.Should().Be("snapshot");

        (await cluster.Send("b", "GET", $"/v1/links/{link.LinkId()}")).Expect(200).Text("status").Should().Be("active");
        (await cluster.Send("a", "POST", $"/v1/remote-pairing/{link.Token()}/connect", new { }, key: "")).Expect(200);
        (await stream.Until("qr")).Text("qrcodeBase64").Should().StartWith("data:image/png;base64,");
        (await cluster.Send("a", "POST", $"/v1/test/numbers/{link.NumberId()}/simulate", new { @event = "scan" })).Expect(200);

        (await stream.Until("connected")).Text("state").Should().Be("OPEN");
        (await cluster.Send("b", "GET", $"/v1/remote-pairing/{link.Token()}/status", key: "")).Expect(200).Text("phase").Should()
            .Be("connected");
    }

    [Fact]
    public async Task An_idempotency_key_holds_on_both_nodes_and_between_twins()
    {
        var body = new { name = "Loja", number = Scene.Phone };
        var first = await cluster.Send("a", "POST", "/v1/numbers/remote-pairing", body, idempotencyKey: "once");
        var second = await cluster.Send("b", "POST", "/v1/numbers/remote-pairing", body, idempotencyKey: "once");
        var twins = await Task.WhenAll(Enumerable.Range(0, 10).Select(number =>
            cluster.Send(number % 2 == 0 ? "a" : "b", "POST", "/v1/numbers/remote-pairing", body, idempotencyKey: "twins")));

        second.Expect(201).LinkId().Should().Be(first.Expect(201).LinkId());
        second.Headers["idempotent-replayed"].Should().Be("true");
        twins.Select(twin => twin.Expect(201).LinkId()).Distinct().Should().ContainSingle();
        twins.Count(twin => !twin.Headers.ContainsKey("idempotent-replayed")).Should().Be(1);
    }

    /// <summary>As docs/operating.md has it: these limits are per node.</summary>
    [Fact]
    public async Task A_link_s_request_limit_is_counted_by_each_node_for_itself()
    {
        var link = await cluster.NewLink("a");
        var path = $"/v1/remote-pairing/{link.Token()}";

        await Scene.Eventually(async () => (await cluster.Send("a", "GET", path, key: "")).Status == 429);

        (await cluster.Send("b", "GET", path, key: "")).Expect(200);
    }

    [Fact]
    public async Task A_session_of_the_operations_pages_is_known_on_every_node()
    {
        using var browser = new OpsBrowser(cluster.Url("proxy"));
        (await browser.SignIn(RunningCluster.OpsPassword)).Status.Should().Be(302);

        foreach (var _ in Enumerable.Range(0, 6))
            (await browser.Get("/ops")).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_proxy_logs_each_request_without_the_link_s_secret()
    {
        var link = await cluster.NewLink("proxy");
        (await cluster.Send("proxy", "GET", $"/connect/{link.Token()}?companyName=Hidden", key: "")).Status.Should().Be(200);
        (await cluster.Send("proxy", "GET", $"/api/v1/remote-pairing/{link.Token()}", key: "")).Status.Should().Be(200);

        await Scene.Eventually(() =>
            Task.FromResult(cluster.Log("requests").Contains("/api/v1/remote-pairing/[hidden]", StringComparison.Ordinal)));
        cluster.Log("requests").Should().Contain("/connect/[hidden]").And.NotContain(link.Token()).And.NotContain("Hidden")
            .And.NotContain(cluster.Key);
    }

    [Fact]
    public async Task A_rolling_restart_under_load_fails_no_request()
    {
        using var load = new ClusterLoad(cluster);
        load.Start(Callers, Streams);
        await Scene.Eventually(() => Task.FromResult(load.Answered > 100));

        var durations = new List<TimeSpan>();
        foreach (var node in new[] { "a", "b", "worker" })
            durations.Add(await cluster.Restart(node));
        var during = load.Answered;
        await Scene.Eventually(() => Task.FromResult(load.Answered > during + 100));
        await load.Stop();

        output.WriteLine($"Rolling restart ({string.Join(", ", durations.Select(took => $"{took.TotalSeconds:0.0} s"))}): {load.Figures()}");
        load.Failures.Should().BeEmpty();
        load.StreamEnds.Should().BeGreaterThanOrEqualTo(Streams, "each was on a node that was restarted");
        (await Stored(load)).Should().Be(load.Links.Count);
        cluster.Log("a").Should().Contain("A stop was requested: not ready from now on");
    }

    [Fact]
    public async Task A_node_that_is_killed_costs_the_requests_it_had_under_way_and_no_other()
    {
        using var load = new ClusterLoad(cluster);
        load.Start(Callers, Streams);
        await Scene.Eventually(() => Task.FromResult(load.Answered > 100));

        await cluster.Restart("b", "KILL");
        var during = load.Answered;
        await Scene.Eventually(() => Task.FromResult(load.Answered > during + 100));
        await load.Stop();

        output.WriteLine($"kill -9 of a node: {load.Figures()}");
        load.Failures.Count.Should().BeLessThanOrEqualTo(Callers + Streams, string.Join('\n', load.Failures));
        (await Stored(load)).Should().Be(load.Links.Count, "what was answered was committed");
    }

    private async Task<long> Stored(ClusterLoad load)
    {
        await using var connection = await cluster.Database.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<long>("select count(*) from pairing_links where id = any(@ids)",
            new { ids = load.Links.Select(Scene.Uuid).ToArray() });
    }
}

/// <summary>Four processes under load: beside other tests on two cores their requests would run out of time.</summary>
[CollectionDefinition(nameof(ClusterTests), DisableParallelization = true)]
public sealed class ClusterCollection;
