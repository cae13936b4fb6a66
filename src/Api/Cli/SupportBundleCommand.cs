using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using PilotPairing.Api.Hosting;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Cli;

/// <summary>What somebody who helps wants to see of an installation, in one archive without secrets.</summary>
internal static class SupportBundleCommand
{
    private const int LongestLog = 1024 * 1024;

    public static Command Create()
    {
        var output = new Option<string?>("--output") { Description = "The archive; default pilotpairing-support-<time>.zip here" };
        var log = new Option<FileInfo?>("--log") { Description = "A file with the server's log, of which the last megabyte is put in" };
        var command = new Command("support-bundle",
            "Writes an archive for who helps: settings without secrets, versions, the doctor's findings, sizes") { output, log };
        command.SetAction((parsed, cancellationToken) => Write(parsed.GetValue(output), parsed.GetValue(log), cancellationToken));
        return command;
    }

    private static async Task<int> Write(string? output, FileInfo? log, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var file = output ?? string.Create(CultureInfo.InvariantCulture, $"pilotpairing-support-{now:yyyyMMdd-HHmmss}.zip");
        if (File.Exists(file) || log is { Exists: false })
        {
            await Console.Error.WriteLineAsync(
                File.Exists(file) ? $"{file} is there already: name another with --output." : $"There is no file {log!.FullName}.");
            return 1;
        }

        var (findings, inventory, configuration) = await Examine(cancellationToken);
        var settings = new HiddenSettings(configuration);
        var ownerOnly = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            ownerOnly.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(file, ownerOnly);
        try
        {
            await using var whole = stream;
            await using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
            await Add(archive, "versions.txt", Versions(now));
            await Add(archive, "settings.env", settings.List());
            await Add(archive, "doctor.json", settings.Redact(DoctorCommand.Json(findings)));
            if (inventory is not null)
                await Add(archive, "database.json",
                    JsonSerializer.Serialize(InventoryOutput.From(inventory), CliJson.Readable.InventoryOutput));
            if (log is not null)
                await Add(archive, "log.txt", settings.Redact(await Tail(log, cancellationToken)));
        }
        catch (IOException)
        {
            // Half an archive helps nobody, and takes room where there is none.
            File.Delete(file);
            throw;
        }

        await Console.Out.WriteLineAsync($"Wrote {file}. Look through it before you give it away: addresses and names of hosts are in it.");
        return 0;
    }

    private static async Task<(IReadOnlyList<Finding> Findings, Inventory? Inventory, IConfiguration Settings)> Examine(
        CancellationToken cancellationToken)
    {
        var findings = await DoctorCommand.Findings(cancellationToken);
        try
        {
            await using var setup = await Setup.ForChecking(cancellationToken);
            await using var app = WebHost.Build([], setup.ConnectionString, Role.All, DoctorCommand.Quiet(setup.Settings));
            return (findings, await Read(app, cancellationToken), setup.Configuration);
        }
        catch (Exception exception) when (CliErrors.Describe(exception) is not null)
        {
            return (findings, null, Setup.Chosen());
        }
    }

    /// <summary>Null where the database cannot be asked: the doctor says why.</summary>
    private static async Task<Inventory?> Read(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            return await app.Services.GetRequiredService<IInventory>().Read(cancellationToken);
        }
        catch (Exception exception) when (CliErrors.Describe(exception) is not null)
        {
            return null;
        }
    }

    private static string Versions(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture,
        $"PilotPairing {typeof(SupportBundleCommand).Assembly.GetName().Version?.ToString(3)}\n{RuntimeInformation.FrameworkDescription}\n{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors\nWritten {now:O}\n");

    private static async Task Add(ZipArchive archive, string name, string text)
    {
        await using var entry = await archive.CreateEntry(name).OpenAsync();
        await entry.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    private static async Task<string> Tail(FileInfo log, CancellationToken cancellationToken)
    {
        await using var stream = log.OpenRead();
        stream.Seek(-Math.Min(stream.Length, LongestLog), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}

internal sealed record InventoryOutput(
    string Server, IReadOnlyList<string> Migrations, IReadOnlyList<TableOutput> Tables, double? HeartbeatAgeSeconds,
    IReadOnlyDictionary<string, double> OutboxAgeSeconds)
{
    public static InventoryOutput From(Inventory inventory) => new(
        inventory.Server, inventory.Migrations,
        [.. inventory.Tables.Select(table => new TableOutput(table.Table, table.Rows, table.Bytes))],
        inventory.Work.HeartbeatAgeSeconds, inventory.Work.OutboxAgeSeconds);
}

internal sealed record TableOutput(string Table, long Rows, long Bytes);
