using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace PilotPairing.Infrastructure.Outbox;

internal enum WorkKind
{
    /// <summary>Due deliveries of a webhook endpoint.</summary>
    Deliveries,

    /// <summary>A message that is to be sent.</summary>
    Message,

    /// <summary>Sessions of a number that are to be ended at its gateway.</summary>
    CleanUp,

    /// <summary>A logo that is to be fetched from another server.</summary>
    Logo,
}

/// <summary>Work that a committed row asks for; <paramref name="Id"/> is the endpoint's, message's, number's or logo's.</summary>
internal readonly record struct PendingWork(WorkKind Kind, Guid Id)
{
    public override string ToString() => $"{Kind}:{Id}";

    public static bool TryParse(string text, [NotNullWhen(true)] out PendingWork? work)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        work = colon > 0 && Enum.TryParse<WorkKind>(text.AsSpan(0, colon), out var kind)
            && Guid.TryParse(text.AsSpan(colon + 1), out var id) ? new(kind, id) : null;
        return work is not null;
    }
}

/// <summary>
/// From a commit to the loop that enqueues jobs. A process that has workers signals its own loop; one that has none notifies the others.
/// A lost signal costs time only: a recurring job finds every row that is due.
/// </summary>
internal sealed class PendingSignals(TimeProvider clock)
{
    /// <summary>
    /// A timer counts whole milliseconds and may end one early: the database would find the row not due yet, and the signal would be lost.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(20);

    private readonly Channel<PendingWork> _signals = Channel.CreateUnbounded<PendingWork>(new() { SingleReader = true });

    /// <summary>Whether this process has workers and thus a loop that reads.</summary>
    public bool HasWorkers { get; set; }

    public ChannelReader<PendingWork> Reader => _signals.Reader;

    public void Signal(PendingWork work)
    {
        if (HasWorkers)
            _signals.Writer.TryWrite(work);
    }

    /// <summary>For work that is due within a moment; a process that ends before leaves it to the recurring job.</summary>
    public void SignalAfter(TimeSpan delay, PendingWork work) =>
        Task.Delay(delay + Margin, clock)
            .ContinueWith(_ => Signal(work), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
