using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PilotPairing.Application;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Meta;
using PilotPairing.FakeGraph;
using PilotPairing.Infrastructure.Meta;
using PilotPairing.Infrastructure.Tests.Gateways;

namespace PilotPairing.Infrastructure.Tests.Meta;

/// <summary>Graph as the product registers it for live tenants, and what it logged. There is no database: none is asked.</summary>
internal sealed class GraphRig : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private GraphRig(GraphServer server, TimeProvider? clock, string? appSecret, string? url)
    {
        Log = new RecordedLog();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Encryption:Keys:0"] = "test:" + Convert.ToBase64String(new byte[32]),
            ["Meta:AppId"] = server.AppId,
            ["Meta:AppSecret"] = appSecret ?? server.AppSecret,
            ["Meta:GraphBaseUrl"] = url ?? server.Url + "/",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddApplication().AddInfrastructure(configuration, "Host=127.0.0.1;Port=1");
        if (clock is not null)
            services.AddSingleton(clock);
        _services = services.BuildServiceProvider();
    }

    public RecordedLog Log { get; }

    public IMetaGraph Graph => _services.GetRequiredService<IMetaApps>().Graph(TenantMode.Live)!;

    public GraphMessages Messages => _services.GetRequiredService<GraphMessages>();

    public static GraphRig On(GraphServer server, TimeProvider? clock = null, string? appSecret = null, string? url = null) =>
        new(server, clock, appSecret, url);

    public static MetaSecret Secret(FakeToken token) => new(token.Value);

    public static MetaId Id(string text) => MetaId.Parse(text)!.Value;

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
