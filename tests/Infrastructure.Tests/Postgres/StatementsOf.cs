using System.Collections.Concurrent;
using System.Diagnostics;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>The texts of the statements that are sent to one database while this lives, as Npgsql traces them.</summary>
internal sealed class StatementsOf : IDisposable
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ActivityListener _listener;

    public StatementsOf(string database)
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("db.namespace") as string == database && activity.GetTagItem("db.query.text") is string text)
                    _texts.Enqueue(text);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<string> Texts => [.. _texts];

    public void Dispose() => _listener.Dispose();
}
