using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using PilotPairing.Api.Pages.Demo;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.LocalPostgres;

namespace PilotPairing.Api.Hosting;

/// <summary>What a start with nothing configured remembers, readable by its owner only.</summary>
internal sealed record DemoSecrets(string TenantKey, string OpsPassword, string EncryptionKey, string LiveKey = "");

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DemoSecrets))]
internal sealed partial class DemoSecretsJson : JsonSerializerContext;

/// <summary>
/// A private database, a test-mode tenant and secrets drawn once: an installation to try things on, not to serve customers with.
/// </summary>
internal sealed class DemoInstallation : IAsyncDisposable
{
    private const string TenantName = "demo";
    private readonly ProgressLog? _progress;
    private readonly IAsyncDisposable? _postgres;
    private readonly string _file;
    private DemoSecrets _secrets;

    private DemoInstallation(
        string connectionString, string file, DemoSecrets secrets, IAsyncDisposable? postgres = null, ProgressLog? progress = null) =>
        (ConnectionString, _file, _secrets, _postgres, _progress) = (connectionString, file, secrets, postgres, progress);

    public string ConnectionString { get; }

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Encryption:Keys:0"] = _secrets.EncryptionKey,
        ["Ops:Password"] = _secrets.OpsPassword,
    };

    public static async Task<DemoInstallation> Start(string dataDirectory, CancellationToken cancellationToken)
    {
        // A first start may install PostgreSQL, which takes its time; what a command prints for scripts stays clean of it.
        var progress = new ProgressLog(Console.Error, TimeProvider.System);
        var (connectionString, postgres) = await Local(() => EmbeddedPostgres.Serve(
            new EmbeddedPostgresOptions { DataDirectory = dataDirectory, Log = progress }, cancellationToken));
        var file = SecretsIn(dataDirectory);
        if (await Read(file, cancellationToken) is { } known)
            return new(connectionString, file, known, postgres, progress);

        // Written before anything is encrypted under them.
        var fresh = new DemoInstallation(
            connectionString, file, new("", Draw(18), "demo:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))), postgres,
            progress);
        await fresh.Remember(cancellationToken);
        return fresh;
    }

    /// <summary>The one that an earlier <c>serve</c> made, its database started when it does not run.</summary>
    /// <exception cref="NoDatabaseException">There is none.</exception>
    public static async Task<DemoInstallation> Open(string dataDirectory, CancellationToken cancellationToken)
    {
        var known = await Known(dataDirectory, cancellationToken);
        var (connectionString, postgres) = await Local(() => EmbeddedPostgres.Serve(
            new EmbeddedPostgresOptions { DataDirectory = dataDirectory, MayInstall = false }, cancellationToken));
        return new(connectionString, SecretsIn(dataDirectory), known, postgres);
    }

    /// <summary>The one that runs; it is only read.</summary>
    /// <exception cref="NoDatabaseException">None runs.</exception>
    public static async Task<DemoInstallation> Find(string dataDirectory, CancellationToken cancellationToken)
    {
        var known = await Known(dataDirectory, cancellationToken);
        var running = await Local(() =>
            EmbeddedPostgres.FindRunning(new EmbeddedPostgresOptions { DataDirectory = dataDirectory }, cancellationToken));
        return running is null ? throw NoDatabaseException.NotRunning(dataDirectory) : new(running, SecretsIn(dataDirectory), known);
    }

    public void Report(string progress) => _progress?.Report(progress);

    public async Task Welcome(WebApplication app, CancellationToken cancellationToken)
    {
        _progress?.Done();
        await using var scope = app.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var keys = scope.ServiceProvider.GetRequiredService<IKeyRing>();
        var (caller, note) = (await keys.Find(new(_secrets.TenantKey), cancellationToken), "");
        if (caller is null)
        {
            note = _secrets.TenantKey.Length == 0
                ? "" : $"\n  The key in {_file} is not one of this database: a new demo tenant was made.\n";
            var created = (await mediator.Send(new CreateTenant(TenantName, TenantMode.Test, null), cancellationToken)).Value;
            _secrets = _secrets with { TenantKey = created.Key.Raw.Value };
            await Remember(cancellationToken);
            caller = (await keys.Find(created.Key.Raw, cancellationToken))!;
        }

        app.Services.GetRequiredService<DemoSaas>().Use(new(_secrets.TenantKey));
        var address = scope.ServiceProvider.GetRequiredService<IPublicAddress>();
        var live = app.Configuration.GetValue<bool>(LiveDemo.Setting)
            ? await LiveDemo.Prepare(scope.ServiceProvider, _secrets.LiveKey, cancellationToken) : null;
        if (live is not null && live.Key != _secrets.LiveKey)
        {
            _secrets = _secrets with { LiveKey = live.Key };
            await Remember(cancellationToken);
        }

        var link = (await mediator.Send(
            new CreatePairingLink(
                caller)
            { Name = DisplayName.Parse("Demo number"), Number = PhoneNumber.Parse("+5511999999999") }, cancellationToken))
                    .Value;
        await Console.Out.WriteLineAsync(
            $"""
            {note}
              PilotPairing is ready

              Demo link    {address.ConnectUrl}/connect/{link.Token.Value}
              Its phone    {address.PublicUrl}/demo/phone  (simulated; once the link shows a QR code)
              Demo SaaS    {address.PublicUrl}/demo
              Tenant key   {_secrets.TenantKey}  (test mode: numbers live on the built-in simulator)
              API docs     {address.PublicUrl}/docs
              Operations   {address.PublicUrl}/ops  (user ops, {PasswordIn(app.Configuration)})
              Webhooks     receivers on localhost and 127.0.0.1 are allowed here
            {live?.Text(address.ConnectUrl)}
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _progress?.Dispose();
    }

    /// <summary>Printed only where it was drawn here, not where the operator set it.</summary>
    private string PasswordIn(IConfiguration configuration) =>
        configuration["Ops:Password"] == _secrets.OpsPassword
            ? $"password {_secrets.OpsPassword}" : "the password of the setting Ops:Password";

    private static async Task<DemoSecrets> Known(string dataDirectory, CancellationToken cancellationToken)
    {
        if (await Local(() => EmbeddedPostgres.FindCluster(dataDirectory, cancellationToken)) is null)
            throw NoDatabaseException.Nowhere(dataDirectory);

        return await Read(SecretsIn(dataDirectory), cancellationToken)
            ?? throw NoDatabaseException.WithoutSecrets(SecretsIn(dataDirectory));
    }

    /// <summary>What reports errors must not need to know an assembly that may not be there.</summary>
    private static async Task<T> Local<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (EmbeddedPostgresException exception)
        {
            throw NoDatabaseException.NotStarted(exception);
        }
    }

    private static string SecretsIn(string dataDirectory) => Path.Combine(dataDirectory, "demo.json");

    private static async Task<DemoSecrets?> Read(string file, CancellationToken cancellationToken) =>
        File.Exists(file) ? JsonSerializer.Deserialize(await File.ReadAllTextAsync(file, cancellationToken),
            DemoSecretsJson.Default.DemoSecrets) : null;

    private async Task Remember(CancellationToken cancellationToken)
    {
        var draft = _file + ".new";
        var ownerOnly = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            ownerOnly.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var stream = new FileStream(draft, ownerOnly))
            await JsonSerializer.SerializeAsync(stream, _secrets, DemoSecretsJson.Default.DemoSecrets, cancellationToken);
        File.Move(draft, _file, overwrite: true);
    }

    private static string Draw(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
