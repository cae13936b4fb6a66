using System.Diagnostics;
using Npgsql;
using PilotPairing.LocalPostgres;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>A program of PostgreSQL's own, run on a database.</summary>
internal static class PostgresTool
{
    public static async Task Run(string program, string connectionString, params string[] arguments)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString);
        var file = PostgresBinaries.UsualFolders().Select(folder => Path.Combine(folder, program)).First(File.Exists);
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardError = true,
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
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, errors);
    }
}
