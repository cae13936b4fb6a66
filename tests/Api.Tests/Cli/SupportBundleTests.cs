using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using PilotPairing.Api.Cli;
using PilotPairing.Api.Tests.Docs;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Cli;

/// <summary>The archive for who helps: what it holds, and that it holds no secret of any setting.</summary>
public sealed partial class SupportBundleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pilotpairing-bundle-").FullName;

    private string Archive => Path.Combine(_folder, "bundle.zip");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_has_what_helps_and_no_secret()
    {
        await using var database = await TestPostgres.CreateDatabase();
        (string Name, string Value)[] secrets =
        [
            ("Encryption__Keys__0", "main:" + Convert.ToBase64String(new byte[32].Select((_, at) => (byte)at).ToArray())),
            ("Ops__Password", "operators-password"), ("Gateways__main__ApiKey", "gateways-api-key"),
            ("Meta__AppSecret", "0123456789abcdef"),
            ("Demo__TenantKey", "ps_test_" + new string('d', 43)),
        ];
        var log = Path.Combine(_folder, "server.log");
        await File.WriteAllTextAsync(log, "a line with operators-password and gateways-api-key\n");

        var (code, output) = await Served.Run(database.ConnectionString,
            [.. secrets, ("Gateways__main__Kind", "evolution"), ("Gateways__main__BaseUrl", "http://127.0.0.1:1"),
                ("Meta__AppId", "1234567890"),
                ("Meta__GraphBaseUrl", "https://127.0.0.1:1"), ("Retention__LinksDays", "77")],
            "support-bundle", "--output", Archive, "--log", log);

        code.Should().Be(0, output);
        var files = await Read();
        files.Keys.Should().BeEquivalentTo("versions.txt", "settings.env", "doctor.json", "database.json", "log.txt");
        files["settings.env"].Should().Contain("Retention__LinksDays=77\n").And.Contain("Gateways__main__ApiKey=[hidden]\n")
            .And.Contain("ConnectionStrings__Postgres=[hidden]\n").And.NotContain("PATH=");
        files["log.txt"].Should().Be("a line with [hidden] and [hidden]\n");
        JsonDocument.Parse(files["doctor.json"]).RootElement.GetProperty("findings").GetArrayLength().Should().BeGreaterThan(5);
        var inventory = JsonDocument.Parse(files["database.json"]).RootElement;
        inventory.GetProperty("migrations").EnumerateArray().Select(name => name.GetString()).Should()
            .Contain(name => name!.StartsWith("0170"));
        inventory.GetProperty("tables").EnumerateArray().Select(table => table.Text("table")).Should()
            .Contain(["public.numbers", "jobs.job"]);
        var password = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString).Password;
        foreach (var secret in secrets.Select(secret => secret.Value.Split(':')[^1]).Append(database.ConnectionString)
            .Concat(string.IsNullOrEmpty(password) ? [] : [password]))
            (string.Concat(files.Values) + output).Should().NotContain(secret);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Archive).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Without_a_database_it_has_the_rest_and_the_reason()
    {
        var (code, output) = await Served.Run("Host=127.0.0.1;Port=1;Username=nobody;Password=secret-of-nobody", [],
            "support-bundle", "--output", Archive);

        code.Should().Be(0, output);
        var files = await Read();
        files.Keys.Should().BeEquivalentTo("versions.txt", "settings.env", "doctor.json");
        files["doctor.json"].Should().Contain("database");
        string.Concat(files.Values).Should().NotContain("secret-of-nobody");
    }

    [Fact]
    public async Task Wrong_settings_are_in_it_too()
    {
        var (code, output) =
            await Served.Run("Host=127.0.0.1;Port=1", [("Retention__LinksDays", "-5")], "support-bundle", "--output", Archive);

        code.Should().Be(0, output);
        (await Read())["doctor.json"].Should().Contain("Retention:LinksDays must be");
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        await File.WriteAllTextAsync(Archive, "mine");

        var (code, output) = await Served.Run("Host=127.0.0.1;Port=1", [], "support-bundle", "--output", Archive);

        code.Should().Be(1);
        output.Should().Contain("is there already");
        (await File.ReadAllTextAsync(Archive)).Should().Be("mine");
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_to_is_named_in_a_sentence()
    {
        var file = Path.Combine(Archive + ".missing", "bundle.zip");

        var (code, output) = await Served.Run("Host=127.0.0.1;Port=1", [], "support-bundle", "--output", file);

        code.Should().Be(1, output);
        output.Should().Contain(file).And.Contain("can be written to").And.NotContain("   at ");
    }

    [Theory]
    [InlineData(28, true)]
    [InlineData(30, true)]
    [InlineData(122, true)]
    [InlineData(5, false)]
    public void A_full_or_read_only_file_system_is_no_bug(int error, bool isDescribed) =>
        (CliErrors.Describe(new IOException("Read-only file system", error)) is not null).Should().Be(isDescribed);

    [Fact]
    public void Every_setting_that_there_is_would_be_named()
    {
        var names = Setting().Matches(Guide.Read("deploy", "pilotpairing.env")).Select(setting => setting.Groups["name"].Value).ToList();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            names.Select(name => KeyValuePair.Create(name.Replace("__", ":"), (string?)"set"))).Build();

        var listed = new HiddenSettings(configuration).List().Split('\n').Select(line => line.Split('=')[0]);

        names.Should().HaveCountGreaterThan(50);
        listed.Should().Contain(names);
    }

    [GeneratedRegex("^#?(?<name>[A-Za-z_0-9]+)=", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();

    private async Task<Dictionary<string, string>> Read()
    {
        var files = new Dictionary<string, string>();
        using var archive = ZipFile.OpenRead(Archive);
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            files.Add(entry.FullName, await reader.ReadToEndAsync());
        }

        return files;
    }
}
