using System.Net;
using System.Text.Json;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Cli;

/// <summary>The verbs in a shell without settings: none makes a database of its own, and each names the one that it takes.</summary>
public sealed class EmptyShellTests : IDisposable
{
    private const UnixFileMode AnyoneMayEnter =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("pilotpairing-shell-").FullName;

    public EmptyShellTests()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, AnyoneMayEnter);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("tenant", "create", "--name", "Acme")]
    [InlineData("key", "create", "--tenant", "ten_00000000000000000000000000")]
    [InlineData("key", "rotate", "--key", "key_00000000000000000000000000")]
    [InlineData("migrate")]
    [InlineData("reencrypt")]
    [InlineData("meta-hook")]
    public async Task Without_a_database_a_verb_fails_and_makes_none(params string[] arguments)
    {
        var (code, output, errors) = await CommandLine.Run(_folder, arguments);

        code.Should().Be(1);
        output.Should().BeEmpty();
        errors.Should().Contain("ConnectionStrings:Postgres is not set").And.Contain(Path.Combine(_folder, ".data"))
            .And.NotContain("   at ");
        Directory.EnumerateFileSystemEntries(_folder).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_database_the_doctor_says_so_and_makes_none()
    {
        var (code, output, _) = await CommandLine.Run(_folder, ["doctor", "--json"]);

        code.Should().Be(1);
        var finding = JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray().Should().ContainSingle().Subject;
        (finding.GetProperty("check").GetString(), finding.GetProperty("verdict").GetString()).Should().Be(("database", "problem"));
        Directory.EnumerateFileSystemEntries(_folder).Should().BeEmpty();
    }

    [Fact]
    public async Task The_database_of_a_server_that_runs_or_ran_in_the_folder_is_taken_and_named()
    {
        using var port = ReservedPort.Take();
        var url = $"http://127.0.0.1:{port.Number}";
        string[] key;
        await using (var server = CommandLine.Begin(_folder, ["serve"], ("Urls", url), ("Logging__LogLevel__Default", "Warning")))
        {
            using var http = new SocketsHttpHandler().ClientFor(url);
            await Scene.Eventually(async () => await IsReady(http));
            var (_, made, named) = await CommandLine.Run(_folder, ["tenant", "create", "--name", "Acme", "--test", "--json"]);
            named.Should().Contain($"Database: the private one in {Path.Combine(_folder, ".data")}");
            key = [.. new[] { "key", "keyId", "tenantId" }.Select(name =>
                JsonDocument.Parse(made).RootElement.GetProperty(name).GetString()!)];
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me") { Headers = { { "x-api-key", key[0] } } };
            (await http.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.OK);
            (await CommandLine.Run(_folder, ["doctor"], ("PublicUrl", url))).Output.Should().Contain("ok       database:")
                .And.Contain("ok       encryption:");
            (await server.Stop()).Code.Should().Be(0);
        }

        var before = Everything();
        var (code, findings, _) = await CommandLine.Run(_folder, ["doctor"]);
        (code, findings).Should()
            .Be((1, $"problem  database: The private database in {Path.Combine(_folder, ".data")} does not run.\n         -> Start the server, or set ConnectionStrings:Postgres to the database that you mean.\n"));
        Everything().Should().Equal(before);

        foreach (var arguments in new string[][] { ["key", "create", "--tenant", key[2]], ["key", "rotate", "--key", key[1]], ["migrate"],
            ["reencrypt"] })
        {
            var (ended, _, errors) = await CommandLine.Run(_folder, arguments);
            (ended, errors).Should()
                .Be((0, $"Database: the private one in {Path.Combine(_folder, ".data")}, since ConnectionStrings:Postgres is not set\n"));
        }

        File.Delete(Path.Combine(_folder, ".data", "demo.json"));
        (await CommandLine.Run(_folder, ["tenant", "create", "--name", "Acme"])).Errors.Should().Contain("demo.json is gone");
    }

    private IReadOnlyList<string> Everything() =>
    [
        .. new DirectoryInfo(_folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(entry => $"{entry.FullName} {entry.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal),
    ];

    private static async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
