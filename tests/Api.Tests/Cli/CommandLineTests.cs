using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PilotPairing.FakeGraph;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Cli;

/// <summary>The verbs of the built program, as an operator runs them: what they print, and what they say when they cannot.</summary>
public sealed class CommandLineTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestPostgres.CreateDatabase();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_tenant_and_its_keys_are_made_and_rotated_from_the_command_line()
    {
        var tenant = JsonDocument.Parse((await Run("tenant", "create", "--name", "Acme", "--test", "--json")).Output).RootElement;
        tenant.GetProperty("mode").GetString().Should().Be("test");
        tenant.GetProperty("key").GetString().Should().StartWith("ps_test_");
        tenant.GetProperty("tenantId").GetString().Should().StartWith("ten_");

        var made = JsonDocument.Parse((await Run("key", "create", "--tenant", tenant.GetProperty("tenantId").GetString()!, "--json"))
            .Output).RootElement;
        var rotated = JsonDocument.Parse(
            (await Run("key", "rotate", "--key", made.GetProperty("keyId").GetString()!, "--grace-seconds", "0", "--json")).Output)
                .RootElement;
        rotated.GetProperty("key").GetString().Should().NotBe(made.GetProperty("key").GetString());
        (await Run("migrate")).Output.Trim().Should().Be("Nothing to do");
    }

    [Theory]
    [InlineData("NOT_FOUND", "key", "create", "--tenant", "ten_00000000000000000000000000")]
    [InlineData("NOT_FOUND", "key", "rotate", "--key", "nonsense")]
    [InlineData("must be 1 to 120 characters", "tenant", "create", "--name", " ")]
    [InlineData("gateway is unknown: no gateway is configured", "tenant", "create", "--name", "Acme", "--gateway", "main")]
    [InlineData("--grace-seconds must be from 0 to 604800", "key", "rotate", "--key", "key_00000000000000000000000000", "--grace-seconds",
        "-1")]
    public async Task An_impossible_command_is_explained_and_fails(string message, params string[] arguments)
    {
        var (code, _, errors) = await Run(arguments);

        code.Should().Be(1);
        errors.Should().Contain(message).And.NotContain("   at ");
    }

    [Fact]
    public async Task A_tenant_is_given_a_gateway_that_exists()
    {
        (string, string)[] settings =
        [
            ("Gateways__Default", "spare"),
            ("Gateways__MAIN__Kind", "evolution"), ("Gateways__MAIN__BaseUrl", "http://127.0.0.1:1"), ("Gateways__MAIN__ApiKey", "k1"),
            ("Gateways__spare__Kind", "evolution"), ("Gateways__spare__BaseUrl", "http://127.0.0.1:1"), ("Gateways__spare__ApiKey", "k2"),
        ];

        (await Run(["tenant", "create", "--name", "Acme", "--gateway", "main", "--json"], settings)).Output.Should()
            .Contain("\"mode\":\"live\"");
        var (code, _, errors) = await Run(["tenant", "create", "--name", "Acme", "--gateway", "other"], settings);

        code.Should().Be(1);
        errors.Should().Contain("gateway must be one of main, spare");
    }

    [Fact]
    public async Task Without_encryption_keys_nothing_starts_on_a_database_of_ones_own()
    {
        var (code, _, errors) = await Run([], ("Encryption__Keys__0", ""), ("RateLimits__KeyBurst", "0"));

        code.Should().Be(1);
        errors.Should().Contain("Encryption:Keys").And.Contain("RateLimits:KeyBurst").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("RateLimits:KeyBurst must be a whole number.", "RateLimits__KeyBurst", "many")]
    [InlineData("MigrateAtStart must be true or false.", "MigrateAtStart", "maybe")]
    [InlineData("Sending:AnswerWithin must be a time such as 00:00:08.", "Sending__AnswerWithin", "soon")]
    [InlineData("PublicUrl must be an http or https URL of host and port only", "PublicUrl", "https://example.com/pair")]
    [InlineData("ConnectUrl must be an http or https URL of host and port only", "ConnectUrl", "https://example.com/?a=b")]
    [InlineData("Branding:DefaultCompanyName must be at most 60 characters", "Branding__DefaultCompanyName", "Acme\nTelecom")]
    [InlineData("Urls: '5080' is no address to listen at, such as http://localhost:5080.", "Urls", "http://localhost:5081;5080")]
    [InlineData("Ops:Password is required", "Ops__Password", "")]
    [InlineData("Ops:Password must have 12 to 200 characters.", "Ops__Password", "elevenchars")]
    [InlineData("the address of the setting Urls cannot be listened at", "Urls", "http://192.0.2.1:5080")]
    [InlineData("the setting Urls names https, and there is no certificate", "Urls", "https://127.0.0.1:0")]
    public async Task A_setting_that_cannot_be_used_is_named_without_a_stack(string message, string name, string value)
    {
        var (code, output, errors) = await Run([], (name, value));

        code.Should().Be(1);
        errors.Should().Contain(message);
        (output + errors).Should().NotContain("   at ");
    }

    [Fact]
    public async Task A_taken_port_is_reported_in_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (code, output, errors) = await Run([], ("Urls", $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}"));

        code.Should().Be(1);
        errors.Should().Contain("address already in use").And.Contain("Name another address with the setting Urls");
        (output + errors).Should().NotContain("   at ");
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_leave_the_database_as_it_is()
    {
        await using var empty = await TestPostgres.CreateEmptyDatabase();

        (await Run([], ("ConnectionStrings__Postgres", empty.ConnectionString), ("Encryption__Keys__0", "nonsense"))).Code.Should().Be(1);

        (await Run(["migrate"], ("ConnectionStrings__Postgres", empty.ConnectionString))).Output.Should().StartWith("Applied");
    }

    [Theory]
    [InlineData("http://0.0.0.0:5999")]
    [InlineData("http://[::]:5999")]
    [InlineData("http://*:5999")]
    public async Task Listening_everywhere_is_no_address_for_links(string urls) =>
        (await Run(["doctor"], ("Urls", urls))).Output.Should().Contain(" http://localhost:5999 ");

    [Fact]
    public async Task An_unreachable_database_is_reported()
    {
        var (code, _, errors) =
            await Run(["migrate"], ("ConnectionStrings__Postgres", "Host=127.0.0.1;Port=1;Username=x;Password=y;Database=z"));

        code.Should().Be(1);
        errors.Should().Contain("The database does not answer").And.NotContain("   at ");
    }

    [Fact]
    public async Task The_doctor_of_a_sound_installation_finds_nothing_to_mend_and_prints_no_secret()
    {
        var host = await ApiHost.On(_database.ConnectionString);
        try
        {
            (await host.Post("/v1/webhooks", new { url = "https://example.com/hook", scope = "tenant" })).Expect(201);
            var settings = new[] { ("PublicUrl", host.App.Urls.First()), ("Ops__Password", "hunter2-hunter2"),
                ("Gateways__main__Kind", "evolution"), ("Gateways__main__BaseUrl", "http://127.0.0.1:1"),
                ("Gateways__main__ApiKey", "s3cret") };

            var (code, output, errors) = await Run(["doctor", "--json"], settings);

            code.Should().Be(1, "the gateway is away");
            var findings = JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray()
                .ToDictionary(finding => finding.GetProperty("check").GetString()!, finding => finding.GetProperty("verdict").GetString());
            findings.Should().BeEquivalentTo(new Dictionary<string, string?>
            {
                ["settings"] = "ok",
                ["database"] = "ok",
                ["migrations"] = "ok",
                ["clock"] = "ok",
                ["encryption"] = "ok",
                ["workers"] = "ok",
                ["outbox"] = "ok",
                ["retention"] = "ok",
                ["nodes"] = "warning",
                ["public url"] = "ok",
                ["proxies"] = "ok",
                ["sender"] = "ok",
                ["gateway main"] = "problem",
                ["callback of main"] = "warning",
                ["meta"] = "ok",
            });
            (output + errors).Should().NotContain("s3cret").And.NotContain("hunter2").And.NotContain(Convert.ToBase64String(new byte[32]));

            (code, output, _) = await Run(["doctor"], [settings[0]]);
            code.Should().Be(0, output);
            output.Should().Contain("warning  gateways: No gateway is configured").And.Contain("-> Set Gateways:");

            (_, output, _) = await Run(["doctor"], [("Urls", host.App.Urls.First()), .. settings[2..]]);
            output.Should().Contain($"links lead to {host.App.Urls.First()}").And.Contain("callback of main")
                .And.NotContain("localhost:5080");

            (_, output, _) = await Run(["doctor"],
                [settings[0], ("Encryption__Keys__0", "other:" + Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray()))]);
            output.Should().Contain("problem  encryption: 2 of 2 stored secrets");
            (code, output, _) = await Run(["reencrypt"],
                ("Encryption__Keys__0", "other:" + Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray())));
            (code, output).Should()
                .Be((1, "Encrypted 0 secrets anew. 2 do not open with the keys of Encryption:Keys: add the key under which they were encrypted, and run this again\n"));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_doctor_says_what_to_mend_before_anything_can_start()
    {
        await using var empty = await TestPostgres.CreateEmptyDatabase();
        var (code, output, _) =
            await Run(["doctor"], ("ConnectionStrings__Postgres", empty.ConnectionString), ("PublicUrl", "http://127.0.0.1:1"));
        code.Should().Be(1);
        output.Should().Contain("problem  migrations:").And.Contain("Run pilotpairing migrate")
            .And.Contain("problem  public url: http://127.0.0.1:1 cannot be connected to");

        (code, output, _) = await Run(["doctor"],
            ("ConnectionStrings__Postgres", "Host=127.0.0.1;Port=1;Username=x;Password=hunter2;Database=z"));
        code.Should().Be(1);
        output.Should().Contain("problem  database: The database does not answer").And.NotContain("hunter2");

        (code, output, _) = await Run(["doctor"], ("Encryption__Keys__0", "nonsense"), ("Reconciliation__IntervalSeconds", "1"));
        code.Should().Be(1);
        output.Should().Contain("Encryption:Keys:0").And.Contain("Reconciliation:IntervalSeconds").And.NotContain("nonsense");
    }

    [Fact]
    public async Task The_doctor_checks_the_app_at_Meta_without_printing_its_secret()
    {
        await using var meta = await GraphServer.Start();
        (string, string)[] app =
            [("PublicUrl", "https://pair.example.com"), ("Meta__AppId", meta.AppId), ("Meta__ConfigId", "42"),
                ("Meta__GraphBaseUrl", meta.Url)];

        var (_, output, _) = await Run(["doctor"], [.. app, ("Meta__AppSecret", meta.AppSecret)]);
        output.Should().Contain("ok       meta: Meta accepts the app").And.Contain("ok       meta signup:")
            .And.Contain("ok       meta webhook:").And.NotContain(meta.AppSecret);

        (var code, output, _) = await Run(["doctor"], [.. app, ("Meta__AppSecret", "wr0ng-secret")]);
        code.Should().Be(1);
        output.Should().Contain("problem  meta: Meta refuses the app: Invalid OAuth access token signature.")
            .And.Contain("-> Correct Meta:AppId and Meta:AppSecret").And.NotContain("wr0ng");

        meta.Instead = Faults.Html(502);
        (_, output, _) = await Run(["doctor"], [.. app, ("Meta__AppSecret", meta.AppSecret)]);
        output.Should().Contain($"problem  meta: {meta.Url} reports a failure of its own.");
    }

    [Fact]
    public async Task What_the_dashboard_of_the_Meta_app_wants_is_printed()
    {
        await using var meta = await GraphServer.Start();
        var (code, output, _) =
            await Run(["meta-hook", "--json"], ("PublicUrl", "https://pair.example.com"), ("Meta__AppId", meta.AppId),
                ("Meta__AppSecret", "s3cret"));

        code.Should().Be(0);
        var hook = JsonDocument.Parse(output).RootElement;
        hook.GetProperty("callbackUrl").GetString().Should().StartWith("https://pair.example.com/meta-hooks/");
        hook.GetProperty("verifyToken").GetString().Should().HaveLength(43);
        (await Run("meta-hook")).Errors.Should().Contain("META_NOT_CONFIGURED");
    }

    private Task<(int Code, string Output, string Errors)> Run(params string[] arguments) => Run(arguments, []);

    private async Task<(int Code, string Output, string Errors)> Run(string[] arguments, params (string Name, string Value)[] settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "pilotpairing.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__Postgres"] = _database.ConnectionString;
        start.Environment["Encryption__Keys__0"] = "test:" + Convert.ToBase64String(new byte[32]);
        start.Environment["Ops__Password"] = ApiHost.OpsPassword;
        start.Environment["Urls"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience.Longest);
        return (process.ExitCode, output, await errors);
    }
}
