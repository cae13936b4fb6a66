using System.Globalization;
using System.Reflection;
using System.Text;
using Hangfire.PostgreSql;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>
/// Hangfire's tables, made together with our own: a process that only serves then needs no right to make any. The text is the one that
/// the storage's library carries; each version is applied only where it is missing, so that an upgrade of the library applies the rest.
/// </summary>
internal static class JobTables
{
    public const string Schema = "jobs";
    private const string LibrarySchema = "hangfire";
    private const int FirstVersion = 3;

    public static string Sql { get; } = Write();

    private static string Write()
    {
        var text = new StringBuilder();
        for (var version = FirstVersion; Read(version) is { } script; version++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""
                do $guard$
                declare
                    installed int := 0;
                begin
                    if to_regclass('{Schema}.schema') is not null then
                        execute 'select max(version) from {Schema}.schema' into installed;
                    end if;
                    if installed < {version} then
                        execute $library${script}$library$;
                        execute 'update {Schema}.schema set version = {version}';
                    end if;
                end
                $guard$;
                """);
        }

        return text.AppendLine("reset search_path;").ToString();
    }

    private static string? Read(int version)
    {
        using var stream = typeof(PostgreSqlStorage).GetTypeInfo().Assembly.GetManifestResourceStream($"Hangfire.PostgreSql.Scripts.Install.v{version}.sql");
        if (stream is null)
            return version == FirstVersion
                ? throw new InvalidOperationException("This version of the job storage has no installation script") : null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace($"'{LibrarySchema}'", $"'{Schema}'", StringComparison.Ordinal)
            .Replace($"\"{LibrarySchema}\"", $"\"{Schema}\"", StringComparison.Ordinal);
    }
}
