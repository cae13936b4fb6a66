using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;
using PilotPairing.FakeGraph;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Tests.Gateways;
using PilotPairing.Infrastructure.Tests.Meta;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Http;

/// <summary>
/// Odd headers, broken chunks and text that is none, on a raw socket: gateways, Graph and the doctor classify each, and no exception gets
/// out.
/// </summary>
public sealed class OddAnswersTests
{
    public static TheoryData<string> All => OddAnswers.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_gateways_answer_is_classified(string answer)
    {
        await using var server = new RawServer(answer);
        await using var rig = await GatewayRig.Start(server.Url, "key");
        var session = GatewayRig.Session();

        (await rig.Gateway.Probe(default)).Should().NotBeNull();
        (await rig.Gateway.StartPairing(session, null, default)).Refusal.Should().NotBeNull();
        (await rig.Gateway.GetState(session, default)).Should().NotBeNull();
        (await rig.Gateway.SendText(session, PhoneNumber.FromStore("5511912345678"), "text", default)).Should().NotBeNull();
        _ = await rig.Gateway.Logout(session, default);
        _ = await rig.Gateway.Delete(session, default);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Graphs_answer_is_classified(string answer)
    {
        await using var meta = await GraphServer.Start();
        await using var server = new RawServer(answer);
        await using var rig = GraphRig.On(meta, url: server.Url);
        var (id, token) = (GraphRig.Id("102"), new MetaSecret("token"));

        (await rig.Graph.Inspect(token, default)).Refusal.Should().NotBeNull();
        (await rig.Graph.Number(id, token, default)).Refusal.Should().NotBeNull();
        (await rig.Graph.Register(id, token, new MetaSecret("123456"), default)).Refusal.Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_answer_in_our_own_place_is_another_servers(string answer)
    {
        await using var server = new RawServer(answer);
        var services = new ServiceCollection().AddSingleton<HostLookup>((_, _, _) => throw new NotSupportedException())
            .BuildServiceProvider();
        using var http = new HttpClient(OperatorsClient.Handler(services)) { Timeout = TimeSpan.FromSeconds(5) };

        (await new Reachability(http).Check(server.Url, default)).Should().NotBeNull();
    }
}
