using System.Diagnostics;
using Npgsql;
using PilotPairing.LocalPostgres;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>PostgreSQL's own programs, such as pg_dump, on a database of a test.</summary>
internal static class PostgresPrograms
{
    /// <returns>Its output.</returns>
    public static async Task<string> Run(string program, string connectionString, params string[] arguments)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString);
        var file = PostgresBinaries.UsualFolders().Select(folder => Path.Combine(folder, program)).First(File.Exists);
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["PGHOST"] = address.Host,
                ["PGPORT"] = $"{address.Port}",
                ["PGUSER"] = address.Username,
                ["PGPASSWORD"] = address.Password,
                ["PGDATABASE"] = address.Database,
            },
        };
        start.ArgumentList.Add("--dbname");
        start.ArgumentList.Add(address.Database!);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, await errors);
        return output;
    }
}
