using System.Diagnostics;
using System.Text.Json;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// The published folder started as a process of its own, as an operator starts it: files are served hashed and compressed, and nothing is
/// shared with the test. PILOTPAIRING_PUBLISHED names a folder that is published already.
/// </summary>
internal sealed class PublishedHost : IAsyncDisposable
{
    public const string OpsPassword = "browser tests only";

    /// <summary>A further domain of its pages.</summary>
    public const string OtherOrigin = "https://connect.acme.example";
    private static readonly Lazy<Task<string>> Published = new(Publish);
    private readonly ReservedPort _port = ReservedPort.Take();
    private readonly TestDatabase _database;
    private readonly string _folder;
    private readonly Dictionary<string, string> _settings;
    private Process? _server;
    private Task<string> _errors = Task.FromResult("");

    private PublishedHost(TestDatabase database, string folder)
    {
        (_database, _folder, Url) = (database, folder, $"http://127.0.0.1:{_port.Number}");
        _settings = new()
        {
            ["ConnectionStrings__Postgres"] = database.ConnectionString,
            ["Encryption__Keys__0"] = "test:" + Convert.ToBase64String(new byte[32]),
            ["Ops__Password"] = OpsPassword,
            ["Urls"] = Url,
            ["ConnectUrls__0"] = OtherOrigin,
            ["Webhooks__AllowedInsecureHosts__0"] = "127.0.0.1",
            ["Webhooks__AllowedPrivateNetworks__0"] = "127.0.0.0/8",
            ["Logging__LogLevel__Default"] = "Warning",
            // All tests come from one address, and random walks walk fast.
            ["RateLimits__KeyPerSecond"] = "2000",
            ["RateLimits__TokenBurst"] = "600",
            ["RateLimits__AddressBurst"] = "60000",
            ["RateLimits__AddressPerSecond"] = "2000",
            ["RateLimits__MissesPerMinute"] = "60000",
            ["Meta__AppId"] = "1234567890",
            ["Meta__AppSecret"] = "known to nobody",
            ["Meta__ConfigId"] = "9876543210",
        };
    }

    public string Url { get; }

    public string Key { get; private set; } = "";

    /// <summary>Of a tenant whose links lead to the real Meta.</summary>
    public string LiveKey { get; private set; } = "";

    /// <param name="more">Settings beside those of every browser test, in environment form.</param>
    public static async Task<PublishedHost> Start(params IEnumerable<(string Name, string Value)> more)
    {
        var folder = Environment.GetEnvironmentVariable("PILOTPAIRING_PUBLISHED") is { Length: > 0 } given ? given : await Published.Value;
        var host = new PublishedHost(await TestPostgres.CreateDatabase(), folder);
        foreach (var (name, value) in more)
            host._settings[name] = value;
        var tenant = await host.Run("tenant", "create", "--name", "browser", "--test", "--json");
        host.Key = JsonDocument.Parse(tenant).RootElement.GetProperty("key").GetString()!;
        var live = await host.Run("tenant", "create", "--name", "live", "--json");
        host.LiveKey = JsonDocument.Parse(live).RootElement.GetProperty("key").GetString()!;
        host._settings["Demo__TenantKey"] = host.Key;
        await host.Serve();
        return host;
    }

    /// <summary>The process ends without a goodbye and comes back at the same address.</summary>
    public async Task Restart()
    {
        _server!.Kill();
        await _server.WaitForExitAsync();
        await Serve();
    }

    /// <summary>The same at another public address, which must lead here.</summary>
    public Task RestartAs(string publicUrl)
    {
        _settings["PublicUrl"] = publicUrl;
        return Restart();
    }

