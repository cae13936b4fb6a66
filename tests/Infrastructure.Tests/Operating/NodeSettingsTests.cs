using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Operating;
using PilotPairing.Infrastructure.Tests.Gateways;

namespace PilotPairing.Infrastructure.Tests.Operating;

/// <summary>Nodes that share a database and were given other settings.</summary>
public sealed class NodeSettingsTests
{
    [Fact]
    public async Task A_node_with_other_settings_is_logged_by_name_once_and_no_value_is_stored_or_logged()
    {
        await using var first = await GatewayRig.Start(Settings("https://one.example", "the password of one"));
        await using var second = await GatewayRig.Start(Settings("https://one.example", "another password"), other: first);
        await first.Get<INodes>().Report(default);

        using var reports = ActivatorUtilities.CreateInstance<NodeReports>(second.Services);
        await reports.StartAsync(default);
        await BaileysRig.Eventually(() =>
            Task.FromResult(second.Log.Lines.Any(line => line.StartsWith("Error 5050", StringComparison.Ordinal))));

        second.Log.Lines.Should().ContainSingle(line => line.StartsWith("Error 5050", StringComparison.Ordinal))
            .Which.Should().Contain("Ops:Password").And.NotContain("ConnectUrl");
        var stored = (await second.Get<INodes>().Others(default)).Should().ContainSingle().Which;
        stored.Settings.Fingerprints.Values.Should().NotContain(value => value.Contains("password"));
        second.Log.Lines.Should().NotContain(line => line.Contains("the password of one") || line.Contains("another password"));

        (await first.Get<INodes>().Others(default)).Should().ContainSingle();
        await reports.StopAsync(default);
        (await first.Get<INodes>().Others(default)).Should().BeEmpty("it has left");
    }

    [Fact]
    public async Task Nodes_with_the_same_settings_agree_whatever_is_theirs_alone()
    {
        var settings = Settings("https://one.example", "the password of one");
        await using var first = await GatewayRig.Start(settings);
        await using var second = await GatewayRig.Start(
            new(settings)
            {
                ["Jobs:DeliveryWorkers"] = "3",
                ["Urls"] = "http://localhost:5099",
                ["Gateways:main:WhatsAppCertificate"] = "/x"
            },
            other: first);

        SettingDifferences.Between(first.Get<INodes>().Own, [new("other", second.Get<INodes>().Own)]).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Gateways:main:ApiKey", "other", "Gateways:main:ApiKey")]
    [InlineData("Webhooks:AllowedInsecureHosts:0", "localhost", "Webhooks:AllowedInsecureHosts")]
    [InlineData("Retention:LinksDays", "9", "Retention:LinksDays")]
    [InlineData("Ops:Users:1:Name", "ana", "Ops:Users")]
    public async Task The_setting_that_differs_is_named(string setting, string value, string named)
    {
        var settings = Settings("https://one.example", "the password of one");
        await using var first = await GatewayRig.Start(settings);
        await using var second = await GatewayRig.Start(new(settings) { [setting] = value }, other: first);

        SettingDifferences.Between(first.Get<INodes>().Own, [new("other", second.Get<INodes>().Own)]).Should().ContainSingle()
            .Which.Settings.Should().Equal(named);
    }

    private static Dictionary<string, string?> Settings(string connectUrl, string password) =>
        new() { ["ConnectUrl"] = connectUrl, ["Ops:Password"] = password };
}
