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
    public async Task A_stale_client_is_refused_and_the_command_named()
    {
        var printed = await Guide.Run(
            $$"""
            cp {{RepositoryRoot.Path}}/{dotnet-tools.json,global.json} .
            mkdir -p build docs sdk/dotnet/PilotPairing.Client
            cp -r {{RepositoryRoot.Path}}/build/clients build/
            mkdir build/generators
            cp -r {{RepositoryRoot.Path}}/build/generators/{client.jq,client.nswag,templates} build/generators/
            cp {{RepositoryRoot.Path}}/docs/openapi-3.0.json docs/
            cp {{RepositoryRoot.Path}}/sdk/dotnet/PilotPairing.Client/PilotPairingClient.g.cs sdk/dotnet/PilotPairing.Client/
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