    /// <summary>What the QR code on the page says, without a decoder.</summary>
    public async Task<string> QrPayloadOf(string numberId)
    {
        WireId.TryParse("num_", numberId, out var id).Should().BeTrue();
        await using var command =
            _database.Source.CreateCommand("select qr_payload from pairing_attempts where number_id = $1 and ended_at is null");
        command.Parameters.AddWithValue(id);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Ends a number's links as the clock would.</summary>
    public async Task Expire(string numberId)
    {
        WireId.TryParse("num_", numberId, out var id).Should().BeTrue();
        await using var command = _database.Source.CreateCommand(
            "with ended as (update pairing_links set expires_at = now() - interval '1 second' where number_id = $1) select pg_notify('pairing', $1::text)");
        command.Parameters.AddWithValue(id);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Has WhatsApp replace a number's QR code by one whose minute is nearly over. The simulator draws pairing codes from the same instant:
    /// where there is one, nothing turns.
    /// </summary>
    public async Task TurnQr(string numberId)
    {
        WireId.TryParse("num_", numberId, out var id).Should().BeTrue();
        await using var command = _database.Source.CreateCommand(
            "update simulator_sessions set offered_at = now() - interval '58500 milliseconds' where instance_name = $1 and not offers_code and now() - offered_at < interval '58 seconds'");
        command.Parameters.AddWithValue(new NumberId(id).InstanceName);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Has one way of a number that nobody is pairing cool down, as too many requests of a live tenant's customer do.</summary>
    /// <param name="method">Null is every way.</param>
    public async Task CoolDown(string numberId, string? method)
    {
        WireId.TryParse("num_", numberId, out var id).Should().BeTrue();
        await using var command = _database.Source.CreateCommand(
            """
            with cooled as (
                insert into pairing_attempts (id, tenant_id, number_id, method, phase, needs_start, sequence, cooling_until, started_at, changed_at, ended_at)
                select gen_random_uuid(), tenant_id, id, $2, 'CoolingDown', false, 0, now() + interval '9 minutes', now(), now(), now() from numbers
                 where id = $1 and not exists (select 1 from pairing_attempts where number_id = $1 and ended_at is null))
            select pg_notify('pairing', $1::text)
            """);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue((object?)method ?? DBNull.Value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Time passes at once for what is remembered of a number's session at an Evolution server.</summary>
    public async Task Age(string numberId, string column, int seconds)
    {
        WireId.TryParse("num_", numberId, out var id).Should().BeTrue();
        await using var command = _database.Source.CreateCommand(
            $"update evolution_sessions set {column} = {column} - make_interval(secs => $2), version = version + 1 where instance_name = $1 and starting_until is null");
        command.Parameters.AddWithValue(new NumberId(id).InstanceName);
        command.Parameters.AddWithValue((double)seconds);
        (await command.ExecuteNonQueryAsync()).Should().Be(1);
    }

    /// <summary>What is remembered of it.</summary>
    public async Task<T?> Remembered<T>(string numberId, string what)
    {
        WireId.TryParse("num_", numberId, out var id).Should().BeTrue();
        await using var command = _database.Source.CreateCommand($"select {what} from evolution_sessions where instance_name = $1");
        command.Parameters.AddWithValue(new NumberId(id).InstanceName);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Half a minute passes for a pairing that has nothing to scan; true once it is given up.</summary>
    public async Task GiveUp(string numberId)
    {
        WireId.TryParse("num_", numberId, out var id).Should().BeTrue();
        // Not more often than needed: a check that is under way loses to each change.
        await using var command = _database.Source.CreateCommand(
            """
            update pairing_attempts
               set qr_payload = null, code = null, changed_at = now() - interval '32 seconds', version = version + 1
             where number_id = $1 and ended_at is null
               and (qr_payload is not null or code is not null or changed_at > now() - interval '31 seconds')
            """);
        command.Parameters.AddWithValue(id);
        await using var ask =
            _database.Source.CreateCommand("select count(*) from pairing_attempts where number_id = $1 and ended_at is null");
        ask.Parameters.AddWithValue(id);
        while ((long)(await ask.ExecuteScalarAsync())! > 0)
        {
            await command.ExecuteNonQueryAsync();
            await Task.Delay(50);
        }
    }

    /// <summary>
    /// Daily sums of yesterday, as those of links of several devices, languages and methods; the same however often it is called.
    /// </summary>
    public async Task FillFunnel()
    {
        await using var command = _database.Source.CreateCommand(
            """
            with sums as (
                select tenants.id as tenant_id, current_date - 1 as day, device, method, language, created, created - 2 as opened, created - 5 as started,
                       created - 6 as scanned, created - 9 as connected, 3 as failed
                  from (values ('android', 'qr', 'pt-BR', 60), ('android', 'code', 'pt-BR', 37), ('ios', 'code', 'es', 24), ('desktop', 'qr', 'en', 12))
                       as made (device, method, language, created), tenants),
            times as (
                insert into pairing_funnel_times (tenant_id, day, device, method, language, seconds, links)
                select tenant_id, day, device, method, language, 30 + created, connected from sums on conflict do nothing),
            failures as (
                insert into pairing_funnel_failures (tenant_id, day, device, method, language, reason, links)
                select tenant_id, day, device, method, language, reason, links from sums, (values ('stalled', 2), ('number_mismatch', 1)) as failed (reason, links)
                on conflict do nothing)
            insert into pairing_funnel (tenant_id, day, device, method, language, created, opened, started, scanned, connected, failed)
            select tenant_id, day, device, method, language, created, opened, started, scanned, connected, failed from sums on conflict do nothing
            """);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A job that has failed, of a queue that nobody works off.</summary>
    public async Task<long> FailedJob()
    {
        await using var command = _database.Source.CreateCommand(
            """
            with made as (
                insert into jobs.job (statename, invocationdata, arguments, createdat)
                values ('Failed', '{"Type":"System.GC, System.Private.CoreLib","Method":"Collect","ParameterTypes":"[]","Arguments":"[]"}', '[]', now()) returning id),
            failed as (
                insert into jobs.state (jobid, name, reason, createdat, data)
                select id, 'Failed', 'on purpose', now(), '{"FailedAt":"2026-01-01T00:00:00.0000000Z","ExceptionType":"System.Exception","ExceptionMessage":"on purpose","ExceptionDetails":"on purpose"}'
                  from made returning id, jobid)
            select jobid, id from failed
            """);
        await using var rows = await command.ExecuteReaderAsync();
        await rows.ReadAsync();
        var (job, state) = (rows.GetInt64(0), rows.GetInt64(1));
        await rows.CloseAsync();
        await using var point = _database.Source.CreateCommand("update jobs.job set stateid = $1 where id = $2");
        point.Parameters.AddWithValue(state);
        point.Parameters.AddWithValue(job);
        await point.ExecuteNonQueryAsync();
        return job;
    }

    /// <summary>The next turn of a recurring job comes now, not within a minute.</summary>
    public async Task RunJob(string name)
    {
        await using var command = _database.Source.CreateCommand(
            """
            with past as (
                update jobs.hash set value = '0' where key = 'recurring-job:' || $1 and field in ('LastExecution', 'NextExecution'))
            update jobs.set set score = 0 where key = 'recurring-jobs' and value = $1
            """);
        command.Parameters.AddWithValue(name);
        (await command.ExecuteNonQueryAsync()).Should().Be(1);
    }

    public async Task<string> StateOfJob(long job)
    {
        await using var command = _database.Source.CreateCommand("select statename from jobs.job where id = $1");
        command.Parameters.AddWithValue(job);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            _server.Kill();
            await _server.WaitForExitAsync();
        }

        _server?.Dispose();
        _port.Dispose();
        await _database.DisposeAsync();
    }

    private static async Task<string> Publish()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "artifacts", "browser-tests", "host");
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}",
            StringComparison.Ordinal) ? "Release" : "Debug";
        await Output(Begin("dotnet", ["publish", "src/Api", "--no-build", "--nologo", "-c", configuration, "-o", folder],
            RepositoryRoot.Path, []));
        return folder;
    }

    private async Task Serve()
    {
        _server = Launch([]);
        // Nobody reads its log, but one that is not taken from it would hold it up when the pipe is full.
        _ = _server.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _errors = _server.StandardError.ReadToEndAsync();
        await Ready();
    }

    private async Task Ready()
    {
        using var http = new SocketsHttpHandler().ClientFor(Url);
        for (var attempt = 0; attempt < 960; attempt++)
        {
            if (_server!.HasExited)
                throw new InvalidOperationException("The host ended: " + await _errors);
            try
            {
                if ((await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(125);
        }

        throw new TimeoutException("The host did not become ready in two minutes");
    }

    private Task<string> Run(params string[] arguments) => Output(Launch(arguments));

    private Process Launch(string[] arguments) => Begin(Path.Combine(_folder, "pilotpairing"), arguments, _folder, _settings);

    private static Process Begin(string file, string[] arguments, string folder, Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<string> Output(Process process)
    {
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException(output + await errors);
        }
    }
}

internal static class Clients
{
#pragma warning disable RS0030 // Tests play the outside world, which has no client factory.
    public static HttpClient ClientFor(this HttpMessageHandler handler, string address) => new(handler) { BaseAddress = new Uri(address) };
#pragma warning restore RS0030
}
