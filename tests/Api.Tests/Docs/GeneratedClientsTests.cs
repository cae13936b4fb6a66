using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>
/// Clients that other people's generators make of the description: without a warning, compiled, and run against the product.
/// </summary>
public sealed class GeneratedClientsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_clients_of_two_TypeScript_generators_make_a_link_connect_and_see_it_connected()
    {
        await Guide.Run($"{RepositoryRoot.Path}/build/clients typescript");

        foreach (var client in (string[])["with-openapi-typescript", "with-hey-api"])
        {
            var printed = await Guide.Run(
                $"node {RepositoryRoot.Path}/artifacts/clients/{client}.js",
                ("BASE", host.Http.BaseAddress!.ToString().TrimEnd('/')), ("KEY", host.Tenant.Key.Raw.Value));
            printed.Should().Equal(["CONNECTING OPEN"], client);
        }
    }

    [Fact]
    public async Task The_npm_package_goes_the_whole_way_and_its_own_tests_pass()
    {
        await Guide.Run($"{RepositoryRoot.Path}/build/clients node");

        var printed = await Guide.Run(
            $"node {RepositoryRoot.Path}/sdk/node/test/whole-way.mjs",
            ("BASE", host.Http.BaseAddress!.ToString().TrimEnd('/')), ("KEY", host.Tenant.Key.Raw.Value));

        printed.Should().Equal("true true order-8841 OPEN", "true true number.created");
    }

    [Fact]
    public async Task What_the_readme_shows_of_the_npm_package_works()
    {
        await Guide.Run($"{RepositoryRoot.Path}/build/clients node");
        await using var sink = await WebhookSink.Start();
        var endpoint = await host.NewEndpoint(sink.Url, ["number.connected"]);
        var secret = (await host.Get($"/v1/webhooks/{endpoint}/secret")).Expect(200).Text("secret");
        await host.OpenNumber(new { name = "Loja", number = Scene.Phone, externalRef = "order-8841" });
        var delivery = await sink.Next();

        var printed = await Guide.Run(
            $"""
            mkdir -p node_modules/@pilotpairing
            ln -s {RepositoryRoot.Path}/sdk/node node_modules/@pilotpairing/client
            printf %s "$PROGRAM" >readme.mjs && node readme.mjs
            """,
            ("BASE", host.Http.BaseAddress!.ToString()), ("KEY", host.Tenant.Key.Raw.Value), ("SECRET", secret),
            ("BODY", System.Text.Encoding.UTF8.GetString(delivery.Body)),
            ("HEADERS", System.Text.Json.JsonSerializer.Serialize(
                delivery.Headers.Where(header => header.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)).ToDictionary())),
            ("PROGRAM", Guide.Blocks(Guide.Read("README.md"), "ts").Single() +
                """

                const headers = JSON.parse(process.env.HEADERS);
                const answer = await POST(new Request('http://localhost/', { method: 'POST', body: process.env.BODY, headers }));
                console.log(answer.status);
                """));

        printed.Should().HaveCount(3);
        printed[0].Should().Contain("/connect/rp_");
        printed[1..].Should().Equal("connected order-8841", "204");
    }

    [Fact]
    public async Task A_stale_client_is_refused_and_the_command_named()
    {
        var printed = await Guide.Run(
            $$"""
            cp {{RepositoryRoot.Path}}/{dotnet-tools.json,global.json} .
            mkdir -p build docs sdk/dotnet/PilotPairing.Client
            cp -r {{RepositoryRoot.Path}}/build/clients build/
            mkdir build/generators
            cp -r {{RepositoryRoot.Path}}/build/generators/{client.jq,client.nswag,errors.jq,templates} build/generators/
            cp {{RepositoryRoot.Path}}/docs/openapi{,-3.0}.json docs/
            cp {{RepositoryRoot.Path}}/sdk/dotnet/PilotPairing.Client/*.g.cs sdk/dotnet/PilotPairing.Client/
            build/clients --check dotnet
            echo fresh
            sed -i 's/GetMeAsync/GetYouAsync/' sdk/dotnet/PilotPairing.Client/PilotPairingClient.g.cs
            build/clients --check dotnet 2>&1 && exit 1
            grep -c GetYouAsync sdk/dotnet/PilotPairing.Client/PilotPairingClient.g.cs
            """);

        printed[0].Should().Be("fresh");
        printed.Should().ContainSingle(line => line.EndsWith("Run build/clients and commit it.", StringComparison.Ordinal));
        int.Parse(printed[^1], System.Globalization.CultureInfo.InvariantCulture).Should().BePositive("a check changes nothing");
    }
}
