using Quartz;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// What the scheduler stores in, made together with our own tables: a process that only serves then needs no right to make any.
/// The text is the one that the scheduler's library carries to make what is missing.
/// </summary>
internal static class SchedulerTables
{
    private const string Resource = "Quartz.Impl.AdoJobStore.Schema.create_postgres.sql";
    private const string Prefix = "qrtz_";

    public static string Sql { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(IScheduler).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"This version of the scheduler has no {Resource}");
        using var reader = new StreamReader(stream);
        // Once with the schema's name, of which there is none, and once without.
        return reader.ReadToEnd().Replace("{0}", Prefix, StringComparison.Ordinal).Replace("{1}", Prefix, StringComparison.Ordinal);
    }
}
